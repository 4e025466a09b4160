"""Amounts in words: those of a paper that came say what its figures say; what is promised or declared stands apart."""

from collections.abc import Callable
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from takwin.core import formats
from takwin.core.amounts import in_words
from takwin.core.amounts_read import amount_in
from takwin.core.money import dirhams
from takwin.core.text import is_arabic


def other_words(amount: Decimal, words: str) -> str:
    """What is wrong with words that say another amount than the figures, or that cannot be read; a paper may have
    none."""
    if not words or amount_in(words) == dirhams(amount):
        return ""
    wanted = in_words(dirhams(amount), "ar" if is_arabic(words) else "fr")
    told = {"amount": formats.dirhams(amount), "words": wanted}
    return _("The words do not say %(amount)s: «%(words)s».") % told


def promised(amount: Decimal, written: Callable[[Decimal], str] = formats.money) -> str:
    """What stands beside what is due: promised, and neither voted nor signed; nothing when nothing is."""
    return _("and %(amount)s promised, not voted yet") % {"amount": written(amount)} if amount else ""


def declared(amount: Decimal) -> str:
    """What stands beside what was ordered: declared by payers only; nothing when nothing is."""
    return _("and %(amount)s declared, not confirmed") % {"amount": formats.money(amount)} if amount else ""


def refuse_other_words(amount: Decimal, words: str) -> None:
    """Refuse a paper whose words say another amount than its figures."""
    if said := other_words(amount, words):
        raise ValidationError({"words": said})
