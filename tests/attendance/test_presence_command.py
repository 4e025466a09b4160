"""``takwin presence replay``, run on a folder as a device's owner would hand it in."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from takwin.attendance.sync.actions import digest_of
from takwin.attendance.sync.models import Device
from tests.factories.accounts import make_user

SESSIONS = [{"session": "S1", "days": ["2026-04-07", "2026-04-08"]}]
INVITED = "session,person_id,name,token\nS1,P1,فاطمة,QR-1\nS1,P2,Ali,QR-2\n"
UPLOAD = {"type": "upload", "device": "T1", "batch": "B1", "device_clock": "2026-04-08T20:10:00",
          "server_time": "2026-04-08T20:00:00", "entries": 1}  # fmt: skip
MARK = {"type": "entry", "device": "T1", "batch": "B1", "seq": 1, "nonce": "n1", "kind": "mark", "session": "S1",
        "ref": "QR-1", "half_day": "D1-AM", "status": "present", "clock": "2026-04-07T08:40:00"}  # fmt: skip


def folder_of(tmp_path: Path, *lines: Any) -> Path:
    (tmp_path / "sessions.json").write_text(json.dumps(SESSIONS))
    (tmp_path / "invitations.csv").write_text(INVITED)
    written = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    (tmp_path / "log_T1.jsonl").write_text("\n".join(written) + "\n")
    return tmp_path


def replayed(folder: Path) -> list[dict[str, Any]]:
    out = folder / "out.json"
    call_command("presence", "replay", str(folder), "--json", str(out))
    return [json.loads(line) for line in out.read_text().splitlines()]


def test_a_log_becomes_lines_of_presence(tmp_path: Path) -> None:
    assert replayed(folder_of(tmp_path, UPLOAD, MARK)) == [
        {"kind": "ledger", "session": "S1", "person_id": "P1", "half_day": "D1-AM", "status": "present",
         "counted": True}
    ]  # fmt: skip


def test_the_clock_of_a_device_that_runs_ahead_is_put_right(tmp_path: Path) -> None:
    ahead = MARK | {"clock": "2026-04-07T13:05:00"}  # ten minutes ahead: it is still morning
    assert replayed(folder_of(tmp_path, UPLOAD, ahead))[0]["half_day"] == "D1-AM"


def test_a_line_that_is_no_entry_is_named_and_the_others_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    orphan = MARK | {"batch": "B9"}
    said = replayed(folder_of(tmp_path, UPLOAD, MARK, "{broken", orphan, MARK | {"status": "asleep"}))
    assert [(line["kind"], line.get("line")) for line in said] == [
        ("ledger", None), ("unreadable", 3), ("unreadable", 4), ("unreadable", 5),
    ]  # fmt: skip
    assert "3 " in capsys.readouterr().err


def test_uploads_told_side_by_side_time_each_its_own_entries(tmp_path: Path) -> None:
    straight = UPLOAD | {"batch": "B2", "device_clock": UPLOAD["server_time"]}
    late = MARK | {"clock": "2026-04-07T13:05:00"}
    said = replayed(folder_of(tmp_path, UPLOAD, straight, late, late | {"batch": "B2", "nonce": "n2", "ref": "QR-2"}))
    assert [(line["person_id"], line["half_day"]) for line in said if line["kind"] == "ledger"] == [
        ("P1", "D1-AM"), ("P2", "D1-PM"),
    ]  # fmt: skip


def test_a_log_cut_in_two_is_read_by_the_uploads_of_its_other_half(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, MARK)
    (folder / "log_T1_b.jsonl").write_text(json.dumps(UPLOAD))
    assert [line["kind"] for line in replayed(folder)] == ["ledger"]


def test_an_entry_whose_upload_is_told_in_two_ways_elsewhere_is_timed_by_neither(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, MARK)
    other = UPLOAD | {"device_clock": UPLOAD["server_time"]}
    (folder / "log_T1_b.jsonl").write_text(f"{json.dumps(UPLOAD)}\n{json.dumps(other)}\n")
    assert [(line["kind"], line.get("line")) for line in replayed(folder)] == [("unreadable", 1)]


def test_an_upload_that_cannot_be_read_times_nothing(tmp_path: Path) -> None:
    broken = UPLOAD | {"server_time": "yesterday"}
    said = replayed(folder_of(tmp_path, UPLOAD, broken, MARK))
    assert [(line["kind"], line["line"]) for line in said] == [("unreadable", 2), ("unreadable", 3)]


def test_a_folder_without_its_invitations_is_refused_by_name(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, UPLOAD)
    (folder / "invitations.csv").unlink()
    with pytest.raises(CommandError, match=r"invitations\.csv"):
        replayed(folder)


@pytest.mark.django_db
def test_a_device_that_is_no_telephone_is_bound_from_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    user = make_user(username="hamid")
    call_command("presence", "bind", "hamid")
    told = json.loads(capsys.readouterr().out)
    device = Device.objects.get(code=told["device"], token_digest=digest_of(told["token"]))
    assert device.user == user
    with pytest.raises(CommandError, match="no account named nobody"):
        call_command("presence", "bind", "nobody")
