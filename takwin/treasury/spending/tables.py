"""The list of payments out."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from takwin.treasury.enums import ExpenseKind, ExpenseState
from takwin.treasury.models import Expense
from takwin.treasury.spending.shown import look_of
from takwin.ui.lists import Column, Empty, Listing, Tab


class ExpenseFilter(django_filters.FilterSet):  # type: ignore[misc]
    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=ExpenseKind.choices)
    ordered_on = django_filters.DateFromToRangeFilter(label=_("Ordered on"))

    class Meta:
        model = Expense
        fields: list[str] = []


def expenses_listing() -> Listing:
    return Listing(
        title=_("Expenses"),
        columns=[
            Column("title", _("What for"), sort="title", phone="top"),
            Column("reference", _("Reference"), kind="reference", sort="reference"),
            Column("kind", _("Kind"), value="get_kind_display", phone="hide"),
            Column("payee", _("Paid to"), value="payee.name"),
            Column("gross", _("Amount"), kind="money", sort="gross"),
            Column("paid", pgettext_lazy("expense", "Paid"), kind="money", phone="hide"),
            Column("state", _("State"), value=look_of, kind="state", phone="end"),
        ],
        default_sort="-reference",
        filterset=ExpenseFilter,
        search="",
        tabs=[
            Tab("certify", _("To certify"), Q(state=ExpenseState.ORDERED)),
            Tab("pay", _("To pay"), Q(state__in=[ExpenseState.DONE, ExpenseState.INVOICED])),
        ],
        export_name="expenses",
        empty=Empty(
            _("Nothing is ordered yet"),
            _("Order the meals, the room, the kits of a session: certificate, invoice and payment follow."),
        ),
    )
