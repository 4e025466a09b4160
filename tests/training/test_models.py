"""What the database refuses of sessions, constraint by constraint."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from takwin.core.refused import refused
from takwin.directory.enums import BodyKind
from takwin.training import actions
from takwin.training.models import BodySeats, Convocation, Enrolment, TrainingSession
from tests.factories.directory import make_body
from tests.factories.training import WHY, make_enrolment, make_session

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 10, 9, tzinfo=dt.UTC)


def changed(session: TrainingSession, **facts: Any) -> str:
    """What the database says when a session is changed behind the actions' back."""
    with pytest.raises(ValidationError) as refusal, refused(TrainingSession):
        TrainingSession.objects.filter(pk=session.pk).update(**facts)
    return refusal.value.messages[0]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"seats": 0, "minimum": 0}, "at least as many seats"),
        ({"seats": 5, "minimum": 6}, "at least as many seats"),
        ({"ends_on": dt.date(2020, 1, 1)}, "ends after it begins"),
        ({"state": "confirmed"}, "date of its confirmation"),
        ({"confirmed_at": NOW}, "date of its confirmation"),
        ({"state": "cancelled"}, "needs a reason"),
        ({"state": "postponed"}, "needs a reason"),
    ],
)
def test_a_session_contradicting_itself_is_refused(facts: dict[str, Any], sentence: str) -> None:
    assert sentence in changed(make_session(), **facts)


def test_a_body_has_its_seats_once() -> None:
    session, body = make_session(), make_body()
    BodySeats.objects.create(session=session, body=body, seats=1)
    with pytest.raises(ValidationError, match="already has its seats"), refused(BodySeats):
        BodySeats.objects.create(session=session, body=body, seats=2)


def test_a_person_is_once_in_a_session() -> None:
    line = make_enrolment()
    with pytest.raises(ValidationError, match="already nominated"), refused(Enrolment):
        Enrolment.objects.create(session=line.session, person=line.person, body=line.body, nominated_at=NOW)


def test_a_person_is_convened_once_a_round() -> None:
    line = make_enrolment()
    make_body(BodyKind.STATE, line.session.place)
    actions.confirm_session(line.session, motive=WHY, by=None)
    actions.send_convocations(line.session, by=None)
    letter = letter_to_the_authority(line)
    with pytest.raises(ValidationError, match="already been convened"), refused(Convocation):
        Convocation.objects.create(enrolment=line, letter=letter, rank=0)


def letter_to_the_authority(line: Enrolment) -> Any:
    """The letter to the authority, which convenes nobody by itself."""
    convocation = line.convocations.get()
    return convocation.listed_in
