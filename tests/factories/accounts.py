"""Users for tests."""

from itertools import count
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.core.text import is_arabic

PASSWORD = "olivier de Sefrou 1956"  # passes every validator
_numbers = count(1)


def make_user(*, name: str = "", **facts: Any) -> User:
    """Someone with an account and no role; ``name`` is his only one, in the script it is written in."""
    n = next(_numbers)
    name = name or f"User {n}"
    names = {} if {"name_ar", "name_fr"} & facts.keys() else {"name_ar" if is_arabic(name) else "name_fr": name}
    facts = {"username": f"user{n}", **names, "language": "ar", "password": PASSWORD} | facts
    return User.objects.create_user(**facts)


def sign(browser: Client) -> HttpResponse:
    """Give the password again; what was asked for and waits for it is done, and answered here."""
    answer: HttpResponse = browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})  # type: ignore[assignment]
    return answer
