"""Each row of a list: an entry, or a line that is none, with its reason.

The lines met on the way (a commune over its rows, *Personnel communal*) are kept as the context of the rows below.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from takwin.documents.sheets import Cell
from takwin.documents.tables.books import Grid
from takwin.documents.tables.columns import Tools
from takwin.documents.tables.headers import is_header, is_numbering
from takwin.documents.tables.headings import STRONG
from takwin.documents.tables.lines import kind_of_line, says_again
from takwin.documents.tables.subject import Context, FoundColumn, FoundRow, LeftOut, Moved, Subject, Words

WHY: dict[str, Words] = {
    "title": _("A title above the list."),
    "header": _("The heading of the list."),
    "repeated": _("The heading, repeated."),
    "heading": _("A line over the rows below it."),
    "total": _("A total."),
    "signature": _("A signature, a date or a stamp."),
    "note": _("A note."),
    "number": _("Only a number: nothing else is written on this row."),
    "nameless": _("This row names nobody."),
    "no_list": _("No list was found in this sheet."),
}
LINES_KEPT = 40
HIGH = 0.75
SMALL = 3  # digits of what is counted in a line of totals


@dataclass(frozen=True)
class Group:
    """One list among those side by side: the positions of its columns, and the headings over what names its entries."""

    columns: tuple[int, ...]
    headings: tuple[str, ...]


class Entries:
    """Goes down a sheet once, keeping what was met."""

    def __init__(self, grid: Grid, subject: Subject, tools: Tools) -> None:
        self.grid, self.subject, self.tools = grid, subject, tools
        self.left_out: list[LeftOut] = []
        self.heads: list[tuple[str, ...]] = []
        self.lines: list[tuple[str, ...]] = []
        self.groups: Sequence[Group] = ()
        self.filled: dict[tuple[int, str], tuple[Cell, ...]] = {}
        self.closing = False
        self.last = -1  # the row of the latest entry
        self.known: dict[int, Context] = {}  # by the place of the group, until another line is met
        self.specs = subject.by_name
        self.fields: dict[int, str] = {}
        self.titled: frozenset[int] = frozenset()

    def titles(self, rows: Iterable[int]) -> None:
        """The lines above the first heading."""
        for row in rows:
            texts = list(dict.fromkeys(text for text in self.grid.texts[row] if text))
            if texts:
                self.heads.append(tuple(texts))
                self._leave(row, "title")

    def new_table(self, header: Iterable[int], columns: Sequence[FoundColumn]) -> None:
        """What was filled down before does not reach below another heading."""
        self.fields = dict(enumerate(column.field for column in columns))
        self.titled = frozenset(
            place
            for place, column in enumerate(columns)
            if any(self.tools.headings.best(heading) >= STRONG for heading in column.headings)
        )
        self.filled.clear()
        self.closing = False
        for row in header:
            self._leave(row, "header")

    def repeated(self, header: Iterable[int]) -> None:
        for row in header:
            self._leave(row, "repeated")

    def without_list(self, rows: Iterable[int]) -> None:
        for row in rows:
            self._leave(row, "no_list")

    def read(self, rows: Sequence[int], groups: Sequence[Group]) -> list[list[FoundRow]]:
        """The entries of each group in these rows."""
        self.groups = groups
        self.known.clear()
        columns = [self._by_field(group) for group in groups]
        found: list[list[FoundRow]] = [[] for _group in groups]
        numbered = self._numbered(rows, columns)
        for row in rows:
            if not any(self.grid.texts[row]):
                continue
            if is_header(self.grid, row, self.tools.headings, self.titled):
                self._leave(row, "repeated")
                continue
            any_entry = False
            for position, fields in enumerate(columns):
                if entry := self._entry(row, position, fields, numbered):
                    found[position].append(entry)
                    any_entry = True
            if any_entry:
                self.closing = False
                self.last = row
            else:
                self._line(row)
        return found

    def _by_field(self, group: Group) -> dict[str, list[int]]:
        by_field: dict[str, list[int]] = {}
        for column in group.columns:
            name = self.fields.get(column, "")
            if name and self.specs[name].use == "read":
                by_field.setdefault(name, []).append(column)
        return by_field

    def _numbered(self, rows: Sequence[int], columns: Sequence[Mapping[str, list[int]]]) -> bool:
        """Whether entries always say something beside their name (their number, mostly): then a lone name is none."""
        anchors = {c for fields in columns for name in self.subject.anchors for c in fields.get(name, ())}
        named = [row for row in rows if any(self.grid.texts[row][c] for c in anchors)]
        others = [c for c in range(self.grid.width) if c not in anchors]
        return any(sum(bool(self.grid.texts[row][c]) for row in named) > 0.7 * len(named) for c in others)

    def _entry(self, row: int, position: int, fields: Mapping[str, list[int]], numbered: bool) -> FoundRow | None:
        grid = self.grid
        texts = grid.texts[row]
        cells = {
            name: several
            for name, columns in fields.items()
            if (several := tuple([grid.cell(row, column) for column in columns if texts[column]]))
        }
        cells, moved = self._straightened(row, cells, fields)
        anchors = [cell for name in self.subject.anchors for cell in cells.get(name, ())]
        if not anchors or not self._names_an_entry(row, anchors, numbered):
            self._pass_on(row, position, cells)
            return None
        filled = self._fill_down(position, cells, fields)
        context = self._context(position)
        return FoundRow(
            grid.lines[row], cells, context, grid.is_hidden(row), moved, filled, self._unresolved(row, fields),
            any(map(grid.is_struck, anchors)),
        )  # fmt: skip

    def _unresolved(self, row: int, fields: Mapping[str, list[int]]) -> tuple[Moved, ...]:
        if not self.grid.shape.unresolved:
            return ()
        blank = ((self.grid.cell(row, c), name) for name, columns in fields.items() for c in columns)
        return tuple(Moved(cell, name) for cell, name in blank if cell.address in self.grid.shape.unresolved)

    def _names_an_entry(self, row: int, anchors: Sequence[Cell], numbered: bool) -> bool:
        texts = {text for text in self.grid.texts[row] if text}
        if len(texts) <= 3 and any(kind_of_line(text) == "total" for text in texts):
            return False
        said = " ".join(cell.text for cell in anchors)
        beside = texts - {cell.text for cell in anchors}
        if not self.subject.is_entry(said) and not (beside and any(self.subject.is_entry(c.text) for c in anchors)):
            return False  # a formula in one of two names hides no entry that the other names
        lone = not beside
        if beside and self.subject.line(said) == "heading" and self._are_counts(row, beside):
            return False
        merged = (row, anchors[0].column - 1) in self.grid.wide
        if lone and (self.closing or merged):
            return False
        if lone and numbered and not (self.subject.surely(said) or self._goes_on(row, anchors)):
            return False
        return not (lone and (kind_of_line(said) or self.subject.line(said)))

    def _goes_on(self, row: int, anchors: Sequence[Cell]) -> bool:
        """Whether a lone name right under an entry is one too: it can hardly be anything else, and what may stand over
        rows (their commune) has a column of its own."""
        if self.last != row - 1 or not any(self.specs[name].fills_down for name in self.fields.values() if name):
            return False
        told = [(self.fields[cell.column - 1], cell.value) for cell in anchors]
        return any(self.tools.fits.of(name, value) >= HIGH for name, value in told if name in self.tools.fits.looks)

    def _are_counts(self, row: int, texts: Iterable[str]) -> bool:
        """Whether all that stands beside a line are small numbers, one at least outside the numbers of the list."""
        outside = {text for at, text in enumerate(self.grid.texts[row]) if self.fields.get(at) != "index"}
        return all(text.isdigit() and len(text) <= SMALL for text in texts) and bool(outside.intersection(texts))

    def _pass_on(self, row: int, position: int, cells: Mapping[str, tuple[Cell, ...]]) -> None:
        """A row that names nobody (a vacant seat) still says what the blank cells below it mean."""
        if len(cells) < 2 or any(kind_of_line(text) == "total" for text in self.grid.texts[row]):
            return
        for name in cells:
            if self.specs[name].fills_down and not says_again(cells[name][0].text):
                self.filled[position, name] = cells[name]

    def _fill_down(
        self, position: int, cells: dict[str, tuple[Cell, ...]], fields: Mapping[str, list[int]]
    ) -> frozenset[str]:
        """What stands above, in the same list, for a blank cell of a field that fills down and a sign of repetition."""
        filled = set()
        for name in fields:
            spec = self.specs[name]
            if not (spec.fills_down or spec.repeats):
                continue
            if name in cells and not says_again(cells[name][0].text):
                self.filled[position, name] = cells[name]
            elif (position, name) in self.filled and (spec.fills_down or name in cells):
                cells[name] = self.filled[position, name]
                filled.add(name)
        return frozenset(filled)

    def _straightened(
        self, row: int, cells: dict[str, tuple[Cell, ...]], fields: Mapping[str, list[int]]
    ) -> tuple[dict[str, tuple[Cell, ...]], tuple[Moved, ...]]:
        """Columns swapped half-way: a value that cannot be its field but can only be another's goes there, when the
        cell it would push out is blank or belongs in its place."""
        fit, looks = self.tools.fits.of, self.tools.fits.looks
        own = {name: fit(name, some[0].value) for name, some in cells.items() if name in looks}
        moved: list[Moved] = []
        for name in [name for name, score in own.items() if score < 0.2]:
            if own.get(name, 1.0) >= 0.2 or name not in cells:
                continue
            other = self._better_place(name, cells, fields, own)
            if not other:
                continue
            cells[name], cells[other] = cells.get(other, ()), cells[name]
            moved += [Moved(cells[other][0], other), *(Moved(cell, name) for cell in cells[name][:1])]
            if not cells[name]:
                del cells[name]
            own = {field: fit(field, some[0].value) for field, some in cells.items() if field in looks}
        return cells, tuple(moved)

    def _better_place(
        self,
        name: str,
        cells: Mapping[str, tuple[Cell, ...]],
        fields: Mapping[str, list[int]],
        own: Mapping[str, float],
    ) -> str:
        fit = self.tools.fits.of
        value = cells[name][0].value
        best, gained = "", HIGH
        for other in fields:
            if other == name or other not in self.tools.fits.looks:
                continue
            gain = fit(other, value) - own[name]
            if other in cells:
                gain += fit(name, cells[other][0].value) - own[other]
                gain -= 0.25  # two cells must gain more than one
            if gain > gained:
                best, gained = other, gain
        return best

    def _line(self, row: int) -> None:
        """A row that is no entry: what it is, and whether the rows below stand under it."""
        texts = list(dict.fromkeys(text for text in self.grid.texts[row] if text))
        kinds = [kind_of_line(text) for text in texts]
        known = any(self.subject.line(text) == "heading" for text in texts)
        if "total" in kinds:
            self._leave(row, "total")
        elif "signature" in kinds and not known:
            self.closing = True
            self._leave(row, "signature")
        elif "note" in kinds and not known:
            self._leave(row, "note")
        elif is_numbering(self.grid.values[row]):
            self._leave(row, "header")
        elif all(text.strip("().- ").isdigit() for text in texts):
            self._leave(row, "number")
        elif (known and len(texts) <= max(3, len(self.groups))) or (len(texts) <= 2 and not self.closing):
            self.lines = [*self.lines, tuple(texts)][-LINES_KEPT:]
            self.known.clear()
            self.closing = False
            self._leave(row, "heading")
        else:
            self._leave(row, "signature" if self.closing else "nameless")

    def _context(self, position: int) -> Context:
        if position not in self.known:
            self.known[position] = Context(
                self.grid.title,
                tuple(self._over(position, texts) for texts in self.heads),
                tuple(self._over(position, texts) for texts in self.lines),
                self.groups[position].headings,
            )
        return self.known[position]

    def _over(self, position: int, texts: tuple[str, ...]) -> str:
        """What a line says of one of the lists side by side: over two lists, two communes are each over its own."""
        if len(texts) == len(self.groups) > 1 and all(self.subject.line(text) == "heading" for text in texts):
            return texts[position]
        return " ".join(texts)

    @property
    def top(self) -> tuple[str, ...]:
        """The lines above the first heading."""
        return tuple(" ".join(texts) for texts in self.heads)

    def _leave(self, row: int, code: str) -> None:
        text = " ".join(dict.fromkeys(text for text in self.grid.texts[row] if text))
        if text:
            cells = [
                self.grid.cell(row, at) for at, said in enumerate(self.grid.texts[row]) if said and code == "total"
            ]
            self.left_out.append(LeftOut(self.grid.lines[row], WHY[code], text[:300], code, tuple(cells)))
