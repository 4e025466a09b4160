"""Correcting one cell judges again what it bears on, and nothing is said otherwise than by judging the whole list."""

from collections.abc import Sequence
from typing import Any

import pytest

from takwin.accounts.models import User
from takwin.documents.import_models import ImportBatch
from takwin.documents.imports.deciding import fix_row, leave_out
from takwin.documents.imports.recording import judge_again
from takwin.people.imports.importer import PERSONS
from tests.people.batches import received, stops
from tests.people.lists import line, listed, many

pytestmark = pytest.mark.django_db
LATIFA = {"ar": "لطيفة الصقلي", "fr": None, "sex": "أنثى", "cin": "ZT22222", "phone": None}
LISTS: dict[str, tuple[Sequence[Any], dict[str, str]]] = {
    "a card of two": ([line(), line(**LATIFA | {"cin": "ZT 148 220"})], {"cin": "ZT777777"}),
    "a card of two councils": (
        [line(), line(**LATIFA | {"cin": "ZT 148 220", "council": "عين اللوح"})], {"cin": "ZT777777"},
    ),
    "two presidents": ([line(office="رئيس"), line(**LATIFA, office="رئيسة")], {"office": "عضو"}),
    "another council": ([line(office="رئيس"), line(**LATIFA, office="رئيسة")], {"place": "عين اللوح"}),
    "one person twice": ([line(cin=None), line(cin=None)], {"phone": "0661999999"}),
}  # fmt: skip


def said(batch: ImportBatch) -> tuple[Any, ...]:
    batch = ImportBatch.objects.get(pk=batch.pk)
    counts = {name: number for name, number in batch.counts.items() if name != "seconds"}
    zeroless = {
        name: {key: n for key, n in number.items() if n} if isinstance(number, dict) else number
        for name, number in counts.items()
    }
    rows = [(data["verdict"], data["judged"]) for data in batch.rows.values_list("data", flat=True)]
    return zeroless, rows, stops(batch)


@pytest.mark.parametrize(("rows", "values"), LISTS.values(), ids=LISTS.keys())
@pytest.mark.parametrize("at", [1, 2])
def test_one_correction_says_what_judging_the_whole_list_says(
    officer: User, rows: Sequence[Any], values: dict[str, str], at: int
) -> None:
    batch = received(listed(*rows, *many(3)), officer)
    before = said(batch)
    fix_row(batch.rows.get(position=at), values=values, importer=PERSONS, by=officer)
    after = said(batch)
    assert after != before
    judge_again(batch, importer=PERSONS, by=officer)
    assert said(batch) == after


def test_leaving_a_row_out_frees_the_other_and_taking_it_in_stops_it_again(officer: User) -> None:
    batch = received(listed(line(), line(**LATIFA | {"cin": "ZT 148 220"}), *many(2)), officer)
    before = said(batch)
    leave_out(batch.rows.get(position=1), importer=PERSONS, by=officer)
    assert stops(batch) == []
    leave_out(batch.rows.get(position=1), importer=PERSONS, by=officer, is_out=False)
    assert said(batch) == before
