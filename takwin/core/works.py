"""The names of what is done in the background, as whoever asked for it calls it, and where its result is found."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.functional import Promise

from takwin.core.models import Job


@dataclass(frozen=True)
class Work:
    """A kind of work: its name, and the page of its result; ``None`` stands for the page of what it is about.

    ``named_by``: what the name of that thing is read from, fetched with it.
    """

    label: str | Promise
    home: Callable[[], str] | None
    named_by: tuple[str, ...]


WORKS: dict[str, Work] = {}


def work(
    action: Callable[..., Any],
    label: str | Promise,
    *,
    home: Callable[[], str] | None = None,
    named_by: tuple[str, ...] = (),
) -> None:
    """Name an action that people ask for and follow; what is not named is done unseen, by itself."""
    WORKS[f"{action.__module__}.{action.__qualname__}"] = Work(label, home, named_by)


@dataclass(frozen=True)
class Asked:
    """A job with its name, what it is about and the page of its result; the last two may be empty."""

    job: Job
    label: str | Promise
    about: str
    url: str


def asked(jobs: Iterable[Job]) -> list[Asked]:
    """Each job as it is told; what they are about is fetched once for each kind of thing."""
    rows = [(job, _subject(job)) for job in jobs]
    wanted: dict[str, set[Any]] = defaultdict(set)
    named_by: dict[str, set[str]] = defaultdict(set)
    for job, subject in rows:
        if subject:
            label, key = subject
            wanted[label].add(key)
            named_by[label].update(WORKS[job.action].named_by if job.action in WORKS else ())
    found = {label: _things(label, named_by[label]).in_bulk(keys) for label, keys in wanted.items()}
    return [_told(job, found[subject[0]].get(subject[1]) if subject else None) for job, subject in rows]


def _things(label: str, named_by: Collection[str]) -> models.QuerySet[Any]:
    things: models.QuerySet[Any] = apps.get_model(label)._default_manager.all()
    return things.select_related(*named_by) if named_by else things  # given nothing, it would follow every key


def _subject(job: Job) -> tuple[str, Any] | None:
    """The first thing that was given to the action, besides whoever asked."""
    given = [value for name, value in job.arguments.items() if name != "by" and isinstance(value, dict)]
    first = next((value for value in given if value.keys() == {"model", "pk"}), None)
    return (first["model"], first["pk"]) if first else None


def _told(job: Job, thing: models.Model | None) -> Asked:
    known = WORKS.get(job.action)
    page: Any = getattr(thing, "get_absolute_url", None)
    url = known.home() if known and known.home else page() if page else ""
    return Asked(job, known.label if known else "", str(thing) if thing and page else "", url)
