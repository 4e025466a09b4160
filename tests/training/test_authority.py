"""A session is seen where it reaches and run by its organiser alone."""

import pytest
from django.core.exceptions import ValidationError

from takwin.rights.enums import Permission, Role
from takwin.rights.queries import allowed, may, permissions_on
from takwin.training.actions import nominate
from takwin.training.models import TrainingSession
from tests.factories.directory import make_body, make_commune, make_province, make_region
from tests.factories.rights import officer_of, user_as
from tests.factories.training import make_enrolment, make_member, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> TrainingSession:
    """A session to which a commune of another region sends a member."""
    session = make_session(state="confirmed")
    elsewhere = make_body(place=make_commune(make_province(make_region())))
    person, body = make_member(body=elsewhere)
    make_enrolment(session, person=person, body=body)
    return session


def test_the_region_of_a_participant_sees_the_session_and_runs_nothing_of_it(session: TrainingSession) -> None:
    neighbour = officer_of(session.enrolments.get().body.place.region)
    assert may(neighbour, Permission.SESSION_VIEW, session)
    assert not may(neighbour, Permission.SESSION_CONFIRM, session)
    assert not permissions_on(neighbour, session) & TrainingSession.ACTS.keys()


def test_the_organiser_s_officer_runs_it(session: TrainingSession) -> None:
    officer = officer_of(session.owner.place)
    assert permissions_on(officer, session) >= TrainingSession.ACTS.keys()
    assert allowed(TrainingSession.objects, officer, Permission.SESSION_EDIT).get() == session


def test_once_begun_a_body_adds_nobody_and_the_organiser_still_may(session: TrainingSession) -> None:
    TrainingSession.objects.filter(pk=session.pk).update(state="held")
    body = session.enrolments.get().body
    commune = user_as(Role.COMMUNE, body=body)
    late, _body = make_member(body=body)
    with pytest.raises(ValidationError, match="has begun"):
        nominate(session, late, body=body, by=commune)
    assert nominate(session, late, body=body, by=officer_of(session.owner.place)).pk
