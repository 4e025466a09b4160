"""How strong a password is, in words a person can act on."""

from enum import StrEnum
from math import log2

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User

LEAST = 10  # characters, as the validators of the settings ask
ENOUGH_BITS, GOOD_BITS = 50, 75  # of an even choice among the characters seen; words of a sentence count as characters


class Strength(StrEnum):
    REFUSED = "refused"
    ENOUGH = "enough"
    GOOD = "good"


WORDS: dict[Strength, str | Promise] = {
    Strength.REFUSED: _("Too weak: this password would be refused."),
    Strength.ENOUGH: _("Enough. Three or four words one after the other would be stronger."),
    Strength.GOOD: _("Strong."),
}


def strength(password: str, user: User) -> tuple[Strength, list[str]]:
    """How strong ``password`` is for ``user``, and why it would be refused."""
    try:
        validate_password(password, user)
    except ValidationError as refusal:
        return Strength.REFUSED, refusal.messages
    return (Strength.GOOD if _bits(password) >= GOOD_BITS else Strength.ENOUGH), []


def _bits(password: str) -> float:
    """Characters that repeat the one before say nothing new; the alphabet is what the password itself shows."""
    said = sum(1 for before, now in zip(" " + password, password, strict=False) if before != now)
    alphabet = max(len(set(password)), 2)
    return said * log2(alphabet)
