"""A sheet as its author sees it: cells with the addresses Excel shows, one heading row, rows under it.

What is opened was sent by someone: ``open_sheet`` refuses, with a sentence and before anything is done, what
is not a plain workbook (see ``guards``), and lets only a child process of bounded memory parse it (``reader``).
"""

import csv
import datetime as dt
import io
import json
import subprocess
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from takwin.core.text import REMEMBERED, tidy
from takwin.documents.sheets import guards

Value = str | int | float | bool | dt.date | dt.datetime | dt.time | None
EXCEL_ZERO = dt.date(1899, 12, 30)  # the day that Excel writes as the number 0

READER = Path(__file__).parent / "reader.py"
READER_SECONDS = 60
PROTECTED = 3  # exit status of the reader on an encrypted workbook
EXACT_INTEGERS = 10**15  # beyond, Excel has already rounded the number
MEDIA_TYPES: dict[guards.Kind, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv",
}
KINDS: dict[str, type[dt.date] | type[dt.time]] = {"date": dt.date, "datetime": dt.datetime, "time": dt.time}


tidied = lru_cache(maxsize=REMEMBERED)(tidy)  # most cells of a list are read several times, or repeat each other


class Cell(NamedTuple):
    """One cell at its place, ``row`` and ``column`` counted from 1 as on screen."""

    value: Value
    row: int
    column: int

    @property
    def letter(self) -> str:
        return letter_of(self.column)

    @property
    def address(self) -> str:
        return f"{self.letter}{self.row}"

    @property
    def text(self) -> str:
        """What the cell says, tidied: a day as ``2021-09-08``, blank as the empty string."""
        if isinstance(self.value, str):
            return tidied(self.value)
        if self.value is None:
            return ""
        if isinstance(self.value, dt.datetime) and self.value.time() == dt.time():
            return self.value.date().isoformat()
        if isinstance(self.value, dt.date | dt.time):
            return self.value.isoformat()
        return tidy(str(self.value))

    @property
    def shown(self) -> str:
        """What the reader of a preview sees: as ``text``, a day as Morocco writes it (``08/09/2021``)."""
        whole_day = isinstance(self.value, dt.date) and len(self.text) == len("2021-09-08")
        return f"{self.value:%d/%m/%Y}" if whole_day else self.text


@dataclass(frozen=True)
class Sheet:
    """The one sheet with content of a workbook; ``heading`` is its first written row."""

    kind: guards.Kind
    title: str
    heading: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


@lru_cache(maxsize=1_000)
def letter_of(column: int) -> str:
    """The letters Excel puts over a column: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def open_sheet(data: bytes, name: str) -> Sheet:
    """Read the one sheet with content of an xlsx, xls, ods or csv file.

    Raises ``ValidationError`` with the sentence for its sender when it is anything else.
    """
    kind = guards.kind_of(data, name)
    if kind == "csv":
        tables = [("", _rows_of_csv(guards.text_of(data)))]
    else:
        guards.check(data)
        tables = [(title, _placed(rows)) for title, rows, _merged in read_apart(data).sheets]
    written = [(title, rows) for title, rows in tables if rows]
    if not written:
        raise ValidationError(_("This file is empty: no sheet has anything written in it."))
    if len(written) > 1:
        raise ValidationError(
            _("This workbook has several sheets with content: %(titles)s. Keep only the one to import."),
            params={"titles": ", ".join(title for title, rows in written)},
        )
    title, rows = written[0]
    guards.check_extent(len(rows), max(len(row) for row in rows))
    heading, *table = rows
    if not table:
        raise ValidationError(
            _("Only row %(row)s has anything written in it. Expected: one row of headings, then one row per entry."),
            params={"row": heading[0].row},
        )
    return Sheet(kind, title, heading, tuple(table))


def _placed(rows: list[list[Value]]) -> list[tuple[Cell, ...]]:
    """Cells with their addresses; rows where nothing is written are left out, the others keep their number."""
    placed = (
        tuple(Cell(_plain(value), number, column) for column, value in enumerate(row, 1))
        for number, row in enumerate(rows, 1)
    )
    return [row for row in placed if any(cell.text for cell in row)]


def _plain(value: Value) -> Value:
    """Excel keeps every number as a float: a whole one is an integer again, as it was typed."""
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT_INTEGERS:
        return int(value)
    return value


def delimiter_of(text: str) -> str:
    """What separates the cells of a csv file: the sign most lines agree on, for titles above a table hold none."""
    lines = [line for line in text.splitlines()[:60] if line.strip()]
    return max(";\t,|", key=lambda sign: (sum(sign in line for line in lines), sum(line.count(sign) for line in lines)))


def _rows_of_csv(text: str) -> list[tuple[Cell, ...]]:
    delimiter = delimiter_of(text)
    rows: list[list[Value]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(list(row))
            guards.check_extent(len(rows), len(row))
    except csv.Error as error:
        raise ValidationError(guards.unreadable()) from error
    return _placed(rows)


@dataclass(frozen=True)
class Parsed:
    """A workbook as the child process read it: visible sheets with rows and merged ranges, names of hidden ones."""

    sheets: tuple[tuple[str, list[list[Value]], list[tuple[tuple[int, int], tuple[int, int]]]], ...]
    hidden: tuple[str, ...]


def read_apart(data: bytes) -> Parsed:
    """Parse a workbook in a child process.

    A crafted file of 5 kB can ask the parser for hundreds of gigabytes and so end the process that reads it;
    the child has a ceiling of memory and of time, and only the child ends.
    """
    try:
        child = subprocess.run(
            [sys.executable, "-I", str(READER)],
            check=False,
            input=data,
            capture_output=True,
            timeout=READER_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise ValidationError(guards.unreadable()) from error
    if child.returncode == PROTECTED:
        raise ValidationError(guards.protected())
    if child.returncode:
        raise ValidationError(guards.unreadable())
    said = json.loads(child.stdout)
    return Parsed(
        tuple(
            (title, [[_value(item) for item in row] for row in rows], merged) for title, rows, merged in said["sheets"]
        ),
        tuple(said["hidden"]),
    )


def _value(item: Any) -> Value:
    """A value as the child wrote it: text, number, truth, or ``[kind, ISO form]`` of a moment."""
    if isinstance(item, list):
        kind, written = item
        moment: dt.date | dt.time = KINDS[kind].fromisoformat(written)
        return moment
    return item if item != "" else None
