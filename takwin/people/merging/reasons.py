"""Why two persons may be one, in words: each code of the matcher with its sentence and how much it says.

The matcher gives codes with facts, which are kept; the words are found here when a page is drawn, in the language of
its reader. A reason that speaks against the pair has a negative weight.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

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
    "close_document": Reason(_("The numbers of their cards differ by one sign."), FAIR),
    "other_document": Reason(_("They have two different identity documents of one kind."), -STRONG),
    "same_phone": Reason(_("They have the same phone."), STRONG),
    "other_phone": Reason(_("They have two different phones."), -SLIGHT),
    "same_email": Reason(_("They have the same e-mail address."), STRONG),
    "same_birth_date": Reason(_("They were born on the same day."), STRONG),
    "same_birth_year": Reason(_("They were born in the same year."), SLIGHT),
    "close_birth": Reason(_("Their dates of birth differ by one figure, or by day and month exchanged."), FAIR),
    "other_birth": Reason(_("They were not born on the same day."), -FAIR),
    "same_name": Reason(_("They bear the same name."), FAIR),
    "same_name_across_scripts": Reason(_("The Arabic name of one is the French name of the other."), FAIR),
    "close_name": Reason(_("Their names are two spellings of one name."), FAIR),
    "name_within": Reason(_("The name of one is a part of the name of the other."), SLIGHT),
    "rare_name": Reason(_("Few people bear this name."), FAIR),
    "common_name": Reason(_("Many people bear this name."), -SLIGHT),
    "same_office": Reason(_("They hold the same office in the same body."), FAIR),
    "same_body": Reason(_("They sit in the same body."), SLIGHT),
    "same_commune": Reason(_("They are of the same commune."), SLIGHT),
    "same_province": Reason(_("They are of the same province."), SLIGHT),
    "other_place": Reason(_("They are of two different provinces."), -SLIGHT),
    "other_sex": Reason(_("One is a woman and the other a man."), -STRONG),
}


def said(reason: Mapping[str, Any]) -> Reason:
    """A reason as it was kept, in words. One that is not known here speaks for itself when it carries its words."""
    code = str(reason.get("code", ""))
    known = KNOWN.get(code)
    return known or Reason(str(reason.get("text") or code), int(reason.get("weight", SLIGHT)))


def reasons_of(kept: list[Any]) -> list[Reason]:
    """The reasons of a pair, those that weigh most first, those against last."""
    words = [said(reason if isinstance(reason, dict) else {"code": reason}) for reason in kept]
    return sorted(words, key=lambda reason: -reason.weight)


def main_reasons(kept: list[Any]) -> str:
    """The two that weigh most, on one line."""
    first = [str(reason.sentence).rstrip(".") for reason in reasons_of(kept)[:2]]
    return pgettext("between items of a list", ", ").join(first)
