"""Who acts by a role that was lent to him is written in the journal with the one in whose place he acts."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from takwin.accounts.models import User
from takwin.core import clock
from takwin.core.later import later
from takwin.journal.actions import record
from takwin.journal.models import Entry
from takwin.journal.queries import story_of
from takwin.rights import actions
from takwin.rights.enums import GRANTS, Permission, Role
from takwin.rights.models import Appointment
from takwin.rights.standing_in import acting_by
from takwin.training.models import TrainingSession
from tests.factories.directory import make_region
from tests.factories.rights import make_user, officer_of
from tests.factories.training import make_session

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
CONFIRM = (Permission.SESSION_CONFIRM,)


@pytest.fixture
def session() -> TrainingSession:
    return make_session()


@pytest.fixture
def officer(session: TrainingSession) -> User:
    return officer_of(session.owner.place)


def lend(officer: User, to: User) -> Appointment:
    today = clock.today()
    source = Appointment.objects.get(user=officer)
    return actions.delegate(source, to=to, starts_on=today, ends_on=today + dt.timedelta(days=5), by=officer)


def test_an_act_by_a_lent_role_says_in_whose_place_and_the_story_too(
    session: TrainingSession, officer: User, as_user: Browser
) -> None:
    stand_in = make_user()
    lend(officer, stand_in)
    as_user(stand_in).post(reverse("training:cancel", args=[session.pk]), {"reason": "strike"})
    entry = Entry.objects.get(verb="session.cancelled")
    assert (entry.by, entry.facts["in_place_of"]) == (stand_in, officer.pk)
    assert story_of(session)[0].by == f"{stand_in}, in place of {officer}"


def test_what_ones_own_role_allows_is_in_nobodys_place(session: TrainingSession, officer: User) -> None:
    neighbour = officer_of(make_region())
    lend(officer, neighbour)
    own = make_session(owner=None, place=None)
    Appointment.objects.filter(user=neighbour, delegated_from=None).update(place=own.owner.place)
    with acting_by(CONFIRM):
        assert "in_place_of" not in record("session.held", own, by=neighbour).facts
        assert record("session.held", session, by=neighbour).facts["in_place_of"] == officer.pk


def test_of_two_lenders_the_one_whose_place_it_is_is_named_and_nobody_for_what_none_reaches(
    session: TrainingSession, officer: User
) -> None:
    other, stand_in = officer_of(make_region()), make_user()
    lend(other, stand_in)
    lend(officer, stand_in)
    with acting_by(CONFIRM):
        assert record("session.held", session, by=stand_in).facts["in_place_of"] == officer.pk
        assert record("session.held", make_session(), by=stand_in).facts == {}


def test_outside_a_page_and_for_a_role_that_does_not_open_it_nothing_is_said(
    session: TrainingSession, officer: User
) -> None:
    stand_in = make_user()
    lend(officer, stand_in)
    assert record("session.held", session, by=stand_in).facts == {}
    with acting_by(tuple(set(Permission) - GRANTS[Role.REGION_OFFICER])):
        assert record("session.held", session, by=stand_in).facts == {}


def test_who_was_lent_nothing_costs_the_journal_no_question(
    session: TrainingSession, officer: User, django_assert_num_queries: Any
) -> None:
    record("session.held", session, by=officer)
    with acting_by(CONFIRM), django_assert_num_queries(2):  # his roles, as any page reads them, and the entry
        record("session.held", session, by=officer)


def test_what_a_page_leaves_to_the_worker_is_done_in_the_same_place(
    session: TrainingSession, officer: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    stand_in = make_user()
    lend(officer, stand_in)
    with django_capture_on_commit_callbacks(execute=True):
        with acting_by(CONFIRM):
            later(hold, session=session, by=stand_in)
        later(hold, session=session, by=stand_in)
    told, untold = Entry.objects.filter(verb="session.held").order_by("pk")
    assert told.facts["in_place_of"] == officer.pk
    assert untold.facts == {}


def hold(session: TrainingSession, *, by: User) -> None:
    record("session.held", session, by=by)
