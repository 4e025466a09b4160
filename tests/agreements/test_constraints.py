"""What the database itself refuses of agreements, parties, steps and instalments."""

import datetime as dt
from typing import Any

import pytest

from takwin.agreements.enums import StepKind
from takwin.agreements.models import Agreement, Clause, Commitment, Delivery, Instalment, Party, Step
from takwin.core import clock
from tests.constraints import breaks
from tests.factories.accounts import make_user
from tests.factories.agreements import make_agreement, make_amendment, make_instalment, make_party, make_promise
from tests.factories.people import make_person
from tests.factories.programmes import make_act

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 11, 22)


def test_an_agreement_does_not_end_before_it_begins() -> None:
    with breaks(Agreement, "agreement_years_in_order"):
        make_agreement(first_year=2026, last_year=2025)
    assert make_agreement(first_year=2026, last_year=2026).pk
    assert make_agreement(first_year=2026, last_year=None).pk, "its duration is not set"


def test_an_agreement_is_cancelled_with_a_motive() -> None:
    with breaks(Agreement, "agreement_cancelled_with_motive"):
        make_agreement(cancelled_on=ON)
    assert make_agreement(cancelled_on=ON, motive="given up").pk


def test_a_body_is_once_a_party() -> None:
    party = make_party()
    with breaks(Party, "party_once"):
        make_party(party.agreement, party.body)
    assert make_party(make_agreement(), party.body).pk


def step(party: Party | None = None, **facts: Any) -> Step:
    """A council session, unless told otherwise."""
    facts = {"kind": StepKind.SITTING, "done_on": ON, "declared_at": clock.now()} | facts
    return Step.objects.create(party=party or make_party(), **facts)


def test_one_step_of_a_kind_stands() -> None:
    party = step().party
    with breaks(Step, "step_once"):
        step(party)


def test_a_step_withdrawn_may_be_recorded_again() -> None:
    party = step(withdrawn_at=clock.now(), motive="wrong date").party
    assert step(party).pk


@pytest.mark.parametrize("known", ["capacity", "signatory", None])
def test_a_signature_is_of_a_named_person_in_a_capacity(known: str | None) -> None:
    told = {"capacity": "رئيس", "signatory": make_person()}
    with breaks(Step, "step_signature_by_someone"):
        step(kind=StepKind.SIGNATURE, **{name: fact for name, fact in told.items() if name == known})
    assert step(kind=StepKind.SIGNATURE, **told).pk
    assert step(kind=StepKind.SIGNATURE, signatory_name="لبنى", capacity="المديرة العامة").pk
    wrong: list[dict[str, object]] = [
        {"kind": StepKind.SIGNATURE, "signatory_name": "لبنى"},
        {"kind": StepKind.SIGNATURE, "signatory_name": "لبنى", **told},
        {"signatory_name": "لبنى"},
    ]
    for facts in wrong:
        with breaks(Step, "step_signature_by_someone"):
            step(**facts)


@pytest.mark.parametrize("kind", [StepKind.VOTE, StepKind.VISA])
def test_a_vote_and_a_visa_have_their_act(kind: StepKind) -> None:
    party = make_party()
    with breaks(Step, "step_has_its_act"):
        step(party, kind=kind)
    assert step(party, kind=kind, act=make_act(party.body)).pk


@pytest.mark.parametrize("kind", [StepKind.SITTING, StepKind.SIGNATURE])
def test_a_council_session_and_a_signature_have_no_act(kind: StepKind) -> None:
    party = make_party()
    with breaks(Step, "step_has_its_act"):
        step(party, kind=kind, act=make_act(party.body), signatory=make_person(), capacity="رئيس")


def test_a_step_is_withdrawn_with_a_motive() -> None:
    with breaks(Step, "step_withdrawn_with_motive"):
        step(withdrawn_at=clock.now())


def test_a_confirmation_has_its_date_and_its_author() -> None:
    now, officer = clock.now(), make_user()
    with breaks(Step, "step_confirmed_by_someone"):
        step(confirmed_at=now)
    with breaks(Step, "step_confirmed_by_someone"):
        step(confirmed_by=officer)
    assert step(confirmed_at=now, confirmed_by=officer).pk


def test_a_party_is_committed_once_a_year() -> None:
    party = make_party()
    Commitment.objects.create(party=party, year=2026, amount=1)
    with breaks(Commitment, "commitment_once_a_year"):
        Commitment.objects.create(party=party, year=2026, amount=1)
    assert Commitment.objects.create(party=party, year=2027, amount=1).pk


def test_a_commitment_is_of_more_than_nothing() -> None:
    party = make_party()
    with breaks(Commitment, "commitment_positive"):
        Commitment.objects.create(party=party, year=2026, amount=0)


def instalment(first: Instalment, **facts: Any) -> Instalment:
    """One more instalment of the same commitment."""
    told = {"payer": first.payer, "beneficiary": first.beneficiary, "year": 2026, "due_on": ON, "amount": 1}
    return Instalment.objects.create(commitment=first.commitment, **told | facts)


def test_an_instalment_has_its_own_number() -> None:
    first = make_instalment()
    with breaks(Instalment, "instalment_number_once"):
        instalment(first, number=first.number)
    assert instalment(first, number=first.number + 1).pk


def test_an_instalment_is_of_more_than_nothing() -> None:
    first = make_instalment()
    with breaks(Instalment, "instalment_positive"):
        instalment(first, number=2, amount=0)


def test_a_framework_stands_alone_and_an_amendment_on_a_base() -> None:
    base = make_agreement()
    for wrong in ({"kind": "amendment"}, {"kind": "framework", "base": base}, {"kind": "specific", "rank": 1}):
        with breaks(Agreement, "agreement_stands_where_its_kind_does"):
            make_agreement(**wrong)
    assert make_amendment(base).pk


def test_an_agreement_does_not_stand_on_itself() -> None:
    one = make_agreement()
    with breaks(Agreement, "agreement_not_its_own_base"):
        Agreement.objects.filter(pk=one.pk).update(base=one)


def test_an_amendment_has_its_place_in_the_chain_once() -> None:
    base = make_amendment().base
    with breaks(Agreement, "amendment_rank_once"):
        make_amendment(base)
    assert make_amendment(base, rank=2).pk


def test_a_frozen_text_has_its_digest() -> None:
    with breaks(Agreement, "agreement_frozen_whole"):
        make_agreement(frozen_on=ON)


def test_an_opposition_has_its_reason_and_only_an_opposition() -> None:
    with breaks(Step, "step_opposition_with_reason"):
        step(kind=StepKind.OPPOSITION)
    with breaks(Step, "step_opposition_with_reason"):
        step(objection="no credit")
    assert step(kind=StepKind.OPPOSITION, objection="no credit").pk


def test_a_visa_without_an_act_is_a_silence_since_a_day() -> None:
    assert step(kind=StepKind.VISA, received_on=ON).pk
    with breaks(Step, "step_has_its_act"):
        step(received_on=ON)


def test_a_deliberation_is_received_once_it_is_taken() -> None:
    act = make_act(make_party().body)
    told = {"kind": StepKind.VOTE, "act": act}
    with breaks(Step, "step_received_once_taken"):
        step(received_on=ON - dt.timedelta(days=1), **told)
    assert step(received_on=ON, **told).pk, "the day itself"
    assert step(**told).pk, "not known yet"


def clause(agreement: Agreement | None = None, **facts: Any) -> Clause:
    facts = {"key": "1", "text_ar": "موضوع الاتفاقية"} | facts
    return Clause.objects.create(agreement=agreement or make_agreement(), **facts)


def test_an_article_is_written_once() -> None:
    agreement = clause().agreement
    with breaks(Clause, "clause_key_once"):
        clause(agreement)


def test_an_article_has_its_text_unless_it_is_removed() -> None:
    with breaks(Clause, "clause_says_something"):
        clause(text_ar="")
    assert clause(text_ar="", removes=True).pk


@pytest.mark.parametrize("kind", ["amount", "duration", "date", "obligation"])
def test_an_article_has_the_fact_of_its_kind(kind: str) -> None:
    with breaks(Clause, "clause_has_the_fact_of_its_kind"):
        clause(kind=kind)


def test_what_is_given_in_kind_is_told() -> None:
    with breaks(Commitment, "commitment_in_kind_is_told"):
        make_promise(what_ar="")


def test_a_quantity_is_above_zero() -> None:
    with breaks(Commitment, "commitment_quantity_positive"):
        make_promise(quantity=0)
    with breaks(Delivery, "delivery_quantity_positive"):
        delivery(quantity=0)


def test_a_value_is_accepted_by_a_record() -> None:
    promise = make_promise()
    with breaks(Commitment, "commitment_value_accepted_by_a_record"):
        Commitment.objects.filter(pk=promise.pk).update(accepted_value=10)


def test_money_is_not_replaced() -> None:
    promise = make_promise()
    with breaks(Commitment, "commitment_of_money_is_not_replaced"):
        Commitment.objects.create(party=promise.party, year=2026, amount=10, replaces=promise)


def test_a_promise_is_written_off_with_a_motive() -> None:
    with breaks(Commitment, "commitment_written_off_with_motive"):
        make_promise(written_off_on=ON)


@pytest.mark.parametrize(
    "wrong", [{"written_off": 5}, {"written_off": 20000, "written_off_on": ON, "motive": "given up"},
              {"written_off": 5, "written_off_on": ON}]
)  # fmt: skip
def test_what_is_written_off_has_its_motive_and_is_part_of_what_is_due(wrong: dict[str, Any]) -> None:
    instalment = make_instalment()
    with breaks(Instalment, "instalment_written_off_with_motive"):
        Instalment.objects.filter(pk=instalment.pk).update(**wrong)


def delivery(**facts: Any) -> Delivery:
    facts = {"delivered_on": ON, "reference": "12", "recorded_at": clock.now()} | facts
    return Delivery.objects.create(commitment=make_promise(), **facts)


def test_a_delivery_is_proved() -> None:
    with breaks(Delivery, "delivery_is_proved"):
        delivery(reference="")


def test_a_delivery_is_withdrawn_with_a_motive() -> None:
    with breaks(Delivery, "delivery_withdrawn_with_motive"):
        delivery(withdrawn_at=clock.now())


def test_money_has_its_amount() -> None:
    with breaks(Commitment, "commitment_positive"):
        Commitment.objects.create(party=make_party(), year=2026)


def test_a_record_accepts_a_value() -> None:
    promise = make_promise()
    with breaks(Commitment, "commitment_value_accepted_by_a_record"):
        Commitment.objects.filter(pk=promise.pk).update(acceptance=make_act(promise.party.body))


@pytest.mark.parametrize(
    "wrong", [{"text_checked_on": ON}, {"frozen_on": ON, "frozen_sha256": "a" * 64, "text_checked_sha256": "a" * 64}]
)  # fmt: skip
def test_a_signed_text_is_compared_by_someone_on_a_day(wrong: dict[str, Any]) -> None:
    agreement = make_agreement()
    with breaks(Agreement, "agreement_text_compared_whole"):
        Agreement.objects.filter(pk=agreement.pk).update(**wrong)
