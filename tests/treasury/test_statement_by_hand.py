"""A credit of the bank said by hand: it waits until something is received, and may be taken back while nothing is."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client

from takwin.accounts.models import User
from takwin.agreements.models import Instalment
from takwin.directory.models import Body
from takwin.journal.queries import story_of
from takwin.treasury.actions import cancel_receipt
from takwin.treasury.enums import BankLineState, Ledger
from takwin.treasury.models import AccountLine, BankLine, Receipt
from takwin.treasury.queries import left_on, received_of
from takwin.treasury.statements.actions import confirm_line, import_statement
from takwin.treasury.statements.by_hand import keep_by_hand, receive_by_hand, take_back
from takwin.treasury.years.ledger import books
from tests.factories.treasury import make_line, make_receipt, make_statement

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]


@pytest.fixture
def cash(region: Body, instalment: Instalment, accountant: User) -> BankLine:
    """Seven hundred dirhams of which the label says nothing."""
    data, name = make_statement(region, [("05/03/2026", "VERSEMENT ESPECES GUICHET 8", "700.00")])
    return import_statement(data, name, owner=region, by=accountant).lines.get()


def on_the_books(region: Body) -> Decimal:
    return books(region, 2026).accounts[Ledger.CASH].closing


def test_opening_the_page_writes_nothing_and_the_line_stays_among_the_unknown(
    as_user: AsUser, cash: BankLine, region: Body, accountant: User
) -> None:
    client = as_user(accountant)
    page = client.get(cash.get_absolute_url()).content.decode()
    assert f"{cash.get_absolute_url()}receive/" in page
    page = client.get(f"{cash.get_absolute_url()}receive/").content.decode()
    assert "700 MAD left of 700" in page.replace("\u00a0", " ")
    cash.refresh_from_db()
    assert (cash.state, AccountLine.objects.count(), on_the_books(region)) == (BankLineState.WAITING, 0, 0)
    assert cash.label in client.get("/treasury/bank/?show=unmatched").content.decode()


def test_the_line_is_taken_onto_the_account_and_received_in_one_act(
    as_user: AsUser, cash: BankLine, instalment: Instalment, region: Body, accountant: User
) -> None:
    url = f"{cash.get_absolute_url()}receive/"
    too_much = as_user(accountant).post(url, {f"amount_{instalment.pk}": "701"})
    assert (too_much.status_code, AccountLine.objects.count()) == (422, 0)
    assert as_user(accountant).post(url, {f"amount_{instalment.pk}": "700"}).status_code == 302
    cash.refresh_from_db()
    assert (cash.state, received_of(instalment), on_the_books(region)) == (BankLineState.RECEIVED, 700, 700)
    assert "account.line_matched" in [event.verb for event in story_of(cash)]
    again = as_user(accountant).post(url, {f"amount_{instalment.pk}": "700"})
    assert (again.status_code, Receipt.objects.count()) == (422, 1)
    assert as_user(accountant).get(url).url == cash.get_absolute_url()  # type: ignore[attr-defined]


def test_the_page_of_a_matched_line_tells_what_was_received_and_no_old_proposal(
    as_user: AsUser, instalment: Instalment, due: Callable[..., Instalment], region: Body, accountant: User
) -> None:
    name = instalment.payer.place.name_fr  # type: ignore[union-attr]
    data, file = make_statement(region, [("05/03/2026", f"COMMUNE DE {name} FORMATION 2026", "4000.00")])
    line = import_statement(data, file, owner=region, by=accountant).lines.get()
    assert line.proposal == [[instalment.pk, "4000.00"]]
    other = due(instalment.payer, "3000.00", year=2025)
    receive_by_hand(line, {other: Decimal(3000), instalment: Decimal(1000)}, by=accountant)
    page = BeautifulSoup(as_user(accountant).get(line.get_absolute_url()).content, "html.parser")
    said = page.find("main").get_text(" ")  # type: ignore[union-attr]
    assert "What is proposed" not in said
    assert "Nothing has been recorded yet." not in said
    for amount in ("3,000.00", "1,000.00"):
        assert amount in said
    row = as_user(accountant).get("/treasury/bank/?show=received").content.decode()
    assert ("3,000.00" in row, "4,000.00" in row.replace("4,000.00", "", 1)) == (True, False)


def test_money_in_advance_is_kept_for_its_payer_in_one_act(
    as_user: AsUser, cash: BankLine, instalment: Instalment, accountant: User
) -> None:
    url = f"{cash.get_absolute_url()}credit/"
    assert as_user(accountant).get(url).status_code == 200
    assert as_user(accountant).post(url, {"payer": instalment.payer_id}).status_code == 302
    assert AccountLine.objects.get().credit_of == instalment.payer


def test_a_line_that_pays_nothing_is_taken_back_and_waits_again(
    as_user: AsUser, cash: BankLine, instalment: Instalment, region: Body, accountant: User
) -> None:
    receive_by_hand(cash, {instalment: Decimal(700)}, by=accountant)
    with pytest.raises(ValidationError, match="cancel these receipts first"):
        take_back(cash, motive="other payer", by=accountant)
    url = f"{cash.get_absolute_url()}take-back/"
    assert url not in as_user(accountant).get(cash.get_absolute_url()).content.decode()
    cancel_receipt(Receipt.objects.get(), motive="other payer", by=accountant)
    assert url in as_user(accountant).get(cash.get_absolute_url()).content.decode()
    assert as_user(accountant).get(url).status_code == 200
    assert as_user(accountant).post(url, {"motive": " "}).status_code == 422
    assert as_user(accountant).post(url, {"motive": "other payer"}).status_code == 302
    cash.refresh_from_db()
    assert (cash.state, cash.account_line, on_the_books(region)) == (BankLineState.WAITING, None, 0)
    assert left_on(AccountLine.objects.get()) == 0
    receive_by_hand(cash, {instalment: Decimal(700)}, by=accountant)
    assert (received_of(instalment), on_the_books(region)) == (700, 700)
    assert as_user(accountant).post(url, {"motive": "again"}).status_code == 422


def test_a_line_kept_in_advance_gives_the_credit_back(cash: BankLine, instalment: Instalment, accountant: User) -> None:
    keep_by_hand(cash, instalment.payer, by=accountant)
    take_back(cash, motive="other payer", by=accountant)
    assert AccountLine.objects.get().credit_of is None


def test_money_recorded_by_hand_before_is_laid_to_and_stays_when_the_line_is_taken_back(
    cash: BankLine, instalment: Instalment, region: Body, accountant: User
) -> None:
    by_hand = make_line(region, "700.00", booked_on=cash.booked_on)
    make_receipt(instalment, by_hand, amount=Decimal(700))
    BankLine.objects.update(payer=instalment.payer)
    cash.refresh_from_db()
    assert receive_by_hand(cash, {}, by=accountant) == by_hand
    cancel_receipt(Receipt.objects.get(), motive="wrong", by=accountant)
    take_back(cash, motive="wrong", by=accountant)
    by_hand.refresh_from_db()
    assert (by_hand.undone_on, on_the_books(region)) == (None, 700)


def test_a_line_that_waits_has_nothing_to_take_back(cash: BankLine, accountant: User) -> None:
    with pytest.raises(ValidationError, match="can no longer be done"):
        take_back(cash, motive="x", by=accountant)
    with pytest.raises(ValidationError, match="Nothing is proposed"):
        confirm_line(cash, by=accountant)
