"""The Excel file that goes out: locked but for what is asked, right to left in Arabic, texts as texts."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from takwin.accounts.models import User
from takwin.core import clock
from takwin.core.workbooks import NOT_IN_A_SHEET_NAME, harmless
from takwin.documents.forms.signing import Sent, SentRow, new_nonce, sealed_form, sealed_row
from takwin.documents.forms.spec import FormField, RoundTrip

MOST = 5000  # rows of one form: beyond, it is to be sent by province or by commune
INLINE = 250  # characters a drop-down may hold in its own cell; a longer one reads a hidden sheet
LISTS = "lists"
ALLOWED = {
    "sort": True, "autofilter": True, "format_columns": True, "format_rows": True, "delete_rows": True,
    "select_locked_cells": True, "select_unlocked_cells": True,
}  # fmt: skip


def form_workbook(spec: RoundTrip, rows: Sequence[Any], *, language: str, by: User) -> bytes:
    """The form in ``language``, whoever asks for it."""
    with translation.override(language):
        return _workbook(spec, rows, by=by)


def _workbook(spec: RoundTrip, rows: Sequence[Any], *, by: User) -> bytes:
    language = get_language() or "ar"
    heads = {field.name: str(field.label) for field in spec.fields}
    sent = Sent(spec.kind, by.pk, clock.now().isoformat(), language, len(rows), heads, new_nonce(), spec.about)
    saved = io.BytesIO()
    book = xlsxwriter.Workbook(saved, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(str(spec.title).translate(NOT_IN_A_SHEET_NAME).strip()[:31] or "Takwin")
    if translation.get_language_bidi():
        sheet.right_to_left()
    head = book.add_format({"bold": True, "bg_color": "#E3F0EC", "bottom": 1, "text_wrap": True, "locked": True})
    to_fill = book.add_format({
        "bold": True, "bg_color": "#0B5E52", "font_color": "#FFFFFF", "bottom": 1, "text_wrap": True, "locked": True,
    })  # fmt: skip
    locked = book.add_format({"num_format": "@", "font_color": "#555555", "bg_color": "#F3F3F1", "quote_prefix": True})
    opened = book.add_format({"num_format": "@", "locked": False, "border": 1, "quote_prefix": True})
    sheet.write_string(0, 0, sealed_form(sent))
    sheet.set_column(0, 0, 4, None, {"hidden": True})
    for place, field in enumerate(spec.fields, 1):
        sheet.write_string(0, place, harmless(str(field.label)), to_fill if field.is_asked else head)
        sheet.set_column(place, place, field.width)
    for number, row in enumerate(rows, 1):
        told = SentRow(row.pk, {f.name: f.shown(row) for f in spec.fields}, list(_open(spec.fields, row, language)))
        sheet.write_string(number, 0, sealed_row(told, sent))
        for place, field in enumerate(spec.fields, 1):
            style = opened if field.name in told.open else locked
            sheet.write_string(number, place, harmless(told.values[field.name]), style)
    _lists(book, sheet, spec.fields, len(rows))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 1, len(rows), len(spec.fields))
    sheet.protect("", ALLOWED)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    sheet.set_header(f"&C{str(spec.title).replace('&', '&&')}")
    sheet.set_footer("&C&P / &N")
    sheet.fit_to_pages(1, 0)
    book.close()
    return saved.getvalue()


def _open(fields: Iterable[FormField], row: Any, language: str) -> Iterable[str]:
    return (f.name for f in fields if f.is_asked and f.is_open(row, language))


def _lists(book: xlsxwriter.Workbook, sheet: Worksheet, fields: Sequence[FormField], rows: int) -> None:
    """A drop-down in each column of codes, the hint of each column beside its cells; a long list stands on a sheet that
    nobody sees."""
    hidden = None
    for place, field in enumerate(fields, 1):
        if not field.choices:
            if field.hint:
                hint = {"validate": "any", "input_message": str(field.hint)[:255]}
                sheet.data_validation(1, place, max(rows, 1), place, hint)
            continue
        labels = [str(label) for _code, label in field.choices]
        source: Any = labels
        if sum(len(label) + 1 for label in labels) > INLINE or any("," in label for label in labels):
            hidden = hidden or book.add_worksheet(LISTS)
            hidden.write_column(0, place, labels)
            hidden.very_hidden()
            letter = xlsxwriter.utility.xl_col_to_name(place)
            source = f"={LISTS}!${letter}$1:${letter}${len(labels)}"
        sheet.data_validation(
            1, place, max(rows, 1), place,
            {
                "validate": "list", "source": source, "error_title": str(field.label)[:32],
                "error_message": _("Choose one of the list."), "input_message": str(field.hint)[:255],
            },
        )  # fmt: skip
