"""The list of contributions, each with what came of it and what remains, filtered by how late it is."""

import datetime as dt
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from takwin.agreements.models import Instalment
from takwin.core import clock
from takwin.core.search import answering_of_any
from takwin.core.text import joined, search_terms
from takwin.directory.enums import Level
from takwin.directory.models import Place
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.territory.queries import sort_field
from takwin.treasury.enums import Age
from takwin.treasury.shown import look_of
from takwin.ui.lists import Column, Empty, Listing, Tab

AWAITED = Q(remaining__gt=0, has_base=True)  # of a row of ``with_remaining``: something of it is missing on its day


def _provinces(request: HttpRequest) -> QuerySet[Place]:
    """Where those who pay have their seat."""
    seen = allowed(Instalment.objects, request.user, Permission.TREASURY_VIEW)
    provinces = Place.objects.filter(level=Level.PROVINCE, pk__in=seen.values("payer__place__province"))
    return provinces.order_by(sort_field())


def contributions_meant(contributions: QuerySet[Any], words: str) -> QuerySet[Any]:
    """By the name of the payer or that of its province."""
    named = ("payer__search_text", "payer__place__province__search_text")
    return answering_of_any(contributions, search_terms(words), named)


class ContributionFilter(django_filters.FilterSet):  # type: ignore[misc]
    province = django_filters.ModelChoiceFilter(
        label=_("Province"), queryset=_provinces, field_name="payer__place__province"
    )
    age = django_filters.MultipleChoiceFilter(label=_("Late by"), choices=Age.choices, method="of_age")
    year = django_filters.NumberFilter(label=_("Year"))

    class Meta:
        model = Instalment
        fields: list[str] = []

    def of_age(self, rows: QuerySet[Any], name: str, values: list[str]) -> QuerySet[Any]:
        """The bands as the desk counts them: what is late and lacks something."""
        wanted = Q(pk__in=[])
        for value in values:
            wanted |= Age(value).due_between(clock.today())
        return rows.filter(wanted, AWAITED) if values else rows


def contributions_listing(today: dt.date) -> Listing:
    late = AWAITED & Q(due_on__lt=today)
    return Listing(
        title=_("Contributions"),
        columns=[
            Column("payer", _("Payer"), value="payer.name", sort="payer__sort_{lang}", phone="top", note=_province),
            Column("year", _("Year"), value=_year, kind="reference", sort="year"),
            Column("due_on", _("Due on"), kind="day", sort="due_on"),
            Column("owed", _("Due"), kind="money"),
            Column("received", pgettext_lazy("transfers", "Received"), kind="money", sort="received"),
            Column("remaining", pgettext_lazy("transfers", "Remaining"), kind="money", sort="remaining"),
            Column("late", _("Days late"), value=lambda row: _days_late(row, today), kind="number", phone="hide"),
            Column("asked", _("Last asked"), value="last_asked_on", kind="day", sort="last_asked_on", phone="hide"),
            Column("state", _("State"), value=lambda row: look_of(row, today), kind="state", phone="end"),
        ],
        empty=Empty(
            _("Nothing is due here yet"), _("Contributions appear here once they are committed in an agreement.")
        ),
        default_sort="due_on",
        filterset=ContributionFilter,
        search=contributions_meant,
        search_hint=_("Commune, province…"),
        tabs=[
            Tab("late", pgettext_lazy("transfers", "Late"), late),
            Tab("part", _("Received in part"), Q(remaining__gt=0, received__gt=0)),
            Tab("open", _("Not due yet"), Q(remaining__gt=0) & (Q(due_on__gte=today) | Q(has_base=False))),
            Tab("settled", pgettext_lazy("contributions", "Settled"), Q(remaining__lte=0)),
        ],
        export_name="contributions",
    )


def _province(row: Any) -> str:
    province = row.payer.place.province
    return "" if province is None else str(province.name_ar if get_language() == "ar" else province.name_fr)


def _year(row: Any) -> str:
    return joined([str(row.year), str(row.number) if row.number > 1 else ""], "/")


def _days_late(row: Any, today: dt.date) -> int | None:
    return (today - row.due_on).days if row.has_base and row.remaining > 0 and row.due_on < today else None
