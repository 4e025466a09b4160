"""What is late, band by band, and what remains to come."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import (
    Case,
    DecimalField,
    ExpressionWrapper,
    F,
    QuerySet,
    Value,
    When,
)

from takwin.agreements.models import Instalment
from takwin.core.money import ZERO, dirhams
from takwin.treasury.enums import Age
from takwin.treasury.letters import with_last_letter
from takwin.treasury.queries import awaited_ones, received_for, with_money


@dataclass
class AgeSum:
    """What is late by so long: contributions, their payers, and what they lack."""

    age: Age
    count: int = 0
    amount: Decimal = ZERO
    payers: set[int] = field(default_factory=set)


def by_age(instalments: QuerySet[Instalment], on: dt.date) -> list[AgeSum]:
    """Every band, the youngest first, empty ones too, in two queries; together they are all that is late."""
    sums = {age: AgeSum(age) for age in Age}
    late = awaited_ones(instalments).filter(due_on__lt=on).order_by()
    received = received_for(late.values("pk"))
    for pk, payer, due_on, amount, written_off in late.values_list("pk", "payer", "due_on", "amount", "written_off"):
        missing = dirhams(amount - written_off) - received.get(pk, ZERO)
        if missing > ZERO:
            band = sums[next(age for age in Age if age.holds((on - due_on).days))]
            band.count += 1
            band.amount += missing
            band.payers.add(payer)
    return list(sums.values())


def with_remaining(instalments: QuerySet[Instalment]) -> QuerySet[Instalment]:
    """``with_money``, what remains to come (nothing under a cancelled agreement), and the day of the last letter."""
    money = DecimalField(max_digits=14, decimal_places=2)
    left = ExpressionWrapper(F("amount") - F("written_off") - F("received"), output_field=money)
    return with_last_letter(with_money(instalments)).annotate(
        remaining=Case(When(given_up_on__isnull=False, then=Value(ZERO)), default=left, output_field=money)
    )
