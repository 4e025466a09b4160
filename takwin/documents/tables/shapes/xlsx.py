"""The shape of the sheets of an xlsx: the styles and the shared texts are parts of their own, numbered."""

import re
from collections.abc import Mapping
from functools import partial

from takwin.documents.sheets.guards import CellWatch, tag_of
from takwin.documents.tables.shapes.shape import Shape, Strikes, whole

MOST_COLUMNS = 16_384
SECTIONS = ("fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "sst")
BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


class ShapeWatch(CellWatch):
    """Refuses what the guard refuses, but notes a formula without its result: a total is no reason to refuse a list."""

    def __init__(self, strikes: Strikes) -> None:
        super().__init__()
        self.shape = Shape()
        self.strikes = strikes
        self.section = ""  # of the part of styles, or that of texts
        self.struck_fonts: list[bool] = []
        self.formats = self.texts = 0
        self.number = ""  # of the shared text of a cell
        self.sheets: dict[str, str] = {}  # name of a sheet → its relation, in the part that lists the sheets
        self.targets: dict[str, str] = {}
        self.seen |= {
            "col": self._column, "mergeCell": self._merge, "sheet": self._sheet, "Relationship": self._relation,
            **{tag: partial(self._section, tag) for tag in SECTIONS},
            "font": self._font, "strike": self._strike, "xf": self._format, "si": self._text,
        }  # fmt: skip

    def _row(self, said: dict[str, str]) -> None:
        super()._row(said)
        if said.get("hidden") in {"1", "true"}:
            self.shape.hide_rows(self.row, self.row)

    def _value(self, said: dict[str, str]) -> None:
        super()._value(said)
        styles, texts = self.strikes.styles, self.strikes.texts
        if styles and self.cell.get("s", "0") in styles:
            self.shape.strike(self.row, self.column)
        elif texts and self.cell.get("t") == "s" and not self.parse.EndElementHandler:
            self.number = ""
            self.parse.CharacterDataHandler, self.parse.EndElementHandler = self._numbered, self._shared

    def _numbered(self, written: str) -> None:
        self.number += written

    def _shared(self, name: str) -> None:
        if tag_of(name) == "v":
            self.parse.CharacterDataHandler = self.parse.EndElementHandler = None
            if self.number.strip() in self.strikes.texts:
                self.shape.strike(self.row, self.column)

    def _section(self, name: str, _said: dict[str, str]) -> None:
        self.section = name

    def _font(self, _said: dict[str, str]) -> None:
        if self.section == "fonts":
            self.struck_fonts.append(False)

    def _text(self, _said: dict[str, str]) -> None:
        self.texts += 1

    def _strike(self, said: dict[str, str]) -> None:
        """A font, a run of a shared text or of a text written in its cell."""
        on = said.get("val", "1") not in {"0", "false"}
        if self.section == "fonts" and self.struck_fonts:
            self.struck_fonts[-1] = on
        elif on and self.section == "sst":
            self.strikes.texts.add(str(self.texts - 1))
        elif on and not self.section:
            self.shape.strike(self.row, self.column)

    def _format(self, said: dict[str, str]) -> None:
        """Formats of cells are numbered in their order; each names its font by its number."""
        if self.section == "cellXfs":
            font = whole(said.get("fontId", ""), len(self.struck_fonts), len(self.struck_fonts))
            if any(self.struck_fonts[font : font + 1]):
                self.strikes.styles.add(str(self.formats))
            self.formats += 1

    def _column(self, said: dict[str, str]) -> None:
        if said.get("hidden") in {"1", "true"}:
            first, last = (whole(said.get(end, ""), MOST_COLUMNS) for end in ("min", "max"))
            self.shape.hide_columns(first, last)

    def _sheet(self, said: dict[str, str]) -> None:
        self.sheets[said.get("name", "")] = next((value for key, value in said.items() if key.endswith(" id")), "")

    def _relation(self, said: dict[str, str]) -> None:
        self.targets[said.get("Id", "")] = said.get("Target", "")

    def unresolved(self) -> None:
        self.shape.unresolved.add(self.address)

    def _merge(self, said: dict[str, str]) -> None:
        first, _, last = said.get("ref", "").partition(":")
        (top, left), (bottom, right) = self.place(first), self.place(last or first)
        self.shape.merge(top, left, bottom, right)


def shapes_of(watched: Mapping[str, CellWatch]) -> dict[str, Shape]:
    seen = {part: watch for part, watch in watched.items() if isinstance(watch, ShapeWatch)}
    if BOOK not in seen or RELATIONS not in seen:
        return {}
    found = {}
    for title, relation in seen[BOOK].sheets.items():
        target = seen[RELATIONS].targets.get(relation, "")
        part = target.lstrip("/") if target.startswith("/") else re.sub(r"[^/]+/\.\./", "", f"xl/{target}")
        if part in seen:
            found[title] = seen[part].shape
    return found
