"""The lists of telephones and of doubts on presence."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from takwin.attendance.sync.models import Case, Device
from takwin.ui.lists import Column, Empty, Listing, Tab
from takwin.ui.states import Look


def look_of_device(device: Device) -> Look:
    return Look(_("no longer trusted"), "bad", "no") if device.revoked_at else Look(_("trusted"), "go", "done")


def look_of_case(case: Case) -> Look:
    return Look(case.get_decision_display(), "go", "done") if case.settled_at else Look(_("to settle"), "warn", "open")


def who_of(case: Any) -> str:
    if case.is_of_closing:
        return str(case.received.get_kind_display())
    return str(case.person or case.who.get("name") or _("somebody unknown"))


def where_of(case: Any) -> str:
    return str(case.register or case.device or "")


DEVICES = Listing(
    title=_("Phones"),
    columns=[
        Column("user", _("Bound to"), value=lambda device: str(device.user), phone="top", note=lambda d: d.name),
        Column("bound_at", _("Bound since"), kind="moment", sort="bound_at", phone="hide"),
        Column("seen_at", _("Last seen"), kind="moment", sort="seen_at"),
        Column("marks", _("Marks"), kind="number", sort="marks", phone="hide"),
        Column("waiting", _("Waiting"), kind="number", sort="waiting"),
        Column("state", _("State"), value=look_of_device, kind="state", phone="end"),
    ],
    empty=Empty(_("No phone is bound"), _("A trainer binds his own: Attendance, then Work without a network.")),
    default_sort="-bound_at",
    search="user__search_text",
    search_hint=_("Name of the trainer"),
    export_name="phones",
    row_url=lambda device: reverse("attendance:revoke", args=[device.pk]),
)
CASES = Listing(
    title=_("Doubts on presence"),
    columns=[
        Column("who", _("Who"), value=who_of, phone="top", note=where_of),
        Column("why", _("What does not agree"), value="get_why_display"),
        Column("day", _("Day"), kind="day", sort="day"),
        Column("opened_at", _("Since"), kind="moment", sort="opened_at", phone="hide"),
        Column("state", _("State"), value=look_of_case, kind="state", phone="end"),
    ],
    empty=Empty(_("No doubt to settle"), _("What phones hand over and does not agree appears here.")),
    default_sort="-opened_at",
    search="",
    export_name="doubts",
    tabs=[
        Tab("open", _("To settle"), Q(settled_at=None)),
        Tab("settled", _("Settled"), Q(settled_at__isnull=False)),
    ],
    row_url=lambda case: reverse("attendance:case", args=[case.pk]),
)
