import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from takwin.attendance.enums import Status
from takwin.attendance.models import Presence
from takwin.core.halfdays import HalfDay, Part, half_days
from takwin.directory.actions.parameters import seed_parameters
from takwin.directory.enums import BodyKind
from takwin.documents.actions import store_file
from takwin.people.enums import Title
from takwin.programmes import actions
from takwin.programmes.models import ElsewhereDay
from takwin.programmes.queries.entitlement import entitlement_of_body, entitlement_of_person, ledger, members_with_days
from takwin.programmes.tables import days_look
from tests.factories.accounts import make_user
from tests.factories.attendance import make_register
from tests.factories.directory import make_body
from tests.factories.people import make_mandate, make_office, make_person

ON = dt.date(2024, 3, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    seed_parameters(by=None)
    return make_body()


@pytest.fixture
def member(council):
    return make_office(body=council, mandate=make_mandate(council)).person


def attend(person, first, last, status=Status.PRESENT):
    register = make_register()
    for day, part in half_days(first, last):
        Presence.objects.create(
            register=register,
            person=person,
            body=register.owner,
            day=day,
            part=part,
            status=status,
            marked_at=dt.datetime(2024, 1, 1, tzinfo=dt.UTC),
        )


def test_a_member_is_owed_sixteen_half_days(member):
    (owed,) = entitlement_of_person(member, ON)
    assert (owed.owed, owed.received, owed.remaining) == (16, 0, 16)


def test_present_and_late_half_days_are_received_and_absent_ones_are_not(member):
    attend(member, dt.date(2024, 1, 8), dt.date(2024, 1, 9))
    attend(member, dt.date(2024, 1, 15), dt.date(2024, 1, 15), Status.LATE)
    attend(member, dt.date(2024, 1, 22), dt.date(2024, 1, 23), Status.ABSENT)
    (owed,) = entitlement_of_person(member, ON)
    assert owed.received == 6


def test_days_of_the_mandate_before_do_not_count(member):
    attend(member, dt.date(2021, 9, 6), dt.date(2021, 9, 8))
    (owed,) = entitlement_of_person(member, ON)
    assert owed.received == 2  # only 8 September 2021, the day the mandate starts


def test_nothing_is_late_before_the_end_of_the_third_year(member):
    (before,) = entitlement_of_person(member, dt.date(2024, 9, 7))
    (after,) = entitlement_of_person(member, dt.date(2024, 9, 8))
    assert before.late_since is None
    assert after.late_since == dt.date(2024, 9, 8)


def test_what_is_complete_is_never_late(member):
    attend(member, dt.date(2024, 1, 8), dt.date(2024, 1, 15))
    (owed,) = entitlement_of_person(member, dt.date(2025, 1, 1))
    assert owed.is_met
    assert owed.late_since is None


def test_a_member_with_two_offices_in_one_council_is_one_row(council, member):
    mandate = council.mandates.get()
    make_office(person=member, body=council, title=Title.COMMITTEE_CHAIR, mandate=mandate)
    assert members_with_days(ON).filter(body=council).count() == 1


def test_a_half_day_serves_each_of_two_mandates_and_counts_once_in_each(member):
    province = make_body(BodyKind.PROVINCE)
    make_office(person=member, body=province, mandate=make_mandate(province))
    attend(member, dt.date(2024, 1, 8), dt.date(2024, 1, 8))
    assert [owed.received for owed in entitlement_of_person(member, ON)] == [2, 2]


def test_staff_and_former_members_are_owed_nothing(council):
    make_office(body=council, title=Title.STAFF)
    make_office(body=council, mandate=make_mandate(council), ends_on=dt.date(2023, 1, 1))
    assert entitlement_of_body(council, ON) == []


def test_the_entitlements_of_a_council_cost_the_same_whatever_its_members(council, django_assert_num_queries):
    mandate = make_mandate(council)
    make_office(body=council, mandate=mandate)
    with django_assert_num_queries(2):
        entitlement_of_body(council, ON)
    for _ in range(3):
        make_office(body=council, mandate=mandate)
    with django_assert_num_queries(2):
        assert len(entitlement_of_body(council, ON)) == 4


def proof(council):
    return store_file(b"scan", name="attestation.pdf", content_type="application/pdf", owner=council, by=None)


STAY = half_days(dt.date(2022, 2, 16), dt.date(2022, 2, 18))


def elsewhere(person, council, by, days=STAY):
    return actions.record_elsewhere(
        person, body=council, half_days=days, provider="دار المنتخب مراكش", proof=proof(council), by=by
    )


def test_days_elsewhere_count_once_a_second_person_has_accepted_them(council, member):
    first, second = make_user(), make_user()
    rows = elsewhere(member, council, first)
    assert entitlement_of_person(member, ON)[0].received == 0
    actions.decide_elsewhere(rows[0], accept=True, by=second)
    assert entitlement_of_person(member, ON)[0].received_elsewhere == 6


def test_the_one_who_recorded_may_not_accept(council, member):
    officer = make_user()
    (row, *_rest) = elsewhere(member, council, officer)
    with pytest.raises(ValidationError, match="second person"):
        actions.decide_elsewhere(row, accept=True, by=officer)


def test_a_refusal_says_why(council, member):
    (row, *_rest) = elsewhere(member, council, make_user())
    with pytest.raises(ValidationError, match="why"):
        actions.decide_elsewhere(row, accept=False, by=make_user())


def test_a_decision_is_taken_once(council, member):
    (row, *_rest) = elsewhere(member, council, make_user())
    actions.decide_elsewhere(row, accept=True, by=make_user())
    with pytest.raises(ValidationError):
        actions.decide_elsewhere(row, accept=True, by=make_user())


def test_days_elsewhere_need_a_proof(council, member):
    with pytest.raises(ValidationError, match="proof"):
        actions.record_elsewhere(
            member,
            body=council,
            half_days=[HalfDay(dt.date(2022, 2, 16), Part.MORNING)],
            provider="دار المنتخب",
            proof=None,
            by=make_user(),
        )


def test_days_elsewhere_lie_in_the_past(council, member):
    with pytest.raises(ValidationError, match="past"):
        elsewhere(member, council, make_user(), days=[HalfDay(dt.date(2099, 1, 1), Part.MORNING)])


def test_a_half_day_already_recorded_refuses_all_of_them(council, member):
    elsewhere(member, council, make_user(), days=[HalfDay(dt.date(2022, 2, 17), Part.MORNING)])
    with pytest.raises(ValidationError, match="already recorded"):
        elsewhere(member, council, make_user())
    assert ElsewhereDay.objects.count() == 1


def test_a_person_without_office_is_owed_nothing(council):
    assert entitlement_of_person(make_person(), ON) == []


def test_a_half_day_told_elsewhere_and_counted_here_counts_once(council, member):
    attend(member, dt.date(2023, 3, 1), dt.date(2023, 3, 1))
    recorder, other = make_user(), make_user()
    proof = store_file(b"%PDF-1.4", name="proof.pdf", content_type="application/pdf", owner=council, by=recorder)
    rows = actions.record_elsewhere(
        member, body=council, half_days=half_days(dt.date(2023, 3, 1), dt.date(2023, 3, 2)), provider="دار المنتخب",
        proof=proof, by=recorder,
    )  # fmt: skip
    actions.decide_elsewhere(rows[0], accept=True, by=other)
    (owed,) = entitlement_of_person(member, ON)
    assert (owed.received_here, owed.received_elsewhere, owed.received) == (2, 2, 4)
    assert sum(line.half_days for line in ledger(owed)) == 4


def test_nobody_accepts_his_own_days(council, member):
    recorder, own = make_user(), make_user()
    member.user = own
    member.save()
    proof = store_file(b"%PDF-1.4", name="proof.pdf", content_type="application/pdf", owner=council, by=recorder)
    stay = half_days(dt.date(2023, 3, 1), dt.date(2023, 3, 1))
    rows = actions.record_elsewhere(member, body=council, half_days=stay, provider="x", proof=proof, by=recorder)
    with pytest.raises(ValidationError, match="your own days"):
        actions.decide_elsewhere(rows[0], accept=True, by=own)


@pytest.mark.parametrize(
    ("on", "days", "tone"),
    [
        (dt.date(2022, 1, 3), 0, ""),  # under way
        (dt.date(2024, 8, 1), 0, "warn"),  # due within half a year
        (dt.date(2025, 1, 6), 1, "warn"),  # late, hardly begun
        (dt.date(2025, 1, 6), 2, ""),  # late, a quarter received: said without alarm
        (dt.date(2027, 6, 1), 7, "bad"),  # the mandate ends: what lacks is nearly lost
        (dt.date(2027, 6, 1), 8, "go"),
    ],
)
def test_only_what_is_at_risk_alarms(council, on, days, tone):
    mandate = make_mandate(council, starts_on=dt.date(2021, 9, 20), ends_on=dt.date(2027, 9, 20))
    person = make_office(body=council, mandate=mandate, starts_on=dt.date(2021, 9, 20)).person
    if days:
        attend(person, dt.date(2021, 11, 1), dt.date(2021, 11, 1) + dt.timedelta(days=days - 1))
    (owed,) = entitlement_of_person(person, on)
    assert days_look(owed).tone == tone
