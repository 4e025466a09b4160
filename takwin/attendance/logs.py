"""The logs that devices kept, as files: ``sessions.json``, ``invitations.csv`` and one log of JSON lines a device.

A log is a run of uploads: a line that says what the device's clock showed when the server's showed another, then the
entries it handed over. Nothing is dropped in silence: a line that cannot be read is named with its reason.
"""

import csv
import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from takwin.attendance.enums import Status
from takwin.attendance.folding import Entry, Invitations

KINDS = {"mark": False, "correction": True}
NO_ENTRY = (ValueError, KeyError, TypeError, AttributeError, OverflowError)

Batch = tuple[str, str]


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


@dataclass(frozen=True)
class Upload:
    """A hand-over: when the server had it, and how far the device's clock was from the server's."""

    at: dt.datetime
    drift: dt.timedelta


def read_logs(folder: Path) -> tuple[list[Entry], list[BadLine]]:
    """Every entry of every log of the folder, in no particular order, and the lines that are none."""
    entries: list[Entry] = []
    bad: list[BadLine] = []
    paths = sorted(folder.glob("*.jsonl"))
    elsewhere = _agreed_uploads(paths)
    for path in paths:
        for entry in _entries(path, elsewhere):
            if isinstance(entry, Entry):
                entries.append(entry)
            else:
                bad.append(entry)
    return entries, bad


def _agreed_uploads(paths: Sequence[Path]) -> dict[Batch, Upload]:
    """The uploads of all logs, of which one thing only is said: a log cut in two tells of some in its other half."""
    told: dict[Batch, set[Upload]] = defaultdict(set)
    for path in paths:
        for _number, said in _objects(path):
            with suppress(*NO_ENTRY):
                if said["type"] == "upload":
                    told[_batch(said)].add(_upload(said))
    return {batch: upload for batch, (upload, *others) in told.items() if not others}


def _entries(path: Path, elsewhere: Mapping[Batch, Upload]) -> Iterator[Entry | BadLine]:
    """Each entry, timed by the last that was told of its own upload; several may be told side by side."""
    here: dict[Batch, Upload | None] = {}
    for number, said in _objects(path):
        try:
            batch = _batch(said)
            if said["type"] == "upload":
                here[batch] = None  # one that cannot be read times nothing
                here[batch] = _upload(said)
            elif upload := here.get(batch, elsewhere.get(batch)):
                yield _entry(said, upload)
            else:
                yield BadLine(path.name, number, _("This entry is in no upload: its time cannot be known."))
        except NO_ENTRY:
            yield BadLine(path.name, number, _("This line is not an entry of a log."))


def _objects(path: Path) -> Iterator[tuple[int, Any]]:
    """The lines that say something, with their number; ``None`` for one that is not JSON."""
    with path.open(encoding="utf-8-sig", errors="replace") as log:
        for number, line in enumerate(log, 1):
            if line.strip():
                try:
                    yield number, json.loads(line)
                except (ValueError, RecursionError):
                    yield number, None


def _batch(said: Mapping[str, Any]) -> Batch:
    return str(said["device"]), str(said["batch"])


def _upload(said: Mapping[str, Any]) -> Upload:
    at = _clock(said["server_time"])
    return Upload(at, drift=at - _clock(said["device_clock"]))


def _clock(written: str) -> dt.datetime:
    """A local time without zone, as the logs have it."""
    moment = dt.datetime.fromisoformat(written)
    if moment.tzinfo:
        raise ValueError(written)
    return moment


def _entry(said: Mapping[str, Any], upload: Upload) -> Entry:
    return Entry(
        received=(upload.at, str(said["batch"]), int(said["seq"])),
        at=_clock(said["clock"]) + upload.drift,
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
