"""Names that Morocco bears, with the spellings offices use: given names of men and of women, family names.

One line per name: how common it is (``++``, ``+`` or nothing), its Arabic spellings (``/`` between them), then its
Latin spellings, the most usual first; ``_`` stands for a space. The lists were written for Takwin, from general
knowledge of Moroccan civil status, Amazigh and Saharan names included; they hold names, never persons.
"""

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import NamedTuple

from takwin.people.matching.words import parts_of

FOLDER = Path(__file__).parent
KINDS = ("male", "female", "family")
# What share of people bears a name of that rank, before any file is counted.
SHARES = {"++": 0.012, "+": 0.003, "": 0.0006}


class Entry(NamedTuple):
    """One name and its spellings; ``number`` is its place in the lexicon."""

    number: int
    kind: str
    share: float
    arabic: tuple[str, ...]
    latin: tuple[str, ...]

    @property
    def is_given(self) -> bool:
        return self.kind != "family"


class Lexicon(NamedTuple):
    """Entries by the text of a part, and how one written word falls into several parts (Fatimazahra)."""

    entries: tuple[Entry, ...]
    by_text: dict[str, tuple[Entry, ...]]
    cut: dict[str, tuple[str, ...]]


def _read(kind: str, start: int) -> list[Entry]:
    entries: list[Entry] = []
    for line in (FOLDER / f"{kind}.txt").read_text("utf-8").splitlines():
        words = line.split()
        rank = words.pop(0) if words[0] in SHARES else ""
        arabic, *latin = (word.replace("_", " ") for word in words)
        entries.append(Entry(start + len(entries), kind, SHARES[rank], tuple(arabic.split("/")), tuple(latin)))
    return entries


@cache
def lexicon() -> Lexicon:
    """The three lists, read once."""
    entries: list[Entry] = []
    for kind in KINDS:
        entries += _read(kind, len(entries))
    found: dict[str, dict[int, Entry]] = defaultdict(dict)
    cut: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        whole = [parts_of(spelling) for spelling in (*entry.arabic, *entry.latin)]
        several = next((parts for parts in whole[len(entry.arabic) :] if len(parts) > 1), ())
        for parts in whole:
            if len(parts) == 1 and len(whole[0]) == 1:
                found[parts[0].text][entry.number] = entry
            elif len(parts) == 1 and entry.is_given and several:
                cut[parts[0].text] = tuple(part.text for part in several)
    return Lexicon(tuple(entries), {text: tuple(several.values()) for text, several in found.items()}, cut)
