"""Users for tests."""

from itertools import count
from typing import Any

from takwin.accounts.models import User

PASSWORD = "olivier de Sefrou 1956"  # passes every validator
_numbers = count(1)


def make_user(**facts: Any) -> User:
    """Someone with an account and no role."""
    n = next(_numbers)
    facts = {"username": f"user{n}", "name": f"User {n}", "language": "ar", "password": PASSWORD} | facts
    return User.objects.create_user(**facts)
