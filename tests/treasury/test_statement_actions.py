"""A statement brought in, and its lines said to be what they are: nothing is received twice."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from takwin.accounts.models import User
from takwin.agreements.actions import write_off
from takwin.agreements.models import Instalment
from takwin.directory.models import Body
from takwin.journal.models import Entry
from takwin.journal.queries import story_of
from takwin.meetings.queries.obligations import left_to_pay
from takwin.treasury.actions import request_funds
from takwin.treasury.enums import BankLineState, BankVerdict
from takwin.treasury.models import AccountLine, BankLine, BankStatement, Receipt
from takwin.treasury.queries import left_on, received_of
from takwin.treasury.statements.actions import (
    confirm_line,
    confirm_lines,
    import_statement,
    propose,
    put_aside,
    take_up,
)
from takwin.treasury.statements.by_hand import receive_by_hand
from tests.factories.directory import make_body, make_commune
from tests.factories.treasury import RIB, make_line, make_receipt, make_statement, marks_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def bring(region: Body, accountant: User) -> Any:
    """Import a statement of the region's account made of these rows."""

    def act(*rows: tuple[str, str, str], name: str = "releve.csv") -> BankStatement:
        data, name = make_statement(region, list(rows), name)
        return import_statement(data, name, owner=region, by=accountant)

    return act


def paid(instalment: Instalment, amount: str = "10000.00", day: str = "05/03/2026", what: str = "COMMUNE DE") -> Any:
    return day, f"VIR RECU {what} {instalment.payer.place.name_fr} FORMATION 2026", amount


def only_line(statement: BankStatement, **facts: Any) -> BankLine:
    return statement.lines.get(**facts)


LATER = ("30/03/2026", "FRAIS DE TENUE DE COMPTE", "-12.00")


def test_a_line_that_names_its_payer_and_pays_all_is_sure(instalment: Instalment, bring: Any) -> None:
    line = only_line(bring(paid(instalment), LATER), amount__gt=0)
    assert line.verdict == BankVerdict.MATCHED, line.reasons
    assert line.proposal == [[instalment.pk, "10000.00"]]
    assert line.payer == instalment.payer
    assert [code for code, _facts in line.reasons] == ["name", "whole"]


def test_a_confirmed_line_is_received_with_its_receipt(instalment: Instalment, bring: Any, accountant: User) -> None:
    line = confirm_line(only_line(bring(paid(instalment), LATER), amount__gt=0), by=accountant)
    assert line.state == BankLineState.RECEIVED
    assert received_of(instalment) == Decimal(10000)
    receipt = Receipt.objects.get()
    assert (receipt.line, receipt.received_on) == (line.account_line, line.booked_on)
    assert "funds.received" in [event.verb for event in story_of(instalment)]


def test_a_line_is_confirmed_once(instalment: Instalment, bring: Any, accountant: User) -> None:
    line = only_line(bring(paid(instalment), LATER), amount__gt=0)
    confirm_line(line, by=accountant)
    with pytest.raises(ValidationError, match="matched"):
        confirm_line(line, by=accountant)
    assert Receipt.objects.count() == 1


def test_the_same_statement_twice_changes_nothing(instalment: Instalment, bring: Any) -> None:
    bring(paid(instalment), LATER)
    with pytest.raises(ValidationError, match="already stored"):
        bring(paid(instalment), LATER, name="again.csv")
    assert (BankStatement.objects.count(), BankLine.objects.count()) == (1, 2)


def test_a_statement_that_overlaps_brings_only_what_is_new(instalment: Instalment, bring: Any) -> None:
    bring(paid(instalment), LATER)
    again = bring(paid(instalment), LATER, ("02/04/2026", "COMMISSION VIREMENT", "-5.00"), name="avril.csv")
    assert again.read == 3
    assert [line.label for line in again.lines.all()] == ["COMMISSION VIREMENT"]
    assert BankLine.objects.count() == 3


def test_a_line_whose_words_another_export_cut_is_not_stored_twice(instalment: Instalment, bring: Any) -> None:
    day, label, amount = paid(instalment)
    bring((day, label, amount))
    cut = bring((day, label[:18], amount), LATER, name="mars.csv")
    assert [line.label for line in cut.lines.all()] == [LATER[1]]
    assert BankLine.objects.filter(amount=amount).count() == 1


def test_two_equal_lines_of_a_day_are_two(instalment: Instalment, bring: Any) -> None:
    fee = ("05/03/2026", "COMMISSION VIREMENT", "-5.00")
    assert bring(fee, fee).lines.count() == 2


def test_a_broken_balance_is_refused_with_its_line(region: Body, instalment: Instalment, accountant: User) -> None:
    data, name = make_statement(region, [paid(instalment), LATER])
    changed = data.replace(b"10000,00;11000,00", b"10500,00;11000,00")
    assert changed != data
    with pytest.raises(ValidationError, match="does not follow at line 4"):
        import_statement(changed, name, owner=region, by=accountant)
    assert not BankStatement.objects.exists()


def test_a_statement_of_another_account_is_refused(region: Body, instalment: Instalment, accountant: User) -> None:
    data, name = make_statement(region, [paid(instalment)])
    other = RIB[:20] + "0000"
    other = other[:22] + f"{97 - int(other) % 97:02}"
    region.rib = RIB[:20] + "0100"
    Body.objects.filter(pk=region.pk).update(rib=other)
    region.refresh_from_db()
    sound = RIB[:22] + f"{97 - int(RIB[:22] + '00') % 97:02}"
    with pytest.raises(ValidationError, match="is of the account"):
        import_statement(data.replace(RIB.encode(), sound.encode()), name, owner=region, by=accountant)


@pytest.mark.parametrize("above", ["RIB {}", "Compte n° {}", "IBAN MA64 {}"])
def test_a_statement_whose_account_number_has_a_wrong_key_is_refused_and_the_number_told(
    above: str, region: Body, instalment: Instalment, accountant: User
) -> None:
    data, name = make_statement(region, [paid(instalment)])
    wrong = f"{RIB[:3]} {RIB[3:6]} {RIB[6:20]}99 {RIB[22:]}"
    head = above.format(wrong).encode()
    assert not int(RIB) % 97
    with pytest.raises(ValidationError, match=f"written above the lines, {wrong}, is wrong"):
        import_statement(data.replace(f"RIB {RIB}".encode(), head), name, owner=region, by=accountant)
    assert not BankStatement.objects.exists()


def test_a_wrong_account_number_on_a_later_page_is_refused_too(
    region: Body, instalment: Instalment, accountant: User
) -> None:
    data, name = make_statement(region, [paid(instalment)])
    pages = data + f"\r\n\r\nCompte {RIB[:22]}99\r\n".encode() + data.split(b"\r\n", 1)[1]
    with pytest.raises(ValidationError, match=f"{RIB[:22]}99"):
        import_statement(pages, name, owner=region, by=accountant)


def test_a_statement_whose_past_was_changed_is_refused(instalment: Instalment, bring: Any) -> None:
    first, last = ("01/03/2026", "COMMISSION", "-5.00"), ("28/03/2026", "COMMISSION", "-7.00")
    bring(first, paid(instalment), last)
    with pytest.raises(ValidationError, match="it was changed"):
        bring(first, paid(instalment, "9000.00"), last, name="again.csv")


def test_a_statement_of_tomorrow_is_refused(instalment: Instalment, bring: Any) -> None:
    with pytest.raises(ValidationError, match="future"):
        bring(paid(instalment, day="05/03/2090"))


def test_a_statement_with_an_amount_that_cannot_be_read_is_refused_with_its_line(
    region: Body, instalment: Instalment, accountant: User
) -> None:
    data, name = make_statement(region, [paid(instalment), LATER])
    with pytest.raises(ValidationError, match="line 4 cannot be read"):
        import_statement(data.replace(b";10000,00;", b";dix mille;"), name, owner=region, by=accountant)


def test_a_file_of_two_accounts_is_refused_by_the_other_one(
    region: Body, instalment: Instalment, accountant: User
) -> None:
    data, name = make_statement(region, [paid(instalment)])
    other = RIB[:20] + "00"
    other += f"{97 - int(other + '00') % 97:02}"
    both = data + b"\r\n\r\n" + f"Compte {other}".encode() + b"\r\n" + data.split(b"\r\n", 1)[1]
    with pytest.raises(ValidationError, match=other):
        import_statement(both, name, owner=region, by=accountant)
    assert not BankLine.objects.exists()


def test_a_statement_without_lines_is_refused(region: Body, accountant: User) -> None:
    data, name = make_statement(region, [])
    with pytest.raises(ValidationError, match="no line"):
        import_statement(data, name, owner=region, by=accountant)


def test_a_part_then_its_rest(instalment: Instalment, bring: Any, accountant: User) -> None:
    statement = bring(paid(instalment, "4000.00"), paid(instalment, "6000.00", "20/03/2026"), LATER)
    part, rest = statement.lines.filter(amount__gt=0)
    assert (part.verdict, rest.verdict) == (BankVerdict.PROPOSED, BankVerdict.MATCHED)
    confirm_line(part, by=accountant)
    confirm_line(rest, by=accountant)
    assert received_of(instalment) == instalment.amount


def test_what_is_paid_above_the_due_stays_a_credit_of_its_payer(
    instalment: Instalment, bring: Any, accountant: User
) -> None:
    line = confirm_line(only_line(bring(paid(instalment, "10100.00"), LATER), amount__gt=0), by=accountant)
    assert line.account_line is not None
    assert (left_on(line.account_line), line.account_line.credit_of) == (Decimal(100), instalment.payer)
    assert received_of(instalment) == instalment.amount


def test_a_second_payment_is_not_proposed(instalment: Instalment, bring: Any) -> None:
    first, second = bring(paid(instalment), paid(instalment, day="12/03/2026"), LATER).lines.filter(amount__gt=0)
    assert (first.verdict, second.verdict) == (BankVerdict.MATCHED, BankVerdict.UNMATCHED)
    assert ["twice", {"line": "05/03/2026"}] in second.reasons


def test_a_second_payment_in_the_next_statement_is_not_proposed(
    instalment: Instalment, bring: Any, accountant: User
) -> None:
    confirm_line(only_line(bring(paid(instalment)), amount__gt=0), by=accountant)
    second = only_line(bring(paid(instalment, day="12/05/2026"), name="mai.csv"))
    assert (second.verdict, second.proposal) == (BankVerdict.UNMATCHED, [])


def test_a_credit_undone_by_the_bank_is_undone_with_its_debit(
    instalment: Instalment, bring: Any, accountant: User
) -> None:
    day, label, amount = paid(instalment)
    statement = bring((day, label, amount), ("09/03/2026", f"ANNULATION {label}", f"-{amount}"), LATER)
    credit, debit = statement.lines.exclude(label__startswith="FRAIS")
    assert credit.proposed_pair == debit
    confirm_line(debit, by=accountant)
    credit.refresh_from_db()
    debit.refresh_from_db()
    assert (credit.state, debit.state, debit.undoes) == (BankLineState.UNDONE, BankLineState.UNDONE, credit)
    assert not AccountLine.objects.exists()


def test_a_credit_and_the_debit_that_undoes_it_ticked_together_are_told_as_two_lines(
    instalment: Instalment, bring: Any, accountant: User
) -> None:
    day, label, amount = paid(instalment)
    statement = bring((day, label, amount), ("09/03/2026", f"ANNULATION {label}", f"-{amount}"), LATER)
    pair = list(statement.lines.exclude(label__startswith="FRAIS"))
    assert confirm_lines(pair, seen=marks_of(*pair), by=accountant) == (2, [])


def test_a_received_credit_undone_in_the_next_statement_gets_its_counter_entry(
    instalment: Instalment, bring: Any, accountant: User
) -> None:
    day, label, amount = paid(instalment)
    credit = confirm_line(only_line(bring((day, label, amount)), amount__gt=0), by=accountant)
    debit = only_line(bring(("09/04/2026", f"ANNULATION {label}", f"-{amount}"), name="avril.csv"))
    assert debit.proposed_pair == credit
    confirm_line(debit, by=accountant)
    credit.refresh_from_db()
    assert received_of(instalment) == 0
    assert Receipt.objects.count() == 2
    assert credit.state == BankLineState.UNDONE
    account_line = AccountLine.objects.get()
    assert left_on(account_line) == 0
    again = only_line(bring(paid(instalment, day="20/04/2026"), name="avril-2.csv"))
    assert again.proposal == [[instalment.pk, "10000.00"]]


def test_money_recorded_by_hand_is_not_received_again(
    instalment: Instalment, region: Body, bring: Any, accountant: User
) -> None:
    statement = bring(paid(instalment), LATER)
    line = only_line(statement, amount__gt=0)
    by_hand = make_line(region, "10000.00", booked_on=line.booked_on)
    make_receipt(instalment, by_hand)
    confirm_line(line, by=accountant)
    line.refresh_from_db()
    assert (line.account_line, Receipt.objects.count()) == (by_hand, 1)


def test_an_unknown_line_is_received_by_hand_or_put_aside(instalment: Instalment, bring: Any, accountant: User) -> None:
    cash, fee = bring(("05/03/2026", "VERSEMENT ESPECES GUICHET 8", "700.00"), LATER).lines.all()
    with pytest.raises(ValidationError, match="Nothing is proposed"):
        confirm_line(cash, by=accountant)
    received = receive_by_hand(cash, {instalment: Decimal(700)}, by=accountant)
    assert (received.amount, received_of(instalment)) == (700, 700)
    with pytest.raises(ValidationError, match="Only a credit"):
        receive_by_hand(fee, {instalment: Decimal(12)}, by=accountant)
    with pytest.raises(ValidationError, match="Say why"):
        put_aside(fee, motive="", by=accountant)
    assert put_aside(fee, motive="charges", by=accountant).state == BankLineState.ASIDE
    assert take_up(fee, by=accountant).motive == ""


def test_the_lines_of_a_page_are_confirmed_each_whole_and_one_that_is_refused_stays_with_its_reason(
    instalment: Instalment, bring: Any, accountant: User
) -> None:
    statement = bring(paid(instalment), ("05/03/2026", "VERSEMENT ESPECES GUICHET 8", "700.00"), LATER)
    sure, cash = statement.lines.filter(amount__gt=0).order_by("line")
    found = confirm_lines([sure, cash], seen=marks_of(sure, cash), by=accountant)
    assert (found.done, found.refused) == (
        1, [(cash, "Nothing is proposed for this line: receive it by hand, or put it aside.")]
    )  # fmt: skip
    assert confirm_lines([sure], seen=marks_of(sure), by=accountant) == (0, [])
    assert Receipt.objects.count() == 1
    assert Entry.objects.filter(verb="account.lines_confirmed").count() == 1


def test_a_line_whose_contribution_was_received_meanwhile_stays_and_is_proposed_anew(
    instalment: Instalment, due: Any, province: Any, bring: Any, accountant: User
) -> None:
    other = due(make_body(place=make_commune(province)), "700.00")
    statement = bring(paid(instalment), paid(other, amount="700.00"), LATER)
    sure = list(statement.lines.filter(verdict=BankVerdict.MATCHED))
    assert len(sure) == 2
    make_receipt(instalment)
    found = confirm_lines(sure, seen=marks_of(*sure), by=accountant)
    [(stale, why)] = found.refused
    assert (found.done, received_of(other)) == (1, 700)
    assert "more cannot be received" in why
    stale.refresh_from_db()
    assert (stale.state, stale.account_line, stale.proposal) == (BankLineState.WAITING, None, [])
    assert received_of(instalment) == instalment.amount


def test_a_proposal_made_since_the_page_was_opened_is_not_confirmed_unread(
    instalment: Instalment, due: Any, bring: Any, accountant: User
) -> None:
    line = only_line(bring(paid(instalment), LATER), amount__gt=0)
    seen = marks_of(line)
    BankLine.objects.update(proposal=[[due(instalment.payer, "10000.00", year=2025).pk, "10000.00"]])
    [(_line, why)] = confirm_lines([BankLine.objects.get(pk=line.pk)], seen=seen, by=accountant).refused
    assert "has changed since" in why
    assert not Receipt.objects.exists()
    line.refresh_from_db()
    assert confirm_lines([line], seen={}, by=accountant).done == 0, "a page that says nothing of it has not shown it"
    assert confirm_lines([line], seen=marks_of(line), by=accountant).done == 1


def test_a_proposal_follows_what_was_received_since(instalment: Instalment, bring: Any, region: Body) -> None:
    line = only_line(bring(paid(instalment), LATER), amount__gt=0)
    make_receipt(instalment)
    propose(region)
    line.refresh_from_db()
    assert (line.verdict, line.proposal) == (BankVerdict.UNMATCHED, [])


def test_a_payment_is_not_laid_to_what_another_commune_paid_the_same_day(
    instalment: Instalment, due: Any, province: Any, bring: Any, accountant: User, region: Body
) -> None:
    other = due(make_body(place=make_commune(province)))
    day = dt.date(2026, 3, 5)
    by_hand = make_line(region, "10000.00", booked_on=day)
    make_receipt(other, by_hand)
    line = confirm_line(only_line(bring(paid(instalment), LATER), amount__gt=0), by=accountant)
    assert line.account_line != by_hand
    assert received_of(instalment) == Decimal(10000)


def test_what_was_written_off_is_claimed_by_no_line_no_letter_no_meeting(
    instalment: Instalment, bring: Any, accountant: User, region: Body
) -> None:
    write_off(instalment, amount=Decimal(4000), motive="dissoute", by=accountant)
    instalment.refresh_from_db()
    owed = left_to_pay([instalment.payer], region, dt.date(2030, 1, 1), dt.date(2030, 1, 1))
    assert owed == {instalment.payer_id: [(instalment.commitment, Decimal(6000))]}
    line = only_line(bring(paid(instalment, "6000.00"), LATER), amount__gt=0)
    assert [code for code, _facts in line.reasons] == ["name", "whole"]
    assert line.proposal == [[instalment.pk, "6000.00"]]
    asked = request_funds(instalment, by=accountant).paper.facts["total"]
    assert "6" in asked["owed"]
    assert "10" not in asked["owed"]
