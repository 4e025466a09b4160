"""The name on a row, from one column or several, with the office some lists write after it."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from takwin.documents.sheets import Cell
from takwin.documents.tables import FoundRow, FoundTable
from takwin.people.rosters import names
from takwin.people.rosters.offices import IDEA_OF, office_of
from takwin.people.rosters.person import Change
from takwin.people.rosters.subject import is_name

if TYPE_CHECKING:
    from takwin.people.rosters.reader import Notes

FIELDS = ("name_ar", "name_fr", "given_ar", "family_ar", "given_fr", "family_fr")
SEPARATORS = re.compile(r"\s[-–—]\s|[\n;:،,|/()\[\]]+")


@dataclass(frozen=True)
class Found:
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

    def of(self, row: FoundRow, notes: "Notes") -> Found:
        arabic: dict[str, str] = {}
        latin: dict[str, str] = {}
        sex = style = rest = ""
        anchors = [field for field in FIELDS if field in row.cells]
        for field in anchors:
            for cell in row.cells[field]:
                raw = str(cell.value)
                text, beside = split_office(raw, self.has_office)
                name = names.name_of(text, self.titled)
                part = field.partition("_")[0]
                if name.arabic:
                    arabic.setdefault(part, name.arabic)
                if name.latin:
                    latin.setdefault(part, name.latin)
                sex, style, rest = sex or name.sex, style or name.style, rest or beside
                self._note(cell, field, raw, name, notes)
        cells = [cell for field in anchors for cell in row.cells[field]]
        first = min(cells, key=lambda cell: cell.column)
        return Found(first, _whole(arabic), _whole(latin), sex, style, rest)

    def _note(self, cell: Cell, field: str, raw: str, name: names.Name, notes: "Notes") -> None:
        after = " ".join(filter(None, (name.arabic, name.latin)))
        if after != raw:
            why = "name_untitled" if name.style else "name_tidied"
            notes.changes.append(Change(cell.address, field, raw, after, why))
        if names.has_initial(after):
            notes.doubt("name_initial", cell, field)


def _whole(parts: dict[str, str]) -> str:
    """A whole name, else the given name then the family's."""
    return parts.get("name") or " ".join(filter(None, (parts.get("given"), parts.get("family"))))


@lru_cache(maxsize=100_000)
def split_office(text: str, has_office: bool) -> tuple[str, str]:
    """A name and the office written beside it in the same cell, if there is one.

    Without a sign between them the two are told apart only where the list has no column of offices: *الكاتب* is a
    family name too.
    """
    pieces = [piece.strip() for piece in SEPARATORS.split(text) if piece.strip()]
    if len(pieces) > 1:
        offices = [piece for piece in pieces if office_of(piece).code and not is_name(piece)]
        kept = [piece for piece in pieces if piece not in offices]
        if offices and kept and any(is_name(piece) for piece in kept):
            return " ".join(kept), " ".join(offices)
    if has_office:
        return text, ""
    words = text.split()
    for start in range(1, len(words)):
        before, after = " ".join(words[:start]), " ".join(words[start:])
        if start > 1 and _opens_office(words[start]) and is_name(before) and office_of(after).exact and office_of(after).code:
            return before, after
        if _opens_office(words[0]) and names.is_titled(after) and office_of(before).code and is_name(after):
            return after, before
    return text, ""


def _opens_office(word: str) -> bool:
    said = office_of(word)
    return bool(said.code) or names.folded(word).strip(".,") in IDEA_OF
