"""Sessions that lack trainers, and trainers who may be asked."""

import datetime as dt
from typing import Any

from takwin.attendance.models import RegisterHalfDay
from takwin.catalogue.models import Trainer
from takwin.core import clock
from takwin.rights.enums import Role
from takwin.training.actions import SlotRow, set_programme
from takwin.training.models import TrainerInvitation, TrainerMission, TrainingSession
from takwin.training.trainers.actions import charge, invite
from tests.factories.catalogue import make_holder
from tests.factories.directory import make_room
from tests.factories.rights import user_as
from tests.factories.training import make_session


def halves_of(session: TrainingSession) -> list[RegisterHalfDay]:
    return list(session.register.half_days.order_by("day", "part"))


def make_invitation(session: TrainingSession | None = None, **facts: Any) -> TrainerInvitation:
    """A trainer of the pool, free, asked for every half-day of a session to come."""
    session = session or make_session()
    trainer = facts.pop("trainer", None) or make_holder(session.topic)
    facts = {"answer_before": clock.today() + dt.timedelta(days=5), "by": None} | facts
    return invite(session, trainer, facts.pop("half_days", None) or halves_of(session), **facts)


def teach_all(session: TrainingSession, trainer: Trainer) -> None:
    """He teaches in each half-day."""
    room = make_room(session.owner, place=session.place)
    set_programme(session, [SlotRow(half, None, "المالية", room, trainer) for half in halves_of(session)], by=None)


def make_mission(session: TrainingSession | None = None) -> TrainerMission:
    session = session or make_session()
    trainer = make_holder(session.topic)
    teach_all(session, trainer)
    return charge(session, trainer, by=None)


def seal_all(session: TrainingSession) -> None:
    """As if each half-day had been given and sealed."""
    by = user_as(Role.TRAINER)
    session.register.half_days.update(sealed_at=clock.now(), sealed_by=by)
