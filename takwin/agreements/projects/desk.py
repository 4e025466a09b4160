"""What waits on projects, and their answers to the general search."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.agreements.models import Milestone, Project
from takwin.agreements.projects.queries import holding
from takwin.core import clock
from takwin.core.text import joined
from takwin.rights.enums import Permission
from takwin.rights.panels import Found, Waiting
from takwin.rights.queries import allowed

FEW = 5


def late(user: User) -> Iterable[Waiting]:
    """Milestones whose day has passed, the latest first; one that is held back says by what."""
    past = allowed(Milestone.objects, user, Permission.AGREEMENT_EDIT).filter(
        done_on=None, planned_on__lt=clock.today(), project__stopped_on=None
    )
    rows = list(past.select_related("project").order_by("-planned_on", "pk")[:FEW])
    whole = Milestone.objects.filter(project__in=[row.project_id for row in rows]).select_related("project")
    held = holding(whole) if rows else {}
    for row in rows:
        first = next(iter(held[row.pk]), None)
        detail = _("waits for: %(one)s") % {"one": first} if first else ""
        url = row.project.get_absolute_url() if first else reverse("agreements:do_milestone", args=[row.pk])
        verb = _("See what holds it back") if first else _("Record it as done")
        yield Waiting(row.project.name, joined([str(row), detail] if detail else [str(row)]), row.planned_on, url, verb)


def search(terms: list[str], user: User) -> Iterable[Found]:
    found = allowed(Project.objects, user, Permission.AGREEMENT_VIEW).select_related("place")
    for term in terms:
        found = found.filter(search_text__contains=term)
    rows = found.order_by("sort_ar", "pk")[:FEW]
    return [Found(row.name, joined([row.reference, row.place.name]), row.get_absolute_url()) for row in rows]
