"""What Takwin decides where allauth asks."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User

KEPT_MESSAGES = {"account/messages/password_changed.txt": _("Your password is changed.")}


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are opened by an officer, never by the visitor himself."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed. Ask your training officer."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _("Too many attempts one after the other. Wait a few minutes, then try again."),
        "username_password_mismatch": _("The name or number and the password do not go together."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(
        self, request: HttpRequest, level: int, message_template: str = "", *args: Any, **kwargs: Any
    ) -> None:
        """Allauth greets at each step; we speak when something the user owns has changed."""
        if sentence := KEPT_MESSAGES.get(message_template):
            messages.add_message(request, level, sentence)


def trusted_for_names() -> set[str]:
    """The institutions' providers that vouch for the user names they give."""
    return {app["provider_id"] for app in settings.OIDC_APPS if app["settings"].get("trust_user_names") is True}


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """A login of the institution (OpenID Connect) enters an account that exists; it never makes one.

    It is joined to the account by its owner, from his page once he is in. Only a provider of which the settings say so
    (``"trust_user_names": true``) may join a first login by the user name that it gives: where names are chosen freely,
    anyone could call himself by the name of another's account.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Recognise a first login by its user name, if its provider is trusted for names."""
        account = sociallogin.account
        name = account.extra_data.get("preferred_username", "")
        if sociallogin.is_existing or not name or account.provider not in trusted_for_names():
            return
        user = User.objects.filter(username=name, is_active=True).first()
        if user is not None:
            sociallogin.connect(request, user)

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        """Back to one's own page, where it was asked: allauth's page of connections stays shut."""
        return reverse("accounts:me")


class KeysAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors, in our words."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("This second factor cannot be removed."),
        "cannot_generate_recovery_codes": _("Recovery codes go with an application or a key: add one first."),
        "incorrect_code": _("This code is not right, or no longer. Codes change every thirty seconds."),
    }

    def _get_site_name(self) -> str:
        return str(settings.SITE_TITLE)
