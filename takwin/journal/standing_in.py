"""In whose place somebody acts: told by the app that knows of roles, kept among the facts of each entry."""

from collections.abc import Callable
from typing import Any

from django.db import models

from takwin.accounts.models import User

FACT = "in_place_of"  # the key of the user whose role it was
Ask = Callable[[User, models.Model], int | None]
_asks: list[Ask] = []


def told_by(ask: Ask) -> Ask:
    """Bring who answers: the key of the user in whose place ``by`` acts on a thing, or nothing."""
    _asks.append(ask)
    return ask


def in_whose_place(by: User | None, thing: models.Model) -> dict[str, Any]:
    """The fact to keep beside the others; empty when one acts by a role of one's own."""
    key = next((key for ask in _asks if by and (key := ask(by, thing))), None)
    return {FACT: key} if key else {}
