"""Which people are worth comparing: those who share a key. Keys are numbers, so that two hundred thousand people fit.

A pair of names common to hundreds of people is no key: it says nothing by itself, and the narrower keys (with the
province, the commune, the birth) bring together those for whom something else speaks.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from takwin.people.matching.persons import Known
from takwin.people.matching.units import Unit

MOST = 60  # people under one key: beyond, only narrower keys bring them together


def _parts(name: Sequence[Unit]) -> list[tuple[str, bool]]:
    return [(key, one.given) for one in name for key in one.keys]


def _named(name: Sequence[Unit], areas: Iterable[str]) -> Iterator[tuple[str, ...]]:
    parts = _parts(name)
    all_given = all(given for _, given in parts)
    for (one, given), (other, also) in combinations(parts, 2):
        if one != other and (all_given or not (given and also)):
            pair = (one, other) if one < other else (other, one)
            yield pair
            for area in areas:
                yield (*pair, area)
    for one, _ in parts:
        for other, _ in parts:
            if one != other:
                for area in areas:
                    yield ("part", one, other[:1], area)


def _alone(name: Sequence[Unit], areas: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """A family name by itself in a province: for rows where the given name is cut to a letter."""
    parts = _parts(name)
    all_given = all(given for _, given in parts)
    for one, given in parts:
        if not given or all_given:
            for area in areas:
                yield (one, area)


class Keys(NamedTuple):
    """Under which keys someone is kept, and under which he looks for others."""

    kept: set[int]
    sought: set[int]


def keys_of(known: Known) -> Keys:
    """The keys of a person. A row with an initial looks through its family name; others look only for such rows."""
    keys: set[tuple[str, ...]] = set()
    if known.card:
        keys.add(("card", known.card))
    keys.update(("phone", phone) for phone in known.phones)
    places = {place for place, _ in known.held if place}
    areas = {".".join(place.split(".")[:2]) for place in places}
    whole: set[int] = set()
    cut: set[int] = set()
    for name in known.names:
        keys.update(_named(name, areas))
        for key, _ in _parts(name):
            keys.update(("place", place, key) for place in places)
            if known.birth:
                keys.add(("birth", known.birth, key))
        is_cut = len(name) == 1 or any(one.initial for one in name)
        for one in _alone(name, areas):
            (cut if is_cut else whole).add(hash(one))
    shared = {hash(key) for key in keys}
    whole_kept, cut_kept = {hash((key, "whole")) for key in whole}, {hash((key, "cut")) for key in whole | cut}
    kept = shared | whole_kept | ({hash((key, "cut")) for key in cut} if cut else set())
    sought = shared | cut_kept | {hash((key, "whole")) for key in cut}
    return Keys(kept, sought)


class Index:
    """People by key. One alone under a key is kept as a number, several as a list: most keys have one."""

    def __init__(self) -> None:
        self._found: dict[int, int | list[int]] = {}

    def add(self, number: int, keys: Iterable[int]) -> None:
        for key in keys:
            present = self._found.get(key)
            if present is None:
                self._found[key] = number
            elif isinstance(present, int):
                self._found[key] = [present, number]
            else:
                present.append(number)

    def near(self, keys: Iterable[int]) -> set[int]:
        """Those who share a key, not counting keys that too many share."""
        found: set[int] = set()
        for key in keys:
            present = self._found.get(key)
            if isinstance(present, int):
                found.add(present)
            elif present is not None and len(present) <= MOST:
                found.update(present)
        return found
