"""The logs that devices kept, as files: ``sessions.json``, ``invitations.csv`` and one log of JSON lines a device.

A log is a run of uploads: a line that says what the device's clock showed when the server's showed another, then the
entries it handed over. Nothing is dropped in silence: a line that cannot be read is named with its reason.
"""

import csv
import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from takwin.attendance.enums import Status
from takwin.attendance.folding import Entry, Invitations

KINDS = {"mark": False, "correction": True}


@dataclass(frozen=True)
class BadLine:
    """A line of a log that says nothing, and why."""

    file: str
    line: int
    reason: str


def read_invitations(folder: Path) -> Invitations:
    """Who is expected where; a person is known by any of his tokens or by his own reference.

    Raises ``ValidationError`` when a file is missing or says nothing that can be read.
    """
    try:
        sessions = json.loads((folder / "sessions.json").read_text(encoding="utf-8-sig"))
        days = {s["session"]: tuple(dt.date.fromisoformat(day) for day in s["days"]) for s in sessions}
        with (folder / "invitations.csv").open(encoding="utf-8-sig", newline="") as written:
            invited = [(row["session"], row["person_id"], row["token"]) for row in csv.DictReader(written)]
    except FileNotFoundError as error:
        raise ValidationError(
            _("%(name)s is not in this folder."), params={"name": Path(error.filename).name}
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise ValidationError(_("The sessions or their invitations cannot be read.")) from error
    by_reference = {person: person for _session, person, _token in invited}
    by_token = {token: person for _session, person, token in invited if token}
    return Invitations(days, by_token | by_reference, frozenset((session, person) for session, person, _ in invited))


def read_logs(folder: Path) -> tuple[list[Entry], list[BadLine]]:
    """Every entry of every log of the folder, in no particular order, and the lines that are none."""
    entries: list[Entry] = []
    bad: list[BadLine] = []
    for path in sorted(folder.glob("*.jsonl")):
        for entry in _entries(path):
            if isinstance(entry, Entry):
                entries.append(entry)
            else:
                bad.append(entry)
    return entries, bad


def _entries(path: Path) -> Iterator[Entry | BadLine]:
    upload: Mapping[str, Any] | None = None
    with path.open(encoding="utf-8-sig", errors="replace") as log:
        for number, line in enumerate(log, 1):
            if not line.strip():
                continue
            try:
                said = json.loads(line)
                if said["type"] == "upload":
                    upload = _upload(said)
                    continue
                if upload is None or upload["batch"] != said["batch"]:
                    yield BadLine(path.name, number, _("This entry is in no upload: its time cannot be known."))
                    continue
                yield _entry(said, upload)
            except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
                yield BadLine(path.name, number, _("This line is not an entry of a log."))


def _upload(said: Mapping[str, Any]) -> dict[str, Any]:
    """A hand-over: when the server had it, and how far the device's clock was from the server's."""
    at = _clock(said["server_time"])
    return {"batch": str(said["batch"]), "at": at, "drift": at - _clock(said["device_clock"])}


def _clock(written: str) -> dt.datetime:
    """A local time without zone, as the logs have it."""
    moment = dt.datetime.fromisoformat(written)
    if moment.tzinfo:
        raise ValueError(written)
    return moment


def _entry(said: Mapping[str, Any], upload: Mapping[str, Any]) -> Entry:
    return Entry(
        received=(upload["at"], upload["batch"], int(said["seq"])),
        at=_clock(said["clock"]) + upload["drift"],
        device=str(said["device"]),
        nonce=str(said["nonce"]),
        is_correction=KINDS[said["kind"]],
        session=str(said["session"]),
        reference=str(said["ref"]).strip(),
        declared=str(said.get("half_day", "")),
        status=Status(said["status"]),
        written_at=said["clock"],
        supervisor=str(said.get("supervisor") or "").strip(),
        reason=str(said.get("reason") or ""),
    )
