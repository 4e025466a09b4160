"""The list of projects."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from takwin.agreements.models import Project
from takwin.agreements.projects.enums import LOOKS, MilestoneKind, ProjectKind, ProjectState
from takwin.agreements.projects.queries import in_state, state_of
from takwin.directory.enums import Level
from takwin.directory.models import Place
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.ui.lists import Column, Empty, Listing, Tab
from takwin.ui.states import Look


def look_of(project: Any) -> Look:
    return LOOKS[state_of(project)]


def _next(project: Any) -> str:
    return str(MilestoneKind(project.next_kind).label) if project.next_kind else ""


def _provinces(request: HttpRequest) -> QuerySet[Place]:
    seen = allowed(Project.objects, request.user, Permission.AGREEMENT_VIEW)
    return Place.objects.filter(level=Level.PROVINCE, pk__in=seen.values("place__province")).order_by("sort_ar")


class ProjectFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Where, and of what kind."""

    place__province = django_filters.ModelChoiceFilter(label=_("Province"), queryset=_provinces)
    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=ProjectKind.choices)

    class Meta:
        model = Project
        fields: list[str] = []


def listing() -> Listing:
    return Listing(
        title=_("Projects"),
        columns=[
            Column("name", _("Project"), sort="sort_{lang}", phone="top"),
            Column("reference", _("Reference"), kind="reference", sort="reference", phone="hide"),
            Column("kind", _("Kind"), value="get_kind_display"),
            Column("place", _("Place"), sort="place__sort_{lang}"),
            Column("next", _("Next milestone"), value=_next),
            Column("next_on", _("Planned for"), kind="day", sort="next_on"),
            Column("state", _("State"), value=look_of, kind="state", phone="end"),
        ],
        default_sort="next_on",
        filterset=ProjectFilter,
        tabs=[
            Tab("late", pgettext_lazy("projects", "Late"), in_state(ProjectState.LATE)),
            Tab("under_way", pgettext_lazy("projects", "Under way"), in_state(ProjectState.UNDER_WAY)),
            Tab("planned", pgettext_lazy("projects", "Planned"), in_state(ProjectState.PLANNED)),
            Tab("done", pgettext_lazy("projects", "Done"), in_state(ProjectState.DONE)),
            Tab("stopped", pgettext_lazy("projects", "Given up"), in_state(ProjectState.STOPPED)),
        ],
        search_hint=_("Name, reference or place"),
        export_name="projects",
        empty=Empty(
            _("No project here yet"),
            _("A school, a centre or a boarding house appears here once it is opened from its agreement."),
        ),
    )
