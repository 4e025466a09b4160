"""A messy list through the wizard in the browser: dropped, one column corrected, recorded, undone."""

from typing import Any

from playwright.sync_api import expect

from takwin.people.models import Person
from takwin.people.rosters.person import MESSAGES
from takwin.rights.enums import Role
from tests.browser.conftest import OpenPage
from tests.browser.steps import pick, press, reads, sound, words
from tests.factories.rights import officer_of
from tests.people.lists import book, ifrane, line

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
    page.locator('form[action$="/undo/"] button').click()
    reads(page, "The import is undone: the register is as it was before.")
    assert not Person.objects.exists()
