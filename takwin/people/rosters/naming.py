"""The name on a row, from one column or several, with the office some lists write after it."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from takwin.core.text import REMEMBERED
from takwin.documents.sheets import Cell
from takwin.documents.tables import FoundRow, FoundTable
from takwin.people.rosters import names
from takwin.people.rosters.person import Change
from takwin.people.rosters.telling import split_office

if TYPE_CHECKING:
    from takwin.people.rosters.reader import Notes

ODD = re.compile(r"[=<>@{}\\]|https?:|www\.", re.IGNORECASE)  # a formula or an address copied in the column of names
FIELDS = ("name_ar", "name_fr", "given_ar", "family_ar", "given_fr", "family_fr")


class Said(NamedTuple):
    """What the text of a cell says: a name, the office beside it, why the name is written otherwise, what is doubtful."""

    name: names.Name
    beside: str
    after: str
    why: str
    doubts: tuple[str, ...]


class Found(NamedTuple):
    """The name of a row; ``rest`` is what the cell says beside it."""

    cell: Cell
    arabic: str
    latin: str
    sex: str
    style: str
    rest: str


class Naming:
    """How one list writes its names."""

    def __init__(self, table: FoundTable) -> None:
        texts = [row.text(field) for row in table.rows for field in ("name_ar", "name_fr") if field in row.cells]
        with_m = sum(text.lstrip().casefold().startswith(("m.", "m ", "mr")) for text in texts)
        self.titled = any(names.is_titled(text) for text in texts) or with_m > len(texts) * 0.3
        self.has_office = any(column.field == "office" for column in table.columns)
        self.said = lru_cache(maxsize=REMEMBERED)(self._said)  # a list repeats its names; forgotten with this list

    def of(self, row: FoundRow, notes: "Notes") -> Found:
        arabic: dict[str, str] = {}
        latin: dict[str, str] = {}
        sex = style = rest = ""
        anchors = [field for field in FIELDS if field in row.cells]
        for field in anchors:
            for cell in row.cells[field]:
                raw = str(cell.value)
                said = self.said(raw)
                if said is None:
                    sex = sex or names.sex_of(raw)
                    continue
                name, part = said.name, field.partition("_")[0]
                if name.arabic:
                    arabic.setdefault(part, name.arabic)
                if name.latin:
                    latin.setdefault(part, name.latin)
                sex, style, rest = sex or name.sex, style or name.style, rest or said.beside
                if said.why:
                    notes.changes.append(Change(cell.address, field, raw, said.after, said.why))
                for doubt in said.doubts:
                    notes.doubt(doubt, cell, field)
        cells = [cell for field in anchors for cell in row.cells[field]]
        first = min(cells, key=lambda cell: cell.column)
        return Found(first, _whole(arabic), _whole(latin), sex, style, rest)

    def _said(self, raw: str) -> Said | None:
        """Nothing for a word of courtesy alone."""
        if names.is_courtesy(raw):
            return None
        text, beside = split_office(raw, self.has_office)
        name = names.name_of(text, self.titled)
        after = " ".join(filter(None, (name.arabic, name.latin)))
        why = "name_split" if beside else "name_untitled" if name.style else "name_tidied"
        doubts = {
            "name_odd": ODD.search(raw), "name_initial": names.has_initial(after),
            "name_lost_letter": names.has_lost_letters(raw),
        }  # fmt: skip
        return Said(name, beside, after, why if after != raw else "", tuple(code for code in doubts if doubts[code]))


def _whole(parts: dict[str, str]) -> str:
    """A whole name, else the given name then the family's."""
    return parts.get("name") or " ".join(filter(None, (parts.get("given"), parts.get("family"))))
