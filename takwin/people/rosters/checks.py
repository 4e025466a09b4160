"""What is seen only by comparing the rows of a file: rows pasted twice, one card for two persons."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from takwin.core.text import search_terms
from takwin.people.matching.persons import Known
from takwin.people.matching.score import is_borne_out, names_of
from takwin.people.rosters.person import PersonRow, Problem


def checked(persons: Sequence[PersonRow]) -> list[PersonRow]:
    """The same persons, with a problem on each row that contradicts or repeats another."""
    said: dict[int, list[Problem]] = defaultdict(list)
    _find_pasted(persons, said)
    _find_shared_cards(persons, said)
    _find_second_cards(persons, said)
    return [person.with_problems(said[at]) if at in said else person for at, person in enumerate(persons)]


def _find_pasted(persons: Sequence[PersonRow], said: dict[int, list[Problem]]) -> None:
    for same in _alike(range(len(persons)), lambda at: _facts(persons[at])):
        for again in _alike(same, lambda at: (words(persons[at].name_ar), words(persons[at].name_fr))):
            for at in again[1:]:
                problem = Problem(persons[at].cell, "name_ar", "repeated", row=persons[again[0]].row)
                said[at].append(problem)


def _facts(person: PersonRow) -> tuple[object, ...]:
    """All that a row says but the name."""
    return (
        person.sheet, person.cin, person.phone, person.birth, person.place_code, person.office_code,
        person.office_detail,
    )  # fmt: skip


def _find_shared_cards(persons: Sequence[PersonRow], said: dict[int, list[Problem]]) -> None:
    for holders in _alike(range(len(persons)), lambda at: persons[at].cin):
        for at in holders:
            other = next((o for o in holders if o != at and are_two(persons[at], persons[o])), None)
            if other is not None:
                said[at].append(Problem(persons[at].cell, "cin", "card_shared", row=persons[other].row))


def _find_second_cards(persons: Sequence[PersonRow], said: dict[int, list[Problem]]) -> None:
    """The same name and phone, or name and day of birth, under two cards."""
    for same in (*_of_one_name(persons, "phone"), *_of_one_name(persons, "birth")):
        for at in same:
            other = next((o for o in same if persons[o].cin != persons[at].cin), None)
            if other is not None and not any(p.why == "card_differs" for p in said.get(at, ())):
                said[at].append(Problem(persons[at].cell, "cin", "card_differs", row=persons[other].row))


def _of_one_name(persons: Sequence[PersonRow], fact: str) -> Iterable[list[int]]:
    """The rows with a card that share a fact (a phone, a whole day of birth) and a name."""
    known = [at for at, person in enumerate(persons) if person.cin and len(person[fact] or "") > 4]
    for near in _alike(known, lambda at: persons[at][fact]):
        yield from _alike(near, lambda at: words(persons[at].name_ar) or words(persons[at].name_fr))


def _alike(places: Iterable[int], key: Callable[[int], object]) -> list[list[int]]:
    """The places that share a key with others, in their order. Names are looked at last, of the few left: they cost."""
    found: dict[object, list[int]] = defaultdict(list)
    for at in places:
        if (shared := key(at)) is not None:
            found[shared].append(at)
    return [same for same in found.values() if len(same) > 1]


def words(name: str | None) -> frozenset[str]:
    return frozenset(search_terms(name or ""))


def are_two(first: PersonRow | Mapping[str, Any], second: PersonRow | Mapping[str, Any]) -> bool:
    """Whether two sets of facts under one card cannot be one person: another sex, or names that do not agree.

    Names are weighed as in the search for doubles, across scripts and spellings: one part may differ when the birth or
    the phone bears it out.
    """
    if first["sex"] and second["sex"] and first["sex"] != second["sex"]:
        return True
    a, b = _compared(first), _compared(second)
    if not a.names or not b.names:
        return False
    names = names_of(a, b)
    codes = {"same_birth_date"} if a.birth and a.birth == b.birth else set()
    codes |= {"same_phone"} if set(a.phones) & set(b.phones) else set()
    return not names.agrees and not is_borne_out(names, frozenset(codes))


def _compared(facts: PersonRow | Mapping[str, Any]) -> Known:
    return Known(
        None, name_ar=facts["name_ar"] or "", name_fr=facts["name_fr"] or "", phones=[facts["phone"] or ""],
        birth=facts["birth"] or "",
    )  # fmt: skip
