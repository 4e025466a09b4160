"""The shape of the sheets of an OpenDocument workbook, which keeps all of them, and most styles, in one part."""

from collections.abc import Callable, Mapping
from functools import partial

from takwin.documents.sheets.guards import MAX_COLUMNS, CellWatch, tag_of
from takwin.documents.tables.shapes.shape import Shape, Strikes, whole

Said = Mapping[str, str]
MOST_COLUMNS, MOST_ROWS = 16_384, 1_048_576
THROUGH = ("text-line-through-style", "text-line-through-type")  # a line is drawn when either is told and none is none
BEFORE_FIRST = range(1, 1)  # nothing was seen: what comes next is the first


class ShapeWatch(CellWatch):
    """Goes by the styles, then by the tables, rows and cells, each of which may stand for several alike."""

    def __init__(self, strikes: Strikes) -> None:
        super().__init__()
        self.shape = Shape()
        self.strikes = strikes
        self.shapes: dict[str, Shape] = {}
        self.style = self.row_style = ""  # the style described now, that of the cells of a row that have none
        self.rows = self.columns = BEFORE_FIRST
        self.is_struck = False  # the present cell
        self.struck = 0  # the columns of the present rows, a bit for each
        self.struck_columns: set[int] = set()
        tags: dict[str, Callable[[Said], None]] = {
            "style": self._style, "default-style": self._style, "text-properties": self._properties,
            "table": self._table, "table-column": self._table_column, "table-row": self._table_row,
            "table-cell": self._table_cell, "covered-table-cell": self._table_cell,
            "annotation": self._noted, "p": partial(self._written, "paragraph"), "span": partial(self._written, "text"),
        }  # fmt: skip
        self.seen |= {tag: partial(_plainly, see) for tag, see in tags.items()}

    def _style(self, said: Said) -> None:
        """A style strikes through when the one it is made from does, until it says otherwise; one of the same name in a
        part seen before is another."""
        family = said.get("family", "")
        self.style = f"{family} {said.get('name', '')}"
        self.strikes.styles.discard(self.style)
        if f"{family} {said.get('parent-style-name', '')}" in self.strikes.styles:
            self.strikes.styles.add(self.style)

    def _properties(self, said: Said) -> None:
        told = [said[name] for name in THROUGH if name in said]
        if "none" in told:
            self.strikes.styles.discard(self.style)
        elif told:
            self.strikes.styles.add(self.style)

    def _table(self, said: Said) -> None:
        self.end_rows()
        self.shape = self.shapes.setdefault(said.get("name", ""), Shape())
        self.rows = self.columns = BEFORE_FIRST
        self.struck_columns = set()

    def _table_column(self, said: Said) -> None:
        self.columns = _after(self.columns, said, "number-columns-repeated", MOST_COLUMNS)
        if _is_hidden(said):
            self.shape.hide_columns(self.columns[0], self.columns[-1])
        if f"table-cell {said.get('default-cell-style-name', '')}" in self.strikes.styles:
            self.struck_columns.update(_within(self.columns, MAX_COLUMNS))

    def _table_row(self, said: Said) -> None:
        self.end_rows()
        self.rows, self.columns = _after(self.rows, said, "number-rows-repeated", MOST_ROWS), BEFORE_FIRST
        self.row_style = said.get("default-cell-style-name", "")
        if _is_hidden(said):
            self.shape.hide_rows(self.rows[0], self.rows[-1])

    def _table_cell(self, said: Said) -> None:
        if not self.rows:
            return
        self.columns = _after(self.columns, said, "number-columns-repeated", MOST_COLUMNS)
        top, left = self.rows[0], self.columns[0]
        wide = whole(said.get("number-columns-spanned", ""), MOST_COLUMNS, 1)
        tall = whole(said.get("number-rows-spanned", ""), MOST_ROWS, 1)
        if wide > 1 or tall > 1:
            self.shape.merge(top, left, top + tall - 1, left + wide - 1)
        style = said.get("style-name", self.row_style)
        self.is_struck = f"table-cell {style}" in self.strikes.styles if style else left in self.struck_columns

    def _written(self, family: str, said: Said) -> None:
        """A text, or a part of one with a style of its own: what is blank cannot be struck through."""
        struck = self.is_struck or f"{family} {said.get('style-name', '')}" in self.strikes.styles
        if struck and self.columns and self.columns[0] <= MAX_COLUMNS:
            within = _within(self.columns, MAX_COLUMNS)
            self.struck |= (1 << within.stop) - (1 << within.start)

    def _noted(self, _said: Said) -> None:
        """What a comment on a cell strikes through is not what the cell says."""
        struck = self.struck

        def end(name: str) -> None:
            if tag_of(name) == "annotation":
                self.struck, self.parse.EndElementHandler = struck, None

        self.parse.EndElementHandler = end

    def end_rows(self) -> None:
        """Keep what was struck through in the present rows, which end with the next one or with all of them."""
        if self.struck and self.rows:
            self.shape.struck.mark(self.rows[0], self.rows[-1], self.struck)
        self.struck = 0


def shapes_of(watched: Mapping[str, CellWatch]) -> dict[str, Shape]:
    content = watched.get("content.xml")
    if not isinstance(content, ShapeWatch):
        return {}
    content.end_rows()
    return content.shapes


def _plainly(see: Callable[[Said], None], attributes: Said) -> None:
    see({key.rpartition(" ")[2]: value for key, value in attributes.items()})


def _is_hidden(said: Said) -> bool:
    return said.get("visibility") in {"collapse", "filter"}


def _after(before: range, said: Said, name: str, most: int) -> range:
    """The places of what comes next, as many as it stands for."""
    return range(before.stop, before.stop + max(1, whole(said.get(name, ""), most, 1)))


def _within(places: range, most: int) -> range:
    return range(places.start, min(places.stop, most + 1))
