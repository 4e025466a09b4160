"""Excel files that open right: in the reader's direction, with real dates and amounts, and nothing that runs.

Rows are written to disk one by one: a list of two hundred thousand rows costs the memory of its zipped file only.
"""

import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import IO, Any, Literal

import xlsxwriter
from django.http import FileResponse
from xlsxwriter.worksheet import Worksheet

from takwin.core import clock

CellKind = Literal["text", "number", "money", "percent", "day", "moment"]
FORMATS: dict[CellKind, str] = {
    "text": "@", "number": "#,##0.##", "money": "#,##0.00", "percent": "0%",
    "day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm",
}  # fmt: skip
WIDTHS: dict[CellKind, int] = {"text": 28, "number": 12, "money": 18, "percent": 10, "day": 14, "moment": 18}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PHONE_NUMBER = re.compile(r"\+[0-9 ]+")
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
NOT_IN_A_SHEET_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
LONGEST = 32_767  # characters a cell may hold


def harmless(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula, even once saved as CSV and opened again.

    A phone number keeps its sign: nothing in it can run, and it must read back as it was.
    """
    runs = text.startswith(STARTS_A_FORMULA) and not PHONE_NUMBER.fullmatch(text)
    return (f"'{text}" if runs else text)[:LONGEST]


def _write(sheet: Worksheet, row: int, column: int, value: Any, style: Any) -> None:
    """A date as a date, a figure as a figure, all else as plain text."""
    if isinstance(value, dt.datetime):
        sheet.write_datetime(row, column, value.astimezone(clock.CASABLANCA).replace(tzinfo=None), style)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, value, style)
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        sheet.write_number(row, column, value, style)
    elif value is None or value == "":
        sheet.write_blank(row, column, None, style)
    else:
        sheet.write_string(row, column, harmless(str(value)), style)


def write_workbook(
    file: IO[bytes],
    *,
    title: str,
    heads: Sequence[str],
    kinds: Sequence[CellKind],
    rows: Iterable[Sequence[Any]],
    right_to_left: bool,
    above: Sequence[str] = (),
) -> None:
    """Write one sheet with a frozen head and a filter on each column; ``above`` it, what an official table says first:
    its title, its year, its day."""
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(title.translate(NOT_IN_A_SHEET_NAME).strip()[:31] or "Takwin")
    if right_to_left:
        sheet.right_to_left()
    head = book.add_format({"bold": True, "bg_color": "#E3F0EC", "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    styles = [book.add_format({"num_format": FORMATS[kind]}) for kind in kinds]
    bold, first = book.add_format({"bold": True}), len(above)
    for line, said in enumerate(above):
        sheet.write_string(line, 0, harmless(said), bold)
    for column, (label, kind) in enumerate(zip(heads, kinds, strict=True)):
        sheet.set_column(column, column, max(WIDTHS[kind], min(len(label) + 4, 40)))
        sheet.write_string(first, column, harmless(label), head)
    sheet.freeze_panes(first + 1, 0)
    last = first
    for last, values in enumerate(rows, start=first + 1):
        for column, value in enumerate(values):
            _write(sheet, last, column, value, styles[column])
    sheet.autofilter(first, 0, last, len(heads) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(first)
    sheet.fit_to_pages(1, 0)
    book.close()


def workbook_response(name: str, **sheet: Any) -> FileResponse:
    """The workbook as a file to keep, named after its subject and today's date."""
    file = io.BytesIO()
    write_workbook(file, **sheet)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}-{clock.today():%Y-%m-%d}.xlsx", content_type=XLSX)
