"""The shape of a sheet. Nothing is kept of rows and columns beyond those of the largest list that is accepted: a few
bytes can say that a million of them are hidden."""

from dataclasses import dataclass, field

from takwin.documents.sheets.guards import MAX_COLUMNS, MAX_ROWS

Range = tuple[int, int, int, int]


@dataclass
class Shape:
    """One sheet: hidden rows and columns (from 1), merged ranges (first and last row and column, from 1), the cells
    struck through, wholly or in part, and the addresses of formulas saved without their result."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Range] = field(default_factory=list)
    unresolved: set[str] = field(default_factory=set)
    struck: dict[int, int] = field(default_factory=dict)  # row → its struck columns, a bit for each

    def hide_rows(self, first: int, last: int) -> None:
        self.hidden_rows.update(range(first, min(last, MAX_ROWS) + 1))

    def hide_columns(self, first: int, last: int) -> None:
        self.hidden_columns.update(range(first, min(last, MAX_COLUMNS) + 1))

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        if 0 < top <= min(bottom, MAX_ROWS) and 0 < left <= min(right, MAX_COLUMNS):
            self.merged.append((top, left, bottom, right))

    def strike(self, row: int, column: int) -> None:
        if 0 < row <= MAX_ROWS and 0 < column <= MAX_COLUMNS:
            self.struck[row] = self.struck.get(row, 0) | 1 << column

    def is_struck(self, row: int, column: int) -> bool:
        return bool(self.struck.get(row, 0) >> column & 1)


@dataclass
class Strikes:
    """What strikes through in a workbook: known from its parts of styles and of texts to those of its sheets."""

    styles: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)  # of those that the cells of an xlsx share, the numbers


def whole(written: str, most: int, otherwise: int = 0) -> int:
    """A count that a part of a workbook gives."""
    return min(int(written), most) if written.isdecimal() and len(written) < 9 else otherwise
