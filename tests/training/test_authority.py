"""A session is seen where it reaches and run by its organiser alone."""

import pytest

from takwin.rights.enums import Permission
from takwin.rights.queries import allowed, may, permissions_on
from takwin.training.models import TrainingSession
from tests.factories.directory import make_body, make_commune, make_province, make_region
from tests.factories.rights import officer_of
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
