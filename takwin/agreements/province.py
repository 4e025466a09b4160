"""What agreements and their projects tell of a province on its one page."""

from django.db.models import Count
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import pgettext

from takwin.accounts.models import User
from takwin.agreements.enums import AgreementState
from takwin.agreements.models import Agreement, Project
from takwin.agreements.projects.enums import ProjectState
from takwin.agreements.projects.queries import in_state as project_in_state
from takwin.agreements.projects.queries import with_progress as project_progress
from takwin.agreements.queries import in_state, with_progress
from takwin.core import clock
from takwin.directory.models import Place
from takwin.rights.enums import Permission
from takwin.rights.panels import Figure, counted
from takwin.rights.queries import allowed

VIEW = Permission.AGREEMENT_VIEW


def agreements(place: Place, user: User) -> list[Figure]:
    """The agreements of the province by state, in one query."""
    today = clock.today()
    states = {
        AgreementState.IN_FORCE: pgettext("agreements", "In force"),
        AgreementState.DRAFT: pgettext("agreements", "Being signed"),
        AgreementState.ENDED: pgettext("agreements", "Ended"),
        AgreementState.CANCELLED: pgettext("agreements", "Cancelled"),
    }
    rows = with_progress(allowed(Agreement.objects, user, VIEW).filter(place=place), today)
    counts = rows.aggregate(**{state.value: Count("pk", filter=in_state(state, today)) for state in states})
    return [
        counted(label, counts[state.value], _list("agreements:agreements", state.value, place=place.pk))
        for state, label in states.items()
    ]


def projects(place: Place, user: User) -> list[Figure]:
    """The projects of the province: late first, since it is what one asks; nothing is said where there is none."""
    today = clock.today()
    states = {
        ProjectState.LATE: pgettext("projects", "Late"),
        ProjectState.UNDER_WAY: pgettext("projects", "Under way"),
        ProjectState.PLANNED: pgettext("projects", "Planned"),
        ProjectState.DONE: pgettext("projects", "Done"),
    }
    rows = project_progress(allowed(Project.objects, user, VIEW).filter(place__province=place), today)
    counts = rows.aggregate(
        every=Count("pk"), **{state.value: Count("pk", filter=project_in_state(state)) for state in states}
    )
    if not counts["every"]:
        return []
    return [
        counted(
            label,
            counts[state.value],
            _list("agreements:projects", state.value, place__province=place.pk),
            tone="bad" if state == ProjectState.LATE else "",
        )
        for state, label in states.items()
    ]


def _list(name: str, tab: str, **where: int) -> str:
    return f"{reverse(name)}?{urlencode([('tab', tab), *((key, str(value)) for key, value in where.items())])}"
