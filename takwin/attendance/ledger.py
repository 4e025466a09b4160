"""The ledger of presence: what the marks of a person's half-day come to, written where it is counted.

One rule, said in ``folding.deciding`` and told in docs/presence-sync.md: it does not know in which order marks came.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from takwin.attendance.enums import COUNTED, Source
from takwin.attendance.folding import deciding
from takwin.attendance.models import Expected, Mark, Presence, Register
from takwin.core.bulk import insert
from takwin.core.compiled import Compiled, given


class Slot(NamedTuple):
    """A person's half-day in a register."""

    register: int
    person: int
    day: dt.date
    part: str


class Word(NamedTuple):
    """A mark, as far as the rule asks."""

    status: str
    at: dt.datetime
    device: int
    nonce: str
    pk: int
    source: str
    takes_back: bool

    @property
    def turn(self) -> tuple[dt.datetime, int, str, int]:
        return self.at, self.device, self.nonce, self.pk

    @property
    def is_correction(self) -> bool:
        return self.source == Source.CORRECTION


class Folded(NamedTuple):
    """What the ledger now says of a slot, and in which register the person is counted instead when not here."""

    status: str
    counted: bool
    elsewhere: int | None = None


class Row(NamedTuple):
    """A presence as it is kept."""

    pk: int
    status: str
    at: dt.datetime
    counts: bool
    body: int
    training: bool


Half = tuple[int, dt.date, str]


def refold(
    slots: Collection[Slot],
    *,
    bodies: Mapping[tuple[int, int], int] | None = None,
    counting: Mapping[int, bool] | None = None,
    kept: Mapping[Slot, Row] | None = None,
) -> dict[Slot, Folded]:
    """Write what holds of these slots, and count each person's half-day once, where he was first.

    The persons must be locked. ``bodies`` (for whom a person of a register came), ``counting`` (which registers give
    half-days of training) and what is ``kept`` of these persons since they were locked may be given by who knows them.
    Three queries at most then, and one more for what changes elsewhere.
    """
    held = _held(slots)
    kept = kept_of(slots) if kept is None else kept
    bodies = dict(bodies or {})
    if fresh := {s for s, word in held.items() if word and s not in kept and (s.register, s.person) not in bodies}:
        bodies |= _bodies(fresh)
    counting = _counting(slots, kept, counting or {})
    gone = [kept[slot].pk for slot, word in held.items() if word is None and slot in kept]
    said = {slot: (row.status, row.at) for slot, row in kept.items()}
    for slot, word in held.items():
        said.pop(slot, None)
        if word:
            said[slot] = word.status, word.at
    first = _first(said, counting)
    counts = {slot: _counts(slot, said[slot][0], first, counting) for slot in said}
    counted = {slot for slot, value in counts.items() if value and said[slot][0] in COUNTED}
    if gone:
        Presence.objects.filter(pk__in=gone).delete()
    _count(kept, counts, value=False)
    insert(
        Presence,
        [*Slot._fields, "status", "marked_at", "counts", "body"],
        [
            (*slot, word.status, word.at, counts[slot],
             kept[slot].body if slot in kept else bodies[slot.register, slot.person])
            for slot, word in sorted(held.items(), key=lambda item: item[0] in counted)
            if word
        ],
        unique_fields=Slot._fields,
        update_fields=["status", "marked_at", "counts"],
    )  # fmt: skip
    _count(kept, {slot: value for slot, value in counts.items() if slot not in held}, value=True)
    return {slot: _folded(slot, said, counts, first) for slot in slots}


MARKS = Mark.objects.order_by().values_list(
    "register", "person", "day", "part", "status", "at", "received__device", "received__nonce", "pk", "source",
    "takes_back",
)  # fmt: skip
PRESENCES = Presence.objects.order_by().values_list(
    "pk", "register", "person", "day", "part", "status", "marked_at", "counts", "body", "register__counts"
)


_marks_of_one = Compiled(lambda: MARKS.filter(**given(Mark, *Slot._fields)))
_presences_of_one = Compiled(lambda: PRESENCES.filter(**given(Presence, "person", "day")))


def _held(slots: Collection[Slot]) -> dict[Slot, Word | None]:
    """The mark that decides each slot; nothing where none does."""
    words: dict[Slot, list[Word]] = {slot: [] for slot in slots}
    if len(slots) == 1:
        (one,) = slots
        rows: Iterable[tuple[Any, ...]] = _marks_of_one.ask(**one._asdict())
    else:
        rows = MARKS.filter(**_around(slots), register__in={slot.register for slot in slots})
    for register, person, day, part, status, at, device, nonce, pk, source, takes_back in rows:
        if (found := words.get(Slot(register, person, day, part))) is not None:
            found.append(Word(status, at, device or 0, nonce or "", pk, source, takes_back))
    return {slot: deciding(said) for slot, said in words.items()}


def _around(slots: Iterable[Slot]) -> dict[str, set[object]]:
    return {"person__in": {slot.person for slot in slots}, "day__in": {slot.day for slot in slots}}


def kept_of(slots: Collection[Slot]) -> dict[Slot, Row]:
    """The presences of these persons on these half-days, in any register."""
    if len(slots) == 1:
        (one,) = slots
        rows: Iterable[tuple[Any, ...]] = _presences_of_one.ask(person=one.person, day=one.day)
    else:
        rows = PRESENCES.filter(**_around(slots))
    return {
        Slot(register, person, day, part): Row(pk, status, at, counts, body, training)
        for pk, register, person, day, part, status, at, counts, body, training in rows
    }


def _counting(slots: Iterable[Slot], kept: Mapping[Slot, Row], told: Mapping[int, bool]) -> dict[int, bool]:
    """Which registers give half-days of training."""
    counting = {slot.register: row.training for slot, row in kept.items()} | dict(told)
    if unknown := {slot.register for slot in slots} - set(counting):
        counting |= dict(Register.objects.filter(pk__in=unknown).order_by().values_list("pk", "counts"))
    return counting


def _bodies(slots: Collection[Slot]) -> dict[tuple[int, int], int]:
    """For whom each person came: as his line says, else as another list says, else as guest of the organiser."""
    persons = {slot.person for slot in slots}
    lines = Expected.objects.filter(person__in=persons).order_by("pk").values_list("register", "person", "body")
    here = {(register, person): body for register, person, body in lines}
    anywhere = {person: body for (_register, person), body in here.items()}
    owners: dict[int, int] = {}
    if any((slot.register, slot.person) not in here and slot.person not in anywhere for slot in slots):
        owners = dict(Register.objects.filter(pk__in={s.register for s in slots}).order_by().values_list("pk", "owner"))
    return {
        (slot.register, slot.person): here.get((slot.register, slot.person))
        or anywhere.get(slot.person)
        or owners[slot.register]
        for slot in slots
    }


def _first(said: Mapping[Slot, tuple[str, dt.datetime]], counting: Mapping[int, bool]) -> dict[Half, int]:
    """The register where each person's half-day is counted: where he was present first."""
    present: dict[Half, list[tuple[dt.datetime, int]]] = defaultdict(list)
    for slot, (status, at) in said.items():
        if status in COUNTED and counting[slot.register]:
            present[slot[1:]].append((at, slot.register))
    return {half: min(several)[1] for half, several in present.items()}


def _counts(slot: Slot, status: str, first: Mapping[Half, int], counting: Mapping[int, bool]) -> bool:
    return counting[slot.register] and (status not in COUNTED or first[slot[1:]] == slot.register)


def _count(kept: Mapping[Slot, Row], counts: Mapping[Slot, bool], *, value: bool) -> None:
    """Let presences already kept count, or no longer: those that no longer do before those that now do."""
    turned = [row.pk for slot, row in kept.items() if row.counts is not value and counts.get(slot) is value]
    if turned:
        Presence.objects.filter(pk__in=turned).update(counts=value)


def _folded(
    slot: Slot, said: Mapping[Slot, tuple[str, dt.datetime]], counts: Mapping[Slot, bool], first: Mapping[Half, int]
) -> Folded:
    if slot not in said:
        return Folded("", counted=False)
    status = said[slot][0]
    counted = status in COUNTED and counts[slot]
    winner = first.get(slot[1:])
    is_second = status in COUNTED and not counted and winner is not None and winner != slot.register
    return Folded(status, counted, winner if is_second else None)
