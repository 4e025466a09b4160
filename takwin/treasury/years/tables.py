"""The list of the years of accounts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from takwin.treasury.enums import YEAR_LOOKS, YearState
from takwin.ui.lists import Column, Empty, Listing
from takwin.ui.states import Look


def look_of(year: Any) -> Look:
    return YEAR_LOOKS[YearState(year.state)]


def years_listing() -> Listing:
    return Listing(
        title=_("Financial years"),
        columns=[
            Column("year", _("Year"), kind="reference", sort="year", phone="top"),
            Column("owner", _("Account of"), value="owner.name"),
            Column("account_kind", _("Kind of account"), value="get_account_kind_display", phone="hide"),
            Column("budget_line", _("Budget line"), kind="reference", phone="hide"),
            Column("state", _("State"), value=look_of, kind="state", phone="end"),
        ],
        default_sort="-year",
        search="",
        export_name="financial-years",
        empty=Empty(
            _("No year is kept yet"),
            _("Open the first year of the account with the balance it had: closing and certified states start there."),
        ),
    )
