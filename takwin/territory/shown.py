"""What this app brings to the pages of places and bodies, and to the general search."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core import clock, formats
from takwin.core.text import joined
from takwin.directory.enums import COLLECTIVITIES, BodyKind, Level
from takwin.directory.models import Body, Place
from takwin.directory.queries import bodies_meant, find_places
from takwin.rights.enums import Permission
from takwin.rights.panels import Found
from takwin.rights.queries import granting, holds, may
from takwin.territory.maps import TINTS, Map, region_map
from takwin.territory.queries import bodies_listed, common, names_refused, parts_of, sort_field
from takwin.territory.tables import above, look_of_room, look_of_sitting

EDIT = Permission.BODY_EDIT
FOUND = 5
SITTINGS_SHOWN = 6


def to_readers(request: HttpRequest) -> bool:
    return holds(request.user, Permission.PLACE_VIEW)


def map_of(place: Place, user: User) -> dict[str, Any] | None:
    """The map of a region by its provinces, of the Kingdom by its regions, tinted by how many live there."""
    if place.level not in (Level.KINGDOM, Level.REGION):
        return None
    drawn = _map_of_people(place)
    return {"map": drawn} if drawn else None


def _map_of_people(place: Place) -> Map | None:
    level = Level.REGION if place.level == Level.KINGDOM else Level.PROVINCE
    inside = Place.objects.filter(level=level)
    if place.level == Level.REGION:
        inside = inside.filter(region=place)
    people = dict(inside.values_list("pk", "population"))
    most = max((count or 0 for count in people.values()), default=0) or 1
    bounds = [formats.number(round(most * n / TINTS, -3)) for n in range(TINTS + 1)]
    return region_map(
        place,
        {pk: None if count is None else count / most for pk, count in people.items()},
        label=_("Population of %(place)s") % {"place": place.name},
        value_heading=_("Population"),
        told=lambda share: formats.number(round(share * most)),
        steps=[_("%(low)s to %(high)s") % {"low": bounds[n], "high": bounds[n + 1]} for n in range(TINTS)],
    )


def parts(place: Place, user: User) -> dict[str, Any] | None:
    """The communes of a province or of a cercle, the boroughs of a city."""
    rows = list(parts_of(place).select_related("cercle").order_by(sort_field(), "pk"))
    title = _("Arrondissements") if place.level == Level.COMMUNE else _("Communes")
    return {"title": title, "places": rows, "with_cercle": place.level == Level.PROVINCE} if rows else None


def bodies_at(place: Place, user: User) -> dict[str, Any] | None:
    """The council, the State administration, and whoever else has its seat in the place."""
    rows = list(common(Body.objects).filter(place=place, parent=None).order_by(sort_field(), "pk"))
    return {"bodies": rows} if rows else None


def identity(place: Place, user: User) -> dict[str, Any]:
    """Its codes with their dates, its official names when others are shown, its other names."""
    return {
        "place": place,
        "codes": list(place.codes.order_by("-starts_on")),
        "aliases": [alias.name for alias in place.aliases.all()],
        "is_shown_otherwise": (place.name_ar, place.name_fr) != (place.official_ar, place.official_fr),
    }


def about(body: Body, user: User) -> dict[str, Any]:
    """What it is called and where it sits; of a national body, who corrects its names when the reader may not."""
    writes = body.kind == BodyKind.NATIONAL and holds(user, EDIT) and not may(user, EDIT, body)
    told = names_refused(body, user) if writes else ""
    return {"body": body, "where": joined([body.place.name, above(body.place)]), "names_refused": told}


def organs(body: Body, user: User) -> dict[str, Any] | None:
    """Its committees and services; the committees of a council are told with its members."""
    told_elsewhere = [BodyKind.COMMITTEE] if body.kind in COLLECTIVITIES else []
    rows = list(body.organs.exclude(kind__in=told_elsewhere).order_by(sort_field(), "pk"))
    return {"bodies": rows} if rows else None


def rooms_lent(body: Body, user: User) -> dict[str, Any] | None:
    rows = [(room, look_of_room(room)) for room in body.rooms.order_by("sort_ar", "pk")]
    return {"rooms": rows} if rows else None


def sittings(body: Body, user: User) -> dict[str, Any] | None:
    """The next sittings of a council, or the last ones."""
    if body.kind not in COLLECTIVITIES:
        return None
    coming = list(body.sittings.filter(day__gte=clock.today()).order_by("day")[:SITTINGS_SHOWN])
    rows = coming or list(body.sittings.order_by("-day")[:SITTINGS_SHOWN])
    return {"sittings": [(row, look_of_sitting(row)) for row in rows]} if rows else None


def sheet_on_desk(user: User) -> dict[str, Any] | None:
    """The way to the one page of a province, for whoever has a role over a province or more; asks no query."""
    over = {a.place for a in granting(user, Permission.AGREEMENT_VIEW) if a.place is not None}
    wide = [place for place in over if place.level in (Level.KINGDOM, Level.REGION)]
    own = [place for place in over if place.level == Level.PROVINCE]
    if not wide and not own:
        return None
    if not wide and len(own) == 1:
        return {"place": own[0], "url": reverse("territory:sheet", args=[own[0].pk])}
    return {"place": None, "url": reverse("territory:sheets")}


def search_places(terms: list[str], user: User) -> Iterable[Found]:
    rows = find_places(" ".join(terms)).exclude(level=Level.CERCLE).order_by(sort_field(), "pk")[:FOUND]
    return [Found(row.name, joined([str(row.get_kind_display()), above(row)]), row.get_absolute_url()) for row in rows]


def search_bodies(terms: list[str], user: User) -> Iterable[Found]:
    rows = bodies_meant(bodies_listed(), " ".join(terms))
    return [
        Found(row.name, joined([str(row.get_kind_display()), above(row.place)]), row.get_absolute_url())
        for row in rows.order_by(sort_field(), "pk")[:FOUND]
    ]
