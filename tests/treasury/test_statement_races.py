"""Eight officers at once, on both databases: a statement is stored once and its lines are received once."""

from functools import partial
from typing import Any

import pytest

from takwin.accounts.models import User
from takwin.agreements.models import Instalment
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body, Place
from takwin.treasury import actions
from takwin.treasury.batches.actions import request_together
from takwin.treasury.enums import BankVerdict
from takwin.treasury.models import AccountLine, BankLine, BankStatement, Receipt
from takwin.treasury.queries import received_of
from takwin.treasury.statements.actions import confirm_line, confirm_lines, import_statement
from tests.factories.directory import make_body, make_commune
from tests.factories.treasury import make_line, make_statement, marks_of
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
    seen = marks_of(*sure)
    assert eight_times(lambda _n: confirm_lines(sure, seen=seen, by=accountant)) == []
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
    seen = marks_of(first, shared, last)
    said = at_once(
        lambda: confirm_lines([first, shared], seen=seen, by=accountant),
        lambda: confirm_lines([last, shared], seen=seen, by=accountant),
    )
    assert [found.refused for found in said] == [[], []]
    assert sum(found.done for found in said) == 3
    assert [received_of(one) for one in owed] == [one.amount for one in owed]
    assert (Receipt.objects.count(), AccountLine.objects.count()) == (3, 3)


def test_pages_that_take_lines_of_two_accounts_in_crossing_orders_both_come_to_their_end(
    region: Body, province: Place, accountant: User
) -> None:
    """A finance officer sees the account of the region and that of a province on one page."""
    other = make_body(BodyKind.PROVINCE, province, rib="350810000000000012345751")
    rows = [(owner, f"{amount}.00") for amount in range(100, 112) for owner in (region, other)]
    lines = []
    for n, (owner, amount) in enumerate(rows):
        data, name = make_statement(owner, [(f"{n + 1:02}/03/2026", f"VIR {n}", amount)])
        lines.append(import_statement(data, name, owner=owner, by=accountant).lines.get())
    pages = lines[0::4] + lines[3::4], lines[1::4] + lines[2::4]
    said = at_once(*[lambda page=page: confirm_lines(page, seen=marks_of(*page), by=accountant) for page in pages])
    assert [len(found.refused) for found in said] == [12, 12], "nothing is proposed for them, and each page says so"


def test_letters_written_while_a_page_is_confirmed_in_another_order_leave_both_done(
    due: Any, province: Place, region: Body, accountant: User
) -> None:
    owed = [due(make_body(place=make_commune(province)), f"{1000 + 2**n}.00") for n in range(8)]
    rows = [rows_of(one, str(one.amount))[0] for one in reversed(owed)]
    data, name = make_statement(region, [*rows, ("30/03/2026", "FRAIS DE TENUE DE COMPTE", "-12.00")])
    read = list(import_statement(data, name, owner=region, by=accountant).lines.filter(amount__gt=0))
    seen = marks_of(*read)
    write = partial(request_together, [one.pk for one in owed], by=accountant)
    page, *letters = at_once(lambda: confirm_lines(read, seen=seen, by=accountant), write, write, write, write)
    assert page.done == len(read) == 8
    assert sum(map(len, letters)) in (0, 8), "written once before all was received, or never"


def test_a_page_confirmed_while_one_of_its_contributions_is_received_by_hand_receives_the_others(
    instalment: Instalment, due: Any, province: Place, region: Body, accountant: User
) -> None:
    other = due(make_body(place=make_commune(province)), "700.00")
    data, name = make_statement(region, [*rows_of(instalment)[:1], *rows_of(other, "700.00")])
    sure = list(import_statement(data, name, owner=region, by=accountant).lines.filter(verdict=BankVerdict.MATCHED))
    assert len(sure) == 2
    seen = marks_of(*sure)
    by_hand = make_line(region)
    page, hand = at_once(
        lambda: confirm_lines(sure, seen=seen, by=accountant),
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
