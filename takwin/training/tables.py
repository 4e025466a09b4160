"""The lists of sessions and of enrolments."""

from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django.db.models import Max, Min, Q, QuerySet
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from takwin.core import clock
from takwin.directory.enums import Level
from takwin.directory.models import Place
from takwin.training.enums import ENROLMENT_LOOKS, SESSION_LOOKS, EnrolmentState, SessionState
from takwin.training.models import Enrolment, TrainingSession
from takwin.training.queries import days_of
from takwin.ui.lists import Column, Empty, Listing, Tab
from takwin.ui.things import Act


def _provinces() -> list[tuple[int, str]]:
    script = "ar" if get_language() == "ar" else "fr"
    rows = Place.objects.filter(level=Level.PROVINCE, sessions__isnull=False).distinct().order_by(f"sort_{script}")
    return list(rows.values_list("pk", f"name_{script}"))


def _years() -> list[tuple[int, int]]:
    """From that of the last session back to that of the first, which spares looking at the day of each."""
    first, last = TrainingSession.objects.aggregate(first=Min("starts_on"), last=Max("starts_on")).values()
    return [(year, year) for year in range(last.year, first.year - 1, -1)] if first else []


class SessionFilter(django_filters.FilterSet):  # type: ignore[misc]
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=SessionState.choices)
    place = django_filters.MultipleChoiceFilter(label=_("Province"), choices=_provinces)
    year = django_filters.MultipleChoiceFilter(label=_("Year"), field_name="starts_on__year", choices=_years)

    class Meta:
        model = TrainingSession
        fields: list[str] = []


def look_of_session(session: Any) -> Any:
    return SESSION_LOOKS[SessionState(session.state)]


def sessions_listing(plan: Act | None) -> Listing:
    """The list, with tabs that know what day it is."""
    today = clock.today()
    standing = [SessionState.TENTATIVE, SessionState.CONFIRMED, SessionState.POSTPONED]
    return Listing(
        title=_("Training sessions"),
        columns=[
            Column("topic", _("Topic"), value="topic.name", phone="top", note="reference"),
            Column("place", _("Province"), value="place.name", sort="place__sort_{lang}"),
            Column("days", _("Days"), kind="days", value=days_of, sort="starts_on"),
            Column("enrolled", _("Enrolled"), kind="number", sort="enrolled"),
            Column("seats", _("Seats"), kind="number", sort="seats", phone="hide"),
            Column("state", _("State"), kind="state", value=look_of_session, sort="state", phone="end"),
        ],
        empty=Empty(_("No session yet"), _("A session appears here once it is planned in your territory."), plan),
        default_sort="-days",
        filterset=SessionFilter,
        search_hint=_("Topic, reference, province…"),
        tabs=[
            Tab("coming", _("To come"), Q(state__in=standing, starts_on__gte=today)),
            Tab("to_confirm", _("To confirm"), Q(state__in=[SessionState.TENTATIVE, SessionState.POSTPONED])),
            Tab("now", _("Being held"), Q(state__in=[SessionState.CONFIRMED, SessionState.HELD], starts_on__lte=today)),
            Tab("closed", pgettext_lazy("step of a session", "Closed"), Q(state=SessionState.CLOSED)),
        ],
        export_name="sessions",
    )


class EnrolmentFilter(django_filters.FilterSet):  # type: ignore[misc]
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=EnrolmentState.choices)
    year = django_filters.MultipleChoiceFilter(label=_("Year"), choices=_years, method="of_years")

    class Meta:
        model = Enrolment
        fields: list[str] = []

    def of_years(self, rows: QuerySet[Enrolment], _name: str, years: list[str]) -> QuerySet[Enrolment]:
        """The sessions of those years are chosen first: asked of each enrolment, their day costs a join a row."""
        in_them = reduce(or_, (Q(starts_on__year=year) for year in years), Q())
        chosen = TrainingSession.objects.filter(in_them)
        return rows.filter(session__in=chosen.values("pk")) if years else rows


ENROLMENTS = Listing(
    title=_("Participants"),
    columns=[
        Column("person", _("Person"), value="person.name", phone="top", note="capacity_said"),
        Column("body", _("For"), value="body.name"),
        Column("session", _("Session"), value="session.topic.name", note="session.reference"),
        Column("day", _("First day"), kind="day", value="session.starts_on", phone="hide"),
        Column("nominated", _("Nominated"), kind="moment", value="nominated_at", sort="nominated_at", phone="hide"),
        Column(
            "state", _("State"), kind="state", phone="end",
            value=lambda line: ENROLMENT_LOOKS[EnrolmentState(line.state)],
        ),
    ],
    empty=Empty(_("Nobody is nominated yet"), _("People appear here once a council nominates them for a session.")),
    default_sort="-nominated",
    filterset=EnrolmentFilter,
    search_hint=_("Name, commune…"),
    export_name="participants",
    row_url=lambda line: line.session.get_absolute_url(),
)  # fmt: skip
