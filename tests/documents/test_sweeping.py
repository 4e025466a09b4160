"""Files left on disk by a worker that was killed are removed after a day, and nothing else is."""

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from takwin.core import clock
from takwin.documents import sweeping
from takwin.documents.actions import path_of, store_file
from takwin.documents.models import StoredFile
from takwin.documents.sweeping import check_files, sweep, sweep_daily
from takwin.journal.models import Entry
from tests.factories.directory import make_body

pytestmark = pytest.mark.django_db
TWO_DAYS = dt.timedelta(days=2)


@pytest.fixture(autouse=True)
def in_two_days(settings: object, tmp_path: Path) -> Iterator[None]:
    """Whatever is written now has been there for two days."""
    settings.MEDIA_ROOT, settings.DATA_DIR = str(tmp_path / "files"), str(tmp_path)  # type: ignore[attr-defined]
    with clock.at(clock.now() + TWO_DAYS):
        yield


def lost(name: str) -> Path:
    """Bytes whose writer was killed before their row."""
    path = path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    return path


def written_now(path: Path) -> Path:
    instant = clock.now().timestamp()
    os.utime(path, (instant, instant))
    return path


def test_what_no_row_names_goes_after_a_day_and_the_rest_stays() -> None:
    kept = store_file(b"proof", name="p", content_type="text/plain", owner=make_body(), by=None)
    let_go = store_file(b"list", name="l", content_type="text/plain", owner=make_body(), by=None)
    StoredFile.objects.filter(pk=let_go.pk).update(erased_at=kept.received_at)
    proof, erased = path_of(kept.sha256), path_of(let_go.sha256)
    orphan, young = lost("a" * 64), written_now(lost("b" * 64))
    half, foreign = orphan.parent / ".arriving-1", orphan.parent / "README"
    for path in (half, foreign):
        path.write_bytes(b"x")
    making = Path(settings.MEDIA_ROOT) / ".making-1"
    making.mkdir()
    (making / "archive").write_bytes(b"x")
    assert sweep() == 4
    assert [path.exists() for path in (proof, young, foreign)] == [True] * 3
    assert [path.exists() for path in (orphan, erased, half, making)] == [False] * 4


def test_a_file_of_a_backup_that_is_being_put_back_is_young_whatever_date_it_bears() -> None:
    with clock.at(clock.now() - TWO_DAYS):
        os.utime(lost("e" * 64), (0, 0))
        assert sweep() == 0


def test_it_is_done_once_a_day_and_leaves_no_line_of_journal() -> None:
    sweep_daily()
    mark = written_now(Path(settings.DATA_DIR) / "files.swept")
    orphan = lost("c" * 64)
    sweep_daily()
    assert orphan.exists()
    mark.unlink()
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
    (Path(settings.DATA_DIR) / "files.swept").touch()
    assert check_files().fine


def test_bytes_found_again_while_it_sweeps_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """They were nobody's when they were counted; the row came before they were taken."""

    drop = sweeping.drop_if_unnamed
    data = b"found again"
    kept = store_file(data, name="p", content_type="text/plain", owner=make_body(), by=None)
    StoredFile.objects.filter(pk=kept.pk).delete()

    def found_again(digest: str) -> bool:
        store_file(data, name="p", content_type="text/plain", owner=make_body(), by=None)
        return drop(digest)

    monkeypatch.setattr(sweeping, "drop_if_unnamed", found_again)
    assert sweep() == 0
    assert path_of(kept.sha256).read_bytes() == data
