"""The login of an institution (OpenID Connect) enters an account that exists, and only its owner's."""

from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from takwin.accounts.adapter import SocialAdapter
from takwin.accounts.models import User
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


def visitor() -> HttpRequest:
    request = RequestFactory().get("/")
    for layer in (SessionMiddleware, MessageMiddleware):
        layer(lambda _request: HttpResponse()).process_request(request)
    request.user = User()
    return request


def first_login(name: str) -> SocialLogin:
    account = SocialAccount(provider="ministry", uid="42", extra_data={"preferred_username": name})
    return SocialLogin(user=User(), account=account)


def provider(**more: Any) -> list[dict[str, Any]]:
    server = {"server_url": "sso.example.ma", **more}
    return [{"provider_id": "ministry", "name": "M", "client_id": "takwin", "settings": server}]


@pytest.mark.parametrize("more", [{}, {"trust_user_names": False}, {"trust_user_names": "true"}])
def test_a_name_given_by_a_provider_opens_nobody_s_account_unless_the_settings_trust_it(
    settings: Any, more: dict[str, Any]
) -> None:
    settings.OIDC_APPS = provider(**more)
    make_user(username="naima")
    SocialAdapter().pre_social_login(visitor(), first_login("naima"))
    assert not SocialAccount.objects.exists()


def test_a_trusted_provider_s_name_joins_the_open_account_that_bears_it(settings: Any) -> None:
    settings.OIDC_APPS = provider(trust_user_names=True)
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": settings.OIDC_APPS}}
    naima = make_user(username="naima")
    make_user(username="omar", is_active=False)
    for name in ("omar", "nobody", ""):
        SocialAdapter().pre_social_login(visitor(), first_login(name))
    assert not SocialAccount.objects.exists()
    SocialAdapter().pre_social_login(visitor(), first_login("naima"))
    assert SocialAccount.objects.get().user == naima
