"""What a person does on a page, said with the words of the page: each step takes the English sentence of the code and
looks for its translation in the language that the page is in."""

import json
import re
from functools import cache
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from django.utils import translation
from playwright.sync_api import Download, Locator, Page, expect

RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
JUDGE = f"async () => {{ const r = await axe.run({json.dumps(RULES)}); return r.violations; }}"

# A toast that is still fading in has no contrast yet.
SETTLED = "async () => { await Promise.allSettled(document.getAnimations().map((moving) => moving.finished)); }"


@cache
def _said(sentence: str, language: str) -> str:
    with translation.override(language):
        return translation.gettext(sentence)


def words(page: Page, sentence: str, **facts: Any) -> str:
    """The sentence in the language of the page."""
    language = page.locator("html").get_attribute("lang") or "ar"
    said = _said(sentence, language)
    return said % facts if facts else said


def control(page: Page, sentence: str, **facts: Any) -> Locator:
    """The first visible button or link of that name."""
    name = words(page, sentence, **facts)
    found = page.get_by_role("button", name=name, exact=True).or_(page.get_by_role("link", name=name, exact=True))
    return found.filter(visible=True).first


def pressed(button: Locator) -> None:
    """Click, and let the page that this asked for arrive whole: a question to it is not put to half of it."""
    button.click()
    button.page.wait_for_load_state()


def press(page: Page, sentence: str, **facts: Any) -> None:
    pressed(control(page, sentence, **facts))


def in_menu(page: Page, sentence: str) -> Locator:
    """A control among those folded under "Other steps", once they are unfolded, none of them beyond an edge."""
    folded = page.locator("details.pop.at-end-edge")
    folded.locator("> summary").first.click()
    menu = folded.locator("> .menu").first.bounding_box()
    assert menu is not None
    assert 0 <= menu["x"] <= page.evaluate("innerWidth") - menu["width"], f"{page.url}: {menu}"
    return control(page, sentence)


def step(page: Page, sentence: str, **facts: Any) -> None:
    """Take a next step of a thing: its main button, or one of those folded under "Other steps"."""
    found = control(page, sentence, **facts)
    folded = page.locator("details.pop.at-end-edge > summary")
    if not found.count() and folded.count():
        folded.first.click()
    pressed(found)


def field(page: Page, label: str) -> Locator:
    """The field of that label, whether or not it says that it is optional."""
    return page.get_by_label(re.compile(rf"^\s*{re.escape(words(page, label))}")).first


def fill(page: Page, label: str, value: Any) -> None:
    field(page, label).fill(str(value))


def choose(page: Page, label: str, value: Any) -> None:
    """Choose in a list by the value that is sent."""
    field(page, label).select_option(value=str(value))


def pick(page: Page, name: str, letters: str) -> None:
    """Type a few letters of a name in a field of choice and take the answer."""
    page.locator(f'input[name="{name}_words"]').press_sequentially(letters)
    page.locator(f'.pick-list label:has(input[name="{name}"])').first.click()


def tick(page: Page, value: Any, name: str) -> None:
    """Tick a box or a round button by its name and value, as a finger does: on its words."""
    page.locator(f'input[name="{name}"][value="{value}"]').check(force=True)


def send(page: Page) -> None:
    """Press the one button that sends the form of the page."""
    pressed(page.locator('main form button.main-act[type="submit"], main form .form-end button.main-act').first)


def sees(page: Page, text: str) -> None:
    expect(page.get_by_text(text).filter(visible=True).first).to_be_visible()


def reads(page: Page, sentence: str, **facts: Any) -> None:
    """The page says this sentence, in its language."""
    sees(page, words(page, sentence, **facts))


def wrong_at(page: Page, label: str, sentence: str, **facts: Any) -> None:
    """The field of that label says what is wrong with it."""
    said = page.locator(".field.wrong").filter(has=field(page, label)).locator(".error")
    expect(said).to_contain_text(words(page, sentence, **facts))


def download(page: Page, link: Locator) -> bytes:
    """The bytes behind a link that saves a file."""
    with page.expect_download() as awaited:
        link.click()
    saved: Download = awaited.value
    return saved.path().read_bytes()


def fetched(page: Page, address: str) -> bytes:
    """The bytes at an address, asked with the reader's own session."""
    answer = page.request.get(address)
    assert answer.ok, f"{answer.status} for {address}"
    return answer.body()


def axe(page: Page) -> None:
    """Fail on what the rules of accessibility find, by rule, message and node."""
    page.evaluate(SETTLED)
    page.evaluate(AXE_SCRIPT)
    found = [
        f"{page.url} {violation['id']}: {violation['help']}\n    {node['html'][:200]}"
        for violation in page.evaluate(JUDGE)
        for node in violation["nodes"]
    ]
    assert not found, "\n".join(found)


def fits(page: Page) -> None:
    """Fail when the page can be scrolled sideways, by what sticks out; what was pressed has arrived first."""
    page.wait_for_load_state()
    wide = page.evaluate(
        """() => document.documentElement.scrollWidth > innerWidth && [...document.querySelectorAll("body *")]
        .filter((e) => { const box = e.getBoundingClientRect(); return box.right > innerWidth + 1 || box.left < -1; })
        .slice(0, 3).map((e) => e.outerHTML.slice(0, 160))"""
    )
    assert wide is False, f"{page.url} scrolls sideways: {wide}"


def sound(page: Page) -> None:
    """What holds on every page."""
    fits(page)
    axe(page)
