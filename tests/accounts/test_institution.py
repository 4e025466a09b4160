"""The login of an institution (OpenID Connect) enters an account that exists, and only its owner's."""

import json
import runpy
from pathlib import Path
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

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
    server = {"server_url": "https://sso.example.ma/realms/m", **more}
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


def test_the_login_of_an_institution_named_in_the_settings_is_offered_at_the_door_and_no_other(
    client: Client, settings: Any
) -> None:
    door = reverse("account_login")
    address = reverse("openid_connect_login", args=["ministry"])
    assert address not in client.get(door).content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": provider()}}
    said = client.get(door, headers={"accept-language": "en"}).content.decode()
    assert f'action="{address}?process=login"' in said
    assert "With my login of M" in said


def test_an_institution_is_named_by_the_environment_and_its_address_let_through(
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    monkeypatch.setenv("TAKWIN_DATA", str(tmp_path))
    monkeypatch.setenv("OIDC_APPS", json.dumps(provider()))
    read = runpy.run_path(str(settings.ROOT / "config" / "settings.py"))
    assert read["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]["APPS"] == provider()
    assert "https://sso.example.ma" in read["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["form-action"]
