"""The same list four times: rates by council, by province, by session, by programme."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from takwin.directory.models import Body, Place
from takwin.programmes.models import Programme
from takwin.training.models import TrainingSession
from takwin.training.queries import days_of
from takwin.ui.lists import Column, Empty, Listing
from takwin.ui.things import Act

FIGURES = [
    Column("share", _("Rate of presence"), kind="share", sort="share"),
    Column("came", _("Half-days present"), kind="number", sort="came"),
    Column("half_days", _("Half-days expected"), kind="number", sort="half_days"),
    Column("late", pgettext_lazy("presence", "late"), kind="number", sort="late", phone="hide"),
    Column("excused", pgettext_lazy("presence", "excused"), kind="number", sort="excused", phone="hide"),
    Column("absent", pgettext_lazy("presence", "absent"), kind="number", sort="absent", phone="hide"),
]
EMPTY = Empty(
    _("No half-day is sealed yet"),
    _("Rates appear once a trainer has sealed a half-day: until then nobody is said to be absent."),
    Act(_("Open the registers"), "/attendance/", "roll"),
)


class Way(NamedTuple):
    """One way of counting: how a presence leads to its rows, and what the first column says of them."""

    label: Any
    path: str
    rows: Callable[[], QuerySet[Any]]
    listing: Listing


def _listing(name: str, first: list[Column], **facts: Any) -> Listing:
    return Listing(
        title=_("Rates of presence"), columns=[*first, *FIGURES], empty=EMPTY, default_sort="share",
        export_name=f"presence-{name}", **{"row_url": None} | facts,
    )  # fmt: skip


def _programmes() -> QuerySet[Programme]:
    return Programme.objects.select_related("owner")


WAYS = {
    "body": Way(
        _("By council"), "body", lambda: Body.objects.select_related("place__province"),
        _listing("councils", [
            Column("name", _("Council"), sort="sort_{lang}", phone="top"),
            Column("province", _("Province"), value=lambda body: _province(body.place), phone="line"),
        ]),
    ),
    "province": Way(
        _("By province"), "body__place__province", Place.objects.all,
        _listing("provinces", [Column("name", _("Province"), sort="sort_{lang}", phone="top")]),
    ),
    "session": Way(
        _("By session"), "register__session",
        lambda: TrainingSession.objects.select_related("topic", "place"),
        _listing("sessions", [
            Column("topic", _("Session"), value="topic.name", phone="top", note="reference"),
            Column("place", _("Province"), value="place.name", sort="place__sort_{lang}"),
            Column("days", _("Days"), kind="days", value=days_of, sort="starts_on"),
        ], row_url=TrainingSession.get_absolute_url),
    ),
    "programme": Way(
        _("By programme"), "register__session__action__programme", _programmes,
        _listing("programmes", [
            Column("name", _("Programme"), phone="top"), Column("owner", _("Organised by"), value="owner.name"),
        ], search=""),
    ),
}  # fmt: skip


def _province(place: Place | None) -> str:
    return place.province.name if place and place.province else ""
