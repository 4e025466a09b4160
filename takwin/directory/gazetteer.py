"""The place a text means, however it is prefixed, shortened or misspelt, inside the province it is about.

Works on the whole official map in memory, from the package the database is loaded from, so that a file can be read
before anything is installed. Two places of one name are told apart by
the province; what stays in doubt is said, never chosen.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from rapidfuzz.distance import OSA

from takwin.core.text import folded, search_terms
from takwin.directory.enums import Level
from takwin.directory.source import read_names

How = Literal["exact", "spelling", "close", "elsewhere", "several", "unknown"]

# What a place is called before its name, and the level it says.
PREFIXES: dict[str, Level | None] = {
    word: level
    for level, words in {
        Level.COMMUNE: "commune جماعة الجماعة بلدية البلدية municipalite mun ct cr cu mu c r u t جماعية communal communale ج قروية القروية حضرية "
        "الحضرية الترابية ترابية rurale urbaine territoriale collectivite baladiya baladia jamaa ville مدينة",
        Level.BOROUGH: "arrondissement مقاطعة المقاطعة arr",
        Level.PROVINCE: "province إقليم الإقليم prefecture عمالة العمالة provincial إقليمي الإقليمي prefectoral مقاطعات arrondissements",
        Level.REGION: "region جهة الجهة regional جهوي الجهوي",
        Level.CERCLE: "cercle دائرة الدائرة",
        None: "de du des d la le les l conseil مجلس المجلس pachalik باشوية caidat قيادة الجماعي",
    }.items()
    for word in (without for raw in words.split() for without in {raw, *search_terms(raw), *folded(raw).split()})
}  # fmt: skip
ARTICLES = {"el", "al", "l", "la", "le", "les", "ech", "es", "ez", "er", "ed", "en", "et", "ad", "as", "ال", "ل"}
SHORT = {"my": "moulay", "ml": "moulay", "sd": "sidi", "ouled": "oulad", "wlad": "oulad", "beni": "bni", "ayt": "ait",
         "ولاد": "اولاد", "مولي": "مولاي", "بنو": "بني"}  # fmt: skip
GENERIC = {"oulad", "bni", "ait", "sidi", "moulay", "oued", "ain", "souk", "bou", "اولاد", "بني", "ايت", "سيدي",
           "مولاي", "واد", "عين", "سوق", "بو", "اهل", "ahl"}  # fmt: skip
SOUNDS = [("sch", "x"), ("tch", "x"), ("ch", "x"), ("sh", "x"), ("gh", "r"), ("rh", "r"), ("kh", "k"), ("th", "t"),
          ("dh", "d"), ("ph", "f"), ("ou", "w"), ("oo", "w"), ("q", "k"), ("c", "k"), ("z", "s"), ("y", "i")]  # fmt: skip
SIGNS = str.maketrans(dict.fromkeys(".,;:_()-", " "))


Words = tuple[str, ...]


@dataclass(frozen=True)
class Spot:
    """A place of the map, without the database."""

    code: str
    level: str
    name_ar: str
    name_fr: str
    region: str | None
    province: str | None
    cercle: str | None
    names: frozenset[str]


class Meant(NamedTuple):
    """What a text means: one place, or none with the ``others`` it may be."""

    spot: Spot | None
    how: How
    others: tuple[Spot, ...] = ()


@dataclass(frozen=True)
class Said:
    """A text without the words that say what a place is."""

    words: Words
    level: Level | None

    @cached_property
    def glued(self) -> str:
        return glue(self.words)


def said_in(text: str) -> Said:
    terms = search_terms(text.translate(SIGNS))
    words = [SHORT.get(word, word[2:] if len(word) == 4 and word.startswith("ال") else word) for word in terms]
    level = None
    start = 0
    while start < len(words) - 1 and words[start] in PREFIXES:
        found = PREFIXES[words[start]]
        level = level if found is None else level or found
        if len(words[start]) == 1 and start + 1 < len(words) and words[start] == "c":
            level = Level.COMMUNE
        start += 1
    if level is None and words and words[0] in PREFIXES and start == 0:
        level = PREFIXES[words[0]]
    return Said(tuple(words[start:]), level)


def glue(words: Iterable[str]) -> str:
    """A name without spaces and articles: ``Aïn Taoujdate``, ``AinTaoujdate``, ``عين تاوجطات``."""
    kept = [word for word in words if word not in ARTICLES] or list(words)
    return "".join(kept)


def skeleton(glued: str) -> str:
    """How a Latin name sounds, without most vowels: ``Agourai``, ``Agurai``."""
    for written, sound in SOUNDS:
        glued = glued.replace(written, sound)
    sounds = glued[:1] + re.sub(r"[aeiouwh']", "", glued[1:])
    return re.sub(r"(.)\1+", r"\1", sounds)


class Gazetteer:
    """All places, by name. ``resolve`` is remembered: a list repeats its places."""

    def __init__(self, spots: Iterable[Spot]) -> None:
        self.by_code = {spot.code: spot for spot in spots}
        self.by_glue: dict[str, list[Spot]] = defaultdict(list)
        self.members: dict[str, list[Spot]] = defaultdict(list)
        for spot in self.by_code.values():
            for name in {said_in(name).glued for name in spot.names}:
                self.by_glue[name].append(spot)
            if spot.province and spot.level in {Level.COMMUNE, Level.BOROUGH}:
                self.members[spot.province].append(spot)
        words = {spot.code: {said_in(name).words for name in spot.names} for spot in self.by_code.values()}
        self.glued = {code: {glue(name) for name in names} for code, names in words.items()}
        # Made once: a list of the whole Kingdom looks each of its places up in every province it may lie in.
        self.of_length: dict[tuple[str, int], list[tuple[Words, Spot]]] = defaultdict(list)
        self.ending: dict[tuple[str, Words], list[Spot]] = defaultdict(list)  # by all the words of a name but the first
        self.bare: dict[tuple[str, Words], list[Spot]] = defaultdict(list)
        for province, members in self.members.items():
            for spot in members:
                for bare in {_bare(several) for several in words[spot.code]}:
                    self.of_length[province, len(bare)].append((bare, spot))
                    self.ending[province, bare[1:]].append(spot)
                    self.bare[province, bare].append(spot)
        self.sounds = {code: {skeleton(name) for name in names} for code, names in self.glued.items()}
        self.resolve = lru_cache(maxsize=50_000)(self._resolve)

    def _resolve(self, text: str, provinces: tuple[str, ...] = (), level: Level | None = None) -> Meant:
        """The commune or borough (or what its own words, or ``level``, say it is) of a text, first in these provinces."""
        said = said_in(text)
        level = level or said.level
        if code := self.by_code.get(text.strip()):
            return Meant(code, "exact")
        if not said.glued or len(said.glued) < 2:
            return Meant(None, "unknown")
        exact = [spot for spot in self.by_glue.get(said.glued, ()) if _suits(spot, level)]
        if level in {Level.PROVINCE, Level.REGION, Level.CERCLE}:
            return self._wider(said, level, exact, provinces)
        inside = _smallest([spot for spot in exact if spot.province in provinces], level)
        if inside:
            return Meant(inside[0], "exact") if len(inside) == 1 else Meant(None, "several", tuple(inside))
        for province in provinces:
            if near := self._near(said, province, level, 1 if exact else 3):
                return near
        return self._elsewhere(_smallest(exact, level), provinces)

    def _wider(self, said: Said, level: Level, exact: list[Spot], provinces: Collection[str]) -> Meant:
        here = [spot for spot in exact if spot.province in provinces] or exact
        if len(here) == 1 or (here and level == Level.CERCLE):
            return Meant(here[0], "exact")
        pool = [spot for spot in self.by_code.values() if spot.level == level]
        close = _closest(said.glued, pool, self.glued)
        return Meant(close, "close") if close else Meant(None, "unknown")

    def _near(self, said: Said, province: str, level: Level | None, slips: int) -> Meant | None:
        pool = [spot for spot in self.members[province] if _suits(spot, level)]
        words = _bare(said.words)
        long = self.of_length.get((province, len(words)), ()) if len(words) > 1 else ()
        abbreviated = {spot.code: spot for name, spot in long if _suits(spot, level) and _abbreviates(words, name)}
        if len(abbreviated) == 1:
            return Meant(next(iter(abbreviated.values())), "spelling")
        sound = skeleton(said.glued)
        if len(sound) >= 3 and said.glued.isascii():
            alike = [spot for spot in pool if sound in self.sounds[spot.code]]
            if len(alike) == 1:
                return Meant(alike[0], "spelling")
        if close := _closest(said.glued, pool, self.glued, slips):
            return Meant(close, "close")
        parts = self._parts(words, province, level) if slips > 1 else {}
        return Meant(next(iter(parts.values())), "close") if len(parts) == 1 else None

    def _parts(self, words: Words, province: str, level: Level | None) -> dict[str, Spot]:
        """*Sebt El Guerdane* for El Guerdane, or the other way: one ends with all that the other says, and it says enough."""
        found = [*(self.ending.get((province, words), ()) if _says_enough(words) else ())]
        found += self.bare.get((province, words[1:]), ()) if _says_enough(words[1:]) else ()
        return {spot.code: spot for spot in found if _suits(spot, level)}

    def _elsewhere(self, exact: list[Spot], provinces: Collection[str]) -> Meant:
        regions = {province[:2] for province in provinces}
        nearer = [spot for spot in exact if spot.region in regions] or exact
        if len(nearer) == 1:
            return Meant(nearer[0], "elsewhere" if provinces else "exact", tuple(nearer))
        return Meant(None, "several" if nearer else "unknown", tuple(nearer))

    def names_one(self, text: str) -> bool:
        """Whether a text is, letter for letter, the name of some commune or borough."""
        return any(spot.level in {Level.COMMUNE, Level.BOROUGH} for spot in self.by_glue.get(said_in(text).glued, ()))

    def provinces_in(self, text: str) -> list[Spot]:
        """The provinces a title or the name of a file says, the longest name first."""
        return self._said_within(text, Level.PROVINCE)

    def regions_in(self, text: str) -> list[Spot]:
        """The regions a title says."""
        return self._said_within(text, Level.REGION)

    def _said_within(self, text: str, level: Level) -> list[Spot]:
        words = search_terms(re.sub(r"[_.\-]", " ", text))
        found: dict[str, tuple[int, Spot]] = {}
        for start in range(len(words)):
            for end in range(min(len(words), start + 6), start, -1):
                glued = glue(words[start:end])
                spots = [s for s in self.by_glue.get(glued, ()) if s.level == level] if len(glued) > 2 else []
                for spot in spots:
                    found[spot.code] = max(
                        found.get(spot.code, (0, spot)), (end - start, spot), key=lambda item: item[0]
                    )
        return [spot for _length, spot in sorted(found.values(), key=lambda item: -item[0])]


def _suits(spot: Spot, level: Level | None) -> bool:
    if level is None or level == Level.COMMUNE:
        return spot.level in {Level.COMMUNE, Level.BOROUGH}
    return spot.level == level


def _smallest(spots: list[Spot], level: Level | None) -> list[Spot]:
    """A commune before the boroughs of its name, unless a borough was said."""
    communes = [spot for spot in spots if spot.level == Level.COMMUNE]
    return communes or spots


def _bare(words: Iterable[str]) -> Words:
    return tuple(word for word in words if word not in ARTICLES)


def _abbreviates(mine: Words, theirs: Words) -> bool:
    """``B. Ftah`` for Bni Ftah, ``أ. عيسى`` for أولاد عيسى: as many words, some cut to their first letters."""
    return any(len(a) > 2 for a in mine) and all(
        a == b
        or (len(a) <= 2 and b.startswith(a))
        or (len(a) > 2 and len(b) > 4 and OSA.distance(a, b, score_cutoff=1) <= 1)
        for a, b in zip(mine, theirs, strict=True)
    )


def _says_enough(words: Words) -> bool:
    return any(word not in GENERIC and len(word) >= 5 for word in words)


def _closest(glued: str, pool: Iterable[Spot], names: dict[str, set[str]], slips: int = 3) -> Spot | None:
    """The one place within a few slips of the pen, clearly nearer than any other."""
    most = min(slips, 1 if len(glued) <= 5 else 2 if len(glued) <= 9 else 3)
    if len(glued) < 3:
        return None
    near = sorted(
        (marks, spot.code)
        for spot in pool
        for name in names[spot.code]
        if abs(len(name) - len(glued)) <= most and (marks := OSA.distance(glued, name, score_cutoff=most)) <= most
    )
    if not near or any(marks == near[0][0] and code != near[0][1] for marks, code in near):
        return None
    return next(spot for spot in pool if spot.code == near[0][1])


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The official map, read once for the life of the process."""
    return Gazetteer(_spots_of_source())


def _spots_of_source() -> list[Spot]:
    rows, displays = read_names()
    spots = []
    for row in rows:
        display = displays.get(row.code)
        names = {row.name_ar, row.name_fr, *row.old_names}
        if display:
            names |= {display.name_ar, display.name_fr, *display.aliases}
        spots.append(
            Spot(row.code, row.level, row.name_ar, row.name_fr, row.region, row.province, row.cercle, frozenset(names))
        )
    return spots
