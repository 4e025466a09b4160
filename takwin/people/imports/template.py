"""The empty sheet to fill in: headings in the reader's language and direction, lists to choose from, texts as texts."""

import io

import xlsxwriter
from django.http import FileResponse
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from takwin.core.workbooks import XLSX
from takwin.people.enums import Title
from takwin.people.imports.fields import FIELDS
from takwin.people.labels import UNSAID, WORDS

ROWS = 500
OFFERED = (
    Title.PRESIDENT,
    Title.VICE_PRESIDENT,
    Title.SECRETARY,
    Title.DEPUTY_SECRETARY,
    Title.MEMBER,
    Title.DIRECTOR,
    Title.STAFF,
)


def template_response() -> FileResponse:
    """One sheet and nothing else, so that what comes back filled in is read without a question."""
    saved = io.BytesIO()
    book = xlsxwriter.Workbook(saved, {"in_memory": True})
    sheet = book.add_worksheet(_("Members")[:31])
    language = "ar" if get_language_bidi() else "fr"
    if language == "ar":
        sheet.right_to_left()
    head = book.add_format({"bold": True, "bg_color": "#E3F0EC", "bottom": 1})
    text = book.add_format({"num_format": "@"})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    choices = {
        "sex": ["أنثى", "ذكر"] if language == "ar" else ["F", "M"],
        "office": [WORDS[language][title][0].format(of=UNSAID[language]["council"]) for title in OFFERED],
    }
    for column, field in enumerate(FIELDS):
        sheet.write_string(0, column, str(field.label), head)
        sheet.set_column(column, column, 24, day if field.name in ("birth", "since") else text)
        if field.name in choices:
            options = {"validate": "list", "source": choices[field.name], "error_type": "warning"}
            sheet.data_validation(1, column, ROWS, column, options)
    sheet.freeze_panes(1, 0)
    book.close()
    saved.seek(0)
    return FileResponse(saved, as_attachment=True, filename="takwin-members.xlsx", content_type=XLSX)
