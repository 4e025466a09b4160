"""What may still be said once a year is closed, and of the time before the account was kept: its figures stay."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.agreements.actions import commit
from takwin.agreements.models import Instalment
from takwin.directory.models import Body
from takwin.treasury import actions
from takwin.treasury.enums import BankLineState, Ledger, LineSource
from takwin.treasury.models import AccountLine, BankLine, FinancialYear
from takwin.treasury.queries import left_on, received_of
from takwin.treasury.statements.actions import confirm_line, import_statement, put_aside, take_up
from takwin.treasury.statements.by_hand import keep_by_hand
from takwin.treasury.years import actions as years
from takwin.treasury.years.ledger import books
from tests.factories.agreements import make_agreement, make_party
from tests.factories.treasury import make_line, make_statement
from tests.factories.years import close, make_year, on

pytestmark = pytest.mark.django_db
JANUARY = dt.date(2027, 1, 20)
FEBRUARY = dt.date(2027, 2, 1)


@pytest.fixture
def year(region: Body, accountant: User) -> FinancialYear:
    return make_year(region, accountant)


def closing(owner: Body, year: int = 2026) -> dict[Ledger, Decimal]:
    return {account: balance.closing for account, balance in books(owner, year).accounts.items() if balance.closing}


def slip_of_2025(region: Body, by: User) -> AccountLine:
    told = {"source": LineSource.SLIP, "reference": "S-25", "booked_on": dt.date(2025, 5, 1)}
    return actions.record_line(owner=region, amount=Decimal(700), by=by, **told)


# ── The time before the account was kept ────────────────────────────────────


def test_a_day_before_the_first_year_is_closed_with_it(year: FinancialYear, region: Body, accountant: User) -> None:
    close(year, accountant)
    before = closing(region)
    with on(FEBRUARY), pytest.raises(ValidationError, match="The year 2026 of this account is closed"):
        slip_of_2025(region, accountant)
    assert closing(region) == before


def test_no_share_of_a_year_before_the_first_is_added_once_it_is_closed(
    year: FinancialYear, region: Body, province: Any, commune: Body, accountant: User
) -> None:
    party = make_party(make_agreement(owner=region, place=province, first_year=2024, last_year=2027), commune)
    close(year, accountant)
    with on(FEBRUARY), pytest.raises(ValidationError, match="is closed"):
        commit(party, year=2025, instalments=[(dt.date(2025, 6, 30), Decimal(500))], by=accountant)
    assert Ledger.DUE not in closing(region)


def test_what_came_before_the_first_year_is_in_the_balance_it_opened_on(
    year: FinancialYear, instalment: Instalment, region: Body, accountant: User
) -> None:
    line = slip_of_2025(region, accountant)
    assert books(region, 2026).accounts[Ledger.CASH].opening == 1000
    actions.receive(line, {instalment: Decimal(700)}, by=accountant)
    kept = books(region, 2026)
    assert (received_of(instalment), kept.accounts[Ledger.CASH].closing, kept.difference) == (700, 1000, 0)
    assert kept.due[instalment.payer_id].closing == 9300


def test_a_line_of_before_received_after_the_closing_is_received_today(
    year: FinancialYear, instalment: Instalment, region: Body, accountant: User
) -> None:
    line = slip_of_2025(region, accountant)
    close(year, accountant)
    before = closing(region)
    with on(JANUARY):
        [receipt] = actions.receive(line, {instalment: Decimal(700)}, by=accountant)
    assert (receipt.received_on, closing(region)) == (JANUARY, before)


# ── What the bank undid ─────────────────────────────────────────────────────


@pytest.fixture
def undone(year: FinancialYear, region: Body, instalment: Instalment, commune: Body, accountant: User) -> BankLine:
    """The bank's debit of December, put aside by mistake, that undoes a credit received: found once 2026 is closed."""
    rows = [
        ("20/12/2026", f"VIR COMMUNE {commune.name_fr}", "10000.00"),
        ("29/12/2026", f"REJET VIR COMMUNE {commune.name_fr}", "-10000.00"),
    ]
    data, name = make_statement(region, rows)
    with on(dt.date(2027, 1, 10)):
        import_statement(data, name, owner=region, by=accountant)
        credit, debit = BankLine.objects.order_by("booked_on")
        credit.proposal, credit.payer = [[instalment.pk, "10000.00"]], commune
        credit.proposed_pair, debit.proposed_pair = None, credit
        credit.save()
        debit.save()
        confirm_line(credit, by=accountant)
        put_aside(debit, motive="fees", by=accountant)
    close(year, accountant)
    return debit


def test_what_the_bank_undid_in_a_closed_year_leaves_the_books_today(
    undone: BankLine, region: Body, instalment: Instalment, accountant: User
) -> None:
    before = closing(region)
    with on(FEBRUARY):
        confirm_line(take_up(undone, by=accountant), by=accountant)
    assert closing(region) == before
    kept = books(region, 2027)
    assert (kept.accounts[Ledger.CASH].closing, kept.accounts[Ledger.HELD].closing) == (1000, 0)
    assert (kept.due[instalment.payer_id].closing, kept.difference) == (10000, 0)
    assert AccountLine.objects.get().undone_on == FEBRUARY


def test_a_credit_found_once_its_year_is_closed_comes_on_the_books_today(
    year: FinancialYear, instalment: Instalment, region: Body, accountant: User
) -> None:
    data, name = make_statement(region, [("29/12/2026", "VIR INCONNU", "10.00")])
    with on(dt.date(2027, 1, 10)):
        import_statement(data, name, owner=region, by=accountant)
        line = put_aside(BankLine.objects.get(), motive="interest", by=accountant)
    close(year, accountant)
    before = closing(region)
    with on(FEBRUARY):
        line = take_up(line, by=accountant)
        booked = keep_by_hand(line, instalment.payer, by=accountant)
    assert (booked.booked_on, line.booked_on, closing(region)) == (FEBRUARY, dt.date(2026, 12, 29), before)
    line.refresh_from_db()
    assert line.state == BankLineState.RECEIVED


# ── Money held for a payer ──────────────────────────────────────────────────


def test_the_state_tells_what_was_held_on_the_last_day_whatever_came_since(
    year: FinancialYear, instalment: Instalment, due: Any, commune: Body, region: Body, accountant: User
) -> None:
    line = make_line(region, "10400.00")
    actions.receive(line, {instalment: Decimal(10000)}, by=accountant)
    years.keep_as_credit(line, commune, by=accountant)
    with on(dt.date(2027, 1, 5)):
        due(commune, "400.00", year=2027, due_on=dt.date(2027, 1, 3))
        assert years.use_credits(region, by=accountant) == 1
    paper = close(year, accountant).paper
    assert paper is not None
    assert [row["left"] for row in paper.facts["state"]["held"]] == ["400.00"]
    assert closing(region)[Ledger.HELD] == -400


def test_the_lines_held_make_the_balance_of_the_account_that_holds_them(
    year: FinancialYear, instalment: Instalment, due: Any, commune: Body, region: Body, accountant: User
) -> None:
    later = due(commune, "300.00", year=2027, due_on=dt.date(2027, 6, 30))
    line = make_line(region, "11000.00")
    [receipt] = actions.receive(line, {instalment: Decimal(10000)}, by=accountant)
    actions.receive(line, {later: Decimal(300)}, by=accountant)
    with on(JANUARY):
        actions.cancel_receipt(receipt, motive="wrong payer", by=accountant)
    paper = close(year, accountant).paper
    assert paper is not None
    held = [Decimal(row["left"]) for row in paper.facts["state"]["held"]]
    assert (held, sum(held)) == ([Decimal(1000)], -closing(region)[Ledger.HELD])


def test_a_credit_left_on_a_line_that_already_pays_for_the_same_share_is_laid_to_it(
    year: FinancialYear, instalment: Instalment, commune: Body, region: Body, accountant: User
) -> None:
    first, second = make_line(region, "4000.00"), make_line(region, "10000.00")
    [taken] = actions.receive(first, {instalment: Decimal(4000)}, by=accountant)
    actions.receive(second, {instalment: Decimal(6000)}, by=accountant)
    years.keep_as_credit(second, commune, by=accountant)
    actions.cancel_receipt(taken, motive="the bank took it back", by=accountant)
    assert actions.ask(instalment, by=accountant) is None
    assert (received_of(instalment), left_on(second)) == (10000, 0)
    [standing] = second.receipts.filter(cancels=None, cancelled_at=None)
    assert standing.amount == 10000


def test_credits_are_not_used_once_this_year_too_is_closed(
    year: FinancialYear, instalment: Instalment, commune: Body, region: Body, accountant: User, as_user: Any
) -> None:
    years.keep_as_credit(make_line(region, "500.00"), commune, by=accountant)
    close(year, accountant)
    client: Client = as_user(accountant)
    with on(dt.date(2026, 12, 31)):
        answer = client.post(reverse("treasury:use_credits", args=[year.pk]), follow=True)
    assert "and today's too: nothing more is entered" in str(next(iter(answer.context["messages"])))
    assert received_of(instalment) == 0


def test_why_a_closed_year_was_opened_again_is_kept_and_shown(
    year: FinancialYear, accountant: User, as_user: Any
) -> None:
    close(year, accountant)
    with on(JANUARY):
        years.reopen_year(year, motive="a slip of December was missing", by=accountant)
    year.refresh_from_db()
    assert year.motive == "a slip of December was missing"
    assert year.motive in as_user(accountant).get(year.get_absolute_url()).content.decode()


def test_a_line_with_nothing_left_is_nobodys_credit(
    instalment: Instalment, commune: Body, region: Body, accountant: User
) -> None:
    line = make_line(region)
    actions.receive(line, {instalment: Decimal(10000)}, by=accountant)
    with pytest.raises(ValidationError, match="Nothing is left"):
        years.keep_as_credit(line, commune, by=accountant)
