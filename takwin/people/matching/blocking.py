"""Which people are worth comparing: those who share a key. Keys are numbers, so that two hundred thousand people fit.

A pair of names common to hundreds of people is no key: it says nothing by itself, and the narrower keys (with the
province, the commune, the birth) bring together those for whom something else speaks.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from takwin.people.matching.persons import Known
from takwin.people.matching.units import Unit

MOST = 60  # people under one key: beyond, only narrower keys bring them together
FEW = 8  # the same for two parts of a name in any place: beyond, the name alone decides nothing between two provinces


class Keys(NamedTuple):
    """Under which keys someone is kept, and under which he looks for others: in any place, or in the narrow ones."""

    kept: set[int]
    sought: set[int]
    anywhere: set[int]


@lru_cache(maxsize=50_000)
def _area(place: str) -> str:
    return ".".join(place.split(".")[:2])


def keys_of(known: Known) -> Keys:
    """The keys of a person. A row with an initial looks through its family name; others look only for such rows."""
    places = {place for place, _ in known.held if place}
    areas = {_area(place) for place in places}
    narrow = {hash(("phone", phone)) for phone in known.phones}
    if known.card:
        narrow.add(hash(("card", known.card)))
    anywhere: set[int] = set()
    whole: set[int] = set()
    cut: set[int] = set()
    for name in known.names:
        _add_pairs(name, areas, narrow, anywhere)
        all_given = all(one.given for one in name if one.keys)
        alone = cut if len(name) == 1 or any(one.initial for one in name) else whole
        for one in name:
            for key in one.keys:
                narrow.update([hash(("place", place, key)) for place in places])
                if known.birth:
                    narrow.add(hash(("birth", known.birth, key)))
                # A family name by itself in a province: for rows where the given name is cut to a letter.
                if all_given or not one.given:
                    alone.update([hash((key, area)) for area in areas])
    kept = narrow | anywhere | {hash((key, "whole")) for key in whole} | {hash((key, "cut")) for key in cut}
    narrow.update([hash((key, "cut")) for key in whole | cut])
    narrow.update([hash((key, "whole")) for key in cut])
    return Keys(kept, narrow, anywhere)


def _add_pairs(name: Sequence[Unit], areas: set[str], narrow: set[int], anywhere: set[int]) -> None:
    """Two parts of a name, anywhere and in a province; one part with the first letter of the other in a province."""
    all_given = all(one.given for one in name if one.keys)
    for first, second in combinations(name, 2):
        paired = all_given or not (first.given and second.given)
        for one in first.keys:
            for other in second.keys:
                if one == other:
                    continue
                if paired:
                    pair = (one, other) if one < other else (other, one)
                    anywhere.add(hash(pair))
                for area in areas:
                    if paired:
                        narrow.add(hash((pair, area)))
                    narrow.add(hash((one, other[:1], area)))
                    narrow.add(hash((other, one[:1], area)))


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

    def near(self, keys: Keys) -> set[int]:
        """Those who share a key, not counting keys that too many share."""
        found: set[int] = set()
        for sought, most in ((keys.sought, MOST), (keys.anywhere, FEW)):
            for key in sought:
                present = self._found.get(key)
                if present is None:
                    continue
                if isinstance(present, int):
                    found.add(present)
                elif len(present) <= most:
                    found.update(present)
        return found
