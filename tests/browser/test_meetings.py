"""From what was said in a meeting to the note to the press, on a phone in Arabic and on a screen in French."""

import pytest
from playwright.sync_api import Page, expect

from takwin.meetings.enums import MeetingState
from takwin.meetings.models import Meeting, Obligation
from tests.browser.conftest import OpenPage
from tests.browser.scenes import Corner, corner
from tests.browser.steps import fetched, fill, press, reads, send, sound, words
from tests.factories.meetings import make_held, make_meeting, make_series

BOTH = pytest.mark.parametrize(("language", "wide"), [("ar", False), ("fr", True)])
KEPT = "What you had typed before the interruption is back."
CALLED = "ودعا السيد الكاتب العام المنتخبين إلى الحضور."
PROMISED = "عبر السادة الرؤساء عن استعدادهم لتحويل مساهمات الجماعات قبل متم شهر يوليوز 2026."
LENT = "تلتزم عمالة إقليم إفران بوضع قاعتها رهن الإشارة."
SAID = f"{CALLED} {PROMISED}\n{LENT}"
SELECT = """(quote) => {
  const text = document.getElementById("text"), from = text.value.indexOf(quote);
  text.focus(); text.setSelectionRange(from, from + quote.length);
}"""


def held(here: Corner) -> Meeting:
    """A meeting of Ifrane that was held, its minutes to be written."""
    series = make_series(owner=here.council, place=here.province)
    return make_held(make_meeting(series), text="")


def marked(page: Page) -> None:
    """Confirm the promise as it is proposed, and come back to the minutes."""
    page.wait_for_url("**/minutes/mark/")
    sound(page)
    send(page)
    page.wait_for_url("**/minutes/")
    sound(page)


@BOTH
def test_what_was_said_becomes_promises_minutes_and_a_note_to_the_press(
    open_page: OpenPage, language: str, wide: bool
) -> None:
    here = corner()
    meeting = held(here)
    page = open_page(here.officer, language=language, wide=wide)
    page.goto(meeting.get_absolute_url())
    sound(page)
    press(page, "Write the minutes")
    fill(page, "In your own words, sentence after sentence", SAID)
    press(page, "Keep the minutes")
    reads(page, "The minutes are kept.")
    sound(page)
    page.locator("button.sentence", has_text=PROMISED).click()
    marked(page)
    page.evaluate(SELECT, LENT)
    page.keyboard.press("Control+Enter")
    marked(page)
    promised = {one.quote: one.debtor for one in Obligation.objects.filter(quote__in=[PROMISED, LENT])}
    assert promised[LENT] == here.governor
    assert here.azrou in [one.debtor for one in Obligation.objects.filter(quote=PROMISED)]
    page.goto(meeting.get_absolute_url())
    sound(page)
    page.goto(f"{meeting.get_absolute_url()}minutes/validate/")
    sound(page)
    send(page)
    reads(page, "The minutes are validated: their promises bind and are followed.")
    sound(page)
    page.goto(f"{meeting.get_absolute_url()}minutes/publish/")
    sound(page)
    send(page)
    reads(page, "The press note is numbered and may be sent.")
    for name in ("paper", "press"):
        assert fetched(page, f"{meeting.get_absolute_url()}minutes/{name}/").startswith(b"%PDF")
    page.goto("/meetings/promises/")
    sound(page)
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.PUBLISHED


def test_a_point_that_was_added_is_not_typed_again_by_itself(open_page: OpenPage) -> None:
    here = corner()
    meeting = make_meeting(make_series(owner=here.council, place=here.province))
    page = open_page(here.officer)
    page.goto(meeting.get_absolute_url())
    point = page.locator("#point")
    for text in ("عرض البرنامج", "المساهمات"):
        point.fill(text)
        press(page, "Add the point")
        expect(page.locator(".agenda")).to_contain_text(text)
        expect(point).to_have_value("")
        expect(page.locator("#toasts")).not_to_contain_text(words(page, KEPT))
    point.fill("نقطة لم ترسل")
    page.reload()
    expect(point).to_have_value("نقطة لم ترسل")
    reads(page, KEPT)
