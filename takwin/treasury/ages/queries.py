"""What is late, band by band, and who was written to so recently that he still has time to pay."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    DateField,
    DecimalField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from takwin.agreements.models import Instalment
from takwin.core.money import ZERO, dirhams
from takwin.directory.models import Body
from takwin.directory.parameters import parameter
from takwin.treasury.enums import Age
from takwin.treasury.models import FundsRequest
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
    last = FundsRequest.objects.filter(instalment=OuterRef("pk")).order_by("-rank").values("requested_on")[:1]
    return with_money(instalments).annotate(
        remaining=Case(When(given_up_on__isnull=False, then=Value(ZERO)), default=left, output_field=money),
        last_asked_on=Subquery(last, output_field=DateField()),
    )


def still_has_time(instalments: QuerySet[Instalment], on: dt.date) -> Q:
    """The condition that the last letter still leaves its payer time: it was sent less days ago than the account's
    owner gives to pay. Asked again meanwhile, one would contradict one's own letter."""
    condition = Q(pk__in=[])
    for owner in Body.objects.filter(pk__in=instalments.order_by().values("beneficiary")):
        since = on - dt.timedelta(days=days_given(owner, on))
        condition |= Q(beneficiary=owner, requests__requested_on__gt=since)
    return condition


def days_given(owner: Body, on: dt.date) -> int:
    given: Any = parameter("funds_request_days", on=on, owner=owner)
    return int(given)


def last_letter(instalment: Instalment) -> FundsRequest | None:
    """The last letter that asked for an instalment and stands: one whose paper was cancelled asks for nothing."""
    letters = instalment.requests.filter(paper__cancelled_at=None).select_related("paper")
    return letters.order_by("-rank").first()


def letter_of_day(instalment: Instalment, on: dt.date) -> FundsRequest | None:
    """The letter by which an instalment was asked for on a day, if it was: nobody is asked twice in one."""
    last = last_letter(instalment)
    return last if last and last.requested_on == on else None


def recent_letter(instalment: Instalment, on: dt.date) -> FundsRequest | None:
    """The letter of a day before that still leaves its payer time (see ``still_has_time``)."""
    last = last_letter(instalment)
    since = on - dt.timedelta(days=days_given(instalment.beneficiary, on))
    return last if last and since < last.requested_on < on else None
