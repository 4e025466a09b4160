"""The lists of plans, programmes, members with their days, and stays elsewhere."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import django_filters
from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.core import formats
from takwin.core.halfdays import in_days
from takwin.core.keys import key_of
from takwin.directory.enums import BodyKind, Level
from takwin.directory.models import Body, Place
from takwin.people.labels import capacity
from takwin.people.models import Office
from takwin.programmes.enums import ClaimState, ProgrammeKind, ProgrammeState
from takwin.programmes.models import ElsewhereDay, Plan, Programme
from takwin.programmes.queries.elsewhere import awaiting
from takwin.programmes.queries.entitlement import Entitlement, Law, entitlement_of, is_due
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.ui.lists import Column, Empty, Listing, Tab
from takwin.ui.states import Look, looks
from takwin.ui.things import Act

PROGRAMME_LOOKS = looks(
    ProgrammeState,
    {
        ProgrammeState.DRAFT: ("", "draft"),
        ProgrammeState.ADOPTED: ("go", "half"),
        ProgrammeState.CLOSED: ("go", "done"),
    },
)
CLAIM_LOOKS = looks(
    ClaimState,
    {
        ClaimState.PROPOSED: ("warn", "wait"),
        ClaimState.ACCEPTED: ("go", "full"),
        ClaimState.REFUSED: ("bad", "no"),
    },
)


def programme_look(programme: Programme) -> Look:
    return PROGRAMME_LOOKS[ProgrammeState(programme.state)]


def plan_look(plan: Plan) -> Look:
    """Approved once any version of it is; from ``plan.approved``, or from its versions when it was not annotated."""
    approved = plan.approved if hasattr(plan, "approved") else any(v.act_id for v in plan.versions.all())
    return Look(_("approved"), "go", "full") if approved else Look(_("not approved yet"), "", "draft")


def plans_listing(act: Act | None) -> Listing:
    return Listing(
        title=_("Plans"),
        columns=[
            Column("name", _("Plan"), sort="sort_{lang}", phone="top", note=lambda plan: plan.owner.name),
            Column("kind", _("Kind"), value="get_kind_display"),
            Column("first_year", _("Years"), value=years_of, sort="first_year"),
            Column("state", _("State"), value=plan_look, kind="state", phone="end"),
        ],
        default_sort="-first_year",
        search_hint=_("Name of the plan"),
        export_name="plans",
        empty=Empty(_("No plan yet"), _("A plan holds the axes and the programmes of several years."), act),
    )


def years_of(plan: Plan) -> str:
    return formats.years(plan.first_year, plan.last_year)


class ProgrammeFilter(django_filters.FilterSet):  # type: ignore[misc]
    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=ProgrammeKind.choices)
    year = django_filters.NumberFilter(label=_("Year"))

    class Meta:
        model = Programme
        fields: list[str] = []


def _of_plan(programme: Programme) -> str:
    return programme.plan.name if programme.plan else str(_("without a plan"))


def programmes_listing(act: Act | None) -> Listing:
    """Rows of ``with_budget``."""
    return Listing(
        title=_("Programmes"),
        columns=[
            Column("name", _("Programme"), sort="sort_{lang}", phone="top", note=_of_plan),
            Column("year", _("Year"), kind="reference", sort="year"),
            Column("owner", _("Body"), value="owner.name"),
            Column("planned", _("Sessions planned"), kind="number", sort="planned"),
            Column("budget", _("Budget"), kind="money", sort="budget"),
            Column("shared", _("Cost shared"), value=_shared, kind="money", phone="hide"),
            Column("state", _("State"), value=programme_look, kind="state", phone="end"),
        ],
        default_sort="-year",
        filterset=ProgrammeFilter,
        tabs=[Tab(state.value, state.label, Q(state=state)) for state in ProgrammeState],
        search_hint=_("Name of the programme"),
        export_name="programmes",
        empty=Empty(_("No programme yet"), _("A programme is what is done in one year: its actions, its budget."), act),
    )


def _shared(programme: Programme) -> Any:
    return programme.cost_share.total if hasattr(programme, "cost_share") else None


# ── Days owed ────────────────────────────────────────────────────────────────


def days_look(owed: Entitlement) -> Look:
    """All days received; late since the day they were due; about to be due; or under way.

    Once the third year is over a whole council is late: what alarms is that the days can soon no longer be given, or
    that hardly any were. The others keep their day of lateness, said without alarm.
    """
    if owed.is_met:
        return Look(_("complete"), "go", "done")
    if owed.late_since:
        said = _("late since %(day)s") % {"day": formats.day(owed.late_since)}
        return Look(said, "bad" if owed.is_nearly_lost else "warn" if owed.is_barely_begun else "", "wait")
    if owed.is_nearly_due:
        return Look(_("due before %(day)s") % {"day": formats.day(owed.due_before)}, "warn", "wait")
    return Look(_("under way"), "", "half" if owed.received else "open")


def _provinces(request: HttpRequest) -> QuerySet[Place]:
    seen = allowed(Place.objects.filter(level=Level.PROVINCE), request.user, Permission.PLACE_VIEW)
    return seen.order_by("sort_ar")


def _councils(request: HttpRequest) -> QuerySet[Body]:
    """The councils of the province chosen; of the whole territory when none is."""
    kinds = [BodyKind.REGION, BodyKind.PROVINCE, BodyKind.COMMUNE, BodyKind.BOROUGH]
    seen = allowed(Body.objects.filter(kind__in=kinds, ends_on=None), request.user, Permission.PERSON_VIEW)
    province = key_of(request.GET.get("province", ""))
    return seen.filter(place__province=province) if province else seen


class DaysFilter(django_filters.FilterSet):  # type: ignore[misc]
    province = django_filters.ModelChoiceFilter(
        label=_("Province"), queryset=_provinces, field_name="body__place__province"
    )
    council = django_filters.ModelChoiceFilter(label=_("Council"), queryset=_councils, field_name="body")

    class Meta:
        model = Office
        fields: list[str] = []


def days_rows(rows: QuerySet[Office]) -> QuerySet[Office]:
    """Rows of ``members_with_days`` with what their list shows and searches: the person and the council."""
    both = Concat("person__search_text", Value(" "), "body__search_text", output_field=TextField())
    return rows.select_related("person", "mandate", "body__place__province").annotate(found_text=both)


def _said(office: Office) -> str:
    return capacity(office.title, office.person.sex, get_language() or "ar", office.detail, kind=office.body.kind)


def _province_of(office: Office) -> str:
    return office.body.place.province.name if office.body.place.province else ""


def days_to_send(law: Callable[[], Law], on: dt.date) -> Listing:
    """The list without its tabs: the law is asked once a row is told, and not by who only wants its title."""

    def fold(of: Callable[[Entitlement], Any]) -> Callable[[Office], Any]:
        return lambda office: of(entitlement_of(office, law(), on))

    return Listing(
        title=_("Days owed to members"),
        columns=[
            Column("name", _("Member"), value="person.name", sort="person__sort_{lang}", phone="top", note=_said),
            Column("council", _("Council"), value="body.name", sort="body__sort_{lang}", note=_province_of),
            Column(
                "received", _("Days received"), value=fold(lambda e: in_days(e.received)), kind="due", sort="received"
            ),
            Column("remaining", _("Days remaining"), value=fold(lambda e: in_days(e.remaining)), kind="number"),
            Column("state", _("State"), value=fold(days_look), kind="state", phone="end"),
        ],
        default_sort="received",
        filterset=DaysFilter,
        search="found_text",
        search_hint=_("Name of the member or of the council"),
        export_name="days-owed",
        row_url=lambda office: office.person.get_absolute_url(),
        empty=Empty(
            _("No member in office"), _("Members appear here once their council has a mandate and they hold an office.")
        ),
    )


def days_listing(law: Law, on: dt.date) -> Listing:
    done = Q(received__gte=law.owed)
    tabs = [
        Tab("late", pgettext_lazy("members", "Late"), is_due(on, law.years) & ~done),
        Tab("open", _("Incomplete"), ~done),
        Tab("done", _("Complete"), done),
    ]
    return replace(days_to_send(lambda: law, on), tabs=tabs)


def claim_look(row: ElsewhereDay) -> Look:
    return CLAIM_LOOKS[ClaimState(row.state)]


STAYS = Listing(
    title=_("Days received elsewhere"),
    columns=[
        Column("name", _("Member"), value="person.name", sort="person__sort_{lang}", phone="top", note="provider"),
        Column("council", _("Council"), value="body.name"),
        Column("first_day", _("From"), kind="day", sort="first_day"),
        Column("half_days", _("Days"), value=lambda row: in_days(row.half_days), kind="number", sort="half_days"),
        Column("recorded_at", _("Recorded"), kind="moment", sort="recorded_at", phone="hide"),
        Column("state", _("State"), value=claim_look, kind="state", phone="end"),
    ],
    default_sort="-recorded_at",
    search="person__search_text",
    search_hint=_("Name of the member"),
    export_name="days-elsewhere",
    empty=Empty(
        _("No day received elsewhere"),
        _("Days given by another region, a ministry or a university count once a second person has accepted them."),
    ),
)


def stays_listing(reader: User) -> Listing:
    """Rows of ``queries.elsewhere.stays``; the first tab holds those that wait for this reader."""
    mine = Tab("mine", _("For me to decide"), Q(pk__in=awaiting(reader).values("pk")))
    record = Act(_("Record days received elsewhere"), reverse("programmes:record_elsewhere"), "plus")
    return replace(
        STAYS,
        tabs=[mine, *(Tab(state.value, state.label, Q(state=state)) for state in ClaimState)],
        empty=STAYS.empty._replace(act=record),
    )
