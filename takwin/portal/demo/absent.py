"""The councils were written to about their absent, save after the last session; one medical certificate came since."""

import datetime as dt

from takwin.attendance.actions import mark
from takwin.attendance.enums import Source, Status
from takwin.core.halfdays import HalfDay, Part
from takwin.portal.demo.world import World
from takwin.training.absences.actions import write_to_absent
from takwin.training.absences.queries import absences_of
from takwin.training.enums import SessionState
from takwin.training.models import TrainingSession

SINCE = dt.timedelta(days=120)
WRITTEN_AFTER = dt.timedelta(days=6)
EXCUSE = "أدلى بشهادة طبية"


def write_to_councils(world: World) -> None:
    closed = TrainingSession.objects.filter(state=SessionState.CLOSED, ends_on__gt=world.as_of - SINCE)
    sessions = list(closed.order_by("ends_on", "pk"))[:-1]
    for session in sessions:
        day = session.ends_on + WRITTEN_AFTER
        if world.has_come(day) and any(one.is_to_write for one in absences_of([session])[session.pk]):
            with world.on(day, 10):
                write_to_absent(session, by=world.team.region)
    if sessions:
        _excuse_one(world, sessions[-1])


def _excuse_one(world: World, session: TrainingSession) -> None:
    """One of the absent brings his excuse after the letter left: the letter is to be replaced."""
    told = [one.absent[0] for one in absences_of([session])[session.pk] if one.letter and one.absent]
    if told:
        with world.on(world.as_of - dt.timedelta(days=1), 11):
            for half in session.register.half_days.all():
                if HalfDay(half.day, Part(half.part)) in told[0].missed:
                    mark(
                        half, told[0].line.person_id, Status.EXCUSED, reason=EXCUSE, source=Source.CORRECTION,
                        by=world.team.region,
                    )  # fmt: skip
