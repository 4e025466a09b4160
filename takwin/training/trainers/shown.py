"""What trainers bring to pages: a panel of the session, the record of a trainer, the person's own page, the desk."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.catalogue.models import Trainer
from takwin.core import clock, formats
from takwin.core.text import joined
from takwin.directory.models import Room
from takwin.people.models import Person
from takwin.rights.enums import Permission
from takwin.rights.panels import Waiting
from takwin.rights.queries import allowed, may
from takwin.training.enums import SessionState
from takwin.training.models import Slot, TrainingSession
from takwin.training.queries import days_of
from takwin.training.trainers.enums import INVITATION_LOOKS, InvitationState
from takwin.training.trainers.models import TrainerInvitation, TrainerMission
from takwin.training.trainers.queries import (
    Correspondence,
    Given,
    Written,
    correspondence,
    missions_of,
    named,
    paid_by_now,
    record_of,
    rooms_in,
    standing_of,
    told_in_line,
    without_trainer,
)
from takwin.treasury.models import Expense

EDIT, ORDER = Permission.SESSION_EDIT, Permission.SPENDING_ORDER
SHOWN = 5
LOOK_AHEAD = dt.timedelta(days=30)


@dataclass
class Row:
    """A trainer of a session: his half-days, those he gave, his letter, what pays him."""

    trainer: Trainer
    half_days: set[int] = field(default_factory=set)
    given: set[int] = field(default_factory=set)
    paid: set[int] = field(default_factory=set)
    mission: TrainerMission | None = None
    expenses: list[Expense] = field(default_factory=list)

    @property
    def to_pay(self) -> int:
        return len(self.given - self.paid)


def of_session(session: TrainingSession, user: User) -> dict[str, Any]:
    """Who teaches, who was asked and what he answered, which half-days still lack a trainer."""
    rows: dict[int, Row] = {}
    slots = Slot.objects.filter(session=session, trainer__isnull=False).select_related(
        "trainer__person", "trainer__body", "half_day"
    )
    for slot in slots.order_by("half_day__day", "half_day__part", "pk"):
        if slot.trainer:
            row = rows.setdefault(slot.trainer.pk, Row(slot.trainer))
            row.half_days.add(slot.half_day_id)
            if slot.half_day.sealed_at:
                row.given.add(slot.half_day_id)
    missions = list(session.missions.select_related("letter__paper"))
    for mission in missions:
        if mission.trainer_id in rows and mission.round == session.round and not mission.ended_at:
            rows[mission.trainer_id].mission = mission
    _fill_paid(rows, session)
    lacking, invitations = without_trainer(session), _invitations(session)
    return {
        "session": session,
        "rows": list(rows.values()),
        "invitations": invitations,
        "may_tell": bool(invitations or missions),
        "lacking": [named(half) for half in lacking],
        "may_invite": session.is_open and any(half.day >= clock.today() for half in lacking),
        "may_order": may(user, ORDER, session.owner),
    }


def _fill_paid(rows: dict[int, Row], session: TrainingSession) -> None:
    paid = paid_by_now().filter(half_day__register=session.register_id, trainer__in=rows).select_related("expense")
    expenses: dict[int, dict[int, Expense]] = defaultdict(dict)
    for line in paid:
        rows[line.trainer_id].paid.add(line.half_day_id)
        expenses[line.trainer_id][line.expense_id] = line.expense
    for pk, found in expenses.items():
        rows[pk].expenses = list(found.values())


def _invitations(session: TrainingSession) -> list[Any]:
    """Those that still say something: waiting, accepted, declined."""
    asked = session.trainer_invitations.exclude(state=InvitationState.WITHDRAWN)
    asked = asked.select_related("trainer__person", "letter__paper").prefetch_related("half_days")
    return [(one, INVITATION_LOOKS[InvitationState(one.state)], len(one.half_days.all())) for one in asked]


def record(trainer: Trainer, user: User) -> dict[str, Any]:
    """What he has given so far."""
    return {"record": record_of(trainer)}


@dataclass
class Taught:
    """A letter of a session on a trainer's own page: what he is asked or charged with, and the way to his rooms."""

    session: TrainingSession
    half_days: list[str]
    rooms: list[Room]
    invitation: TrainerInvitation | None
    mission: TrainerMission | None


def asked(person: Person) -> dict[str, Any] | None:
    """On the person's own page: what he is asked to teach, what he has accepted or is charged with, and where."""
    letters: dict[tuple[int, int], list[Written]] = defaultdict(list)
    rows: list[Written] = [*standing_of(person).prefetch_related("half_days"), *missions_of(person)]
    for one in rows:
        letters[one.session_id, one.trainer_id].append(one)
    found = []
    for _key, several in sorted(letters.items()):
        told = correspondence(several[0].session, sorted(several, key=lambda one: one.letter_id))
        found += [_taught(told, one, given) for one, given in told.speaking() if given]
    return {"asked": found} if found else None


def _taught(told: Correspondence, one: Written, given: Sequence[Given]) -> Taught:
    """A letter on his page; with a mission letter goes the invitation he accepted."""
    mission = one if isinstance(one, TrainerMission) else None
    invitation = one if isinstance(one, TrainerInvitation) else next(reversed(told.accepted), None)
    rooms = [room for room in rooms_in(given) if room.point]
    return Taught(told.session, [told_in_line(row) for row in given], rooms, invitation, mission)


def to_answer(user: User) -> Iterator[Waiting]:
    """Trainers who have not answered yet, the first awaited first."""
    rows = allowed(TrainerInvitation.objects, user, EDIT).filter(
        state=InvitationState.WAITING, session__starts_on__gte=clock.today()
    )
    for row in rows.select_related("trainer__person", "session__topic").order_by("answer_before", "pk")[:SHOWN]:
        url = row.session.get_absolute_url()
        title = _("%(trainer)s has not answered yet") % {"trainer": row.trainer}
        yield Waiting(title, row.session.topic.name, row.answer_before, url, _("See the invitation"))


def to_find(user: User) -> Iterator[Waiting]:
    """Confirmed sessions of the coming month, some of whose half-days lack a trainer whom nobody was asked to be."""
    lacking = Slot.objects.filter(session=OuterRef("pk"), trainer=None)
    waiting = TrainerInvitation.objects.filter(session=OuterRef("pk"), state=InvitationState.WAITING)
    today = clock.today()
    rows = allowed(TrainingSession.objects, user, EDIT).filter(
        Exists(lacking), ~Exists(waiting), state=SessionState.CONFIRMED, starts_on__range=(today, today + LOOK_AHEAD)
    )
    for session in rows.select_related("topic", "place").order_by("starts_on", "pk")[:SHOWN]:
        detail = joined([session.place.name, formats.short_days(days_of(session))])
        url = reverse("training:invite_trainer", args=[session.pk])
        yield Waiting(session.topic.name, detail, session.starts_on, url, _("Invite a trainer"))
