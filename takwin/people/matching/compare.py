"""How well two names agree, part by part, whatever the script and the order of the parts."""

from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from takwin.people.matching.sounds import nearest
from takwin.people.matching.units import Unit, unit


class Level(IntEnum):
    """How two parts of a name agree, the best last."""

    CLASH = 0
    NEAR = 1  # one letter apart in one script, or sounds a consonant apart
    INITIAL = 2  # ``N.`` may be Nabil
    COUSIN = 3  # Hassan and El Hassan: the same name but for its article
    SOUND = 4  # written otherwise, heard alike
    VARIANT = 5  # the lexicon gives both spellings to one name
    EQUAL = 6


class Agreement(NamedTuple):
    """How two names agree: each agreeing pair of parts with its level, and what is left on each side."""

    parts: tuple[tuple[Level, Unit], ...]
    missing: int
    clashes: int
    near: int
    crosses: bool

    @property
    def agrees(self) -> bool:
        return not self.clashes and bool(self.parts)

    @property
    def is_settled(self) -> bool:
        """Whether the other script need not be looked at: all agrees, or nothing does."""
        return not self.parts or (self.is_full and all(found >= Level.SOUND for found, _ in self.parts))

    @property
    def is_full(self) -> bool:
        return self.agrees and not self.missing and len(self.parts) > 1 and not self.near


ALIKE = 0.55  # sounds this far apart, for words of some length, are one name heard alike
ALIKE_SHORT = 0.45
APART = 1.15
MOST = 400_000
CLASH = Level.CLASH
_seen: dict[int, Level] = {}


def level(a: Unit, b: Unit) -> Level:
    """How two parts agree; kept, because the same few thousand parts meet over and over."""
    if a is b:
        return Level.EQUAL
    if _is_far(a, b) and not (a.initial or b.initial or a.known & b.known):
        return CLASH
    key = (a.number << 24 | b.number) if a.number < b.number else (b.number << 24 | a.number)
    found = _seen.get(key)
    if found is None:
        if len(_seen) > MOST:
            _seen.clear()
        found = _seen[key] = _level(a, b)
    return found


def _is_far(a: Unit, b: Unit) -> bool:
    """Whether no reading of one comes near a reading of the other, told by the consonants they hold."""
    if (a.steady & ~b.loudest | b.steady & ~a.loudest).bit_count() > 2:
        return True
    for one in a.outlines:
        for other in b.outlines:
            if (one ^ other).bit_count() < 3:
                return False
    return True


def _level(a: Unit, b: Unit) -> Level:
    if a.initial or b.initial:
        return _initial(a, b)
    if a.known & b.known:
        return Level.VARIANT
    if a.known and b.known:
        return _two_names(a, b)
    apart = nearest(a.readings, b.readings, APART)
    shortest = min(len(a.readings[0]), len(b.readings[0]))
    if a.latin == b.latin:
        return _one_script(a, b, apart, shortest)
    if apart <= (ALIKE if shortest > 4 else ALIKE_SHORT):
        return Level.SOUND
    return Level.NEAR if apart <= APART and shortest > 3 else Level.CLASH


def _two_names(a: Unit, b: Unit) -> Level:
    """Two names that both exist: Hassan and Houcine are no slips of one another.

    But Hana may be هناء or حنة, and who drops an article turns الحسن into حسن.
    """
    if a.roots & b.roots and nearest(a.readings, b.readings, ALIKE) <= ALIKE:
        return Level.COUSIN
    # Amine and Amina sound that near too: a man's name and a woman's are never one.
    heard = a.latin and b.latin and bool(a.kinds & b.kinds) and nearest(a.readings, b.readings, 0.1) <= 0.1
    return Level.COUSIN if heard else Level.CLASH


def _one_script(a: Unit, b: Unit, apart: float, shortest: int) -> Level:
    """Within one script vowels count for more: nobody transliterated, so a difference was typed."""
    if not a.latin:
        stems = [one.text.removeprefix("ال").removeprefix("ل") for one in (a, b)]
        if stems[0] == stems[1]:
            return Level.SOUND
        typed = abs(len(stems[0]) - len(stems[1])) <= 1 and apart <= APART and min(map(len, stems)) > 3
        return Level.SOUND if apart <= 0.1 else Level.NEAR if typed else Level.CLASH
    if apart <= (0.45 if shortest > 4 else 0.25):
        return Level.SOUND
    return Level.NEAR if apart <= APART and shortest > 3 else Level.CLASH


# What the first letter of a name may be in the other script: أسامة is O. or A., عمر is O., إبراهيم is I. or B.
FIRST = {
    "a": "eywbao", "3": "aeywo", "e": "ao", "y": "iye", "w": "owu", "S": "cs", "x": "k", "G": "gr", "j": "jdg",
    "k": "kqcg", "d": "d", "t": "t", "h": "h",
}  # fmt: skip


def _initial(a: Unit, b: Unit) -> Level:
    """A single letter stands for any name that begins with its sound."""
    short, whole = (a, b) if a.initial else (b, a)
    firsts = {reading[:1] for reading in whole.readings} | {whole.text[:1]}
    if whole.text.startswith(("ال", "el")):
        firsts |= {"a", "e", "l"}
    allowed = firsts | {letter for first in firsts for letter in FIRST.get(first, "")}
    return Level.INITIAL if allowed & ({reading[:1] for reading in short.readings} | {short.text}) else Level.CLASH


def _assign(a: Sequence[Unit], b: Sequence[Unit]) -> tuple[list[tuple[Level, Unit]], list[int], list[int]]:
    """The best pairing of parts, and the places left alone on each side."""
    ranked: list[tuple[Level, int, int, int]] = []
    for i, one in enumerate(a):
        for j, other in enumerate(b):
            found = level(one, other)
            if found is not CLASH:
                ranked.append((found, -abs(i - j), i, j))
    if not ranked:
        return [], list(range(len(a))), list(range(len(b)))
    ranked.sort(reverse=True)
    paired: list[tuple[Level, Unit]] = []
    left_a, left_b = set(range(len(a))), set(range(len(b)))
    for found, _, i, j in ranked:
        if i in left_a and j in left_b:
            left_a.remove(i)
            left_b.remove(j)
            paired.append((found, a[i] if a[i].share >= b[j].share else b[j]))
    return paired, sorted(left_a), sorted(left_b)


def _glued(one: Unit, several: Sequence[Unit], left: list[int]) -> bool:
    """Whether one part is two parts of the other written together: Fatimazahra, Benhaddou cut in two."""
    if len(left) < 2:
        return False
    return any(
        level(one, unit(several[i].text + several[j].text)) >= Level.SOUND
        for i in left
        for j in left
        if i != j and several[i].latin == several[j].latin
    )


def may_agree(a: Sequence[Unit], b: Sequence[Unit]) -> bool:
    """Whether it is worth pairing the parts of two names: each part of the shorter has one like it in the other.

    One of a shorter name may be left, for it may be two of the other written together.
    """
    if len(a) > len(b):
        a, b = b, a
    spared = len(a) < len(b)
    for one in a:
        for other in b:
            if level(one, other) is not CLASH:
                break
        else:
            if not spared:
                return False
            spared = False
    return bool(a)


def compare(a: Sequence[Unit], b: Sequence[Unit]) -> Agreement:
    """How two names written in one script each agree."""
    paired, left_a, left_b = _assign(a, b)
    if len(left_a) == 1 and _glued(a[left_a[0]], b, left_b):
        paired.append((Level.SOUND, a[left_a.pop()]))
        left_b = left_b[2:]
    elif len(left_b) == 1 and _glued(b[left_b[0]], a, left_a):
        paired.append((Level.SOUND, b[left_b.pop()]))
        left_a = left_a[2:]
    clashes = min(len(left_a), len(left_b))
    return Agreement(
        tuple(paired),
        abs(len(left_a) - len(left_b)),
        clashes,
        sum(found is Level.NEAR for found, _ in paired),
        bool(a and b and a[0].latin != b[0].latin),
    )
