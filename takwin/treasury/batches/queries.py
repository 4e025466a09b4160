"""Which letters stand in a batch, and in which order they are printed."""

from typing import NamedTuple

from django.db.models import Count, QuerySet

from takwin.accounts.models import User
from takwin.directory.models import Place
from takwin.programmes.models import Programme
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.treasury.models import FundsRequest, RequestBatch


class Scope(NamedTuple):
    """What the letters of a batch were chosen by; each narrows the others."""

    place: Place | None = None
    year: int | None = None
    programme: Programme | None = None


def in_order(letters: QuerySet[FundsRequest]) -> QuerySet[FundsRequest]:
    """By province then payer, as the letters are handed to the governors of each."""
    ordered = letters.order_by("instalment__payer__place__code", "instalment__payer", "instalment__year", "pk")
    return ordered.select_related("paper")


def batches_of(user: User) -> QuerySet[RequestBatch]:
    """The batches of the accounts ``user`` keeps, with how many letters each holds."""
    mine = allowed(RequestBatch.objects, user, Permission.TREASURY_REQUEST)
    counted = mine.annotate(letters=Count("requests", distinct=True))
    return counted.select_related("owner", "place", "programme", "asked_by", "file")
