"""What a list declares to be sent as a form."""

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core.text import tidy
from takwin.directory.models import Body
from takwin.rights.enums import Permission

Words = str | Promise


def always(row: Any, language: str) -> bool:
    return True


@dataclass(frozen=True)
class FormField:
    """One column. ``value`` is what is written in the cell; ``read`` makes a value of what comes back, or refuses it
    with a sentence. Without ``read`` the column is locked: it only tells whose row this is.

    ``choices`` become a drop-down of their labels; ``read`` is then given the code. ``is_open(row, language)`` locks
    single cells. ``is_shared`` marks what belongs to the row's ``subject``, which several rows may show (a person with
    two offices), ``is_passing`` a word that goes in its own time: gone or said anew, it keeps no form from being
    undone. ``hint`` is shown by the spreadsheet beside the cell that is being filled in.
    """

    name: str
    label: Words
    value: Callable[[Any], Any]
    read: Callable[[str], Any] | None = None
    choices: Sequence[tuple[str, Words]] = ()
    is_open: Callable[[Any, str], bool] = always
    is_shared: bool = False
    is_passing: bool = False
    width: int = 22
    hint: Words = ""

    @property
    def is_asked(self) -> bool:
        """Whether the column is there to be filled in, in one row at least."""
        return bool(self.read or self.choices)

    def shown(self, row: Any) -> str:
        """The text of the cell, in the language that is active."""
        value = self.value(row)
        if self.choices:
            return str(dict(self.choices).get(value, ""))
        return tidy(str(value if value is not None else ""))

    def understood(self, text: str) -> Any:
        """The value of a text, so that two spellings of one phone are the same."""
        text = self._chosen(text) if self.choices else text
        return self.read(text) if self.read else text

    def same(self, text: str) -> Any:
        """The value of a text that we wrote ourselves; one that no rule reads any more is only itself."""
        try:
            return self.understood(text)
        except ValidationError:
            return text

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
class Change:
    """A row of the register with the values that are to be written of it; ``number`` is its row in the file, 0 when
    they are given back."""

    row: Any
    values: dict[str, Any]
    number: int = 0


class Writer(Protocol):
    def __call__(self, changes: Sequence[Change], *, by: User) -> None: ...


def one_by_one(write: Callable[..., None]) -> Writer:
    """Rows written each by itself, ``write(row, values, by=)``; every refusal is said with its row, and undoes all."""

    def write_all(changes: Sequence[Change], *, by: User) -> None:
        refusals = []
        for change in changes:
            try:
                with transaction.atomic():
                    write(change.row, change.values, by=by)
            except ValidationError as error:
                why = " ".join(error.messages)
                refusals.append(
                    _("Row %(row)s: %(why)s") % {"row": change.number, "why": why} if change.number else why
                )
        if refusals:
            raise ValidationError(refusals)

    return write_all


@dataclass(frozen=True)
class RoundTrip:
    """A list that can go out as a form and come back.

    ``rows(user)`` are those this user may change: what comes back for any other is refused. ``write`` records what
    changed through the product's own acts, and ``restore`` gives it back when the form is undone (the same, unless
    said). ``about`` tells which list of its kind this is, when there are several; ``owner(user)`` in whose name a user
    receives it; ``home`` is where one goes back to; ``lead`` what the reader is to know before recording, and
    ``is_final`` that what is recorded is not given back, observations apart. ``above`` are the rows that the acts hold
    before those of the list, by their keys: a form takes its locks in the same order.
    """

    kind: str
    title: Words
    fields: tuple[FormField, ...]
    rows: Callable[[User], Iterable[Any]]
    named: Callable[[Any], str]
    write: Writer
    owner: Callable[[User], Body | None]
    home: Words
    subject: Callable[[Any], Hashable] = lambda row: row.pk
    restore: Writer | None = None
    about: str = ""
    lead: Words = ""
    is_final: bool = False
    above: Callable[[Collection[int]], QuerySet[Any]] | None = None

    def by_name(self) -> dict[str, FormField]:
        return {field.name: field for field in self.fields}

    def among(self, keys: Collection[int], user: User) -> dict[int, Any]:
        """The rows of these keys that the user may change; a list that is a query is asked for these only."""
        rows = self.rows(user)
        if isinstance(rows, QuerySet):
            rows = rows.filter(pk__in=keys)
        return {row.pk: row for row in rows if row.pk in keys}


@dataclass(frozen=True)
class FormKind:
    """A kind of form, which an app brings at start-up: who may take and give one back, and the list it is about.

    ``spec(about, user)`` refuses, with a sentence, what is not this user's.
    """

    name: str
    permission: Permission
    spec: Callable[[str, User], RoundTrip]


FORMS: dict[str, FormKind] = {}


def bring_form(kind: FormKind) -> None:
    FORMS[kind.name] = kind


def kind_named(name: str) -> FormKind:
    if name not in FORMS:
        raise ValidationError(_("This form is of another list."))
    return FORMS[name]


def kinds_by_permission() -> dict[Permission, list[str]]:
    """The kinds of forms that each permission takes and gives back: a question for each permission, not each list."""
    kinds: dict[Permission, list[str]] = {}
    for kind in FORMS.values():
        kinds.setdefault(kind.permission, []).append(kind.name)
    return kinds
