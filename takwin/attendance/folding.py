"""What the logs of several devices say happened: one status for each person and half-day, and what does not agree.

Pure: entries in, ledger and conflicts out. The order in which devices arrive, repeat themselves or fail changes nothing
but the conflicts of an entry received twice with two contents, of which the first received is kept.
No clock is trusted but the server's: an entry's time is its device's, corrected by what that clock was worth when the
entry was handed over.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from operator import attrgetter
from typing import Any, Protocol, TypeVar

from takwin.attendance.enums import COUNTED, Status
from takwin.core.halfdays import HalfDay, Part

MORNING = dt.time(7, 30), dt.time(13, 0)
AFTERNOON = dt.time(13, 0), dt.time(19, 0)


class Conflict(StrEnum):
    """What does not agree, and is shown to a person; none removes an entry in silence."""

    NONCE_REUSE = "nonce_reuse"  # one nonce, two contents: the first received is kept
    OUT_OF_WINDOW = "out_of_window"  # at no half-day of the session: the mark is not valid
    HALF_DAY_CORRECTED = "half_day_corrected"  # for information: the clock decided, not what was declared
    UNKNOWN_REF = "unknown_ref"  # on no list at all
    NOT_INVITED = "not_invited"  # on another session's list: kept, and counted
    CORRECTION_UNAUTHORISED = "correction_unauthorised"  # a correction that nobody answers for
    TWO_PLACES = "two_places"  # in two rooms at once: the earlier counts


class Word(Protocol):
    """What the rule asks of a mark, whether it comes from a log or from the database."""

    @property
    def turn(self) -> Any:
        """Earlier first, by the server's clock; of one instant, by device then nonce."""

    @property
    def is_correction(self) -> bool: ...

    @property
    def takes_back(self) -> bool:
        """Whether what was said before it no longer holds."""

    @property
    def status(self) -> str: ...


W = TypeVar("W", bound=Word)


def deciding(words: Iterable[W]) -> W | None:
    """The mark that holds: the first, unless words were taken back or a supervisor spoke; then his last word does."""
    ordered = sorted(words, key=attrgetter("turn"))
    if corrections := [word for word in ordered if word.is_correction]:
        return corrections[-1] if corrections[-1].status else None
    since = max((place for place, word in enumerate(ordered) if word.takes_back), default=0)
    return next((word for word in ordered[since:] if word.status), None)


@dataclass(frozen=True)
class Entry:
    """One mark or correction as a device wrote it, with its time on the server's clock and its turn of reception."""

    received: tuple[dt.datetime, str, int]
    at: dt.datetime
    device: str
    nonce: str
    is_correction: bool
    session: str
    reference: str
    declared: str
    status: Status
    written_at: str
    supervisor: str = ""
    reason: str = ""

    @property
    def content(self) -> tuple[object, ...]:
        """What makes the same nonce the same entry, whichever upload carried it."""
        return (
            self.device, self.is_correction, self.session, self.reference, self.declared, self.status,
            self.written_at, self.supervisor, self.reason,
        )  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """An entry understood: of whom, at which half-day."""

    entry: Entry
    person: str
    half_day: HalfDay

    @property
    def turn(self) -> tuple[dt.datetime, str, str]:
        return self.entry.at, self.entry.device, self.entry.nonce

    @property
    def is_correction(self) -> bool:
        return self.entry.is_correction

    @property
    def takes_back(self) -> bool:
        return False

    @property
    def status(self) -> str:
        return self.entry.status


@dataclass(frozen=True)
class Line:
    """What the ledger says of a person at one half-day of one session."""

    session: str
    person: str
    half_day: HalfDay
    status: Status
    counted: bool
    decided_by: Mark


@dataclass(frozen=True)
class Finding:
    """A conflict and where it stands; empty where it cannot be said."""

    conflict: Conflict
    session: str = ""
    person: str = ""
    half_day: HalfDay | None = None
    detail: str = ""


@dataclass(frozen=True)
class Invitations:
    """Who is expected where, and the person each token stands for."""

    days: Mapping[str, Sequence[dt.date]]
    person_of: Mapping[str, str]
    invited: frozenset[tuple[str, str]]


def fold(entries: Iterable[Entry], invitations: Invitations) -> tuple[list[Line], list[Finding]]:
    """The ledger of all entries, and every conflict met on the way."""
    kept, findings = _once_each(entries, invitations)
    marks: list[Mark] = []
    for entry in kept:
        mark, said = _understood(entry, invitations)
        findings += said
        if mark:
            marks.append(mark)
    held = map(deciding, _by_place(marks).values())
    lines, doubled = _counted_once([_decided(mark) for mark in held if mark])
    return lines, findings + doubled


def name_of(half_day: HalfDay, days: Sequence[dt.date]) -> str:
    """``D1-AM``: the half-day among those of its session."""
    return f"D{days.index(half_day.day) + 1}-{'AM' if half_day.part == Part.MORNING else 'PM'}"


def half_day_of(at: dt.datetime, days: Sequence[dt.date]) -> HalfDay | None:
    """The half-day of a session that an instant falls in; midday opens the afternoon."""
    if at.date() not in days:
        return None
    for part, (opens, closes) in ((Part.MORNING, MORNING), (Part.AFTERNOON, AFTERNOON)):
        if opens <= at.time() < closes:
            return HalfDay(at.date(), part)
    return None


def _once_each(entries: Iterable[Entry], invitations: Invitations) -> tuple[list[Entry], list[Finding]]:
    """Each nonce once, as first received; the same content again is a replay and says nothing."""
    first: dict[str, Entry] = {}
    findings: dict[tuple[object, ...], Finding] = {}
    for entry in sorted(entries, key=attrgetter("received")):
        known = first.setdefault(entry.nonce, entry)
        if known.content != entry.content:
            person = invitations.person_of.get(entry.reference, "")
            said = Finding(Conflict.NONCE_REUSE, entry.session, person, detail=entry.nonce)
            findings.setdefault((entry.nonce, *entry.content), said)
    return list(first.values()), list(findings.values())


def _understood(entry: Entry, invitations: Invitations) -> tuple[Mark | None, list[Finding]]:
    days = invitations.days.get(entry.session, ())
    person = invitations.person_of.get(entry.reference)
    if person is None:
        return None, [Finding(Conflict.UNKNOWN_REF, entry.session, detail=entry.nonce)]
    half_day = half_day_of(entry.at, days)
    if half_day is None:
        return None, [Finding(Conflict.OUT_OF_WINDOW, entry.session, person, detail=entry.nonce)]
    if entry.is_correction and not entry.supervisor:
        return None, [Finding(Conflict.CORRECTION_UNAUTHORISED, entry.session, person, half_day, entry.nonce)]
    findings = []
    if name_of(half_day, days) != entry.declared:
        findings.append(Finding(Conflict.HALF_DAY_CORRECTED, entry.session, person, half_day, entry.nonce))
    if (entry.session, person) not in invitations.invited:
        findings.append(Finding(Conflict.NOT_INVITED, entry.session, person, half_day, entry.nonce))
    return Mark(entry, person, half_day), findings


def _by_place(marks: Iterable[Mark]) -> dict[tuple[str, str, HalfDay], list[Mark]]:
    places: dict[tuple[str, str, HalfDay], list[Mark]] = defaultdict(list)
    for mark in marks:
        places[mark.entry.session, mark.person, mark.half_day].append(mark)
    return places


def _decided(mark: Mark) -> Line:
    entry = mark.entry
    return Line(
        entry.session, mark.person, mark.half_day, entry.status, counted=entry.status in COUNTED, decided_by=mark
    )  # fmt: skip


def _counted_once(lines: Iterable[Line]) -> tuple[list[Line], list[Finding]]:
    """Of two rooms at the same half-day, the earlier counts; both stay in the ledger."""
    ledger: list[Line] = []
    findings: list[Finding] = []
    together: dict[tuple[str, HalfDay], list[Line]] = defaultdict(list)
    for line in lines:
        if line.counted:
            together[line.person, line.half_day].append(line)
        else:
            ledger.append(line)
    for (person, half_day), present in together.items():
        first, *others = sorted(present, key=lambda line: line.decided_by.turn)
        ledger += [first, *(replace(line, counted=False) for line in others)]
        if others:
            sessions = "|".join(line.session for line in (first, *others))
            findings.append(Finding(Conflict.TWO_PLACES, sessions, person, half_day, first.session))
    return sorted(ledger, key=lambda line: (line.session, line.person, line.half_day)), findings
