"""The atom of time: a half-day is a day and a part of it."""

import datetime as dt
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _


class Part(models.TextChoices):
    """Morning sorts before afternoon in every column: the stored values are ``1`` and ``2``."""

    MORNING = "1", _("morning")
    AFTERNOON = "2", _("afternoon")


class HalfDay(NamedTuple):
    """What a room, a trainer or a person can be taken for, once."""

    day: dt.date
    part: Part


def half_days(first: dt.date, last: dt.date) -> list[HalfDay]:
    """Both halves of each day from ``first`` to ``last`` included."""
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    return [HalfDay(day, part) for day in days for part in Part]


def in_days(count: int) -> float:
    """Half-days told in days: seven half-days are 3.5 days."""
    return count / 2
