"""Files left on disk by a worker that was killed are removed after a day, and nothing else is."""

import os
from pathlib import Path

import pytest
from django.conf import settings

from takwin.documents import sweeping
from takwin.documents.actions import path_of, store_file
from takwin.documents.models import StoredFile
from takwin.documents.sweeping import check_files, sweep, sweep_daily
from takwin.journal.models import Entry
from tests.factories.directory import make_body

pytestmark = pytest.mark.django_db
TWO_DAYS = 2 * 24 * 60 * 60


@pytest.fixture(autouse=True)
def root(settings: object, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)  # type: ignore[attr-defined]
    return tmp_path


def aged(path: Path) -> Path:
    written = path.stat().st_mtime - TWO_DAYS
    os.utime(path, (written, written))
    return path


def lost(name: str, *, old: bool = True) -> Path:
    """Bytes whose writer was killed before its row."""
    path = path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    return aged(path) if old else path


def test_what_no_row_names_goes_after_a_day_and_the_rest_stays() -> None:
    kept = store_file(b"proof", name="p", content_type="text/plain", owner=make_body(), by=None)
    let_go = store_file(b"list", name="l", content_type="text/plain", owner=make_body(), by=None)
    StoredFile.objects.filter(pk=let_go.pk).update(erased_at=kept.received_at)
    proof, erased = aged(path_of(kept.sha256)), aged(path_of(let_go.sha256))
    orphan, young = lost("a" * 64), lost("b" * 64, old=False)
    half, foreign = orphan.parent / ".arriving-1", orphan.parent / "README"
    for path in (half, foreign):
        path.write_bytes(b"x")
        aged(path)
    making = Path(settings.MEDIA_ROOT) / ".making-1"
    making.mkdir()
    (making / "archive").write_bytes(b"x")
    aged(making)
    assert sweep() == 4
    assert [path.exists() for path in (proof, young, foreign)] == [True] * 3
    assert [path.exists() for path in (orphan, erased, half, making)] == [False] * 4


def test_it_is_done_once_a_day_and_leaves_no_line_of_journal() -> None:
    sweep_daily()
    orphan = lost("c" * 64)
    sweep_daily()
    assert orphan.exists()
    aged(Path(settings.MEDIA_ROOT) / ".swept")
    sweep_daily()
    assert not orphan.exists()
    assert not Entry.objects.exists()


def test_the_doctor_says_what_is_left_and_whether_anybody_removes_it() -> None:
    assert check_files().fine
    lost("d" * 64)
    said = check_files()
    assert not said.fine
    assert "1" in said.what
    assert "takwin worker" in said.mend
    (Path(settings.MEDIA_ROOT) / ".swept").touch()
    assert check_files().fine


def test_bytes_found_again_while_it_sweeps_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """They were nobody's when they were counted; the row came before they were taken."""

    drop = sweeping.drop_if_unnamed
    data = b"found again"
    kept = store_file(data, name="p", content_type="text/plain", owner=make_body(), by=None)
    aged(path_of(kept.sha256))
    StoredFile.objects.filter(pk=kept.pk).delete()

    def found_again(digest: str) -> bool:
        store_file(data, name="p", content_type="text/plain", owner=make_body(), by=None)
        return drop(digest)

    monkeypatch.setattr(sweeping, "drop_if_unnamed", found_again)
    assert sweep() == 0
    assert path_of(kept.sha256).read_bytes() == data
