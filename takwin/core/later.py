"""The one background task: run an action by its dotted name, with progress and retry.

An action called later is the same function as an action called now. A long batch is not one transaction:
it commits in chunks that each may be done again harmlessly, and says ``progress(done, total)`` between them.

No job is lost: every worker says each minute that it is still at its own, and takes up again those of which
nobody has said so for ``LOST_AFTER``, whether their worker was killed or nobody was ever told of them.
"""

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from contextvars import ContextVar
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import OperationalError, models, transaction
from django.db.models import F
from django.utils.module_loading import import_string
from django.utils.translation import get_language, gettext, override
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from takwin.core import clock
from takwin.core.models import Job, JobState

TRIES = 3
LOST_AFTER = dt.timedelta(minutes=5)
log = logging.getLogger(__name__)
_job: ContextVar[Job | None] = ContextVar("job", default=None)
_listener: ContextVar[Callable[[int, int], None] | None] = ContextVar("listener", default=None)
_here: set[int] = set()  # the jobs that this process is running
_carried: dict[str, tuple[Callable[[], Any], Callable[[Any], AbstractContextManager[Any]]]] = {}


def carry(name: str, now: Callable[[], Any], again: Callable[[Any], AbstractContextManager[Any]]) -> None:
    """Let every job run amid what was so for whoever asked: ``now`` tells it as plain JSON, ``again`` holds it anew."""
    _carried[name] = (now, again)


def later(action: Callable[..., Any], *, by: models.Model | None, steps: int | None = None, **arguments: Any) -> Job:
    """Ask for ``action(**arguments, by=by)`` to be run by the worker, once this transaction is committed.

    What it refuses is said in the language of whoever asks now. ``steps`` is how many it counts, if known.
    """
    job = Job.objects.create(
        action=f"{action.__module__}.{action.__qualname__}",
        arguments={name: _packed(value) for name, value in (arguments | {"by": by}).items()},
        asked_by=by.pk if by else None,
        total=steps,
        language=get_language() or settings.LANGUAGE_CODE,
        around={name: now() for name, (now, _hold) in _carried.items()},
    )
    transaction.on_commit(lambda: run.enqueue(job.pk))
    return job


def last_refusal(action: Callable[..., Any], **arguments: Any) -> str:
    """Why the last job asked for of this action on these things failed; empty when it did not, or none was."""
    named = {f"arguments__{name}": _packed(value) for name, value in arguments.items()}
    last = Job.objects.filter(action=f"{action.__module__}.{action.__qualname__}", **named).order_by("-pk").first()
    return last.error if last and last.state == JobState.FAILED else ""


@contextmanager
def told(listener: Callable[[int, int], None]) -> Iterator[None]:
    """Hear how far an action called now has come: a command draws it."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def progress(done: int, total: int) -> None:
    """Tell how far the running job has come; harmless when the action was called now."""
    if listener := _listener.get():
        listener(done, total)
    if job := _job.get():
        Job.objects.filter(pk=job.pk).update(done=done, total=total, seen_at=clock.now())


@task()
def run(job_id: int) -> None:
    """Run a waiting job to its end; told of it twice, two workers run it once.

    A database that was busy is asked again, a refusal is kept with its sentence, and a worker that is told to stop
    leaves the job to the next one.
    """
    waiting = Job.objects.filter(pk=job_id, state=JobState.WAITING)
    if not waiting.update(state=JobState.RUNNING, tries=F("tries") + 1, seen_at=clock.now()):
        return
    job = Job.objects.get(pk=job_id)
    token = _job.set(job)
    _here.add(job.pk)
    try:
        with override(job.language or settings.LANGUAGE_CODE):
            _do(job)
    finally:
        _here.discard(job.pk)
        _job.reset(token)


def _do(job: Job) -> None:
    try:
        with ExitStack() as around:
            for name, value in job.around.items():
                around.enter_context(_carried[name][1](value))
            import_string(job.action)(**{name: _unpacked(value) for name, value in job.arguments.items()})
    except ValidationError as refusal:
        _end(job, JobState.FAILED, error=" ".join(refusal.messages))
    except OperationalError:
        if job.tries >= TRIES:
            _fail(job)
            raise
        log.warning("%s found the database busy: it is asked again.", job)
        _again(job)
    except (SystemExit, KeyboardInterrupt):
        _again(job)
        raise
    except BaseException:
        log.exception("%s failed.", job)
        _fail(job)
        raise
    else:
        _end(job, JobState.DONE)


def take_up_lost() -> None:
    """Say that the jobs of this process are still being run, then take up again those of which nobody says so.

    A chore of every worker. A job that has brought down ``TRIES`` workers is given up, and says so.
    """
    now = clock.now()
    Job.objects.filter(pk__in=_here, state=JobState.RUNNING).update(seen_at=now)
    unheard = Job.objects.filter(state__in=[JobState.WAITING, JobState.RUNNING], seen_at__lt=now - LOST_AFTER)
    for job in unheard.order_by("pk"):
        log.warning("Nobody runs %s any more: it is taken up again.", job)
        if job.state == JobState.RUNNING and job.tries >= TRIES:
            with override(job.language or settings.LANGUAGE_CODE):
                _fail(job)
        else:
            _again(job, seen_at=job.seen_at, state=job.state)


def forget_finished() -> None:
    """Remove the queue's own rows of tasks that ended long ago; the job keeps what was asked, by whom, and its end.

    A chore of every worker: without it the queue grows by a row for each batch, for ever.
    """
    DBTaskResult.objects.finished().filter(finished_at__lt=clock.now() - settings.TASKS_KEPT).delete()


def _again(job: Job, **still: Any) -> None:
    """Let a job wait anew, if it is ``still`` as it was found: of two workers that find it lost, one takes it up."""
    with transaction.atomic():
        if Job.objects.filter(pk=job.pk, **still).update(state=JobState.WAITING, seen_at=clock.now()):
            run.enqueue(job.pk)


def _fail(job: Job) -> None:
    """What broke is in the log; whoever asked is told what to do."""
    sentence = gettext("Something broke before the end: the fault is recorded. Ask for it again.")
    _end(job, JobState.FAILED, error=sentence)


def _end(job: Job, state: JobState, *, error: str = "") -> None:
    Job.objects.filter(pk=job.pk).update(state=state, error=error, ended_at=clock.now())


def _packed(value: Any) -> Any:
    if isinstance(value, models.Model):
        return {"model": value._meta.label, "pk": value.pk}
    return value


def _unpacked(value: Any) -> Any:
    if isinstance(value, dict) and value.keys() == {"model", "pk"}:
        return apps.get_model(value["model"])._default_manager.get(pk=value["pk"])
    return value
