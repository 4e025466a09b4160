"""Reading a file for a subject: its lists found, their columns recognised, each written row an entry or left out.

Nothing is lost in silence: a row with anything written in it is an entry of some table, or is in ``left_out`` with
its reason. What a person chose is obeyed before any guess.
"""

import datetime as dt
import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from takwin.documents.tables.books import Book, Grid, open_book
from takwin.documents.tables.columns import Fits, Tools, find_columns, group_starts, own_headings
from takwin.documents.tables.entries import Entries, Group
from takwin.documents.tables.headers import Header, find_headers
from takwin.documents.tables.headings import Headings
from takwin.documents.tables.lines import kind_of_line
from takwin.documents.tables.subject import (
    Choices,
    FoundColumn,
    FoundRow,
    FoundTable,
    LeftOut,
    Reading,
    Remark,
    SheetChoice,
    Subject,
)

NO_CHOICE = SheetChoice()
FEW = 3  # rows that show what a column holds
TELLING = 0.85  # share at which they do
LONE = 0.55  # what a column without heading must be worth when it stands alone: a page of instructions is no list


@contextmanager
def uncollected() -> Iterator[None]:
    """A large list makes a million objects and no ring among them; looking for rings takes a fifth of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@uncollected()
def read_file(data: bytes, name: str, subject: Subject, choices: Choices | None = None) -> Reading:
    """Open and understand a file; ``ValidationError`` when it cannot be opened at all."""
    return read_book(open_book(data, name), subject, choices)


@uncollected()
def read_book(book: Book, subject: Subject, choices: Choices | None = None) -> Reading:
    tools = Tools(Headings(subject), Fits(subject))
    tables: list[FoundTable] = []
    left_out: dict[str, tuple[LeftOut, ...]] = {}
    remarks = [Remark("hidden", title) for title in book.hidden]
    for grid in book.grids:
        choice = (choices or {}).get(grid.title, NO_CHOICE)
        if choice.skip:
            remarks.append(Remark("skipped", grid.title))
            continue
        found, dropped = read_grid(grid, subject, tools, choice)
        tables += found
        left_out[grid.title] = tuple(dropped)
        remarks += _refusals(grid, found, subject)
    return Reading(book.name, tuple(tables), left_out, tuple(dict.fromkeys(remarks)))


def read_grid(
    grid: Grid, subject: Subject, tools: Tools, choice: SheetChoice = NO_CHOICE
) -> tuple[list[FoundTable], list[LeftOut]]:
    """The lists of one sheet, and the rows that are no entry."""
    headers = _headers(grid, subject, tools, choice)
    entries = Entries(grid, subject, tools)
    tables: list[FoundTable] = []
    start = headers[0].first if headers else 0
    entries.titles(range(start))
    columns: list[FoundColumn] = []
    groups: list[Group] = []
    for position, header in enumerate(headers):
        body = _under(headers, position, grid)
        rows = [row for twin in _twins(headers, position, grid) for row in _under(headers, twin, grid)]
        found = find_columns(grid, header.rows, rows, subject, tools, choice.columns)
        if position and _same_layout(columns, found):
            entries.repeated(header.rows)
            tables[-len(groups) :] = map(_longer, tables[-len(groups) :], entries.read(body, groups))
            continue
        columns = found
        groups = _groups(grid, header, columns, subject)
        entries.new_table(header.rows, columns)
        tables += _tables(grid, header, columns, groups, entries.read(body, groups), entries)
    if not headers:
        tables = _headless(grid, subject, tools, choice, entries)
    return [table for table in tables if table.rows or table.header_rows], entries.left_out


def _under(headers: Sequence[Header], position: int, grid: Grid) -> range:
    """The rows from one heading to the next."""
    end = headers[position + 1].first if position + 1 < len(headers) else len(grid.texts)
    return range(headers[position].last + 1, end)


def _twins(headers: Sequence[Header], position: int, grid: Grid) -> list[int]:
    """The headings that say the same as this one, itself first: what stands under all of them tells their columns."""
    said = [[grid.texts[row] for row in header.rows] for header in headers]
    return [twin for twin in range(position, len(headers)) if said[twin] == said[position]]


def _headers(grid: Grid, subject: Subject, tools: Tools, choice: SheetChoice) -> list[Header]:
    if choice.header_row is None:
        return find_headers(grid, tools.headings) or _contrasted(grid, subject, tools)
    if choice.header_row not in grid.lines:
        return []
    at = grid.lines.index(choice.header_row)
    later = [header for header in find_headers(grid, tools.headings) if header.first > at]
    return [Header(at, at), *later]


def _contrasted(grid: Grid, subject: Subject, tools: Tools) -> list[Header]:
    """A heading in words nobody knows: in two columns or more its first row is nothing of what all rows below are.

    A first row that surely holds an anchor, as a given name does, is of the list, whatever it lacks.
    """
    full = [row for row, texts in enumerate(grid.texts) if sum(map(bool, texts)) >= 3]
    if len(full) <= FEW or any(isinstance(value, int | float | dt.date) for value in grid.values[full[0]]):
        return []
    first, *below = full[: FEW * 4]
    anchors = subject.anchors & tools.fits.looks.keys()
    if any(tools.fits.of(name, value) >= TELLING for name in anchors for value in grid.values[first]):
        return []
    apart = 0
    for column in range(grid.width):
        values = [grid.values[row][column] for row in below if grid.texts[row][column]]
        if not grid.texts[first][column] or len(values) < FEW:
            continue
        told = [name for name in tools.fits.looks if tools.fits.share(name, values) >= TELLING]
        apart += bool(told) and max(tools.fits.of(name, grid.values[first][column]) for name in told) < 0.1
    return [Header(first, first)] if apart >= 2 else []


def _headless(grid: Grid, subject: Subject, tools: Tools, choice: SheetChoice, entries: Entries) -> list[FoundTable]:
    """A list without any heading: its columns are told by what they hold."""
    full = [
        row
        for row, texts in enumerate(grid.texts)
        if sum(map(bool, texts)) >= 2 and not any(kind_of_line(text) == "total" for text in texts)
    ]
    everything = range(len(grid.texts))
    columns = find_columns(grid, (), full or list(everything), subject, tools, choice.columns)
    groups = _groups(grid, None, columns, subject)
    entries.new_table((), columns)
    found = [column for column in columns if column.field and subject.by_name[column.field].use == "read"]
    anchors = [column for column in found if column.field in subject.anchors]
    if not anchors or (
        found == anchors and all(column.why == "content" and column.confidence < LONE for column in anchors)
    ):
        entries.without_list(everything)
        return []
    tables = _tables(grid, None, columns, groups, entries.read(everything, groups), entries)
    return [table for table in tables if table.rows]


def _tables(
    grid: Grid,
    header: Header | None,
    columns: Sequence[FoundColumn],
    groups: Sequence[Group],
    rows: Sequence[Sequence[FoundRow]],
    entries: Entries,
) -> list[FoundTable]:
    lines = tuple(grid.lines[row] for row in header.rows) if header else ()
    return [
        FoundTable(
            grid.title,
            lines,
            tuple(columns[column] for column in group.columns),
            tuple(found),
            entries.top,
        )
        for group, found in zip(groups, rows, strict=True)
    ]


def _longer(table: FoundTable, rows: Sequence[FoundRow]) -> FoundTable:
    return FoundTable(table.sheet, table.header_rows, table.columns, (*table.rows, *rows), table.titles)


def _same_layout(before: Sequence[FoundColumn], after: Sequence[FoundColumn]) -> bool:
    """A heading repeated at the top of a page goes on with the list above it."""
    return [column.headings for column in before] == [column.headings for column in after]


def _groups(grid: Grid, header: Header | None, columns: Sequence[FoundColumn], subject: Subject) -> list[Group]:
    """The columns of each list; what stands left of lists side by side belongs to all of them."""
    own = own_headings(grid, header.rows if header else (), [column.headings for column in columns])
    known = [(position, c.field, own[position]) for position, c in enumerate(columns) if c.field]
    starts = group_starts(known, subject)
    if len(starts) < 2:
        return [Group(tuple(range(len(columns))), ())]
    shared = tuple(range(starts[0]))
    ends = [*starts[1:], len(columns)]
    found = []
    for start, end in zip(starts, ends, strict=True):
        inside = tuple(range(start, end))
        over = dict.fromkeys(t for c in inside if columns[c].field in subject.anchors for t in columns[c].headings)
        found.append(Group(shared + inside, tuple(over)))
    return found


def _refusals(grid: Grid, tables: Sequence[FoundTable], subject: Subject) -> list[Remark]:
    """A remark for each column that may not be read; the subject gives the reason."""
    refused = {spec.name for spec in subject.fields if spec.use == "refuse"}
    return [
        Remark("refused", grid.title, column.letter, column.heading, column.field)
        for table in tables
        for column in table.columns
        if column.field in refused
    ]
