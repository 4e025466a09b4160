"""What waits on projects, and their answers to the general search."""

from collections.abc import Iterable

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from takwin.accounts.models import User
from takwin.agreements.models import Milestone, Project
from takwin.agreements.projects.queries import holding
from takwin.core import clock, formats
from takwin.core.search import answering
from takwin.core.text import joined
from takwin.rights.enums import Permission
from takwin.rights.panels import Found, Waiting
from takwin.rights.queries import allowed

FEW = 5


def late(user: User) -> Iterable[Waiting]:
    """Projects of which a milestone has passed its day, one line each, the latest first; of the only one that is late
    what holds it back is said."""
    past = allowed(Milestone.objects, user, Permission.AGREEMENT_EDIT).filter(
        done_on=None, planned_on__lt=clock.today(), project__stopped_on=None
    )
    latest = past.order_by().values("project").annotate(latest=Max("planned_on")).order_by("-latest", "project")[:FEW]
    found = [row["project"] for row in latest]
    by_project: dict[int, list[Milestone]] = {pk: [] for pk in found}
    for row in past.filter(project__in=found).select_related("project").order_by("planned_on", "pk"):
        by_project[row.project_id].append(row)
    held = holding(Milestone.objects.filter(project__in=found).select_related("project")) if found else {}
    for rows in by_project.values():
        yield _only(rows[0], held[rows[0].pk]) if len(rows) == 1 else _several(rows)


def _only(row: Milestone, held: list[Milestone]) -> Waiting:
    if not held:
        url = reverse("agreements:do_milestone", args=[row.pk])
        return Waiting(row.project.name, str(row), row.planned_on, url, _("Record it as done"))
    detail = joined([str(row), _("waits for: %(one)s") % {"one": held[0]}])
    return Waiting(
        row.project.name, detail, row.planned_on, row.project.get_absolute_url(), _("See what holds it back")
    )


def _several(rows: list[Milestone]) -> Waiting:
    """The late milestones of one project, by their day: as every line that stands for many, it bears the latest."""
    told = ngettext("%(count)s late milestone", "%(count)s late milestones", len(rows)) % {"count": len(rows)}
    since = _("the longest late since %(day)s") % {"day": formats.day(rows[0].planned_on)}
    project = rows[0].project
    url = f"{project.get_absolute_url()}#milestones"
    return Waiting(project.name, joined([told, since]), rows[-1].planned_on, url, _("See the milestones"))


def search(terms: list[str], user: User) -> Iterable[Found]:
    found = allowed(Project.objects, user, Permission.AGREEMENT_VIEW).select_related("place")
    rows = answering(found, terms).order_by("sort_ar", "pk")[:FEW]
    return [Found(row.name, joined([row.reference, row.place.name]), row.get_absolute_url()) for row in rows]
