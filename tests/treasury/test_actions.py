import datetime as dt
import threading
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from takwin.accounts.models import User
from takwin.agreements.enums import StepKind
from takwin.agreements.models import Instalment, Step
from takwin.core import clock, formats
from takwin.core.uploads import Scan
from takwin.directory.models import Body
from takwin.documents.enums import ActKind
from takwin.documents.models import Act, Paper
from takwin.documents.wording.actions import write_wording
from takwin.documents.wording.letters import LETTERS
from takwin.journal.queries import story_of
from takwin.treasury import actions, issuing
from takwin.treasury.batches.actions import write_batch
from takwin.treasury.enums import LineSource
from takwin.treasury.models import FundsRequest, PaymentOrder, Receipt
from takwin.treasury.papers import AWAITS_VISA, deliberations_of, pay_before
from takwin.treasury.queries import grand_total, left_on, received_of, state_of_transfers, to_request
from tests.factories.agreements import make_instalment, make_vote
from tests.factories.directory import make_body, make_commune
from tests.factories.treasury import letters_went, make_batch, make_line
from tests.races import at_once

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 11, 22)


def money(text: str) -> Decimal:
    return Decimal(text)


# ── Requests ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("due_on", "before"),
    [
        ("2026-03-20", "2026-03-20"),
        ("2026-12-31", "2026-12-31"),
        ("2026-02-01", "2026-03-31"),
        ("2026-03-01", "2026-03-01"),
    ],
)
def test_one_is_asked_to_pay_by_the_day_on_which_it_falls_due_and_soon_once_it_is_past(
    due_on: str, before: str
) -> None:
    day = dt.date.fromisoformat
    assert pay_before(day(due_on), dt.date(2026, 3, 1), 30) == day(before)


def test_a_first_request_is_a_letter_and_the_next_a_reminder(instalment: Instalment, accountant: User) -> None:
    first = actions.request_funds(instalment, by=accountant)
    letters_went(1, instalment)
    again = actions.request_funds(instalment, by=accountant)
    assert (first.rank, again.rank) == (0, 1)
    assert first.amount == money("10000.00")
    assert Paper.objects.count() == 2
    assert [event.verb for event in story_of(instalment)] == ["funds.reminded", "funds.requested"]


def test_nobody_is_asked_twice_in_a_day_unless_the_letter_was_cancelled(
    instalment: Instalment, accountant: User
) -> None:
    first = actions.request_funds(instalment, by=accountant)
    assert actions.ask(instalment, by=accountant) == first
    letters_went(1, instalment)
    reminder = actions.ask(instalment, by=accountant)
    assert actions.ask(instalment, by=accountant) == reminder
    assert Paper.objects.count() == 2
    assert [event.verb for event in story_of(instalment)] == ["funds.reminded", "funds.requested"]


def test_a_request_speaks_the_words_of_its_body_and_one_issued_keeps_its_own(
    instalment: Instalment, due: Any, commune: Body, region: Body, accountant: User
) -> None:
    first = actions.request_funds(instalment, by=accountant)
    letter = LETTERS["funds-request"]
    texts = {part.name: part.ar for part in letter.parts} | {"demand": "نطلب أداء {amount} بموجب {deliberation}."}
    write_wording(region, letter, "ar", texts=texts, by=accountant)
    later = actions.request_funds(due(commune, "3000.00", year=2025), by=accountant)
    assert first.paper
    assert later.paper
    vote = instalment.commitment.party.steps.get().act
    assert vote
    said = later.paper.facts["words"]
    assert said["version"] == 1
    amount = formats.dirhams(money("3000.00"), language="ar")
    assert said["demand"] == [
        f"نطلب أداء {amount} بموجب المقرر رقم {vote.number} بتاريخ 7 فبراير 2023 ({AWAITS_VISA})."
    ]
    first.paper.refresh_from_db()
    assert (first.paper.facts["words"]["version"], first.paper.template) == (0, "funds-request")
    assert "حدد المبلغ المطلوب تحويله" in first.paper.facts["words"]["demand"][0]


def test_only_what_remains_is_requested(instalment: Instalment, region: Body, accountant: User) -> None:
    actions.receive(make_line(region, "4000.00"), {instalment: money("4000.00")}, by=accountant)
    assert actions.request_funds(instalment, by=accountant).amount == money("6000.00")
    actions.receive(make_line(region, "6000.00"), {instalment: money("6000.00")}, by=accountant)
    with pytest.raises(ValidationError, match="Nothing remains"):
        actions.request_funds(instalment, by=accountant)


def test_a_body_without_account_cannot_ask(instalment: Instalment, region: Body, accountant: User) -> None:
    Body.objects.filter(pk=region.pk).update(rib="")
    with pytest.raises(ValidationError, match="RIB"):
        actions.request_funds(instalment, by=accountant)


def test_a_batch_cut_and_run_again_writes_each_letter_once(
    instalment: Instalment, due: Any, province: Any, accountant: User
) -> None:
    other = due(make_body(place=make_commune(province)))
    actions.request_funds(instalment, by=accountant)
    batch = make_batch(instalment.beneficiary, accountant)
    for _ in range(2):
        write_batch(batch, [instalment.pk, other.pk], by=accountant)
        assert [letter.instalment for letter in batch.requests.all()] == [other]
    assert FundsRequest.objects.count() == 2


# ── Orders ──────────────────────────────────────────────────────────────────


def order(instalment: Instalment, by: User, **facts: Any) -> PaymentOrder:
    facts = {"number": "M-1", "ordered_on": dt.date(2026, 5, 5), "amount": money("10000.00")} | facts
    return actions.declare_order(instalment, by=by, **facts)


def test_what_a_commune_declares_counts_apart_until_confirmed(
    instalment: Instalment, director: User, accountant: User
) -> None:
    declared = order(instalment, director)
    assert declared.confirmed_at is None
    total = grand_total(state_of_transfers(Instalment.objects.all(), ON))
    assert (total.ordered, total.declared, total.on_the_way, total.received) == (0, 10000, 0, 0)
    actions.confirm_order(declared, by=accountant)
    total = grand_total(state_of_transfers(Instalment.objects.all(), ON))
    assert (total.ordered, total.declared, total.on_the_way, total.received) == (10000, 0, 10000, 0)
    with pytest.raises(ValidationError, match="already settled"):
        actions.confirm_order(declared, by=accountant)


def test_an_order_noted_by_the_region_is_confirmed_at_once(instalment: Instalment, accountant: User) -> None:
    assert order(instalment, accountant).confirmed_by == accountant


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"amount": money("10000.01")}, "exceed what is due"),
        ({"amount": money("-1.00")}, "above zero"),
        ({"ordered_on": dt.date(2099, 1, 1)}, "future"),
    ],
)
def test_an_order_that_cannot_be_is_refused(
    instalment: Instalment, director: User, facts: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ValidationError, match=sentence):
        order(instalment, director, **facts)
    assert not PaymentOrder.objects.exists()


def test_an_order_sent_twice_is_declared_once(instalment: Instalment, director: User) -> None:
    order(instalment, director, amount=money("100.00"))
    with pytest.raises(ValidationError, match="already declared"):
        order(instalment, director, amount=money("100.00"))
    assert order(instalment, director, number="١٢", amount=money("100.00")).number == "12"


def test_an_order_withdrawn_with_its_motive_may_be_declared_again(instalment: Instalment, director: User) -> None:
    first = order(instalment, director)
    with pytest.raises(ValidationError, match="Say why"):
        actions.withdraw_order(first, motive="", by=director)
    actions.withdraw_order(first, motive="rejected by the accountant", by=director)
    order(instalment, director)
    assert instalment.orders.count() == 2


# ── Lines and receipts ──────────────────────────────────────────────────────


def test_a_line_is_recorded_once(region: Body, accountant: User) -> None:
    facts: dict[str, Any] = {"owner": region, "source": LineSource.SLIP, "reference": "OV-1", "amount": money("5.00")}
    actions.record_line(**facts, booked_on=dt.date(2026, 7, 1), by=accountant)
    with pytest.raises(ValidationError, match="already recorded"):
        actions.record_line(**facts, booked_on=dt.date(2026, 7, 1), by=accountant)
    with pytest.raises(ValidationError, match="above zero"):
        actions.record_line(**facts | {"reference": "OV-2", "amount": money("-5.00")}, booked_on=ON, by=accountant)
    with pytest.raises(ValidationError, match="future"):
        actions.record_line(**facts | {"reference": "OV-3"}, booked_on=dt.date(2099, 1, 1), by=accountant)


def test_a_line_is_kept_with_its_proof(region: Body, accountant: User) -> None:
    line = actions.record_proved_line(
        owner=region, proof=Scan(b"%PDF-1.7", "s.pdf", "application/pdf"), by=accountant,
        source=LineSource.SLIP, reference="OV-9", booked_on=dt.date(2026, 7, 1), amount=money("5.00"),
    )  # fmt: skip
    assert line.file is not None
    assert line.file.size == 8


def test_one_line_pays_several_instalments_and_may_pay_in_part(
    instalment: Instalment, due: Any, commune: Body, region: Body, accountant: User
) -> None:
    other = due(commune, "3000.00", year=2025)
    line = make_line(region, "11000.00")
    actions.receive(line, {instalment: money("9000.00"), other: money("2000.00")}, by=accountant)
    assert (received_of(instalment), received_of(other), left_on(line)) == (9000, 2000, 0)


@pytest.mark.parametrize(
    ("line", "amount", "sentence"),
    [
        ("20000.00", "10000.01", "more cannot be received"),
        ("500.00", "500.01", "not more"),
        ("500.00", "-1.00", "above zero"),
        ("500.00", "0.00", "above zero"),
    ],
)
def test_never_more_than_is_due_nor_than_the_line_holds(
    instalment: Instalment, region: Body, accountant: User, line: str, amount: str, sentence: str
) -> None:
    with pytest.raises(ValidationError, match=sentence):
        actions.receive(make_line(region, line), {instalment: money(amount)}, by=accountant)
    assert not Receipt.objects.exists()


def test_all_or_nothing_is_received(instalment: Instalment, region: Body, accountant: User) -> None:
    elsewhere = make_instalment()
    with pytest.raises(ValidationError, match="another account"):
        actions.receive(make_line(region), {instalment: money("1.00"), elsewhere: money("1.00")}, by=accountant)
    assert not Receipt.objects.exists()


def test_a_form_sent_twice_receives_once(instalment: Instalment, region: Body, accountant: User) -> None:
    line = make_line(region)
    actions.receive(line, {instalment: money("4000.00")}, by=accountant)
    with pytest.raises(ValidationError, match="already received"):
        actions.receive(line, {instalment: money("4000.00")}, by=accountant)
    assert received_of(instalment) == 4000


def test_a_cancelled_receipt_stays_and_its_line_may_be_received_anew(
    instalment: Instalment, region: Body, accountant: User
) -> None:
    line = make_line(region)
    [wrong] = actions.receive(line, {instalment: money("4000.00")}, by=accountant)
    with pytest.raises(ValidationError, match="Say why"):
        actions.cancel_receipt(wrong, motive="", by=accountant)
    actions.cancel_receipt(wrong, motive="wrong amount", by=accountant)
    with pytest.raises(ValidationError, match="already cancelled"):
        actions.cancel_receipt(wrong, motive="again", by=accountant)
    actions.receive(line, {instalment: money("6000.00")}, by=accountant)
    assert (received_of(instalment), left_on(line), Receipt.objects.count()) == (6000, 4000, 3)


STEP = st.tuples(st.integers(0, 1), st.integers(0, 1), st.integers(1, 12000), st.booleans())


@settings(max_examples=25)
@given(steps=st.lists(STEP, min_size=1, max_size=8))
def test_whatever_is_received_and_cancelled_the_ledger_holds(
    steps: list[tuple[int, int, int, bool]], due: Any, commune: Body, region: Body, accountant: User
) -> None:
    with transaction.atomic():
        owed = [due(commune, "10000.00", year=year) for year in (2025, 2026)]
        lines = [make_line(region, "9000.00"), make_line(region, "7000.00")]
        for n, m, amount, cancels in steps:
            last = Receipt.objects.filter(line=lines[n], cancels=None, cancelled_at=None).last()
            try:
                if cancels and last:
                    actions.cancel_receipt(last, motive="property", by=accountant)
                else:
                    actions.receive(lines[n], {owed[m]: Decimal(amount)}, by=accountant)
            except ValidationError:
                pass
            assert all(0 <= received_of(one) <= one.amount for one in owed)
            assert all(0 <= left_on(line) <= line.amount for line in lines)
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_two_officers_cannot_receive_the_same_money(
    instalment: Instalment, region: Body, accountant: User, due: Any, commune: Body
) -> None:
    other, line = due(commune, year=2025), make_line(region)
    both, refusals = threading.Barrier(2), []

    def receive(one: Instalment) -> None:
        both.wait()
        try:
            actions.receive(line, {one: money("10000.00")}, by=accountant)
        except ValidationError as refusal:
            refusals.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=receive, args=[one]) for one in (instalment, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refusals) == 1
    assert left_on(line) == 0


# ── The official state ──────────────────────────────────────────────────────


def test_a_statement_freezes_the_figures_of_its_day(instalment: Instalment, region: Body, accountant: User) -> None:
    statement = issuing.issue_statement(region, years=[2026], by=accountant)
    assert statement.paper is not None
    assert statement.paper.facts["state"]["total"]["promised"] == "10000.00"
    assert (statement.first_year, statement.last_year) == (2026, 2026)


def test_a_statement_asked_for_again_takes_no_number_until_a_figure_moves(
    instalment: Instalment, region: Body, accountant: User
) -> None:
    first = issuing.issue_statement(region, years=[2026], by=accountant)
    assert issuing.issue_statement(region, years=[2026], by=accountant) == first
    actions.request_funds(instalment, by=accountant)
    second = issuing.issue_statement(region, years=[2026], by=accountant)
    assert second.paper is not None
    assert second.paper.reference.startswith("2/")


def test_nobody_is_asked_under_an_agreement_nobody_signed_nor_reminded_before_the_due_day(
    instalment: Instalment, accountant: User
) -> None:
    party = instalment.commitment.party
    party.steps.all().delete()
    with pytest.raises(ValidationError, match="no base to ask on"):
        actions.request_funds(instalment, by=accountant)
    assert to_request(Instalment.objects.all(), clock.today()) == []
    make_vote(party)
    assert to_request(Instalment.objects.all(), clock.today())
    Instalment.objects.update(due_on=clock.today())
    actions.request_funds(instalment, by=accountant)
    letters_went(1, instalment)
    with pytest.raises(ValidationError, match="a reminder is written once it is late"):
        actions.request_funds(instalment, by=accountant)
    Instalment.objects.update(due_on=clock.today() - dt.timedelta(days=1))
    assert actions.request_funds(instalment, by=accountant).rank == 1


def test_a_statement_names_the_deliberation_of_each_payer(instalment: Instalment, region: Body) -> None:
    act = Act.objects.create(
        body=instalment.payer, kind=ActKind.DELIBERATION, number="12/2023", taken_on=dt.date(2023, 5, 4)
    )
    party = instalment.commitment.party
    party.steps.all().delete()
    assert deliberations_of(region, [2026]) == {}
    Step.objects.create(party=party, kind=StepKind.VOTE, act=act, done_on=act.taken_on, declared_at=clock.now())
    assert deliberations_of(region, [2026]) == {instalment.payer_id: "12/2023"}
    assert deliberations_of(region, [2025]) == {}


def test_a_long_statement_keeps_its_pdf(instalment: Instalment, region: Body, accountant: User) -> None:
    statement = issuing.issue_long_statement(region, years=[], by=accountant)
    assert statement.file is not None
    assert statement.file.size > 1000
    assert issuing.issue_long_statement(region, years=[], by=accountant) == statement


def test_there_is_no_statement_of_nothing(region: Body, accountant: User) -> None:
    with pytest.raises(ValidationError, match="no state to issue"):
        issuing.issue_statement(region, years=[], by=accountant)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_issue_the_same_state_at_once_one_number_is_taken(
    instalment: Instalment, region: Body, accountant: User
) -> None:
    issue = partial(issuing.issue_statement, region, years=[2026], by=accountant)
    first, second = at_once(issue, issue)
    assert first == second
