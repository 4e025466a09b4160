"""An auditor reads all of it and changes nothing; a form sent twice does one thing."""

import pytest
from playwright.sync_api import expect

from takwin.directory.models import Body
from takwin.journal.models import Entry
from tests.browser.conftest import OpenPage
from tests.browser.scenes import corner, peopled
from tests.browser.steps import fits
from tests.browser.test_every_page import sections, shown
from tests.factories.directory import make_room


def test_an_auditor_is_offered_no_button_that_writes(open_page: OpenPage) -> None:
    here = peopled(corner())
    page = open_page(here.auditor)
    for address in shown(page, [section for section in sections(page) if section != "/account/"]):
        fits(page)
        assert page.locator("main form[method=post]").count() == 0, f"a form that writes at {address}"


WRITES = [
    "/people/add/", "/training/plan/", "/agreements/new/", "/treasury/lines/new/", "/programmes/new/",
    "/territory/bodies/add/", "/rights/users/new/",
]  # fmt: skip


@pytest.mark.parametrize("address", WRITES)
def test_an_auditor_who_sends_a_form_all_the_same_is_refused(open_page: OpenPage, address: str) -> None:
    page = open_page(corner().auditor)
    page.goto("/")
    before = Entry.objects.count()
    mark = page.locator("meta[name=csrf]").get_attribute("content")
    answer = page.request.post(address, form={"csrfmiddlewaretoken": str(mark), "name_ar": "جامعة"})
    assert answer.status == 403
    assert Entry.objects.count() == before


def test_a_form_sent_twice_does_one_thing(open_page: OpenPage) -> None:
    here = corner()
    page = open_page(here.officer)
    room = make_room(here.governor)
    page.goto(f"/territory/rooms/{room.pk}/edit/")
    page.locator('input[name="seats"]').fill("55")
    before = Entry.objects.count()
    page.locator("main form").evaluate("form => { form.requestSubmit(); form.requestSubmit(); }")
    page.locator(".toast").first.wait_for()
    room.refresh_from_db()
    assert (room.seats, Entry.objects.count() - before) == (55, 1)


def test_a_body_added_by_two_hurried_presses_is_added_once(open_page: OpenPage) -> None:
    here = corner()
    page = open_page(here.officer)
    page.goto("/territory/bodies/add/")
    page.locator('select[name="kind"]').select_option("university")
    page.locator('input[name="name_ar"]').fill("جامعة سيدي محمد بن عبد الله")
    page.locator('input[name="name_fr"]').fill("Université Sidi Mohamed Ben Abdellah")
    page.locator('input[name="place_words"]').press_sequentially("ازرو")
    page.locator('.pick-list input[name="place"]').first.check(force=True)
    page.locator('main form button[type="submit"]').first.dblclick()
    page.wait_for_url("**/territory/bodies/*/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("جامعة سيدي محمد")
    assert Body.objects.filter(kind="university").count() == 1
