"""Where the headings of a sheet are: none, one or several times, each on one line or several."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from takwin.documents.sheets import Value
from takwin.documents.tables.books import Grid
from takwin.documents.tables.headings import STRONG, Headings

FOUR_DIGITS = re.compile(r"(?:\D*\d){4}")
ONE_YEAR = re.compile(r"\D*(?:1\D*9|2\D*0)(?:\D*\d){2}\D*")  # its digits, whatever stands between them
TALLEST = 4  # lines of one heading
MET = 12  # rows asked whether what one says is a value of the list


@dataclass(frozen=True)
class Header:
    """Rows of one heading, counted from 0."""

    first: int
    last: int

    @property
    def rows(self) -> range:
        return range(self.first, self.last + 1)


def find_headers(grid: Grid, headings: Headings) -> list[Header]:
    """Every heading from top to bottom. A list of one column has one when nothing else was found."""
    found: list[Header] = []
    titled: frozenset[int] = frozenset()
    row = 0
    while row < len(grid.texts):
        if is_header(grid, row, headings, titled):
            header = _stretched(grid, row, headings, found[-1].last + 1 if found else 0)
            found.append(header)
            titled = _titled(grid, header.rows, headings)
            row = header.last
        row += 1
    if not found:
        lone = (
            r for r in range(len(grid.texts)) if _is_core(grid, r, headings, least=1) and _is_lone(grid, r, headings)
        )
        found = [Header(row, row) for row in list(lone)[:1]]
    return found


def is_header(grid: Grid, row: int, headings: Headings, titled: Collection[int]) -> bool:
    """Whether a row says headings. ``titled``: the columns that have theirs from a row above."""
    return _is_core(grid, row, headings, least=2, titled=titled)


def _titled(grid: Grid, rows: Iterable[int], headings: Headings) -> frozenset[int]:
    """The columns to which these rows give a heading that is known."""
    return frozenset(
        column for row in rows for column, text in enumerate(grid.texts[row]) if text and headings.best(text) >= STRONG
    )


def _is_core(grid: Grid, row: int, headings: Headings, least: int, titled: Collection[int] = ()) -> bool:
    """Whether most of what a row says are headings, and not values of the list that happen to be words of headings."""
    hits = _says_headings(grid, row, headings, least, titled)
    if not hits or least == 1:
        return bool(hits)
    told = sum(map(bool, grid.texts[row]))
    return hits - len(_values_of_the_list(grid, row, headings)) >= max(least, told / 2)


def _says_headings(grid: Grid, row: int, headings: Headings, least: int, titled: Collection[int] = ()) -> int:
    """How many headings a row says, none when it says more of something else.

    A role (*Président*) is a heading as well, where it stands over names; under *Fonction* it is a value.
    """
    texts = [text for text in grid.texts[row] if text]
    if len(texts) < least or (least == 1 and len(texts) > 1):
        return 0
    values = 0
    for value, text in zip(grid.values[row], grid.texts[row], strict=True):
        values += _is_value(value) and not (_is_of_a_year(value) and headings.best(text) >= STRONG)
        if values > len(texts) / 5:
            return 0
    if len(set(texts)) < least:
        return 0
    hits = sum(headings.best(text) >= STRONG for text in texts)
    if hits > 1:
        parts = headings.parts(grid.texts[row])
        hits += sum(headings.best(grid.texts[row][column]) < STRONG for column in parts)
    if 0 < hits < max(least, len(texts) / 2):
        over = [text for column, text in enumerate(grid.texts[row]) if text and column not in titled]
        roles = [role for text in over if headings.best(text) < STRONG and (role := headings.role(text))]
        hits += len(roles) if len(roles) == len(set(roles)) > 1 else 0
    return hits if hits >= least and hits >= len(texts) / 2 and not any(map(headings.surely, texts)) else 0


def _values_of_the_list(grid: Grid, row: int, headings: Headings) -> list[int]:
    """The columns of a row whose text is no heading there, whatever it says: rows of the list say it as well.

    *السيد* and *عضو* head columns of names in some lists, and stand on every other row of most.
    """
    found = []
    for column, text in enumerate(grid.texts[row]):
        if text and headings.best(text) >= STRONG:
            others = [other for other in grid.rows_saying(column, text) if other != row][:MET]
            found += [column] if sum(not _says_headings(grid, other, headings, 2) for other in others) > 1 else []
    return found


def _is_lone(grid: Grid, row: int, headings: Headings) -> bool:
    """A heading alone on its line says nothing but a heading, and is no title over several columns."""
    column = next(column for column, text in enumerate(grid.texts[row]) if text)
    return headings.best(grid.texts[row][column]) > 0.94 and (row, column) not in grid.wide


def _is_value(value: Value) -> bool:
    """What no heading says: numbers, days, long runs of digits."""
    if value is None:
        return False
    return not isinstance(value, str) or FOUR_DIGITS.match(value) is not None


def _is_of_a_year(value: Value) -> bool:
    """What says one year and no other number (*Part 2024*): a heading of a column for each year does."""
    return isinstance(value, str) and ONE_YEAR.fullmatch(value) is not None


def _stretched(grid: Grid, core: int, headings: Headings, floor: int) -> Header:
    """The lines above and below that belong to the same heading."""
    first = last = core
    titled = _titled(grid, (core,), headings)
    while last + 1 < len(grid.texts) and last - core < TALLEST and _continues(grid, last + 1, headings, titled):
        last += 1
    while first - 1 >= floor and core - first < TALLEST and _opens(grid, first - 1, first, headings):
        first -= 1
    return Header(first, last)


def _continues(grid: Grid, row: int, headings: Headings, titled: Collection[int]) -> bool:
    """A second line of a heading: its words are those of headings, or the numbers 1, 2, 3… of the columns."""
    texts = [text for text in grid.texts[row] if text]
    if not texts or any(grid.is_hidden(r) for r in (row,)):
        return False
    if is_header(grid, row, headings, titled) or is_numbering(grid.values[row]):
        return True
    parts = headings.parts(grid.texts[row])
    return bool(parts) and all(
        column in parts or headings.best(text) >= STRONG for column, text in enumerate(grid.texts[row]) if text
    )


def is_numbering(values: Sequence[Value]) -> bool:
    """``1 2 3 4`` under a heading, or ``(1) (2) (3)``, which number the columns."""
    said = [str(value).strip("() ") for value in values if value is not None]
    return len(said) >= 3 and said == [str(number) for number in range(1, len(said) + 1)]


def _opens(grid: Grid, row: int, below: int, headings: Headings) -> bool:
    """A line over a heading that belongs to it: its own words are headings, or its cells are merged over groups of
    columns (a title covers all of them at once)."""
    texts = [text for text in grid.texts[row] if text]
    if not texts or sum(_is_value(value) for value in grid.values[row]):
        return False
    if len(texts) == 1 and headings.says_more(texts[0]) and headings.line(texts[0]) == "heading":
        return False  # a line over the rows below, merged over some of the columns
    below_width = sum(bool(text) for text in grid.texts[below])
    spans = {column: wide for (r, column), wide in grid.wide.items() if r == row}
    if any(wide >= max(below_width, 2) for wide in spans.values()):
        return False
    left = next(column for column, text in enumerate(grid.texts[below]) if text)
    if spans and (len(texts) > 1 or min(spans) > left):
        return True
    hits = sum(headings.best(text) >= STRONG for text in texts)
    return len(texts) >= 2 and hits >= len(texts) / 2
