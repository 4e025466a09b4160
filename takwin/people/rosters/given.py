"""Given names one meets in Morocco, in both scripts: they tell a column of names from a column of places.

A broad list, not a closed one: a name that is not in it is still a name. Arab, Amazigh, Hassani and Jewish Moroccan
names, in the commonest spellings; compared folded, without article.
"""

from pathlib import Path

from takwin.core.text import folded, without_article

NAMES = (Path(__file__).parent / "data" / "given_names.txt").read_text(encoding="utf-8").split()
NOT_ALONE = {"el", "بن", "عبد", "نور"}  # parts of many names, and of many other words
GIVEN = {word for raw in NAMES for word in (folded(raw), without_article(folded(raw)))} - NOT_ALONE
SERVANT = ("عبد", "abd")


def is_given(word: str) -> bool:
    """Whether a folded word is a given name one knows, glued or not to *Abd*."""
    bare = without_article(word.strip(".'-"))
    return bare in GIVEN or (bare.startswith(SERVANT) and len(bare) > 5)
