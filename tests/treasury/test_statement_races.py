"""Eight officers at once, on both databases: a statement is stored once and its lines are received once."""

from typing import Any

import pytest

from takwin.accounts.models import User
from takwin.agreements.models import Instalment
from takwin.directory.models import Body, Place
from takwin.treasury import actions
from takwin.treasury.enums import BankVerdict
from takwin.treasury.models import AccountLine, BankLine, BankStatement, Receipt
from takwin.treasury.queries import received_of
from takwin.treasury.statements.actions import confirm_line, confirm_lines, import_statement
from tests.factories.directory import make_body, make_commune
from tests.factories.treasury import make_line, make_statement
from tests.races import at_once
from tests.treasury.test_races import eight_times

pytestmark = pytest.mark.django_db(transaction=True)


def rows_of(instalment: Instalment, amount: str = "10000.00") -> list[tuple[str, str, str]]:
    name = instalment.payer.place.name_fr  # type: ignore[union-attr]
    return [
        ("05/03/2026", f"VIR RECU COMMUNE {name} FORMATION 2026", amount),
        ("30/03/2026", "FRAIS DE TENUE DE COMPTE", "-12.00"),
    ]


def test_one_statement_sent_eight_times_is_stored_once(instalment: Instalment, region: Body, accountant: User) -> None:
    data, name = make_statement(region, rows_of(instalment))
    refusals = eight_times(lambda _n: import_statement(data, name, owner=region, by=accountant))
    assert len(refusals) == 7
    assert (BankStatement.objects.count(), BankLine.objects.count()) == (1, 2)


def test_one_page_confirmed_eight_times_is_received_once(
    instalment: Instalment, region: Body, accountant: User
) -> None:
    data, name = make_statement(region, rows_of(instalment))
    lines = import_statement(data, name, owner=region, by=accountant).lines
    sure = list(lines.filter(verdict=BankVerdict.MATCHED))
    assert eight_times(lambda _n: confirm_lines(sure, by=accountant)) == []
    assert (Receipt.objects.count(), AccountLine.objects.count()) == (1, 1)
    assert received_of(instalment) == instalment.amount


def test_two_pages_that_share_a_line_confirmed_at_once_receive_each_line_once(
    instalment: Instalment, due: Any, province: Place, region: Body, accountant: User
) -> None:
    owed = [instalment, *(due(make_body(place=make_commune(province)), f"{n}00.00") for n in (7, 8))]
    data, name = make_statement(region, [rows_of(one, str(one.amount))[0] for one in owed] + rows_of(instalment)[1:])
    first, shared, last = import_statement(data, name, owner=region, by=accountant).lines.filter(
        verdict=BankVerdict.MATCHED
    )
    said = at_once(
        lambda: confirm_lines([first, shared], by=accountant), lambda: confirm_lines([last, shared], by=accountant)
    )
    assert [found.refused for found in said] == [[], []]
    assert sum(found.done for found in said) == 3
    assert [received_of(one) for one in owed] == [one.amount for one in owed]
    assert (Receipt.objects.count(), AccountLine.objects.count()) == (3, 3)


def test_a_page_confirmed_while_one_of_its_contributions_is_received_by_hand_receives_the_others(
    instalment: Instalment, due: Any, province: Place, region: Body, accountant: User
) -> None:
    other = due(make_body(place=make_commune(province)), "700.00")
    data, name = make_statement(region, [*rows_of(instalment)[:1], *rows_of(other, "700.00")])
    sure = list(import_statement(data, name, owner=region, by=accountant).lines.filter(verdict=BankVerdict.MATCHED))
    assert len(sure) == 2
    by_hand = make_line(region)
    page, hand = at_once(
        lambda: confirm_lines(sure, by=accountant),
        lambda: actions.receive(by_hand, {instalment: instalment.amount}, by=accountant),
    )
    assert (received_of(instalment), received_of(other)) == (instalment.amount, other.amount)
    assert isinstance(hand, str) == (page.done == 2), "whoever came second is told, and only of that line"
    assert len(page.refused) == 2 - page.done


def test_one_line_confirmed_eight_times_is_received_once(
    instalment: Instalment, region: Body, accountant: User
) -> None:
    data, name = make_statement(region, rows_of(instalment))
    line = import_statement(data, name, owner=region, by=accountant).lines.get(amount__gt=0)
    assert len(eight_times(lambda _n: confirm_line(line, by=accountant))) == 7
    assert Receipt.objects.count() == 1
