"""Messy lists through the wizard in the browser: dropped, one column or cell corrected, recorded, undone."""

import datetime as dt
from typing import Any

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
from tests.browser.conftest import OpenPage
from tests.browser.steps import pick, press, reads, send, sound, words
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
