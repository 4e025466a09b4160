"""Work asked for in the background: named, told in words, and on the desk of whoever asked for some days."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.core import clock
from takwin.core.models import Job, JobState
from takwin.core.works import WORKS
from takwin.portal.works import SHOWN_FOR, works_on_desk
from takwin.training.models import TrainingSession
from tests.factories.rights import make_user, officer_of
from tests.factories.training import make_session

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
CONVENE = "takwin.training.actions.convocations.send_convocations"


@pytest.fixture
def session() -> TrainingSession:
    return make_session()


@pytest.fixture
def officer(session: TrainingSession) -> User:
    return officer_of(session.owner.place)


def asked(by: User, thing: TrainingSession, **facts: Any) -> Job:
    about = {"session": {"model": "training.TrainingSession", "pk": thing.pk}, "by": None}
    return Job.objects.create(action=CONVENE, arguments=about, asked_by=by.pk, **facts)


def ended(by: User, thing: TrainingSession, ago: dt.timedelta = dt.timedelta(0), **facts: Any) -> Job:
    return asked(by, thing, **{"state": JobState.DONE, "ended_at": clock.now() - ago} | facts)


def test_the_page_of_a_work_names_it_and_never_counts_to_nothing(
    as_user: Browser, officer: User, session: TrainingSession
) -> None:
    job = asked(officer, session)
    address = reverse("portal:job", args=[job.pk])
    waiting = as_user(officer).get(address).content.decode()
    assert "Write and send the convocations" in waiting
    assert session.topic.name_fr in waiting
    assert "waits its turn" in waiting
    assert "0 of 0" not in waiting
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING)
    assert "has begun" in as_user(officer).get(address).content.decode()
    Job.objects.filter(pk=job.pk).update(done=3, total=10)
    assert "3 of 10 done" in as_user(officer).get(address).content.decode()


def test_a_finished_work_leads_to_its_thing_from_the_desk_for_some_days(
    as_user: Browser, officer: User, session: TrainingSession
) -> None:
    job = ended(officer, session)
    desk = as_user(officer).get("/").content.decode()
    assert "Work you asked for" in desk
    assert f'href="{session.get_absolute_url()}"' in desk
    assert session.get_absolute_url() in as_user(officer).get(reverse("portal:job", args=[job.pk])).content.decode()
    Job.objects.update(ended_at=clock.now() - SHOWN_FOR - dt.timedelta(minutes=1))
    assert "Work you asked for" not in as_user(officer).get("/").content.decode()


def test_works_are_named_in_the_same_queries_whatever_their_number(
    officer: User, session: TrainingSession, django_assert_num_queries: Any
) -> None:
    for others in (0, 3):
        for _ in range(others):
            ended(officer, make_session(owner=session.owner))
        ended(officer, session)
        with django_assert_num_queries(2):
            assert works_on_desk(officer)


def test_a_failed_work_says_why_on_the_desk(as_user: Browser, officer: User, session: TrainingSession) -> None:
    ended(officer, session, state=JobState.FAILED, error="Nobody is left to convene.")
    assert "Nobody is left to convene." in as_user(officer).get("/").content.decode()


def test_nobody_sees_on_his_desk_what_another_asked_for(
    as_user: Browser, officer: User, session: TrainingSession
) -> None:
    ended(make_user(), session)
    assert "Work you asked for" not in as_user(officer).get("/").content.decode()


def test_what_is_done_unasked_is_on_no_desk(as_user: Browser, officer: User, session: TrainingSession) -> None:
    asked(officer, session)
    Job.objects.update(action="takwin.people.matching.nightly.seek_twins")
    assert "Work you asked for" not in as_user(officer).get("/").content.decode()


def test_a_work_about_what_is_gone_is_still_told(as_user: Browser, officer: User, session: TrainingSession) -> None:
    job = ended(officer, session)
    Job.objects.filter(pk=job.pk).update(arguments={"session": {"model": "training.TrainingSession", "pk": 0}})
    assert reverse("portal:job", args=[job.pk]) in as_user(officer).get("/").content.decode()


def test_every_work_that_is_named_is_an_action_that_exists() -> None:
    assert CONVENE in WORKS
    assert all(str(known.label) for known in WORKS.values())
    assert all(known.home().startswith("/") for known in WORKS.values() if known.home)
