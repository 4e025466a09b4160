"""State machines as plain data: a table of moves on the model, and one function that obeys it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class IllegalMove(ValidationError):
    """The thing is not in a state from which this move exists."""


def move(thing: Any, name: str) -> None:
    """Apply the named move of ``thing.MOVES`` in memory; the caller, who holds the row's lock, saves."""
    sources, target = thing.MOVES[name]
    if thing.state not in sources:
        raise IllegalMove(
            _("“%(thing)s” is %(state)s: this can no longer be done."),
            params={"thing": thing, "state": thing.get_state_display()},
        )
    thing.state = target


def may_move(thing: Any, name: str) -> bool:
    """Whether the named move exists from the present state, for showing or hiding its button."""
    return thing.state in thing.MOVES[name][0]
