"""Work asked for now and done later: once committed, with its progress, and never half known."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import OperationalError, transaction
from django.utils import translation
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks

from takwin.accounts.models import User
from takwin.core import clock
from takwin.core import later as later_module
from takwin.core.later import later, progress, take_up_lost
from takwin.core.models import Job, JobState
from tests.constraints import breaks
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db
happened: list[tuple[Any, ...]] = []
BROKE = "Something broke before the end: the fault is recorded. Ask for it again."
LONG_AGO = dt.timedelta(minutes=6)


@pytest.fixture(autouse=True)
def nothing_done_yet() -> None:
    happened.clear()


def greet(user: User, *, times: int, by: User) -> None:
    for time in range(times):
        progress(time + 1, times)
    happened.append((user, times, by))


def refuse(*, by: User) -> None:
    raise ValidationError("This session is closed.")


def fall(*, by: User) -> None:
    raise ZeroDivisionError("by nothing")


def refuse_in_words(*, by: User) -> None:
    raise ValidationError(str(translation.get_language()))


def be_told_to_stop(*, by: User) -> None:
    happened.append(("told",))
    if len(happened) == 1:
        raise SystemExit(1)


def find_it_busy(*, by: User) -> None:
    happened.append(("tried",))
    raise OperationalError("database is locked")


def test_an_action_asked_for_later_runs_with_the_same_arguments_once_committed(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    user, officer = make_user(), make_user()
    with django_capture_on_commit_callbacks(execute=True):
        job = later(greet, user=user, times=3, by=officer)
        assert happened == []
    assert happened == [(user, 3, officer)]
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.asked_by) == (JobState.DONE, 3, 3, officer.pk)
    assert job.ended_at is not None


def test_what_was_rolled_back_is_not_done(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        later(greet, user=make_user(), times=1, by=make_user())
        transaction.set_rollback(True)
    assert (happened, Job.objects.count()) == ([], 0)


def test_a_refusal_keeps_its_sentence(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = later(refuse, by=make_user())
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "This session is closed.")


def test_a_refusal_is_said_in_the_language_of_whoever_asked(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks() as committed, translation.override("fr"):
        job = later(refuse_in_words, by=make_user())
    committed[0]()
    job.refresh_from_db()
    assert job.error == "fr"


def test_a_fault_is_kept_in_the_log_and_whoever_asked_is_told_what_to_do(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, caplog: pytest.LogCaptureFixture
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = later(fall, by=make_user())
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, BROKE)
    assert "ZeroDivisionError: by nothing" in caplog.text


def test_a_busy_database_is_asked_again_three_times_in_all(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = later(find_it_busy, by=make_user())
    job.refresh_from_db()
    assert len(happened) == later_module.TRIES
    assert (job.state, job.error) == (JobState.FAILED, BROKE)


def test_a_job_that_is_over_is_not_done_twice(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = later(greet, user=make_user(), times=1, by=make_user())
    later_module.run.call(job.pk)
    assert len(happened) == 1


def unheard(user: User, **facts: Any) -> Job:
    """A job of which no worker has said anything for longer than it should."""
    arguments = {name: {"model": "accounts.User", "pk": user.pk} for name in ("user", "by")} | {"times": 1}
    facts = {"seen_at": clock.now() - LONG_AGO, "language": "en"} | facts
    return Job.objects.create(action=f"{__name__}.greet", arguments=arguments, **facts)


@pytest.mark.parametrize("facts", [{"state": "running", "tries": 1}, {"state": "waiting"}])
def test_a_job_whose_worker_was_killed_or_that_nobody_was_told_of_is_taken_up_again(facts: dict[str, Any]) -> None:
    job = unheard(make_user(), **facts)
    take_up_lost()
    job.refresh_from_db()
    assert (job.state, len(happened)) == (JobState.DONE, 1)


def test_a_job_that_has_brought_down_its_workers_is_given_up_and_says_so() -> None:
    job = unheard(make_user(), state="running", tries=later_module.TRIES)
    take_up_lost()
    job.refresh_from_db()
    assert (job.state, job.error, happened) == (JobState.FAILED, BROKE, [])


def test_a_job_that_is_being_run_is_left_to_its_worker() -> None:
    elsewhere = unheard(make_user(), state="running", tries=1, seen_at=clock.now())
    here = unheard(make_user(), state="running", tries=1)
    later_module._here.add(here.pk)
    try:
        take_up_lost()
    finally:
        later_module._here.discard(here.pk)
    assert {job.state for job in Job.objects.filter(pk__in=[elsewhere.pk, here.pk])} == {JobState.RUNNING}
    assert Job.objects.get(pk=here.pk).seen_at > clock.now() - LONG_AGO


def test_a_job_told_twice_is_run_once() -> None:
    job = unheard(make_user(), state="running")
    later_module.run.call(job.pk)
    assert happened == []


def test_a_worker_told_to_stop_leaves_its_job_to_the_next(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        later(be_told_to_stop, by=make_user())
    assert Job.objects.get().state == JobState.DONE
    assert happened == [("told",), ("told",)]


def test_progress_outside_a_job_is_harmless() -> None:
    progress(1, 2)


def test_a_job_cannot_be_over_without_its_instant() -> None:
    with breaks(Job, "job_ended_at_matches_state"):
        Job.objects.create(action="a.b", state=JobState.DONE)


@pytest.mark.django_db(transaction=True)
def test_the_worker_does_what_waits(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    officer = make_user()
    job = later(greet, user=officer, times=2, by=officer)
    assert (happened, DBTaskResult.objects.ready().count()) == ([], 1)
    call_command("worker", batch=True, verbosity=0)
    job.refresh_from_db()
    assert (job.state, happened) == (JobState.DONE, [(officer, 2, officer)])
