"""The lists of meetings, series and promises."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from takwin.core import clock
from takwin.directory.models import Place
from takwin.meetings.enums import MEETING_LOOKS, OBLIGATION_LOOKS, STANDING, MeetingState, SeriesKind
from takwin.meetings.models import Meeting, Obligation
from takwin.meetings.queries.obligations import today_of
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.ui.lists import Column, Empty, Listing, Tab
from takwin.ui.things import Act


def _provinces(request: HttpRequest) -> QuerySet[Place]:
    """Those of the meetings the reader sees."""
    seen = allowed(Meeting.objects, request.user, Permission.MEETING_VIEW)
    return Place.objects.filter(pk__in=seen.values("place")).order_by("sort_ar")


def _provinces_of_debtors(request: HttpRequest) -> QuerySet[Place]:
    """Where those who promised have their seat."""
    seen = allowed(Obligation.objects, request.user, Permission.MEETING_VIEW)
    return Place.objects.filter(pk__in=seen.values("debtor__place__province")).order_by("sort_ar")


class MeetingFilter(django_filters.FilterSet):  # type: ignore[misc]
    place = django_filters.ModelChoiceFilter(label=_("Territory"), queryset=_provinces)
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=MeetingState.choices)
    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), field_name="series__kind", choices=SeriesKind.choices)

    class Meta:
        model = Meeting
        fields: list[str] = []


def look_of_meeting(meeting: Any) -> Any:
    return MEETING_LOOKS[MeetingState(meeting.state)]


def meetings_listing(plan: Act | None) -> Listing:
    """The list, with tabs that know what day it is."""
    coming = Q(state__in=[MeetingState.PLANNED, MeetingState.CONVENED])
    return Listing(
        title=_("Meetings"),
        columns=[
            Column("title", _("Meeting"), value=str, phone="top", note="reference"),
            Column("subject", _("Subject"), phone="hide"),
            Column("place", _("Province"), value="place.name", sort="place__sort_{lang}"),
            Column("day", _("Day"), kind="day", sort="day"),
            Column("promises", _("Promises"), kind="number", sort="promises"),
            Column("state", _("State"), kind="state", value=look_of_meeting, sort="state", phone="end"),
        ],
        empty=Empty(_("No meeting yet"), _("A meeting appears here once it is planned in your territory."), plan),
        default_sort="-day",
        filterset=MeetingFilter,
        search_hint=_("Series, subject, reference, province…"),
        tabs=[
            Tab("coming", _("To come"), coming & Q(day__gte=clock.today())),
            Tab("write", _("Minutes to write"), Q(state=MeetingState.HELD) | coming & Q(day__lt=clock.today())),
            Tab("told", _("Validated"), Q(state__in=STANDING)),
        ],
        export_name="meetings",
    )


class ObligationFilter(django_filters.FilterSet):  # type: ignore[misc]
    province = django_filters.ModelChoiceFilter(
        label=_("Province"), queryset=_provinces_of_debtors, field_name="debtor__place__province"
    )

    class Meta:
        model = Obligation
        fields: list[str] = []


def look_of_promise(obligation: Obligation) -> Any:
    return OBLIGATION_LOOKS[today_of(obligation)]


def without_date(obligation: Obligation) -> str:
    return "" if obligation.due_on else str(_("without a date"))


def obligations_listing() -> Listing:
    today = clock.today()
    awaited = Q(done_on=None, replaced_by=None)
    return Listing(
        title=_("Promises"),
        columns=[
            Column("text", _("What is promised"), phone="top"),
            Column("debtor", _("Who promises"), value="debtor.name", sort="debtor__sort_{lang}"),
            Column("amount", _("Amount"), kind="money", sort="amount"),
            Column("due_on", _("To be kept by"), kind="day", sort="due_on", note=without_date),
            Column("done_on", _("Kept on"), kind="day", sort="done_on", phone="hide"),
            Column("meeting", _("Meeting"), value="meeting.reference", kind="reference", phone="hide"),
            Column("state", _("State"), kind="state", value=look_of_promise, phone="end"),
        ],
        empty=Empty(_("No promise yet"), _("Promises are marked on the minutes of meetings, and bind once validated.")),
        default_sort="-due_on",
        filterset=ObligationFilter,
        search_hint=_("What is promised, body, meeting…"),
        tabs=[
            Tab("late", _("Late"), awaited & Q(due_on__lt=today)),
            Tab("awaited", _("Awaited"), awaited & (Q(due_on__gte=today) | Q(due_on=None))),
            Tab("kept", _("Promises kept"), Q(done_on__isnull=False)),
            Tab("replaced", _("Replaced"), Q(replaced_by__isnull=False)),
        ],
        export_name="promises",
    )


def series_listing(new: Act | None) -> Listing:
    return Listing(
        title=_("Series and committees"),
        columns=[
            Column("name", _("Name"), phone="top", sort="sort_{lang}"),
            Column("kind", _("Kind"), value=lambda one: one.get_kind_display()),
            Column("place", _("Territory"), value="place.name"),
            Column("last", _("Meetings"), kind="number", sort="last", phone="end"),
        ],
        empty=Empty(_("No series yet"), _("Meetings are numbered in a series: open the first."), new),
        default_sort="name",
        search_hint=_("Name, province…"),
        export_name="series",
    )
