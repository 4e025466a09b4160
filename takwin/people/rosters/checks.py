"""What is seen only by comparing the rows of a file: rows pasted twice, one card for two persons."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from takwin.core.text import search_terms
from takwin.people.rosters.person import PersonRow, Problem


def checked(persons: Sequence[PersonRow]) -> list[PersonRow]:
    """The same persons, with a problem on each row that contradicts or repeats another."""
    said: dict[int, list[Problem]] = defaultdict(list)
    _find_pasted(persons, said)
    _find_shared_cards(persons, said)
    _find_second_cards(persons, said)
    return [person.with_problems(said[at]) if at in said else person for at, person in enumerate(persons)]


def _find_pasted(persons: Sequence[PersonRow], said: dict[int, list[Problem]]) -> None:
    first: dict[tuple[object, ...], int] = {}
    for at, person in enumerate(persons):
        key = (
            person.sheet, words(person.name_ar), words(person.name_fr), person.cin, person.phone, person.birth,
            person.place_code, person.office_code, person.office_detail,
        )  # fmt: skip
        earlier = first.setdefault(key, at)
        if earlier != at:
            said[at].append(Problem(person.cell, "name_ar", "repeated", row=persons[earlier].row))


def _find_shared_cards(persons: Sequence[PersonRow], said: dict[int, list[Problem]]) -> None:
    for holders in _by(persons, [person.cin for person in persons]):
        for at in holders:
            other = next((o for o in holders if o != at and are_two(persons[at], persons[o])), None)
            if other is not None:
                said[at].append(Problem(persons[at].cell, "cin", "card_shared", row=persons[other].row))


def _find_second_cards(persons: Sequence[PersonRow], said: dict[int, list[Problem]]) -> None:
    """The same name and phone, or name and day of birth, under two cards."""
    for fact in ("phone", "birth"):
        known = [
            (person[fact], words(person.name_ar) or words(person.name_fr))
            if person[fact] and person.cin and len(person[fact]) > 4
            else None
            for person in persons
        ]
        for same in _by(persons, known):
            for at in same:
                other = next((o for o in same if persons[o].cin != persons[at].cin), None)
                if other is not None and not any(p.why == "card_differs" for p in said.get(at, ())):
                    said[at].append(Problem(persons[at].cell, "cin", "card_differs", row=persons[other].row))


def _by(persons: Sequence[PersonRow], keys: Iterable[object]) -> Iterable[list[int]]:
    found: dict[object, list[int]] = defaultdict(list)
    for at, key in enumerate(keys):
        if key is not None:
            found[key].append(at)
    return [same for same in found.values() if len(same) > 1]


def words(name: str | None) -> frozenset[str]:
    return frozenset(search_terms(name or ""))


def are_two(first: PersonRow, second: PersonRow) -> bool:
    """Whether two rows cannot be one person: names of one script without a word in common, or other facts that differ."""
    if first.sex and second.sex and first.sex != second.sex:
        return True
    for script in ("name_ar", "name_fr"):
        mine, theirs = words(first[script]), words(second[script])
        if mine and theirs:
            return not mine & theirs
    differs = [first[fact] != second[fact] for fact in ("phone", "birth") if first[fact] and second[fact]]
    return bool(differs) and all(differs)
