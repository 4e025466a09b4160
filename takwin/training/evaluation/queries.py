"""Whom a moment asks, between which days, and what was said of sessions together."""

import datetime as dt

from django.db.models import QuerySet

from takwin.attendance.queries import attended
from takwin.catalogue.models import Topic, Trainer
from takwin.core import clock
from takwin.directory.enums import COLLECTIVITIES
from takwin.directory.models import Body
from takwin.people.models import Person
from takwin.surveys.models import Round
from takwin.training.enums import EnrolmentState
from takwin.training.evaluation.enums import Moment
from takwin.training.models import TrainingSession

FORTNIGHT = dt.timedelta(days=14)
LATER = dt.timedelta(days=91), dt.timedelta(days=182)  # three to six months after the last day


def people_asked(session: TrainingSession, moment: str) -> list[Person]:
    """Those counted present at least once; before the session, those enrolled."""
    enrolled = session.enrolments.filter(state=EnrolmentState.ENROLLED)
    if moment != Moment.BEFORE:
        enrolled = enrolled.filter(
            person__in=[person for person, halves in attended(session.register).items() if halves]
        )
    return list(Person.objects.filter(pk__in=enrolled.values("person")).order_by("pk"))


def councils_asked(session: TrainingSession) -> list[Body]:
    """The councils for which somebody was counted present: an administration has nobody to answer for it."""
    came = session.enrolments.filter(state=EnrolmentState.ENROLLED, person__in=people_asked(session, Moment.COUNCIL))
    return list(Body.objects.filter(pk__in=came.values("body"), kind__in=COLLECTIVITIES).order_by("pk"))


def days_to_answer(session: TrainingSession, moment: str) -> tuple[dt.date, dt.date]:
    """From today, or from three months after the session; a fortnight, or until six months after."""
    today = clock.today()
    if moment in (Moment.LATER, Moment.COUNCIL):
        first, last = session.ends_on + LATER[0], session.ends_on + LATER[1]
        return max(first, today), max(last, max(first, today) + FORTNIGHT)
    if moment == Moment.BEFORE:
        return today, max(today, session.starts_on)
    return today, today + FORTNIGHT


def day_of_tablet(session: TrainingSession, moment: str) -> dt.date | None:
    """The day on which those asked sit in one room: a tablet goes round before their eyes, or not at all."""
    days = {Moment.BEFORE: session.starts_on, Moment.LATER: None, Moment.COUNCIL: None}
    return days.get(Moment(moment), session.ends_on)


def rounds_of_trainer(trainer: Trainer) -> QuerySet[Round]:
    """What those who left a session of this trainer were asked."""
    taught = TrainingSession.objects.filter(slots__trainer=trainer)
    return Round.objects.filter(session_round__session__in=taught, session_round__moment=Moment.LEAVING)


def rounds_of_topic(topic: Topic) -> QuerySet[Round]:
    return Round.objects.filter(session_round__session__topic=topic, session_round__moment=Moment.LEAVING)
