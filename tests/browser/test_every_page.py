"""Each page that the navigation opens, for each role: nothing for axe to say, no error, no sideways scroll."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from takwin.accounts.models import User
from takwin.rights.enums import Role
from tests.browser.conftest import OpenPage
from tests.browser.scenes import Corner, corner
from tests.browser.steps import sound
from tests.factories.rights import user_as

PEOPLE: dict[Role, Callable[[Corner], User]] = {
    Role.REGION_OFFICER: lambda here: here.officer,
    Role.FINANCE_OFFICER: lambda here: here.finance,
    Role.PROVINCE_OFFICER: lambda here: here.province_officer,
    Role.COMMUNE: lambda here: here.president,
    Role.TRAINER: lambda here: user_as(Role.TRAINER, name="حميد الإدريسي"),
    Role.AUDITOR: lambda here: here.auditor,
    Role.ADMINISTRATOR: lambda here: here.administrator,
}
ONE_S_OWN = ["/account/", "/account/password/change/", "/rights/mine/", "/help/", "/search/?q=fes"]
VISITED = ["/", "/account/login/", "/verify/0000-0000-0000", "/nowhere/"]


def sections(page: Page) -> list[str]:
    """Where the navigation leads, the part folded under "More" included."""
    page.goto("/")
    links = page.locator(".nav a[href]").evaluate_all("links => links.map((link) => link.getAttribute('href'))")
    return list(dict.fromkeys(links))


@pytest.mark.parametrize(("language", "wide"), [("ar", False), ("fr", True)])
@pytest.mark.parametrize("role", Role)
def test_every_section_of_a_role_is_sound(open_page: OpenPage, role: Role, language: str, wide: bool) -> None:
    page = open_page(PEOPLE[role](corner()), language=language, wide=wide)
    for address in sections(page):
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok, f"{answer.status} for {address}"
        sound(page)


@pytest.mark.parametrize(("language", "wide"), [("ar", False), ("fr", True)])
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
