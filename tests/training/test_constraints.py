"""What the database itself refuses of sessions, seats, enrolments and convocations."""

import datetime as dt
from typing import Any

import pytest
from django.db.models import F

from takwin.directory.enums import BodyKind
from takwin.training import actions
from takwin.training.models import BodySeats, Convocation, Enrolment, TrainingSession
from tests.constraints import breaks
from tests.factories.directory import make_body
from tests.factories.training import WHY, make_enrolment, make_session

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 10, 9, tzinfo=dt.UTC)


def changed(**facts: Any) -> int:
    """Change a tentative session behind the actions' back."""
    return TrainingSession.objects.filter(pk=make_session().pk).update(**facts)


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("session_seats_at_least_minimum", {"seats": 0, "minimum": 0}),
        ("session_seats_at_least_minimum", {"seats": 5, "minimum": 6}),
        ("session_days_in_order", {"ends_on": F("starts_on") - dt.timedelta(days=1)}),
        ("session_confirmed_at_matches_state", {"state": "confirmed"}),
        ("session_confirmed_at_matches_state", {"state": "held"}),
        ("session_confirmed_at_matches_state", {"state": "closed"}),
        ("session_confirmed_at_matches_state", {"confirmed_at": NOW}),
        ("session_confirmed_at_matches_state", {"state": "dreamt", "confirmed_at": NOW}),
        ("session_stopped_with_reason", {"state": "cancelled"}),
        ("session_stopped_with_reason", {"state": "postponed"}),
    ],
)
def test_a_session_contradicting_itself_is_refused(name: str, facts: dict[str, Any]) -> None:
    with breaks(TrainingSession, name):
        changed(**facts)


@pytest.mark.parametrize(
    "facts",
    [
        {"seats": 1, "minimum": 0},
        {"seats": 6, "minimum": 6},
        {"ends_on": F("starts_on")},
        {"state": "confirmed", "confirmed_at": NOW},
        {"state": "cancelled", "reason": WHY},
        {"state": "postponed", "reason": WHY, "confirmed_at": NOW},
    ],
)
def test_a_session_that_just_holds_is_kept(facts: dict[str, Any]) -> None:
    assert changed(**facts) == 1


def test_a_body_has_its_seats_once() -> None:
    session, body = make_session(), make_body()
    BodySeats.objects.create(session=session, body=body, seats=1)
    with breaks(BodySeats, "body_seats_once"):
        BodySeats.objects.create(session=session, body=body, seats=2)


def enrolled_again(line: Enrolment) -> Enrolment:
    return Enrolment.objects.create(session=line.session, person=line.person, body=line.body, nominated_at=NOW)


@pytest.mark.parametrize("state", ["enrolled", "waiting"])
def test_a_person_is_once_in_a_session(state: str) -> None:
    line = make_enrolment()
    Enrolment.objects.update(state=state)
    with breaks(Enrolment, "enrolment_once"):
        enrolled_again(line)


def test_who_withdrew_may_be_nominated_again() -> None:
    line = make_enrolment()
    Enrolment.objects.update(state="withdrawn")
    assert enrolled_again(line).pk


def test_a_person_is_convened_once_a_round() -> None:
    line = make_enrolment()
    make_body(BodyKind.STATE, line.session.place)
    actions.confirm_session(line.session, motive=WHY, by=None)
    actions.send_convocations(line.session, by=None)
    to_the_authority = line.convocations.get().listed_in  # a letter that convenes nobody by itself
    with breaks(Convocation, "convocation_rank_once"):
        Convocation.objects.create(enrolment=line, letter=to_the_authority, rank=0)
    assert Convocation.objects.create(enrolment=line, letter=to_the_authority, rank=1).pk
