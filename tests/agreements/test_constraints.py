"""What the database itself refuses of agreements, parties, steps and instalments."""

import datetime as dt
from typing import Any

import pytest

from takwin.agreements.enums import StepKind
from takwin.agreements.models import Agreement, Commitment, Instalment, Party, Step
from takwin.core import clock
from tests.constraints import breaks
from tests.factories.accounts import make_user
from tests.factories.agreements import make_agreement, make_instalment, make_party
from tests.factories.people import make_person
from tests.factories.programmes import make_act

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 11, 22)


def test_an_agreement_does_not_end_before_it_begins() -> None:
    with breaks(Agreement, "agreement_years_in_order"):
        make_agreement(first_year=2026, last_year=2025)
    assert make_agreement(first_year=2026, last_year=2026).pk


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
