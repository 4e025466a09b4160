"""Every action of agreements, in every state of an agreement: done, or refused with a sentence."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from takwin.accounts.models import User
from takwin.agreements import actions
from takwin.agreements.enums import AgreementState, PartyRole, StepKind
from takwin.agreements.models import Agreement, Party, Step
from takwin.agreements.queries import state_of
from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.journal.models import Entry
from takwin.people.models import Office
from tests.factories.accounts import make_user
from tests.factories.agreements import make_agreement, make_clause, make_party
from tests.factories.directory import make_body
from tests.factories.people import make_office
from tests.factories.programmes import make_act, make_programme
from tests.factories.rights import officer_of

pytestmark = pytest.mark.django_db
DRAFT, IN_FORCE, ENDED, CANCELLED = AgreementState
IS_CANCELLED = "is cancelled: nothing is added"
IS_OVER = "years of this agreement are over"


class Case(NamedTuple):
    """An agreement in a state, with a party that has signed and one (a university) that signs next, if any is left."""

    agreement: Agreement
    signed: Party
    step: Step
    free: Party
    office: Office
    by: User


def signature(party: Party, by: User, *, confirmed: bool) -> Step:
    person, now = make_office(body=party.body).person, clock.now()
    return Step.objects.create(
        party=party, kind=StepKind.SIGNATURE, done_on=dt.date(2023, 6, 1), signatory=person, capacity="رئيس",
        declared_by=by, declared_at=now,
        confirmed_by=by if confirmed else None, confirmed_at=now if confirmed else None,
    )  # fmt: skip


def make_case(state: AgreementState) -> Case:
    years = (2020, 2021) if state == ENDED else (clock.today().year, clock.today().year + 1)
    agreement = make_agreement(first_year=years[0], last_year=years[1])
    make_clause(agreement)
    by = make_user()
    signed, free = (make_party(agreement, make_body(BodyKind.UNIVERSITY)) for _n in range(2))
    # the step that waits to be confirmed is one that does not hold the agreement back
    step = Step.objects.create(
        party=signed, kind=StepKind.SITTING, done_on=dt.date(2023, 5, 1), declared_by=by, declared_at=clock.now()
    )
    if state in (IN_FORCE, ENDED):
        signature(signed, by, confirmed=True)
        signature(free, by, confirmed=True)
    if state == CANCELLED:
        agreement = actions.cancel_agreement(agreement, motive="the council withdrew", by=by)
    assert state_of(Agreement.objects.get(pk=agreement.pk), clock.today()) == state
    return Case(agreement, signed, step, free, make_office(body=free.body), by)


def programme_of(case: Case) -> Any:
    programme = make_programme(case.agreement.owner, year=case.agreement.first_year, shares_cost=False)
    programme.state, programme.adopted_at, programme.act = "adopted", clock.now(), make_act(case.agreement.owner)
    programme.save()
    return programme


def sign(case: Case) -> Any:
    """Of a party that has signed, the signature is first withdrawn: what is asked is whether the state lets it sign."""
    Step.objects.filter(party=case.free).delete()
    return actions.record_step(
        case.free, StepKind.SIGNATURE, done_on=dt.date(2023, 6, 2), signatory=case.office.person, capacity="رئيس",
        by=case.by,
    )  # fmt: skip


def withdraw(case: Case) -> Any:
    """The last step of the party that signs only."""
    step = case.free.steps.first() or signature(case.free, case.by, confirmed=False)
    return actions.withdraw_step(step, motive="wrong date", by=case.by)


def due(case: Case) -> dt.date:
    return dt.date(case.agreement.first_year, 6, 30)


ACTS: dict[str, Callable[[Case], Any]] = {
    "add a party": lambda c: actions.add_party(c.agreement, body=make_body(), role=PartyRole.FUNDER, by=c.by),
    "record a step": sign,
    "declare a vote": lambda c: actions.declare_vote(
        make_party(c.agreement), sat_on=dt.date(2023, 5, 4), voted_on=dt.date(2023, 5, 4), number="7", by=c.by
    ),
    "confirm a step": lambda c: actions.confirm_step(c.step, by=c.by),
    "confirm all": lambda c: actions.confirm_declared(c.agreement, by=c.by),
    "withdraw a step": withdraw,
    "commit": lambda c: actions.commit(
        c.free, year=c.agreement.first_year, instalments=[(due(c), Decimal(10))], by=c.by
    ),
    "commit the shares": lambda c: actions.commit_shares(c.agreement, programme_of(c), due_on=due(c), by=c.by),
    "attach the text": lambda c: actions.attach_text(
        c.agreement, b"%PDF-1.7", name="a.pdf", content_type="application/pdf", by=c.by
    ),
    "cancel": lambda c: actions.cancel_agreement(c.agreement, motive="given up", by=c.by),
}  # fmt: skip
REFUSED: dict[tuple[str, AgreementState], str] = {
    **{(act, CANCELLED): IS_CANCELLED for act in ACTS},
    ("cancel", CANCELLED): "already settled",
    ("add a party", ENDED): "by an amendment only",
    ("add a party", IN_FORCE): "by an amendment only",
    ("cancel", ENDED): IS_OVER,
}


@pytest.mark.parametrize("state", list(AgreementState))
@pytest.mark.parametrize("act", ACTS)
def test_each_act_is_done_or_refused_with_a_sentence(act: str, state: AgreementState) -> None:
    case = make_case(state)
    before = Entry.objects.count()
    if (act, state) not in REFUSED:
        ACTS[act](case)
        return
    with pytest.raises(ValidationError, match=REFUSED[act, state]):
        ACTS[act](case)
    told = set(Entry.objects.values_list("verb", flat=True)[before:])
    assert not {verb for verb in told if verb.startswith("agreement.")}


def test_every_action_is_in_a_table() -> None:
    """But those that open an agreement, which has no state yet, and the lock they all begin with. What writes a text
    and what is delivered under it have their own tests, state by state, in ``test_chains``, as has the day of reception
    in ``test_reception``."""
    written = {
        "draft_amendment", "remove_party", "let_leave", "refer_to", "write_clause", "remove_clause", "keep_clause",
        "correct_draft", "promise", "remove_commitment", "accept_value", "deliver", "withdraw_delivery", "write_off",
        "write_off_promise", "note_silence", "freeze", "give_role", "hold_text_equal", "refer_no_more",
        "rewrite_clause", "record_reception",
    }  # fmt: skip
    known = {
        "add_party", "record_step", "declare_vote", "confirm_step", "confirm_declared", "withdraw_step", "commit",
        "commit_shares", "attach_text", "cancel_agreement",
    }  # fmt: skip
    assert set(actions.__all__) == known | written | {"draft_agreement", "draft_from_shares", "standing"}
    assert len(known) == len(ACTS)


@pytest.mark.parametrize("year", [2022, clock.today().year + 1])
def test_a_year_the_agreement_does_not_bind_is_not_committed(year: int) -> None:
    party = make_party()
    with pytest.raises(ValidationError, match="does not bind that year"):
        actions.commit(party, year=year, instalments=[(dt.date(year, 6, 30), Decimal(10))], by=make_user())


def test_confirming_from_the_page_of_a_cancelled_agreement_is_refused_aloud(as_user: Any) -> None:
    case = make_case(CANCELLED)
    officer = officer_of(case.agreement.place.region)
    answer = as_user(officer).post(reverse("agreements:confirm", args=[case.step.pk]), follow=True)
    assert "is cancelled: nothing is added" in answer.content.decode()
    case.step.refresh_from_db()
    assert case.step.confirmed_at is None


def test_an_ended_agreement_offers_neither_a_new_party_nor_its_cancellation(as_user: Any) -> None:
    case = make_case(ENDED)
    page = as_user(officer_of(case.agreement.place.region)).get(case.agreement.get_absolute_url()).content.decode()
    assert "Attach the signed text" in page
    assert "Add a party" not in page
    assert "Cancel the agreement" not in page
