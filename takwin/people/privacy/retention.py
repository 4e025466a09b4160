"""Let go of what is past its time: rule by rule, batch by batch, so that a run cut short is simply gone on with.

A rule says which rows are due on a day, and how they are let go. A row let go is due no more, so a second run finds
nothing. Each batch is one transaction with its journal entry: a count, never whose. Figures and proofs stay.
"""

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from takwin.accounts.models import User
from takwin.core import clock
from takwin.core.registry import Registry
from takwin.journal.actions import record
from takwin.people.models import RetentionRun
from takwin.people.privacy.words import Words

BATCH = 500
KEPT_RUNS = 100
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rule:
    """``due(day)`` are the rows past their time on that day; ``let_go(keys)`` removes or empties them, inside the
    caller's transaction. ``reason`` says to people which time has passed."""

    name: str
    label: Words
    reason: Words
    due: Callable[[dt.date], "models.QuerySet[Any]"]
    let_go: Callable[[Sequence[Any]], None]
    order: int = 50


RULES: Registry[Rule] = Registry()


def retention_rule(
    name: str,
    label: Words,
    reason: Words,
    *,
    due: Callable[[dt.date], "models.QuerySet[Any]"],
    let_go: Callable[[Sequence[Any]], None],
    order: int = 50,
) -> Rule:
    """Bring a rule; called in ``ready()`` of the app whose rows they are, or of one above it."""
    return RULES.add(Rule(name, label, reason, due, let_go, order))


class NothingGoes(RuntimeError):
    """A rule left its rows as due as before: a fault of the rule, said before it turns for ever."""


def due_on(day: dt.date) -> dict[str, int]:
    """How many rows each rule would let go of on that day."""
    return {rule.name: rule.due(day).count() for rule in RULES}


def report(day: dt.date) -> RetentionRun:
    """Count and keep the counts, changing nothing else."""
    now = clock.now()
    counts = due_on(day)
    run = RetentionRun.objects.create(as_of=day, counts=counts, started_at=now, ended_at=clock.now())
    RetentionRun.objects.filter(pk__lt=run.pk - KEPT_RUNS, wrote=False).delete()
    return run


def let_go(
    day: dt.date, *, by: User | None, told: Callable[[Rule, int], None] = lambda rule, count: None
) -> RetentionRun:
    """Let go of all that is due on that day; ``told`` hears of each batch once it is committed.

    Rules take their turn again until none finds anything: what one lets go may free another's rows.
    """
    if day > clock.today():
        raise ValueError("What is due in the future is only reported.")
    run = RetentionRun.objects.create(
        as_of=day, wrote=True, counts={rule.name: 0 for rule in RULES}, started_at=clock.now()
    )
    while sum(_apply(rule, run, by=by, told=told) for rule in RULES):
        continue
    run.ended_at = clock.now()
    run.save(update_fields=["ended_at"])
    return run


def _apply(rule: Rule, run: RetentionRun, *, by: User | None, told: Callable[[Rule, int], None]) -> int:
    """All batches of one rule. Gives how many rows went."""
    gone, last = 0, None
    while keys := _batch(rule, run.as_of, run, by=by):
        if keys == last:
            raise NothingGoes(rule.name)
        gone, last = gone + len(keys), keys
        told(rule, len(keys))
    return gone


@transaction.atomic
def _batch(rule: Rule, day: dt.date, run: RetentionRun, *, by: User | None) -> list[Any]:
    """One batch with its count and its entry, or nothing of it."""
    keys = list(rule.due(day).order_by("pk").values_list("pk", flat=True)[:BATCH])
    if keys:
        rule.let_go(keys)
        run.counts[rule.name] = run.counts.get(rule.name, 0) + len(keys)
        run.save(update_fields=["counts"])
        record("retention.applied", run, by=by, rule=rule.name, count=len(keys), as_of=day)
    return keys


def report_daily() -> None:
    """The chore: count once a day what is past its time, and remove nothing. People decide."""
    midnight = clock.now().astimezone(clock.CASABLANCA).replace(hour=0, minute=0, second=0, microsecond=0)
    if RetentionRun.objects.filter(started_at__gte=midnight).exists():
        return
    run = report(clock.today())
    if due := sum(run.counts.values()):
        log.warning("%s entries of personal data are past their time: takwin retention --write lets go of them.", due)
