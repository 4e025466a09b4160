"""What a subject tells the engine, and what the engine tells back. All of it is plain data and functions of text."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from takwin.core.text import search_terms
from takwin.documents.sheets import Cell, Value

Words = str | Promise
Use = Literal["read", "ignore", "refuse"]
LineKind = Literal["heading", "signature", "total", "note", ""]


@dataclass(frozen=True)
class FieldSpec:
    """A thing a column may hold.

    ``headings`` are its known titles in any language, as people shorten them too. ``looks_like`` says of one value
    how much it can only be this (1), may be this (0.5) or is not (0); without it only the heading is believed.
    ``use``: a column to read, one that is known and of no use, or one that may not be read at all (``why``): its
    values are never kept. ``several``: two such columns belong to one entry (two phones). ``anchor``: an entry has
    at least one. ``fills_down``: a blank cell means the same as above. ``repeats``: a sign of repetition does.
    """

    name: str
    label: Words
    headings: tuple[str, ...] = ()
    looks_like: Callable[[Value], float] | None = None
    use: Use = "read"
    why: Words = ""
    several: bool = False
    anchor: bool = False
    fills_down: bool = False
    repeats: bool = False


class Spread(NamedTuple):
    """One thing written over several columns side by side: a cross under *H* or under *F*, a day, a month, a year.

    ``parts``: field → the headings of its column, too short to be believed anywhere else. ``of``: the field that a
    heading over them may say; ``within``: its words, which the heading of a part may repeat (*Jour de naissance*).
    """

    of: str
    parts: Mapping[str, tuple[str, ...]]
    within: tuple[str, ...]


@dataclass(frozen=True)
class Subject:
    """What a list may be about.

    ``is_entry`` looks at the texts of the anchor fields of a row and says whether they can name an entry;
    ``surely`` says that a text can be nothing but an entry, even alone on its row;
    ``line`` says what a lone text is when the subject knows it (the name of a commune is a heading).
    ``settle`` looks at the fields found from left to right and may correct what they mean together (beside a given
    name, *Nom* is the family name). ``complete`` does the same for a list without headings, from what each column says.
    ``role`` says what an entry is when the heading of its column says that (*Président*), empty otherwise: columns
    headed by several roles are as many lists side by side. ``spreads``: what may be written over several columns.
    """

    kind: str
    fields: tuple[FieldSpec, ...]
    is_entry: Callable[[str], bool]
    line: Callable[[str], LineKind] = lambda text: ""
    settle: Callable[[tuple[str, ...]], tuple[str, ...]] = lambda fields: fields
    surely: Callable[[str], bool] = lambda text: False
    complete: Callable[[list[list[str]], list[str]], list[str]] = lambda texts, fields: fields
    role: Callable[[str], str] = lambda text: ""
    spreads: tuple[Spread, ...] = ()

    @cached_property
    def by_name(self) -> dict[str, FieldSpec]:
        return {spec.name: spec for spec in self.fields}

    @cached_property
    def anchors(self) -> frozenset[str]:
        return frozenset(spec.name for spec in self.fields if spec.anchor)


@dataclass(frozen=True)
class SheetChoice:
    """What a person decided of a sheet, obeyed before any guess.

    ``columns``: letter → name of a field, ``""`` to ignore it; letters left out are guessed. ``header_row``: the
    row of the (last) heading, 0 when there is none. ``skip``: leave this sheet out.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    header_row: int | None = None
    skip: bool = False


Choices = Mapping[str, SheetChoice]


@dataclass(frozen=True)
class FoundColumn:
    """A column as understood: ``field`` is empty when nothing was recognised; ``confidence`` from 0 to 1."""

    letter: str
    headings: tuple[str, ...]
    field: str
    why: Literal["heading", "content", "both", "choice", ""]
    confidence: float
    hidden: bool = False

    @property
    def heading(self) -> str:
        return " · ".join(self.headings)


@dataclass(frozen=True)
class Context:
    """The lines that stand over a row: titles of the sheet, then every heading line met since, latest last."""

    sheet: str
    titles: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    group: tuple[str, ...] = ()


@dataclass(frozen=True)
class Moved:
    """A value found in the column of another field and brought back."""

    cell: Cell
    field: str


@dataclass(frozen=True, slots=True)
class FoundRow:
    """An entry: its cells by field (several for a field that may repeat), with the place each value comes from."""

    number: int
    cells: Mapping[str, tuple[Cell, ...]]
    context: Context
    hidden: bool = False
    moved: tuple[Moved, ...] = ()
    filled: frozenset[str] = frozenset()
    unresolved: tuple[Moved, ...] = ()  # blank cells that hold a formula without its result
    struck: bool = False  # what names it is struck through

    def text(self, name: str) -> str:
        cells = self.cells.get(name)
        return " ".join([text for cell in cells if (text := cell.text)]) if cells else ""

    def cell(self, name: str) -> Cell | None:
        cells = self.cells.get(name)
        return cells[0] if cells else None


@dataclass(frozen=True)
class LeftOut:
    """A written row that is no entry, and why; ``cells`` are those of a line of totals, which a subject may check."""

    row: int
    why: Words
    text: str
    code: str
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class FoundTable:
    """One list in a sheet; two lists side by side are two tables."""

    sheet: str
    header_rows: tuple[int, ...]
    columns: tuple[FoundColumn, ...]
    rows: tuple[FoundRow, ...]
    titles: tuple[str, ...] = ()

    @property
    def fields(self) -> dict[str, str]:
        """Letter → field, the form in which a choice or a remembered layout is written."""
        return {column.letter: column.field for column in self.columns}

    @cached_property
    def fingerprint(self) -> str:
        """The same for two files of one layout: the words of the headings in their order."""
        said = [(column.letter, " ".join(search_terms(column.heading))) for column in self.columns]
        return hashlib.sha256(repr(said).encode()).hexdigest()[:32]


class Remark(NamedTuple):
    """Something to be said of a file: kept as a code with what it speaks of, and said in the reader's language."""

    code: str
    sheet: str
    letter: str = ""
    heading: str = ""
    field: str = ""

    def said(self, subject: Subject) -> str:
        why = subject.by_name[self.field].why if self.field else ""
        return str(REMARKS[self.code]) % {**self._asdict(), "title": self.sheet, "why": why}


REMARKS = {
    "hidden": _("Sheet “%(title)s” is hidden: it was not read."),
    "skipped": _("Sheet “%(title)s” was left out as you asked."),
    "refused": _("%(sheet)s, column %(letter)s “%(heading)s” was not read: %(why)s"),
}


@dataclass(frozen=True)
class Reading:
    """A file as understood. ``remarks`` are what is to be said of it: hidden sheets, columns that may not be read."""

    file: str
    tables: tuple[FoundTable, ...]
    left_out: Mapping[str, tuple[LeftOut, ...]]
    remarks: tuple[Remark, ...] = ()

    @property
    def rows(self) -> list[FoundRow]:
        return [row for table in self.tables for row in table.rows]
