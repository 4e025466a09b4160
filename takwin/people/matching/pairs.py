"""The pairs that may be one person, each with what Takwin would say of it: the same, or a question for someone."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, groupby
from typing import Any, NamedTuple

from takwin.documents.tables import uncollected
from takwin.people.matching.blocking import Index, keys_of
from takwin.people.matching.persons import Known, Row, known_row
from takwin.people.matching.population import Population
from takwin.people.matching.score import Score, is_contested, score
from takwin.people.matching.weights import AHEAD, ASKED, SAME, Reason

UNTOLD = {"many_people", "same_sex"}  # part of the reckoning, of no help to who decides


class Pair(NamedTuple):
    """Two rows or persons that may be one. ``score`` is a probability, a half at most where something forbids to decide
    without asking; ``same`` that Takwin would propose them as one."""

    a: Any
    b: Any
    score: float
    same: bool
    reasons: tuple[Reason, ...]


class _Link(NamedTuple):
    """A pair by the places of its two sides, before the pairs around it have been looked at."""

    a: int
    b: int
    found: Score


def propose(rows_a: Iterable[Row], rows_b: Iterable[Row] | None = None) -> Iterator[Pair]:
    """The pairs within ``rows_a``, or between ``rows_a`` and ``rows_b``, the surest first."""
    known = [known_row(row) for row in rows_a]
    if rows_b is None:
        return propose_known(known)
    return propose_known(known, (known_row(row) for row in rows_b), within=False)


@uncollected()
def propose_known(people: Sequence[Known], others: Iterable[Known] = (), *, within: bool = True) -> Iterator[Pair]:
    """The pairs within ``people`` and between them and ``others``, who are seen one by one: a file and the register.

    Near-linear: each is compared only with those who share a key. Of ``others`` only those who may be one of
    ``people`` are kept in memory.
    """
    population = Population(people)
    disputed = _disputed(people, population)
    index = Index()
    links: list[_Link] = []
    for number, known in enumerate(people):
        keys = keys_of(known)
        if within:
            links += _linked(number, known, people, index.near(keys), population, disputed)
        index.add(number, keys.kept)
    held = list(people)
    for known in others:
        found = _linked(len(held), known, people, index.near(keys_of(known)), population, disputed)
        if found:
            held.append(known)
            links += found
    return iter(list(_told(held, links)))


def _linked(
    number: int,
    known: Known,
    people: Sequence[Known],
    near: Iterable[int],
    population: Population,
    disputed: frozenset[str],
) -> list[_Link]:
    scored = ((other, score(people[other], known, population, disputed)) for other in near)
    return [_Link(other, number, found) for other, found in scored if _is_asked(found)]


def _is_asked(found: Score) -> bool:
    """Whether a pair is worth showing: its names agree, or one document stands on both sides."""
    if found.names.agrees or not found.barred:
        return found.bits >= ASKED
    return any(reason.code in ("same_document", "disputed_document") for reason in found.reasons)


def _disputed(people: Iterable[Known], population: Population) -> frozenset[str]:
    """Card numbers that stand beside two names that clash: at least one of the rows is wrong."""
    holders: dict[str, list[Known]] = defaultdict(list)
    for known in people:
        if known.card:
            holders[known.card].append(known)
    return frozenset(
        card
        for card, several in holders.items()
        if any(is_contested(one, other, population) for one, other in combinations(several[:20], 2))
    )


def _rank(link: _Link) -> float:
    return -round(link.found.bits, 6)


def _ordered(people: Sequence[Known], links: Iterable[_Link]) -> list[_Link]:
    """Links from the surest to the least sure; equals in an order of their own facts, not of the files."""

    def facts(link: _Link) -> list[str]:
        return sorted(map(repr, (people[link.a].facts(), people[link.b].facts())))

    ordered: list[_Link] = []
    for _bits, equals in groupby(sorted(links, key=_rank), _rank):
        several = list(equals)
        ordered += several if len(several) == 1 else sorted(several, key=facts)
    return ordered


def _told(people: Sequence[Known], links: list[_Link]) -> Iterator[Pair]:
    """What is said of each pair, once those around it are known.

    A row that fits two persons who cannot be one (two presidents of one name, born in different years) is said to be
    the one that fits clearly better, or neither: then a person is asked.
    """
    links = _ordered(people, links)
    by_side: dict[int, list[_Link]] = defaultdict(list)
    for link in links:
        by_side[link.a].append(link)
        by_side[link.b].append(link)
    sure = {(link.a, link.b) for link in links if _is_sure(link)}
    one = sure | {(link.a, link.b) for link in links if _may_be_one(link)}
    for link in links:
        reasons = tuple(reason for reason in link.found.reasons if reason.code not in UNTOLD)
        rivalled = (link.a, link.b) in sure and _is_rivalled(link, by_side, one)
        same = (link.a, link.b) in sure and not rivalled
        odds = probability(link.found.bits)
        if rivalled:
            reasons += (Reason("rivalled", 0.0),)
        told = odds if not (rivalled or link.found.barred) else min(odds, 0.5)
        yield Pair(people[link.a].source, people[link.b].source, told, same, reasons)


def probability(bits: float) -> float:
    """The odds as a probability."""
    return round(1 / (1 + 2 ** -max(min(bits, 50.0), -50.0)), 6)


def _is_sure(link: _Link) -> bool:
    return not link.found.barred and link.found.bits >= SAME


def _may_be_one(link: _Link) -> bool:
    """Whether the two sides of a link sit where one person would, and nothing says they are two."""
    around = {"same_commune", "nested_councils", "nested_places"}
    return not link.found.barred and any(reason.code in around for reason in link.found.reasons)


def _is_rivalled(link: _Link, by_side: dict[int, list[_Link]], one: set[tuple[int, int]]) -> bool:
    """Whether another fits one of the two sides about as well, and is not the other side himself."""
    for side, other in ((link.a, link.b), (link.b, link.a)):
        for rival in by_side[side]:
            third = rival.a if rival.b == side else rival.b
            if third == other or not _is_sure(rival):
                continue
            if (min(third, other), max(third, other)) in one:
                continue
            if rival.found.bits > link.found.bits - AHEAD:
                return True
    return False
