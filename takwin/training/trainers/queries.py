"""Who may be asked for the half-days without a trainer; what each trainer gave, and what it earns him."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from takwin.attendance.models import RegisterHalfDay
from takwin.catalogue.enums import Competence
from takwin.catalogue.models import Mastery, Trainer
from takwin.catalogue.pool.queries import accredited, obstacles, said_free
from takwin.core import clock, formats
from takwin.core.money import ZERO, dirhams
from takwin.directory.models import Room
from takwin.directory.parameters import parameters
from takwin.people.models import Person
from takwin.training.enums import SessionState
from takwin.training.models import Slot, TrainingSession
from takwin.training.queries import when_and_where
from takwin.training.trainers.enums import InvitationState
from takwin.training.trainers.models import PaidHalfDay, TrainerInvitation, TrainerMission
from takwin.treasury.enums import ExpenseState

Written = TrainerInvitation | TrainerMission
L = TypeVar("L", TrainerInvitation, TrainerMission)
TAX = "trainer_tax_percent"


def named(half: RegisterHalfDay, language: str | None = None) -> str:
    """A half-day as a person says it."""
    return f"{formats.day(half.day, weekday=True, language=language)} {half.get_part_display()}"


def without_trainer(session: TrainingSession) -> list[RegisterHalfDay]:
    """The half-days in which nothing is planned yet, or a workshop has no trainer."""
    own = Slot.objects.filter(half_day=OuterRef("pk"))
    rows = session.register.half_days.filter(~Exists(own) | Exists(own.filter(trainer=None)))
    return list(rows.order_by("day", "part"))


@dataclass(frozen=True)
class Given:
    """A half-day as one trainer gives it: what he teaches there ("" for the topic itself), and in which room."""

    half: RegisterHalfDay
    title: str
    room: Room | None


def given_by(session: TrainingSession, trainer: Trainer, halves: Iterable[RegisterHalfDay]) -> list[Given]:
    """Each half-day with his own workshop, or with the one that has no trainer yet."""
    slots = list(Slot.objects.filter(session=session).select_related("room__lender").order_by("pk"))
    told = []
    for half in halves:
        own = [slot for slot in slots if slot.half_day_id == half.pk and slot.trainer_id in (trainer.pk, None)]
        slot = min(own, key=lambda slot: slot.trainer_id is None, default=None)
        told.append(Given(half, slot.title if slot else "", slot.room if slot else None))
    return told


def told_in_line(given: Given) -> str:
    """The same in one line: the day, the hours and the room."""
    return when_and_where(given.half, [given.room] if given.room else [])


@dataclass(frozen=True)
class Correspondence:
    """The letters of a session to one trainer, the first first, with the half-days that are his and those he is asked.

    Each letter speaks of its own half-days: a mission letter of all that are his, the invitations he accepted before it
    being silent; without one, each accepted invitation of those it asked for, and the last also of any given besides.
    """

    session: TrainingSession
    written: Sequence[Written]
    own: Sequence[Given]
    asked: Sequence[Given]

    @property
    def expected(self) -> list[Given]:
        """All that is to stand in his calendar: nothing once the session is given up."""
        return [] if self.session.state == SessionState.CANCELLED else [*self.own, *self.asked]

    @property
    def accepted(self) -> list[TrainerInvitation]:
        rows = [one for one in self.written if isinstance(one, TrainerInvitation)]
        return [one for one in rows if one.state == InvitationState.ACCEPTED]

    def speaking(self) -> list[tuple[Written, list[Given]]]:
        """Each letter with its half-days; none when they are no more his, or when he declined them."""
        is_charged = any(isinstance(one, TrainerMission) and not one.ended_at for one in self.written)
        silent = self.accepted if is_charged and self.own and self.expected else []
        return [(one, self._given(one)) for one in self.written if one not in silent]

    def _given(self, one: Written) -> list[Given]:
        if isinstance(one, TrainerMission):
            return [] if one.ended_at else list(self.own)
        if one.state == InvitationState.WAITING:
            return list(self.asked)
        if one not in self.accepted:
            return []
        mine, others = _halves([one]), _halves(other for other in self.accepted if other != one)
        besides = {given.half.pk for given in self.own} - others if one == self.accepted[-1] else set()
        return [given for given in self.own if given.half.pk in mine | besides]


def _halves(invitations: Iterable[TrainerInvitation]) -> set[int]:
    return {half.pk for one in invitations for half in one.half_days.all()}


def correspondence(session: TrainingSession, written: Sequence[Written]) -> Correspondence:
    """What these letters to one trainer come to; the invitations bring their half-days."""
    trainer = written[-1].trainer
    waiting = [one for one in written if isinstance(one, TrainerInvitation) and one.state == InvitationState.WAITING]
    asked = sorted((half for one in waiting for half in one.half_days.all()), key=lambda half: half.half_day)
    own = list(taught_by(session, trainer))
    given = given_by(session, trainer, [*own, *asked])
    return Correspondence(session, written, given[: len(own)], given[len(own) :])


def rooms_in(given: Iterable[Given]) -> list[Room]:
    """Each room once, in the order of the half-days."""
    return list({one.room.pk: one.room for one in given if one.room}.values())


@dataclass(frozen=True)
class Proposal:
    """A trainer of the pool who holds the topic, what speaks for him and what stands against him, in words."""

    trainer: Trainer
    mastery: Mastery
    is_accredited: bool
    says_free: bool
    against: list[str]

    @property
    def key(self) -> str:
        return str(self.trainer.pk)


def proposals(session: TrainingSession, halves: Sequence[RegisterHalfDay]) -> list[Proposal]:
    """Those of the pool who hold the topic, whoever nothing stands against first; five queries whatever their number.

    Then come those who said that they are free, the accredited, those who live in the province, who go furthest.
    """
    rows = session.owner.trainers.filter(is_open=True, topics=session.topic).select_related(
        "person", "body", "province"
    )
    pool = list(rows.annotate(is_accredited=accredited(session.starts_on, session.topic)).order_by("person__sort_ar"))
    masteries = {row.trainer_id: row for row in Mastery.objects.filter(topic=session.topic, trainer__in=pool)}
    wanted = [half.half_day for half in halves]
    stand, free = obstacles(pool, wanted), said_free(pool, wanted)
    asked = set(
        session.trainer_invitations.filter(state=InvitationState.WAITING).values_list("trainer", flat=True)
    )  # fmt: skip
    found = [
        Proposal(
            trainer,
            masteries[trainer.pk],
            trainer.is_accredited,
            trainer.pk in free,
            [_("already invited, has not answered yet")] if trainer.pk in asked else list(stand[trainer.pk].values()),
        )
        for trainer in pool
    ]
    degrees = Competence.values
    home = session.place.province_id
    return sorted(
        found,
        key=lambda one: (
            bool(one.against), not one.says_free, not one.is_accredited, one.trainer.province_id != home,
            -degrees.index(one.mastery.competence),
        ),
    )  # fmt: skip


def taught_by(session: TrainingSession, trainer: Trainer) -> QuerySet[RegisterHalfDay]:
    """His half-days of a session, each once: two workshops of one half-day are given once."""
    own = Slot.objects.filter(session=session, trainer=trainer, half_day=OuterRef("pk"))
    return session.register.half_days.filter(Exists(own)).order_by("day", "part")


def paid_by_now() -> QuerySet[PaidHalfDay]:
    """Half-days in a statement that stands: one that was given up pays nothing."""
    return PaidHalfDay.objects.exclude(expense__state=ExpenseState.CANCELLED)


def to_pay(session: TrainingSession, trainer: Trainer) -> list[RegisterHalfDay]:
    """The half-days he gave (the seal says so) that no statement pays yet."""
    paid = paid_by_now().filter(trainer=trainer, half_day=OuterRef("pk"))
    return list(taught_by(session, trainer).filter(~Exists(paid), sealed_at__isnull=False))


@dataclass(frozen=True)
class Due:
    """What a half-day given earns: its hours, by the grid in force on that day."""

    half_day: RegisterHalfDay
    hours: Decimal
    rate: Decimal
    percent: Decimal

    @property
    def gross(self) -> Decimal:
        return dirhams(self.hours * self.rate)


def dues(session: TrainingSession, trainer: Trainer, halves: Sequence[RegisterHalfDay]) -> list[Due]:
    """The planned hours of each half-day, at the price of an hour for a trainer of his kind on that day."""
    key = f"trainer_hour_{trainer.kind}"
    grid: dict[dt.date, tuple[Decimal, Decimal]] = {}
    for day in {half.day for half in halves}:
        read = parameters([key, TAX], on=day, owner=session.owner)
        grid[day] = read[key], read[TAX]
    return [Due(half, hours_of(half), *grid[half.day]) for half in halves]


def hours_of(half: RegisterHalfDay) -> Decimal:
    """How long it lasts as planned, to the quarter of an hour."""
    minutes = (half.ends_at.hour - half.starts_at.hour) * 60 + half.ends_at.minute - half.starts_at.minute
    return Decimal(round(minutes / 15)) / 4


@dataclass(frozen=True)
class Sum:
    """What half-days earn together: gross, tax withheld at the source, net."""

    gross: Decimal
    tax: Decimal

    @property
    def net(self) -> Decimal:
        return dirhams(self.gross - self.tax)


def sum_of(rows: Sequence[Due]) -> Sum:
    """Tax is rounded once for each rate, as the statement that pays it does."""
    gross: dict[Decimal, Decimal] = {}
    for row in rows:
        gross[row.percent] = gross.get(row.percent, ZERO) + row.gross
    tax = sum((dirhams(amount * percent / 100) for percent, amount in gross.items()), ZERO)
    return Sum(sum(gross.values(), ZERO), tax)


@dataclass(frozen=True)
class Record:
    """What a trainer has given so far."""

    sessions: int
    half_days: int
    hours: Decimal
    asked: int
    declined: int


def record_of(trainer: Trainer) -> Record:
    """Sealed half-days only, each once."""
    slots = Slot.objects.filter(trainer=trainer, half_day__sealed_at__isnull=False)
    halves = list(RegisterHalfDay.objects.filter(pk__in=slots.values("half_day")))
    asked = list(trainer.invitations.values_list("state", flat=True))
    return Record(
        len({half.register_id for half in halves}),
        len(halves),
        sum((hours_of(half) for half in halves), ZERO),
        len(asked),
        asked.count(InvitationState.DECLINED),
    )


def standing_of(person: Person) -> QuerySet[TrainerInvitation]:
    """The invitations a person has to answer, and those he accepted, for days that are not past."""
    states = [InvitationState.WAITING, InvitationState.ACCEPTED]
    rows = TrainerInvitation.objects.filter(trainer__person=person, state__in=states)
    return _to_come(rows).select_related("session__topic", "session__place", "session__register", "trainer__owner")


def missions_of(person: Person) -> QuerySet[TrainerMission]:
    """The letters that charge a person with the present half-days of sessions that are not past."""
    rows = TrainerMission.objects.filter(trainer__person=person, ended_at=None, round=F("session__round"))
    return _to_come(rows).select_related("session__topic", "session__place", "session__register", "trainer")


def _to_come(rows: QuerySet[L]) -> QuerySet[L]:
    return rows.filter(session__ends_on__gte=clock.today()).exclude(session__state=SessionState.CANCELLED)
