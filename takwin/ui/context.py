"""What every full page shows around its subject. Nothing is computed for a fragment, which has no shell."""

import datetime as dt
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from takwin.core import clock

from . import navigation


def url_if_any(name: str) -> str:
    """The address of a page that an app above may bring, or nothing while it is not there."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


class Shell:
    """The frame of a page for this reader; each part is made when the template first asks."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def groups(self) -> list[navigation.Group]:
        return navigation.groups(self.request) if hasattr(self.request, "user") else []

    @property
    def house(self) -> str:
        """The institution that runs this installation, in the reader's language."""
        names: dict[str, str] = settings.INSTALLATION_NAME
        return names.get(get_language() or "ar", names["fr"])

    @property
    def languages(self) -> list[tuple[str, str]]:
        """The languages to switch to, each in its own name; English is for developers, whose browser asks for it."""
        offered = [(code, name) for code, name in settings.LANGUAGES if code != "en"]
        return [(code, name) for code, name in offered if code != get_language()]

    @property
    def search_url(self) -> str:
        return url_if_any("portal:search")

    @property
    def home_url(self) -> str:
        return url_if_any("portal:desk") or "/"

    @property
    def help_url(self) -> str:
        return url_if_any("portal:help")

    @property
    def account_url(self) -> str:
        return url_if_any("accounts:me")

    @property
    def logout_url(self) -> str:
        return url_if_any("account_logout")

    @property
    def roles_url(self) -> str:
        return url_if_any("rights:mine")

    @property
    def today(self) -> dt.date:
        return clock.today()


def shell(request: HttpRequest) -> dict[str, Shell]:
    return {"shell": Shell(request)}
