"""Which people are worth comparing: those who share a key. Keys are numbers, so that two hundred thousand people fit.

A pair of names common to hundreds of people is no key: it says nothing by itself, and the narrower keys (with the
province, the commune, the birth) bring together those for whom something else speaks.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, combinations
from typing import NamedTuple

from takwin.people.matching.persons import Known
from takwin.people.matching.population import area_of
from takwin.people.matching.units import Unit

MOST = 60  # people under one key: beyond, only narrower keys bring them together
FEW = 8  # the same for two parts of a name in any place: beyond, the name alone decides nothing between two provinces


WHOLE, CUT = hash("whole"), hash("cut")


class Keys(NamedTuple):
    """The keys of a person: in the narrow places, in any place, and of a family name by itself, whole or cut.

    A key is a sum of the hashes of what it is made of, each kind of key with factors of its own: a number that two
    different things share as seldom as they share a hash.
    """

    narrow: set[int]
    anywhere: set[int]
    whole: set[int]
    cut: set[int]

    @property
    def kept(self) -> Iterable[int]:
        """Under which he is kept."""
        return {*self.narrow, *self.anywhere, *(key + WHOLE for key in self.whole), *(key + CUT for key in self.cut)}

    @property
    def sought(self) -> Iterable[int]:
        """Under which he looks for others in the narrow places."""
        cut = (key + CUT for key in self.whole | self.cut)
        return chain(self.narrow, cut, (key + WHOLE for key in self.cut))


class Spot(NamedTuple):
    """The part of a key that says where, for each kind of key."""

    place: int
    alone: int
    pair: int
    first: int


@lru_cache(maxsize=50_000)
def _spot(place: str) -> Spot:
    area = area_of(place)
    return Spot(hash(("place", place)), hash(("alone", area)), hash(("pair", area)), hash(("first", area)))


def keys_of(known: Known) -> Keys:
    """The keys of a person. A row with an initial looks through its family name; others look only for such rows."""
    spots = [_spot(place) for place in {place for place, _ in known.held if place}]
    around = [spot.place for spot in spots]
    if known.birth:
        around.append(hash(("birth", known.birth)))
    narrow = {hash(("phone", phone)) for phone in known.phones}
    if known.card:
        narrow.add(hash(("card", known.card)))
    anywhere: set[int] = set()
    whole: set[int] = set()
    cut: set[int] = set()
    for name in known.names:
        all_given, is_cut = True, len(name) == 1
        for one in name:
            all_given = all_given and (one.given or not one.keys)
            is_cut = is_cut or one.initial
        _add_pairs(name, spots, narrow, anywhere, all_given=all_given)
        kind = cut if is_cut else whole
        for one in name:
            for key in one.hashes:
                for where in around:
                    narrow.add(key + where)
                # A family name by itself in a province: for rows where the given name is cut to a letter.
                if all_given or not one.given:
                    for spot in spots:
                        kind.add(key + spot.alone)
    return Keys(narrow, anywhere, whole, cut)


def _add_pairs(
    name: Sequence[Unit], spots: Sequence[Spot], narrow: set[int], anywhere: set[int], *, all_given: bool
) -> None:
    """Two parts of a name, anywhere and in a province; one part with the first letter of the other in a province."""
    for first, second in combinations(name, 2):
        paired = all_given or not (first.given and second.given)
        for one, letter in zip(first.hashes, first.firsts, strict=True):
            for other, its_letter in zip(second.hashes, second.firsts, strict=True):
                if one == other:
                    continue
                pair = 3 * (one + other)
                if paired:
                    anywhere.add(pair)
                for spot in spots:
                    if paired:
                        narrow.add(pair + spot.pair)
                    narrow.add(5 * one + 7 * its_letter + spot.first)
                    narrow.add(5 * other + 7 * letter + spot.first)


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
