"""Sessions and enrolments for tests. They need the figures of law: ``figures`` seeds them."""

import datetime as dt
from itertools import count
from typing import Any

from takwin.core import clock
from takwin.directory.actions.parameters import seed_parameters
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body, Parameter
from takwin.people.enums import Title
from takwin.people.models import Person
from takwin.training.actions import SlotRow, confirm_session, nominate, plan_session, set_programme
from takwin.training.models import Enrolment, TrainingSession
from tests.factories.catalogue import make_topic
from tests.factories.directory import make_body, make_commune, make_province, make_room
from tests.factories.people import make_office, make_person

WHY = "a test"
_numbers = count(1)


def figures() -> None:
    """The parameters of law, once."""
    if not Parameter.objects.exists():
        seed_parameters(by=None)


def next_tuesday(weeks: int = 5) -> dt.date:
    """A Tuesday to come."""
    today = clock.today()
    return today + dt.timedelta(days=(1 - today.weekday()) % 7 + 7 * weeks)


def make_session(
    *, days: int = 2, state: str = "tentative", owner: Body | None = None, **facts: Any
) -> TrainingSession:
    """A session of two days to come in a province of its owner's region, with four half-days."""
    figures()
    owner = owner or make_body(BodyKind.REGION, short_code=f"S{next(_numbers)}")
    place = facts.pop("place", None) or make_province(owner.place)
    first_day = facts.pop("first_day", None) or next_tuesday()
    facts = {"seats": 40, "minimum": 1, "motive": WHY} | facts
    topic = facts.pop("topic", None) or make_topic(owner)
    session = plan_session(
        owner=owner, topic=topic, place=place, first_day=first_day, last_day=first_day + dt.timedelta(days=days - 1),
        by=None, **facts,
    )  # fmt: skip
    return session if state == "tentative" else confirm_session(session, motive=WHY, by=None)


def teach(session: TrainingSession) -> TrainingSession:
    """Say what is taught in each half-day and where: a session whose convocations may leave."""
    room = make_room(session.owner, place=session.place)
    rows = [SlotRow(half, None, "البرمجة", room, None) for half in session.register.half_days.all()]
    set_programme(session, rows, by=None)
    return session


def make_member(place: Any = None, body: Body | None = None, **facts: Any) -> tuple[Person, Body]:
    """Someone in office in a commune's council."""
    body = body or make_body(BodyKind.COMMUNE, place or make_commune())
    person = make_person(**facts)
    make_office(person=person, body=body, title=Title.MEMBER)
    return person, body


def make_enrolment(session: TrainingSession | None = None, **facts: Any) -> Enrolment:
    """A member of a commune of the session's province, enrolled by the action itself."""
    session = session or make_session()
    body = facts.pop("body", None) or make_body(BodyKind.COMMUNE, make_commune(session.place))
    person = facts.pop("person", None)
    if person is None:
        person, _body = make_member(body=body)
    return nominate(session, person, body=body, by=facts.pop("by", None), **facts)
