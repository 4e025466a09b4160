"""Given names one meets in Morocco, in both scripts: they tell a column of names from a column of places.

A broad list, not a closed one: a name that is not in it is still a name. Arab, Amazigh, Hassani and Jewish Moroccan
names, in the commonest spellings, with those of the lexicon of ``people.matching``; compared folded, without article.
"""

from collections.abc import Iterator
from pathlib import Path

from takwin.core.text import folded, without_article

LEXICON = Path(__file__).parents[1] / "matching" / "lexicon"


def _names() -> Iterator[str]:
    yield from (Path(__file__).parent / "data" / "given_names.txt").read_text(encoding="utf-8").split()
    for kind in ("male", "female"):
        for written in (LEXICON / f"{kind}.txt").read_text(encoding="utf-8").replace("/", " ").split():
            if "_" not in written and len(written) > 2:
                yield written


NOT_ALONE = {"el", "بن", "عبد", "نور"}  # parts of many names, and of many other words
GIVEN = {word for raw in _names() for word in (folded(raw), without_article(folded(raw)))} - NOT_ALONE
SERVANT = ("عبد", "abd")


def is_given(word: str) -> bool:
    """Whether a folded word is a given name one knows, glued or not to *Abd*."""
    bare = without_article(word.strip(".'-"))
    return bare in GIVEN or (bare.startswith(SERVANT) and len(bare) > 5)
