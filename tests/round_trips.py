"""A list as a form, in a browser: taken away, filled in, read back, recorded, taken back."""

import io
import re
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from takwin.core.workbooks import XLSX
from takwin.documents.forms.lists import LIST_FORMS
from takwin.documents.models import ReturnedForm


def fields_of(name: str) -> list[str]:
    """The fields of the form of a list, in the order of its columns."""
    return [field.name for field in LIST_FORMS[f"list.{name}"].round_trip().fields]


def take(browser: Client, name: str, **asked: str) -> Any:
    """The workbook that goes out from the page of the list."""
    answer = browser.get(reverse(LIST_FORMS[f"list.{name}"].home), {"export": "form", **asked})
    assert answer["Content-Type"] == XLSX, answer
    return loaded(answer.content)


def queries_to_take(browser: Client, name: str, **asked: str) -> int:
    """What the form costs the database: the same whatever the rows."""
    with CaptureQueriesContext(connection) as queries:
        take(browser, name, **asked)
    return len(queries)


def loaded(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def saved(book: Any) -> bytes:
    """The workbook as someone saves it again, by another program than the one that made it."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def is_offered(browser: Client, name: str) -> bool:
    """Whether whoever reads the list may take it as a form."""
    page = browser.get(reverse(LIST_FORMS[f"list.{name}"].home))
    assert page.status_code == 200
    return "export=form" in page.text


def cells_of(book: Any, name: str, row: int = 2) -> dict[str, Any]:
    """The cells of a row by the name of their field: the hidden key is first."""
    return {field: book.worksheets[0].cell(row, place) for place, field in enumerate(fields_of(name), 2)}


def open_in(book: Any, name: str, row: int = 2) -> set[str]:
    """What may be filled in on a row."""
    return {field for field, cell in cells_of(book, name, row).items() if not cell.protection.locked}


def read_back(browser: Client, name: str, book: Any, row: int = 2, **written: Any) -> str:
    """The page of what changed, once these cells are written on a row."""
    cells = cells_of(book, name, row)
    for field, value in written.items():
        cells[field].value = value
    file = SimpleUploadedFile(f"{name}.xlsx", saved(book), XLSX)
    return browser.post(reverse("documents:give_back"), {"file": file}, follow=True).text


def _asked(browser: Client, screen: str) -> str:
    return browser.post(reverse(screen, args=[ReturnedForm.objects.latest("pk").pk]), follow=True).text


def record(browser: Client) -> str:
    return _asked(browser, "documents:record_form")


def undo(browser: Client) -> str:
    return _asked(browser, "documents:undo_form")


def held_in_order(browser: Client) -> list[str]:
    """The tables of which the recording of the last form read back holds rows, before it writes the first."""
    with CaptureQueriesContext(connection) as queries:
        record(browser)
    asked = [re.match(r'SELECT "(\w+)"\."id" AS "pk" FROM .* ORDER BY', query["sql"]) for query in queries]
    return [found[1] for found in asked if found]


def fill_in(browser: Client, name: str, row: int = 2, **written: Any) -> str:
    """Take the form, write on a row, read it back and record it: what the page says then."""
    read_back(browser, name, take(browser, name), row, **written)
    return record(browser)
