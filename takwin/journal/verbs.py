"""What the journal says of each verb, in words and with a sign.

Each app names its own verbs in ``ready()``::

    verb("session.confirmed", _("confirmed the session"), tone="go", tile="full")

The sentence follows the name of whoever acted: *Fatima confirmed the session*. What the facts of a subject's events
add to it (which party, which step, how much) is told by the app that knows what they number::

    details("agreement", shown.told_in_story)
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.utils.functional import Promise

from takwin.ui.states import Tile, Tone


class Said(NamedTuple):
    sentence: str | Promise
    tone: Tone = ""
    tile: Tile = "dot"


Facts = dict[str, Any]
Tell = Callable[[Sequence[Facts]], Sequence[str]]

VERBS: dict[str, Said] = {}
DETAILS: dict[str, Tell] = {}


def verb(name: str, sentence: str | Promise, *, tone: Tone = "", tile: Tile = "dot") -> None:
    """Give a verb of the journal its sentence."""
    VERBS[name] = Said(sentence, tone, tile)


def verbs(sentences: dict[str, str | Promise]) -> None:
    """Give several verbs their sentences, all with the plain sign."""
    for name, sentence in sentences.items():
        verb(name, sentence)


def details(subject: str, tell: Tell) -> None:
    """Say what the facts of a subject's events (those whose verb begins with it) add, a string each, empty for nothing.

    ``tell`` is given the facts of all events shown at once: a story costs the same whatever its length.
    """
    DETAILS[subject] = tell


def said(name: str) -> Said:
    """The words of a verb; one that no app has named speaks for itself."""
    return VERBS.get(name) or Said(name)
