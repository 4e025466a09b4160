"""Frameworks, amendments, what is frozen, given, opposed and silent: what each act does, and why it refuses."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from takwin.accounts.models import User
from takwin.agreements import actions
from takwin.agreements.enums import AgreementKind, AgreementState, CommitmentKind, PartyRole, StepKind
from takwin.agreements.models import Agreement, Clause, Commitment, Party, Step
from takwin.agreements.panels import promises, state_of_promise
from takwin.agreements.queries import next_sessions, paths, state_of
from takwin.agreements.queries.standing import standing_on
from takwin.agreements.queries.texts import differs
from takwin.core import clock
from takwin.directory.actions.parameters import seed_parameters
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from tests.factories.agreements import make_clause, make_instalment, make_promise
from tests.factories.directory import make_body, make_commune, make_province
from tests.factories.people import make_office
from tests.factories.rights import officer_of
from tests.races import at_once, refusals

pytestmark = pytest.mark.django_db
YEAR = clock.today().year
SIGNED = dt.date(YEAR, 1, 1)


@pytest.fixture
def officer() -> User:
    return officer_of(make_province().region)


def drafted(by: User, *bodies: Body, **facts: Any) -> Agreement:
    place = make_province()
    bodies = bodies or (make_body(BodyKind.UNIVERSITY), make_body(BodyKind.ASSOCIATION))
    told = {
        "owner": make_body(BodyKind.REGION, place.region), "place": place,
        "name_ar": "اتفاقية", "name_fr": "Convention",
        "first_year": YEAR - 1, "last_year": YEAR + 1, "parties": [(body, PartyRole.FUNDER) for body in bodies],
    }  # fmt: skip
    return actions.draft_agreement(**told | facts, by=by)


def sign(agreement: Agreement, by: User, day: dt.date = SIGNED) -> Agreement:
    for party in agreement.parties.filter(body__kind__in=[BodyKind.UNIVERSITY, BodyKind.ASSOCIATION]):
        office = make_office(body=party.body, starts_on=dt.date(2020, 1, 1))
        said = {"signatory": office.person, "capacity": "رئيس"}
        step = actions.record_step(party, StepKind.SIGNATURE, done_on=day, **said, knowingly=True, by=by)
        if step.confirmed_at is None:
            actions.confirm_step(step, by=by)
    return Agreement.objects.get(pk=agreement.pk)


def amended(agreement: Agreement, by: User, last_year: int = YEAR + 3) -> Agreement:
    names = {"name_ar": "ملحق", "name_fr": "Avenant"}
    return actions.draft_amendment(agreement, **names, first_year=YEAR, last_year=last_year, by=by)


def test_a_specific_agreement_stands_under_a_framework_and_nothing_else(officer: User) -> None:
    framework = drafted(officer, kind=AgreementKind.FRAMEWORK)
    assert drafted(officer, base=framework).base == framework
    with pytest.raises(ValidationError, match="under a framework"):
        drafted(officer, base=drafted(officer))
    with pytest.raises(ValidationError, match="under a framework"):
        drafted(officer, kind=AgreementKind.FRAMEWORK, base=framework)


def test_an_amendment_stands_on_a_signed_agreement_and_the_latest_version(officer: User) -> None:
    agreement = drafted(officer)
    with pytest.raises(ValidationError, match="still being signed"):
        amended(agreement, officer)
    sign(agreement, officer)
    first = amended(agreement, officer)
    with pytest.raises(ValidationError, match="latest version"):
        amended(agreement, officer)
    sign(first, officer)
    assert amended(first, officer).rank == 2
    with pytest.raises(ValidationError, match="cancel it first"):
        actions.cancel_agreement(agreement, motive="wrong", by=officer)


def test_an_expired_agreement_is_not_amended(officer: User) -> None:
    old = sign(drafted(officer, first_year=YEAR - 4, last_year=YEAR - 1), officer, dt.date(YEAR - 3, 1, 1))
    with pytest.raises(ValidationError, match="expired agreement"):
        amended(old, officer)


def test_an_amendment_is_signed_while_what_it_changes_is_in_force(officer: User) -> None:
    agreement = sign(drafted(officer), officer)
    amendment = amended(agreement, officer)
    with pytest.raises(ValidationError, match="not signed by all on that day"):
        sign(amendment, officer, SIGNED - dt.timedelta(days=1))
    Agreement.objects.filter(pk=agreement.pk).update(last_year=YEAR - 1)
    with pytest.raises(ValidationError, match="was over: it is not amended any more"):
        sign(amendment, officer)
    assert not Step.objects.filter(party__agreement=amendment).exists()


def test_an_amendment_prolongs_and_its_base_is_in_force_in_the_years_it_adds(officer: User) -> None:
    agreement = sign(drafted(officer), officer)
    later = dt.date(YEAR + 3, 12, 31)
    assert state_of(agreement, later) == AgreementState.ENDED
    sign(amended(agreement, officer), officer)
    assert state_of(Agreement.objects.get(pk=agreement.pk), later) == AgreementState.IN_FORCE
    assert standing_on(agreement, later).until_year == YEAR + 3


def test_a_party_leaves_by_an_amendment_and_its_debt_stays_named(officer: User) -> None:
    agreement = drafted(officer)
    goes = agreement.parties.first()
    assert goes
    with pytest.raises(ValidationError, match="leaves by an amendment"):
        actions.let_leave(goes, by=officer)
    due = [(dt.date(YEAR, 6, 30), Decimal(900))]
    actions.commit(goes, year=YEAR, instalments=due, by=officer)
    amendment = amended(sign(agreement, officer), officer)
    leaves = actions.let_leave(amendment.parties.get(body=goes.body), by=officer)
    actions.add_party(amendment, body=make_body(BodyKind.UNIVERSITY), role=PartyRole.HOST, by=officer)
    with pytest.raises(ValidationError, match="promises nothing new"):
        actions.commit(leaves, year=YEAR, instalments=due, by=officer)
    sign(amendment, officer)
    standing = standing_on(agreement, clock.today())
    assert goes.body_id not in {one.body for one in standing.parties}
    assert len(standing.parties) == 2
    assert [one.body for one in standing.left] == [goes.body_id]
    assert [(one.commitment.body, one.has_left) for one in standing.commitments] == [(goes.body_id, True)]


def test_somebody_stays_bound_by_an_amendment_by_which_others_leave(officer: User) -> None:
    amendment = amended(sign(drafted(officer), officer), officer)
    first, last = amendment.parties.order_by("pk")
    actions.let_leave(first, by=officer)
    with pytest.raises(ValidationError, match="Nobody would be bound any more"):
        actions.let_leave(last, by=officer)
    actions.let_leave(first, leaves=False, by=officer)
    assert actions.let_leave(last, by=officer).leaves


def test_references_do_not_go_in_a_circle(officer: User) -> None:
    one, two, three = (drafted(officer) for _n in range(3))
    actions.refer_to(one, two, by=officer)
    actions.refer_to(two, three, by=officer)
    for other in (one, three):
        with pytest.raises(ValidationError, match="circle"):
            actions.refer_to(three, other, by=officer)


def test_a_text_is_written_until_the_first_signature_and_frozen_with_it(officer: User) -> None:
    agreement = drafted(officer)
    actions.write_clause(agreement, key="1", text_ar="الموضوع", by=officer)
    sign(agreement, officer)
    agreement.refresh_from_db()
    assert agreement.frozen_sha256
    assert differs(agreement) == []
    for act in (
        lambda: actions.write_clause(agreement, key="2", text_ar="المدة", by=officer),
        lambda: actions.remove_clause(agreement, "1", by=officer),
        lambda: actions.promise(agreement.parties.first(), kind=CommitmentKind.LAND, what_ar="أرض", by=officer),
    ):
        with pytest.raises(ValidationError, match="by an amendment only"):
            act()
    Clause.objects.update(text_ar="غير ذلك")
    assert differs(agreement) == ["clauses"]


def test_a_text_that_nobody_signs_any_more_is_open_again(officer: User) -> None:
    agreement = drafted(officer, make_body(BodyKind.UNIVERSITY))
    sign(agreement, officer)
    actions.withdraw_step(Step.objects.get(), motive="wrong day", by=officer)
    agreement.refresh_from_db()
    assert agreement.frozen is None
    actions.write_clause(agreement, key="1", text_ar="الموضوع", by=officer)


def test_a_text_that_changed_behind_is_signed_by_no_one_else(officer: User) -> None:
    agreement = drafted(officer)
    actions.write_clause(agreement, key="1", text_ar="الموضوع", by=officer)
    party = agreement.parties.first()
    assert party
    office = make_office(body=party.body)
    terms = {"done_on": office.starts_on, "signatory": office.person, "capacity": "رئيس", "by": officer}
    actions.record_step(party, StepKind.SIGNATURE, **terms)
    Clause.objects.update(text_ar="غير ذلك")
    with pytest.raises(ValidationError, match="differs"):
        sign(agreement, officer)


def test_an_amendment_replaces_and_removes_articles(officer: User) -> None:
    agreement = drafted(officer)
    for key in ("1", "2"):
        actions.write_clause(agreement, key=key, text_ar=f"المادة {key}", by=officer)
    amendment = amended(sign(agreement, officer), officer)
    with pytest.raises(ValidationError, match="written already"):
        actions.write_clause(amendment, key="1", text_ar="جديد", by=officer)
    actions.rewrite_clause(amendment, key="1", text_ar="جديد", by=officer)
    actions.rewrite_clause(amendment, key="1", text_ar="جديد", by=officer)
    actions.remove_clause(amendment, "2", by=officer)
    with pytest.raises(ValidationError, match="no such article"):
        actions.remove_clause(amendment, "9", by=officer)
    sign(amendment, officer)
    [left] = standing_on(agreement, clock.today()).clauses
    assert (left.clause.text_ar, left.source) == ("جديد", amendment.pk)


def voted(by: User) -> Party:
    """A commune that voted sixty days ago."""
    seed_parameters(by=None)
    party = drafted(by, make_body(place=make_commune(make_province()))).parties.get()
    make_clause(party.agreement)
    day = clock.today() - dt.timedelta(days=60)
    actions.declare_vote(party, sat_on=day, voted_on=day, number="12", by=by)
    return party


def test_silence_is_a_visa_the_day_after_the_twentieth(officer: User) -> None:
    party, today = voted(officer), clock.today()
    with pytest.raises(ValidationError, match="may still answer"):
        actions.note_silence(party, received_on=today - dt.timedelta(days=20), by=officer)
    visa = actions.note_silence(party, received_on=today - dt.timedelta(days=21), by=officer)
    assert (visa.done_on, visa.act) == (today, None)


def test_the_authority_is_silent_on_what_was_taken_before_it_received_it(officer: User) -> None:
    party = voted(officer)
    with pytest.raises(ValidationError, match="after it was taken"):
        actions.note_silence(party, received_on=clock.today() - dt.timedelta(days=61), by=officer)
    assert not party.steps.filter(kind=StepKind.VISA).exists()


def test_an_opposition_stops_the_path_until_the_council_has_read_again(officer: User) -> None:
    party, today = voted(officer), clock.today()
    with pytest.raises(ValidationError, match="Say why"):
        actions.record_step(party, StepKind.OPPOSITION, done_on=today, by=officer)
    actions.record_step(party, StepKind.OPPOSITION, done_on=today, objection="no credit in the budget", by=officer)
    with pytest.raises(ValidationError, match="opposed this deliberation"):
        actions.record_step(party, StepKind.VISA, done_on=today, number="4", by=officer)
    [path] = paths(party.agreement)
    assert path.next_step == StepKind.VOTE
    assert path.opposition
    actions.declare_vote(party, sat_on=today, voted_on=today, number="13", by=officer)
    actions.record_step(party, StepKind.VISA, done_on=today, number="4", by=officer)
    assert party.steps.exclude(withdrawn_at=None).count() == 3


def test_the_last_day_of_an_office_is_a_day_on_which_it_signs(officer: User) -> None:
    party = drafted(officer, make_body(BodyKind.UNIVERSITY)).parties.get()
    make_clause(party.agreement)
    before, last = (clock.today() - dt.timedelta(days=n) for n in (1, 0))
    office = make_office(body=party.body, starts_on=dt.date(2020, 1, 1), ends_on=last)
    terms = {"signatory": office.person, "capacity": "رئيس", "by": officer}
    with pytest.raises(ValidationError, match="ended on"):
        actions.record_step(party, StepKind.SIGNATURE, done_on=last, **terms)
    assert actions.record_step(party, StepKind.SIGNATURE, done_on=before, **terms).pk


@pytest.mark.parametrize(
    ("kind", "month", "first"),
    [(BodyKind.COMMUNE, 5, (2026, 5)), (BodyKind.COMMUNE, 11, (2027, 2)), (BodyKind.PROVINCE, 2, (2026, 6)),
     (BodyKind.REGION, 8, (2026, 10))],
)  # fmt: skip
def test_the_next_session_is_proposed_by_level(kind: BodyKind, month: int, first: tuple[int, int]) -> None:
    seed_parameters(by=None)
    session = next_sessions(Body(kind=kind), dt.date(2026, month, 20))[0]
    assert (session.year, session.month) == first


def given(by: User, **facts: Any) -> Commitment:
    agreement = drafted(by, make_body(BodyKind.UNIVERSITY))
    party = agreement.parties.get()
    row = actions.promise(
        party, **{"kind": CommitmentKind.LAND, "what_ar": "أرض", "quantity": Decimal(10)} | facts, by=by
    )
    sign(agreement, by)
    return row


def test_what_is_given_in_kind_is_valued_by_a_record_and_delivered_with_proof(officer: User) -> None:
    row, today = given(officer), clock.today()
    actions.accept_value(row, value=Decimal(5000), number="3", taken_on=today, by=officer)
    with pytest.raises(ValidationError, match="has its proof"):
        actions.deliver(row, delivered_on=today, quantity=Decimal(4), by=officer)
    part = actions.deliver(row, delivered_on=today, quantity=Decimal(4), reference="8", by=officer)
    with pytest.raises(ValidationError, match="Only 6"):
        actions.deliver(row, delivered_on=today, quantity=Decimal(7), reference="9", by=officer)
    actions.withdraw_delivery(part, motive="wrong plot", by=officer)
    actions.deliver(row, delivered_on=today, quantity=Decimal(10), reference="9", by=officer)


def test_nothing_is_delivered_before_all_have_signed(officer: User) -> None:
    row = make_promise(drafted(officer).parties.first())
    with pytest.raises(ValidationError, match="not signed yet"):
        actions.deliver(row, delivered_on=clock.today(), quantity=Decimal(1), reference="1", by=officer)


def test_a_promise_written_off_stands_no_more_and_says_why(officer: User) -> None:
    row = given(officer)
    with pytest.raises(ValidationError, match="Say why"):
        actions.write_off_promise(row, motive="", by=officer)
    actions.write_off_promise(row, motive="the land was sold", by=officer)
    assert standing_on(row.party.agreement, clock.today()).commitments == ()


@pytest.mark.parametrize(
    ("delivered", "day", "state"),
    [(None, dt.date(2026, 5, 30), "promised"), (None, dt.date(2026, 5, 31), "due"), (None, dt.date(2026, 6, 30), "due"),
     (None, dt.date(2026, 7, 1), "overdue"), (1, dt.date(2026, 6, 1), "partly"),
     (5000, dt.date(2027, 1, 1), "received")],
)  # fmt: skip
def test_the_state_of_a_promise_follows_its_day_and_what_was_delivered(
    delivered: int | None, day: dt.date, state: str
) -> None:
    assert state_of_promise(make_promise(), None if delivered is None else Decimal(delivered), day) == state


def test_a_promise_of_a_draft_is_not_late_until_all_have_signed_nor_awaited_once_its_text_is_cancelled(
    officer: User,
) -> None:
    agreement = drafted(officer)
    late = make_promise(agreement.parties.all()[0], due_on=SIGNED)
    given = make_promise(agreement.parties.all()[0], what_ar="بناية", due_on=SIGNED, quantity=None)

    def looks(thing: Agreement) -> dict[int, tuple[str, str]]:
        shown = promises(thing, officer)
        assert shown is not None
        return {one.row.pk: (str(one.look.label), one.look.tone) for one in shown["promises"]}

    assert looks(agreement) == dict.fromkeys((late.pk, given.pk), ("promised in a draft", ""))
    agreement = sign(agreement, officer)
    actions.deliver(given, delivered_on=SIGNED, reference="3/26", by=officer)
    assert looks(agreement) == {late.pk: ("overdue", "bad"), given.pk: ("received in full", "go")}
    actions.cancel_agreement(agreement, motive="given up", by=officer)
    assert looks(Agreement.objects.get(pk=agreement.pk))[late.pk] == ("no longer due", "")


def test_what_is_due_is_written_off_once_with_a_motive(officer: User) -> None:
    instalment = make_instalment()
    with pytest.raises(ValidationError, match="Say why"):
        actions.write_off(instalment, amount=Decimal(1), motive="", by=officer)
    with pytest.raises(ValidationError, match="at most what is due"):
        actions.write_off(instalment, amount=Decimal(10_001), motive="given up", by=officer)
    assert actions.write_off(instalment, amount=Decimal(4000), motive="given up", by=officer).owed == 6000
    with pytest.raises(ValidationError, match="already settled"):
        actions.write_off(instalment, amount=Decimal(1), motive="again", by=officer)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_amend_at_once_one_is_told_that_it_is_being_prepared() -> None:
    by = officer_of(make_province().region)
    agreement = sign(drafted(by), by)
    said = at_once(*[lambda: amended(agreement, by)] * 2)
    assert len(refusals(said)) == 1
    assert Agreement.objects.filter(kind=AgreementKind.AMENDMENT).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_sign_for_a_party_at_once_one_signs() -> None:
    by = officer_of(make_province().region)
    party = drafted(by, make_body(BodyKind.UNIVERSITY)).parties.get()
    make_clause(party.agreement)
    office = make_office(body=party.body, starts_on=dt.date(2020, 1, 1))
    terms = {"done_on": SIGNED, "signatory": office.person, "capacity": "رئيس", "by": by}
    assert len(refusals(at_once(*[lambda: actions.record_step(party, StepKind.SIGNATURE, **terms)] * 2))) == 1


def test_the_command_tells_each_agreement_as_it_stood(officer: User, tmp_path: Path) -> None:
    agreement = sign(drafted(officer), officer)
    out = tmp_path / "out.jsonl"
    call_command("agreements", "as-of", str(SIGNED), agreement=agreement.reference, json=out)
    [line] = [json.loads(one) for one in out.read_text().splitlines()]
    assert (line["agreement"], line["state"], len(line["parties"])) == (agreement.reference, "in_force", 2)
    call_command("agreements", "as-of", str(SIGNED - dt.timedelta(days=1)), json=out)
    assert json.loads(out.read_text())["state"] == "draft"
