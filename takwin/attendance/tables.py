"""The list of registers."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from takwin.core import clock
from takwin.ui.lists import Column, Empty, Listing, Tab
from takwin.ui.states import Look


def look_of_register(register: object) -> Look:
    """How far a register is: to come, being kept, sealed."""
    sealed, halves = register.sealed, register.halves  # type: ignore[attr-defined]
    if halves and sealed == halves:
        return Look(_("sealed"), "go", "done")
    if register.first_day > clock.today():  # type: ignore[attr-defined]
        return Look(_("to come"), "", "draft")
    return Look(_("being kept"), "go", "half") if sealed else Look(_("to be kept"), "warn", "open")


def registers_listing() -> Listing:
    """The list, with tabs that know what day it is."""
    today = clock.today()
    return Listing(
        title=_("Attendance"),
        columns=[
            Column("title", _("Session"), value=str, phone="top", note=lambda register: register.reference),
            Column("place", _("Place"), value="place.name"),
            Column("first_day", _("From"), kind="day", sort="first_day"),
            Column("last_day", _("To"), kind="day", sort="last_day", phone="hide"),
            Column("people", _("Expected"), kind="number", sort="people"),
            Column("state", _("State"), value=look_of_register, kind="state", phone="end"),
        ],
        empty=Empty(
            _("No attendance to keep"), _("The sessions you teach or follow appear here once they are planned.")
        ),
        default_sort="-first_day",
        search="place__search_text",
        search_hint=_("Name of the place"),
        export_name="registers",
        tabs=[
            Tab("today", _("Today"), Q(first_day__lte=today, last_day__gte=today)),
            Tab("open", _("To seal"), Q(first_day__lte=today, sealed__lt=F("halves"))),
        ],
    )
