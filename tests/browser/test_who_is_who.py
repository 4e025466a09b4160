"""The queue of who is who by hand: on a phone in Arabic by buttons, on a wide screen in French by keys."""

import datetime as dt

from playwright.sync_api import Page, expect

from takwin.people.merging.enums import Verdict
from takwin.people.merging.models import Candidate, Merge
from takwin.people.models import Person
from tests.browser.conftest import OpenPage
from tests.browser.scenes import Corner, corner
from tests.browser.steps import fill, press, reads, send, sound
from tests.factories.merging import make_candidate, make_pair


def queue(here: Corner, pairs: int) -> list[Candidate]:
    """Pairs of members of Azrou, the most alike first."""
    return [make_candidate(*make_pair(here.azrou), score=0.9 - n / 100) for n in range(pairs)]


def is_at(page: Page, pair: Candidate) -> None:
    expect(page.locator('input[name="kept"][value="a"] ~ span bdi')).to_be_visible()
    assert pair.get_absolute_url() in page.url


def test_pairs_are_decided_by_buttons_on_a_phone_in_arabic(open_page: OpenPage) -> None:
    here = corner()
    first, second = queue(here, 2)
    page = open_page(here.officer)
    page.goto("/people/who-is-who/")
    sound(page)
    press(page, "Look at the pairs")
    is_at(page, first)
    sound(page)
    page.locator('input[name="kept"][value="b"]').check()
    page.locator('button[value="same"]').click()
    page.wait_for_url(f"**{second.get_absolute_url()}?done={first.pk}")
    reads(page, "Recorded: one person.")
    sound(page)
    assert Merge.objects.get().kept == first.b
    page.locator('button[data-key="u"]').click()
    page.wait_for_url(f"**{first.get_absolute_url()}")
    assert Person.objects.count() == 4


def test_pairs_are_decided_by_keys_on_a_wide_screen_in_french(open_page: OpenPage) -> None:
    here = corner()
    first, second, third = queue(here, 3)
    page = open_page(here.officer, language="fr", wide=True)
    page.goto(first.get_absolute_url())
    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"**{second.get_absolute_url()}")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"**{first.get_absolute_url()}")
    page.keyboard.press("d")
    page.wait_for_url(f"**{second.get_absolute_url()}?done={first.pk}")
    page.keyboard.press("l")
    page.wait_for_url(f"**{third.get_absolute_url()}?done={second.pk}")
    page.keyboard.press("s")
    page.wait_for_url(f"**/who-is-who/?done={third.pk}")
    verdicts = Candidate.objects.order_by("-score").values_list("verdict", flat=True)
    assert list(verdicts) == [Verdict.DIFFERENT, Verdict.LATER, Verdict.SAME]


def test_a_merge_is_read_its_case_closed_and_the_merge_undone(open_page: OpenPage) -> None:
    here = corner()
    a, b = make_pair(here.azrou)
    b.offices.update(detail="", starts_on=dt.date(2021, 9, 10))
    make_candidate(a, b)
    page = open_page(here.officer)
    page.goto("/people/who-is-who/next/")
    page.locator('button[value="same"]').click()
    page.goto("/people/who-is-who/cases/")
    page.locator("a.row").first.click()
    sound(page)
    fill(page, "What was decided", "كتبت الصفة مرتين")
    send(page)
    reads(page, "The case is closed.")
    page.goto(Merge.objects.get().get_absolute_url())
    sound(page)
    press(page, "Undo this merge")
    reads(page, "They are two persons again: everything went back.")
    assert Person.objects.count() == 2


def test_sure_pairs_are_confirmed_in_one_act_and_the_old_address_leads_back(open_page: OpenPage) -> None:
    here = corner()
    first, second = [make_candidate(*make_pair(here.azrou), score=0.999) for _pair in range(2)]
    page = open_page(here.officer)
    page.goto("/people/who-is-who/sure/")
    sound(page)
    page.locator(f'input[name="pair"][value^="{second.pk}-"]').uncheck()
    press(page, "Confirm: one person each")
    page.wait_for_url("**/who-is-who/merges/")
    assert Merge.objects.get().gone == first.b
    page.goto(first.get_absolute_url())
    reads(page, "These two rows are one person now")
    sound(page)
    press(page, "Undo this merge")
    is_at(page, first)
    assert Person.objects.count() == 4
