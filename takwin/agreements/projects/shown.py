"""What the pages of projects show: the head, the timeline and its table, money, photos, papers, lines elsewhere."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.agreements.models import Agreement, Milestone, Project, Waits
from takwin.agreements.projects.enums import MARK_LOOKS, FileKind, MoneyKind
from takwin.agreements.projects.gantt import draw, state
from takwin.agreements.projects.queries import holding, money_of, with_progress
from takwin.agreements.projects.tables import look_of
from takwin.core import clock
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed, may
from takwin.ui.states import Look
from takwin.ui.things import Act, Call

MANY = 30  # projects on one timeline


class Page:
    """What the head of the page of a project says to this reader."""

    def __init__(self, project: Any, *, edits: bool) -> None:
        self.project, self.edits = project, edits and project.stopped_on is None

    def calls(self) -> list[Call]:
        if self.project.stopped_on:
            return [Call(_("This project is given up."), self.project.motive, "bad")]
        late = self.project.late_count
        if not late:
            return []
        said = ngettext("%(count)s milestone is past its day.", "%(count)s milestones are past their day.", late)
        return [Call(said % {"count": late}, _("Record what was done, or give it another day."), "warn")]

    def acts(self) -> list[Act]:
        """The first milestone that may be done is the main one; the rest is recorded as it comes."""
        if not self.edits:
            return []
        pk = [self.project.pk]
        rows = list(self.project.milestones.filter(done_on=None))
        held = holding(self.project.milestones.all())
        first = next((row for row in rows if not held[row.pk]), None)
        label = _("Record: %(milestone)s")
        main = (
            [Act(label % {"milestone": first}, reverse("agreements:do_milestone", args=[first.pk]), "check")]
            if first
            else []
        )
        return [
            *main,
            Act(_("Add a photo or a paper"), reverse("agreements:add_project_file", args=pk), "put"),
            Act(_("Record an amount"), reverse("agreements:project_money", args=pk), "money"),
            Act(_("Plan a milestone"), reverse("agreements:plan_milestone", args=pk), "cal"),
            Act(_("Give up the project"), reverse("agreements:stop_project", args=pk), "no", danger=True),
        ]


@dataclass(frozen=True)
class Row:
    """A milestone as the table beside the timeline tells it, with what the reader may do to it."""

    milestone: Milestone
    look: Look
    days_late: int
    links: list[Waits]
    held: Milestone | None  # the first thing to do before it, when it waits for nothing that was said
    edits: bool


def _rows(
    milestones: list[Milestone], held: dict[int, list[Milestone]], links: list[Waits], *, edits: bool
) -> list[Row]:
    today = clock.today()
    by_milestone: dict[int, list[Waits]] = defaultdict(list)
    for link in links:
        by_milestone[link.milestone_id].append(link)
    return [
        Row(
            milestone=row,
            look=MARK_LOOKS[state(row, held, today)],
            days_late=max(0, ((row.done_on or max(today, row.planned_on)) - row.first_planned_on).days),
            links=by_milestone[row.pk],
            held=next(iter(held.get(row.pk, ())), None),
            edits=edits,
        )
        for row in milestones
    ]


def _links(milestones: list[Milestone]) -> list[Waits]:
    rows = Waits.objects.filter(milestone__in=[row.pk for row in milestones])
    return list(rows.select_related("on__project", "milestone__project"))


def timeline(projects: QuerySet[Project]) -> dict[str, Any]:
    """The drawing and the table of these projects, the most pressing first, in four queries whatever their number."""
    today = clock.today()
    ordered = with_progress(projects, today).order_by(F("next_on").asc(nulls_last=True), "pk")
    shown = list(ordered.filter(Q(milestone_count__gt=0)).select_related("place")[: MANY + 1])
    more, shown = len(shown) > MANY, shown[:MANY]
    milestones = list(Milestone.objects.filter(project__in=[one.pk for one in shown]).select_related("project"))
    links, held = _links(milestones), holding(milestones)
    by_project: dict[int, list[Milestone]] = defaultdict(list)
    for row in milestones:
        by_project[row.project_id].append(row)
    pairs = [(link.milestone_id, link.on_id) for link in links]
    chart = draw(shown, by_project, pairs, held, today=today, rtl=get_language_bidi())
    groups = [(one, look_of(one), _rows(by_project[one.pk], held, links, edits=False)) for one in shown]
    return {"chart": chart, "groups": groups, "more": more, "today": today, "many": MANY}


def steps(thing: Project, user: User) -> dict[str, Any]:
    """The timeline of one project, with those it waits for, and the table of its milestones."""
    today = clock.today()
    mine = list(thing.milestones.select_related("project"))
    links = _links(mine)
    others = sorted({link.on.project for link in links if link.on.project_id != thing.pk}, key=lambda one: one.pk)
    seen = list(allowed(Project.objects.filter(pk__in=[one.pk for one in others]), user, Permission.AGREEMENT_VIEW))
    awaited = {link.on_id for link in links}
    by_project: dict[int, list[Milestone]] = {thing.pk: mine}
    for link in links:
        if link.on.project in seen and link.on not in by_project.setdefault(link.on.project_id, []):
            by_project[link.on.project_id].append(link.on)
    held = holding(mine)
    pairs = [(link.milestone_id, link.on_id) for link in links if link.on_id in awaited]
    chart = draw([thing, *seen], by_project, pairs, held, today=today, rtl=get_language_bidi())
    edits = thing.stopped_on is None and may(user, Permission.AGREEMENT_EDIT, thing)
    return {
        "chart": chart,
        "rows": _rows(mine, held, links, edits=edits),
        "project": thing,
        "today": today,
        "edits": edits,
    }


def money(thing: Project, user: User) -> dict[str, Any]:
    """Planned, engaged and spent, and the lines that make them."""
    sums = money_of(thing)
    most = max(sums.values()) or Decimal(1)
    edits = thing.stopped_on is None and may(user, Permission.AGREEMENT_EDIT, thing)
    return {
        "sums": [(kind.label, sums[kind], kind) for kind in MoneyKind],
        "over": max(Decimal(0), sums[MoneyKind.ENGAGED] - sums[MoneyKind.PLANNED]),
        "spent": sums[MoneyKind.SPENT] / most,
        "engaged": sums[MoneyKind.ENGAGED] / most,
        "lines": list(thing.money.select_related("proof")),
        "edits": edits,
        "project": thing,
    }


def photos(thing: Project, user: User) -> dict[str, Any] | None:
    found = list(thing.files.filter(kind=FileKind.PHOTO))
    return {"photos": found, "edits": may(user, Permission.AGREEMENT_EDIT, thing)} if found else None


def papers(thing: Project, user: User) -> dict[str, Any]:
    found = list(thing.files.filter(kind=FileKind.PAPER).select_related("file"))
    return {"papers": found, "edits": may(user, Permission.AGREEMENT_EDIT, thing)}


def facts(thing: Project, user: User) -> dict[str, Any]:
    return {"project": thing}


@dataclass(frozen=True)
class ProjectLine:
    """A project in a panel of another page."""

    project: Project
    look: Look
    next_on: dt.date | None


def of_agreement(thing: Agreement, user: User) -> dict[str, Any] | None:
    """The projects of an agreement, on its page; who prepares it opens one from there."""
    rows = with_progress(thing.projects.all(), clock.today()).order_by("reference")
    lines = [ProjectLine(row, look_of(row), row.next_on) for row in rows]  # type: ignore[attr-defined]
    opens = thing.cancelled_on is None and may(user, Permission.AGREEMENT_EDIT, thing.owner)
    new_url = reverse("agreements:new_project", args=[thing.pk]) if opens else ""
    if not lines and not new_url:
        return None
    return {
        "lines": lines,
        "new_url": new_url,
        "timeline_url": f"{reverse('agreements:timeline')}?agreement={thing.pk}",
    }
