"""An officer sends a list to those who know it, and sees only what changed when it comes back."""

import io

import openpyxl
import pytest

from takwin.core.workbooks import XLSX
from takwin.documents.forms.lists import LIST_FORMS
from tests.browser.conftest import OpenPage
from tests.browser.scenes import corner
from tests.browser.steps import download, in_menu, press, pressed, sees, sound
from tests.factories.directory import make_room


def filled_in(form: bytes, **cells: str) -> bytes:
    """The first row of the form with these cells, as a commune sends it back."""
    book = openpyxl.load_workbook(io.BytesIO(form))
    names = [field.name for field in LIST_FORMS["list.rooms"].round_trip().fields]
    for name, text in cells.items():
        book.worksheets[0].cell(2, names.index(name) + 2).value = text
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


@pytest.mark.parametrize(("language", "wide"), [("ar", False), ("fr", True)])
def test_a_list_is_sent_as_a_form_and_read_back(open_page: OpenPage, language: str, wide: bool) -> None:
    here = corner()
    room = make_room(here.azrou, seats=40, name_fr="Salle des fêtes")
    page = open_page(here.officer, language=language, wide=wide)
    page.goto("/territory/rooms/?q=fêtes")
    form = download(page, in_menu(page, "Send as a form to fill in"))
    back = filled_in(form, seats="75", observation="السقف قيد الإصلاح")
    press(page, "Read back a form")
    page.set_input_files("[name=file]", {"name": "rooms.xlsx", "mimeType": XLSX, "buffer": back})
    press(page, "See what changed")
    sees(page, "السقف قيد الإصلاح")
    sound(page)
    pressed(page.locator("button[form=record-form]"))
    page.goto(room.get_absolute_url())
    sees(page, "السقف قيد الإصلاح")
    page.get_by_role("link", name="السقف قيد الإصلاح").click()
    sound(page)
    room.refresh_from_db()
    assert room.seats == 75
