"""Comparing the names of places as clerks, banks and census offices spell them.

A name is kept as words, without those that say what kind of place it is, and compared glued, so that ``Beni Ftah``,
``BNIFTAH`` and ``بني فتاح`` each meet their own spelling. Transcriptions differ letter by letter: ``kept`` evens out
the habits (``ou``/``w``, ``kh``/``k``, doubled letters) and ``likeness`` measures what remains.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import OSA

from takwin.core.text import folded, search_terms

KIND_WORDS = frozenset(
    folded(
        "commune communes com cne cn cr cu ct c mun municipalite municipale ville collectivite territoriale rurale "
        "urbaine du de des d la le les l el al et "
        "جماعة الجماعة بلدية البلدية ج جماعه الترابية القروية الحضرية الترابيه القرويه الحضريه"
    ).split()
) | {"ترابيه", "قرويه", "حضريه", "بلديه", "جماعه"}
SPELT = (
    (re.compile(r"^(oulad|ouled|oulid|wlad|awlad|ouald|oulede|od|oul|old|o)$"), "uld"),
    (re.compile(r"^(beni|bni|ben|bani|bn)$"), "bn"),
    (re.compile(r"^(moulay|mly|my|moulai|mouly)$"), "muli"),
    (re.compile(r"^(sidi|s|sid|sdi)$"), "sidi"),
    (re.compile(r"^(ait|ayt|aiet)$"), "ait"),
    (re.compile(r"^(ain|ayn|aine|ayne)$"), "ain"),
    (re.compile(r"^(oued|ouad|oud|wad|wadi|ouedi)$"), "ud"),
    (re.compile(r"^(mohamed|mohammed|med|mhamed|mhammed)$"), "mhmd"),
)
EVENED = (
    (re.compile(r"ou|oo|w"), "u"),
    (re.compile(r"kh|ck|q|c(?![he])"), "k"),
    (re.compile(r"gh|rh"), "g"),
    (re.compile(r"ch|sch"), "sh"),
    (re.compile(r"dj|j"), "g"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"ts|ss|c|z"), "s"),
    (re.compile(r"th|tt"), "t"),
    (re.compile(r"dh"), "d"),
    (re.compile(r"y|ee|ï"), "i"),
    (re.compile(r"e|o"), "a"),
    (re.compile(r"h(?!$)|'"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)
ARABIC_EVENED = (
    (re.compile("^(ايت|ات)$"), "ايت"),
    (re.compile("^(ولاد|اولاد)$"), "اولاد"),
    (re.compile("^(مولاي|مولى|مولا)$"), "مولاي"),
    (re.compile("^(بني|بن|ابن)$"), "بني"),
)


def words(text: str) -> list[str]:
    """The words of a name that tell it from another, in order; all of them when none does."""
    said = [word for word in search_terms(text) if not word.isdigit()]
    return [word for word in said if word not in KIND_WORDS] or said


def glued(parts: Iterable[str]) -> str:
    return "".join(parts)


@lru_cache(20_000)
def kept(parts: tuple[str, ...]) -> str:
    """The sound of a name: what is left of its words once the habits of transcription are evened out."""
    return "".join(_sound(part) for part in parts)


def _sound(word: str) -> str:
    table = SPELT if word.isascii() else ARABIC_EVENED
    for pattern, sound in table:
        if pattern.match(word):
            return sound
    if not word.isascii():
        return re.sub(r"(.)\1+", r"\1", word.removeprefix("ال"))
    for pattern, sound in EVENED:
        word = pattern.sub(sound, word)
    return word


@lru_cache(200_000)
def likeness(one: str, other: str) -> float:
    """Between 0 and 1: the share of letters that need not be changed, added, left out or swapped with the next."""
    longest = max(len(one), len(other))
    if not longest or abs(len(one) - len(other)) > longest * 0.4:
        return 0.0
    return 1 - OSA.distance(one, other) / longest
