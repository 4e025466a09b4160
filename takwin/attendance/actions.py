"""Open registers, take rooms and persons, say who is expected, mark who came, seal.

What is taken and who is expected is told in the journal by the act that asks for it (a session planned, a person
enrolled); marks are a ledger of their own; the journal keeps seals and corrections.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from takwin.accounts.models import User
from takwin.attendance.enums import Source, Status
from takwin.attendance.ledger import Folded, Row, Slot, kept_of, refold
from takwin.attendance.models import Claim, Expected, Mark, Presence, Register, RegisterHalfDay
from takwin.attendance.queries import locked_line, sealed_now, silent_apologies, sitting_conflicts, taken
from takwin.attendance.standing import put_off
from takwin.attendance.sync.enums import Why
from takwin.attendance.sync.models import Case
from takwin.core import clock, formats
from takwin.core.bulk import insert
from takwin.core.halfdays import HalfDay
from takwin.core.refused import checked, refused, worded
from takwin.directory.models import Body, Place, Room
from takwin.journal.actions import record
from takwin.people.models import Person

Hours = tuple[HalfDay, dt.time, dt.time]
NOT_KEPT = gettext_lazy(
    "These days are not confirmed, or are postponed or cancelled: presence is not recorded for them."
)


@transaction.atomic
def open_register(
    *,
    owner: Body,
    place: Place,
    title: str,
    reference: str,
    half_days: Sequence[Hours],
    title_fr: str = "",
    counts: bool = True,
    by: User | None,
) -> Register:
    """A register with its half-days and their planned hours; nobody is expected and nothing is taken yet.

    ``counts`` is false for a meeting, whose presence is no training.
    """
    register = checked(
        Register(
            owner=owner, place=place, title=title[:200], title_fr=title_fr[:200], reference=reference, counts=counts
        )
    )
    _add_half_days(register, half_days)
    record("register.opened", register, by=by, half_days=len(half_days))
    return register


def _add_half_days(register: Register, half_days: Sequence[Hours]) -> None:
    with refused(RegisterHalfDay):
        RegisterHalfDay.objects.bulk_create(
            [
                RegisterHalfDay(register=register, day=half.day, part=half.part, starts_at=starts, ends_at=ends)
                for half, starts, ends in half_days
            ]
        )


@transaction.atomic
def move_register(register: Register, half_days: Sequence[Hours], *, by: User | None) -> Register:
    """Give the register other half-days, the first becoming the first and so on; what was taken is released first.

    What hangs on a half-day (what is taught, where, by whom) moves with it. Refused once somebody was marked.
    The caller takes the rooms and the persons again.
    """
    register = Register.objects.select_for_update(of=("self",)).get(pk=register.pk)
    if is_begun(register):
        raise ValidationError(_("Presence is already recorded for these days: they can no longer move."))
    register.claims.all().delete()
    rows = list(register.half_days.order_by("day", "part"))
    wanted = sorted(half_days)
    for row in rows[len(wanted) :]:
        row.delete()
    _move_in_turn(list(zip(rows, wanted, strict=False)))
    _add_half_days(register, wanted[len(rows) :])
    record("register.moved", register, by=by, first_day=wanted[0][0].day, half_days=len(wanted))
    return register


def _move_in_turn(moving: list[tuple[RegisterHalfDay, Hours]]) -> None:
    """Move each row once its new half-day is free. Both lists are in order, so one of them always is."""
    while moving:
        occupied = {row.half_day: row.pk for row, _wanted in moving}
        turn = next(pair for pair in moving if occupied.get(pair[1][0], pair[0].pk) == pair[0].pk)
        moving.remove(turn)
        row, (half, starts_at, ends_at) = turn
        row.day, row.part, row.starts_at, row.ends_at = half.day, half.part, starts_at, ends_at
        row.save()


def claim_room(register: Register, room: Room, half_days: Iterable[HalfDay], *, by: User | None = None) -> None:
    """Take a room for half-days; two workshops of one register may share it. Refused when another register has it."""
    own = {claim.half_day for claim in register.claims.filter(room=room)}
    _claim(register, [half for half in half_days if half not in own], by, room=room)


def claim_person(register: Register, person: Person, half_days: Iterable[HalfDay], *, by: User | None = None) -> None:
    """Take a person for half-days, as trainer or participant alike. Refused when taken already, even here."""
    _claim(register, half_days, by, person=person)


def _claim(
    register: Register,
    half_days: Iterable[HalfDay],
    by: User | None,
    *,
    room: Room | None = None,
    person: Person | None = None,
) -> None:
    """Write the claims; when the database refuses, say where the thing is taken if ``by`` may know."""
    halves = list(half_days)
    try:
        with refused(Claim):
            Claim.objects.bulk_create(
                [Claim(register=register, day=half.day, part=half.part, room=room, person=person) for half in halves]
            )
    except ValidationError as refusal:
        where = taken(halves, by=by, room=room, person=person)
        raise ValidationError(f"{refusal.messages[0]} {where}".strip()) from refusal


def release_room(register: Register, room: Room, half_days: Iterable[HalfDay]) -> None:
    """Give a room back."""
    for half in half_days:
        register.claims.filter(room=room, day=half.day, part=half.part).delete()


def release_person(register: Register, person: Person, half_days: Iterable[HalfDay] | None = None) -> None:
    """Free a person, for some half-days or for all of the register."""
    claims = register.claims.filter(person=person)
    if half_days is None:
        claims.delete()
        return
    for half in half_days:
        claims.filter(day=half.day, part=half.part).delete()


def is_begun(register: Register) -> bool:
    """Whether anything was said of anyone. The roll is locked first, so that no mark under way is overlooked."""
    list(register.expected.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    return register.marks.exists()


def release_all(register: Register) -> None:
    """Give back every room and person: what was planned will not be held."""
    register.claims.all().delete()


def keep(register: Register, person: Person) -> None:
    """Let a person, who teaches or leads, mark and seal the register."""
    register.keepers.add(person)


def no_longer_keep(register: Register, person: Person) -> None:
    """Take the register out of a person's hands."""
    register.keepers.remove(person)


def refuse_sitting(person: Person, half_days: Iterable[HalfDay]) -> None:
    """Refuse the days on which a council convened by law expects its member."""
    for _person_id, sitting in sitting_conflicts([person.pk], {half.day for half in half_days}):
        raise ValidationError(
            _("%(person)s sits in %(council)s on %(day)s: the council is convened.")
            % {"person": person, "council": sitting.body, "day": formats.day(sitting.day)}
        )


@transaction.atomic
def expect(register: Register, person: Person, *, body: Body, capacity: str, by: User | None) -> Expected:
    """Put a person on the roll and take him for every half-day; refused on a convened sitting day of his council."""
    halves = [row.half_day for row in register.half_days.all()]
    refuse_sitting(person, halves)
    claim_person(register, person, halves, by=by)
    with refused(Expected):
        return Expected.objects.create(register=register, person=person, body=body, capacity=capacity[:120])


@transaction.atomic
def enlist(register: Register, person: Person, *, body: Body, capacity: str, by: User | None) -> Expected:
    """Put a person on the roll of a meeting: he is not taken, and may be expected elsewhere on the same half-day."""
    with refused(Expected):
        return Expected.objects.create(register=register, person=person, body=body, capacity=capacity[:120])


@transaction.atomic
def unexpect(register: Register, person: Person, *, by: User | None) -> None:
    """Take a person off the roll and free him; refused once something was said of his presence."""
    if register.presences.filter(person=person).exists():
        raise ValidationError(_("This person's presence is already recorded: it is corrected, not removed."))
    register.expected.filter(person=person).delete()
    release_person(register, person)


def mark(
    half_day: RegisterHalfDay,
    person: Person | int,
    status: str,
    *,
    by: User | None,
    reason: str = "",
    source: Source = Source.TAP,
) -> Expected:
    """Say that an expected person is present, late, gone before the end, excused or absent; the last word holds.

    One transaction of six queries: the row of the roll is locked, so that two phones, or a phone and the seal, take
    turns; the same word said twice is written once. After the seal only a correction with its ``reason`` is taken. Of
    two places at one half-day the earlier counts, and a case is opened for the other. Returns the line of the roll.
    """
    if status not in Status:
        raise ValidationError(_("Presence is one of: present, late, left before the end, excused, absent."))
    return _say(half_day, person, status, by=by, reason=reason, source=source)


def unmark(half_day: RegisterHalfDay, person: Person | int, *, by: User | None, reason: str = "") -> Expected:
    """Take the last word back: nothing is said of this person's half-day any more."""
    return _say(half_day, person, "", by=by, reason=reason)


def _say(
    half_day: RegisterHalfDay,
    person: Person | int,
    status: str,
    *,
    by: User | None,
    reason: str,
    source: Source = Source.TAP,
) -> Expected:
    """``refused`` is the transaction itself: a refusal of the database becomes its sentence, and nothing is kept."""
    person_id = person if isinstance(person, int) else person.pk
    with refused(Presence):
        line = _locked_line(half_day.register_id, person_id)
        sealed = _sealed_now(half_day)
        _check_open(half_day, sealed=sealed, reason=reason)
        slot = Slot(half_day.register_id, person_id, half_day.day, half_day.part)
        before_all = kept_of([slot])
        before = before_all[slot].status if slot in before_all else ""
        if before != status:
            kept = Source.CORRECTION if sealed else source
            folded = _write(
                half_day, person_id, status, source=kept, by=by, reason=reason, line=line, before=before_all
            )
            corrected = not sealed and not folded.elsewhere and folded.status != status
            if (
                corrected
            ):  # a correction spoke before the seal (a sheet read back): whoever sees the room has the last word
                folded = _write(half_day, person_id, status, source=Source.CORRECTION, by=by, reason=reason, line=line)
            if sealed or corrected:
                record("presence.corrected", half_day, by=by, person=person_id, before=before, after=status)
            status = folded.status
        line.status = status  # type: ignore[attr-defined]
        return line


def _write(
    half_day: RegisterHalfDay,
    person: int,
    status: str,
    *,
    source: Source,
    by: User | None,
    reason: str = "",
    line: Expected | None = None,
    before: Mapping[Slot, Row] | None = None,
) -> Folded:
    """Append a mark, fold, and open a case when the person is counted elsewhere on this half-day."""
    slot = Slot(half_day.register_id, person, half_day.day, half_day.part)
    now, written = clock.now(), worded(Mark(), reason=reason).reason if reason else ""  # a tap has none
    mark = (*slot, status, source, source == Source.TAP, written, now, by.pk if by else None)
    insert(Mark, [*Slot._fields, "status", "source", "takes_back", "reason", "at", "by"], [mark])
    bodies = {(line.register_id, person): line.body_id} if line else None
    counting = {line.register_id: line.register.counts} if line else None
    folded = refold([slot], bodies=bodies, counting=counting, kept=before)[slot]
    if folded.elsewhere:
        said = {"register_id": slot.register, "person_id": person, "day": slot.day, "part": slot.part, "status": status}
        case = Case(why=Why.TWO_PLACES, other_id=folded.elsewhere, opened_at=now, **said)
        Case.objects.bulk_create([case], ignore_conflicts=True)
    return folded


@transaction.atomic
def correct_presence(half_day: RegisterHalfDay, person: Person, status: str, *, reason: str, by: User) -> Folded:
    """Write a counter-entry with its reason, sealed or not, on the list or not: nothing said before is lost."""
    if not reason.strip():
        raise ValidationError(_("Say why, in a few words."))
    if half_day.day > clock.today():
        raise ValidationError(_("This half-day has not begun: presence is recorded on the day."))
    Person.everyone.select_for_update(no_key=True).get(pk=person.pk)
    with refused(Presence):
        folded = _write(half_day, person.pk, status, source=Source.CORRECTION, by=by, reason=reason)
    record("presence.corrected", half_day, by=by, person=person.pk, after=status)
    return folded


def _locked_line(register_id: int, person_id: int) -> Expected:
    if line := locked_line(register_id, person_id):
        return line
    raise ValidationError(_("This person is not on the list: add him to the session first."))


def _sealed_now(half_day: RegisterHalfDay) -> bool:
    """Asked once the line is locked: since the phone opened the roll, the days may have moved or been given up."""
    try:
        return sealed_now(half_day)
    except RegisterHalfDay.DoesNotExist as gone:
        raise ValidationError(NOT_KEPT) from gone


def _check_open(half_day: RegisterHalfDay, *, sealed: bool, reason: str) -> None:
    if sealed and not reason.strip():
        raise ValidationError(_("This half-day is sealed: it can only be corrected, with a reason."))
    if half_day.day > clock.today():
        raise ValidationError(_("This half-day has not begun: presence is recorded on the day."))


def too_early(half_day: RegisterHalfDay) -> str:
    """Why a half-day cannot be sealed yet: the absent may still come before its hour. Empty when it can."""
    if not half_day.begins_later:
        return ""
    return _("This half-day begins at %(hour)s: it is sealed from then on.") % {
        "hour": formats.time(half_day.starts_at)
    }


@transaction.atomic
def excuse_apologies(half_day: RegisterHalfDay, *, by: User) -> int:
    """Mark excused those who answered that they cannot come and of whom nothing is said yet; gives how many."""
    persons = silent_apologies(half_day)
    for person in persons:
        mark(half_day, person, Status.EXCUSED, by=by)
    return len(persons)


@transaction.atomic
def seal(half_day: RegisterHalfDay, *, by: User) -> RegisterHalfDay:
    """Close a half-day: whoever was not marked is absent, and from now on presence is only corrected.

    The lines of the roll are locked too, so that a mark is either before the seal or refused by it.
    """
    rows = RegisterHalfDay.objects.select_for_update(of=("self",)).select_related("register")
    half_day = rows.get(pk=half_day.pk)
    if half_day.sealed_at:
        raise ValidationError(_("This half-day is already sealed."))
    _check_open(half_day, sealed=False, reason="")
    if early := too_early(half_day):
        raise ValidationError(early)
    roll = list(
        Expected.objects.select_for_update(of=("self",)).filter(register_id=half_day.register_id).order_by("pk")
    )
    if RegisterHalfDay.objects.filter(put_off(), pk=half_day.pk).exists():
        raise ValidationError(NOT_KEPT)
    said = {"register_id": half_day.register_id, "day": half_day.day, "part": half_day.part}
    marked = set(Presence.objects.filter(**said).values_list("person_id", flat=True))
    silent = [line for line in roll if line.person_id not in marked]
    now = clock.now()
    absent = {"status": Status.ABSENT, **said}
    Mark.objects.bulk_create(
        [Mark(person_id=line.person_id, at=now, by=by, source=Source.SEAL, **absent) for line in silent]
    )
    Presence.objects.bulk_create(
        [
            Presence(
                person_id=line.person_id,
                body_id=line.body_id,
                counts=half_day.register.counts,
                marked_at=now,
                **absent,
            )
            for line in silent
        ]
    )
    half_day.sealed_at, half_day.sealed_by = now, by
    half_day.save(update_fields=["sealed_at", "sealed_by"])
    record("half_day.sealed", half_day, by=by, expected=len(roll), unmarked=len(silent))
    return half_day
