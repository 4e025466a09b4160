"""Whom a label means among those who owe: by a RIB, by a name, among homonyms by the province it mentions."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from takwin.core.text import search_terms
from takwin.directory.enums import Level
from takwin.treasury.statements.agreements import COUNCIL, is_council
from takwin.treasury.statements.entries import Finding, Order, Payer
from takwin.treasury.statements.labels import Label, windows
from takwin.treasury.statements.names import KIND_WORDS, glued, kept, likeness, words
from takwin.treasury.statements.places import Gazetteer

EXACT, LIKE, NEAR = 1.0, 0.8, 0.68
ASIDE = 0.07  # what a word left beside the name takes off its likeness
ARTICLES = frozenset({"el", "al"})


@dataclass
class Book:
    """What the folding knows: payers, their announced orders, the map, and the RIBs it learns on the way."""

    payers: dict[str, Payer]
    orders: Sequence[Order]
    places: Gazetteer
    known_since: int = 0
    ribs: dict[str, list[str]] = field(default_factory=dict)
    sounds: dict[str, list[str]] = field(default_factory=dict)
    spelt: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    paid: dict[str, list[tuple[int, Decimal]]] = field(default_factory=dict)
    unexplained: set[Decimal] = field(default_factory=set)
    left: dict[Decimal, dt.date] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for payer in self.payers.values():
            if payer.rib:
                self.ribs.setdefault(payer.rib, []).append(payer.code)
            spelt = {tuple(parts) for name in payer.names for parts in (_own_words(name), _with_article(name)) if parts}
            self.spelt[payer.code] = [(glued(parts), kept(parts)) for parts in sorted(spelt)]
            for sound in {sound for pair in self.spelt[payer.code] for sound in pair}:
                self.sounds.setdefault(sound, []).append(payer.code)

    @property
    def provinces(self) -> set[str]:
        return {payer.province for payer in self.payers.values()}

    @property
    def regions(self) -> set[str]:
        return {province[:2] for province in self.provinces}


def _own_words(name: str) -> list[str]:
    """A payer's own name, without *conseil provincial*."""
    said = words(name)
    return [word for word in said if word not in COUNCIL] or said if is_council(name) else said


def _with_article(name: str) -> list[str]:
    """The same with its Latin article, that some glue to it (``ELBOROUJ``)."""
    said = search_terms(name)
    return (
        [w for w in said if w in ARTICLES or (w not in KIND_WORDS and w not in COUNCIL)] if ARTICLES & {*said} else []
    )


@dataclass(frozen=True)
class Candidate:
    """A payer a label may mean, how like its name is, and what else points to it."""

    payer: Payer
    likeness: float
    by: str  # "rib", "order", "name" or "office"
    is_alone: bool = True
    is_whole: bool = True


def learn_ribs(findings: Sequence[Finding], labels: Sequence[Label], book: Book) -> None:
    """A RIB beside a name that is beyond doubt is that payer's, for the lines that bear the RIB alone."""
    for finding, label in zip(findings, labels, strict=True):
        if finding.entry.payer or len(label.ribs) != 1 or finding.entry.amount < 0 or label.ribs[0] in book.ribs:
            continue
        named, rib = _named(label, book), label.ribs[0]
        alone = len(named) == 1 and named[0].likeness == EXACT and named[0].is_alone and not named[0].payer.rib
        if alone and not int(rib) % 97 and not is_elsewhere(label, book):
            book.ribs[rib] = [named[0].payer.code]


def candidates_of(label: Label, book: Book) -> list[Candidate]:
    """Whom a label may mean, the surest first: by its RIB, by its name, by an order when it names nobody."""
    owners = [code for rib in label.ribs for code in book.ribs.get(rib, [])]
    if len(set(owners)) == 1:
        return [Candidate(book.payers[owners[0]], EXACT, "rib")]
    named = _named(label, book)
    if not named and (near := [code for rib in label.ribs for code in _near_ribs(rib, book)]) and len(set(near)) == 1:
        return [Candidate(book.payers[near[0]], LIKE, "rib")]
    return named


def _near_ribs(rib: str, book: Book) -> list[str]:
    """The payers whose own RIB is written wrong, by a key, a digit lost or two swapped, and is nearest to this one."""
    wrong = [p for p in book.payers.values() if p.rib and (len(p.rib) != 24 or int(p.rib) % 97)]
    return [p.code for p in wrong if likeness(p.rib, rib) >= 1 - 2.5 / 24]


def _named(label: Label, book: Book) -> list[Candidate]:
    """The payers whose name the label spells, or nearly; among homonyms those of the province it mentions."""
    scores: dict[str, tuple[float, bool]] = {}
    pool = [payer for payer in book.payers.values() if payer.is_council == label.is_council]
    for parts, aside in windows(label):
        sounds = glued(parts), kept(parts)
        exact = {code for sound in sounds for code in book.sounds.get(sound, [])}
        for code in exact:
            if book.payers[code].is_council == label.is_council:
                _raise_to(scores, code, EXACT - ASIDE * aside, not aside)
    if not any(score == EXACT for score, _whole in scores.values()):
        for parts, aside in windows(label):
            sounds = glued(parts), kept(parts)
            if len(sounds[0]) >= 3:
                for payer in pool:
                    _raise_to(scores, payer.code, _likest(sounds, book.spelt[payer.code]) - ASIDE * aside, not aside)
    if not scores and not label.is_council and label.provinces and not label.office:
        councils = [p for p in book.payers.values() if p.is_council and p.place in label.provinces]
        return [Candidate(payer, EXACT, "name") for payer in councils]
    return _nearest(scores, label, book)


def spelt_in(label: Label, book: Book) -> list[Payer]:
    """Every payer whose name the label spells to the letter, but within a longer one; Arabic glues its *and* to it."""
    found: dict[str, set[str]] = {}
    for parts, _aside in windows(label):
        forms = [parts, (parts[0][1:], *parts[1:])] if parts[0].startswith("و") else [parts]
        for sound in {sound for form in forms for sound in (glued(form), kept(form))}:
            for code in book.sounds.get(sound, []):
                if book.payers[code].is_council == label.is_council:
                    found.setdefault(code, set()).update(parts)
    return [
        book.payers[code]
        for code, own in sorted(found.items())
        if not any(own < other for name, other in found.items() if name != code)
    ]


def _likest(sounds: tuple[str, str], spelt: Iterable[tuple[str, str]]) -> float:
    return max(max(likeness(sounds[0], plain), likeness(sounds[1], sound) - 0.01) for plain, sound in spelt)


def _raise_to(scores: dict[str, tuple[float, bool]], code: str, score: float, whole: bool) -> None:
    if score >= NEAR and score > scores.get(code, (0.0, False))[0]:
        scores[code] = score, whole


def _nearest(scores: dict[str, tuple[float, bool]], label: Label, book: Book) -> list[Candidate]:
    if not scores:
        return []
    best = max(score for score, _whole in scores.values())
    near = {code: found for code, found in scores.items() if found[0] >= best - (0 if best == EXACT else 0.2)}
    inside = {code: found for code, found in near.items() if book.payers[code].province in label.provinces}
    near = inside or near
    ranked = sorted(near.items(), key=lambda item: -item[1][0])
    return [
        Candidate(book.payers[code], score, "name", is_alone=_is_alone(book.payers[code], label, book), is_whole=whole)
        for code, (score, whole) in ranked
    ]


def _is_alone(payer: Payer, label: Label, book: Book) -> bool:
    """Whether nobody else in the Kingdom bears the name, or the label says the province."""
    if payer.is_council or payer.province in label.provinces:
        return True
    homonyms = {place.code for name in payer.names for place in book.places.called(name, Level.COMMUNE)}
    return homonyms <= {payer.place}


def is_elsewhere(label: Label, book: Book) -> bool:
    """Whether the label places its payer in a province or a region that owes us nothing."""
    if any(code[:2] not in book.regions for code in label.regions):
        return True
    if label.provinces and not set(label.provinces) & book.provinces:
        return True
    return any(_is_foreign(parts, book) for run in label.runs for parts in _beside(run, label, book))


def _beside(run: Sequence[str], label: Label, book: Book) -> Iterable[Sequence[str]]:
    """The words of a run that are no part of a payer's name; the whole run only when the name is in another."""
    for size in range(min(len(run), 6), 0, -1):
        for start in range(len(run) - size + 1):
            parts = tuple(run[start : start + size])
            if glued(parts) in book.sounds or kept(parts) in book.sounds:
                return [run[:start], run[start + size :]]
    return [run] if len(label.runs) > 1 else []


def _is_foreign(parts: Sequence[str], book: Book) -> bool:
    named = book.places.called(" ".join(parts), Level.PROVINCE) if parts else []
    return bool(named) and not {place.code for place in named} & book.provinces
