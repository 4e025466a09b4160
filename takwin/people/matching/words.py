"""The parts of a name as they are said: ``بن علي`` and ``Ben-Ali`` are one part each, honorifics are no part of a name.

Small words that lean on the next one (ben, bou, aït, ou, abd…) or on the one before (eddine, allah) are joined to it;
articles between are dropped. ``Part.text`` is folded and without spaces, so that it is the same however it was cut.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from takwin.core.text import folded, is_arabic

BREAK = re.compile(r"[\s\-‐–—_/,;:()\"«»]+")
LETTERS = re.compile(r"[^a-z\u0621-\u064a]")
JOINING = {
    "بن": "بن", "ابن": "بن", "بنت": "بنت", "منت": "بنت", "بو": "بو", "ابو": "بو", "ابا": "ابا", "ايت": "ايت",
    "ات": "ايت", "اث": "ايت", "اولاد": "اولاد", "ولد": "اولاد", "اد": "اد", "ادا": "اد", "اهل": "اهل", "ال": "ال",
    "او": "او", "عبد": "عبد", "بني": "بني", "ذو": "ذو",
    "ben": "ben", "bin": "ben", "ibn": "ben", "benu": "ben", "bent": "bent", "bint": "bent", "mint": "bent",
    "bou": "bou", "bu": "bou", "abou": "bou", "abu": "bou", "aba": "aba", "ait": "ait", "ayt": "ait", "aith": "ait",
    "ath": "ait", "ouled": "ouled", "oulad": "ouled", "oulade": "ouled", "awlad": "ouled", "ould": "ouled",
    "wld": "ouled", "id": "id", "ida": "id", "ahl": "ahl", "ehl": "ahl", "ou": "ou", "oul": "ou",
    "abd": "abd", "abdel": "abd", "abdul": "abd", "abdal": "abd", "abdoul": "abd", "abder": "abd", "abdes": "abd",
    "abdess": "abd", "abdou": "abd", "aabd": "abd", "bel": "bel", "bal": "bel", "bni": "bni", "beni": "bni",
    "dou": "dou", "dhou": "dou",
}  # fmt: skip
ARTICLES = {
    "el", "al", "l", "es", "as", "er", "ar", "ed", "ad", "en", "an", "et", "at", "ez", "az", "ech", "ach", "ess", "ezz",
    "ettt", "ett", "edd", "err", "enn", "esh", "ash", "ul",
}  # fmt: skip
FOLLOWING = {
    "الدين": "دين", "الله": "الله", "eddine": "eddine", "ddine": "eddine", "dine": "eddine", "eddin": "eddine",
    "din": "eddine", "addine": "eddine", "addin": "eddine", "edine": "eddine", "uddin": "eddine", "eddyne": "eddine",
    "allah": "allah", "ellah": "allah", "illah": "allah", "lah": "allah", "lillah": "allah",
}  # fmt: skip
HONORIFICS = {
    "السيد", "السيده", "سيد", "الحاج", "حاج", "الحاجه", "حاجه", "مولاي", "سيدي", "سي", "لاله", "لالا", "للا", "الاستاذ",
    "الاستاذه", "الدكتور", "الدكتوره", "الانسه", "المهندس", "المهندسه", "الشيخ", "الفقيه", "المرحوم", "mr", "monsieur",
    "mme", "madame", "mlle", "mle", "mademoiselle", "haj", "hadj", "hajj", "elhaj", "lhaj", "hajja", "hadja", "moulay",
    "mly", "my", "sidi", "si", "lalla", "lla", "dr", "docteur", "pr", "professeur", "maitre", "ing", "feu", "cheikh",
    "hajia", "mouley", "moulaye", "sid", "messieurs",
}  # fmt: skip
ABD = re.compile(r"^عبدال?(?=\w{2})")
OF_THE_FATHER = re.compile(r"^(بن|بو|ايت|اولاد)ال(?=\w{3})")


LEANING = frozenset(JOINING) | ARTICLES | frozenset(FOLLOWING)
DROPPED = frozenset(ARTICLES) - frozenset(JOINING) - frozenset(FOLLOWING) - HONORIFICS


class Part(NamedTuple):
    """One part of a name: its folded letters and whether it stands for a whole name (``N.``)."""

    text: str
    is_initial: bool = False


MISTER = Part("m", is_initial=True)


@lru_cache(maxsize=20_000)
def _words(written: str) -> tuple[str, ...]:
    """The folded words of one chunk without spaces, apostrophes closed up: ``M'hamed`` is one word."""
    plain = folded(written.replace("ç", "ss").replace("Ç", "ss").replace("œ", "oe")).replace("'", "").replace("`", "")
    chunks = plain.split(".")
    words = [LETTERS.sub("", chunk) for chunk in chunks]
    dotted = len(chunks) > 1
    return tuple(word + "." if dotted and len(word) == 1 else word for word in words if word)


def words_of(name: str) -> list[str]:
    return [word for chunk in BREAK.split(name) for word in _words(chunk)]


def _joined(head: str, rest: str) -> str:
    """A leaning word and what it leans on, the article between them dropped."""
    if is_arabic(rest):
        return head + (rest[2:] if rest.startswith("ال") and len(rest) >= 5 else rest)
    lone = re.match(r"l(?=[^aeiouyl])", rest)
    return head + (rest[1:] if lone and len(rest) > 3 else rest)


@lru_cache(maxsize=20_000)
def _alone(word: str) -> str:
    """One word that already holds what leans on it: ``عبدالكريم``, ``بنالطيب``."""
    word = ABD.sub("عبد", word) if len(word) >= 5 and word != "عبدالله" else word
    return OF_THE_FATHER.sub(r"\1", word)


def is_tied(word: str) -> bool:
    """Whether the words around it decide what a word is: it leans on them, is an honorific, or a single letter."""
    return word in LEANING or word in HONORIFICS or len(word.rstrip(".")) == 1


def is_dropped(word: str) -> bool:
    """Whether a word falls before any other: an article, and nothing else."""
    return word in DROPPED


def free_parts(words: Iterable[str]) -> list[Part]:
    """The parts of words none of which is tied."""
    return [Part(_alone(word)) for word in words]


def parts_of(name: str) -> tuple[Part, ...]:
    """The parts of a name in the order written. Honorifics are dropped while two other parts remain."""
    words = words_of(name)
    if LEANING.isdisjoint(words) and not any(len(word.rstrip(".")) == 1 for word in words):
        parts = free_parts(words)
    else:
        parts = _leant(words)
    kept = [part for part in parts if part.text not in HONORIFICS and part != MISTER]
    return tuple(kept if len(kept) >= 2 else parts)


def _leant(words: list[str]) -> list[Part]:
    """The parts of words some of which lean on their neighbours."""
    parts: list[Part] = []
    head = ""
    for place, word in enumerate(words):
        last = place == len(words) - 1
        if word in FOLLOWING and parts and not head:
            parts[-1] = Part(parts[-1].text + FOLLOWING[word])
        elif word in ARTICLES and not last:
            continue
        elif word in JOINING and not last:
            head += JOINING[word]
        elif len(word.rstrip(".")) == 1 and not head:
            parts.append(Part(word[0], is_initial=True))
        else:
            parts.append(Part(_joined(head, word) if head else _alone(word)))
            head = ""
    return parts
