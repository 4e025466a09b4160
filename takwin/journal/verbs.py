"""What the journal says of each verb, in words and with a sign.

Each app names its own verbs in ``ready()``::

    verb("session.confirmed", _("confirmed the session"), tone="go", tile="full")

The sentence follows the name of whoever acted: *Fatima confirmed the session*.
"""

from typing import NamedTuple

from django.utils.functional import Promise

from takwin.ui.states import Tile, Tone


class Said(NamedTuple):
    sentence: str | Promise
    tone: Tone = ""
    tile: Tile = "dot"


VERBS: dict[str, Said] = {}


def verb(name: str, sentence: str | Promise, *, tone: Tone = "", tile: Tile = "dot") -> None:
    """Give a verb of the journal its sentence."""
    VERBS[name] = Said(sentence, tone, tile)


def verbs(sentences: dict[str, str | Promise]) -> None:
    """Give several verbs their sentences, all with the plain sign."""
    for name, sentence in sentences.items():
        verb(name, sentence)


def said(name: str) -> Said:
    """The words of a verb; one that no app has named speaks for itself."""
    return VERBS.get(name) or Said(name)
