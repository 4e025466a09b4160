"""Finding places and bodies, as people spell them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Max, QuerySet
from rapidfuzz.distance import OSA

from takwin.core.search import answering
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
    """The places a name may mean, as :func:`places_meant` reads it.

    Names are not unique (three communes are called أولاد عيسى): show the province beside each.
    """
    places = Place.objects.select_related("province", "region")
    return places_meant(places if level is None else places.filter(level=level), text)


def places_meant(places: QuerySet[Place], text: str) -> QuerySet[Place]:
    """The places of these that a name may mean, forgiving accents, hamza, ة, ال, واد/وادي, and words such as
    *commune de*; when none answers to it, those it misspells (*Boulmane*, *Azrouu*)."""
    found = answering(places, name_terms(text))
    return found if found.exists() else places.filter(pk__in=_misspelt(places, text))


def bodies_meant(bodies: QuerySet[Body], text: str) -> QuerySet[Body]:
    """The bodies of these whose names hold the words; when none does, those they misspell (*ازروو*)."""
    found = answering(bodies, search_terms(text))
    return found if found.exists() else bodies.filter(pk__in=_misspelt(bodies, text))


def _misspelt(named: QuerySet[Any], text: str) -> list[int]:
    """Those each of whose words typed is a slip or two from a word of theirs; short words are typed rightly."""
    terms = [(term, min(2, len(term) // 4)) for term in name_terms(text)]
    rows = named.values_list("pk", "search_text") if terms else ()
    return [
        pk for pk, words in rows if all(any(_slips(term, word, most) for word in words.split()) for term, most in terms)
    ]


def _slips(term: str, word: str, most: int) -> bool:
    return OSA.distance(term, word, score_cutoff=most) <= most


def body_of(place: Place, kind: BodyKind) -> Body:
    """The council or the administration of a place, made when places are loaded."""
    return Body.objects.get(kind=kind, place=place)


def foremost(bodies: Iterable[Body]) -> Body | None:
    """The one that speaks for the place where they sit, in the order of the kinds: its council before those that merely
    have their seat there, an association or a company. Of two of one kind, the first given."""
    kinds = list(BodyKind)
    return min(bodies, key=lambda body: kinds.index(BodyKind(body.kind)), default=None)


def communes_in(place: Place) -> QuerySet[Place]:
    """The communes of a region or a province; those of the Kingdom for its root; no boroughs."""
    communes = Place.objects.filter(level=Level.COMMUNE)
    return communes if place.level == Level.KINGDOM else communes.filter(**{place.level: place})
