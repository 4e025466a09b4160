"""Whom a moment asks, between which days, and what was said of sessions together."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise as StrPromise
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.attendance.queries import attended
from takwin.catalogue.models import Topic, Trainer
from takwin.core import clock
from takwin.directory.enums import COLLECTIVITIES
from takwin.directory.models import Body
from takwin.people.models import Person
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.surveys.models import Questionnaire, Round, Version
from takwin.surveys.queries import latest_published
from takwin.training.enums import EnrolmentState, SessionState
from takwin.training.evaluation.enums import ASKS, SAYS, Moment
from takwin.training.models import Convocation, TrainingSession

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


def unreached(session: TrainingSession, moment: str) -> int:
    """How many of those asked have no page that would ask them: no letter of the session opens one, no account does."""
    convened = Convocation.objects.filter(enrolment__session=session).values("enrolment__person")
    asked = Person.objects.filter(pk__in=[person.pk for person in people_asked(session, moment)], user=None)
    return asked.exclude(pk__in=convened).count()


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


def why_not(session: TrainingSession, moment: str) -> str:
    """Why nobody can be asked at this moment of the session today; "" when one can."""
    is_over = session.state == SessionState.CLOSED or clock.today() >= session.ends_on
    if moment != Moment.BEFORE and not is_over:
        return _("The session is not over yet.")
    if moment == Moment.BEFORE and is_over:
        return _("The session is over: nobody can be asked before it any more.")
    return ""


@dataclass(frozen=True)
class Askable:
    """A moment not asked yet: what is asked then, by which questionnaires, or why it cannot be."""

    moment: Moment
    says: StrPromise
    versions: list[Version]
    refusal: str

    @property
    def choices(self) -> list[tuple[str, Version]]:
        return [(f"{self.moment}-{version.pk}", version) for version in self.versions]


def askable(session: TrainingSession, user: User) -> list[Askable]:
    """The moments that remain, each with the questionnaires made for it and for no other."""
    asked = set(session.rounds.values_list("moment", flat=True))
    published = list(latest_published(allowed(Questionnaire.objects, user, Permission.SURVEY_EDIT)))
    return [
        Askable(
            moment,
            SAYS[moment],
            [version for version in published if version.questionnaire.purpose == ASKS[moment]],
            why_not(session, moment),
        )
        for moment in Moment
        if moment not in asked
    ]


def rounds_of_trainer(trainer: Trainer) -> QuerySet[Round]:
    """What those who left a session of this trainer were asked."""
    taught = TrainingSession.objects.filter(slots__trainer=trainer)
    return Round.objects.filter(session_round__session__in=taught, session_round__moment=Moment.LEAVING)


def rounds_of_topic(topic: Topic) -> QuerySet[Round]:
    return Round.objects.filter(session_round__session__topic=topic, session_round__moment=Moment.LEAVING)
