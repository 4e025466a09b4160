"""Find users and their links."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from takwin.accounts.models import OneTimeLink, User
from takwin.core import clock
from takwin.core.identifiers import phone


def username_of(login: str) -> str:
    """The user name of whoever logs in under ``login``, a user name or a phone number however written.

    What is neither is given back as it is: the login then fails like any other, and tells nobody which accounts exist.
    """
    login = login.strip()
    if User.objects.filter(username=login).exists():
        return login
    try:
        number = phone(login)
    except ValidationError:
        return login
    found = User.objects.filter(phone=number).first() if number else None
    return found.username if found else login


def digest_of(token: str) -> str:
    """What is kept of a token. It has 256 bits of chance, so a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_link(token: str, among: QuerySet[OneTimeLink] | None = None) -> OneTimeLink | None:
    """The link of this token, if it can still be used: not expired, not used, its account not closed."""
    links = OneTimeLink.objects.all() if among is None else among
    return (
        links.select_related("user")
        .filter(token_digest=digest_of(token), used_at=None, expires_at__gt=clock.now(), user__is_active=True)
        .first()
    )


def name_tried(request: Any, credentials: Mapping[str, str] | None = None) -> str:
    """The account that a login aims at, for counting its failures: the same one by user name and by phone."""
    if credentials and credentials.get("username"):
        return credentials["username"]
    return username_of(request.POST.get("login", "")) if request is not None else ""
