"""From the desk of a regional officer to a commune, by the map and by its name however spelt."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.scenes import corner
from tests.browser.steps import sees, sound


@pytest.mark.parametrize(("language", "wide"), [("ar", False), ("fr", True)])
def test_an_officer_goes_from_his_desk_to_a_commune_by_the_map(open_page: OpenPage, language: str, wide: bool) -> None:
    here = corner()
    page = open_page(here.officer, language=language, wide=wide)
    page.goto("/")
    sound(page)
    page.goto(here.region.get_absolute_url())
    expect(page.locator("svg.map a")).to_have_count(2)
    sound(page)
    page.locator(f'svg.map a[href="{here.province.get_absolute_url()}"]').focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{here.province.get_absolute_url()}")
    page.get_by_role("link", name="أزرو" if language == "ar" else "Azrou").filter(visible=True).first.click()
    page.wait_for_url(f"**{here.commune.get_absolute_url()}")
    sound(page)


@pytest.mark.parametrize("typed", ["أيت يحيى", "ايت يحي", "ait yahya", "AÏT-YAHYA"])
def test_a_place_is_found_however_it_is_spelt(open_page: OpenPage, typed: str) -> None:
    page = open_page(corner().officer)
    page.goto("/territory/places/")
    page.locator("#list-search").fill(typed)
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    sees(page, "آيت يحيى أوعلا")
    page.goto("/search/")
    page.locator("#search-words").fill(typed)
    sees(page, "آيت يحيى أوعلا")
