"""The monthly statement of the tax withheld, as a list: on the screen, and in Excel."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from takwin.core import formats
from takwin.core.identifiers import masked_cin
from takwin.people.enums import DocumentKind
from takwin.people.queries import identity_of
from takwin.ui.lists import Column, Empty, Listing


def statement_listing(month: dt.date, *, clear: bool = False) -> Listing:
    """With ``clear``, the numbers of identity documents in full: for a workbook of who hands the tax over."""
    return Listing(
        title=_("Tax withheld in %(month)s") % {"month": formats.month(month)},
        columns=[
            Column("payee", gettext_lazy("Paid to"), value="payee.name", phone="top"),
            Column(
                "identity", gettext_lazy("Identity document"), value=lambda expense: _identity(expense, clear=clear),
                kind="phrase",
            ),
            Column("reference", gettext_lazy("Reference"), kind="reference", sort="reference"),
            Column("last_paid_on", gettext_lazy("Paid on"), kind="day", sort="last_paid_on"),
            Column("gross", gettext_lazy("Gross"), kind="money", sort="gross"),
            Column("rate", gettext_lazy("Rate, in %"), value="withheld_percent", kind="number"),
            Column("withheld", gettext_lazy("Tax withheld"), kind="money", sort="withheld"),
            Column(
                "remittance", gettext_lazy("Remittance"), kind="reference", phone="end",
                value=lambda expense: expense.remittance.number if expense.remittance else "",
            ),
        ],
        default_sort="last_paid_on",
        search="",
        export_name="tax-withheld",
        empty=Empty(
            gettext_lazy("Nothing was paid less a tax in this month"),
            gettext_lazy("Once fees are paid less a tax, each payee stands here with what was withheld."),
        ),
    )  # fmt: skip


def _identity(expense: Any, *, clear: bool) -> str:
    """Its number, under its name when it is not the national card."""
    found = identity_of(expense.person)
    if found is None:
        return _("not known")
    number = found.number if clear else masked_cin(found.number)
    return number if found.kind == DocumentKind.CIN else f"{found.get_kind_display()} {number}"
