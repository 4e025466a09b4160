"""The sender's own file given back, with what is wrong marked in its cells, ready to be mended and sent again."""

import datetime as dt
import io
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import xlsxwriter
from django.db.models import Q
from django.utils.translation import get_language_bidi
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from takwin.core.workbooks import NOT_IN_A_SHEET_NAME
from takwin.documents.actions import path_of
from takwin.documents.import_models import ImportBatch
from takwin.documents.imports.entries import Entry, Importer, Problem, entry_of
from takwin.documents.sheets import Cell
from takwin.documents.tables import Grid, open_book

Formats = Mapping[str, Format]
COLOURS = {"": None, "fault": "#F9DAD7", "remark": "#FBE9CC"}


def corrected_workbook(batch: ImportBatch, importer: Importer) -> bytes:
    """An xlsx with every cell of every sheet at its own address, faults red, remarks amber, the reason as a comment.

    What was corrected here is written in its cell. Texts are written as texts, marked so that Excel never takes one
    for a formula, even retyped.
    """
    book = open_book(path_of(batch.file.sha256).read_bytes(), batch.file.name)
    marked = batch.rows.filter(Q(is_doubtful=True) | Q(is_changed=True)).order_by("position")
    entries = [entry_of(data) for data in marked.values_list("data", flat=True)]
    said, mended = _said(entries), _mended(entries, importer)
    saved = io.BytesIO()
    made = xlsxwriter.Workbook(saved, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    formats = _formats(made)
    for number, grid in enumerate(book.grids, 1):
        sheet = made.add_worksheet(_title(grid.title, number, made))
        if get_language_bidi():
            sheet.right_to_left()
        sheet.set_column(0, max(grid.width - 1, 0), 20)
        _write_grid(sheet, grid, said[grid.title], mended[grid.title], formats, importer)
    made.close()
    return saved.getvalue()


def _title(written: str, number: int, made: xlsxwriter.Workbook) -> str:
    """The sheet's own title as xlsx takes it: 31 letters at most, and none twice, however its letters are cased."""
    title = written.translate(NOT_IN_A_SHEET_NAME).strip().strip("'")[:31] or f"Takwin {number}"
    taken = {sheet.get_name().casefold() for sheet in made.worksheets()}
    return title if title.casefold() not in taken else f"{title[:25]} ({number})"


def _mended(entries: Iterable[Entry], importer: Importer) -> dict[str, dict[str, str]]:
    """What was corrected here, as people write it, by sheet and address."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for entry in entries:
        for name in entry.fixed:
            if name in entry.cells:
                found[entry.sheet][entry.cells[name]] = importer.show(name, entry.values)
    return found


def _said(entries: Iterable[Entry]) -> dict[str, dict[str, list[Problem]]]:
    """What is to be said by sheet and address."""
    found: dict[str, dict[str, list[Problem]]] = defaultdict(lambda: defaultdict(list))
    for entry in entries:
        for problem in entry.said:
            found[entry.sheet][problem.cell].append(problem)
    return found


def _write_grid(
    sheet: Worksheet,
    grid: Grid,
    said: Mapping[str, list[Problem]],
    mended: Mapping[str, str],
    formats: Formats,
    importer: Importer,
) -> None:
    for row in range(len(grid.values)):
        for column in range(grid.width):
            cell = grid.cell(row, column)
            if cell.address in mended:
                cell = cell._replace(value=mended[cell.address] or None)
            problems = said.get(cell.address, [])
            tone = "" if not problems else "fault" if any(problem.stops for problem in problems) else "remark"
            if cell.value is None and not problems:
                continue
            _write(sheet, cell, tone, formats)
            if problems:
                reasons = "\n".join(dict.fromkeys(importer.say(problem.why, problem.row) for problem in problems))
                sheet.write_comment(cell.row - 1, cell.column - 1, reasons, {"x_scale": 2})


def _formats(book: xlsxwriter.Workbook) -> Formats:
    kinds: dict[str, dict[str, Any]] = {
        "text": {"quote_prefix": True},
        "day": {"num_format": "dd/mm/yyyy"},
        "figure": {},
    }
    return {
        f"{kind}{tone}": book.add_format({**more, **({"bg_color": colour} if colour else {})})
        for kind, more in kinds.items()
        for tone, colour in COLOURS.items()
    }


def _write(sheet: Worksheet, cell: Cell, tone: str, formats: Formats) -> None:
    at = cell.row - 1, cell.column - 1
    match cell.value:
        case dt.datetime() | dt.date():
            sheet.write_datetime(*at, cell.value, formats[f"day{tone}"])
        case bool():
            sheet.write_boolean(*at, cell.value, formats[f"figure{tone}"])
        case int() | float() if math.isfinite(cell.value):
            sheet.write_number(*at, cell.value, formats[f"figure{tone}"])
        case None:
            sheet.write_blank(*at, None, formats[f"text{tone}"])
        case _:
            sheet.write_string(*at, str(cell.value), formats[f"text{tone}"])
