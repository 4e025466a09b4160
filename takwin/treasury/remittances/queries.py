"""What was withheld on payments and is not handed over yet, by month."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Max, Q, QuerySet

from takwin.core.money import ZERO
from takwin.directory.models import Body
from takwin.directory.parameters import parameter_of_each
from takwin.people.models import Person
from takwin.treasury.enums import ExpenseState
from takwin.treasury.models import Expense


@dataclass(frozen=True)
class Withheld:
    """What a body withheld on the payments of a month, and by which day it hands it over."""

    owner: Body
    month: dt.date
    expenses: tuple[Expense, ...]
    due_on: dt.date

    @property
    def amount(self) -> Decimal:
        return sum((one.withheld for one in self.expenses), ZERO)

    @property
    def last_paid_on(self) -> dt.date:
        days: list[dt.date] = [one.last_paid_on for one in self.expenses]  # type: ignore[attr-defined]
        return max(days)


def _last_day(month: dt.date, months: int) -> dt.date:
    """The last day of the month that comes so many months after."""
    whole = month.year * 12 + month.month + months  # of the month after it, counted from zero
    return dt.date(whole // 12, whole % 12 + 1, 1) - dt.timedelta(days=1)


def to_hand_over(expenses: QuerySet[Expense]) -> QuerySet[Any]:
    """Those paid less a tax that nobody has handed over yet, with the day of their last payment (``last_paid_on``)."""
    return taxed(expenses).filter(remittance=None)


def taxed(expenses: QuerySet[Expense]) -> QuerySet[Any]:
    """Those paid less a tax, with the day of their last payment (``last_paid_on``)."""
    standing = Q(payments__cancels=None, payments__cancelled_at=None)
    rows = expenses.filter(state=ExpenseState.PAID, withheld__gt=0)
    return rows.annotate(last_paid_on=Max("payments__paid_on", filter=standing))


def taxed_in(owner: Body, month: dt.date) -> QuerySet[Any]:
    """What a body paid less a tax in a month, handed over or not: the lines of its statement."""
    rows = taxed(Expense.objects.filter(owner=owner)).select_related("body", "person", "remittance")
    rows = rows.prefetch_related("person__identity_documents")
    return rows.filter(last_paid_on__year=month.year, last_paid_on__month=month.month)


def without_identity(owner: Body, month: dt.date) -> QuerySet[Person]:
    """Those paid less a tax in a month of whom no identity document is known: the statement cannot name one."""
    paid = taxed_in(owner, month).order_by().values("person")
    return Person.objects.filter(pk__in=paid, identity_documents=None)


def withheld_by_month(expenses: QuerySet[Expense]) -> list[Withheld]:
    """What is to be handed over, by body and month of payment, the oldest first; in two queries.

    The delay is that in force in the month of the payments, for the body that owes the tax.
    """
    rows = to_hand_over(expenses).select_related("owner", "person", "body")
    groups: dict[tuple[dt.date, int], list[Any]] = {}
    for row in rows.order_by("last_paid_on", "pk"):
        groups.setdefault((row.last_paid_on.replace(day=1), row.owner_id), []).append(row)
    asked = [(month, group[0].owner) for (month, _pk), group in groups.items()]
    delays = parameter_of_each("tax_remittance_months", asked) if asked else {}
    return [
        Withheld(group[0].owner, month, tuple(group), _last_day(month, delays[month, owner]))
        for (month, owner), group in groups.items()
    ]
