"""What the database itself refuses of accounts and one-time links."""

import datetime as dt

import pytest

from takwin.accounts.models import OneTimeLink, User
from takwin.core import clock
from tests.constraints import breaks
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


def make_link() -> OneTimeLink:
    user = make_user()
    facts = {"token_digest": "0" * 64, "expires_at": clock.now() + dt.timedelta(days=1)}
    return OneTimeLink.objects.create(user=user, made_by=user, **facts)


def test_an_account_says_whose_it_is() -> None:
    user = make_user()
    with breaks(User, "user_has_a_name"):
        User.objects.filter(pk=user.pk).update(name_ar="", name_fr="")


def test_a_phone_opens_one_account() -> None:
    make_user(phone="+212612345678")
    with breaks(User, "user_phone_once"):
        make_user(phone="+212612345678")


def test_several_accounts_may_have_no_phone() -> None:
    make_user(phone="")
    assert make_user(phone="").pk


def test_a_link_is_not_used_before_it_is_made() -> None:
    link = make_link()
    with breaks(OneTimeLink, "link_used_once_made"):
        OneTimeLink.objects.update(used_at=link.made_at - dt.timedelta(microseconds=1))
    assert OneTimeLink.objects.update(used_at=link.made_at) == 1
