"""Each section that the navigation opens, and the first thing of each list: nothing for axe to say, no error, no
sideways scroll. Every role is shown every section it has; the rules of accessibility judge each address once."""

from collections.abc import Callable, Collection, Iterator

import pytest
from playwright.sync_api import Page

from takwin.accounts.models import User
from takwin.meetings.actions import add_point
from takwin.rights.enums import Role
from tests.browser.conftest import OpenPage
from tests.browser.scenes import Corner, corner, peopled
from tests.browser.steps import axe, fits, sound
from tests.factories.meetings import make_meeting, make_series
from tests.factories.rights import user_as

PEOPLE: dict[Role, Callable[[Corner], User]] = {
    Role.REGION_OFFICER: lambda here: here.officer,
    Role.FINANCE_OFFICER: lambda here: here.finance,
    Role.PROVINCE_OFFICER: lambda here: here.province_officer,
    Role.COMMUNE: lambda here: here.president,
    Role.TRAINER: lambda _here: user_as(Role.TRAINER, name="حميد الإدريسي"),
    Role.AUDITOR: lambda here: here.auditor,
    Role.ADMINISTRATOR: lambda here: here.administrator,
}
ONE_S_OWN = ["/account/", "/account/password/change/", "/rights/mine/", "/help/", "/search/?q=azrou"]
VISITED = ["/", "/account/login/", "/verify/0000-0000-0000", "/nowhere/"]
# Names, titles and texts as somebody might paste them: one word without an end in each place where people write.
# A table on a wide screen is left: its columns keep their longest word, since they would break the others.
STRETCH = """() => {
  for (const place of document.querySelectorAll("main bdi:not([dir=ltr], .ltr), main h1")) {
    if (innerWidth > 768 && place.closest("table")) continue;
    const text = document.createTreeWalker(place, NodeFilter.SHOW_TEXT).nextNode();
    if (text && /\\p{L}{3}/u.test(text.data)) text.data = "http://exemple.ma/".padEnd(500, "ab");
  }
}"""
BOTH = pytest.mark.parametrize(("language", "wide"), [("ar", False), ("fr", True)])


def sections(page: Page) -> list[str]:
    """Where the navigation leads, the part folded under "More" included."""
    page.goto("/")
    links = page.locator(".nav a[href]").evaluate_all("links => links.map((link) => link.getAttribute('href'))")
    return list(dict.fromkeys(links))


def shown(page: Page, addresses: list[str], known: Collection[str] = ()) -> Iterator[str]:
    """Open each address, and the first thing its list leads to when it is not known yet."""
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok, f"{answer.status} for {address}"
        first = page.locator("a.row").first
        leads_to = first.get_attribute("href") if first.count() else None
        yield address
        if leads_to and leads_to not in known:
            page.goto(leads_to)
            yield leads_to


@BOTH
def test_every_section_of_every_role_is_sound(open_page: OpenPage, language: str, wide: bool) -> None:
    here = peopled(corner())
    judged: set[str] = set()
    for role in Role:
        page = open_page(PEOPLE[role](here), language=language, wide=wide)
        for address in shown(page, sections(page), judged):
            fits(page)
            if address not in judged:
                axe(page)
            judged.add(address)


@BOTH
def test_a_word_of_any_length_widens_no_page(open_page: OpenPage, language: str, wide: bool) -> None:
    here = peopled(corner())
    meeting = make_meeting(make_series(owner=here.council, place=here.province))
    add_point(meeting, text="نقطة", by=here.officer)
    page = open_page(here.officer, language=language, wide=wide)
    lists = ["/", "/training/", "/meetings/", "/agreements/", "/people/", "/journal/"]
    for _address in shown(page, [*lists, meeting.get_absolute_url()]):
        page.evaluate(STRETCH)
        fits(page)


@BOTH
def test_pages_of_a_visitor_and_of_one_s_account_are_sound(open_page: OpenPage, language: str, wide: bool) -> None:
    visitor = open_page(language=language, wide=wide)
    for address in VISITED:
        visitor.goto(address)
        sound(visitor)
    page = open_page(corner().officer, language=language, wide=wide)
    for address in ONE_S_OWN:
        page.goto(address)
        sound(page)


def test_the_gallery_is_sound(open_page: OpenPage) -> None:
    page = open_page(corner().officer)
    page.goto("/ui/gallery/")
    sound(page)
