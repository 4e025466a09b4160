"""The one background task: run an action by its dotted name, with progress and retry.

An action called later is the same function as an action called now. A long batch is not one transaction:
it commits in chunks that each may be done again harmlessly, and says ``progress(done, total)`` between them.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import OperationalError, models, transaction
from django.utils.module_loading import import_string
from django_tasks import task

from takwin.core import clock
from takwin.core.models import Job, JobState

TRIES = 3
_job: ContextVar[Job | None] = ContextVar("job", default=None)


def later(action: Callable[..., Any], *, by: models.Model | None, **arguments: Any) -> Job:
    """Ask for ``action(**arguments, by=by)`` to be run by the worker, once this transaction is committed."""
    job = Job.objects.create(
        action=f"{action.__module__}.{action.__qualname__}",
        arguments={name: _packed(value) for name, value in (arguments | {"by": by}).items()},
        asked_by=by.pk if by else None,
    )
    transaction.on_commit(lambda: run.enqueue(job.pk))
    return job


def progress(done: int, total: int) -> None:
    """Tell how far the running job has come; harmless when the action was called now."""
    if job := _job.get():
        Job.objects.filter(pk=job.pk).update(done=done, total=total)


@task()
def run(job_id: int) -> None:
    """Run a job to its end; a database that was busy is asked again, a refusal is kept with its sentence."""
    job = Job.objects.get(pk=job_id)
    if job.is_over:
        return
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, tries=job.tries + 1)
    token = _job.set(job)
    try:
        import_string(job.action)(**{name: _unpacked(value) for name, value in job.arguments.items()})
    except ValidationError as refusal:
        _end(job, JobState.FAILED, error=" ".join(refusal.messages))
    except OperationalError as busy:
        if job.tries + 1 >= TRIES:
            _end(job, JobState.FAILED, error=str(busy))
            raise
        run.enqueue(job.pk)
    except BaseException as fault:
        _end(job, JobState.FAILED, error=f"{type(fault).__name__}: {fault}")
        raise
    else:
        _end(job, JobState.DONE)
    finally:
        _job.reset(token)


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
