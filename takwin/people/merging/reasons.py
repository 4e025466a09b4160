"""Why two persons may be one, in words: each code of the matcher with its sentence and how much it says.

The matcher gives codes with facts, which are kept; the words are found here when a page is drawn, in the language of
its reader. A reason that speaks against the pair has a negative weight.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from takwin.core.text import joined

STRONG, FAIR, SLIGHT = 3, 2, 1


class Reason(NamedTuple):
    """A sentence, and how much it weighs: three for, down to three against."""

    sentence: str | Promise
    weight: int

    @property
    def is_against(self) -> bool:
        return self.weight < 0

    @property
    def marks(self) -> list[bool]:
        """Three squares, of which as many are full as the reason weighs."""
        return [place < abs(self.weight) for place in range(3)]


KNOWN: dict[str, Reason] = {
    "same_document": Reason(_("They have the same identity document."), STRONG),
    "disputed_document": Reason(_("They have the same card number, which stands beside other names too."), SLIGHT),
    "close_document": Reason(_("The numbers of their cards differ by a sign or two."), FAIR),
    "other_document": Reason(_("They have two different identity documents of one kind."), -STRONG),
    "same_phone": Reason(_("They have the same phone."), STRONG),
    "other_phone": Reason(_("They have two different phones."), -SLIGHT),
    "same_birth_date": Reason(_("They were born on the same day."), STRONG),
    "same_birth_year": Reason(_("They were born in the same year."), SLIGHT),
    "close_birth": Reason(_("Their dates of birth differ by one figure, or by day and month exchanged."), SLIGHT),
    "other_birth": Reason(_("They were not born on the same day."), -FAIR),
    "same_sex": Reason(_("They are of the same sex."), SLIGHT),
    "other_sex": Reason(_("One is a woman and the other a man."), -STRONG),
    "same_name": Reason(_("They bear the same name."), FAIR),
    "same_name_across_scripts": Reason(_("The Arabic name of one is the French name of the other."), FAIR),
    "close_name": Reason(_("Their names are two spellings of one name."), FAIR),
    "near_name": Reason(_("Their names come near each other."), SLIGHT),
    "initial": Reason(_("A part of one of the names is only its first letter."), SLIGHT),
    "name_within": Reason(_("The name of one is a part of the name of the other."), -SLIGHT),
    "other_name": Reason(_("They bear two different names."), -STRONG),
    "same_office": Reason(_("They hold the same office in the same body."), FAIR),
    "other_office": Reason(_("They hold two different offices in one body."), -SLIGHT),
    "same_post": Reason(_("They hold the same post in two places."), SLIGHT),
    "same_commune": Reason(_("They are of the same commune."), FAIR),
    "nested_councils": Reason(_("One sits in a commune, the other in the council above it."), FAIR),
    "nested_places": Reason(_("The place of one lies in the place of the other."), SLIGHT),
    "nested_posts": Reason(_("One serves a commune, the other the province above it."), SLIGHT),
    "same_province": Reason(_("They are of one province, in two places of it."), SLIGHT),
    "same_region": Reason(_("They are of one region, in two provinces of it."), SLIGHT),
    "other_region": Reason(_("They are of two different regions."), -FAIR),
    "rivalled": Reason(_("Another person fits one of the two about as well."), -FAIR),
}
# How much a weight counted in bits by the matcher says: from so many bits on, fair or strong.
FAIR_BITS, STRONG_BITS = 4.0, 9.0


def said(reason: Mapping[str, Any]) -> Reason:
    """A reason as it was kept, in words; with ``bits``, what it weighed in this very pair."""
    code = str(reason.get("code", ""))
    known = KNOWN.get(code) or Reason(code, SLIGHT)
    return known._replace(weight=weighed(float(reason["bits"]))) if reason.get("bits") else known


def weighed(bits: float) -> int:
    """From three for to three against; nothing told weighs nothing."""
    size = STRONG if abs(bits) >= STRONG_BITS else FAIR if abs(bits) >= FAIR_BITS else SLIGHT
    return size if bits > 0 else -size


def reasons_of(kept: list[Any]) -> list[Reason]:
    """The reasons of a pair, those that weigh most first, those against last."""
    words = [said(reason if isinstance(reason, dict) else {"code": reason}) for reason in kept]
    return sorted(words, key=lambda reason: -reason.weight)


def main_reasons(kept: list[Any]) -> str:
    """The two that weigh most, on one line."""
    return joined([str(reason.sentence).rstrip(".") for reason in reasons_of(kept)[:2]])
