"""One-time links: how an account is first entered, and entered again after a lost password."""

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse

from takwin.accounts import actions
from takwin.accounts.models import OneTimeLink, User
from takwin.core import clock
from takwin.journal.models import Entry
from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.django_db
CHOSEN = "trois mulets de Bhalil"


def opened(**facts: str) -> tuple[User, str]:
    officer = make_user()
    user = actions.open_account(by=officer, **({"name_fr": "Naïma", "phone": "+212661000001"} | facts))
    _link, token = actions.make_link(user, by=officer)
    return user, token


def address(token: str) -> str:
    return reverse("accounts:link", args=[token])


def test_an_account_opened_by_phone_logs_in_by_phone_and_has_no_password_yet() -> None:
    user, _token = opened()
    assert user.username == "+212661000001"
    assert not user.has_usable_password()


def test_an_account_without_name_nor_phone_is_refused() -> None:
    with pytest.raises(ValidationError, match="a user name or a phone number"):
        actions.open_account(by=make_user(), name_fr="Naïma")


def test_a_second_account_with_the_same_phone_is_refused_in_words() -> None:
    opened()
    with pytest.raises(ValidationError, match="Another account already uses this phone number"):
        actions.open_account(by=make_user(), name_fr="Other", username="other", phone="+212661000001")


def test_only_the_digest_of_a_token_is_kept() -> None:
    _user, token = opened()
    kept = OneTimeLink.objects.get()
    assert token not in (kept.token_digest, str(kept))
    assert len(kept.token_digest) == 64
    assert token not in str(list(Entry.objects.values_list("facts", flat=True)))


def test_the_owner_chooses_a_password_and_is_logged_in(client: Client) -> None:
    user, token = opened()
    answer = client.post(address(token), {"password": CHOSEN})
    assert answer.status_code == 302
    user.refresh_from_db()
    assert user.check_password(CHOSEN)
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_link_opens_once(client: Client) -> None:
    _user, token = opened()
    assert client.post(address(token), {"password": CHOSEN}).status_code == 302
    again = client.get(address(token))
    assert again.status_code == 410
    assert "no longer of use" in again.content.decode()
    with pytest.raises(ValidationError, match="used or has expired"):
        actions.use_link(token, password=CHOSEN)


@pytest.mark.django_db(transaction=True)
def test_of_two_browsers_at_the_same_moment_one_chooses_the_password() -> None:
    _user, token = opened()
    ready, answers = threading.Barrier(2), []

    def choose(password: str) -> None:
        ready.wait()
        try:
            answers.append(actions.use_link(token, password=password).pk > 0)
        except ValidationError:
            answers.append(False)
        finally:
            connection.close()

    browsers = [threading.Thread(target=choose, args=[f"{CHOSEN} {n}"]) for n in range(2)]
    for browser in browsers:
        browser.start()
    for browser in browsers:
        browser.join()
    assert sorted(answers) == [False, True]
    assert Entry.objects.filter(verb="account.link_used").count() == 1


def test_a_link_older_than_seven_days_or_forged_opens_nothing(client: Client) -> None:
    _user, token = opened()
    OneTimeLink.objects.update(expires_at=clock.now() - dt.timedelta(seconds=1))
    assert client.get(address(token)).status_code == 410
    assert client.get(address("forged")).status_code == 410
    assert client.post(address("forged"), {"password": CHOSEN}).status_code == 410


def test_a_new_link_ends_the_one_before(client: Client) -> None:
    user, first = opened()
    _link, second = actions.make_link(user, by=make_user())
    assert client.get(address(first)).status_code == 410
    assert client.get(address(second)).status_code == 200


def test_the_present_password_holds_until_another_is_chosen() -> None:
    user = make_user()
    actions.make_link(user, by=make_user())
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize("weak", ["short", "password12", "+212661000001"])
def test_a_weak_password_is_refused_at_its_field(client: Client, weak: str) -> None:
    user, token = opened()
    answer = client.post(address(token), {"password": weak})
    assert answer.status_code == 422
    assert answer.context["form"].errors["password"]
    user.refresh_from_db()
    assert not user.has_usable_password()


def test_strength_is_said_while_typing(client: Client) -> None:
    _user, token = opened()
    say = reverse("accounts:link_strength", args=[token])
    assert "would be refused" in client.post(say, {"password": "abc"}).content.decode()
    assert "Strong" in client.post(say, {"password": CHOSEN}).content.decode()
    assert "Enough" in client.post(say, {"password": "kzb9tqmxw2"}).content.decode()
    assert client.post(reverse("accounts:link_strength", args=["forged"])).status_code == 404


def test_a_closed_account_gets_no_link_and_its_link_ends(client: Client) -> None:
    user, token = opened()
    actions.close_account(user, by=make_user())
    assert client.get(address(token)).status_code == 410
    with pytest.raises(ValidationError, match="account is closed"):
        actions.make_link(user, by=make_user())


def test_nobody_closes_his_own_account_nor_a_closed_one() -> None:
    user, officer = make_user(), make_user()
    with pytest.raises(ValidationError, match="your own account"):
        actions.close_account(user, by=user)
    actions.close_account(user, by=officer)
    with pytest.raises(ValidationError, match="already closed"):
        actions.close_account(user, by=officer)
    assert actions.reopen_account(user, by=officer).is_active
    with pytest.raises(ValidationError, match="already open"):
        actions.reopen_account(user, by=officer)


def test_each_step_is_in_the_journal(as_user: Callable[..., Client]) -> None:
    user, token = opened()
    actions.use_link(token, password=CHOSEN)
    verbs = list(Entry.objects.filter(target=f"accounts.User:{user.pk}").order_by("pk").values_list("verb", "by"))
    assert [verb for verb, _by in verbs] == ["account.opened", "account.link_made", "account.link_used"]
    assert verbs[-1][1] == user.pk
