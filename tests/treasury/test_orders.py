"""What may be ordered of a contribution, and all that is refused of an order at once."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from takwin.accounts.models import User
from takwin.agreements.models import Instalment
from takwin.directory.models import Body
from takwin.treasury import actions
from takwin.treasury.models import PaymentOrder
from takwin.treasury.queries import left_to_order
from tests.factories.treasury import make_line

pytestmark = pytest.mark.django_db


def money(text: str) -> Decimal:
    return Decimal(text)


def order(instalment: Instalment, by: User, **facts: Any) -> PaymentOrder:
    facts = {"number": "M-1", "ordered_on": dt.date(2026, 5, 5), "amount": money("10000.00")} | facts
    return actions.declare_order(instalment, by=by, **facts)


def test_nobody_orders_what_the_account_has_received(
    instalment: Instalment, director: User, accountant: User, region: Body
) -> None:
    """What is ordered and what is received are two tellings of one money: the larger of them is settled."""
    order(instalment, director, amount=money("2500.00"))
    actions.receive(make_line(region, "6000.00"), {instalment: money("6000.00")}, by=accountant)
    with pytest.raises(ValidationError, match=r"4,000.+MAD remain to be ordered"):
        order(instalment, director, number="M-2", amount=money("4000.01"))
    order(instalment, director, number="M-3", amount=money("4000.00"))
    whole = order(instalment, director, number="M-4", amount=money("3500.00"))
    with pytest.raises(ValidationError, match="Nothing is left to be ordered"):
        order(instalment, director, number="M-5", amount=money("0.01"))
    actions.withdraw_order(whole, motive="rejected by the accountant", by=director)
    assert left_to_order(instalment) == money("3500.00")


def test_all_that_is_wrong_in_an_order_is_said_at_once(instalment: Instalment, director: User) -> None:
    order(instalment, director, number="M-1", amount=money("1.00"))
    with pytest.raises(ValidationError) as refusal:
        order(instalment, director, ordered_on=dt.date(2099, 1, 1), words="cent dirhams", amount=money("50.00"))
    assert set(refusal.value.error_dict) == {"words", "ordered_on", "number"}
    with pytest.raises(ValidationError) as refusal:
        order(instalment, director, number="M-2", words="cent dirhams", amount=money("20000.00"))
    assert set(refusal.value.error_dict) == {"words", "amount"}
    with pytest.raises(ValidationError) as refusal:
        order(instalment, director, number="M-1", amount=money("20000.00"))
    assert set(refusal.value.error_dict) == {"number", "amount"}
