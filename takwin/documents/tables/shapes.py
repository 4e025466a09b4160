"""What the author of a workbook hid, merged or left uncalculated, as its parts say it.

Seen by the guard on its way through the parts (``guards.check``), so that a workbook is inflated once. The old
xls format is no archive of parts: nothing is known of its hidden rows and columns.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from takwin.documents.sheets.guards import CellWatch

Range = tuple[int, int, int, int]
MOST_COLUMNS, MOST_ROWS = 16_384, 1_048_576
ODS = ("table", "table-column", "table-row", "table-cell", "covered-table-cell")
SECTIONS = ("fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")
BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


@dataclass
class Shape:
    """One sheet: hidden rows and columns (from 1), merged ranges (first and last row and column, from 1), the cells
    struck through, and the addresses of formulas saved without their result."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Range] = field(default_factory=list)
    unresolved: set[str] = field(default_factory=set)
    struck: set[tuple[int, int]] = field(default_factory=set)


class ShapeWatch(CellWatch):
    """Refuses what the guard refuses, but notes a formula without its result: a total is no reason to refuse a list."""

    def __init__(self, struck: set[str]) -> None:
        """``struck``: the styles that strike through, known from the part of styles to those of the sheets."""
        super().__init__()
        self.shape = Shape()
        self.struck = struck
        self.style = ""
        self.section = ""  # of the part of styles
        self.struck_fonts: list[bool] = []
        self.formats = 0
        self.shapes: dict[str, Shape] = {}  # ods keeps all its tables in one part
        self.sheets: dict[str, str] = {}  # name of a sheet → its relation, in the part that lists the sheets
        self.targets: dict[str, str] = {}
        self.ods_row = self.ods_column = self.ods_cell = 0
        self.seen |= {
            "col": self._column, "mergeCell": self._merge, "sheet": self._sheet, "Relationship": self._relation,
            **{tag: partial(self._ods, tag) for tag in ODS}, **{tag: partial(self._section, tag) for tag in SECTIONS},
            "font": self._font, "strike": self._strike, "xf": self._format,
        }  # fmt: skip

    def _row(self, said: dict[str, str]) -> None:
        super()._row(said)
        if said.get("hidden") in {"1", "true"}:
            self.shape.hidden_rows.add(self.row)

    def _cell(self, said: dict[str, str]) -> None:
        super()._cell(said)
        self.style = said.get("s", "")

    def _value(self, said: dict[str, str]) -> None:
        super()._value(said)
        if self.style in self.struck:
            self.shape.struck.add((self.row, self.column))

    def _section(self, name: str, _said: dict[str, str]) -> None:
        self.section = name

    def _font(self, _said: dict[str, str]) -> None:
        if self.section == "fonts":
            self.struck_fonts.append(False)

    def _strike(self, said: dict[str, str]) -> None:
        if self.section == "fonts" and self.struck_fonts:
            self.struck_fonts[-1] = said.get("val", "1") not in {"0", "false"}

    def _format(self, said: dict[str, str]) -> None:
        """Formats of cells are numbered in their order; each names its font by its number."""
        if self.section == "cellXfs":
            font = said.get("fontId", "")
            if font.isdigit() and int(font) < len(self.struck_fonts) and self.struck_fonts[int(font)]:
                self.struck.add(str(self.formats))
            self.formats += 1

    def _column(self, said: dict[str, str]) -> None:
        if said.get("hidden") in {"1", "true"}:
            first, last = int(said.get("min", 0)), int(said.get("max", 0))
            self.shape.hidden_columns.update(range(first, min(last, MOST_COLUMNS) + 1))

    def _sheet(self, said: dict[str, str]) -> None:
        self.sheets[said.get("name", "")] = next((value for key, value in said.items() if key.endswith(" id")), "")

    def _relation(self, said: dict[str, str]) -> None:
        self.targets[said.get("Id", "")] = said.get("Target", "")

    def unresolved(self) -> None:
        self.shape.unresolved.add(self.address)

    def _merge(self, said: dict[str, str]) -> None:
        first, _, last = said.get("ref", "").partition(":")
        (top, left), (bottom, right) = self.place(first), self.place(last or first)
        if top and bottom >= top and right >= left and bottom <= MOST_ROWS:
            self.shape.merged.append((top, left, bottom, right))

    def _ods(self, tag: str, attributes: dict[str, str]) -> None:
        said = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        hidden = said.get("visibility") in {"collapse", "filter"}
        match tag:
            case "table":
                self.shape = self.shapes.setdefault(said.get("name", ""), Shape())
                self.ods_row = self.ods_column = 0
            case "table-column":
                first, times = self.ods_column + 1, _times(said, "number-columns-repeated", MOST_COLUMNS)
                self.ods_column += times
                self.shape.hidden_columns.update(range(first, first + times) if hidden else ())
            case "table-row":
                first, times = self.ods_row + 1, _times(said, "number-rows-repeated", MOST_ROWS)
                self.ods_row, self.ods_cell = self.ods_row + times, 0
                self.shape.hidden_rows.update(range(first, first + min(times, 1000)) if hidden else ())
            case "table-cell" | "covered-table-cell":
                wide = _times(said, "number-columns-spanned", MOST_COLUMNS)
                tall = _times(said, "number-rows-spanned", MOST_ROWS)
                left = self.ods_cell + 1
                if wide > 1 or tall > 1:
                    self.shape.merged.append((self.ods_row, left, self.ods_row + tall - 1, left + wide - 1))
                self.ods_cell += _times(said, "number-columns-repeated", MOST_COLUMNS)


def shapes_of(watched: Mapping[str, CellWatch]) -> dict[str, Shape]:
    """The shape of each sheet by its name."""
    seen = {part: watch for part, watch in watched.items() if isinstance(watch, ShapeWatch)}
    if "content.xml" in seen:
        return seen["content.xml"].shapes
    if BOOK not in seen or RELATIONS not in seen:
        return {}
    found = {}
    for title, relation in seen[BOOK].sheets.items():
        target = seen[RELATIONS].targets.get(relation, "")
        part = target.lstrip("/") if target.startswith("/") else re.sub(r"[^/]+/\.\./", "", f"xl/{target}")
        if part in seen:
            found[title] = seen[part].shape
    return found


def _times(said: dict[str, str], name: str, most: int) -> int:
    written = said.get(name, "1")
    return min(int(written), most) if written.isdigit() and len(written) < 9 else 1
