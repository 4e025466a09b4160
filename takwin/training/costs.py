"""What a session cost, on its page: the treasury counts it by the session's register."""

from typing import Any

from takwin.accounts.models import User
from takwin.training.models import TrainingSession
from takwin.treasury.spending.shown import of_register


def costs(thing: TrainingSession, user: User) -> dict[str, Any] | None:
    return of_register(thing.register, user)
