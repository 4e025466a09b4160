"""The one clock: what happened is an instant in UTC, what is planned is wall-clock time in Casablanca."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone

CASABLANCA = ZoneInfo("Africa/Casablanca")


def now() -> dt.datetime:
    """The present instant, aware, in UTC."""
    return timezone.now()


def today() -> dt.date:
    """The present day in Morocco."""
    return now().astimezone(CASABLANCA).date()
