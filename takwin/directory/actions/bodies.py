"""Bodies, rooms, and the names by which places are shown and found."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core.points import Point
from takwin.core.refused import checked
from takwin.core.text import sort_key, tidy
from takwin.directory.enums import COLLECTIVITIES, BodyKind, Level
from takwin.directory.models import Body, Place, PlaceAlias, Room
from takwin.directory.naming import body_names
from takwin.directory.signals import body_ending
from takwin.journal.actions import record

BORN_WITH_PLACES = (*COLLECTIVITIES, BodyKind.STATE)
NEED_A_PARENT = (BodyKind.COMMITTEE, BodyKind.SERVICE)


@transaction.atomic
def add_body(*, by: User | None, **facts: Any) -> Body:
    """Add a university, a foundation, a committee… Councils and State administrations come with the map."""
    body = Body(**facts)
    if body.kind in BORN_WITH_PLACES:
        raise ValidationError(
            {"kind": _("Councils and State administrations come with the map: correct the one there is.")}
        )
    _check_parent(body)
    checked(body)
    record("body.added", body, by=by, kind=body.kind, place=body.place_id, parent=body.parent_id)
    return body


@transaction.atomic
def name_body(*, kind: BodyKind, name_ar: str, name_fr: str, place: Place, by: User) -> Body:
    """Write down a body seated where one has no say, so that it can be a party or sit in a committee: what it is called
    and where it sits, nothing else. Whoever administers its seat completes and corrects it.

    One of that name is not written twice: a ministry or a national office in the whole register, any other in its
    province. The row of the Kingdom or of the province is locked, so of two who name it at once the second is told.
    """
    _refuse_known(kind, name_ar, name_fr, place)
    return add_body(kind=kind, name_ar=tidy(name_ar), name_fr=tidy(name_fr), place=place, by=by)


@transaction.atomic
def correct_names(body: Body, *, name_ar: str, name_fr: str, by: User) -> Body:
    """Correct how a body that was only named is called (see ``name_body``): no other is called so either."""
    body = Body.objects.select_related("place").get(pk=body.pk)
    _refuse_known(BodyKind(body.kind), name_ar, name_fr, body.place, but=body)
    return correct_body(body, name_ar=tidy(name_ar), name_fr=tidy(name_fr), by=by)


def _refuse_known(kind: BodyKind, name_ar: str, name_fr: str, place: Place, *, but: Body | None = None) -> None:
    """Refuse a name that says nothing, or by which another body of the kind is known; the place above stays locked."""
    keys = {"name_ar": sort_key(name_ar), "name_fr": sort_key(name_fr)}
    if unread := [field for field, key in keys.items() if not key]:
        raise ValidationError({unread[0]: _("A name holds letters or figures.")})
    is_national = kind == BodyKind.NATIONAL
    within = Q(level=Level.KINGDOM) if is_national else Q(pk=place.province_id or place.region_id or place.pk)
    Place.objects.select_for_update(of=("self",)).filter(within).first()
    alike = Body.objects.filter(Q(sort_ar=keys["name_ar"]) | Q(sort_fr=keys["name_fr"]), kind=kind, ends_on=None)
    alike = alike.exclude(pk=but.pk) if but else alike
    if not is_national:
        alike = alike.filter(place__province=place.province_id, place__region=place.region_id)
    if known := alike.select_related("place").first():
        raise ValidationError(
            {"name_ar": _("It is in the register already: %(name)s, seated in %(place)s.")
             % {"name": known.name, "place": known.place.name}}
        )  # fmt: skip


@transaction.atomic
def correct_body(body: Body, *, by: User | None, **facts: Any) -> Body:
    """Correct what is said of a body. Of one that came with the map, kind and place stay; its name, once corrected,
    is left alone when the map is loaded again. An app above may refuse that it ends."""
    body = Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
    before = {name: getattr(body, name) for name in facts}
    for name, value in facts.items():
        setattr(body, name, value)
    changed = [name for name in facts if before[name] != facts[name]]
    if body.kind in BORN_WITH_PLACES or before.get("kind") in BORN_WITH_PLACES:
        if {"kind", "place", "parent"} & set(changed):
            raise ValidationError(_("What this body is, and where, comes with the map and cannot be changed."))
        body.is_renamed = body.is_renamed or bool({"name_ar", "name_fr"} & set(changed))
    _check_parent(body)
    if "ends_on" in changed and body.ends_on:
        body_ending.send(Body, body=body)
    checked(body)
    if changed:
        record("body.corrected", body, by=by, changed=sorted(changed))
    return body


def _check_parent(body: Body) -> None:
    """A committee or a service belongs to something; nothing belongs to itself, even through others."""
    if body.kind in NEED_A_PARENT and body.parent is None:
        raise ValidationError({"parent": _("Say of which council or administration it is a part.")})
    above = body.parent
    while above is not None:
        if body.pk is not None and above.pk == body.pk:
            raise ValidationError({"parent": _("A body cannot be a part of itself.")})
        above = above.parent


@transaction.atomic
def add_room(*, by: User | None, **facts: Any) -> Room:
    """Add a room that an administration lends."""
    room = checked(Room(**facts))
    record("room.added", room, by=by, lender=room.lender_id, seats=room.seats)
    return room


@transaction.atomic
def correct_room(room: Room, *, by: User | None, **facts: Any) -> Room:
    """Correct a room, or close it: a closed one is no longer offered, and what was held in it stays told."""
    room = Room.objects.select_for_update(of=("self",)).get(pk=room.pk)
    changed = [name for name, value in facts.items() if getattr(room, name) != value]
    for name, value in facts.items():
        setattr(room, name, value)
    if "place" in changed:  # the point was that of the former place
        room.latitude = room.longitude = None
    checked(room)
    if changed:
        record("room.corrected", room, by=by, changed=sorted(changed), seats=room.seats)
    return room


@transaction.atomic
def locate_room(room: Room, point: Point | None, *, by: User | None) -> Room:
    """Say where a room stands on the map, or take it off: its letters and messages then lead to it, or no longer."""
    room = Room.objects.select_for_update(of=("self",)).get(pk=room.pk)
    if room.point == point:
        return room
    room.latitude, room.longitude = point or (None, None)
    checked(room)
    record("room.located" if point else "room.unlocated", room, by=by)
    return room


@transaction.atomic
def rename_place(place: Place, *, name_ar: str, name_fr: str, by: User) -> Place:
    """Show a place under other names than the census office's, which stay recorded and still find it.

    The bodies of the place follow, except those whose own name was corrected.
    """
    place = Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
    place.name_ar, place.name_fr, place.is_renamed = tidy(name_ar), tidy(name_fr), True
    place.clean_fields(exclude={f.name for f in Place._meta.fields} - {"name_ar", "name_fr"})
    place.save(update_fields=["name_ar", "name_fr", "is_renamed"])
    _follow(place)
    record("place.renamed", place, by=by, code=place.code)
    return place


@transaction.atomic
def add_alias(place: Place, *, name: str, by: User) -> PlaceAlias:
    """Give a place another spelling it answers to."""
    place = Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
    alias = checked(PlaceAlias(place=place, name=tidy(name)))
    place.save(update_fields=["search_text"])
    _follow(place)
    record("place.alias_added", place, by=by, alias=alias.pk)
    return alias


def _follow(place: Place) -> None:
    """Bring names and search keys of the bodies at a place to the names of the place."""
    for body in Body.objects.select_for_update(of=("self",)).filter(place=place):
        body.place = place
        if body.kind in BORN_WITH_PLACES and not body.is_renamed:
            body.name_ar, body.name_fr = body_names(BodyKind(body.kind), place)
        body.save(update_fields=["name_ar", "name_fr"])
