"""Entering Takwin: by name or number, with a second step, and not for ever by guessing."""

import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client, RequestFactory
from django.urls import reverse

from takwin.accounts.queries import username_of
from takwin.core.access import to_login
from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"


@pytest.mark.parametrize(
    "typed", ["naima", " naima ", "06 61 23 45 67", "0661234567", "+212 661-23-45-67", "٠٦٦١٢٣٤٥٦٧"]
)
def test_one_enters_by_user_name_or_by_phone_however_written(client: Client, typed: str) -> None:
    make_user(username="naima", phone="+212661234567")
    answer = client.post(LOGIN, {"login": typed, "password": PASSWORD})
    assert answer.status_code == 302
    assert answer["location"] == "/"


@pytest.mark.parametrize(("language", "fetched"), [("fr", 1), ("ar", 0)])
def test_the_bold_arabic_of_the_pages_behind_comes_while_a_reader_of_french_types(
    client: Client, language: str, fetched: int
) -> None:
    door = client.get(LOGIN, headers={"accept-language": language}).content.decode()
    assert len(re.findall(r'<link rel="prefetch" as="font" [^>]+arabic-600-normal[^>]+ crossorigin>', door)) == fetched


def test_who_has_no_account_is_told_what_a_wrong_password_is_told(client: Client) -> None:
    make_user(username="naima", phone="+212661234567")
    said = {
        client.post(LOGIN, {"login": name, "password": "wrong"}).context["form"].non_field_errors()[0]
        for name in ("naima", "nobody", "0661234567", "0661999999")
    }
    assert len(said) == 1


def test_an_unknown_number_is_left_as_it_is_typed() -> None:
    assert username_of("0661999999") == "0661999999"
    assert username_of("not a number") == "not a number"


def test_a_user_name_that_looks_like_a_number_wins_over_the_number() -> None:
    make_user(username="0661234567", name="First")
    make_user(username="second", phone="+212661234567")
    assert username_of("0661234567") == "0661234567"


def test_after_eight_wrong_passwords_the_door_waits_and_says_so(client: Client) -> None:
    make_user(username="naima")
    answers = [client.post(LOGIN, {"login": "naima", "password": "wrong"}) for _ in range(8)]
    assert answers[6].status_code == 200
    assert answers[7].status_code == 429
    assert "waits fifteen minutes" in answers[7].content.decode()
    assert client.post(LOGIN, {"login": "naima", "password": PASSWORD}).status_code == 429


def test_others_are_not_kept_out_by_it(client: Client) -> None:
    make_user(username="naima")
    make_user(username="omar")
    for _ in range(8):
        client.post(LOGIN, {"login": "naima", "password": "wrong"})
    assert client.post(LOGIN, {"login": "omar", "password": PASSWORD}).status_code == 302


def test_a_closed_account_does_not_enter(client: Client) -> None:
    make_user(username="naima", is_active=False)
    client.post(LOGIN, {"login": "naima", "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_a_second_step_is_asked_and_a_code_opens(client: Client) -> None:
    user = make_user(username="naima")
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    answer = client.post(LOGIN, {"login": "naima", "password": PASSWORD})
    assert answer["location"].startswith(reverse("mfa_authenticate"))
    assert "_auth_user_id" not in client.session
    assert "not right" in client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()
    code = format_hotp_value(hotp_value("JBSWY3DPEHPK3PXP", next(yield_hotp_counters_from_time())))
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_recovery_code_opens_once(client: Client) -> None:
    user = make_user(username="naima")
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    client.post(LOGIN, {"login": "naima", "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.session["_auth_user_id"] == str(user.pk)
    other = Client()
    other.post(LOGIN, {"login": "naima", "password": PASSWORD})
    assert other.post(reverse("mfa_authenticate"), {"code": code}).status_code == 200
    assert Authenticator.objects.filter(user=user).count() == 2


@pytest.mark.parametrize(
    "address",
    [
        "/account/signup/", "/account/email/", "/account/confirm-email/", "/account/password/reset/",
        "/account/password/reset/done/", "/account/password/set/", "/account/login/code/confirm/",
        "/account/3rdparty/", "/account/3rdparty/signup/", "/account/social/signup/",
    ],
)  # fmt: skip
def test_a_page_of_allauth_that_takwin_does_not_open_is_not_there(address: str, as_user: Callable[..., Client]) -> None:
    assert Client().get(address).status_code == 404
    assert as_user(make_user()).post(address).status_code == 404


def test_what_protects_the_account_asks_the_password_again(client: Client) -> None:
    make_user(username="naima")
    client.post(LOGIN, {"login": "naima", "password": PASSWORD})
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer["location"].startswith(reverse("account_reauthenticate"))


PAGES = [
    "accounts:me", "account_change_password", "mfa_index", "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn",
    "account_reauthenticate", "account_logout",
]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_one_s_own_pages_open_in_both_languages(page: str, as_user: Callable[..., Client], language: str) -> None:
    make_user(username="naima")
    browser = Client(headers={"accept-language": language})
    browser.post(LOGIN, {"login": "naima", "password": PASSWORD})
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    answer = browser.get(reverse(page))
    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.content.decode()


@pytest.mark.parametrize("page", ["accounts:me", "mfa_index", "account_change_password"])
def test_a_visitor_is_sent_to_the_login_page(client: Client, page: str) -> None:
    answer = client.get(reverse(page))
    assert answer.status_code == 302
    assert answer["location"].startswith(LOGIN)


def test_the_language_chosen_is_kept(as_user: Callable[..., Client]) -> None:
    user = make_user(language="ar")
    browser = as_user(user)
    assert browser.post(reverse("accounts:me"), {"language": "fr"}).status_code == 302
    user.refresh_from_db()
    assert user.language == "fr"
    assert 'lang="fr"' in browser.get(reverse("accounts:me")).content.decode()
    assert browser.post(reverse("accounts:me"), {"language": "de"}).context["form"].errors


def test_the_password_is_changed_and_told_to_the_journal(as_user: Callable[..., Client]) -> None:
    user = make_user(username="naima")
    browser = Client(headers={"accept-language": "en"})
    browser.post(LOGIN, {"login": "naima", "password": PASSWORD})
    new = "quatre figues de Bhalil"
    wrong = {"oldpassword": "no", "password1": new, "password2": new}
    assert "not your present password" in browser.post(reverse("account_change_password"), wrong).content.decode()
    browser.post(reverse("account_change_password"), wrong | {"oldpassword": PASSWORD})
    user.refresh_from_db()
    assert user.check_password(new)


PAGE = "https://testserver/people/?q=x"


@pytest.mark.parametrize(
    ("method", "page", "then"),
    [
        ("post", PAGE, "/people/%3Fq%3Dx"),
        ("post", "https://elsewhere.example/people/", "/letters/ask/"),
        ("post", "https://testserver//elsewhere.example/", "/letters/ask/"),
        ("post", "", "/letters/ask/"),
        ("get", PAGE, "/letters/ask/"),
    ],
)
def test_whoever_sends_a_form_after_his_session_ended_comes_back_to_the_page_he_was_on(
    rf: RequestFactory, method: str, page: str, then: str
) -> None:
    request = getattr(rf, method)("/letters/ask/", headers={"referer": page}, secure=True)
    assert to_login(request)["location"] == f"{LOGIN}?next={then}"
