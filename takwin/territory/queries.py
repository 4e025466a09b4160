"""What the pages of places and bodies show."""

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core import clock
from takwin.directory.enums import BodyKind, Level
from takwin.directory.models import Body, Holiday, Parameter, Place, Room, Sitting
from takwin.journal.models import Entry, target_of
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed

M = TypeVar("M", bound=models.Model)


def common(rows: "models.Manager[M]") -> "QuerySet[M]":
    """The rows of a common register, which whoever may see places sees whole: ``allowed`` is not asked.

    The map, the councils, the rooms and the calendars are public facts; an agreement names the communes of a
    neighbour, a trainer comes from another region's university, and a list cut at my border would make me write
    them down a second time. What is written on them still asks ``allowed``.
    """
    return rows.all()


def sort_field() -> str:
    """The stored key that sorts names in the reader's language."""
    return "sort_ar" if get_language() == "ar" else "sort_fr"


def places_listed() -> QuerySet[Place]:
    return common(Place.objects).select_related("region", "province").exclude(level=Level.KINGDOM)


def bodies_listed() -> QuerySet[Body]:
    return common(Body.objects).select_related("place", "place__province", "place__region", "parent")


def named_by(body: Body, user: User) -> bool:
    """Whether a user wrote down this ministry or national office, which no office of the territory administers."""
    if body.kind != BodyKind.NATIONAL:
        return False
    return Entry.objects.filter(verb="body.added", target=target_of(body), by=user).exists()


def names_refused(body: Body, user: User) -> str:
    """Why who writes about bodies may not correct the names of a national one, and who does; nothing when he may."""
    if not named_by(body, user):
        return _("Somebody else wrote this body down: an administrator corrects its names.")
    if used_by_others(body, user):
        return _("Others use this body by now: an administrator corrects its names.")
    return ""


def used_by_others(body: Body, user: User) -> bool:
    """Whether something that points at the body lies where the user has no say about bodies; in one query.

    Most keys to a body have no way back (``related_name="+"``): those are asked too.
    """
    uses = Q(pk__in=())
    for relation in Body._meta.get_fields(include_hidden=True):
        if relation.concrete:
            continue
        model: Any = relation.related_model
        rows = model._default_manager.filter(**{relation.field.name: OuterRef("pk")})  # type: ignore[union-attr]
        own = allowed(model._default_manager, user, Permission.BODY_EDIT) if hasattr(model, "SCOPES") else rows.none()
        uses |= Q(Exists(rows.exclude(pk__in=own.order_by().values("pk"))))
    return Body.objects.filter(uses, pk=body.pk).exists()


def rooms_listed() -> QuerySet[Room]:
    return common(Room.objects).select_related("lender", "place__province", "place__region")


def sittings_listed() -> QuerySet[Sitting]:
    return common(Sitting.objects).select_related("body__place__province", "body__place__region")


def holidays_listed() -> QuerySet[Holiday]:
    return common(Holiday.objects)


def parameters_in_force() -> QuerySet[Parameter]:
    """The values that hold today or will: past ones are told on the page of the parameter."""
    today = clock.today()
    return common(Parameter.objects).filter(Q(ends_on=None) | Q(ends_on__gt=today)).select_related("owner", "set_by")


@dataclass(frozen=True)
class Size:
    """How much of the map lies in a place."""

    provinces: int
    communes: int
    municipalities: int
    boroughs: int


def size_of(place: Place) -> Size:
    inside = Place.objects.all() if place.level == Level.KINGDOM else Place.objects.filter(**{place.level: place})
    counted = inside.aggregate(
        provinces=Count("pk", filter=Q(level=Level.PROVINCE)),
        communes=Count("pk", filter=Q(level=Level.COMMUNE)),
        municipalities=Count("pk", filter=Q(kind="municipality")),
        boroughs=Count("pk", filter=Q(level=Level.BOROUGH)),
    )
    return Size(**counted)


def parts_of(place: Place) -> QuerySet[Place]:
    """The places right below a province, a cercle or a city with boroughs; regions and provinces are on the maps."""
    parts = common(Place.objects)
    if place.level in (Level.PROVINCE, Level.CERCLE):
        return parts.filter(**{place.level: place}, level=Level.COMMUNE)
    if place.level == Level.COMMUNE:
        return parts.filter(commune=place, level=Level.BOROUGH)
    return parts.none()


def values_of(key: str) -> QuerySet[Parameter]:
    """Every value a figure had, has or will have; the common ones first, the latest first."""
    rows = common(Parameter.objects).filter(key=key).select_related("owner", "set_by")
    return rows.order_by(models.F("owner").asc(nulls_first=True), "-starts_on")
