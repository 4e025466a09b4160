"""The pairs that may be one person, each with what Takwin would say of it: the same, or a question for someone."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from takwin.people.matching.blocking import Index, keys_of
from takwin.people.matching.persons import Known, Row, known_row
from takwin.people.matching.population import Population
from takwin.people.matching.score import Reason, Score, names_of, score
from takwin.people.matching.weights import AHEAD, ASKED, SAME


class Pair(NamedTuple):
    """Two rows or persons that may be one. ``score`` is a probability; ``same`` that Takwin would propose them as one."""

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
    return propose_between(known, (known_row(row) for row in rows_b))


def propose_known(people: Sequence[Known]) -> Iterator[Pair]:
    """The pairs within one set of people. Near-linear: each is compared only with those who share a key."""
    population = Population(people)
    disputed = _disputed(people)
    index = Index()
    links: list[_Link] = []
    for number, known in enumerate(people):
        keys = keys_of(known)
        for other in index.near(keys):
            found = score(people[other], known, population, disputed)
            if _is_asked(found):
                links.append(_Link(other, number, found))
        index.add(number, keys)
    return _told(people, links)


def propose_between(people: Sequence[Known], others: Iterable[Known]) -> Iterator[Pair]:
    """The pairs between ``people``, held in memory, and ``others``, seen one by one: a file against the register."""
    index = Index()
    for number, known in enumerate(people):
        index.add(number, keys_of(known))
    population = Population(people)
    disputed = _disputed(people)
    held = list(people)
    links: list[_Link] = []
    for known in others:
        number = -1
        for other in index.near(keys_of(known)):
            found = score(people[other], known, population, disputed)
            if _is_asked(found):
                if number < 0:
                    number = len(held)
                    held.append(known)
                links.append(_Link(other, number, found))
    return _told(held, links)


def _is_asked(found: Score) -> bool:
    """Whether a pair is worth showing: its names agree, or one document stands on both sides."""
    if found.names.agrees:
        return found.bits >= ASKED
    return any(reason.code in ("card_same", "card_same_disputed") for reason in found.reasons)


def _disputed(people: Iterable[Known]) -> frozenset[str]:
    """Card numbers that stand beside two names that clash: at least one of the rows is wrong."""
    holders: dict[str, list[Known]] = defaultdict(list)
    for known in people:
        if known.card:
            holders[known.card].append(known)
    return frozenset(
        card for card, several in holders.items() if any(names_of(several[0], other).clashes for other in several[1:])
    )


def _order(people: Sequence[Known]) -> Any:
    """Links from the surest to the least sure; equals in an order of their own facts, not of the files."""

    def key(link: _Link) -> tuple[float, Any]:
        return (-round(link.found.bits, 6), sorted(map(repr, (people[link.a].facts(), people[link.b].facts()))))

    return key


def _told(people: Sequence[Known], links: list[_Link]) -> Iterator[Pair]:
    """What is said of each pair, once those around it are known.

    A row that fits two persons who cannot be one (two presidents of one name, born in different years) is said to be
    the one that fits clearly better, or neither: then a person is asked.
    """
    links.sort(key=_order(people))
    by_side: dict[int, list[_Link]] = defaultdict(list)
    for link in links:
        by_side[link.a].append(link)
        by_side[link.b].append(link)
    sure = {(link.a, link.b) for link in links if _is_sure(link)}
    for link in links:
        same = (link.a, link.b) in sure and not _is_rivalled(link, by_side, sure)
        a, b = people[link.a], people[link.b]
        yield Pair(a.source, b.source, probability(link.found.bits), same, link.found.reasons)


def probability(bits: float) -> float:
    """The odds as a probability, three decimals."""
    return round(1 / (1 + 2 ** -max(min(bits, 50.0), -50.0)), 3)


def _is_sure(link: _Link) -> bool:
    return not link.found.barred and link.found.bits >= SAME


def _is_rivalled(link: _Link, by_side: dict[int, list[_Link]], sure: set[tuple[int, int]]) -> bool:
    """Whether another fits one of the two sides about as well, and is not the other side himself."""
    for side, other in ((link.a, link.b), (link.b, link.a)):
        for rival in by_side[side]:
            third = rival.a if rival.b == side else rival.b
            if third == other or not _is_sure(rival):
                continue
            if (min(third, other), max(third, other)) in sure:
                continue
            if rival.found.bits > link.found.bits - AHEAD:
                return True
    return False
