"""What the database itself refuses of requests, payment orders, account lines, receipts and statements."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from takwin.agreements.models import Instalment
from takwin.core import clock
from takwin.directory.models import Body
from takwin.treasury.models import AccountLine, FundsRequest, PaymentOrder, Receipt, Statement
from tests.constraints import breaks
from tests.factories.accounts import make_user
from tests.factories.directory import make_body
from tests.factories.treasury import make_line, make_receipt

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 11, 22)
CENTIME = Decimal("0.01")


def request(instalment: Instalment, **facts: Any) -> FundsRequest:
    return FundsRequest.objects.create(instalment=instalment, **{"amount": CENTIME, "requested_on": ON} | facts)


def test_funds_are_requested_once_a_rank(instalment: Instalment) -> None:
    request(instalment)
    with breaks(FundsRequest, "funds_request_rank_once"):
        request(instalment)
    assert request(instalment, rank=1).pk


def test_a_request_is_of_more_than_nothing(instalment: Instalment) -> None:
    with breaks(FundsRequest, "funds_request_positive"):
        request(instalment, amount=0)


def order(instalment: Instalment, **facts: Any) -> PaymentOrder:
    told = {"number": "M-1", "ordered_on": ON, "amount": CENTIME, "declared_at": clock.now()}
    return PaymentOrder.objects.create(instalment=instalment, **told | facts)


def test_a_payment_order_is_declared_once(instalment: Instalment) -> None:
    order(instalment)
    with breaks(PaymentOrder, "payment_order_once"):
        order(instalment)
    assert order(instalment, number="M-2").pk


def test_a_payment_order_withdrawn_may_be_declared_again(instalment: Instalment) -> None:
    order(instalment, withdrawn_at=clock.now(), motive="wrong amount")
    assert order(instalment).pk


def test_a_payment_order_is_of_more_than_nothing(instalment: Instalment) -> None:
    with breaks(PaymentOrder, "payment_order_positive"):
        order(instalment, amount=0)


def test_a_payment_order_is_withdrawn_with_a_motive(instalment: Instalment) -> None:
    with breaks(PaymentOrder, "payment_order_withdrawn_with_motive"):
        order(instalment, withdrawn_at=clock.now())


def test_a_confirmed_payment_order_has_its_date_and_its_author(instalment: Instalment) -> None:
    now, accountant = clock.now(), make_user()
    with breaks(PaymentOrder, "payment_order_confirmed_by_someone"):
        order(instalment, confirmed_at=now)
    with breaks(PaymentOrder, "payment_order_confirmed_by_someone"):
        order(instalment, confirmed_by=accountant)
    assert order(instalment, confirmed_at=now, confirmed_by=accountant).pk


def test_a_line_of_the_account_is_recorded_once(region: Body) -> None:
    line = make_line(region, reference="A")
    with breaks(AccountLine, "account_line_once"):
        make_line(region, reference="A")
    assert make_line(make_body(), reference=line.reference).pk
    AccountLine.objects.filter(pk=line.pk).update(undone_on=line.booked_on, motive="wrong amount")
    assert make_line(region, reference="A").pk, "what was taken back may be recorded anew"


def test_only_a_line_taken_back_has_a_motive(region: Body) -> None:
    with breaks(AccountLine, "account_line_motive_once_taken_back"):
        make_line(region, motive="wrong amount")


def test_a_credit_is_of_more_than_nothing(region: Body) -> None:
    with breaks(AccountLine, "account_line_positive"):
        make_line(region, "0.00")
    assert make_line(region, str(CENTIME)).pk


@pytest.mark.parametrize("amount", [Decimal(0), -CENTIME])
def test_what_is_received_is_more_than_nothing(instalment: Instalment, amount: Decimal) -> None:
    with breaks(Receipt, "receipt_sign_says_what_it_is"):
        make_receipt(instalment, amount=amount)
    assert make_receipt(instalment, amount=CENTIME).pk


def cancelling(receipt: Receipt, **facts: Any) -> Receipt:
    """What takes a receipt back."""
    facts = {"amount": -CENTIME, "motive": "another payer's"} | facts
    return make_receipt(receipt.instalment, receipt.line, cancels=receipt, **facts)


@pytest.mark.parametrize("amount", [Decimal(0), CENTIME])
def test_what_cancels_a_receipt_takes_away(instalment: Instalment, amount: Decimal) -> None:
    receipt = make_receipt(instalment)
    with breaks(Receipt, "receipt_sign_says_what_it_is"):
        cancelling(receipt, amount=amount)
    assert cancelling(receipt).pk


def test_a_receipt_is_cancelled_with_a_motive(instalment: Instalment) -> None:
    receipt = make_receipt(instalment)
    with breaks(Receipt, "receipt_cancelled_with_motive"):
        cancelling(receipt, motive="")


def test_a_line_is_received_once_for_an_instalment(instalment: Instalment) -> None:
    receipt = make_receipt(instalment)
    with breaks(Receipt, "receipt_once_per_line"):
        make_receipt(instalment, receipt.line)


def test_a_line_whose_receipt_was_cancelled_may_be_received_again(instalment: Instalment) -> None:
    receipt = make_receipt(instalment)
    cancelling(receipt)
    Receipt.objects.filter(pk=receipt.pk).update(cancelled_at=clock.now())
    assert make_receipt(instalment, receipt.line).pk


def test_the_years_of_a_statement_are_in_order(region: Body) -> None:
    with breaks(Statement, "statement_years_in_order"):
        Statement.objects.create(owner=region, first_year=2026, last_year=2025, closed_on=ON)
    assert Statement.objects.create(owner=region, first_year=2026, last_year=2026, closed_on=ON).pk
