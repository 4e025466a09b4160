"""The rows of a workbook of agreements as entries: what each cell says, how it is shown, how a typed one is read."""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from takwin.core import formats, identifiers
from takwin.core.text import tidy
from takwin.directory.gazetteer import gazetteer
from takwin.documents.import_models import ImportBatch
from takwin.documents.imports import Entry, Problem, ShownField
from takwin.documents.tables import FoundRow, FoundTable, Reading
from takwin.people.imports.fields import READERS as OF_PERSONS
from takwin.people.rosters.where import Where
from takwin.treasury.imports.subject import AMOUNTS, DAYS, RECEIPTS, SHARES
from takwin.treasury.statements.cells import amount_of
from takwin.treasury.statements.days import day_of

NUMBER_MOST = 40
MOST = Decimal(10) ** 10
ALIKE = "all"  # every row bears on every other: they sum to totals, and make the same agreements
DAY_TAIL = re.compile(r"\s*(بتاريخ|ل?يوم|du|le|en date du)?\s*\d{1,4}[/.\-]\d{1,2}[/.\-]\d{2,4}\s*$", re.IGNORECASE)
WORDS_BEFORE = re.compile(r"^\D+\s(?=\d)")  # *مقرر رقم* 7
TEXTS = ("reference", "vote", "visa", "signatory")
FIELDS = (
    ShownField("place", gettext_lazy("Party"), hint=gettext_lazy("Its name or its code.")),
    ShownField("reference", gettext_lazy("Number of the agreement"), is_code=True),
    ShownField("agreed_on", gettext_lazy("Date of the agreement"), is_code=True),
    ShownField("vote", gettext_lazy("Number of the deliberation"), is_code=True),
    ShownField("voted_on", gettext_lazy("Date of the deliberation"), is_code=True),
    ShownField("visa", gettext_lazy("Number of the visa"), is_code=True),
    ShownField("visaed_on", gettext_lazy("Date of the visa"), is_code=True),
    ShownField("signed_on", gettext_lazy("Date of the signature"), is_code=True),
    ShownField("signatory", gettext_lazy("Signatory")),
    *(
        ShownField(name, format_lazy("{label} {year}", label=gettext_lazy("Share"), year=year), is_code=True)
        for name, year in SHARES.items()
    ),
    ShownField("received", gettext_lazy("Received before Takwin"), is_code=True),
    *(
        ShownField(name, format_lazy("{label} {year}", label=gettext_lazy("Received for"), year=year), is_code=True)
        for name, year in RECEIPTS.items()
    ),
    ShownField("total", gettext_lazy("Total of the shares"), is_code=True),
)
BLANKABLE = ("agreed_on", "vote", "voted_on", "visa", "visaed_on", "signed_on", "signatory")
ALWAYS = frozenset(field.name for field in FIELDS) - frozenset(AMOUNTS)


def holds(batch: ImportBatch) -> frozenset[str]:
    """The fields of a file: of the years, those that one of its columns tells of."""
    tables = [table for sheet in batch.understood.get("sheets", []) for table in sheet["tables"]]
    return ALWAYS | {column["field"] for table in tables for column in table["columns"]}


def understand(reading: Reading, batch: ImportBatch) -> list[Entry]:
    """The parties of the agreements; nothing is looked up yet but the places they name."""
    where = Where(reading.file, reading.tables, batch.place.code if batch.place else None)
    entries: list[Entry] = []
    for table in reading.tables:
        of_table = [_entry(row, table, where) for row in table.rows]
        _tell_totals(of_table, table, reading)
        entries += of_table
    return entries


def _entry(row: FoundRow, table: FoundTable, where: Where) -> Entry:
    named = row.cell("place")
    values: dict[str, Any] = dict.fromkeys(("place", *TEXTS, *DAYS, *AMOUNTS)) | {"list": ALIKE, "totals": []}
    cells = {name: found[0].address for name, found in row.cells.items()}
    entry = Entry(table.sheet, row.number, named.address if named else "", values, cells)
    _read_place(entry, row, table, where)
    for name in TEXTS:
        values[name] = tidy(row.text(name))[:NUMBER_MOST] or None
    for name in DAYS:
        if (cell := row.cell(name)) and cell.text:
            day = day_of(cell.value)
            values[name] = day.isoformat() if day else None
            _doubt(entry, name, "day_unreadable", cell.text, stops=day is None)
    _part(entry, row)
    for name in AMOUNTS:
        if (cell := row.cell(name)) and cell.text:
            amount = amount_of(cell.value)
            values[name] = str(amount) if amount is not None else None
            _doubt(entry, name, "amount_unreadable", cell.text, stops=amount is None)
    for missing in row.unresolved:
        entry.problems.append(Problem(missing.cell.address, missing.field, "formula", stops=missing.field in AMOUNTS))
    return entry


def _doubt(entry: Entry, name: str, why: str, text: str, *, stops: bool) -> None:
    if stops:
        entry.problems.append(Problem(entry.cells[name], name, why, stops=True))
        entry.unread[name] = text


def _read_place(entry: Entry, row: FoundRow, table: FoundTable, where: Where) -> None:
    """The party, first in the province its row names, else in the one the list is about."""
    said = row.text("province")
    provinces = where.provinces_in(said)
    if said and not provinces:
        entry.problems.append(Problem(entry.cells["province"], "place", "province_unknown", stops=True))
        return
    spot, why, text = where.of_row(row.text("place"), row.context, provinces or where.provinces_of(table))
    is_elsewhere = why == "place_elsewhere"
    if spot and text and not where.names(text, provinces):  # « Université … – Ifrane » is not the commune of Ifrane
        spot, why = None, "place_unknown"
    entry.values["place"] = spot.code if spot and not is_elsewhere else None
    if why:
        entry.problems.append(Problem(entry.cells["place"], "place", why, stops=spot is None or is_elsewhere))
        entry.unread["place"] = text


def _part(entry: Entry, row: FoundRow) -> None:
    """``12 du 05/02/2024`` in one cell is a number and its day."""
    for number, day in (("vote", "voted_on"), ("visa", "visaed_on")):
        cell = row.cell(number)
        if cell and day not in entry.cells and (found := day_of(cell.value)):
            entry.values[day], entry.cells[day] = found.isoformat(), cell.address
            entry.values[number] = DAY_TAIL.sub("", cell.text).strip(" :-") or None
        entry.values[number] = WORDS_BEFORE.sub("", entry.values[number] or "") or None


def _tell_totals(entries: list[Entry], table: FoundTable, reading: Reading) -> None:
    """Lay each line of totals to the last row it sums, to be compared once rows are corrected."""
    fields = {column.letter: column.field for column in table.columns if column.field in AMOUNTS}
    before = table.header_rows[-1] if table.header_rows else 0
    for left in reading.left_out.get(table.sheet, ()):
        above = [entry for entry in entries if entry.row < left.row]
        if left.code != "total" or not above:
            continue
        for cell in left.cells:
            amount = amount_of(cell.value)
            if cell.letter in fields and amount is not None:
                told = [left.row, cell.address, fields[cell.letter], str(amount), before]
                above[-1].values["totals"].append(told)
        before = left.row


def show(name: str, values: dict[str, Any]) -> str:
    """A value of a row as people read it, in the reader's language."""
    value = values.get(name)
    if value in (None, ""):
        return ""
    if name == "place":
        spot = gazetteer().by_code.get(str(value))
        return (spot.name_ar if get_language() == "ar" else spot.name_fr) if spot else str(value)
    if name in DAYS:
        return f"{dt.date.fromisoformat(value):%d/%m/%Y}"
    return formats.money(Decimal(value)) if name in AMOUNTS else str(value)


def put(entry: Entry, name: str, text: str, batch: ImportBatch) -> None:
    """Write in a field what a person typed; ``ValidationError`` says why it cannot be."""
    said = tidy(text)
    entry.values[name] = _reader_of(name)(said, entry, batch) if said else None


def _reader_of(name: str) -> Callable[[str, Entry, ImportBatch], Any]:
    if name == "place":
        return OF_PERSONS["place"]
    return _day if name in DAYS else _amount if name in AMOUNTS else _text


def _day(text: str, _entry: Entry, _batch: ImportBatch) -> str:
    if day := day_of(text):
        return day.isoformat()
    raise ValidationError(_("This is not a day. Expected: day/month/year, as in 08/09/2021."))


def _amount(text: str, _entry: Entry, _batch: ImportBatch) -> str:
    amount = amount_of(text)
    if amount is None or abs(amount) >= MOST:
        raise ValidationError(_("This is not an amount in dirhams."))
    return str(amount)


def _text(text: str, _entry: Entry, _batch: ImportBatch) -> str:
    if len(text) > NUMBER_MOST:
        raise ValidationError(_("At most %(most)s letters.") % {"most": NUMBER_MOST})
    return identifiers.printable(text)
