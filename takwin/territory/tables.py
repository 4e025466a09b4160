"""The lists of places, bodies, rooms, sittings, holidays and parameters."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from takwin.core import clock, formats
from takwin.core.keys import key_of
from takwin.core.search import answering_of_any
from takwin.core.text import joined, search_terms
from takwin.directory.enums import BodyKind, Level, PlaceKind
from takwin.directory.models import Body, Holiday, Parameter, Place, Room, Sitting
from takwin.directory.parameters import DEFINITIONS
from takwin.directory.queries import bodies_meant, places_meant
from takwin.territory.queries import sort_field
from takwin.ui.lists import Column, Empty, Listing
from takwin.ui.states import Look


def above(place: Place) -> str:
    """The province and the region of a place: names are not unique, where it lies tells them apart."""
    return joined([province_of(place), region_of(place)])


def province_of(place: Place) -> str:
    return place.province.name if place.province and place.province_id != place.pk else ""


def region_of(place: Place) -> str:
    return place.region.name if place.region and place.region_id != place.pk else ""


class InTerritory(django_filters.FilterSet):  # type: ignore[misc]
    """Filters by region and by province; the provinces offered are those of the regions chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = Place.objects.filter(level=Level.REGION).order_by(sort_field())
        provinces = Place.objects.filter(level=Level.PROVINCE).order_by(sort_field())
        if chosen := [key for said in self.data.getlist("region") if (key := key_of(said))] if self.data else []:
            provinces = provinces.filter(region__in=chosen)
        for name, rows in (("region", regions), ("province", provinces)):
            choices = [(str(key), label) for key, label in rows.values_list("pk", sort_field().replace("sort", "name"))]
            self.filters[name].extra["choices"] = choices

    region = django_filters.MultipleChoiceFilter(label=_("Region"))
    province = django_filters.ChoiceFilter(label=_("Province"), empty_label=_("All"))


class PlaceFilter(InTerritory):
    level = django_filters.MultipleChoiceFilter(
        label=_("Level"), choices=[(level.value, level.label) for level in Level if level != Level.KINGDOM]
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind"), choices=[(kind.value, kind.label) for kind in PlaceKind if kind != PlaceKind.KINGDOM]
    )
    field_order = ["level", "kind", "region", "province"]

    class Meta:
        model = Place
        fields: list[str] = []


class BodyFilter(InTerritory):
    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=BodyKind.choices)
    region = django_filters.MultipleChoiceFilter(label=_("Region"), field_name="place__region")
    province = django_filters.ChoiceFilter(label=_("Province"), field_name="place__province", empty_label=_("All"))

    class Meta:
        model = Body
        fields: list[str] = []


class RoomFilter(InTerritory):
    region = django_filters.MultipleChoiceFilter(label=_("Region"), field_name="place__region")
    province = django_filters.ChoiceFilter(label=_("Province"), field_name="place__province", empty_label=_("All"))

    class Meta:
        model = Room
        fields: list[str] = []


class SittingFilter(InTerritory):
    region = django_filters.MultipleChoiceFilter(label=_("Region"), field_name="body__place__region")
    province = django_filters.ChoiceFilter(
        label=_("Province"), field_name="body__place__province", empty_label=_("All")
    )
    day = django_filters.DateFromToRangeFilter(label=_("Day"))

    class Meta:
        model = Sitting
        fields: list[str] = []


class HolidayFilter(django_filters.FilterSet):  # type: ignore[misc]
    year = django_filters.MultipleChoiceFilter(
        label=_("Year"), field_name="day__year", choices=lambda: [(y, y) for y in holiday_years()]
    )
    is_estimated = django_filters.BooleanFilter(label=_("Estimated"))

    class Meta:
        model = Holiday
        fields: list[str] = []


def holiday_years() -> list[int]:
    return sorted({day.year for day in Holiday.objects.dates("day", "year")})


PLACES = Listing(
    title=_("Places"),
    columns=[
        Column("name", _("Name"), sort="sort_{lang}", phone="top", note=region_of),
        Column("kind", _("Kind"), value="get_kind_display", sort="kind"),
        Column("province", _("Province"), value=province_of),
        Column("code", _("Code"), kind="reference", sort="code", phone="hide"),
        Column("population", _("Population"), kind="number", sort="population", phone="line"),
    ],
    empty=Empty(_("The map is not loaded"), _("Ask your administrator to load it: takwin places load.")),
    default_sort="name",
    search=places_meant,
    ties=["-level"],  # of one name: region, province, commune, cercle, borough, which is the order of these words too
    filterset=PlaceFilter,
    search_hint=_("Region, province, commune…"),
    export_name="places",
)

BODIES = Listing(
    title=_("Councils and administrations"),
    columns=[
        Column("name", _("Name"), sort="sort_{lang}", phone="top", note=lambda body: body.parent and body.parent.name),
        Column("kind", _("Kind"), value="get_kind_display", sort="kind"),
        Column("place", _("Seat"), value=lambda body: body.place.name, note=lambda body: above(body.place)),
        Column("short_code", _("Code"), kind="reference", sort="short_code", phone="hide"),
    ],
    empty=Empty(_("No body yet"), _("Councils and State administrations come with the map.")),
    default_sort="name",
    search=bodies_meant,
    filterset=BodyFilter,
    search_hint=_("Council, administration, university, association…"),
    export_name="bodies",
)


def look_of_room(room: Room) -> Look:
    return Look(_("in use"), "go", "full") if room.is_open else Look(_("out of use"), "", "no")


def rooms_meant(rooms: QuerySet[Room], words: str) -> QuerySet[Room]:
    """By what stands on the row: the name of the room, who lends it, its place, its province, its region."""
    where = ("place__search_text", "place__province__search_text", "place__region__search_text")
    return answering_of_any(rooms, search_terms(words), ("search_text", "lender__search_text", *where))


ROOMS = Listing(
    title=_("Rooms"),
    columns=[
        Column("name", _("Room"), sort="sort_{lang}", phone="top", note="address"),
        Column("lender", _("Lent by"), value=lambda room: room.lender.name),
        Column("place", _("Place"), value=lambda room: room.place.name, note=lambda room: above(room.place)),
        Column("seats", _("Seats"), kind="number", sort="seats"),
        Column("state", _("State"), value=look_of_room, kind="state", phone="end"),
    ],
    empty=Empty(_("No room yet"), _("Add the rooms that administrations lend for sessions.")),
    default_sort="name",
    filterset=RoomFilter,
    search=rooms_meant,
    search_hint=_("Room, administration, province…"),
    export_name="rooms",
    row_url=lambda room: reverse("territory:room", args=[room.pk]),
)


def look_of_sitting(sitting: Sitting) -> Look:
    if sitting.convened_on is None:
        return Look(_("foreseen"), "", "open")
    return Look(_("sat"), "", "full") if sitting.day < clock.today() else Look(_("convened"), "go", "half")


SITTINGS = Listing(
    title=_("Sittings of councils"),
    columns=[
        Column("body", _("Council"), value=lambda s: s.body.name, phone="top", note=lambda s: above(s.body.place)),
        Column("day", _("Day"), kind="day", sort="day"),
        Column("kind", _("Kind"), value="get_kind_display"),
        Column("convened_on", _("Convened on"), kind="day", sort="convened_on", phone="hide"),
        Column("state", _("State"), value=look_of_sitting, kind="state", phone="end"),
    ],
    empty=Empty(_("No sitting written down"), _("Write down the days on which councils sit: plans will avoid them.")),
    default_sort="-day",
    filterset=SittingFilter,
    search="body__search_text",
    search_hint=_("Name of a council"),
    export_name="sittings",
    row_url=lambda sitting: reverse("territory:sitting", args=[sitting.pk]),
)


def source_of(row: Holiday | Parameter) -> str:
    """Where a fact comes from, in the reader's language: seeded sources are written in both, Arabic first."""
    in_arabic, *_rest, other = [*row.source.split(" · "), row.source.split(" · ")[-1]]
    return in_arabic if get_language() == "ar" else other


def look_of_holiday(holiday: Holiday) -> Look:
    return Look(_("estimated"), "warn", "wait") if holiday.is_estimated else Look(_("certain"), "", "full")


HOLIDAYS = Listing(
    title=_("Holidays"),
    columns=[
        Column("name", _("Holiday"), value=str, phone="top", note=source_of),
        Column("day", _("Day"), value=lambda h: formats.day(h.day, weekday=True), sort="day"),
        Column("state", _("State"), value=look_of_holiday, kind="state", phone="end"),
    ],
    empty=Empty(_("No holiday recorded"), _("Ask your administrator to load them: takwin places load.")),
    default_sort="day",
    filterset=HolidayFilter,
    search="",
    export_name="holidays",
    row_url=lambda holiday: reverse("territory:holiday", args=[holiday.pk]),
)


def label_of(parameter: Parameter) -> str:
    definition = DEFINITIONS.get(parameter.key)
    return str(definition.label) if definition else parameter.key


PARAMETERS = Listing(
    title=_("Parameters"),
    columns=[
        Column("key", _("Parameter"), value=label_of, sort="key", phone="top", note=source_of),
        Column("value", _("Value"), kind="reference", phone="end"),
        Column("owner", _("Holds for"), value=lambda p: p.owner.name if p.owner else _("everyone")),
        Column("starts_on", _("From"), kind="day", sort="starts_on"),
        Column("ends_on", _("Until"), kind="day", phone="hide"),
    ],
    empty=Empty(_("No parameter is set"), _("Ask your administrator to load them: takwin places load.")),
    default_sort="key",
    search="",
    export_name="parameters",
    row_url=lambda parameter: reverse("territory:parameter", args=[parameter.key]),
)
