"""What the journal hears from those below it: the accounts, and allauth, which keeps passwords and keys."""

from typing import Any

from django.db import models

from takwin.accounts.models import User
from takwin.journal.actions import record


def account_happened(verb: str, thing: models.Model, by: User | None, facts: dict[str, Any], **_: Any) -> None:
    record(verb, thing, by=by, **facts)


def password_changed(user: User, **_: Any) -> None:
    record("account.password_changed", user, by=user)


def key_added(user: User, authenticator: Any, **_: Any) -> None:
    record("account.key_added", user, by=user, kind=authenticator.type)


def key_removed(user: User, authenticator: Any, **_: Any) -> None:
    record("account.key_removed", user, by=user, kind=authenticator.type)
