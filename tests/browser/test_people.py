"""Adding members by hand, with a card that is not one; lists are in ``test_imports``."""

import pytest
from playwright.sync_api import Route, expect

from takwin.people.models import Office, Person
from tests.browser.conftest import OpenPage
from tests.browser.scenes import corner
from tests.browser.steps import choose, field, fill, pick, press, reads, send, sound, wrong_at
from tests.factories.people import make_person

BAD_CARD = "123456"
SHOULD_HAVE_LETTERS = "The letters of the card number are missing: one or two, then digits, as in ZT148220."


@pytest.mark.parametrize(("language", "wide"), [("ar", False), ("fr", True)])
def test_a_member_is_added_by_hand_and_a_wrong_card_is_told_at_its_field(
    open_page: OpenPage, language: str, wide: bool
) -> None:
    here = corner()
    page = open_page(here.officer, language=language, wide=wide)
    page.goto("/people/")
    press(page, "Add a person")
    pick(page, "body", "ازرو" if language == "ar" else "azrou")
    choose(page, "Office", "member")
    fill(page, "Name in Arabic", "فاطمة الزهراء أوشن")
    fill(page, "National identity card (CIN)", BAD_CARD)
    sound(page)
    send(page)
    wrong_at(page, "National identity card (CIN)", SHOULD_HAVE_LETTERS)
    expect(field(page, "Name in Arabic")).to_have_value("فاطمة الزهراء أوشن")
    assert not Person.objects.exists()
    fill(page, "National identity card (CIN)", "zt 123456")
    send(page)
    reads(page, "The person is in the register, with the office.")
    office = Office.objects.get()
    assert (office.body, office.person.identity_documents.get().number) == (here.azrou, "ZT123456")
    sound(page)


def test_a_form_that_is_answered_does_not_speak_of_an_interruption(open_page: OpenPage) -> None:
    here = corner()
    make_person(cin="ZT123456")
    page = open_page(here.officer)
    page.goto("/people/add/")
    pick(page, "body", "ازرو")
    choose(page, "Office", "member")
    fill(page, "Name in Arabic", "فاطمة الزهراء أوشن")
    fill(page, "National identity card (CIN)", "ZT123456")
    send(page)
    reads(page, "This card is already in the register.")
    expect(page.locator("#toasts .toast")).to_have_count(0)
    page.goto("/people/add/")
    expect(field(page, "Name in Arabic")).to_have_value("فاطمة الزهراء أوشن")


def test_letters_typed_before_the_script_arrives_are_answered_once_it_has(open_page: OpenPage) -> None:
    here = corner()
    page = open_page(here.officer)
    held: list[Route] = []

    def hold(script: Route) -> None:
        held.append(script)

    page.route("**/*.js", hold)
    page.goto("/people/add/", wait_until="commit")
    page.locator('input[name="body_words"]').fill("ازرو")
    for script in held:
        script.continue_()
    expect(page.locator('.pick-list label:has(input[name="body"])')).to_contain_text("أزرو")
