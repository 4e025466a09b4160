"""An amount written in words on a paper that came: it says what its figures say."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from takwin.core import formats
from takwin.core.amounts import in_words
from takwin.core.amounts_read import amount_in
from takwin.core.money import dirhams
from takwin.core.text import is_arabic


def refuse_other_words(amount: Decimal, words: str) -> None:
    """Refuse words that say another amount than the figures, or that cannot be read; a paper may have none."""
    if words and amount_in(words) != dirhams(amount):
        wanted = in_words(dirhams(amount), "ar" if is_arabic(words) else "fr")
        raise ValidationError({"words": _("The words do not say %(amount)s: «%(words)s».") % {
            "amount": formats.dirhams(amount), "words": wanted
        }})  # fmt: skip
