"""Finding places and bodies, as people spell them."""

from django.db.models import Max, QuerySet

from takwin.core.text import folded, search_terms
from takwin.directory.enums import BodyKind, Level
from takwin.directory.models import Body, Place

# Words that say what a place is, or link to its name, and are no part of the name.
KIND_WORDS = set(
    folded(
        "commune municipalité province préfecture région cercle arrondissement wilaya de du des d la le les l "
        "جماعة الجماعة بلدية إقليم الإقليم عمالة جهة الجهة دائرة مقاطعة ولاية"
    ).split()
)


def next_place_id() -> int:
    """The number of the next new place: a place is its own key at its own level, so whoever writes one numbers it."""
    return (Place.objects.aggregate(last=Max("pk"))["last"] or 0) + 1


def name_terms(text: str) -> list[str]:
    """The words of a name as they are searched, without ``commune de``, ``جماعة``… unless nothing else was said."""
    terms = search_terms(text)
    return [term for term in terms if term not in KIND_WORDS] or terms


def find_places(text: str, level: Level | None = None) -> QuerySet[Place]:
    """The places a name may mean, forgiving accents, hamza, ة, ال, واد/وادي, and words such as *commune de*.

    Names are not unique (three communes are called أولاد عيسى): show the province beside each.
    """
    places = Place.objects.select_related("province", "region")
    if level is not None:
        places = places.filter(level=level)
    for term in name_terms(text):
        places = places.filter(search_text__contains=term)
    return places


def body_of(place: Place, kind: BodyKind) -> Body:
    """The council or the administration of a place, made when places are loaded."""
    return Body.objects.get(kind=kind, place=place)


def communes_in(place: Place) -> QuerySet[Place]:
    """The communes of a region or a province; those of the Kingdom for its root; no boroughs."""
    communes = Place.objects.filter(level=Level.COMMUNE)
    return communes if place.level == Level.KINGDOM else communes.filter(**{place.level: place})
