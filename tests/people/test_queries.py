"""Who holds what office when, and who may be added twice."""

import datetime as dt

import pytest

from takwin.people import queries
from takwin.people.enums import Title
from takwin.people.models import Person
from takwin.rights.enums import Role
from tests.factories.directory import make_body, make_committee, make_province
from tests.factories.people import ELECTED_ON, MANDATE_ENDS, make_mandate, make_office, make_person
from tests.factories.rights import officer_of

pytestmark = pytest.mark.django_db

DAY = dt.date(2024, 3, 1)
EVE = DAY - dt.timedelta(days=1)


def test_an_office_holds_from_its_first_day_and_no_more_on_its_last() -> None:
    office = make_office(starts_on=EVE, ends_on=DAY)
    assert list(queries.members_in_office(office.body, EVE)) == [office]
    assert not queries.members_in_office(office.body, DAY)
    assert not queries.members_in_office(office.body, EVE - dt.timedelta(days=1))


def test_a_member_with_two_offices_is_one_member_under_the_higher() -> None:
    member = make_office()
    president = make_office(member.person, member.body, Title.PRESIDENT)
    other = make_office(body=member.body)
    assert list(queries.members_in_office(member.body, DAY)) == [president, other]
    assert queries.heads([member.body], DAY) == {member.body.pk: 2}


def test_staff_are_in_office_without_being_members() -> None:
    director = make_office(title=Title.DIRECTOR)
    assert list(queries.offices_in(director.body, DAY)) == [director]
    assert not queries.members_in_office(director.body, DAY)
    assert queries.heads([director.body], DAY) == {director.body.pk: 0}


def test_heads_are_counted_for_many_bodies_at_once(django_assert_num_queries) -> None:
    bodies = [make_office().body for _n in range(3)]
    with django_assert_num_queries(1):
        assert queries.heads(bodies, DAY) == {body.pk: 1 for body in bodies}


def test_a_committee_lives_by_the_mandate_of_its_council() -> None:
    mandate = make_mandate()
    assert queries.mandate_of(make_committee(mandate.body), DAY) == mandate
    assert queries.mandate_of(mandate.body, MANDATE_ENDS) is None


def test_the_year_of_a_mandate_turns_on_its_own_day() -> None:
    mandate = make_mandate()
    assert queries.year_of_mandate(mandate, ELECTED_ON) == 1
    assert queries.year_of_mandate(mandate, dt.date(2022, 9, 7)) == 1
    assert queries.year_of_mandate(mandate, dt.date(2022, 9, 8)) == 2
    assert queries.years_of_mandate(mandate) == 6


def test_namesakes_are_found_in_either_script_however_spelt() -> None:
    person = make_person(name_ar="أحمد آيت حدّو", name_fr="Ahmed Aït Haddou")
    assert list(queries.namesakes("احمد ايت حدو", "", Person.objects.all())) == [person]
    assert list(queries.namesakes("", "ahmed ait haddou", Person.objects.all())) == [person]
    assert not queries.namesakes("", "", Person.objects.all())


def test_the_holder_of_a_card_outside_my_territory_exists_elsewhere() -> None:
    province = make_province()
    holder = make_office(make_person(cin="ZT1", name_ar="حسن")).person
    found = queries.matches(officer_of(province, Role.PROVINCE_OFFICER), cin="ZT1", name_ar="x", name_fr="")
    assert (found.holder, found.is_seen, found.namesakes) == (holder, False, [])


def test_namesakes_outside_my_territory_are_not_proposed() -> None:
    make_office(make_person(name_ar="حسن"))
    officer = officer_of(make_province(), Role.PROVINCE_OFFICER)
    assert not queries.matches(officer, cin="", name_ar="حسن", name_fr="")


def test_the_mandates_of_my_territory_that_end_soon_are_told() -> None:
    mandate = make_mandate(make_body(), ends_on=dt.date(2999, 1, 1))
    officer = officer_of(mandate.body.place.province, Role.PROVINCE_OFFICER)
    assert list(queries.mandates_ending(officer, until=dt.date(2999, 1, 1))) == [mandate]
    assert not queries.mandates_ending(officer, until=dt.date(2998, 12, 31))
    assert not queries.mandates_ending(officer_of(make_province()), until=dt.date(2999, 1, 1))
