"""Lists of any office read as persons. Writes nothing; needs no database (places come with a package)."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from takwin.core import clock
from takwin.core.text import folded
from takwin.documents.sheets import Cell
from takwin.documents.tables import Choices, FoundRow, FoundTable, Reading, read_file, uncollected
from takwin.people.rosters import checks, names, values
from takwin.people.rosters.naming import Found, Naming
from takwin.people.rosters.offices import office_of, sex_in
from takwin.people.rosters.person import Change, PersonRow, Problem
from takwin.people.rosters.subject import ROSTER
from takwin.people.rosters.where import Where

Source = str | Path | tuple[str, bytes]
YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
MANDATE = re.compile(r"20\d\d\s*[-–/_]\s*20\d\d")
COMMITTEE = re.compile(r"(ال)?لجنه\b|commission\b")
OF_COMMITTEE = {"president": "committee_chair", "vice_president": "committee_vice_chair"}
YEARS_OLD = ("age", "âge", "السن", "العمر")


def read_rosters(sources: Iterable[Source], place: str | None = None) -> Iterator[PersonRow]:
    """Every person row of these files (paths, or names with their bytes), file by file.

    ``place``: the code of the region, province or commune that sent them. Raises ``ValidationError`` at a file that
    cannot be opened.
    """
    for source in sources:
        name, data = source if isinstance(source, tuple) else (Path(source).name, Path(source).read_bytes())
        yield from persons_of(read_file(data, name, ROSTER), place)


def understand(
    data: bytes, name: str, place: str | None = None, choices: Choices | None = None
) -> tuple[Reading, list[PersonRow]]:
    """A file as lists found, and its persons: what a preview shows."""
    reading = read_file(data, name, ROSTER, choices)
    return reading, persons_of(reading, place)


@uncollected()
def persons_of(reading: Reading, place: str | None = None) -> list[PersonRow]:
    """The persons of a file already read, in the order of their sheets and rows."""
    where = Where(reading.file, reading.tables, place)
    persons = [person for table in reading.tables for person in _Table(reading.file, table, where).persons()]
    return checks.checked(persons)


class _Table:
    """One list: what holds for all of its rows is found out once."""

    def __init__(self, file: str, table: FoundTable, where: Where) -> None:
        self.file, self.table, self.where = file, table, where
        self.provinces = where.provinces_of(table)
        self.naming = Naming(table)
        self.today = clock.today()
        self.written_in = _year_of((*table.titles, table.sheet, file), self.today.year)
        self.ages = any(
            column.field == "birth" and any(word in column.heading.casefold().split() for word in YEARS_OLD)
            for column in table.columns
        )

    def persons(self) -> Iterator[PersonRow]:
        for row in self.table.rows:
            if person := self._person(row):
                yield person

    def _person(self, row: FoundRow) -> PersonRow | None:
        notes = Notes(row)
        name = self.naming.of(row, notes)
        cells = {field: row.cell(field) for field in ("cin", "birth", "sex", "email", "office")}
        card = notes.take("cin", cells["cin"], values.card(cells["cin"].value) if cells["cin"] else values.BLANK)
        phones = self._phones(row, notes)
        birth = self._birth(cells["birth"], notes) or self._born_in_parts(row, notes)
        code, detail = self._office(cells["office"], name.rest, row, notes)
        sex = self._sex(row, name, cells["office"], notes)
        at = cells["email"] or next((c for c in row.cells.get("phone", ()) if values.looks_like_email(c.value)), None)
        mail = notes.take("email", at, values.email(at.value) if at else values.BLANK)
        place = self._place(row, notes, cells["office"])
        for lacking in row.unresolved:
            notes.doubt("formula", lacking.cell, lacking.field, stops=True)
        if row.hidden:
            notes.doubt("hidden_row", name.cell, "name_ar")
        if row.struck:
            notes.doubt("struck_row", name.cell, "name_ar")
        return PersonRow(
            self.file, self.table.sheet, row.number, name.cell.address, name.arabic or None, name.latin or None,
            sex, card, phones[0] if phones else None, birth, place, code or None, tuple(notes.problems), detail,
            mail, tuple(phones), name.style, tuple(notes.changes),
        )  # fmt: skip

    def _phones(self, row: FoundRow, notes: "Notes") -> list[str]:
        found: dict[str, None] = {}
        beside = [cell for cell in row.cells.get("email", ()) if values.looks_like_phone(cell.value)]
        for cell in (*row.cells.get("phone", ()), *beside):
            read = values.phone(cell.value)
            if number := notes.take("phone", cell, read):
                found |= dict.fromkeys((number, *read.others))
        return sorted(found, key=lambda number: number[4:5] not in {"6", "7"})

    def _birth(self, cell: Cell | None, notes: "Notes") -> str | None:
        if cell is None:
            return None
        return notes.take(
            "birth",
            cell,
            values.birth(cell.value, today=self.today, in_age_column=self.ages, written_in=self.written_in),
        )

    def _born_in_parts(self, row: FoundRow, notes: "Notes") -> str | None:
        """A day, a month and a year in a column each; a year alone is a year."""
        year = row.cell("birth_year")
        if year is None or values.says_nothing(values.western(year.value)):
            return None
        day, month = (row.text(part) or "00" for part in ("birth_day", "birth_month"))
        between = "/" if month.isdigit() else " "
        written = between.join((day, month, values.western(year.value)))
        return notes.take("birth", year, values.birth(written, today=self.today))

    def _sex(self, row: FoundRow, name: Found, office: Cell | None, notes: "Notes") -> str | None:
        titled = name.sex
        cell = row.cell("sex")
        written = notes.take("sex", cell, values.sex(cell.value)) if cell else None
        crossed = [at for part in ("sex_f", "sex_m") if (at := row.cell(part)) and values.is_marked(at.value)]
        if len(crossed) > 1:
            notes.doubt("sex_unknown", crossed[0], "sex")
        elif crossed and not written:
            cell = crossed[0]
            written = "f" if cell is row.cell("sex_f") else "m"
        if written and titled and written != titled and cell:
            notes.doubt("sex_contradicts", cell, "sex")
        return written or titled or (sex_in(office.text) if office else "") or None

    def _office(self, cell: Cell | None, rest: str, row: FoundRow, notes: "Notes") -> tuple[str, str]:
        committee = self._committee(row)
        for text, at in ((cell.text if cell else "", cell), (rest, None), *((t, None) for t in row.context.group)):
            if values.says_nothing(text):
                continue
            said = office_of(names.plain(text))
            if said.code:
                if said.code == "vice_president" and at:
                    notes.doubt("office_unranked", at, "office")
                return (
                    (OF_COMMITTEE[said.code], committee)
                    if committee and said.code in OF_COMMITTEE
                    else (said.code, said.detail)
                )
            if at:
                notes.doubt("office_unknown", at, "office", stops=True)
        return "", ""

    def _committee(self, row: FoundRow) -> str:
        """The committee whose members stand here, by the last line over them."""
        over = (row.context.lines or row.context.titles)[-1:]
        return over[0] if over and COMMITTEE.match(folded(over[0])) else ""

    def _place(self, row: FoundRow, notes: "Notes", office: Cell | None) -> str | None:
        cell = row.cell("place")
        provinces = self.where.provinces_in(row.text("province")) or self.provinces
        text = cell.text if cell and not values.says_nothing(cell.text) else ""
        spot, why, said = self.where.of_row(names.plain(text), row.context, provinces)
        if spot is None and not text and office:
            spot, why, said = self.where.of_office(office.text, provinces) or (spot, why, said)
        at = cell or next(iter(row.cells.values()))[0]
        if why in {"place_understood", "place_close"} and spot and cell:
            notes.changes.append(Change(at.address, "place", text, spot.name_ar, why))
        elif why:
            notes.doubt(why, at, "place", stops=spot is None and bool(text))
        return spot.code if spot else None


def _year_of(texts: Iterable[str], latest: int) -> int:
    """The year a list says it was made in; a mandate (*2021-2027*) is none. 0 when nothing says it."""
    for text in texts:
        years = [int(year) for year in YEAR.findall(MANDATE.sub(" ", values.western(text)))]
        if made := [year for year in years if year <= latest]:
            return max(made)
    return 0


class Notes:
    """What is said of one row on the way."""

    def __init__(self, row: FoundRow) -> None:
        self.problems: list[Problem] = []
        self.changes: list[Change] = [
            Change(moved.cell.address, moved.field, moved.cell.text, moved.cell.text, "moved") for moved in row.moved
        ]

    def take(self, field: str, cell: Cell | None, read: values.Read) -> str | None:
        """The value read at a cell, with a change or a problem when it is not what was written."""
        if cell is None:
            return None
        if read.why and not read.sure:
            self.doubt(read.why, cell, field, stops=read.value is None)
        if read.value is not None and read.why and read.value != cell.text:
            self.changes.append(Change(cell.address, field, cell.text, read.value, read.why))
        return read.value

    def doubt(self, why: str, cell: Cell, field: str, stops: bool = False) -> None:
        self.problems.append(Problem(cell.address, field, why, stops))
