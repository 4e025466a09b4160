"""The empty sheet to fill in: headings in the reader's language and direction, lists to choose from, texts as texts."""

import io
from collections.abc import Mapping, Sequence

import xlsxwriter
from django.http import FileResponse
from django.utils.translation import get_language_bidi

from takwin.core.workbooks import XLSX
from takwin.documents.imports.entries import ShownField, Words

ROWS = 500


def blank_sheet(
    fields: Sequence[ShownField],
    *,
    title: Words,
    filename: str,
    days: Sequence[str] = (),
    amounts: Sequence[str] = (),
    choices: Mapping[str, Sequence[str]] | None = None,
) -> FileResponse:
    """One sheet and nothing else, so that what comes back filled in is read without a question."""
    saved = io.BytesIO()
    book = xlsxwriter.Workbook(saved, {"in_memory": True})
    sheet = book.add_worksheet(str(title)[:31])
    if get_language_bidi():
        sheet.right_to_left()
    head = book.add_format({"bold": True, "bg_color": "#E3F0EC", "bottom": 1})
    kinds = {
        "text": book.add_format({"num_format": "@"}),
        "day": book.add_format({"num_format": "dd/mm/yyyy"}),
        "amount": book.add_format({"num_format": "#,##0.00"}),
    }
    for column, field in enumerate(fields):
        kind = "day" if field.name in days else "amount" if field.name in amounts else "text"
        sheet.write_string(0, column, str(field.label), head)
        sheet.set_column(column, column, 24, kinds[kind])
        if options := (choices or {}).get(field.name):
            sheet.data_validation(
                1, column, ROWS, column, {"validate": "list", "source": list(options), "error_type": "warning"}
            )
    sheet.freeze_panes(1, 0)
    book.close()
    saved.seek(0)
    return FileResponse(saved, as_attachment=True, filename=filename, content_type=XLSX)
