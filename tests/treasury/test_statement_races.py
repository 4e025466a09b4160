"""Eight officers at once, on both databases: a statement is stored once and its lines are received once."""

import pytest

from takwin.accounts.models import User
from takwin.agreements.models import Instalment
from takwin.directory.models import Body
from takwin.treasury.enums import BankVerdict
from takwin.treasury.models import AccountLine, BankLine, BankStatement, Receipt
from takwin.treasury.queries import received_of
from takwin.treasury.statements.actions import confirm_line, confirm_lines, import_statement
from tests.factories.treasury import make_statement
from tests.treasury.test_races import eight_times

pytestmark = pytest.mark.django_db(transaction=True)


def rows_of(instalment: Instalment) -> list[tuple[str, str, str]]:
    name = instalment.payer.place.name_fr  # type: ignore[union-attr]
    return [
        ("05/03/2026", f"VIR RECU COMMUNE {name} FORMATION 2026", "10000.00"),
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


def test_one_line_confirmed_eight_times_is_received_once(
    instalment: Instalment, region: Body, accountant: User
) -> None:
    data, name = make_statement(region, rows_of(instalment))
    line = import_statement(data, name, owner=region, by=accountant).lines.get(amount__gt=0)
    assert len(eight_times(lambda _n: confirm_line(line, by=accountant))) == 7
    assert Receipt.objects.count() == 1
