"""What was withheld on payments and is not handed over yet, by month."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Max, Q, QuerySet

from takwin.core.money import ZERO
from takwin.directory.models import Body
from takwin.treasury.enums import ExpenseState
from takwin.treasury.models import Expense


@dataclass(frozen=True)
class Withheld:
    """What a body withheld on the payments of a month, and by which day it hands it over."""

    owner: Body
    month: dt.date
    expenses: tuple[Expense, ...]

    @property
    def amount(self) -> Decimal:
        return sum((one.withheld for one in self.expenses), ZERO)

    @property
    def last_paid_on(self) -> dt.date:
        days: list[dt.date] = [one.last_paid_on for one in self.expenses]  # type: ignore[attr-defined]
        return max(days)

    @property
    def due_on(self) -> dt.date:
        """The last day of the month that follows (general tax code, article 174)."""
        return _first_of_next(_first_of_next(self.month)) - dt.timedelta(days=1)


def _first_of_next(month: dt.date) -> dt.date:
    return (month + dt.timedelta(days=31)).replace(day=1)


def to_hand_over(expenses: QuerySet[Expense]) -> QuerySet[Any]:
    """Those paid less a tax that nobody has handed over yet, with the day of their last payment (``last_paid_on``)."""
    standing = Q(payments__cancels=None, payments__cancelled_at=None)
    rows = expenses.filter(state=ExpenseState.PAID, withheld__gt=0, remittance=None)
    return rows.annotate(last_paid_on=Max("payments__paid_on", filter=standing))


def withheld_by_month(expenses: QuerySet[Expense]) -> list[Withheld]:
    """What is to be handed over, by body and month of payment, the oldest first; in one query."""
    rows = to_hand_over(expenses).select_related("owner", "person", "body")
    groups: dict[tuple[dt.date, int], list[Any]] = {}
    for row in rows.order_by("last_paid_on", "pk"):
        groups.setdefault((row.last_paid_on.replace(day=1), row.owner_id), []).append(row)
    return [Withheld(group[0].owner, month, tuple(group)) for (month, _pk), group in groups.items()]
