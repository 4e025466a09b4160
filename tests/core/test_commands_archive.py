"""Saving and restoring an installation: what comes back is what was there, and nothing else is let in."""

import io
import json
import sqlite3
import tarfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from takwin.core.management import archive, dumps
from takwin.core.management.archive import FORMAT, MANIFEST, ArchiveRefused, backup, restore, suits
from takwin.core.management.preparation import refuse_half_way
from tests.factories.accounts import make_user

Rewrite = Callable[[dict[str, bytes]], dict[str, bytes]]


@pytest.fixture
def installation(transactional_db: None, settings: Any, tmp_path: Path) -> Path:
    """An installation with one user and one file; the data of the test in a folder of its own."""
    settings.DATA_DIR = tmp_path
    make_user(username="first")
    store("ab/abcd", b"%PDF one")
    return tmp_path


def store(name: str, content: bytes) -> Path:
    path = Path(settings.MEDIA_ROOT) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def names_of_users() -> list[str]:
    return list(get_user_model().objects.order_by("username").values_list("username", flat=True))


def rewritten(path: Path, change: Rewrite) -> Path:
    """Copy an archive with its parts changed."""
    with tarfile.open(path) as source:
        parts = {member.name: source.extractfile(member).read() for member in source}  # type: ignore[union-attr]
    copy = path.with_name("changed.takwin")
    with tarfile.open(copy, "w:gz") as target:
        for name, content in change(parts).items():
            target.addfile(archive.entry(name, len(content)), io.BytesIO(content))
    return copy


def test_what_is_restored_is_what_was_saved(installation: Path) -> None:
    backup(installation / "one.takwin")
    make_user(username="second")
    store("ef/ef01", b"later")
    Path(settings.MEDIA_ROOT, "ab/abcd").unlink()

    assert restore(installation / "one.takwin", replace=True) == 1

    assert names_of_users() == ["first"]
    assert archive.digest(Path(settings.MEDIA_ROOT, "ab/abcd"))
    assert [path.name for path in archive.stored_files()] == ["abcd"]


@contextmanager
def others_at_work(act: Callable[[int], None]) -> Iterator[Callable[[], None]]:
    """Do the act again and again beside, on a connection of its own; what is given waits until it was done twice more,
    so that one of them began meanwhile."""
    done, over = threading.Condition(), threading.Event()
    times = [0]

    def work() -> None:
        try:
            while not over.is_set():
                act(times[0])
                with done:
                    times[0] += 1
                    done.notify_all()
        finally:
            over.set()
            connection.close()

    def twice_more() -> None:
        with done:
            until = times[0] + 2
            done.wait_for(lambda: times[0] >= until or over.is_set(), timeout=60)

    with ThreadPoolExecutor(1) as beside:
        work_done = beside.submit(work)
        try:
            twice_more()
            yield twice_more
        finally:
            over.set()
            work_done.result()


def test_what_is_saved_while_others_write_is_one_moment_with_all_its_files(
    installation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(number: int) -> None:
        store(f"{number:02}/{number:04}", b"%PDF")
        make_user(username=f"writer {number:04}")

    whole = dumps.dump
    with others_at_work(write) as others:
        monkeypatch.setattr(dumps, "dump", lambda path: (others(), whole(path), others()))
        backup(installation / "one.takwin")
        others()
    restore(installation / "one.takwin", replace=True)
    names = names_of_users()[1:]
    assert names == [f"writer {number:04}" for number in range(len(names))]
    files = {path.name for path in archive.stored_files()}
    assert files > {name.removeprefix("writer ") for name in names}


def test_whoever_reads_while_an_archive_is_put_back_sees_what_was_or_what_is(installation: Path) -> None:
    backup(installation / "one.takwin")
    make_user(username="second")
    seen: list[list[str]] = []
    with others_at_work(lambda _number: seen.append(names_of_users())) as others:
        restore(installation / "one.takwin", replace=True)
        others()
    assert seen[0] == ["first", "second"]
    assert seen[-1] == ["first"]
    assert all(names in (seen[0], seen[-1]) for names in seen)


def test_after_a_restoration_new_rows_are_numbered_on(installation: Path) -> None:
    backup(installation / "one.takwin")
    restore(installation / "one.takwin", replace=True)
    make_user(username="second")
    assert names_of_users() == ["first", "second"]


def test_an_archive_is_readable_by_its_owner_only(installation: Path) -> None:
    backup(installation / "one.takwin")
    assert (installation / "one.takwin").stat().st_mode & 0o777 == 0o600


def test_an_archive_holds_a_manifest_with_the_digest_of_each_part(installation: Path) -> None:
    backup(installation / "one.takwin")
    with tarfile.open(installation / "one.takwin") as whole:
        manifest = json.load(whole.extractfile(MANIFEST))  # type: ignore[arg-type]
        assert set(whole.getnames()) == {MANIFEST, *manifest["parts"]}
    assert set(manifest["parts"]) == {dumps.NAMES[connection.vendor], "files/ab/abcd"}


def test_an_archive_does_not_replace_a_file_that_exists(installation: Path) -> None:
    (installation / "one.takwin").write_text("mine")
    with pytest.raises(ArchiveRefused, match="already exists"):
        backup(installation / "one.takwin")
    assert (installation / "one.takwin").read_text() == "mine"


def test_an_archive_is_not_written_into_a_folder_that_is_not_there(installation: Path) -> None:
    with pytest.raises(ArchiveRefused, match="does not exist"):
        backup(installation / "nowhere" / "one.takwin")


def test_an_installation_that_is_not_empty_is_not_replaced_without_saying_so(installation: Path) -> None:
    backup(installation / "one.takwin")
    with pytest.raises(ArchiveRefused, match="--replace"):
        restore(installation / "one.takwin")


def test_an_archive_that_is_not_there_is_named(installation: Path) -> None:
    with pytest.raises(ArchiveRefused, match=r"none\.takwin is missing"):
        restore(installation / "none.takwin", replace=True)


def swapped(name: str, content: bytes) -> Rewrite:
    return lambda parts: {key: content if key == name else value for key, value in parts.items()}


def added(name: str) -> Rewrite:
    return lambda parts: {name: b"x", **parts}


def without(name: str) -> Rewrite:
    return lambda parts: {key: value for key, value in parts.items() if key != name}


def told(**facts: Any) -> Rewrite:
    """Change what the manifest says."""
    return lambda parts: parts | {MANIFEST: json.dumps(json.loads(parts[MANIFEST]) | facts).encode()}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        pytest.param(swapped("files/ab/abcd", b"%PDF two"), "was changed after", id="a changed file"),
        pytest.param(added("files/zz/zz01"), "was changed after", id="an added file"),
        pytest.param(without("files/ab/abcd"), "was changed after", id="a removed file"),
        pytest.param(added("../outside"), "something it should not", id="a path that leaves the folder"),
        pytest.param(added("files/../../outside"), "something it should not", id="a path that climbs"),
        pytest.param(added("/etc/outside"), "something it should not", id="an absolute path"),
        pytest.param(added("files/.hidden"), "something it should not", id="a hidden file"),
        pytest.param(without(MANIFEST), "not a whole archive|is missing", id="no manifest"),
        pytest.param(swapped(MANIFEST, b"{"), "not a whole archive", id="a manifest cut short"),
        pytest.param(told(database="oracle"), "restore it where it came from", id="another database"),
        pytest.param(told(migrations=[["core", "9999_later"]]), "newer Takwin", id="a newer product"),
    ],
)
def test_an_archive_that_is_not_sound_changes_nothing(installation: Path, change: Rewrite, sentence: str) -> None:
    backup(installation / "one.takwin")
    make_user(username="second")
    with pytest.raises(ArchiveRefused, match=sentence):
        restore(rewritten(installation / "one.takwin", change), replace=True)
    assert names_of_users() == ["first", "second"]
    assert not (installation.parent / "outside").exists()
    assert not list(installation.glob(".takwin-*"))


def test_an_archive_may_name_migrations_folded_since_all_of_an_app_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MIGRATION_MODULES", {})  # those of the disk, which the tests otherwise do without
    fold = MigrationLoader(None, ignore_no_migrations=True).disk_migrations["letters", "0001_tables"]
    told_by = {"format": FORMAT, "database": connection.vendor}
    suits(told_by | {"migrations": [list(name) for name in fold.replaces]})
    with pytest.raises(ArchiveRefused, match="version in between"):
        suits(told_by | {"migrations": [["letters", "0001_initial"]]})


@pytest.mark.django_db
def test_a_database_of_a_version_in_between_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MIGRATION_MODULES", {})
    MigrationRecorder(connection).record_applied("letters", "0001_initial")
    with pytest.raises(CommandError, match="letters"):
        refuse_half_way()


def test_a_link_in_an_archive_is_refused(installation: Path) -> None:
    link = tarfile.TarInfo("files/ab/link")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    with tarfile.open(installation / "link.takwin", "w:gz") as whole:
        whole.addfile(link)
    with pytest.raises(ArchiveRefused, match="something it should not"):
        restore(installation / "link.takwin", replace=True)


@pytest.mark.parametrize("content", [b"", b"not an archive", b"\x1f\x8b\x08\x00broken"])
def test_a_file_that_is_no_archive_is_refused(installation: Path, content: bytes) -> None:
    (installation / "no.takwin").write_bytes(content)
    with pytest.raises(ArchiveRefused, match="not a whole archive"):
        restore(installation / "no.takwin", replace=True)


def test_an_archive_cut_short_is_refused(installation: Path) -> None:
    backup(installation / "one.takwin")
    whole = (installation / "one.takwin").read_bytes()
    (installation / "half.takwin").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ArchiveRefused, match="not a whole archive"):
        restore(installation / "half.takwin", replace=True)


def test_a_disk_without_room_is_said_before_anything_is_replaced(
    installation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup(installation / "one.takwin")
    monkeypatch.setattr("shutil.disk_usage", lambda path: type("Usage", (), {"free": 10})())
    with pytest.raises(ArchiveRefused, match="not enough room"):
        restore(installation / "one.takwin", replace=True)
    assert names_of_users() == ["first"]


def test_a_damaged_database_is_not_put_back(installation: Path, tmp_path: Path) -> None:
    damaged = tmp_path / dumps.NAMES[connection.vendor]
    damaged.write_bytes(b"SQLite format 3\x00" + b"\xff" * 4096)
    with pytest.raises(dumps.DumpFailed):
        dumps.load(damaged)
    assert names_of_users() == ["first"]


def test_a_missing_program_of_postgresql_is_named_with_its_package(
    installation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(dumps.DumpFailed, match=r"pg_dump.*postgresql-client"):
        dumps.run("pg_dump")


def test_the_commands_say_what_they_did(installation: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("backup", str(installation / "one.takwin"))
    call_command("restore", str(installation / "one.takwin"), replace=True)
    said = capsys.readouterr().out
    assert "holds the database and 1 files" in said
    assert "Restored" in said


def test_a_refusal_is_a_sentence_not_a_trace(installation: Path) -> None:
    call_command("backup", str(installation / "one.takwin"))
    with pytest.raises(CommandError, match="already exists"):
        call_command("backup", str(installation / "one.takwin"))
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", str(installation / "one.takwin"))


def test_a_snapshot_is_a_whole_database_of_its_own(installation: Path, tmp_path: Path) -> None:
    path = tmp_path / "copy"
    dumps.dump(path)
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(path)) as copy:
            copy.execute("PRAGMA ignore_check_constraints=ON")
            assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    else:
        assert path.read_bytes().startswith(b"PGDMP")
