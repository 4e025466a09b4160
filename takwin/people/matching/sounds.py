"""What a word of a name sounds like, whether written in Arabic or in Latin letters, and how far two sounds are apart.

Both scripts are brought to one alphabet of sounds: ``S`` is ش/ch, ``x`` خ/kh, ``G`` غ/gh/rh, ``k`` ق/ك/q/c/k, ``3`` ع,
``w`` و/ou/o/u, ``y`` ي/i/y, and so on; emphatic and plain letters sound alike because Latin spelling does not tell them
apart. A word may have several readings: ``rh`` is غ in Rhrib and ر+ح in Farhani; ``Al`` is an article in Alhachimi and
not in Alal.
"""

import re
from functools import lru_cache

ARABIC_SOUNDS = str.maketrans({
    "ا": "a", "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "x", "د": "d", "ذ": "d", "ر": "r", "ز": "z",
    "س": "s", "ش": "S", "ص": "s", "ض": "d", "ط": "t", "ظ": "d", "ع": "3", "غ": "G", "ف": "f", "ق": "k", "ك": "k",
    "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w", "ي": "y", "چ": "S", "ژ": "j",
})  # fmt: skip
# Several letters that are one sound; a kh waits under its own sign until each x has been read as ks.
SPELLINGS = {
    "tch": "S", "eau": "w", "ch": "S", "sh": "S", "kh": "X", "gh": "G", "rh": "G", "dj": "j", "dh": "d", "th": "t",
    "ph": "f", "ou": "w", "oo": "w", "ee": "y", "gu": "g", "ck": "k", "au": "aw",
}  # fmt: skip
SPELT = re.compile("|".join((*SPELLINGS, "c(?=[eiy])")))
LETTERS = str.maketrans(
    {"x": "ks", "v": "f", "p": "b", "q": "k", "o": "w", "u": "w", "i": "y", "c": "k", "X": "x", "-": None}
)
TWICE = re.compile(r"(.)\1+")
# Two letters that are one sound or two: Farhani (ر+ح) and Rhrib (غ), Shimi (س+ح) and Hisham (ش).
SPLIT = [("rh", "r-h"), ("sh", "s-h"), ("th", "t-h"), ("dh", "d-h"), ("kh", "k-h")]
SUN = r"(?:ss|rr|dd|nn|tt|zz|ll|chch|ch|sh)"
LATIN_ARTICLE = re.compile(rf"^[ea](?={SUN}\w{{3}})")
MAX_READINGS = 5
SILENT = {"a": 0.14, "e": 0.04, "y": 0.3, "w": 0.3, "3": 0.1, "h": 0.45}
CLOSE = {
    frozenset(pair): cost
    for pair, cost in {
        ("a", "e"): 0.05, ("a", "3"): 0.0, ("e", "3"): 0.05, ("e", "y"): 0.12, ("e", "w"): 0.25, ("a", "y"): 0.45,
        ("a", "w"): 0.45, ("y", "w"): 0.6, ("a", "h"): 0.3, ("y", "3"): 0.3, ("w", "3"): 0.3, ("h", "x"): 0.5,
        ("h", "3"): 0.5, ("k", "g"): 0.05, ("g", "j"): 0.15, ("g", "G"): 0.25, ("k", "x"): 0.6, ("k", "G"): 0.7,
        ("G", "x"): 0.6, ("G", "r"): 0.35, ("S", "s"): 0.6, ("S", "j"): 0.6, ("s", "z"): 0.5, ("j", "z"): 0.7,
        ("d", "t"): 0.5, ("d", "z"): 0.5, ("t", "s"): 0.7, ("b", "f"): 0.7, ("n", "m"): 0.7, ("k", "S"): 0.8,
        ("f", "w"): 0.7, ("b", "w"): 0.8,
    }.items()
}  # fmt: skip

SOUNDS = "abdefghjklmnrstwxyz3SGpcoqiuv"
COST = {sound: SILENT.get(sound, 1.0) for sound in SOUNDS}
CLOSE_TO = {
    one: {other: 0.0 if one == other else CLOSE.get(frozenset((one, other)), 1.0) for other in SOUNDS} for one in SOUNDS
}


def _single(sounds: str) -> str:
    return TWICE.sub(lambda found: found[1], sounds)


def _spoken(letters: str) -> str:
    """The sounds of Latin letters read from left to right."""
    letters = letters.replace("ss", "s").replace("cc", "k")
    return _single(SPELT.sub(lambda found: SPELLINGS.get(found[0], "s"), letters).translate(LETTERS))


def latin_readings(word: str) -> tuple[str, ...]:
    """How a word of Latin letters may sound, the usual reading first; ``word`` is folded."""
    stems = [word]
    if len(word) >= 6 and word[:2] in ("el", "al"):
        stems.append(word[2:])
    if found := LATIN_ARTICLE.match(word):
        stems.append(word[found.end() :])
    if len(word) >= 5 and word[0] == "l":
        stems.append(word[1:])
    if word.startswith("abd") and len(word) > 6:
        rest = re.sub(r"^abd[aeou]?", "", word)
        stems = ["abd" + (rest[1:] if rest[0] == "l" else rest), *(["abd" + rest] if rest[0] == "l" else [])]
    spelt = list(stems)
    for pair, apart in SPLIT:
        if pair in word:
            spelt += [stem.replace(pair, apart) for stem in stems]
    if "g" in word:
        spelt.append(re.sub(r"g(?=[ei])", "j", word))
    return tuple(dict.fromkeys(_spoken(one) for one in spelt))[:MAX_READINGS]


def arabic_readings(word: str) -> tuple[str, ...]:
    """How a word of Arabic letters may sound, the usual reading first; ``word`` is folded, its article kept."""
    stems = [word]
    if word.startswith("ال") and len(word) >= 5:
        stems = [word[2:]]
        if word[2] == "ل":
            stems.append(word)
    elif word.startswith("ل") and len(word) >= 4:
        stems.append(word[1:])
    for prefix in ("بن", "بو", "عبد", "ابن", "ابو", "ايت", "اولاد"):
        if word.startswith(prefix + "ال") and len(word) >= len(prefix) + 4:
            stems.append(prefix + word[len(prefix) + 2 :])
    return tuple(dict.fromkeys(stem.translate(ARABIC_SOUNDS) for stem in stems))[:MAX_READINGS]


def skeleton(sounds: str) -> str:
    """The consonants of a reading, by which words are first brought together."""
    bones = "".join(sound for sound in sounds if sound not in "aeyw3").replace("g", "k")
    bones = _single(bones.removesuffix("h") if len(bones) > 2 else bones)
    for silent in ("[aey3]", "[ae3]"):
        if len(bones) < 2:
            bones = _single(re.sub(silent, "", sounds).replace("g", "k"))
    return bones


def distance(a: str, b: str, most: float = 9.0) -> float:
    """How far two readings are apart: 0 alike, 1 about one consonant; short vowels weigh little.

    Beyond ``most`` the answer only says that they are farther than that.
    """
    if a == b:
        return 0.0
    row = [0.0]
    for sound in b:
        row.append(row[-1] + COST[sound])
    for one in a:
        gone = COST[one]
        close = CLOSE_TO[one]
        corner = row[0]
        least = row[0] = before = corner + gone
        for place, other in enumerate(b, 1):
            above = row[place]
            best = corner + close[other]
            if above + gone < best:
                best = above + gone
            if before + COST[other] < best:
                best = before + COST[other]
            corner, row[place], before = above, best, best
            if best < least:
                least = best
        if least > most:
            return least
    return row[-1]


FAMILIES = ("kgxG", "dt", "sSzj", "bf", "nm", "r", "l")
BIT = {sound: 1 << place for place, family in enumerate(FAMILIES) for sound in family}


@lru_cache(maxsize=100_000)
def outline(sounds: str) -> int:
    """Which families of consonants are heard, as bits: two words three families apart are no spellings of one."""
    bits = 0
    for sound in sounds:
        bits |= BIT.get(sound, 0)
    return bits


def nearest(a: tuple[str, ...], b: tuple[str, ...], most: float = 9.0) -> float:
    """The least distance between two words over their readings; a reading that is not the usual one costs a little."""
    if a[0] == b[0]:
        return 0.0
    found = most + 1
    for place, one in enumerate(a):
        for rank, other in enumerate(b):
            if (outline(one) ^ outline(other)).bit_count() > 2:
                continue
            found = min(found, distance(one, other, min(most, found)) + 0.06 * (bool(place) + bool(rank)))
    return found
