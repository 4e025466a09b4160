"""By when a member's days are due, whenever he took office (decision 15)."""

import datetime as dt

import pytest

from takwin.directory.actions.parameters import seed_parameters
from takwin.directory.enums import BodyKind
from takwin.people.enums import Title
from takwin.people.models import Office
from takwin.programmes.queries.entitlement import entitlement_of_person, members_with_days, tally
from tests.factories.directory import make_body
from tests.factories.people import make_mandate, make_office

pytestmark = pytest.mark.django_db
BEGAN, THIRD, ENDS = dt.date(2021, 9, 8), dt.date(2024, 9, 8), dt.date(2027, 9, 8)
DAY = dt.timedelta(days=1)


@pytest.fixture
def mandate():
    seed_parameters(by=None)
    return make_mandate(make_body(), starts_on=BEGAN, ends_on=ENDS)


def member(mandate, since, **facts) -> Office:
    return make_office(body=mandate.body, mandate=mandate, starts_on=since, **facts)


def owed(office, on):
    (found,) = [one for one in entitlement_of_person(office.person, on) if one.mandate == office.mandate]
    return found


@pytest.mark.parametrize(
    ("since", "due"),
    [
        (BEGAN, THIRD),
        (BEGAN + DAY, THIRD + DAY),
        (dt.date(2024, 2, 29), dt.date(2027, 2, 28)),
        (THIRD - DAY, ENDS - DAY),  # the last day of the third year
        (THIRD, ENDS),  # the day after
        (THIRD + DAY, ENDS),
        (dt.date(2027, 8, 8), ENDS),  # one month before the end
        (ENDS - DAY, ENDS),
    ],
)
def test_the_days_are_due_three_years_after_taking_office_and_at_most_at_the_mandate_s_end(mandate, since, due):
    office = member(mandate, since)
    assert owed(office, since).due_before == due
    assert owed(office, since).late_since is None  # never late at once
    before = min(due, ENDS) - DAY
    assert owed(office, before).late_since is None
    if due < ENDS:
        assert owed(office, due).late_since == due


@pytest.mark.parametrize("since", [BEGAN, BEGAN + DAY, THIRD - DAY, THIRD, THIRD + DAY, ENDS - DAY])
@pytest.mark.parametrize("on", [THIRD - DAY, THIRD, THIRD + DAY, ENDS - DAY])
def test_the_list_the_tally_and_the_member_s_page_say_the_same(mandate, since, on):
    if since > on:
        return
    office = member(mandate, since)
    late = owed(office, on).late_since is not None
    assert tally(members_with_days(on), on).late == int(late)


def test_an_office_dated_before_its_mandate_counts_from_the_mandate(mandate):
    found = owed(member(mandate, BEGAN - dt.timedelta(days=30)), THIRD)
    assert (found.since, found.late_since, found.has_own_deadline) == (BEGAN, THIRD, False)


def test_who_replaces_another_has_his_own_time_and_the_other_is_owed_nothing_more(mandate):
    left = member(mandate, BEGAN, ends_on=dt.date(2025, 3, 1))
    came = member(mandate, dt.date(2025, 3, 1))
    on = dt.date(2025, 3, 1)
    assert entitlement_of_person(left.person, on) == []
    found = owed(came, on)
    assert (found.owed, found.due_before, found.late_since) == (16, ENDS, None)
    assert found.has_own_deadline


def test_a_member_of_two_councils_has_a_deadline_in_each(mandate):
    here = member(mandate, BEGAN)
    province = make_body(BodyKind.PROVINCE)
    other = make_mandate(province, starts_on=BEGAN, ends_on=ENDS)
    there = make_office(person=here.person, body=province, mandate=other, starts_on=dt.date(2024, 10, 1))
    on = dt.date(2025, 1, 1)
    assert (owed(here, on).late_since, owed(there, on).late_since) == (THIRD, None)
    assert tally(members_with_days(on), on).late == 1


def test_a_new_charge_in_the_same_council_does_not_give_more_time(mandate):
    first = member(mandate, BEGAN, ends_on=dt.date(2025, 1, 1))
    later = member(mandate, dt.date(2025, 1, 1), person=first.person, title=Title.VICE_PRESIDENT)
    found = owed(later, dt.date(2025, 1, 1))
    assert (found.since, found.late_since, found.has_own_deadline) == (BEGAN, THIRD, False)
