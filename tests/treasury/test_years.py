"""The treasurer's year: opened, closed on frozen figures, certified by two; what comes later is entered later."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from takwin.accounts.models import User
from takwin.agreements.actions import commit
from takwin.agreements.models import Instalment
from takwin.core import clock
from takwin.directory.models import Body
from takwin.documents.actions import store_file
from takwin.documents.serving import pdf_of
from takwin.rights.enums import Role
from takwin.treasury import actions
from takwin.treasury.enums import CertifiedBy, Ledger, YearState
from takwin.treasury.models import Certification, FinancialYear
from takwin.treasury.queries import received_of, state_of_transfers
from takwin.treasury.statements.actions import confirm_line, import_statement
from takwin.treasury.years import actions as years
from takwin.treasury.years.ledger import books
from tests.constraints import breaks
from tests.factories.directory import make_body, make_commune
from tests.factories.rights import officer_of
from tests.factories.treasury import make_line, make_statement
from tests.factories.years import SCAN, close, make_year, on

pytestmark = pytest.mark.django_db
JANUARY = dt.date(2027, 1, 20)


@pytest.fixture
def year(region: Body, accountant: User) -> FinancialYear:
    return make_year(region, accountant)


def test_the_ledger_says_what_the_screens_say(instalment: Instalment, region: Body, accountant: User) -> None:
    make_year(region, accountant)
    actions.receive(make_line(region, "7000.00"), {instalment: Decimal("6000.00")}, by=accountant)
    kept = books(region, 2026)
    closing = {account: balance.closing for account, balance in kept.accounts.items() if balance.closing}
    assert closing == {
        Ledger.CASH: Decimal(8000),
        Ledger.DUE: Decimal(4000),
        Ledger.HELD: Decimal(-1000),
        Ledger.CONTRIBUTIONS: Decimal(-10000),
        Ledger.OPENING: Decimal(-1000),
    }
    assert kept.difference == 0
    [province] = state_of_transfers(Instalment.objects.all(), dt.date(2026, 12, 31))
    assert kept.due[instalment.payer_id].closing == province.total.remaining


def test_a_year_is_closed_on_a_paper_that_no_longer_moves(
    year: FinancialYear, instalment: Instalment, region: Body, accountant: User
) -> None:
    [receipt] = actions.receive(make_line(region), {instalment: Decimal("10000.00")}, by=accountant)
    closed = close(year, accountant)
    assert closed.paper is not None
    before = closed.paper.facts["state"]
    assert (closed.state, before["closing"], before["payers"][0]["closing"]) == (YearState.CLOSED, "11000.00", "0.00")
    with on(JANUARY):
        counter = actions.cancel_receipt(receipt, motive="wrong payer", by=accountant)
    assert counter.received_on == JANUARY
    assert books(region, 2026).accounts[Ledger.DUE].closing == 0
    assert books(region, 2027).due[instalment.payer_id].closing == 10000
    closed.refresh_from_db()
    assert closed.paper.facts["state"] == before
    assert pdf_of(closed.paper).startswith(b"%PDF-")


def test_money_that_comes_to_light_after_the_closing_is_entered_on_the_day_it_does(
    year: FinancialYear, instalment: Instalment, region: Body, accountant: User
) -> None:
    line = make_line(region)
    close(year, accountant)
    with on(JANUARY):
        [receipt] = actions.receive(line, {instalment: Decimal("10000.00")}, by=accountant)
        with pytest.raises(ValidationError, match="is closed"):
            actions.record_line(
                owner=region, source="slip", reference="S-1", booked_on=dt.date(2026, 12, 30), amount=Decimal(5),
                by=accountant,
            )  # fmt: skip
    assert receipt.received_on == JANUARY


def test_a_statement_with_new_lines_in_a_closed_year_is_refused_whole(
    year: FinancialYear, region: Body, accountant: User
) -> None:
    close(year, accountant)
    data, name = make_statement(region, [("30/12/2026", "VIR COMMUNE", "10.00"), ("05/01/2027", "VIR X", "20.00")])
    with on(JANUARY), pytest.raises(ValidationError, match="The year 2026 of this account is closed"):
        import_statement(data, name, owner=region, by=accountant)
    assert not region.bank_statements.exists()


def test_a_year_waits_for_the_lines_of_its_bank(year: FinancialYear, region: Body, accountant: User) -> None:
    data, name = make_statement(region, [("30/06/2026", "VIR INCONNU", "10.00")])
    with on(dt.date(2026, 7, 1)):
        import_statement(data, name, owner=region, by=accountant)
    with pytest.raises(ValidationError, match="1 line of the bank still waits"):
        close(year, accountant)


def test_a_year_that_is_not_over_is_not_closed(year: FinancialYear, accountant: User) -> None:
    with on(dt.date(2026, 12, 31)), pytest.raises(ValidationError, match="not over"):
        years.close_year(year, by=accountant)


def test_years_follow_each_other(year: FinancialYear, region: Body, accountant: User) -> None:
    with on(JANUARY):
        later = make_year(region, accountant, 2027, balance=None)
        with pytest.raises(ValidationError, match="no balance is told"):
            make_year(region, accountant, 2027)
    with on(dt.date(2028, 1, 5)), pytest.raises(ValidationError, match="Close 2026 first"):
        years.close_year(later, by=accountant)


@pytest.mark.parametrize(("asked", "said"), [(2028, "open 2027 first"), (2025, "taken over in 2026")])
def test_a_year_is_not_opened_out_of_turn(
    year: FinancialYear, region: Body, accountant: User, asked: int, said: str
) -> None:
    with on(dt.date(2028, 1, 5)), pytest.raises(ValidationError, match=said):
        make_year(region, accountant, asked, balance=None)


def test_a_year_opens_on_what_the_year_before_left(year: FinancialYear, region: Body, accountant: User) -> None:
    make_line(region, "500.00")
    close(year, accountant)
    cash = books(region, 2027).accounts[Ledger.CASH]
    assert (cash.opening, cash.debit, cash.closing) == (1500, 0, 1500)


def test_both_sign_and_by_two_hands(year: FinancialYear, accountant: User, province: Any) -> None:
    closed = close(year, accountant)
    told = {"signatory": "A. Amrani", "signed_on": JANUARY, "proof": SCAN}
    with on(JANUARY):
        years.certify_year(closed, certified_by=CertifiedBy.TREASURER, **told, by=accountant)
        with pytest.raises(ValidationError, match="A second person"):
            years.certify_year(closed, certified_by=CertifiedBy.REGION, **told, by=accountant)
        with pytest.raises(ValidationError, match="A signature is recorded"):
            years.reopen_year(closed, motive="too early", by=accountant)
        officer = officer_of(province.region, Role.REGION_OFFICER)
        done = years.certify_year(closed, certified_by=CertifiedBy.REGION, **told, by=officer)
        with pytest.raises(ValidationError, match="once only"):
            years.certify_year(closed, certified_by=CertifiedBy.REGION, **told, by=officer)
    assert done.state == YearState.CERTIFIED


def test_a_signature_before_the_closing_is_refused(year: FinancialYear, accountant: User) -> None:
    closed = close(year, accountant)
    told = {"signatory": "A. Amrani", "signed_on": dt.date(2026, 12, 31), "proof": SCAN}
    with on(JANUARY), pytest.raises(ValidationError, match="between the closing and today"):
        years.certify_year(closed, certified_by=CertifiedBy.TREASURER, **told, by=accountant)


def test_a_year_closed_too_early_is_opened_again_and_its_paper_is_void(year: FinancialYear, accountant: User) -> None:
    paper = close(year, accountant).paper
    with on(JANUARY):
        years.reopen_year(year, motive="a slip was missing", by=accountant)
    year.refresh_from_db()
    assert paper is not None
    paper.refresh_from_db()
    assert (year.state, year.paper, paper.cancelled_at is None) == (YearState.OPEN, None, False)


def test_no_share_is_added_to_a_closed_year(year: FinancialYear, instalment: Instalment, accountant: User) -> None:
    close(year, accountant)
    party = instalment.commitment.party
    instalment.delete()
    party.commitments.all().delete()
    with pytest.raises(ValidationError, match="is closed"):
        commit(party, year=2026, instalments=[(dt.date(2026, 6, 1), Decimal(5))], by=accountant)


def test_excess_is_the_credit_of_the_next_year_and_is_used_before_anything_is_asked(
    year: FinancialYear, instalment: Instalment, due: Any, commune: Body, region: Body, accountant: User
) -> None:
    data, name = make_statement(region, [("09/07/2026", f"VIR COMMUNE {commune.name_fr}", "12000.00")])
    import_statement(data, name, owner=region, by=accountant)
    line = region.bank_statements.get().lines.get()
    line.payer, line.proposal = commune, [[instalment.pk, "10000.00"]]
    line.save()
    held = confirm_line(line, by=accountant).account_line
    assert held is not None
    assert held.credit_of == commune
    close(year, accountant)
    later = due(commune, "3000.00", year=2027, due_on=dt.date(2027, 6, 30))
    with on(JANUARY):
        letter = actions.ask(later, by=accountant)
    assert letter is not None
    assert (received_of(later), letter.amount) == (2000, 1000)
    assert later.receipts.get().received_on == JANUARY


def test_no_letter_is_written_when_the_credit_covers_all(
    instalment: Instalment, due: Any, commune: Body, region: Body, accountant: User
) -> None:
    line = make_line(region, "10000.00")
    years.keep_as_credit(line, commune, by=accountant)
    assert actions.ask(instalment, by=accountant) is None
    assert (received_of(instalment), instalment.requests.count()) == (10000, 0)


def test_credits_are_laid_to_the_oldest_due_first(
    instalment: Instalment, due: Any, commune: Body, region: Body, accountant: User
) -> None:
    older = due(commune, "4000.00", year=2025, due_on=dt.date(2025, 6, 30))
    years.keep_as_credit(make_line(region, "5000.00"), commune, by=accountant)
    with on(dt.date(2026, 8, 1)):
        assert years.use_credits(region, by=accountant) == 2
    assert (received_of(older), received_of(instalment)) == (4000, 1000)


def test_a_line_that_pays_for_another_is_not_this_ones_credit(
    instalment: Instalment, due: Any, province: Any, region: Body, accountant: User
) -> None:
    other = make_body(place=make_commune(province))
    due(other, "100.00")
    line = make_line(region, "11000.00")
    actions.receive(line, {instalment: Decimal("10000.00")}, by=accountant)
    with pytest.raises(ValidationError, match="pays for another body"):
        years.keep_as_credit(line, other, by=accountant)


def test_what_an_agreement_given_up_still_brings_is_owed_anew(
    instalment: Instalment, region: Body, accountant: User
) -> None:
    agreement = instalment.commitment.party.agreement
    actions.receive(make_line(region, "2000.00"), {instalment: Decimal("2000.00")}, by=accountant)
    agreement.cancelled_on, agreement.motive = dt.date(2026, 8, 1), "given up"
    agreement.save()
    late = make_line(region, "1000.00", booked_on=dt.date(2026, 9, 1))
    actions.receive(late, {instalment: Decimal("1000.00")}, by=accountant)
    kept = books(region, 2026)
    assert (kept.due[instalment.payer_id].closing, kept.accounts[Ledger.CONTRIBUTIONS].closing) == (0, -3000)


# ── What the database itself refuses ────────────────────────────────────────


def test_a_year_of_an_account_is_opened_once(year: FinancialYear) -> None:
    with breaks(FinancialYear, "financial_year_once"):
        FinancialYear.objects.create(owner=year.owner, year=2026, account_kind="fund")


def test_an_account_does_not_open_below_zero(region: Body) -> None:
    with breaks(FinancialYear, "financial_year_opens_on_what_is_there"):
        FinancialYear.objects.create(owner=region, year=2026, account_kind="fund", opening_balance=Decimal("-0.01"))


def test_a_closed_year_has_its_paper(year: FinancialYear) -> None:
    with breaks(FinancialYear, "financial_year_closed_on_its_paper"):
        FinancialYear.objects.filter(pk=year.pk).update(state="closed")


def certification(year: FinancialYear, by: User, side: str = "treasurer") -> Certification:
    proof = store_file(SCAN.data, name="s.pdf", content_type="application/pdf", owner=year.owner, by=by)
    return Certification.objects.create(
        year=year, certified_by=side, signatory="A", signed_on=JANUARY, proof=proof, recorded_by=by,
        recorded_at=clock.now(),
    )  # fmt: skip


def test_each_side_signs_once(year: FinancialYear, accountant: User, director: User) -> None:
    certification(year, accountant)
    with breaks(Certification, "certification_once_a_side"):
        certification(year, director)


def test_nobody_certifies_alone(year: FinancialYear, accountant: User) -> None:
    certification(year, accountant)
    with breaks(Certification, "certification_by_two_persons"):
        certification(year, accountant, "region")
