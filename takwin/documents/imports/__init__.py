"""Rows of a sheet, read against the fields a subject declares, with each fault at its cell.

The engine knows nothing of persons or places. A subject gives its ``Importer``: the fields, how their text is
read (a callable that raises ``ValidationError``), what must hold between rows, and how sound rows are saved.
Nothing is saved unless every row is sound (see ``batches``).
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from takwin.accounts.models import User
from takwin.core.text import search_terms, tidy
from takwin.documents.sheets import Cell, Sheet

Words = str | Promise


@dataclass(frozen=True)
class Field:
    """One column to find: ``headings`` are its known titles in any language, ``read`` makes a value of a text.

    Blank cells are read as ``None`` without asking ``read``; ``required`` refuses them.
    """

    name: str
    label: Words
    headings: tuple[str, ...] = ()
    read: Callable[[str], Any] = tidy
    required: bool = False


@dataclass(frozen=True)
class Column:
    """A field found in the sheet, under the heading its author gave it."""

    field: Field
    heading: Cell


@dataclass(frozen=True)
class Note:
    """What is to be said at a cell: a fault that stops the import, or a remark that does not."""

    cell: Cell
    field: Field
    message: str
    stops: bool


@dataclass
class Row:
    """One row of the sheet: its cells and values by name of field, and what is to be said of them."""

    number: int
    columns: Mapping[str, Column]
    cells: Mapping[str, Cell]
    values: dict[str, Any] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def __getitem__(self, name: str) -> Any:
        """The value of a field; ``None`` when blank, refused or without a column."""
        return self.values.get(name)

    def refuse(self, name: str, message: Words) -> None:
        """Stop the import at this cell."""
        self._note(name, message, stops=True)

    def remark(self, name: str, message: Words) -> None:
        """Ask for a look at this cell, without stopping the import."""
        self._note(name, message, stops=False)

    def _note(self, name: str, message: Words, *, stops: bool) -> None:
        """A field without a column speaks at the first cell of the row."""
        at = name if name in self.cells else next(iter(self.cells))
        self.notes.append(Note(self.cells[at], self.columns[at].field, str(message), stops))

    def note_at(self, name: str) -> Note | None:
        """What to show at a cell: its fault first, else its remark."""
        said = [note for note in self.notes if note.field.name == name]
        return min(said, key=lambda note: not note.stops, default=None)

    @property
    def is_sound(self) -> bool:
        return not any(note.stops for note in self.notes)


@dataclass(frozen=True)
class Outcome:
    """What recording did, in numbers."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


@dataclass(frozen=True)
class Importer:
    """What a subject gives the engine.

    ``check`` looks at all rows at once and may ``refuse`` or ``remark``. ``save`` writes sound rows, in bulk, inside
    the transaction of the import; it journals nothing (the import is one entry) and may still ``refuse`` a row,
    which undoes everything.
    """

    kind: str
    fields: tuple[Field, ...]
    save: Callable[[Sequence[Row], User], Outcome]
    check: Callable[[Sequence[Row]], None] = lambda rows: None


@dataclass(frozen=True)
class Preview:
    """The sheet as understood: found columns, ignored ones, missing ones, and its rows."""

    sheet: Sheet
    columns: tuple[Column, ...]
    ignored: tuple[Cell, ...]
    missing: tuple[Field, ...]
    rows: tuple[Row, ...]

    @property
    def notes(self) -> list[Note]:
        return [note for row in self.rows for note in row.notes]

    @property
    def faults(self) -> list[Note]:
        return [note for note in self.notes if note.stops]

    @property
    def missing_required(self) -> list[Field]:
        return [field for field in self.missing if field.required]

    @property
    def refusal(self) -> str:
        """Why the import is shut, as a sentence; empty when every row is sound."""
        if absent := self.missing_required:
            return ngettext(
                "This column is missing: %(names)s.", "These columns are missing: %(names)s.", len(absent)
            ) % {"names": ", ".join(str(field.label) for field in absent)}
        cells = len({note.cell.address for note in self.faults})
        if not cells:
            return ""
        return ngettext("%(count)s cell stops the import.", "%(count)s cells stop the import.", cells) % {
            "count": cells
        }

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what the rows say: the journal's proof of what was recorded."""
        said = [[row.number, {name: str(value) for name, value in row.values.items()}] for row in self.rows]
        return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def heading_key(text: str) -> str:
    """What makes two headings the same: their words, whatever the case, accents, article and punctuation."""
    return " ".join(search_terms(text))


def read_rows(sheet: Sheet, importer: Importer) -> Preview:
    """Understand a sheet. Only headings that leave nothing to show raise ``ValidationError``."""
    columns, ignored = _find_columns(sheet.heading, importer.fields)
    found = {column.field.name: column for column in columns}
    missing = tuple(field for field in importer.fields if field.name not in found)
    rows = tuple(_read_row(cells, found) for cells in sheet.rows)
    if not any(field.required for field in missing):
        importer.check(rows)
    return Preview(sheet, columns, ignored, missing, rows)


def refuse_repeats(rows: Iterable[Row], name: str) -> None:
    """Refuse a value that an earlier row already has; for the ``check`` of an importer."""
    first: dict[Hashable, Row] = {}
    for row in rows:
        if row[name] is not None and (earlier := first.setdefault(row[name], row)) is not row:
            row.refuse(name, _("Same as row %(row)s.") % {"row": earlier.number})


def _find_columns(heading: Sequence[Cell], fields: Sequence[Field]) -> tuple[tuple[Column, ...], tuple[Cell, ...]]:
    known = {heading_key(str(title)): field for field in fields for title in (*field.headings, field.label)}
    titled = [cell for cell in heading if cell.text]
    columns = tuple(Column(known[key], cell) for cell in titled if (key := heading_key(cell.text)) in known)
    if not columns:
        raise ValidationError(
            _("No heading of row %(row)s is known. Expected, for example: %(names)s."),
            params={"row": heading[0].row, "names": ", ".join(str(field.label) for field in fields)},
        )
    name, times = Counter(column.field.name for column in columns).most_common(1)[0]
    if times > 1:
        twins = [column for column in columns if column.field.name == name]
        raise ValidationError(
            _("Columns %(letters)s all say “%(label)s”. Keep one of them."),
            params={"letters": ", ".join(c.heading.letter for c in twins), "label": str(twins[0].field.label)},
        )
    taken = {column.heading for column in columns}
    return columns, tuple(cell for cell in titled if cell not in taken)


def _read_row(cells: Sequence[Cell], columns: Mapping[str, Column]) -> Row:
    number = cells[0].row
    by_place = {cell.column: cell for cell in cells}
    placed = {
        name: by_place.get(column.heading.column, Cell(None, number, column.heading.column))
        for name, column in columns.items()
    }
    row = Row(number, columns, placed)
    for name, column in columns.items():
        _read_cell(row, name, column.field)
    return row


def _read_cell(row: Row, name: str, field: Field) -> None:
    text = row.cells[name].text
    if not text:
        row.values[name] = None
        if field.required:
            row.refuse(name, _("This cell is empty."))
        return
    try:
        row.values[name] = field.read(text)
    except ValidationError as error:
        row.refuse(name, " ".join(error.messages))
