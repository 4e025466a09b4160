"""Coming in for the first time, and what is not lost when the line is."""

import pytest
from playwright.sync_api import Page, expect

from takwin.accounts.actions import make_link, open_account
from takwin.rights.enums import Role
from tests.browser.conftest import OpenPage
from tests.browser.scenes import corner
from tests.browser.steps import fill, press, reads, sees, send, sound
from tests.factories.accounts import PASSWORD
from tests.factories.meetings import make_meeting, make_series
from tests.factories.rights import make_appointment, user_as

CHOSEN = "trois mulets de Bhalil"
POINT = "برنامج الدورات المتعلقة بالميزانية"


def enter(page: Page, login: str, password: str) -> None:
    page.goto("/account/login/")
    fill(page, "Phone number or user name", login)
    fill(page, "Password", password)
    press(page, "Enter")


def is_at_his_desk(page: Page) -> None:
    expect(page.locator(".panel.wait")).to_be_visible()


@pytest.mark.parametrize(("language", "wide"), [("ar", False), ("fr", True)])
def test_a_newcomer_chooses_a_password_by_his_link_and_reaches_his_desk(
    open_page: OpenPage, language: str, wide: bool
) -> None:
    here = corner()
    officer = here.officer
    newcomer = open_account(by=officer, name_ar="نعيمة بوعزاوي", phone="+212661000001", language=language)
    make_appointment(newcomer, Role.COMMUNE, body=here.azrou)
    _link, token = make_link(newcomer, by=officer)
    page = open_page(language=language, wide=wide)
    page.goto(f"/account/link/{token}/")
    sound(page)
    fill(page, "New password", "short")
    press(page, "Keep this password and enter")
    expect(page.locator(".field.wrong .error")).to_be_visible()
    fill(page, "New password", CHOSEN)
    press(page, "Keep this password and enter")
    is_at_his_desk(page)
    again = open_page(language=language, wide=wide)
    again.goto(f"/account/link/{token}/")
    expect(again.get_by_role("heading", level=1)).to_be_visible()
    expect(again.get_by_role("textbox")).to_have_count(0)
    enter(again, "06 61 00 00 01", CHOSEN)
    is_at_his_desk(again)


@pytest.mark.parametrize("login", ["naima", "0661-00-00-02"])
def test_one_enters_by_name_or_number_and_is_told_a_wrong_password(open_page: OpenPage, login: str) -> None:
    user_as(Role.COMMUNE, body=corner().azrou, username="naima", phone="+212661000002")
    page = open_page()
    enter(page, login, "wrong")
    reads(page, "The name or number and the password do not go together.")
    sound(page)
    enter(page, login, PASSWORD)
    is_at_his_desk(page)


def test_what_is_typed_survives_a_lost_connection(open_page: OpenPage) -> None:
    page = open_page(corner().officer)
    page.goto("/territory/bodies/add/")
    name = page.locator('input[name="name_ar"]')
    name.fill("جامعة الأخوين")
    page.context.set_offline(True)
    send(page)
    expect(page.locator("#toasts .toast.error")).to_be_visible()
    expect(name).to_have_value("جامعة الأخوين")
    page.context.set_offline(False)
    page.reload()
    expect(name).to_have_value("جامعة الأخوين")


@pytest.mark.parametrize(("language", "wide"), [("ar", False), ("fr", True)])
def test_what_was_sent_after_the_session_ended_is_found_again_behind_the_door(
    open_page: OpenPage, language: str, wide: bool
) -> None:
    here = corner()
    officer = user_as(Role.REGION_OFFICER, here.region, username="souad")
    meeting = make_meeting(make_series(owner=here.council, place=here.province))
    page = open_page(officer, language=language, wide=wide)
    page.goto(meeting.get_absolute_url())
    page.locator("#point").fill(POINT)
    page.context.clear_cookies(name="sessionid")
    press(page, "Add the point")
    page.wait_for_url("**/account/login/**")
    fill(page, "Phone number or user name", "souad")
    fill(page, "Password", PASSWORD)
    press(page, "Enter")
    page.wait_for_url(f"**{meeting.get_absolute_url()}")
    expect(page.locator("#point")).to_have_value(POINT)
    press(page, "Add the point")
    sees(page, POINT)
    expect(page.locator("#point")).to_have_value("")


def test_a_passkey_of_the_device_opens_the_account_without_a_password(open_page: OpenPage) -> None:
    user_as(Role.COMMUNE, body=corner().azrou, username="naima")
    page = open_page()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": {**kind, "isUserVerified": True}})
    enter(page, "naima", PASSWORD)
    is_at_his_desk(page)
    page.goto("/account/2fa/webauthn/add/")
    fill(page, "Password", PASSWORD)
    press(page, "Go on")
    sound(page)
    fill(page, "Name of this key", "هاتفي")
    page.get_by_role("checkbox").check()
    press(page, "Add this key")
    page.wait_for_url("**/recovery-codes/**")
    page.context.clear_cookies()
    page.goto("/account/login/")
    press(page, "With the passkey of this device")
    is_at_his_desk(page)
