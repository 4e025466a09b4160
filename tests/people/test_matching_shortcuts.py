"""Who is who: what spares time changes no answer."""

from random import Random

import pytest

from bench.invented_people import everyone, lists_of
from takwin.people.matching import score as scoring
from takwin.people.matching.pairs import Pair, propose
from takwin.people.matching.units import units_of
from takwin.people.matching.words import parts_of

SEED = 20261130


def told(pairs: list[Pair]) -> list[tuple[object, ...]]:
    return [(pair.a.row, pair.a.file, pair.b.row, pair.b.file, *pair[2:]) for pair in pairs]


def test_names_left_uncompared_would_have_brought_no_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = Random(SEED)
    rows = list(lists_of(everyone(rng, 1500), rng))
    spared, hopeless = [0, 0], scoring._is_hopeless

    def counting(*facts: object) -> bool:
        found = hopeless(*facts)  # type: ignore[arg-type]
        spared[found] += 1
        return found

    monkeypatch.setattr(scoring, "_is_hopeless", counting)
    quick = told(list(propose(rows)))
    assert spared[True]
    monkeypatch.setattr(scoring, "_is_hopeless", lambda *_facts: False)
    assert quick == told(list(propose(rows)))


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("Mohamed El Alaoui", ["mohamed", "alaoui"]),
        ("El-Alaoui Mohamed", ["alaoui", "mohamed"]),
        ("Mohamed El Ben Ali", ["mohamed", "benali"]),
        ("Alaoui Mohamed El", ["alaoui", "mohamed", "el"]),
        ("Alaoui Mohamed El -", ["alaoui", "mohamed", "el"]),
        ("El", ["el"]),
        ("M. El Alaoui Nabil", ["alaoui", "nabil"]),
        ("", []),
    ],
)
def test_an_article_falls_before_another_word_and_is_a_part_when_nothing_follows(
    written: str, whole: list[str]
) -> None:
    assert [one.text for one in units_of(written)] == whole
    assert [part.text for part in parts_of(written)] == whole
