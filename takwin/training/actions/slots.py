"""Say what happens in each half-day of a session, where and with whom; keep seats for bodies."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.attendance.actions import (
    claim_person,
    claim_room,
    keep,
    no_longer_keep,
    refuse_sitting,
    release_person,
    release_room,
)
from takwin.attendance.models import RegisterHalfDay
from takwin.catalogue.models import Trainer
from takwin.core import formats
from takwin.core.refused import checked
from takwin.directory.models import Body, Room
from takwin.journal.actions import record
from takwin.training.actions.enrolments import fill_seats, take_off
from takwin.training.actions.locks import locked_open
from takwin.training.enums import EnrolmentState
from takwin.training.models import BodySeats, CoTeaching, Enrolment, Observation, Slot, TrainingSession

R = TypeVar("R", RegisterHalfDay, Slot)


@transaction.atomic
def set_slot(
    session: TrainingSession,
    half_day: RegisterHalfDay,
    *,
    title: str = "",
    room: Room | None = None,
    trainer: Trainer | None = None,
    slot: Slot | None = None,
    by: User | None,
) -> Slot:
    """Say what is taught in a half-day, where and by whom; ``slot`` is the one to change, none adds a workshop.

    Takes the room and the trainer for that half-day, and gives back those of the slot before. Two slots of one
    half-day may share a room or a trainer; what another register has taken is refused.
    """
    session = locked_open(session)
    half_day = _of_session(session.register.half_days.filter(pk=half_day.pk).first())
    if slot:
        held = _of_session(session.slots.filter(pk=slot.pk).first())
        if held.half_day_id != half_day.pk and held.co_teachings.exists():
            raise ValidationError(_("A candidate teaches in this workshop: take him off it first."))
        slot = _give_back(slot)
    slot = slot or Slot(session=session)
    slot.half_day, slot.title, slot.room, slot.trainer = half_day, title.strip(), room, trainer
    checked(slot)
    _take(session, slot, by)
    record(
        "session.slot_set", session, by=by, half_day=half_day.pk,
        room=room.pk if room else None, trainer=trainer.pk if trainer else None,
    )  # fmt: skip
    return slot


@transaction.atomic
def remove_slot(slot: Slot, *, by: User | None) -> None:
    """Take a workshop off the programme of a half-day, and give back its room and its trainer."""
    session = locked_open(slot.session)
    if Observation.objects.filter(session=session, candidate__co_teachings__slot=slot).exists():
        raise ValidationError(_("A candidate was observed in this workshop: it stays in the programme."))
    if slot.half_day.sealed_at and slot.co_teachings.exists():
        raise ValidationError(_("A candidate taught in this workshop, which is sealed: it stays in the programme."))
    for beside in slot.co_teachings.select_related("candidate__person"):
        release_person(session.register, beside.candidate.person, [slot.half_day.half_day])
    _give_back(slot)
    slot.delete()
    record("session.slot_removed", session, by=by, half_day=slot.half_day_id)


def _of_session(found: R | None) -> R:
    """A half-day or a workshop as it stands now; refused when it is another session's, or went when the days moved."""
    if found is None:
        raise ValidationError(_("This half-day is not one of this session."))
    return found


def _take(session: TrainingSession, slot: Slot, by: User | None) -> None:
    """Take the room and the trainer; when both are taken elsewhere both are refused, each under its name."""
    refusals: dict[str, list[str]] = {}
    for name, take in {"room": _take_room, "trainer": _take_trainer}.items():
        try:
            with transaction.atomic():
                take(session, slot, by)
        except ValidationError as refusal:
            refusals[name] = refusal.messages
    if refusals:
        raise ValidationError(refusals)


def _take_room(session: TrainingSession, slot: Slot, by: User | None) -> None:
    if slot.room:
        claim_room(session.register, slot.room, [slot.half_day.half_day], by=by)


def _take_trainer(session: TrainingSession, slot: Slot, by: User | None) -> None:
    halves = [slot.half_day.half_day]
    if slot.trainer:
        own = session.register.claims.filter(person=slot.trainer.person, day=halves[0].day, part=halves[0].part)
        if not (own.exists() and _beside(slot).filter(trainer=slot.trainer).exists()):
            claim_person(session.register, slot.trainer.person, halves, by=by)
        keep(session.register, slot.trainer.person)


def _give_back(slot: Slot) -> Slot:
    """Free what only this slot used in its half-day, and the register from a trainer who teaches in it no more.

    The slot is read again, as whoever held the session's lock before left it, and emptied in the database, so that of
    two workshops changed together the second sees that the first no longer uses their room.
    """
    rows = Slot.objects.select_related("half_day", "room", "trainer__person", "session__register")
    slot = _of_session(rows.filter(pk=slot.pk).first())
    halves = [slot.half_day.half_day]
    register = slot.session.register
    Slot.objects.filter(pk=slot.pk).update(room=None, trainer=None)
    if slot.room and not _beside(slot).filter(room=slot.room).exists():
        release_room(register, slot.room, halves)
    if slot.trainer:
        if not _beside(slot).filter(trainer=slot.trainer).exists():
            release_person(register, slot.trainer.person, halves)
        if not slot.session.slots.exclude(pk=slot.pk).filter(trainer=slot.trainer).exists():
            no_longer_keep(register, slot.trainer.person)
    return slot


def _beside(slot: Slot) -> QuerySet[Slot]:
    """The other workshops of the same half-day."""
    return Slot.objects.filter(session=slot.session_id, half_day=slot.half_day_id).exclude(pk=slot.pk)


def claim_again(session: TrainingSession, *, without_taken: bool = False, by: User | None) -> list[Enrolment]:
    """Take rooms, trainers, those who teach beside them and participants for the new days; every obstacle is named,
    and then nothing is taken.

    Asked to go on ``without_taken``, the participants expected elsewhere are withdrawn instead and given back; a room
    or a trainer that is taken is an obstacle all the same. Whoever no longer teaches no longer keeps the register.
    """
    halves = [row.half_day for row in session.register.half_days.all()]
    refusals: list[str] = []
    left_out: list[Enrolment] = []
    session.register.keepers.clear()
    for slot in session.slots.select_related("half_day", "room", "trainer__person"):
        try:
            with transaction.atomic():
                _take(session, slot, by)
        except ValidationError as refusal:
            refusals += [
                f"{slot.room or ''} {slot.trainer or ''}{formats.colon()} {message}".strip()
                for message in refusal.messages
            ]
    beside = CoTeaching.objects.filter(slot__session=session).select_related("slot__half_day", "candidate__person")
    for row in beside:
        try:
            refuse_sitting(row.candidate.person, [row.slot.half_day.half_day])
            claim_person(session.register, row.candidate.person, [row.slot.half_day.half_day], by=by)
        except ValidationError as refusal:
            refusals += [f"{row.candidate}{formats.colon()} {message}" for message in refusal.messages]
    for line in session.enrolments.filter(state=EnrolmentState.ENROLLED).select_related("person"):
        try:
            refuse_sitting(line.person, halves)
            claim_person(session.register, line.person, halves, by=by)
        except ValidationError as refusal:
            if without_taken:
                take_off(session, line, by=by)
                left_out.append(line)
            else:
                refusals += [f"{line.person}{formats.colon()} {message}" for message in refusal.messages]
    if refusals:
        raise ValidationError(refusals)
    return left_out


@transaction.atomic
def keep_seats(session: TrainingSession, seats: Mapping[Body, int], *, by: User | None) -> None:
    """Say how many seats are kept for each body, in place of what was said before; no more than the session has.

    What is kept for nobody is common to all. Seats that become free go at once to those who wait.
    """
    session = locked_open(session)
    if sum(seats.values()) > session.seats:
        raise ValidationError(
            _("%(kept)s seats are kept for bodies; the session has %(seats)s.")
            % {"kept": sum(seats.values()), "seats": session.seats}
        )
    session.seats_by_body.all().delete()
    for body, n in seats.items():
        checked(BodySeats(session=session, body=body, seats=n))
    record("session.seats_kept", session, by=by, bodies=len(seats), kept=sum(seats.values()))
    fill_seats(session, by=by)


class SlotRow(NamedTuple):
    """What a form says of one half-day: its workshop (none yet when ``slot`` is empty), what, where, with whom.

    What is refused of it is told under ``key``: ``h12_0_room``, ``h12_0_trainer``.
    """

    half_day: RegisterHalfDay
    slot: Slot | None
    title: str
    room: Room | None
    trainer: Trainer | None
    key: str = ""


@transaction.atomic
def set_programme(
    session: TrainingSession, rows: Iterable[SlotRow], *, one_more: RegisterHalfDay | None = None, by: User | None
) -> None:
    """Say several half-days at once: what is given back goes first, so that rooms may be exchanged.

    All or nothing; each refusal names its half-day, at the room or the trainer of its row. A row
    that says nothing and has no workshop is left out.
    ``one_more`` is a half-day that gets an empty workshop besides.
    """
    session = locked_open(session)
    said = [row for row in rows if row.slot or row.title or row.room or row.trainer]
    for row in said:
        if row.slot:
            _give_back(row.slot)
    refusals: dict[str, list[str]] = {}
    halves = session.register.half_days.in_bulk()
    for row in said:
        slot = row.slot or Slot(session=session)
        slot.half_day = _of_session(halves.get(row.half_day.pk))
        slot.title, slot.room, slot.trainer = row.title.strip(), row.room, row.trainer
        try:
            checked(slot)
            _take(session, slot, by)
        except ValidationError as refusal:
            when = f"{formats.day(row.half_day.day)} {row.half_day.get_part_display()}"
            for name, messages in refusal.message_dict.items():
                refusals[f"{row.key}_{name}"] = [f"{when}{formats.colon()} {message}" for message in messages]
    if refusals:
        raise ValidationError(refusals)
    if one_more:
        checked(Slot(session=session, half_day=one_more))
    record("session.programme_set", session, by=by, half_days=len(said))
