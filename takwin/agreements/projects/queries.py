"""Reads of projects: their state, what holds each milestone back, their money."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery, Sum

from takwin.agreements.models import Milestone, Project, ProjectMoney, Waits
from takwin.agreements.projects.enums import ENDING, MilestoneKind, MoneyKind, ProjectState, earlier
from takwin.core.money import ZERO


def with_progress(projects: QuerySet[Project], on: dt.date) -> QuerySet[Project]:
    """Annotate how many milestones there are, are done, end the works, are late on a day; the next one and its day."""
    todo = Q(milestones__done_on=None)
    following = Milestone.objects.filter(project=OuterRef("pk"), done_on=None).order_by("planned_on", "pk")
    return projects.annotate(
        milestone_count=Count("milestones", distinct=True),
        done_count=Count("milestones", filter=~todo, distinct=True),
        ended_count=Count("milestones", filter=~todo & Q(milestones__kind__in=ENDING), distinct=True),
        late_count=Count("milestones", filter=todo & Q(milestones__planned_on__lt=on), distinct=True),
        next_on=Min("milestones__planned_on", filter=todo),
        next_kind=Subquery(following.values("kind")[:1]),
    )


def state_of(project: Any) -> ProjectState:
    """The state of a row of ``with_progress``."""
    if project.stopped_on:
        return ProjectState.STOPPED
    if project.ended_count and project.done_count == project.milestone_count:
        return ProjectState.DONE
    if project.late_count:
        return ProjectState.LATE
    return ProjectState.UNDER_WAY if project.done_count else ProjectState.PLANNED


def in_state(state: ProjectState) -> Q:
    """The condition that a row of ``with_progress`` is in that state: what ``state_of`` says, asked of the database."""
    stands = Q(stopped_on=None)
    done = Q(ended_count__gt=0, done_count=F("milestone_count"))
    late = Q(late_count__gt=0)
    return {
        ProjectState.STOPPED: ~stands,
        ProjectState.DONE: stands & done,
        ProjectState.LATE: stands & ~done & late,
        ProjectState.UNDER_WAY: stands & ~done & ~late & Q(done_count__gt=0),
        ProjectState.PLANNED: stands & ~late & Q(done_count=0),
    }[state]


def waits_among(milestones: Iterable[Milestone], links: Iterable[Waits]) -> dict[int, set[int]]:
    """Who waits for whom: what was said, and, inside a project, the order of the kinds."""
    rows = list(milestones)
    waits: dict[int, set[int]] = defaultdict(set)
    for link in links:
        waits[link.milestone_id].add(link.on_id)
    by_project: dict[int, list[Milestone]] = defaultdict(list)
    for row in rows:
        by_project[row.project_id].append(row)
    for row in rows:
        before = earlier(MilestoneKind(row.kind))
        waits[row.pk].update(other.pk for other in by_project[row.project_id] if other.kind in before)
    return waits


def before(milestone: Milestone) -> list[Milestone]:
    """What must be done before this milestone, known yet or only meant: those it waits for, and those its kind follows
    in its project."""
    same = Q(project=milestone.project_id, kind__in=earlier(MilestoneKind(milestone.kind)))
    linked = Q(awaited_by__milestone=milestone.pk or 0)
    return list(Milestone.objects.filter(same | linked).select_related("project").distinct().order_by("planned_on"))


def after(milestone: Milestone) -> list[Milestone]:
    """What cannot be done before this milestone."""
    kinds = [kind for kind in MilestoneKind if MilestoneKind(milestone.kind) in earlier(kind)]
    same = Q(project=milestone.project_id, kind__in=kinds)
    linked = Q(waits__on=milestone.pk or 0)
    return list(Milestone.objects.filter(same | linked).select_related("project").distinct().order_by("planned_on"))


def out_of_order(days: Mapping[MilestoneKind, dt.date]) -> list[tuple[MilestoneKind, MilestoneKind]]:
    """Which kinds are planned before the latest of those they wait for, each with that one."""
    found = []
    for kind in days:
        awaited = max((one for one in days if one in earlier(kind)), key=lambda one: days[one], default=kind)
        if days[kind] < days[awaited]:
            found.append((kind, awaited))
    return found


def holding(milestones: Iterable[Milestone]) -> dict[int, list[Milestone]]:
    """For each milestone not done, those not done that hold it back, in one query whatever their number.

    ``milestones`` are whole projects: the order of the kinds is read among them.
    """
    rows = list(milestones)
    links = list(
        Waits.objects.filter(milestone__in=[row.pk for row in rows], on__done_on=None).select_related("on__project")
    )
    known = {row.pk: row for row in rows} | {link.on_id: link.on for link in links}
    waits = waits_among(rows, links)
    return {
        row.pk: [known[one] for one in sorted(waits[row.pk]) if known[one].done_on is None]
        for row in rows
        if row.done_on is None
    }


def money_of(project: Project) -> dict[MoneyKind, Decimal]:
    """What is planned, engaged and spent; a line withdrawn counts no more."""
    lines = ProjectMoney.objects.filter(project=project, withdrawn_at=None).order_by()
    sums = dict(lines.values_list("kind").annotate(total=Sum("amount")))
    return {kind: sums.get(kind.value) or ZERO for kind in MoneyKind}
