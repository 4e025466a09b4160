"""A line of the account recorded by hand by mistake: taken back, its money leaves the books, its reference is free."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.agreements.models import Instalment
from takwin.directory.models import Body
from takwin.journal.models import Entry
from takwin.treasury import actions
from takwin.treasury.enums import Ledger
from takwin.treasury.models import AccountLine
from takwin.treasury.queries import left_on
from takwin.treasury.statements.actions import import_statement
from takwin.treasury.statements.by_hand import receive_by_hand
from takwin.treasury.years.actions import keep_as_credit
from takwin.treasury.years.ledger import books
from tests.factories.treasury import make_line, make_statement

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]


def cash(region: Body) -> Decimal:
    return books(region, 2026).accounts[Ledger.CASH].closing


def test_its_money_leaves_the_books_and_the_right_line_takes_its_reference(region: Body, accountant: User) -> None:
    line = make_line(region, "10000.00", reference="TGR-7")
    assert cash(region) == 10000
    actions.take_back_line(line, motive="wrong amount", by=accountant)
    line.refresh_from_db()
    assert (cash(region), left_on(line), line.undone_on) == (0, 0, line.booked_on)
    right = actions.record_line(
        owner=region,
        source="statement",
        reference="TGR-7",
        booked_on=dt.date(2026, 7, 9),
        amount=Decimal("1000.00"),
        by=accountant,
    )
    assert (cash(region), left_on(right)) == (1000, 1000)
    told = Entry.objects.get(verb="account.line_taken_back")
    assert "wrong amount" not in str(told.facts), "what people write stays out of the journal"


def test_it_needs_a_motive_and_happens_once(region: Body, accountant: User) -> None:
    line = make_line(region)
    with pytest.raises(ValidationError, match="why"):
        actions.take_back_line(line, motive="", by=accountant)
    actions.take_back_line(line, motive="twice", by=accountant)
    with pytest.raises(ValidationError, match="already taken back"):
        actions.take_back_line(line, motive="twice", by=accountant)


def test_what_was_received_from_it_is_cancelled_first(instalment: Instalment, region: Body, accountant: User) -> None:
    line = make_line(region)
    [receipt] = actions.receive(line, {instalment: Decimal("400.00")}, by=accountant)
    with pytest.raises(ValidationError, match="cancel these receipts first"):
        actions.take_back_line(line, motive="wrong", by=accountant)
    actions.cancel_receipt(receipt, motive="wrong", by=accountant)
    actions.take_back_line(line, motive="wrong", by=accountant)
    assert cash(region) == 0


def test_a_credit_kept_on_it_goes_with_it(instalment: Instalment, region: Body, accountant: User) -> None:
    line = keep_as_credit(make_line(region), instalment.payer, by=accountant)
    assert actions.take_back_line(line, motive="wrong", by=accountant).credit_of is None


def test_a_line_of_the_banks_statement_is_not_ours_to_take_back(
    instalment: Instalment, region: Body, accountant: User, as_user: AsUser
) -> None:
    data, name = make_statement(region, [("09/07/2026", "VIREMENT RECU", "250.00")])
    [found] = import_statement(data, name, owner=region, by=accountant).lines.all()
    line = receive_by_hand(found, {instalment: Decimal(250)}, by=accountant)
    with pytest.raises(ValidationError, match="only the bank"):
        actions.take_back_line(line, motive="wrong", by=accountant)
    assert "take-back" not in as_user(accountant).get(line.get_absolute_url()).content.decode()


def test_the_page_of_the_line_offers_it_asks_why_and_then_says_so(
    region: Body, accountant: User, as_user: AsUser
) -> None:
    line, client = make_line(region), as_user(accountant)
    url = reverse("treasury:take_back_line", args=[line.pk])
    assert url in client.get(line.get_absolute_url()).content.decode()
    assert client.post(url, {"motive": " "}).status_code == 422
    page = client.post(url, {"motive": "typed twice"}, follow=True).content.decode()
    assert "recorded by mistake" in page
    assert "typed twice" in page
    assert url not in page
    assert client.get(url).status_code == 404
    assert "recorded by mistake" in client.get(reverse("treasury:lines")).content.decode()


def test_nobody_takes_back_a_line_of_another_account(accountant: User, as_user: AsUser) -> None:
    line = make_line()
    assert (
        as_user(accountant).post(reverse("treasury:take_back_line", args=[line.pk]), {"motive": "x"}).status_code == 404
    )
    assert AccountLine.objects.get().undone_on is None
