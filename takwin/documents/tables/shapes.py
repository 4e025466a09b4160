"""What the author of a workbook hid, merged or left uncalculated, as its parts say it.

Seen by the guard on its way through the parts (``guards.check``), so that a workbook is inflated once. The old
xls format is no archive of parts: nothing is known of its hidden rows and columns.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from takwin.documents.sheets.guards import CellWatch

Range = tuple[int, int, int, int]
MOST_COLUMNS, MOST_ROWS = 16_384, 1_048_576
BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


@dataclass
class Shape:
    """One sheet: hidden rows and columns (from 1), merged ranges (first and last row and column, from 1), and
    the addresses of formulas saved without their result."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Range] = field(default_factory=list)
    unresolved: set[str] = field(default_factory=set)


class ShapeWatch(CellWatch):
    """Refuses what the guard refuses, but notes a formula without its result: a total is no reason to refuse a list."""

    def __init__(self) -> None:
        super().__init__()
        self.shape = Shape()
        self.shapes: dict[str, Shape] = {}  # ods keeps all its tables in one part
        self.sheets: dict[str, str] = {}  # name of a sheet → its relation, in the part that lists the sheets
        self.targets: dict[str, str] = {}
        self.ods_row = self.ods_column = self.ods_cell = 0

    def see(self, tag: str, attributes: dict[str, str]) -> None:
        super().see(tag, attributes)
        match tag:
            case "c" | "v" | "f" | "is" | "t":
                return
            case "row" if attributes.get("hidden") in {"1", "true"}:
                self.shape.hidden_rows.add(self.row)
            case "col" if attributes.get("hidden") in {"1", "true"}:
                first, last = int(attributes.get("min", 0)), int(attributes.get("max", 0))
                self.shape.hidden_columns.update(range(first, min(last, MOST_COLUMNS) + 1))
            case "mergeCell":
                self._merge(attributes.get("ref", ""))
            case "sheet":
                relation = next((value for key, value in attributes.items() if key.endswith(" id")), "")
                self.sheets[attributes.get("name", "")] = relation
            case "Relationship":
                self.targets[attributes.get("Id", "")] = attributes.get("Target", "")
            case _ if tag.startswith("table") or tag == "covered-table-cell":
                self._ods(tag, {key.rpartition(" ")[2]: value for key, value in attributes.items()})

    def unresolved(self) -> None:
        self.shape.unresolved.add(self.address)

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        (top, left), (bottom, right) = self.place(first), self.place(last or first)
        if top and bottom >= top and right >= left and bottom <= MOST_ROWS:
            self.shape.merged.append((top, left, bottom, right))

    def _ods(self, tag: str, said: dict[str, str]) -> None:
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
