"""The panel of the desk: what is late by age, each band with its list and its reminders."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from takwin.accounts.models import User
from takwin.core import clock
from takwin.core.money import ZERO
from takwin.treasury.ages.queries import AgeSum, by_age
from takwin.treasury.enums import Age
from takwin.treasury.queries import asked_by


@dataclass(frozen=True)
class BandRow:
    """A band as the desk shows it; ``share`` is of the largest."""

    sums: AgeSum
    share: Decimal
    list_url: str
    remind_url: str


def list_url(*ages: Age, province: int | None = None) -> str:
    asked: dict[str, Any] = {"tab": "late", "age": [str(age) for age in ages]}
    if province:
        asked["province"] = province
    return f"{reverse('treasury:contributions')}?{urlencode(asked, True)}"


def remind_url(*ages: Age, province: int | None = None) -> str:
    asked: dict[str, Any] = {"year": "all", "kind": "late", "age": [str(age) for age in ages]}
    if province:
        asked["place"] = province
    return f"{reverse('treasury:batch')}?{urlencode(asked, True)}"


def overdue(user: User) -> dict[str, Any] | None:
    """Of the accounts one keeps; nothing when nothing is late."""
    bands = by_age(asked_by(user), clock.today())
    largest = max(band.amount for band in bands)
    if largest == ZERO:
        return None
    rows = [BandRow(band, band.amount / largest, list_url(band.age), remind_url(band.age)) for band in bands]
    return {"bands": rows, "total": sum((band.amount for band in bands), ZERO), "all_url": list_url()}
