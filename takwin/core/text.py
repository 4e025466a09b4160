"""One way to compare, sort and search names, in Arabic and in Latin script, on every database.

Databases disagree on collation and none folds Arabic as people write it, so nothing sorts or searches
on a raw name: models keep ``sort_ar``, ``sort_fr`` and ``search_text``, made here when a row is written.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

TATWEEL = "\u0640"
UNSEEN = {"Cc", "Cf"}  # controls, which a database may refuse, and marks of direction or joining
FOLDED = str.maketrans({
    "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ٱ": "ا", "ڭ": "ك", "گ": "ك", "ݣ": "ك", "پ": "ب", "ڤ": "ف",
    "ء": None, TATWEEL: None, "’": "'", "ʼ": "'", "‘": "'",
    **{chr(0x0660 + n): str(n) for n in range(10)},
    **{chr(0x06F0 + n): str(n) for n in range(10)},
})  # fmt: skip
ARABIC = re.compile(r"[\u0621-\u064a]")
PLAIN = re.compile(r"[\u0020-\u007e\u0621-\u0622\u0627-\u063a\u0641-\u064a]*")  # neither accents nor marks of direction
WORD = re.compile(r"[a-z0-9\u0621-\u064a]+")
# Spellings of one word that offices use for the same place.
VARIANTS = {"وادي": "واد", "الواد": "واد", "الوادي": "واد", "oued": "oued", "ouad": "oued", "wad": "oued"}

# How many texts a reader of lists remembers at each of its steps. A cell is asked of several times in a row, and the
# same words come back on every row: a few thousand answer nearly as often as all would. The names of a list of the
# whole Kingdom, in a dozen such memories, would stay for the life of the process.
REMEMBERED = 10_000


@lru_cache(maxsize=REMEMBERED)
def folded(text: str) -> str:
    """Lower case without accents, vowel signs, hamza, direction marks; ة as ه, ى as ي, digits Western."""
    if text.isascii() and text.isprintable():
        return text.casefold()
    letters = unicodedata.normalize("NFKD", text.translate(FOLDED))
    if PLAIN.fullmatch(letters):
        return letters.casefold()
    kept = "".join(c for c in letters if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return kept.translate(FOLDED).casefold()


# Given names that begin with the letters of the article, as ``folded`` leaves them: إلهام، إلياس.
NO_ARTICLE = frozenset({"الهام", "الياس", "الينا", "اليسا", "اليزابيث"})


def without_article(word: str) -> str:
    """An Arabic word without its article ال, if three letters remain."""
    return word[2:] if word.startswith("ال") and len(word) >= 5 else word


def search_terms(text: str) -> list[str]:
    """The words of a query or a name as they are stored in ``search_text``."""
    words = WORD.findall(folded(text).replace("'", " "))
    return [without_article(VARIANTS.get(word, word)) for word in words]


def search_text(*names: str | None) -> str:
    """What a row answers to: every word of its names once, in order, between spaces.

    A query finds the row when each of its ``search_terms`` is contained in it; glued forms of
    neighbouring short words (``بن عبد الله`` for ``بنعبدالله``) are kept as well.
    """
    words: dict[str, None] = {}
    for name in names:
        terms = search_terms(name or "")
        words.update(dict.fromkeys(terms))
        words.update(dict.fromkeys(a + b for a, b in itertools.pairwise(terms) if len(a) <= 3))
    return " ".join(words)


def sort_key(name: str) -> str:
    """The alphabetical place of a name: folded, without the Arabic article, at most 120 characters."""
    words = WORD.findall(folded(name))
    return " ".join(word if word in NO_ARTICLE else without_article(word) for word in words)[:120]


def is_arabic(text: str) -> bool:
    """Whether the text holds Arabic letters."""
    return bool(ARABIC.search(text))


def tidy(text: str) -> str:
    """The text as an officer meant to type it: single spaces, no direction marks, no control signs, no tatweel."""
    words = " ".join(text.split())
    if words.isprintable() and TATWEEL not in words:
        return words
    return " ".join("".join(c for c in words if unicodedata.category(c) not in UNSEEN and c != TATWEEL).split())


def attached(particle: str, name: str) -> str:
    """A particle of one letter (ب، ل) before a name in a sentence: ``بإفران``, ``للحاجب``; only what is not in Arabic
    letters stands apart, on a tatweel: ``بـIfrane``. Marks and brackets before the name do not part them."""
    first = next(filter(str.isalnum, name), "")
    if not ARABIC.match(first):
        return f"{particle}{TATWEEL}{name}"
    if particle.endswith("ل") and name.startswith("ال"):
        return particle + (name[2:] if name.startswith("الل") else name[1:])
    return particle + name


def joined(parts: Iterable[str | None], separator: str = " · ") -> str:
    """The parts that say something, in one line."""
    return separator.join(part for part in parts if part)
