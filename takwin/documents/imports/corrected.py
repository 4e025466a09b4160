"""The sender's own sheet given back, with what is wrong marked in its cells, ready to be mended and sent again."""

import datetime as dt
import io

import xlsxwriter
from django.utils.translation import get_language_bidi
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from takwin.core.workbooks import NOT_IN_A_SHEET_NAME
from takwin.documents.imports import Preview
from takwin.documents.sheets import Cell


def corrected_workbook(preview: Preview) -> bytes:
    """An xlsx with every cell at its own address, faults red, remarks amber, the reason as a comment.

    Texts are written as texts, marked so that Excel never takes one for a formula, even retyped.
    """
    saved = io.BytesIO()
    book = xlsxwriter.Workbook(saved, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(preview.sheet.title.translate(NOT_IN_A_SHEET_NAME).strip()[:31] or "Takwin")
    if get_language_bidi():
        sheet.right_to_left()
    head = book.add_format({"bold": True, "bg_color": "#E3F0EC", "bottom": 1})
    colours = {"": None, "fault": "#F9DAD7", "remark": "#FBE9CC"}
    texts = {name: _format(book, colour, quote_prefix=True) for name, colour in colours.items()}
    days = {name: _format(book, colour, num_format="dd/mm/yyyy") for name, colour in colours.items()}
    figures = {name: _format(book, colour) for name, colour in colours.items()}
    for cell in preview.sheet.heading:
        _write(sheet, cell, text=head, day=head, figure=head)
    said = {note.cell.address: note for note in sorted(preview.notes, key=lambda note: note.stops)}
    for cell in (cell for row in preview.sheet.rows for cell in row):
        note = said.pop(cell.address, None)
        tone = "" if note is None else ("fault" if note.stops else "remark")
        _write(sheet, cell, text=texts[tone], day=days[tone], figure=figures[tone])
        if note:
            sheet.write_comment(cell.row - 1, cell.column - 1, note.message, {"x_scale": 2})
    sheet.freeze_panes(preview.sheet.heading[0].row, 0)
    sheet.set_column(0, len(preview.sheet.heading), 20)
    book.close()
    return saved.getvalue()


def _format(book: xlsxwriter.Workbook, colour: str | None, **more: object) -> Format:
    return book.add_format({**more, **({"bg_color": colour} if colour else {})})


def _write(sheet: Worksheet, cell: Cell, *, text: Format, day: Format, figure: Format) -> None:
    at = cell.row - 1, cell.column - 1
    match cell.value:
        case dt.datetime() | dt.date():
            sheet.write_datetime(*at, cell.value, day)
        case bool():
            sheet.write_boolean(*at, cell.value, figure)
        case int() | float():
            sheet.write_number(*at, cell.value, figure)
        case None:
            sheet.write_blank(*at, None, text)
        case _:
            sheet.write_string(*at, str(cell.value), text)
