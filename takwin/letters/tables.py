"""The register of letters."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from takwin.core.text import search_terms
from takwin.letters.models import Channel, Letter
from takwin.ui.lists import Column, Empty, Listing, Tab
from takwin.ui.states import Look

SENT = Look(_("on its way"), "warn", "wait")
DELIVERED = Look(_("delivered"), "go", "full")


def look_of(letter: Letter) -> Look:
    return DELIVERED if letter.delivered_at else SENT


def addressee(letter: Any) -> str:
    return str(letter.person or letter.body)


class LetterFilter(django_filters.FilterSet):  # type: ignore[misc]
    channel = django_filters.MultipleChoiceFilter(label=_("Channel"), choices=Channel.choices)

    class Meta:
        model = Letter
        fields: list[str] = []


def letters_meant(letters: QuerySet[Letter], words: str) -> QuerySet[Letter]:
    """By the name of the person or the body written to, or by the number on the paper."""
    for term in search_terms(words):
        named = Q(person__search_text__holds=term) | Q(body__search_text__holds=term)
        letters = letters.filter(named | Q(paper__reference__icontains=term))
    return letters


LETTERS = Listing(
    title=_("Letters"),
    columns=[
        Column("to", _("Addressee"), value=addressee, phone="top"),
        Column("reference", _("Reference"), value="paper.reference", kind="reference", sort="paper__reference"),
        Column("paper", _("Paper"), value="paper.get_kind_display"),
        Column("channel", _("Channel"), value="get_channel_display", phone="hide"),
        Column("sent_at", _("Sent"), kind="moment", sort="sent_at"),
        Column("state", _("State"), kind="state", value=look_of, phone="end"),
    ],
    default_sort="-sent_at",
    filterset=LetterFilter,
    search=letters_meant,
    search_hint=_("Name, council or reference"),
    tabs=[
        Tab("going", _("On their way"), Q(delivered_at=None)),
        Tab("there", _("Delivered"), Q(delivered_at__isnull=False)),
    ],
    export_name="letters",
    empty=Empty(_("No letter yet"), _("Letters appear here when a session’s convocations are sent.")),
)
