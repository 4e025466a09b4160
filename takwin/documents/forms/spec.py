"""What a list declares to be sent as a form."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core.text import tidy

Words = str | Promise


def always(row: Any, language: str) -> bool:
    return True


@dataclass(frozen=True)
class FormField:
    """One column. ``value`` is what is written in the cell; ``read`` makes a value of what comes back, or refuses it
    with a sentence. Without ``read`` the column is locked: it only tells whose row this is.

    ``choices`` become a drop-down of their labels. ``is_open(row, language)`` locks single cells. ``is_shared`` marks
    what belongs to the row's ``subject``, which several rows may show (a person with two offices).
    """

    name: str
    label: Words
    value: Callable[[Any], Any]
    read: Callable[[str], Any] | None = None
    choices: Sequence[tuple[str, Words]] = ()
    is_open: Callable[[Any, str], bool] = always
    is_shared: bool = False
    width: int = 22

    def shown(self, row: Any) -> str:
        """The text of the cell, in the language that is active."""
        value = self.value(row)
        if self.choices:
            return str(dict(self.choices).get(value, ""))
        return tidy(str(value if value is not None else ""))

    def understood(self, text: str) -> Any:
        """The value of a text, so that two spellings of one phone are the same."""
        if self.choices:
            return self._chosen(text)
        return self.read(text) if self.read else text

    def _chosen(self, text: str) -> str:
        if not text:
            return ""
        codes = {code.casefold(): code for code, _label in self.choices}
        for language in ("en", "fr", "ar"):
            with translation.override(language):
                codes |= {tidy(str(label)).casefold(): code for code, label in self.choices}
        if text.casefold() not in codes:
            raise ValidationError(_("“%(text)s” is not in the list of this column."), params={"text": text})
        return codes[text.casefold()]


@dataclass(frozen=True)
class RoundTrip:
    """A list that can go out as a form and come back.

    ``rows(user)`` are those this user may change: what comes back for any other is refused. ``write(row, values,
    by=)`` records the changed values of one row through the product's own acts.
    """

    kind: str
    title: Words
    fields: tuple[FormField, ...]
    rows: Callable[[User], "QuerySet[Any]"]
    named: Callable[[Any], str]
    write: Callable[..., None]
    subject: Callable[[Any], Hashable] = lambda row: row.pk

    def by_name(self) -> dict[str, FormField]:
        return {field.name: field for field in self.fields}
