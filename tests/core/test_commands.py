"""The commands of the person who keeps the machine."""

import datetime as dt
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django_tasks_db.models import DBTaskResult

from takwin.core import clock
from takwin.core.later import run
from takwin.core.management import checkup, preparation, service
from takwin.core.management.commands import up
from takwin.core.management.terminal import language_of_terminal
from takwin.directory.actions import seed_parameters

pytestmark = pytest.mark.django_db


@pytest.fixture
def healthy(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    """An installation with nothing wrong, whose data lie in the folder of the test."""
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    settings.DATA_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.SECRET_KEY = "k" * 64
    settings.PUBLIC_URL = "https://takwin.example.ma"
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31536000
    fonts = tmp_path / "takwin" / "documents" / "fonts"
    fonts.parent.mkdir(parents=True)
    fonts.symlink_to(settings.ROOT / "takwin" / "documents" / "fonts")
    settings.ROOT = tmp_path
    preparation.collect_static()
    seed_parameters(by=None)


def report(capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """What the doctor says, and its exit code."""
    try:
        call_command("doctor")
    except SystemExit as end:
        return int(str(end.code)), capsys.readouterr().out
    return 0, capsys.readouterr().out


def test_the_doctor_finds_nothing_wrong_where_nothing_is(healthy: None, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = report(capsys)
    assert (code, "✗" in said) == (0, False)
    assert "All is well." in said


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("PUBLIC_URL", "http://takwin.example.ma", "not protected"),
        ("SECURE_SSL_REDIRECT", False, "also served over http"),
        ("SECURE_HSTS_SECONDS", 0, "HSTS is off"),
        ("SECRET_KEY", "short", "secret key is short"),
        ("DEBUG", True, "DEBUG is on"),
        ("STATIC_ROOT", "/nonexistent", "static files are not collected"),
        ("ROOT", Path("/nonexistent"), "fonts are missing"),
    ],
)
def test_the_doctor_says_what_is_wrong_and_exits_with_1(
    healthy: None, settings: Any, capsys: pytest.CaptureFixture[str], setting: str, value: Any, sentence: str
) -> None:
    setattr(settings, setting, value)
    code, said = report(capsys)
    assert code == 1
    assert sentence in said
    assert "→" in said


def test_the_doctor_speaks_the_language_of_the_terminal(
    healthy: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANG", "fr_MA.UTF-8")
    assert "Tout va bien." in report(capsys)[1]
    monkeypatch.setenv("LANG", "ar_MA.UTF-8")
    assert "كل شيء على ما يرام." in report(capsys)[1]


@pytest.mark.parametrize(
    ("locale", "language"), [("ar_MA.UTF-8", "ar"), ("fr_FR", "fr"), ("en_GB", "en"), ("C", "en"), ("", "en")]
)
def test_another_language_than_ours_is_english(monkeypatch: pytest.MonkeyPatch, locale: str, language: str) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", locale)
    assert language_of_terminal() == language


def test_others_may_not_read_the_secret(healthy: None, tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("secret")
    (tmp_path / "secret.key").chmod(0o644)
    assert not checkup.check_secret().fine
    (tmp_path / "secret.key").chmod(0o600)
    assert checkup.check_secret().fine


def test_a_translation_that_is_not_compiled_is_counted(healthy: None, tmp_path: Path) -> None:
    catalogue = tmp_path / "takwin" / "training" / "locale" / "ar" / "LC_MESSAGES" / "django.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.touch()
    assert "1 translations" in checkup.check_translations().what
    catalogue.with_suffix(".mo").touch()
    assert checkup.check_translations().fine


def test_an_address_of_this_machine_needs_no_certificate(healthy: None, settings: Any) -> None:
    settings.PUBLIC_URL = "http://127.0.0.1:9000"
    assert checkup.check_address().fine


def test_a_python_we_do_not_test_on_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 0))
    assert not checkup.check_python().fine


def test_a_full_disk_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda path: type("Usage", (), {"free": 1000})())
    assert not checkup.check_disk().fine


def test_zone_data_without_the_clock_of_ramadan_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checkup.check_clock().fine
    monkeypatch.setattr(clock, "CASABLANCA", dt.UTC)
    assert not checkup.check_clock().fine


def test_a_database_that_does_not_answer_ends_the_examination(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "ensure_connection", refuse)
    assert "connection refused" in list(checkup.findings())[-1].what


def test_tables_behind_the_code_end_the_examination(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparation, "migrations_missing", lambda: True)
    assert list(checkup.findings())[-1].mend == "takwin migrate"


def task(*, minutes_ago: int) -> DBTaskResult:
    row = DBTaskResult.objects.create(
        task_path=run.module_path, args_kwargs={"args": [1], "kwargs": {}}, priority=0, backend_name="default"
    )
    DBTaskResult.objects.filter(pk=row.pk).update(enqueued_at=clock.now() - dt.timedelta(minutes=minutes_ago))
    return row


def test_work_that_waits_says_that_the_worker_is_not_there() -> None:
    assert checkup.check_worker().fine
    task(minutes_ago=1)
    assert checkup.check_worker().fine
    task(minutes_ago=7)
    finding = checkup.check_worker()
    assert not finding.fine
    assert "2 tasks wait, the oldest for 7 minutes" in finding.what


def test_work_done_says_when() -> None:
    row = task(minutes_ago=7)
    done = dt.datetime(2026, 11, 2, 9, 30, tzinfo=dt.UTC)
    DBTaskResult.objects.filter(pk=row.pk).update(status="SUCCESSFUL", finished_at=done)
    assert "2026-11-02 09:30 UTC" in checkup.check_worker().what


def test_the_server_does_not_start_on_a_port_that_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, pytest.raises(CommandError, match="already answers"):
        call_command("up", port=server.getsockname()[1])


def test_the_server_does_not_start_on_tables_behind_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparation, "migrations_missing", lambda: True)
    with pytest.raises(CommandError, match="not up to date"):
        call_command("up", port=free_port())


def test_what_is_missing_is_made_then_the_address_and_the_logins_are_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    done: list[str] = []
    monkeypatch.setenv("PUBLIC_URL", "given back once the test is over")
    monkeypatch.delenv("PUBLIC_URL")
    monkeypatch.setattr(settings, "PUBLIC_URL", "")
    for question, answer in (
        ("migrations_missing", True),
        ("static_is_collected", False),
        ("has_places", False),
        ("is_new", True),
    ):
        monkeypatch.setattr(preparation, question, lambda answer=answer: answer)
    monkeypatch.setattr(preparation, "collect_static", lambda: done.append("static"))
    monkeypatch.setattr(up, "call_command", lambda name, *options, **_more: done.append(" ".join([name, *options])))
    monkeypatch.setattr(up.connections, "close_all", lambda: None)
    monkeypatch.setattr(service, "serve", lambda *_where, ready, **_how: ready())
    port = free_port()
    with pytest.raises(SystemExit):
        call_command("up", prepare=True, demo=True, port=port)
    assert done == ["migrate", "static", "places load", "demo", "demo --logins"]
    assert f"Takwin is at http://127.0.0.1:{port} " in capsys.readouterr().out


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_static_files_are_collected_again_only_when_they_changed(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    assert not preparation.static_is_collected()
    preparation.collect_static()
    assert preparation.static_is_collected()
    preparation.static_stamp().write_text("something else")
    assert not preparation.static_is_collected()


@pytest.fixture
def signals_kept() -> Iterator[None]:
    """Give the signals back to who had them: the supervisor takes them for itself."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def sleeper(*_: Any, **__: Any) -> Any:
    return service.start("timeit", "-n", "1", "-s", "import time", "time.sleep(60)")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_both_processes_end_with_the_one_that_started_them(
    signals_kept: None, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    started: list[Any] = []

    def begin(*_: Any, **__: Any) -> Any:
        started.append(sleeper())
        return started[-1]

    monkeypatch.setattr(service, "start_web", begin)
    monkeypatch.setattr(service, "start_worker", begin)
    monkeypatch.setattr(service, "answers", lambda *_: True)

    def told_once_both_are_there(*_: Any) -> None:
        if len(started) == 2:
            signal.raise_signal(number)

    monkeypatch.setattr(service.time, "sleep", told_once_both_are_there)
    assert service.serve("127.0.0.1", 1, workers=1, threads=1, ready=lambda: None) == 0
    assert [child.poll() is not None for child in started] == [True, True]


def test_a_web_server_that_falls_ends_the_service_with_1(signals_kept: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "start_web", lambda *_, **__: service.start("timeit", "-n", "1", "pass"))
    monkeypatch.setattr(service, "start_worker", sleeper)
    assert service.serve("127.0.0.1", free_port(), workers=1, threads=1, ready=lambda: None) == 1


def test_a_worker_that_falls_is_started_again(signals_kept: None, monkeypatch: pytest.MonkeyPatch) -> None:
    workers: list[Any] = []

    def fall_once() -> Any:
        workers.append(sleeper() if workers else service.start("timeit", "-n", "1", "pass"))
        if len(workers) == 2:
            signal.raise_signal(signal.SIGTERM)
        return workers[-1]

    monkeypatch.setattr(service, "PAUSE", 0)
    monkeypatch.setattr(service, "answers", lambda *_: True)
    monkeypatch.setattr(service, "start_web", sleeper)
    monkeypatch.setattr(service, "start_worker", fall_once)
    assert service.serve("127.0.0.1", free_port(), workers=1, threads=1, ready=lambda: None) == 0
    assert len(workers) == 2


def test_a_process_that_does_not_listen_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True)"
    child = service.start("timeit", "-n", "1", "-s", deaf, "time.sleep(60)")
    monkeypatch.setattr(service, "PATIENCE", 0)
    service.stop([child])
    assert child.poll() is not None
