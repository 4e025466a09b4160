import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from takwin.agreements import actions
from takwin.agreements.enums import AgreementState, PartyRole, StepKind
from takwin.agreements.models import Commitment, Instalment
from takwin.agreements.queries import paths, state_of
from takwin.directory.enums import BodyKind
from takwin.people.enums import Title
from takwin.rights.enums import Role
from tests.factories.agreements import make_agreement, make_clause, make_party
from tests.factories.directory import make_body, make_commune, make_province
from tests.factories.people import make_office
from tests.factories.programmes import make_act, make_programme
from tests.factories.rights import officer_of, user_as

pytestmark = pytest.mark.django_db
ON = dt.date(2024, 1, 1)


@pytest.fixture
def province():
    return make_province()


@pytest.fixture
def officer(province):
    return officer_of(province.region)


@pytest.fixture
def commune(province):
    return make_body(place=make_commune(province))


@pytest.fixture
def university(province):
    return make_body(kind=BodyKind.UNIVERSITY, place=province)


@pytest.fixture
def agreement(province, commune, university, officer):
    drafted = actions.draft_agreement(
        owner=make_body(kind=BodyKind.REGION, place=province.region),
        place=province,
        name_ar="اتفاقية",
        name_fr="Convention",
        first_year=2023,
        last_year=2026,
        parties=[(commune, PartyRole.FUNDER), (university, PartyRole.OPERATOR)],
        by=officer,
    )
    make_clause(drafted)
    return drafted


def party(agreement, body):
    return agreement.parties.get(body=body)


def sign(party, by, day=dt.date(2023, 6, 20)):
    office = make_office(body=party.body, title=Title.PRESIDENT)
    return actions.record_step(
        party, StepKind.SIGNATURE, done_on=day, signatory=office.person, capacity="رئيس المجلس", by=by
    )


def vote_and_visa(party, by):
    actions.record_step(party, StepKind.SITTING, done_on=dt.date(2023, 5, 4), by=by)
    actions.record_step(party, StepKind.VOTE, done_on=dt.date(2023, 5, 4), number="26/2023", by=by)
    actions.record_step(party, StepKind.VISA, done_on=dt.date(2023, 5, 25), number="114", by=by)


def test_an_agreement_is_in_force_from_the_last_signature_of_all(agreement, commune, university, officer):
    vote_and_visa(party(agreement, commune), officer)
    sign(party(agreement, commune), officer, dt.date(2023, 6, 20))
    assert state_of(agreement, ON) == AgreementState.DRAFT
    sign(party(agreement, university), officer, dt.date(2023, 7, 1))
    assert state_of(agreement, dt.date(2023, 6, 30)) == AgreementState.DRAFT
    assert state_of(agreement, dt.date(2023, 7, 1)) == AgreementState.IN_FORCE
    assert state_of(agreement, dt.date(2027, 1, 1)) == AgreementState.ENDED


def test_an_agreement_without_parties_is_never_in_force():
    assert state_of(make_agreement(), ON) == AgreementState.DRAFT


def test_a_party_joins_a_signed_text_by_an_amendment_only(agreement, university, officer):
    sign(party(agreement, university), officer)
    with pytest.raises(ValidationError, match="by an amendment only"):
        actions.add_party(agreement, body=make_body(), role=PartyRole.FUNDER, by=officer)


def test_what_a_commune_declares_waits_for_the_region(agreement, commune, officer):
    director = user_as(Role.COMMUNE, body=commune)
    step = actions.record_step(party(agreement, commune), StepKind.SITTING, done_on=dt.date(2023, 5, 4), by=director)
    assert step.confirmed_at is None
    confirmed = actions.confirm_step(step, by=officer)
    assert confirmed.confirmed_by == officer
    with pytest.raises(ValidationError, match="already settled"):
        actions.confirm_step(step, by=officer)


def test_the_province_records_the_visa_as_confirmed(agreement, commune, officer, province):
    one = party(agreement, commune)
    actions.record_step(one, StepKind.SITTING, done_on=dt.date(2023, 5, 4), by=officer)
    actions.record_step(one, StepKind.VOTE, done_on=dt.date(2023, 5, 4), number="1", by=officer)
    visa = actions.record_step(
        one, StepKind.VISA, done_on=dt.date(2023, 5, 20), number="9", by=officer_of(province, Role.PROVINCE_OFFICER)
    )
    assert visa.confirmed_at
    assert visa.act.number == "9"


def test_a_visa_before_the_vote_is_refused(agreement, commune, officer):
    one = party(agreement, commune)
    with pytest.raises(ValidationError, match="Record first"):
        actions.record_step(one, StepKind.VISA, done_on=dt.date(2023, 5, 20), number="9", by=officer)
    actions.record_step(one, StepKind.SITTING, done_on=dt.date(2023, 5, 4), by=officer)
    with pytest.raises(ValidationError, match="before the step"):
        actions.record_step(one, StepKind.VOTE, done_on=dt.date(2023, 5, 3), number="1", by=officer)


def test_a_step_in_the_future_is_refused(agreement, commune, officer):
    with pytest.raises(ValidationError, match="future"):
        actions.record_step(party(agreement, commune), StepKind.SITTING, done_on=dt.date(2099, 1, 1), by=officer)


def test_a_university_only_signs(agreement, university, officer):
    with pytest.raises(ValidationError, match="only signs"):
        actions.record_step(party(agreement, university), StepKind.VOTE, done_on=ON, number="1", by=officer)


def test_a_vote_has_its_number(agreement, commune, officer):
    one = party(agreement, commune)
    actions.record_step(one, StepKind.SITTING, done_on=dt.date(2023, 5, 4), by=officer)
    with pytest.raises(ValidationError, match="number"):
        actions.record_step(one, StepKind.VOTE, done_on=dt.date(2023, 5, 4), by=officer)
    vote = actions.record_step(one, StepKind.VOTE, done_on=dt.date(2023, 5, 4), number=" ٧/٢٠٢٣ ", by=officer)
    assert vote.act.number == "7/2023", "kept in the digits of every other number"


def test_a_signatory_was_in_office_that_day(agreement, university, officer):
    former = make_office(body=university, title=Title.PROFESSOR, ends_on=dt.date(2023, 1, 1))
    with pytest.raises(ValidationError, match="no office"):
        actions.record_step(
            party(agreement, university),
            StepKind.SIGNATURE,
            done_on=dt.date(2023, 6, 1),
            signatory=former.person,
            capacity="رئيس الجامعة",
            by=officer,
        )


def test_a_step_is_recorded_once(agreement, university, officer):
    sign(party(agreement, university), officer)
    with pytest.raises(ValidationError, match="already recorded"):
        actions.record_step(
            party(agreement, university),
            StepKind.SIGNATURE,
            done_on=dt.date(2023, 6, 21),
            signatory=university.offices.get().person,
            capacity="رئيس الجامعة",
            by=officer,
        )


def test_a_withdrawn_step_may_be_recorded_again_and_stays_in_the_story(agreement, commune, officer):
    one = party(agreement, commune)
    step = actions.record_step(one, StepKind.SITTING, done_on=dt.date(2023, 5, 4), by=officer)
    actions.withdraw_step(step, motive="تاريخ خاطئ", by=officer)
    actions.record_step(one, StepKind.SITTING, done_on=dt.date(2023, 5, 5), by=officer)
    assert one.steps.count() == 2


def test_a_step_that_others_follow_is_not_withdrawn(agreement, commune, officer):
    vote_and_visa(party(agreement, commune), officer)
    with pytest.raises(ValidationError, match="Withdraw first"):
        actions.withdraw_step(party(agreement, commune).steps.get(kind=StepKind.VOTE), motive="خطأ", by=officer)


def test_the_next_step_of_each_party_is_shown(agreement, commune, officer):
    actions.record_step(party(agreement, commune), StepKind.SITTING, done_on=dt.date(2023, 5, 4), by=officer)
    by_body = {path.party.body_id: path for path in paths(agreement)}
    assert [step.kind for step in by_body[commune.pk].steps if step.is_next] == [StepKind.VOTE]


def test_the_paths_of_an_agreement_cost_the_same_whatever_its_parties(agreement, officer, django_assert_num_queries):
    with django_assert_num_queries(2):
        paths(agreement)
    for _ in range(3):
        make_party(agreement)
    with django_assert_num_queries(2):
        assert len(paths(agreement)) == 5


def test_instalments_sum_to_the_commitment(agreement, commune, officer):
    commitment = actions.commit(
        party(agreement, commune),
        year=2023,
        instalments=[(dt.date(2023, 6, 30), Decimal("6000.00")), (dt.date(2023, 12, 31), Decimal("4000.50"))],
        by=officer,
    )
    assert commitment.amount == Decimal("10000.50")
    assert sum(i.amount for i in Instalment.objects.all()) == commitment.amount


@pytest.mark.parametrize("amounts", [[], ["0.00"], ["-5.00"], ["10.00", "-1.00"]])
def test_an_instalment_is_above_zero(agreement, commune, officer, amounts):
    with pytest.raises(ValidationError, match="above zero"):
        actions.commit(
            party(agreement, commune),
            year=2023,
            instalments=[(dt.date(2023, 6, 30), Decimal(amount)) for amount in amounts],
            by=officer,
        )
    assert not Commitment.objects.exists()


def test_a_party_is_committed_once_a_year(agreement, commune, officer):
    terms = {"year": 2023, "instalments": [(dt.date(2023, 6, 30), Decimal("10.00"))], "by": officer}
    actions.commit(party(agreement, commune), **terms)
    with pytest.raises(ValidationError, match="already committed"):
        actions.commit(party(agreement, commune), **terms)


def test_shares_of_an_adopted_programme_are_committed_once(agreement, commune, officer):
    programme = make_programme(agreement.owner, year=2023, shares_cost=False)
    programme.shares.create(body=commune, base=Decimal("900.00"), amount=Decimal("900.00"))
    terms = {"due_on": dt.date(2023, 6, 30), "by": officer}
    with pytest.raises(ValidationError, match="not adopted"):
        actions.commit_shares(agreement, programme, **terms)
    programme.state, programme.adopted_at = "adopted", dt.datetime(2023, 1, 12, tzinfo=dt.UTC)
    programme.act = make_act(agreement.owner)
    programme.save()
    assert len(actions.commit_shares(agreement, programme, **terms)) == 1
    assert actions.commit_shares(agreement, programme, **terms) == []
    assert Commitment.objects.get().amount == Decimal("900.00")


def test_references_follow_each_other(agreement, officer):
    following = actions.draft_agreement(
        owner=agreement.owner,
        place=agreement.place,
        name_ar="ثانية",
        name_fr="Deuxième",
        first_year=2023,
        last_year=2026,
        parties=[(make_body(), PartyRole.FUNDER)],
        by=officer,
    )
    assert (agreement.reference, following.reference) == ("CV-23-01", "CV-23-02")
