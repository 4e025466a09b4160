"""A name written in the other script: proposed, never kept as certain until someone confirms it.

Words of the lexicon take the spelling offices use most; for the rest letters are spelt by the rules of Moroccan civil
status. ``confidence`` says how much of it was known: 1 all of it, 0.5 all by rule.
"""

import re
from functools import cache
from typing import NamedTuple

from takwin.core.text import is_arabic, tidy
from takwin.people.matching.lexicon import lexicon
from takwin.people.matching.words import Part, parts_of

BY_RULE = 0.5
TO_LATIN = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "kh", "د": "d",
    "ذ": "d", "ر": "r", "ز": "z", "س": "s", "ش": "ch", "ص": "s", "ض": "d", "ط": "t", "ظ": "d", "ع": "a", "غ": "gh",
    "ف": "f", "ق": "k", "ك": "k", "ڭ": "g", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "ou", "ي": "i",
    "ى": "a", "ة": "a", "ء": "", "ئ": "i", "ؤ": "ou",
}  # fmt: skip
TO_ARABIC = [
    ("eddine", " الدين"), ("kh", "خ"), ("gh", "غ"), ("rh", "غ"), ("ch", "ش"), ("sh", "ش"), ("dj", "ج"), ("dh", "ض"),
    ("th", "ث"), ("ph", "ف"), ("ou", "و"), ("oo", "و"), ("ee", "ي"), ("ai", "اي"), ("aa", "ع"), ("ss", "س"), ("i", "ي"),
    ("y", "ي"), ("u", "و"), ("w", "و"), ("o", "و"), ("e", ""), ("a", "ا"), ("b", "ب"), ("c", "ك"), ("d", "د"),
    ("f", "ف"), ("g", "ك"), ("h", "ه"), ("j", "ج"), ("k", "ك"), ("l", "ل"), ("m", "م"), ("n", "ن"), ("p", "ب"),
    ("q", "ق"), ("r", "ر"), ("s", "س"), ("t", "ت"), ("v", "ف"), ("x", "كس"), ("z", "ز"),
]  # fmt: skip
LONG = set("اأإآويىةع")
PREFIXES_FR = {
    "بن": "Ben",
    "بو": "Bou",
    "أيت": "Aït ",
    "ايت": "Aït ",
    "أولاد": "Oulad ",
    "ولد": "Ould ",
    "او": "Ou",
    "أو": "Ou",
}
PREFIXES_AR = [
    ("ait", "أيت "),
    ("oulad", "أولاد "),
    ("ouled", "أولاد "),
    ("ould", "ولد "),
    ("ben", "بن"),
    ("bou", "بو"),
]


class Written(NamedTuple):
    """A name in the other script and how much of it was known rather than spelt by rule."""

    name: str
    confidence: float


@cache
def _usual(latin: bool) -> dict[tuple[str, str], str]:
    """The usual spelling in the other script, by the text of a part and the kind of name."""
    found: dict[tuple[str, str], tuple[float, str]] = {}
    for entry in lexicon().entries:
        mine, other = (entry.latin, entry.arabic) if latin else (entry.arabic, entry.latin)
        for place, spelling in enumerate(mine):
            parts = parts_of(spelling)
            weight = entry.share / (place + 1)
            if len(parts) == 1 and weight > found.get((parts[0].text, entry.kind), (0.0, ""))[0]:
                found[parts[0].text, entry.kind] = (weight, other[0])
    return {key: spelling for key, (_, spelling) in found.items()}


def _known(part: Part, sex: str, *, latin: bool) -> str:
    kinds = ["female", "male", "family"] if sex == "f" else ["male", "female", "family"]
    usual = _usual(latin)
    return next((usual[part.text, kind] for kind in kinds if (part.text, kind) in usual), "")


def _pieces(name: str) -> list[tuple[str, Part]]:
    """The written words of a name gathered by part, in order."""
    words, pieces, start = tidy(name).split(), [], 0
    while start < len(words):
        # The longest run of words that is one part (``عبد الله``, ``Ben Ali``), else the word itself.
        for end in range(min(len(words), start + 4), start, -1):
            parts = parts_of(" ".join(words[start:end]))
            if len(parts) == 1 or end == start + 1:
                break
        pieces += [(" ".join(words[start:end]), part) for part in parts[:1]]
        start = end
    return pieces


def to_french(name_ar: str, sex: str = "") -> Written:
    """An Arabic name in Latin letters, as civil status writes it: محمد العلوي gives Mohamed Alaoui."""
    return _written(name_ar, sex, latin=False)


def to_arabic(name_fr: str, sex: str = "") -> Written:
    """A Latin name in Arabic letters: Fatima-Zahra Ben Ali gives فاطمة الزهراء بنعلي."""
    return _written(re.sub(r"[-‐]", " ", name_fr), sex, latin=True)


def _written(name: str, sex: str, *, latin: bool) -> Written:
    spelt, known = [], 0.0
    pieces = [(word, part) for word, part in _pieces(name) if is_arabic(word) != latin]
    for word, part in pieces:
        usual = _known(part, sex, latin=latin)
        known += 1.0 if usual else BY_RULE
        spelt.append(usual or (_arabic_by_rule(word) if latin else _latin_by_rule(word)))
    # The one given name whose second word is another name alone: Zahra is زهرة, Fatima-Zahra is فاطمة الزهراء.
    whole = " ".join(one for one in spelt if one).replace("فاطمة زهرة", "فاطمة الزهراء")
    return Written(whole, known / len(pieces) if pieces else 0.0)


def _latin_by_rule(word: str) -> str:
    """Letters one by one, a short ``a`` or ``e`` between two consonants, the article as El, ben and aït apart."""
    if word.startswith("ال") and len(word) > 4:
        return "El " + _latin_by_rule(word[2:])
    for prefix, spelling in PREFIXES_FR.items():
        if word.startswith(prefix) and len(word.replace(" ", "")) > len(prefix) + 2:
            rest = word.removeprefix(prefix).strip()
            return spelling + (
                _latin_by_rule(rest) if spelling.endswith(" ") else _latin_by_rule(rest).lower().replace("el ", "")
            )
    letters = word.replace(" ", "")
    out = ""
    for place, letter in enumerate(letters):
        out += TO_LATIN.get(letter, "")
        after = letters[place + 1 : place + 2]
        if after and letter not in LONG and after not in LONG and place % 2 == 0:
            out += "a"
    return re.sub(r"ou(?=[ai])", "ou", re.sub(r"aa+", "aa", out)).capitalize()


def _arabic_by_rule(word: str) -> str:
    """Groups of letters one by one; short vowels are not written, a final ``a`` is ة or ا."""
    plain = re.sub(r"[’'\s]", "", word).lower().translate(str.maketrans("éèêëïîâàôûüç", "eeeeiiaaouus"))
    for article in ("el", "al"):
        if re.match(rf"{article}[\s\-]", word.lower()):
            return "ال" + _arabic_by_rule(word[3:])
    for prefix, spelling in PREFIXES_AR:
        if plain.startswith(prefix) and len(plain) > len(prefix) + 2:
            return spelling + _arabic_by_rule(plain.removeprefix(prefix))
    out, place = "", 0
    plain = re.sub(r"([bcdfgjklmnpqrstvxz])\1", r"\1", plain)
    while place < len(plain):
        group, letter = next(
            ((latin, arabic) for latin, arabic in TO_ARABIC if plain.startswith(latin, place)), (plain[place], "")
        )
        short = (
            group == "a" and 0 < place < len(plain) - 1 and plain[place + 1 : place + 2] not in "aeiouy" and place != 1
        )
        out += "" if short else letter
        place += len(group)
    return ("أ" + out[1:] if out.startswith("ا") else out).strip()


def proposed(name_ar: str, name_fr: str, sex: str = "") -> tuple[str, str, str]:
    """Both names, the missing one proposed, and which script was proposed: ``ar``, ``fr``, or nothing."""
    if name_ar and not name_fr:
        written = to_french(name_ar, sex)
        return name_ar, written.name, "fr" if written.name else ""
    if name_fr and not name_ar:
        written = to_arabic(name_fr, sex)
        return written.name, name_fr, "ar" if written.name else ""
    return name_ar, name_fr, ""
