"""How common each name, place and office is among the rows being compared: a common one says little."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from math import log2

from takwin.people.matching.persons import Known
from takwin.people.matching.units import Unit
from takwin.people.matching.weights import Reason, counted

OF_OFFICE = ("same_office", "same_post")
SMALLEST = 2000  # a file of twenty rows does not make its names common: the lexicon's shares count for this many
PRIOR = 1500


@lru_cache(maxsize=50_000)
def ancestors(place: str) -> tuple[str, ...]:
    """A place code and those of the places around it: commune, cercle, province, region."""
    pieces = place.split(".")
    return tuple(".".join(pieces[:size]) for size in range(1, len(pieces) + 1))


@lru_cache(maxsize=20_000)
def common_place(a: str, b: str) -> str:
    """The smallest place that holds both; empty in two regions."""
    shared = [code for code in ancestors(a) if code in ancestors(b)]
    return shared[-1] if shared else ""


@lru_cache(maxsize=50_000)
def area_of(place: str) -> str:
    """The code of the province a place lies in; of the region for a region."""
    return ".".join(place.split(".")[:2])


def is_nested(a: str, b: str) -> bool:
    """Whether one place lies in the other: a commune in its province, a borough in its city."""
    return a != b and (a.startswith(b) or b.startswith(a))


def _counted_as(one: Unit) -> int | str:
    """Under what a part of a name is counted: its entry in the lexicon, else its consonants."""
    return min(one.known) if one.known else one.keys[0] if one.keys else one.text


class Population:
    """Counts of one set of people. Names are counted by key, so that two spellings count as one name."""

    def __init__(self, people: Iterable[Known], *, others: int = 0) -> None:
        self.size = 0
        self.names: Counter[int | str] = Counter()
        self.places: Counter[str] = Counter()
        self.offices: Counter[str] = Counter()
        for known in people:
            self.size += 1
            for one in known.names[0] if known.names else ():
                self.names[_counted_as(one)] += 1
            for place, office in known.held[:1]:
                self.places.update(ancestors(place) if place else ())
                self.offices[office] += 1
        self.total = max(self.size + others, SMALLEST)
        self.bits = -log2(self.total)  # what speaks against any two of them being one, before anything else is known
        self._shares: dict[int, float] = {}
        self._said: dict[tuple[str, str], Reason] = {}

    def share_of(self, one: Unit) -> float:
        """What share of people bears that part of a name, by the counts and, before them, the lexicon."""
        share = self._shares.get(one.number)
        if share is None:
            seen = self.names[_counted_as(one)]
            share = self._shares[one.number] = (max(seen - 1, 0) + PRIOR * one.share) / (self.size + PRIOR)
        return share

    def share_in(self, place: str) -> float:
        """What share lives in a place."""
        return (self.places[place] + 1) / (max(self.size, SMALLEST) + 1)

    def share_holding(self, office: str) -> float:
        return (self.offices[office] + 5) / (self.size + 100)

    def said_of(self, code: str, what: str) -> Reason:
        """A reason whose weight is counted on a place or an office, made once for all pairs that have it."""
        found = self._said.get((code, what))
        if found is None:
            share = self.share_holding(what) if code in OF_OFFICE else self.share_in(what)
            found = self._said[code, what] = Reason(code, counted(code, share))
        return found
