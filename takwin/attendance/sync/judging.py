"""Which person and which half-day a mark speaks of, and whether it can be taken: one pass, with no query of its own.

``World`` holds what a whole batch needs to know, read in a few queries once the rows are locked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from takwin.accounts.models import User
from takwin.attendance.folding import half_day_of
from takwin.attendance.models import Expected, Register, RegisterHalfDay
from takwin.attendance.standing import put_off
from takwin.attendance.sync.enums import DECLARED, Kind, Why
from takwin.attendance.sync.reading import Handed
from takwin.attendance.tokens import BadToken, Expired, Keys, known_keys, read_token
from takwin.core import clock
from takwin.core.halfdays import HalfDay, Part
from takwin.people.enums import DocumentKind
from takwin.people.models import IdentityDocument, Person
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed

Half = tuple[int, HalfDay]


@dataclass
class World:
    """What is known of the registers and persons a batch speaks of."""

    registers: Mapping[int, Register]
    halves: Mapping[Half, RegisterHalfDay]
    not_kept: frozenset[int]
    body_of: dict[tuple[int, int], int]
    listed: dict[int, int]
    now_is: dict[int, int]
    holders: dict[str, int]
    days: dict[int, Sequence[object]] = field(default_factory=dict)

    def days_of(self, register: int) -> Sequence[object]:
        if register not in self.days:
            self.days[register] = [half.day for pk, half in self.halves if pk == register]
        return self.days[register]


def world_of(handed: Iterable[Handed], by: User) -> World:
    """Lock the half-days, the lines of the roll and the persons of a batch, always in that order, and read them.

    Whoever seals locks half-day then lines, a tap locks its line then its person: nobody waits in a circle.
    """
    batch = [mark for mark in handed if not mark.why]
    with_token = [mark for mark in batch if mark.said.get("token") and mark.kind != Kind.CLOSE and not mark.who]
    keys = known_keys() if with_token else {}
    for mark in with_token:
        _read_token(mark, keys)
    asked = {mark.register for mark in batch}
    mine = {r.pk: r for r in allowed(Register.objects, by, Permission.PRESENCE_MARK).filter(pk__in=asked)}
    rows = RegisterHalfDay.objects.select_for_update(of=("self",)).filter(register__in=mine).order_by("pk")
    halves = {(half.register_id, half.half_day): half for half in rows}
    closing = {mark.register for mark in batch if mark.kind == Kind.CLOSE} & set(mine)
    persons = {mark.person for mark in batch if mark.person}
    cards = {mark.who["cin"].replace(" ", "").upper() for mark in batch if mark.who.get("cin")}
    holders = dict(
        IdentityDocument.objects.filter(kind=DocumentKind.CIN, number__in=cards).values_list("number", "person")
    )
    persons |= set(holders.values())
    now_is = _standing(persons)
    persons |= set(now_is.values())
    lines = Expected.objects.select_for_update(of=("self",)).filter(register__in=closing).order_by("pk")
    list(lines.values_list("pk"))
    held = Expected.objects.select_for_update(of=("self",)).filter(person__in=persons).order_by("pk")
    roll = list(held.values_list("register", "person", "body"))
    list(Person.everyone.select_for_update(no_key=True).filter(pk__in=persons).order_by("pk").values_list("pk"))
    return World(
        registers=mine,
        halves=halves,
        not_kept=frozenset(
            RegisterHalfDay.objects.filter(put_off(), register__in=mine).order_by().values_list("pk", flat=True)
        ),
        body_of={(register, person): body for register, person, body in roll},
        listed={person: body for _register, person, body in roll},
        now_is=now_is,
        holders=holders,
    )


def _standing(persons: set[int]) -> dict[int, int]:
    """Who each of these persons is in the register today, once doubles were merged."""
    now_is = dict(Person.everyone.filter(pk__in=persons).order_by().values_list("pk", "merged_into"))
    merged = [pk for pk, into in now_is.items() if into]
    found = {pk: pk for pk in now_is}
    if merged:
        found |= {person.pk: person.standing().pk for person in Person.everyone.filter(pk__in=merged)}
    return found


def _read_token(mark: Handed, keys: Keys) -> None:
    """Who a scanned code names; a code for another session names its person, who is then on another list."""
    try:
        invited = read_token(str(mark.said["token"]), on=mark.at.astimezone(clock.CASABLANCA).date(), keys=keys)
    except Expired:
        mark.why = Why.EXPIRED
    except BadToken:
        mark.why = Why.FORGED
    else:
        mark.person = invited.person


def judge(mark: Handed, world: World) -> None:
    """Say of whom and of which half-day a mark speaks, or why it cannot be taken (docs/presence-sync.md)."""
    if mark.register not in world.registers:
        mark.why = Why.NOT_YOURS
        return
    mark.half_day = half_day_meant(mark, world)
    if mark.kind == Kind.CLOSE:
        return
    _judge_person(mark, world)
    if mark.is_fine or mark.why == Why.PENDING_PERSON:
        _judge_half_day(mark, world)


def half_day_meant(mark: Handed, world: World) -> HalfDay | None:
    """What a correction, a sheet or a closing declares; else what the corrected clock says."""
    if mark.kind in DECLARED:
        return mark.declared if (mark.register, mark.declared) in world.halves else None
    local = mark.at.astimezone(clock.CASABLANCA).replace(tzinfo=None)
    found = half_day_of(local, world.days_of(mark.register))  # type: ignore[arg-type]
    return found if found and (mark.register, found) in world.halves else None


def _judge_person(mark: Handed, world: World) -> None:
    if mark.who:
        holder = world.holders.get(mark.who["cin"].replace(" ", "").upper())
        if holder is None:
            mark.why = Why.PENDING_PERSON
            return
        mark.person = holder
    mark.person = world.now_is.get(mark.person, 0)
    if not mark.person or (mark.person not in world.listed and not mark.who):
        mark.why = Why.UNKNOWN_REF
        return
    if (mark.register, mark.person) not in world.body_of:
        mark.why = Why.NOT_INVITED


def _judge_half_day(mark: Handed, world: World) -> None:
    if mark.half_day is None:
        mark.why = Why.OUT_OF_WINDOW
        return
    half = world.halves[mark.register, mark.half_day]
    if half.pk in world.not_kept:
        mark.why = Why.NOT_KEPT
    elif half.day > clock.today():
        mark.why = Why.NOT_BEGUN
    elif mark.kind == Kind.CORRECTION and not (mark.supervisor and mark.reason):
        mark.why = Why.UNAUTHORISED
    elif half.sealed_at and mark.why != Why.PENDING_PERSON:
        mark.why = Why.SEALED
    elif not mark.why and mark.declared not in (None, mark.half_day):
        mark.why = Why.HALF_DAY_CORRECTED


def part_name(part: str) -> str:
    return "am" if part == Part.MORNING else "pm"
