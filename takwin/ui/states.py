"""How a state looks: a word, a tone that may interrupt, and a tile that fills as the thing goes forward.

A module of states says it once, beside its ``TextChoices``::

    LOOKS = looks(SessionState, {SessionState.CONFIRMED: ("go", "half"), SessionState.CANCELLED: ("bad", "no")})

so that a black and white print, a colour-blind reader and a screen reader learn the same thing.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeVar

from django.db.models import TextChoices
from django.utils.functional import Promise

Tone = Literal["", "go", "warn", "bad"]
Tile = Literal["draft", "open", "half", "full", "done", "wait", "no", "dash", "dot"]


S = TypeVar("S", bound=TextChoices)


class Look(NamedTuple):
    """What ``<c-state>`` and the state cell of a list draw."""

    label: str | Promise
    tone: Tone = ""
    tile: Tile = "open"


def looks(states: type[S], tones: Mapping[S, tuple[Tone, Tile]]) -> dict[S, Look]:
    """The look of every state; one that ``tones`` does not name is a plain word with an empty tile."""
    return {state: Look(state.label, *tones.get(state, ("", "open"))) for state in states}
