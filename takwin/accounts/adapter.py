"""What Takwin decides where allauth asks."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
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


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """A login of the institution (OpenID Connect) enters an account that exists; it never makes one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Recognise a first login by the user name the institution's own provider vouches for."""
        name = sociallogin.account.extra_data.get("preferred_username", "")
        if (
            not sociallogin.is_existing
            and name
            and (user := User.objects.filter(username=name, is_active=True).first())
        ):
            sociallogin.connect(request, user)


class KeysAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors, in our words."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("This second factor cannot be removed."),
        "cannot_generate_recovery_codes": _("Recovery codes go with an application or a key: add one first."),
        "incorrect_code": _("This code is not right, or no longer. Codes change every thirty seconds."),
    }

    def _get_site_name(self) -> str:
        return str(settings.SITE_TITLE)
