"""The monthly statement of the tax withheld, as a list: on the screen, and in Excel."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from takwin.core import formats
from takwin.ui.lists import Column, Empty, Listing


def statement_listing(month: dt.date) -> Listing:
    return Listing(
        title=_("Tax withheld in %(month)s") % {"month": formats.month(month)},
        columns=[
            Column("payee", gettext_lazy("Paid to"), value="payee.name", phone="top"),
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
