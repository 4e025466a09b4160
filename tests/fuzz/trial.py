"""A mean list read and judged: no crash, no row lost in silence, no person invented.

``python -m tests.fuzz.trial [FILES] [PROCESSES]``
"""

import os
import random
import re
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

BATCH, REPORT = 50, 500  # files per task, files per line printed
FORMS_KEPT = {"arabic": "name_ar", "latin": "name_fr", "sex": "sex", "cin": "cin", "phone": "phone", "birth": "birth", "place": "place_code", "office": "office_code"}  # fmt: skip


def words(name: str | None) -> list[str]:
    from takwin.core.text import folded

    return sorted(re.findall(r"\w+", folded(name or "").replace("'", "").replace("-", " ")))


def read(layout):
    """The grids, the reading, the persons and what was expected of a layout."""
    from takwin.documents.tables import Book, open_book, read_book
    from takwin.people.rosters import ROSTER, persons_of
    from tests.fuzz.rosters import Office

    data, name, expected = Office(layout).write()
    book = data if isinstance(data, Book) else open_book(data, name)
    reading = read_book(book, ROSTER)
    return book, reading, persons_of(reading), expected


def lost_rows(book, reading) -> list[tuple[str, int]]:
    """Written rows that are neither an entry nor left out with a reason."""
    kept = {(table.sheet, row.number) for table in reading.tables for row in table.rows}
    kept |= {(sheet, left.row) for sheet, rows in reading.left_out.items() for left in rows}
    written = {(g.title, g.lines[r]) for g in book.grids for r, texts in enumerate(g.texts) if any(texts)}
    return sorted(written - kept)


def judge(persons, expected) -> Counter[str]:
    """What was asked and what was right, by field."""
    found = {(person.sheet, person.cell): person for person in persons}
    marks: Counter[str] = Counter()
    for one in expected:
        person = found.pop((one.sheet, one.cell), None)
        marks["rows"] += 1
        marks["rows right"] += person is not None
        for field, attribute in FORMS_KEPT.items():
            truth = getattr(one, field)
            if truth and person:
                said = person[attribute]
                marks[field] += 1
                marks[f"{field} right"] += (
                    words(said) == words(truth) if field in {"arabic", "latin"} else said == truth
                )
    marks["invented"] += len(found)
    return marks


def try_some(seed: int) -> Counter[str]:
    """The marks of ``BATCH`` random lists; those that lost a row or a person are printed, to be drawn again."""
    from tests.fuzz.layouts import random_layout

    rng, marks = random.Random(seed), Counter(files=BATCH)
    for _run in range(BATCH):
        layout = random_layout(rng)
        book, reading, persons, expected = read(layout)
        if lost := lost_rows(book, reading):
            print(f"{lost} lost in {layout}")
        marks["lost"] += len(lost)
        found = judge(persons, expected)
        if missed := found["rows"] - found["rows right"]:
            print(f"{missed} not found in {layout}", flush=True)
        marks += found
    return marks


def ready() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
    import django

    django.setup()


def main(runs: int, processes: int = 2) -> None:
    marks: Counter[str] = Counter()
    seeds = range(runs, runs + -(-runs // BATCH))
    with ProcessPoolExecutor(max_workers=processes, initializer=ready) as pool:
        for seed, future in [(seed, pool.submit(try_some, seed)) for seed in seeds]:
            if fallen := future.exception():
                print(f"Lists of seed {seed}: {type(fallen).__name__}: {fallen}")
            marks += Counter(files=BATCH, crashes=1) if fallen else future.result()
            if marks["files"] % REPORT == 0 or marks["files"] >= runs:
                print(
                    f"{marks['files']} files, {marks['rows']} persons: {marks['rows'] - marks['rows right']} not found, "
                    f"{marks['invented']} invented, {marks['lost']} rows lost in silence, {marks['crashes']} crashes",
                    flush=True,
                )
    for field in ("rows", *FORMS_KEPT):
        print(f"{field:8} {100 * marks[f'{field} right'] / marks[field]:.2f} % of {marks[field]}")
    sys.exit(bool(marks["lost"] or marks["crashes"]))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3] or ["10000"]))
