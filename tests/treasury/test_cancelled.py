"""What is due under an agreement, in every state of it: only money that really came passes a cancellation."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from takwin.accounts.models import User
from takwin.agreements.enums import AgreementState
from takwin.agreements.models import Agreement, Instalment
from takwin.core import clock
from takwin.directory.models import Body
from takwin.treasury import actions, desk
from takwin.treasury.batches.actions import write_batch
from takwin.treasury.matching import proposals
from takwin.treasury.models import FundsRequest, PaymentOrder
from takwin.treasury.queries import received_of
from tests.factories.treasury import make_batch, make_line, make_receipt

pytestmark = pytest.mark.django_db
AsUser = Callable[[User], Any]
IS_CANCELLED = "is cancelled: nothing is added"


def order_of(due: Instalment, by: User) -> PaymentOrder:
    return PaymentOrder.objects.create(
        instalment=due, number="M-9", ordered_on=dt.date(2026, 5, 5), amount=Decimal(100), declared_by=by,
        declared_at=clock.now(),
    )  # fmt: skip


ACTS: dict[str, Callable[[Instalment, User], Any]] = {
    "request the funds": lambda due, by: actions.request_funds(due, by=by),
    "declare an order": lambda due, by: actions.declare_order(
        due, number="M-1", ordered_on=dt.date(2026, 5, 5), amount=Decimal(100), by=by
    ),
    "confirm an order": lambda due, by: actions.confirm_order(order_of(due, by), by=by),
    "withdraw an order": lambda due, by: actions.withdraw_order(order_of(due, by), motive="not executed", by=by),
    "receive": lambda due, by: actions.receive(make_line(due.beneficiary), {due: Decimal(100)}, by=by),
    "cancel a receipt": lambda due, by: actions.cancel_receipt(make_receipt(due), motive="wrong line", by=by),
}
REFUSED = {"request the funds", "declare an order", "confirm an order"}


def put(due: Instalment, state: AgreementState) -> None:
    """The agreement of an instalment, unsigned as the factory makes it, in a state."""
    agreement = Agreement.objects.filter(pk=due.commitment.party.agreement_id)
    if state == AgreementState.CANCELLED:
        agreement.update(cancelled_on=clock.today(), motive="given up")
    if state == AgreementState.ENDED:
        agreement.update(first_year=2020, last_year=2021)


@pytest.mark.parametrize("state", [AgreementState.DRAFT, AgreementState.ENDED, AgreementState.CANCELLED])
@pytest.mark.parametrize("act", ACTS)
def test_each_act_is_done_or_refused_with_a_sentence(
    act: str, state: AgreementState, instalment: Instalment, accountant: User
) -> None:
    put(instalment, state)
    if state == AgreementState.CANCELLED and act in REFUSED:
        with pytest.raises(ValidationError, match=IS_CANCELLED):
            ACTS[act](instalment, accountant)
    else:
        ACTS[act](instalment, accountant)


def test_a_batch_leaves_what_was_cancelled_meanwhile(instalment: Instalment, accountant: User) -> None:
    put(instalment, AgreementState.CANCELLED)
    with pytest.raises(ValidationError, match="No letter was left"):
        write_batch(make_batch(instalment.beneficiary, accountant), [instalment.pk], by=accountant)
    assert not FundsRequest.objects.exists()


def test_money_that_came_late_is_still_proposed_and_received(
    instalment: Instalment, region: Body, accountant: User
) -> None:
    put(instalment, AgreementState.CANCELLED)
    line = make_line(region)
    assert [one.instalment for one in proposals(line)] == [instalment]
    actions.receive(line, {instalment: Decimal("10000.00")}, by=accountant)
    assert received_of(instalment) == 10000


def test_the_page_stays_says_why_and_offers_only_to_receive(
    instalment: Instalment, accountant: User, as_user: AsUser
) -> None:
    actions.request_funds(instalment, by=accountant)
    order_of(instalment, accountant)
    put(instalment, AgreementState.CANCELLED)
    page = as_user(accountant).get(instalment.get_absolute_url()).content.decode()
    assert "Nothing more is requested or ordered." in page
    assert "Receive from an account line" in page
    assert "Send a reminder" not in page
    assert "Confirm the order" not in page


def test_nothing_of_it_waits_on_a_desk(instalment: Instalment, accountant: User, director: User) -> None:
    actions.request_funds(instalment, by=accountant)
    order_of(instalment, director)

    def waiting() -> list[int]:
        return [
            len(list(desk.to_order(director))),
            len(list(desk.to_confirm(accountant))),
            len(list(desk.to_remind(accountant))),
        ]

    assert waiting() == [1, 1, 1]
    put(instalment, AgreementState.CANCELLED)
    assert waiting() == [0, 0, 0]


def test_what_was_never_requested_is_not_proposed_to_be(instalment: Instalment, accountant: User) -> None:
    assert len(list(desk.to_ask(accountant))) == 1
    put(instalment, AgreementState.CANCELLED)
    assert list(desk.to_ask(accountant)) == []
