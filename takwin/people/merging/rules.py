"""What apps above say of a merge: a refusal, rows that stay with those they belong to, a reason not to undo.

Brought in their ``ready()``, as panels are::

    merge_veto(rules.present_in_two_places)
    stays_behind(Mark, rules.marks_of_a_half_day_both_have)
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise

from takwin.core.registry import Registry

if TYPE_CHECKING:
    from takwin.people.models import Merge, Person

Text = str | Promise


@dataclass(frozen=True)
class Veto:
    """``query(kept, gone)`` gives the sentence that forbids the merge, or ``None``."""

    query: Callable[["Person", "Person"], Text | None]
    order: int = 50


@dataclass(frozen=True)
class UndoVeto:
    """``query(merge)`` gives the sentence that forbids undoing it, or ``None``."""

    query: Callable[["Merge"], Text | None]
    order: int = 50


@dataclass(frozen=True)
class Stay:
    """Rows that stay with the person merged away although no constraint stands in the way: ``query(kept, gone)`` is
    true of them. With ``words`` each opens a case; without, they only follow a row that has one."""

    model: type[models.Model]
    query: Callable[["Person", "Person"], Q]
    words: Text = ""
    order: int = 50

    @property
    def rule(self) -> str:
        return self.query.__name__


VETOES: Registry[Veto] = Registry()
UNDO_VETOES: Registry[UndoVeto] = Registry()
STAYS: Registry[Stay] = Registry()


def merge_veto(query: Callable[["Person", "Person"], Text | None], *, order: int = 50) -> Veto:
    """Let an app refuse merges."""
    return VETOES.add(Veto(query, order))


def undo_veto(query: Callable[["Merge"], Text | None], *, order: int = 50) -> UndoVeto:
    """Let an app refuse that a merge be undone."""
    return UNDO_VETOES.add(UndoVeto(query, order))


def stays_behind(
    model: type[models.Model], query: Callable[["Person", "Person"], Q], words: Text = "", *, order: int = 50
) -> Stay:
    """Let an app keep rows of ``model`` with the person merged away."""
    return STAYS.add(Stay(model, query, words, order))


def refusal_of(kept: "Person", gone: "Person") -> Text | None:
    """The first sentence that forbids the merge."""
    return next((said for veto in VETOES if (said := veto.query(kept, gone))), None)


def ask(said: Text | None) -> None:
    """Refuse with the sentence of a veto, if there is one."""
    if said:
        raise ValidationError(str(said))
