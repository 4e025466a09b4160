"""Texts with fields in braces: what is wrong in one, and how its fields are filled in."""

import re
from collections.abc import Iterator, Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FIELD = re.compile(r"\{([^{}]*)\}")


def faults(text: str, known: Mapping[str, object]) -> Iterator[ValidationError]:
    """Each field that the paper does not have, named; and a brace that opens or closes nothing."""
    for name in dict.fromkeys(FIELD.findall(text)):
        if name not in known:
            yield ValidationError(
                _("This paper has no field {%(name)s}: choose one of those listed beside the text."),
                params={"name": name},
            )
    if re.search(r"[{}]", FIELD.sub("", text)):
        yield ValidationError(_("A brace is left alone: a field is written {like_this}."))


def filled(text: str, values: Mapping[str, str]) -> list[str]:
    """The paragraphs of a text, its fields filled in. What comes from data is never read again for fields."""
    said = FIELD.sub(lambda found: values.get(found[1], found[0]), text)
    return [line.strip() for line in said.splitlines() if line.strip()]
