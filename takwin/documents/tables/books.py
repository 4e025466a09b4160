"""A workbook as grids: every visible sheet, its cells as their author sees them.

A merged cell says its text over its whole range when the range is tall (a commune beside its rows), so that each
row can be read alone; ``wide`` remembers texts merged across columns, which are titles and lines of a heading.
"""

import csv
import io
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from takwin.documents.sheets import Cell, Value, delimiter_of, guards, letter_of, read_apart, tidied
from takwin.documents.tables.shapes import Range, Shape, shapes_of

EXACT_INTEGERS = 10**15


@dataclass
class Grid:
    """One sheet. ``values[r][c]`` are counted from 0; ``lines[r]`` is the number Excel, or a text editor, shows."""

    title: str
    values: list[list[Value]]
    lines: list[int]
    shape: Shape = field(default_factory=Shape)
    wide: dict[tuple[int, int], int] = field(default_factory=dict)
    texts: list[list[str]] = field(default_factory=list)
    _saying: dict[int, dict[str, list[int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        width = max((len(row) for row in self.values), default=0)
        for row in self.values:
            row.extend([None] * (width - len(row)))
        for merged in self.shape.merged:
            self._fill(merged)
        self.texts = [[text_of(value) for value in row] for row in self.values]

    @property
    def width(self) -> int:
        return len(self.values[0]) if self.values else 0

    def cell(self, row: int, column: int) -> Cell:
        return Cell(self.values[row][column], self.lines[row], column + 1)

    def rows_saying(self, column: int, text: str) -> list[int]:
        """The rows that say this in a column."""
        if column not in self._saying:
            rows: dict[str, list[int]] = defaultdict(list)
            for row, texts in enumerate(self.texts):
                rows[texts[column]].append(row)
            self._saying[column] = rows
        return self._saying[column].get(text, [])

    def is_hidden(self, row: int) -> bool:
        return bool(self.shape.hidden_rows.of(self.lines[row]))

    def is_struck(self, cell: Cell) -> bool:
        """Whether a cell is struck through, wholly or in part: what it says may no longer hold."""
        return self.shape.is_struck(cell.row, cell.column)

    def _fill(self, merged: Range) -> None:
        top, left, bottom, right = merged
        if top > len(self.values) or left > self.width:
            return
        said = self.values[top - 1][left - 1]
        if right > left:
            self.wide[top - 1, left - 1] = right - left + 1
        if right == left and said is not None:
            for row in self.values[top : min(bottom, len(self.values))]:
                if row[left - 1] is None:
                    row[left - 1] = said


@dataclass(frozen=True)
class Book:
    """A file: its grids, and the names of the sheets its author hid, which are not read."""

    name: str
    kind: guards.Kind
    grids: tuple[Grid, ...]
    hidden: tuple[str, ...] = ()


def open_book(data: bytes, name: str) -> Book:
    """Every visible sheet of an xlsx, xls, ods or csv file; ``ValidationError`` says why it is none of these."""
    kind = guards.kind_of(data, name)
    base = PurePath(name).name
    if kind == "csv":
        return Book(base, kind, (_grid_of_csv(guards.text_of(data)),))
    shapes = shapes_of(data, kind)
    parsed = read_apart(data)
    grids = []
    for title, rows, merged in parsed.sheets:
        if rows:
            guards.check_extent(len(rows), max(len(row) for row in rows))
        shape = shapes.get(title) or Shape()
        if not shape.merged:
            shape.merged = [(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in merged]
        values = [[_plain(value) for value in row] for row in rows]
        grids.append(Grid(title, values, list(range(1, len(rows) + 1)), shape))
    return Book(base, kind, tuple(grids), parsed.hidden)


def address(grid: Grid, row: int, column: int) -> str:
    return f"{letter_of(column + 1)}{grid.lines[row]}"


def text_of(value: Value) -> str:
    """What a cell says, tidied."""
    return "" if value is None else tidied(value) if isinstance(value, str) else Cell(value, 1, 1).text


def _plain(value: Value) -> Value:
    """Excel keeps every number as a float: a whole one is an integer again, as it was typed."""
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT_INTEGERS:
        return int(value)
    return value


def _grid_of_csv(text: str) -> Grid:
    """Rows with the number of the line each starts on: a heading may hold line breaks between its quotes."""
    values: list[list[Value]] = []
    lines: list[int] = []
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter_of(text))
    line = 1
    try:
        for row in reader:
            values.append([cell if cell.strip() else None for cell in row])
            lines.append(line)
            line = reader.line_num + 1
            guards.check_extent(len(values), len(row))
    except csv.Error as error:
        raise ValidationError(_("This text file is not a table: a quote is opened and never closed.")) from error
    return Grid("", values, lines)
