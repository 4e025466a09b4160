"""Finding places and bodies, as people spell them."""

from django.db.models import Max

from takwin.directory.models import Place


def next_place_id() -> int:
    """The number of the next new place: a place is its own key at its own level, so whoever writes one numbers it."""
    return (Place.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
