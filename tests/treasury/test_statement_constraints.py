"""What the database itself refuses of statements and their lines."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from takwin.accounts.models import User
from takwin.core import clock
from takwin.directory.models import Body
from takwin.treasury.models import BankLine, BankStatement
from takwin.treasury.statements.actions import import_statement
from tests.constraints import breaks
from tests.factories.treasury import make_line, make_statement

pytestmark = pytest.mark.django_db
ROWS = [("05/03/2026", "VERSEMENT ESPECES", "700.00"), ("06/03/2026", "COMMISSION", "-12.00")]


@pytest.fixture
def statement(region: Body, accountant: User) -> BankStatement:
    data, name = make_statement(region, ROWS)
    return import_statement(data, name, owner=region, by=accountant)


@pytest.fixture
def credit(statement: BankStatement) -> BankLine:
    return statement.lines.get(amount__gt=0)


@pytest.fixture
def debit(statement: BankStatement) -> BankLine:
    return statement.lines.get(amount__lt=0)


def change(line: BankLine, **facts: Any) -> None:
    BankLine.objects.filter(pk=line.pk).update(**facts)


def copy(of: BankLine, **facts: Any) -> BankLine:
    told = {"statement": of.statement, "owner": of.owner, "line": 99, "booked_on": of.booked_on, "amount": 1}
    return BankLine.objects.create(**told | {"fingerprint": "other"} | facts)


def test_a_file_is_one_statement_of_an_account(statement: BankStatement) -> None:
    facts = {"first_day": statement.first_day, "last_day": statement.last_day, "read": 1, "imported_at": clock.now()}
    with breaks(BankStatement, "bank_statement_once"):
        BankStatement.objects.create(owner=statement.owner, file=statement.file, **facts)


def test_the_days_of_a_statement_are_in_order(statement: BankStatement) -> None:
    with breaks(BankStatement, "bank_statement_days_in_order"):
        BankStatement.objects.filter(pk=statement.pk).update(first_day="2026-12-31")


def test_a_line_is_stored_once_for_an_account(credit: BankLine) -> None:
    with breaks(BankLine, "bank_line_once"):
        copy(credit, fingerprint=credit.fingerprint)
    assert copy(credit).pk


def test_a_line_of_a_file_is_stored_once(credit: BankLine) -> None:
    with breaks(BankLine, "bank_line_place_once"):
        copy(credit, line=credit.line)


def test_a_line_moves_money(credit: BankLine) -> None:
    with breaks(BankLine, "bank_line_moves_money"):
        change(credit, amount=0)


def test_a_debit_is_never_received(debit: BankLine, region: Body) -> None:
    with breaks(BankLine, "bank_line_received_as_credit"):
        change(debit, state="received", account_line=make_line(region))


def test_only_a_debit_that_is_undone_undoes(credit: BankLine, debit: BankLine) -> None:
    with breaks(BankLine, "bank_line_undoes_as_debit"):
        change(credit, state="undone", undoes=debit)
    with breaks(BankLine, "bank_line_undoes_as_debit"):
        change(debit, undoes=credit)
    change(debit, state="undone", undoes=credit)


@pytest.mark.parametrize(
    "facts",
    [{"motive": "charges"}, {"state": "aside"}, {"state": "received"}, {"state": "undone", "motive": "charges"}],
)
def test_a_line_has_what_its_state_says(credit: BankLine, facts: dict[str, str]) -> None:
    with breaks(BankLine, "bank_line_state_says_what_it_has"):
        change(credit, **facts)


def test_an_account_line_is_that_of_one_line_of_the_bank(credit: BankLine, region: Body) -> None:
    line = make_line(region, "700.00")
    change(credit, state="received", account_line=line)
    with pytest.raises(IntegrityError), transaction.atomic():
        copy(credit, state="received", account_line=line, amount=Decimal(700))


def test_a_credit_is_undone_once(credit: BankLine, debit: BankLine) -> None:
    change(debit, state="undone", undoes=credit)
    with pytest.raises(IntegrityError), transaction.atomic():
        copy(debit, state="undone", undoes=credit, amount=Decimal(-1))
