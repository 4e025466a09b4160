"""The shape of the sheets of an OpenDocument workbook, which keeps all of them, and most styles, in one part."""

from collections.abc import Callable, Mapping
from functools import partial

from takwin.documents.sheets.guards import MAX_COLUMNS, MAX_ROWS, CellWatch
from takwin.documents.tables.shapes.shape import Shape, Strikes, whole

Said = Mapping[str, str]
MOST_COLUMNS, MOST_ROWS = 16_384, 1_048_576
THROUGH = ("text-line-through-style", "text-line-through-type")  # a line is drawn when either is told and none is none
NONE = range(1, 1)


class ShapeWatch(CellWatch):
    """Goes by the styles, then by the tables, rows and cells, each of which may stand for several alike."""

    def __init__(self, strikes: Strikes) -> None:
        super().__init__()
        self.shape = Shape()
        self.strikes = strikes
        self.shapes: dict[str, Shape] = {}
        self.style = self.row_style = ""  # the style described now, that of the cells of a row that have none
        self.rows = self.columns = NONE
        self.is_struck = False  # the present cell
        self.struck_columns: set[int] = set()
        tags: dict[str, Callable[[Said], None]] = {
            "style": self._style, "default-style": self._style, "text-properties": self._properties,
            "table": self._table, "table-column": self._table_column, "table-row": self._table_row,
            "table-cell": self._table_cell, "covered-table-cell": self._table_cell,
            "p": partial(self._written, "paragraph"), "span": partial(self._written, "text"),
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
        self.shape = self.shapes.setdefault(said.get("name", ""), Shape())
        self.rows = self.columns = NONE
        self.struck_columns = set()

    def _table_column(self, said: Said) -> None:
        self.columns = _after(self.columns, said, "number-columns-repeated", MOST_COLUMNS)
        if _is_hidden(said):
            self.shape.hide_columns(self.columns[0], self.columns[-1])
        if f"table-cell {said.get('default-cell-style-name', '')}" in self.strikes.styles:
            self.struck_columns.update(_within(self.columns, MAX_COLUMNS))

    def _table_row(self, said: Said) -> None:
        self.rows, self.columns = _after(self.rows, said, "number-rows-repeated", MOST_ROWS), NONE
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
        if struck and self.rows and self.columns and not self.shape.is_struck(self.rows[0], self.columns[0]):
            for row in _within(self.rows, MAX_ROWS):
                for column in _within(self.columns, MAX_COLUMNS):
                    self.shape.strike(row, column)


def shapes_of(watched: Mapping[str, CellWatch]) -> dict[str, Shape]:
    content = watched.get("content.xml")
    return content.shapes if isinstance(content, ShapeWatch) else {}


def _plainly(see: Callable[[Said], None], attributes: Said) -> None:
    see({key.rpartition(" ")[2]: value for key, value in attributes.items()})


def _is_hidden(said: Said) -> bool:
    return said.get("visibility") in {"collapse", "filter"}


def _after(before: range, said: Said, name: str, most: int) -> range:
    """The places of what comes next, as many as it stands for."""
    return range(before.stop, before.stop + max(1, whole(said.get(name, ""), most, 1)))


def _within(places: range, most: int) -> range:
    return range(places.start, min(places.stop, most + 1))
