"""The child process that parses a workbook: its bytes on standard input, its rows as JSON on standard output.

Run by path, so that it loads nothing of the product, and with a ceiling on memory. Formulas are never run:
a cell gives the result that was saved with it. Exit status 3: the workbook is encrypted.
"""

import datetime as dt
import io
import json
import resource
import sys
from typing import Any

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

MEMORY = 1024**3  # bytes of address space, parser and rows together


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    except PasswordError:
        sys.exit(3)
    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    seen = [sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
    hidden = [sheet.name for sheet in sheets if sheet.visible != SheetVisibleEnum.Visible]
    # Not ``json.dump``: it writes piece by piece, in Python.
    sys.stdout.write(json.dumps({"sheets": [described(book, name) for name in seen], "hidden": hidden}))


def described(book: CalamineWorkbook, name: str) -> tuple[str, list[list[Any]], list[Any]]:
    """A sheet: its name, its rows, and its merged ranges as (row, column) of first and last cell, from 0."""
    sheet = book.get_sheet_by_name(name)
    rows = [[plain(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    return name, rows, list(sheet.merged_cell_ranges or ())


def plain(value: Any) -> Any:
    if isinstance(value, str):
        return value  # as most cells
    if isinstance(value, dt.datetime):
        return ["datetime", value.isoformat()]
    if isinstance(value, dt.date):
        return ["date", value.isoformat()]
    if isinstance(value, dt.time):
        return ["time", value.isoformat()]
    if isinstance(value, dt.timedelta):
        return str(value)
    return value


if __name__ == "__main__":
    main()
