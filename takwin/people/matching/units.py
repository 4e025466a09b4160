"""A part of a name made ready for comparing: its readings, what the lexicon knows of it, how many bear it."""

from functools import lru_cache, reduce
from itertools import count
from operator import and_, or_
from typing import Any

from takwin.core.text import is_arabic
from takwin.people.matching.lexicon import Entry, lexicon
from takwin.people.matching.sounds import arabic_readings, latin_readings, outline, skeleton
from takwin.people.matching.words import Part, free_parts, is_dropped, is_tied, parts_of, words_of

FEW = 0.0004  # share of people who bear a family name that the lexicon does not know
MAX_KEYS = 3
NONE: frozenset[Any] = frozenset()  # one for all the words that are no given name, which most are
_numbers = count()


class Unit:
    """One part of a name. Units of one text are one object, so that thousands of rows share them."""

    __slots__ = (
        "firsts",
        "given",
        "hashes",
        "initial",
        "keys",
        "kinds",
        "known",
        "latin",
        "loudest",
        "number",
        "outlines",
        "readings",
        "roots",
        "share",
        "steady",
        "text",
    )

    def __init__(self, text: str, *, initial: bool) -> None:
        self.number = next(_numbers)
        self.text = text
        self.initial = initial
        self.latin = not is_arabic(text)
        self.readings = latin_readings(text) if self.latin else arabic_readings(text)
        self.outlines = tuple({outline(reading) for reading in self.readings})
        # What every reading lets hear, and what any of them does.
        self.steady = reduce(and_, self.outlines)
        self.loudest = reduce(or_, self.outlines)
        entries: tuple[Entry, ...] = () if initial else lexicon().by_text.get(text, ())
        given = [entry for entry in entries if entry.is_given]
        self.given = bool(given)
        self.known: frozenset[int] = frozenset(entry.number for entry in given) if given else NONE
        self.kinds: frozenset[str] = frozenset(entry.kind for entry in given) if given else NONE
        self.roots: frozenset[str] = frozenset(_root(entry) for entry in given) if given else NONE
        self.share = max((entry.share for entry in entries), default=FEW)
        own = [skeleton(reading) for reading in self.readings]
        keys = () if initial else tuple(dict.fromkeys([*map(_bones, entries), *own]))[:MAX_KEYS]
        self.keys, self.hashes, self.firsts = _numbered(keys)


@lru_cache(maxsize=50_000)
def _numbered(keys: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[int, ...], tuple[int, ...]]:
    """Keys, and as numbers, whole and by their first letter, to be added up into keys of pairs.

    Many spellings have the same keys: they share them.
    """
    return keys, tuple(map(hash, keys)), tuple(_letter(key[:1]) for key in keys)


@lru_cache(maxsize=100)
def _letter(first: str) -> int:
    return hash(first)


def _root(entry: Entry) -> str:
    """The usual reading of a name without its article: الحسن and حسن have one root."""
    return arabic_readings(parts_of(entry.arabic[0])[0].text)[0]


@lru_cache(maxsize=5_000)
def _bones(entry: Entry) -> str:
    """The consonants of a name as its Arabic spelling gives them: Lahcen and الحسن meet under one key."""
    return skeleton(_root(entry))


@lru_cache(maxsize=500_000)
def unit(text: str, initial: bool = False) -> Unit:
    return Unit(text, initial=initial)


def _units_of(part: Part) -> list[Unit]:
    if part.is_initial:
        return [unit(part.text, True)]
    return [unit(text) for text in lexicon().cut.get(part.text, (part.text,))]


@lru_cache(maxsize=200_000)
def _units_of_word(written: str) -> tuple[Unit, ...] | None:
    """The units of a written word that neighbours cannot change; ``None`` when the name must be read whole.

    An article before another word falls, whatever is around: by itself it gives no unit.
    """
    words = words_of(written)
    tied = [word for word in words if is_tied(word)]
    if not tied:
        return tuple(one for part in free_parts(words) for one in _units_of(part))
    if not all(map(is_dropped, tied)):
        return None
    if len(words) == len(tied):
        return ()
    return None if is_dropped(words[-1]) else tuple(one for part in parts_of(written) for one in _units_of(part))


def units_of(name: str) -> tuple[Unit, ...]:
    """The units of a written name, in the order written; empty for an empty name."""
    units: list[Unit] = []
    found: tuple[Unit, ...] | None = None
    for written in name.split():
        found = _units_of_word(written)
        if found is None:
            break
        units += found
    # What ends in an article is read whole as well: nothing follows for the article to fall before.
    return tuple(units[:6]) if found else tuple(one for part in parts_of(name) for one in _units_of(part))[:6]
