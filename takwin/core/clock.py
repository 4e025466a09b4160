"""The one clock: what happened is an instant in UTC, what is planned is wall-clock time in Casablanca."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

from django.utils import timezone

CASABLANCA = ZoneInfo("Africa/Casablanca")
_told: ContextVar[dt.datetime | None] = ContextVar("told", default=None)


def now() -> dt.datetime:
    """The present instant, aware, in UTC."""
    return _told.get() or timezone.now()


def today() -> dt.date:
    """The present day in Morocco."""
    return now().astimezone(CASABLANCA).date()


@contextmanager
def at(moment: dt.datetime) -> Iterator[None]:
    """Tell a past: acts done inside happen at ``moment``. For the demo, whose story took years; never in a request."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
