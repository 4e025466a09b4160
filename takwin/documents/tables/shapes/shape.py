"""The shape of a sheet. Nothing is kept of rows and columns beyond those of the largest list that is accepted, and of
rows that are alike only their first and last: a few bytes can say that a million of them are hidden."""

from bisect import bisect
from dataclasses import dataclass, field

from takwin.documents.sheets.guards import MAX_COLUMNS, MAX_ROWS

Range = tuple[int, int, int, int]


class Rows:
    """What is marked of rows, in bits: of one alone, or of a run of rows that come after all those told before."""

    def __init__(self) -> None:
        self.alone: dict[int, int] = {}
        self.firsts: list[int] = []
        self.runs: list[tuple[int, int]] = []  # the last row of each, and its bits

    def mark(self, first: int, last: int, bits: int) -> None:
        last = min(last, MAX_ROWS)
        if first == last:
            self.alone[first] = self.alone.get(first, 0) | bits
        elif 0 < first < last:
            self.firsts.append(first)
            self.runs.append((last, bits))

    def of(self, row: int) -> int:
        at = bisect(self.firsts, row) - 1
        last, bits = self.runs[at] if at >= 0 else (0, 0)
        return self.alone.get(row, 0) | (bits if row <= last else 0)


@dataclass
class Shape:
    """One sheet: hidden rows and columns (from 1), merged ranges (first and last row and column, from 1), the cells
    struck through, wholly or in part, and the addresses of formulas saved without their result."""

    hidden_rows: Rows = field(default_factory=Rows)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Range] = field(default_factory=list)
    unresolved: set[str] = field(default_factory=set)
    struck: Rows = field(default_factory=Rows)  # the columns of each, a bit for each

    def hide_rows(self, first: int, last: int) -> None:
        self.hidden_rows.mark(first, last, 1)

    def hide_columns(self, first: int, last: int) -> None:
        self.hidden_columns.update(range(first, min(last, MAX_COLUMNS) + 1))

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        if 0 < top <= min(bottom, MAX_ROWS) and 0 < left <= min(right, MAX_COLUMNS):
            self.merged.append((top, left, bottom, right))

    def strike(self, row: int, column: int) -> None:
        if 0 < row <= MAX_ROWS and 0 < column <= MAX_COLUMNS:
            self.struck.mark(row, row, 1 << column)

    def is_struck(self, row: int, column: int) -> bool:
        return bool(self.struck.of(row) >> column & 1)


@dataclass
class Strikes:
    """What strikes through in a workbook: known from its parts of styles and of texts to those of its sheets."""

    styles: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)  # of those that the cells of an xlsx share, the numbers


def whole(written: str, most: int, otherwise: int = 0) -> int:
    """A count that a part of a workbook gives."""
    return min(int(written), most) if written.isdecimal() and len(written) < 9 else otherwise
