"""The list of account lines, and the sheet of the state of transfers."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from takwin.core.workbooks import CellKind
from takwin.treasury.enums import LineSource
from takwin.treasury.models import AccountLine
from takwin.treasury.queries import ProvinceLines
from takwin.ui.lists import Column, Empty, Listing, Tab
from takwin.ui.states import Look

ALL = Look(pgettext_lazy("transfers", "received"), "go", "full")
PARTLY = Look(_("received in part"), "", "half")
UNDONE = Look(pgettext_lazy("statement lines", "undone by the bank"), "bad", "no")
MISTAKEN = Look(pgettext_lazy("account lines", "recorded by mistake"), "bad", "no")
NOTHING = Look(_("to be received"), "warn", "open")


def look_of(line: Any) -> Look:
    """How much of a line of ``with_left`` is received for an instalment."""
    if line.undone_on:
        return MISTAKEN if line.motive else UNDONE
    return ALL if line.left <= 0 else PARTLY if line.taken > 0 else NOTHING


class LineFilter(django_filters.FilterSet):  # type: ignore[misc]
    source = django_filters.MultipleChoiceFilter(label=_("Source"), choices=LineSource.choices)
    booked_on = django_filters.DateFromToRangeFilter(label=_("Booked on"))

    class Meta:
        model = AccountLine
        fields: list[str] = []


def lines_listing() -> Listing:
    return Listing(
        title=_("Account lines"),
        columns=[
            Column("reference", _("Reference"), kind="reference", sort="reference", phone="top"),
            Column("booked_on", _("Booked on"), kind="day", sort="booked_on"),
            Column("label", _("Label")),
            Column("source", _("Source"), value="get_source_display", phone="hide"),
            Column("amount", _("Amount"), kind="money", sort="amount"),
            Column("left", _("Left to receive"), kind="money", sort="left"),
            Column("state", _("State"), value=look_of, kind="state", phone="end"),
        ],
        default_sort="-booked_on",
        filterset=LineFilter,
        search="",
        tabs=[
            Tab("open", pgettext_lazy("account lines", "To be received"), Q(left__gt=0)),
            Tab("received", pgettext_lazy("account lines", "Received"), Q(left__lte=0)),
        ],
        export_name="account-lines",
        empty=Empty(
            _("No account line yet"),
            _("Record each credit from the account statement or the treasury slip: receipts come from nowhere else."),
        ),
    )


SHEET: Sequence[tuple[Any, CellKind]] = [
    (_("Province"), "text"),
    (_("Body"), "text"),
    (_("Due"), "money"),
    (_("Promised, not voted yet"), "money"),
    (_("Requested"), "money"),
    (_("Ordered, confirmed"), "money"),
    (_("Ordered, declared and not confirmed"), "money"),
    (pgettext_lazy("transfers", "Received"), "money"),
    (pgettext_lazy("transfers", "Remaining"), "money"),
    (pgettext_lazy("transfers", "Late"), "money"),
    (_("Days late"), "number"),
]


def sheet_rows(provinces: Iterable[ProvinceLines], on: dt.date) -> Iterator[list[Any]]:
    """A row for each payer, then the total: the same figures as the screen and the paper."""
    for province in provinces:
        for line in province.payers:
            yield [province.name, line.payer.name, *_figures(line.total, on)]


def _figures(sums: Any, on: dt.date) -> list[Any]:
    days = (on - sums.late_since).days if sums.late_since else None
    return [
        sums.due, sums.promised, sums.requested, sums.ordered, sums.declared, sums.received, sums.remaining,
        sums.late, days,
    ]  # fmt: skip


def total_row(sums: Any, on: dt.date) -> list[Any]:
    return [gettext("Total"), "", *_figures(sums, on)]
