"""Eight officers at once, on both databases: nothing is asked, ordered or received twice."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from takwin.accounts.models import User
from takwin.agreements.actions import cancel_agreement
from takwin.agreements.models import Instalment
from takwin.directory.models import Body
from takwin.documents.models import NumberSeries, Paper
from takwin.treasury import actions
from takwin.treasury.batches.actions import write_batch
from takwin.treasury.enums import Ledger
from takwin.treasury.models import FundsRequest, PaymentOrder, Receipt
from takwin.treasury.queries import left_on, received_of
from takwin.treasury.years.actions import keep_as_credit, use_credits
from takwin.treasury.years.ledger import books
from tests.factories.treasury import letters_went, make_batch, make_line
from tests.factories.years import make_year
from tests.races import at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)
EIGHT = range(8)


def eight_times(act: Callable[[int], Any]) -> list[str]:
    """Run the act eight times at once, told its number; the sentences that refused some of them."""
    return refusals(at_once(*[lambda n=n: act(n) and None for n in EIGHT]))


def test_one_line_is_received_once(instalment: Instalment, region: Body, accountant: User) -> None:
    line = make_line(region)
    refusals = eight_times(lambda _n: actions.receive(line, {instalment: Decimal("10000.00")}, by=accountant))
    assert len(refusals) == 7
    assert (received_of(instalment), left_on(line), Receipt.objects.count()) == (10000, 0, 1)


def test_an_instalment_is_never_received_beyond_what_is_due(
    instalment: Instalment, region: Body, accountant: User
) -> None:
    lines = [make_line(region, "3000.00") for _n in EIGHT]
    refusals = eight_times(lambda n: actions.receive(lines[n], {instalment: Decimal("3000.00")}, by=accountant))
    assert len(refusals) == 5
    assert received_of(instalment) == 9000


def test_a_line_shared_by_several_payers_is_never_spent_twice(
    due: Any, commune: Body, region: Body, accountant: User
) -> None:
    owed = [due(commune, "3000.00", year=2019 + n) for n in EIGHT]
    line = make_line(region)
    refusals = eight_times(lambda n: actions.receive(line, {owed[n]: Decimal("3000.00")}, by=accountant))
    assert len(refusals) == 5
    assert left_on(line) == 1000


def test_a_line_is_either_received_or_taken_back(instalment: Instalment, region: Body, accountant: User) -> None:
    line = make_line(region)

    def act(n: int) -> None:
        if n % 2:
            actions.take_back_line(line, motive="wrong amount", by=accountant)
        else:
            actions.receive(line, {instalment: Decimal("10000.00")}, by=accountant)

    assert len(eight_times(act)) == 7
    line.refresh_from_db()
    assert (line.undone_on is None) == (received_of(instalment) == 10000)
    assert left_on(line) == 0


def test_a_receipt_is_cancelled_once(instalment: Instalment, region: Body, accountant: User) -> None:
    line = make_line(region)
    [receipt] = actions.receive(line, {instalment: Decimal("10000.00")}, by=accountant)
    refusals = eight_times(lambda _n: actions.cancel_receipt(receipt, motive="wrong line", by=accountant))
    assert len(refusals) == 7
    assert (received_of(instalment), Receipt.objects.count()) == (0, 2)


@pytest.mark.parametrize("rank", [0, 1])
def test_requests_at_once_are_one_letter_and_reminders_at_once_are_one(
    instalment: Instalment, accountant: User, rank: int
) -> None:
    for _n in range(rank):
        actions.request_funds(instalment, by=accountant)
        letters_went(1, instalment)
    assert eight_times(lambda _n: actions.request_funds(instalment, by=accountant)) == []
    assert sorted(FundsRequest.objects.values_list("rank", flat=True)) == list(range(rank + 1))
    assert Paper.objects.values("reference").distinct().count() == NumberSeries.objects.get().last == rank + 1


def test_two_works_running_one_batch_write_each_letter_once(
    instalment: Instalment, due: Any, commune: Body, accountant: User
) -> None:
    owed = [instalment.pk, *(due(commune, year=2020 + n).pk for n in range(3))]
    batch = make_batch(instalment.beneficiary, accountant)
    eight_times(lambda _n: write_batch(batch, owed, by=accountant))
    assert batch.requests.count() == len(owed)
    assert sorted(FundsRequest.objects.values_list("instalment", flat=True)) == sorted(owed)


def test_an_order_is_declared_once(instalment: Instalment, director: User) -> None:
    terms = {"number": "M-1", "ordered_on": dt.date(2026, 5, 5), "amount": Decimal("1000.00")}
    refusals = eight_times(lambda _n: actions.declare_order(instalment, **terms, by=director))
    assert refusals == ["This payment order is already declared."] * 7
    assert PaymentOrder.objects.count() == 1


def test_nothing_is_requested_once_a_cancellation_has_won(instalment: Instalment, accountant: User) -> None:
    agreement = instalment.commitment.party.agreement

    def act(n: int) -> None:
        if n:
            actions.request_funds(instalment, by=accountant)
        else:
            cancel_agreement(agreement, motive="given up", by=accountant)

    refusals = eight_times(act)
    assert FundsRequest.objects.count() == (len(refusals) < 7)
    assert all("is cancelled" in one for one in refusals)


def test_the_ledger_balances_whatever_eight_writers_do(
    instalment: Instalment, due: Any, commune: Body, region: Body, accountant: User
) -> None:
    make_year(region, accountant)
    owed = [instalment, *(due(commune, "3000.00", year=2024 + n) for n in range(2))]
    lines = [make_line(region, "4000.00") for _n in range(4)]

    def act(n: int) -> None:
        [receipt] = actions.receive(lines[n % 4], {owed[n % 3]: Decimal("2500.00")}, by=accountant)
        if n % 2:
            actions.cancel_receipt(receipt, motive="wrong", by=accountant)
        keep_as_credit(lines[n % 4], commune, by=accountant)
        use_credits(region, by=accountant)

    eight_times(act)
    kept = books(region, 2026)
    held = -kept.accounts[Ledger.HELD].closing
    assert (kept.difference, kept.accounts[Ledger.CASH].closing) == (0, 17000)
    assert held == sum(left_on(line) for line in lines)
    assert all(0 <= received_of(one) <= one.owed for one in owed)
    assert min(left_on(line) for line in lines) >= 0
