"""Names as lists write them: titles stripped to sex and style, both scripts told apart, one sign for one letter."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from takwin.core.text import REMEMBERED, TATWEEL, folded, is_arabic
from takwin.people.enums import Sex

LETTERS = str.maketrans(
    {"ی": "ي", "ى": "ى", "ک": "ك", "ہ": "ه", "ۀ": "ه", "ے": "ي", "ﻻ": "لا", "`": "'", "´": "'", "’": "'", "‘": "'"}
)
PLAIN = re.compile(r"[ -_a-~\u00e0-\u00ff\u0621-\u063a\u0641-\u064a]*")  # letters with nothing to mend
BEFORE_STOP = re.compile(r"\s+\.")
LETTER = re.compile(r"[^\W\d_]")
NUMBERED = re.compile(r"(?:^|\s)\W*\d{1,4}\s*[-–—.)/:°_]\s*(?=[^\W\d_])|(?<=[^\W\d_])\s*[-–—(]\s*\d{1,4}\W*$")
LOST = re.compile(r"[^\W\d_][?\ufffd]|[?\ufffd][^\W\d_]")  # a letter that an encoding did not have
INITIAL = re.compile(r"(?:^|\s)[A-Za-zء-ي]\.(?=\s|$)")
MARKS = re.compile(r"[\u064b-\u065f\u0670\u06d6-\u06ed]")
ARABIC_RUN = re.compile(r"[\u0600-\u06ff\u0750-\u077f][\u0600-\u06ff\u0750-\u077f\s.'\-]*")
LATIN_RUN = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f\s.'\-]*")


class Style(NamedTuple):
    sex: str
    name: str


def _titles() -> dict[str, Style]:
    said = {
        (Sex.MALE, "mr"): "السيد m mr monsieur mrs السادة السد",
        (Sex.FEMALE, "mrs"): "السيدة السيده سيدة سيده mme madame mm mrme السيدتان السيدت",
        (Sex.FEMALE, "miss"): "الآنسة الانسة انسة آنسة mlle mademoiselle melle",
        (Sex.MALE, "professor"): "الأستاذ الاستاذ أستاذ ذ",
        (Sex.FEMALE, "professor"): "الأستاذة الاستاذة أستاذة ذة",
        ("", "professor"): "pr prof professeur me maitre",
        (Sex.MALE, "doctor"): "الدكتور دكتور",
        (Sex.FEMALE, "doctor"): "الدكتورة دكتورة دة",
        ("", "doctor"): "د dr docteur",
        ("", "engineer"): "المهندس المهندسة ing",
        (Sex.MALE, "hajj"): "الحاج haj hadj hajj elhaj elhadj لحاج",
        (Sex.FEMALE, "hajj"): "الحاجة الحاجه hajja hadja hajjah",
        (Sex.MALE, "moulay"): "مولاي my",
        (Sex.MALE, "sidi"): "سيدي sidi si",
        (Sex.FEMALE, "lalla"): "لالة لالا lalla للا لاله",
    }
    return {folded(word): Style(*style) for style, words in said.items() for word in words.split()}


TITLES = _titles()
UNSURE = {"m", "د"}  # an initial as well
COURTESY = {"mr", "mrs", "miss"}  # said before a name, and never one
HONOURS = {"hajj", "moulay", "sidi", "lalla"}  # may be part of the name itself: never the only word left


class Name(NamedTuple):
    """What a cell of names says."""

    arabic: str
    latin: str
    sex: str
    style: str
    rest: str = ""


@lru_cache(maxsize=REMEMBERED)
def plain(text: str) -> str:
    """One sign for one letter: no tatweel, vowel signs, marks of direction, presentation forms or Persian letters."""
    if PLAIN.fullmatch(text):
        return " ".join(text.split())
    signs = unicodedata.normalize("NFKC", text).translate(LETTERS).replace(TATWEEL, "")
    shown = "".join(c for c in signs if unicodedata.category(c) != "Cf")
    return " ".join(MARKS.sub("", shown).split())


@lru_cache(maxsize=REMEMBERED)
def name_of(text: str, titled: bool = True) -> Name:
    """The name in a text. ``titled``: the column writes titles, so that ``M.`` is *Monsieur* and no initial."""
    said = plain(text).strip(" .,;:/|*-–—\"'")
    arabic = " ".join(" ".join(ARABIC_RUN.findall(said)).split())
    latin = " ".join(" ".join(LATIN_RUN.findall(said)).split())
    if not is_arabic(arabic):
        arabic = ""
    arabic, first = _untitled(arabic, titled)
    latin, second = _untitled(latin, titled)
    sex, style = first.sex or second.sex, first.name or second.name
    return Name(_trimmed(arabic), _trimmed(latin), sex, style)


def _trimmed(text: str) -> str:
    return BEFORE_STOP.sub(".", text).strip(" -'ـ").removeprefix(".").strip()


def _untitled(text: str, titled: bool) -> tuple[str, Style]:
    """The text without the titles it starts with; the first word of courtesy gives the style, any gives the sex."""
    sex = style = ""
    words = text.replace(".", ". ").split()
    while len(words) > 1:
        word = folded(words[0]).strip(" .'-،,")
        if word in {"el", "al", "l"} and folded(words[1]).strip(".") in {"haj", "hadj", "hajj"} and len(words) > 2:
            words, sex, style = words[2:], sex or Sex.MALE, style or "hajj"
            continue
        found = TITLES.get(word)
        if found is None or (word in UNSURE and not titled) or (found.name in HONOURS and len(words) < 3):
            break
        sex, style = sex or found.sex, style or found.name
        words = words[1:]
    while words and not LETTER.search(words[0]):
        words = words[1:]
    return " ".join(words), Style(sex, style)


@lru_cache(maxsize=REMEMBERED)
def unnumbered(text: str) -> str:
    """The text without its number on the list (``12- محمد``)."""
    return NUMBERED.sub(" ", text)


@lru_cache(maxsize=REMEMBERED)
def is_courtesy(text: str) -> bool:
    """Whether a text is a word of courtesy and nothing else."""
    found = TITLES.get(folded(plain(text)).strip(" .:،,"))
    return found is not None and found.name in COURTESY


def sex_of(text: str) -> str:
    """The sex that a word of courtesy says."""
    return TITLES[folded(plain(text)).strip(" .:،,")].sex


@lru_cache(maxsize=REMEMBERED)
def is_titled(text: str) -> bool:
    """Whether a name starts with a word of courtesy that can be nothing else."""
    words = folded(plain(text)).replace(".", ". ").split()
    return bool(words) and words[0].strip(".") in TITLES and words[0].strip(".") not in UNSURE


def has_lost_letters(text: str) -> bool:
    return bool(LOST.search(text))


def has_initial(text: str) -> bool:
    return bool(INITIAL.search(text))
