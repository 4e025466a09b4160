"""Lists in the browser: messy ones dropped, corrected, recorded, undone; a form sent out and what changed read back."""

import datetime as dt
import io
import re
from typing import Any

import openpyxl
from playwright.sync_api import expect

from takwin.agreements.models import Agreement
from takwin.directory.actions.parameters import seed_parameters
from takwin.directory.enums import BodyKind
from takwin.people.enums import Title
from takwin.people.models import Person
from takwin.people.rosters.person import MESSAGES
from takwin.rights.enums import Role
from takwin.treasury.imports.importer import SENTENCES
from takwin.treasury.models import Receipt
from tests.browser.conftest import WIDE, OpenPage
from tests.browser.steps import download, in_menu, pick, press, reads, sees, send, sound, step, words
from tests.factories.directory import make_body
from tests.factories.people import make_office, make_person
from tests.factories.rights import officer_of
from tests.people.lists import book, ifrane, line
from tests.treasury.takeover_files import council, leuh, row, workbook

HEADING = ["الاسم الكامل", "Nom et prénom", "خانة", "الجنس", "تاريخ الازدياد", "الهاتف", "الجماعة", "الصفة"]


def test_a_messy_list_is_dropped_corrected_recorded_and_undone(open_page: OpenPage) -> None:
    province, _azrou, _leuh = ifrane()
    page = open_page(officer_of(province.place, Role.PROVINCE_OFFICER))
    page.goto("/people/")
    press(page, "Add from Excel")
    sound(page)
    rows = [line(), line(ar="سعاد المرنيسي", fr="Souad El Mernissi", cin="لاحقا", sex="أنثى", phone="12")]
    data = book(اللائحة=[["المملكة المغربية"], ["لائحة أعضاء المجالس"], HEADING, *rows, ["المجموع", 2]])
    file: Any = {"name": "أعضاء.xlsx", "mimeType": "application/octet-stream", "buffer": data}
    page.locator('input[type="file"]').set_input_files(file)
    pick(page, "body", "إفران")
    press(page, "Read the list")
    page.wait_for_url("**/import/*/")
    sound(page)
    page.locator('select[name="column-C"]').select_option("cin")
    expect(page.locator('select[name="column-C"]')).to_have_value("cin")
    press(page, "Look at the persons")
    reads(page, "Stop the import")
    stops, doubtful = page.locator("td.flag:not(.maybe)"), page.locator("td.flag.maybe")
    reads(page, str(MESSAGES["card_malformed"]))
    expect(stops).to_have_count(1)
    expect(doubtful).to_have_count(1)
    expect(doubtful).to_contain_text(words(page, str(MESSAGES["phone_malformed"])))
    phone = page.viewport_size
    page.set_viewport_size(WIDE)  # on a phone each row is a card; at a desk the table goes on beyond its frame
    frame = page.locator("#rows .scroll")
    expect(frame).to_have_attribute("data-more", "end")
    frame.evaluate("one => one.scrollTo(-one.scrollWidth, 0)")
    expect(frame).to_have_attribute("data-more", "start")
    page.set_viewport_size(phone)
    expect(frame).not_to_have_attribute("data-more", re.compile("."))
    sound(page)
    press(page, "Settle all at once")
    reads(page, "Nothing stops the import.")
    press(page, "See what will happen")
    sound(page)
    page.locator(".head-row form button").click()
    page.wait_for_url("**/people/imports/")
    assert Person.objects.count() == 2
    sound(page)
    page.locator('a[href$="/undo/"]').click()
    send(page)
    reads(page, "The import is undone: the register is as it was before.")
    assert not Person.objects.exists()


def test_agreements_kept_in_a_workbook_are_brought_in_once_a_visa_is_corrected(open_page: OpenPage) -> None:
    seed_parameters(by=None)
    province, azrou, _leuh = ifrane()
    signatory = make_person(name_ar="حسن العبدلاوي")
    make_office(signatory, azrou, title=Title.PRESIDENT, starts_on=dt.date(2021, 9, 20))
    region = make_body(BodyKind.REGION, province.place.region)
    page = open_page(officer_of(region.place, Role.FINANCE_OFFICER))
    page.goto("/treasury/")
    press(page, "Bring in agreements from Excel")
    sound(page)
    data = workbook(row(visaed="01/02/2024"), leuh(), council())
    file: Any = {"name": "اتفاقيات.xlsx", "mimeType": "application/octet-stream", "buffer": data}
    page.locator('input[type="file"]').set_input_files(file)
    page.locator('input[name="until"]').fill("2025-12-31")
    press(page, "Read the list")
    page.wait_for_url("**/import/*/")
    expect(page.locator('select[name="column-G"]')).to_have_value("share_2025")
    sound(page)
    press(page, "Look at the parties")
    reads(page, str(SENTENCES["visa_before_vote"]))
    sound(page)
    page.locator("tbody th a").first.click()
    page.locator('input[name="visaed_on"]').fill("20/03/2024")
    press(page, "Correct this row")
    reads(page, "Nothing stops the import.")
    press(page, "See what will happen")
    sound(page)
    page.locator(".head-row form button").click()
    page.wait_for_url("**/takeover/imports/")
    assert (Agreement.objects.get().reference, Receipt.objects.count()) == ("12/2024", 2)
    page.locator('a[href$="/undo/"]').click()
    send(page)
    reads(page, "The workbook is undone: nothing of it is left.")
    assert not Agreement.objects.exists()


def test_members_go_out_as_a_form_and_only_what_the_commune_changed_is_seen_and_recorded(open_page: OpenPage) -> None:
    _province, azrou, leuh = ifrane()
    region = make_body(BodyKind.REGION, azrou.place.region)
    changed = make_person(name_ar="نعيمة بوعزاوي", name_fr="", phone="+212661234567")
    left = make_person(name_ar="حسن العبدلاوي", name_fr="Hassan El Abdellaoui")
    make_office(changed, azrou)
    make_office(left, leuh)
    page = open_page(officer_of(region.place))
    page.goto("/people/")
    book = openpyxl.load_workbook(io.BytesIO(download(page, in_menu(page, "Send as a form to fill in"))))
    sheet = book.worksheets[0]
    row = next(cells[0].row for cells in sheet.iter_rows() for cell in cells if cell.value == changed.name_ar)
    sheet[f"E{row}"], sheet[f"H{row}"] = "Naïma Bouazzaoui", "06 62 34 56 78"
    filled = io.BytesIO()
    book.save(filled)

    step(page, "Read back a form")
    file: Any = {"name": "جماعة أزرو.xlsx", "mimeType": "application/octet-stream", "buffer": filled.getvalue()}
    page.locator('input[type="file"]').set_input_files(file)
    send(page)
    reads(page, "Only what changed is shown.")
    rows = page.locator("#record-form tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("Naïma Bouazzaoui")
    expect(rows.nth(1)).to_contain_text("06 62 34 56 78")
    expect(page.locator("main")).not_to_contain_text(left.name_ar)
    sound(page)
    page.locator('button[form="record-form"]').click()
    sees(page, words(page, "Take back these changes"))
    changed.refresh_from_db()
    assert (changed.name_fr, changed.phone) == ("Naïma Bouazzaoui", "+212662345678")
    sound(page)
    press(page, "Take back these changes")
    reads(page, "The register says again what it said before.")
    changed.refresh_from_db()
    assert (changed.name_fr, changed.phone) == ("", "+212661234567")
