"""*May I* and *where* are one question."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body, Place, Room
from takwin.people.models import Office, Person
from takwin.rights.enums import GIVES, GRANTS, Permission, Role
from takwin.rights.models import Appointment
from takwin.rights.queries import allowed, appointments_of, forget, holds, may, permissions_on
from tests.factories.accounts import make_user
from tests.factories.directory import (
    make_body,
    make_borough,
    make_cercle,
    make_commune,
    make_kingdom,
    make_province,
    make_region,
    make_room,
)
from tests.factories.people import make_office, make_person
from tests.factories.rights import make_appointment, officer_of, user_as

pytestmark = pytest.mark.django_db
P = Permission


def test_a_visitor_a_user_without_role_and_a_closed_account_see_nothing() -> None:
    region = make_region()
    closed = user_as(Role.REGION_OFFICER, region, is_active=False)
    for user in (AnonymousUser(), make_user(), closed):
        assert not allowed(Place.objects, user, P.PLACE_VIEW).exists()
        assert not holds(user, P.PLACE_VIEW)
        assert permissions_on(user, region) == frozenset()


def test_an_officer_sees_his_territory_at_each_level_and_not_his_neighbour_s() -> None:
    province = make_province()
    cercle = make_cercle(province)
    commune = make_commune(province, cercle=cercle)
    borough = make_borough(commune)
    neighbour = make_commune(make_province(province.region))
    elsewhere = make_commune()
    tree = [province.region, province, cercle, commune, borough]
    expected = {
        province.region: {*tree, neighbour.province, neighbour},
        province: {province, cercle, commune, borough},
        cercle: {cercle, commune},
        commune: {commune, borough},
        borough: {borough},
    }
    for place, seen in expected.items():
        found = set(allowed(Place.objects, officer_of(place), P.PLACE_VIEW))
        assert found == seen, place.level
        assert elsewhere not in found


def test_over_the_kingdom_one_sees_everything() -> None:
    make_commune()
    auditor = user_as(Role.AUDITOR, make_kingdom())
    assert set(allowed(Place.objects, auditor, P.PLACE_VIEW)) == set(Place.objects.all())


def test_a_permission_over_one_place_is_not_one_over_another() -> None:
    """Who works in A and only reads in B does not work in B."""
    ours, theirs = make_region(), make_region()
    user = officer_of(ours)
    make_appointment(user, Role.AUDITOR, theirs)
    a, b = make_body(BodyKind.REGION, place=ours), make_body(BodyKind.REGION, place=theirs)
    assert set(allowed(Body.objects, user, P.PLACE_VIEW)) == {a, b}
    assert set(allowed(Body.objects, user, P.BODY_EDIT)) == {a}
    assert may(user, P.BODY_EDIT, a)
    assert not may(user, P.BODY_EDIT, b)
    assert permissions_on(user, b) == GRANTS[Role.AUDITOR]
    assert permissions_on(user, a) == GRANTS[Role.REGION_OFFICER]


def test_a_row_reached_through_many_relations_is_not_doubled() -> None:
    province = make_province()
    councils = [make_body(BodyKind.COMMUNE, place=make_commune(province)) for _ in range(2)]
    person = make_person()
    for council in councils:
        make_office(person=person, body=council)
    other = make_office()
    user = officer_of(province)
    make_appointment(user, Role.REGION_OFFICER, councils[0].place)
    found = allowed(Person.objects, user, P.PERSON_VIEW)
    assert list(found) == [person]
    assert found.count() == 1
    assert other.person not in found


def test_over_a_body_one_reaches_what_hangs_on_it_only() -> None:
    council = make_body(BodyKind.COMMUNE)
    other = make_body(BodyKind.COMMUNE, place=make_commune(council.place.province))
    committee = make_body(BodyKind.COMMITTEE, place=council.place, parent=council)
    room = make_room(lender=council)
    make_room(lender=other)
    user = user_as(Role.COMMUNE, body=council)
    assert set(allowed(Body.objects, user, P.PLACE_VIEW)) == {council, committee}
    assert list(allowed(Room.objects, user, P.PLACE_VIEW)) == [room]


def test_over_neither_one_reaches_what_is_one_s_own() -> None:
    user = user_as(Role.COMMUNE)
    person = make_person(user=user)
    mine = make_office(person=person)
    make_office()
    assert list(allowed(Person.objects, user, P.PERSON_VIEW)) == [person]
    assert list(allowed(Office.objects, user, P.PERSON_VIEW)) == [mine]
    assert not allowed(Place.objects, user, P.PLACE_VIEW).exists()


TODAY = clock.today()
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("starts", "ends", "is_held"),
    [
        (TODAY, None, True),
        (TODAY, TODAY + DAY, True),
        (TODAY - DAY, TODAY, False),
        (TODAY + DAY, None, False),
        (TODAY, TODAY, False),
    ],
)
def test_a_role_holds_from_its_first_day_and_no_more_on_its_last(
    starts: dt.date, ends: dt.date | None, is_held: bool
) -> None:
    user, region = make_user(), make_region()
    make_appointment(user, Role.AUDITOR, region, starts_on=starts, ends_on=ends)
    assert holds(user, P.PLACE_VIEW) is is_held
    assert allowed(Place.objects, user, P.PLACE_VIEW).exists() is is_held


def test_a_delegated_role_holds_no_longer_than_its_source() -> None:
    source = make_appointment(make_user(), Role.AUDITOR, make_region(), ends_on=TODAY)
    lent = make_appointment(
        make_user(), Role.AUDITOR, source.place, delegated_from=source, starts_on=TODAY, ends_on=TODAY + 9 * DAY
    )
    assert not holds(lent.user, P.PLACE_VIEW)
    Appointment.objects.filter(pk=source.pk).update(ends_on=None)
    forget(lent.user)
    assert holds(lent.user, P.PLACE_VIEW)


def test_appointments_are_read_once_for_a_user_and_never_shared_between_two(django_assert_num_queries: Any) -> None:
    user = officer_of(make_region())
    with django_assert_num_queries(1):
        appointments_of(user)
        holds(user, P.PLACE_VIEW)
    again = type(user).objects.get(pk=user.pk)
    with django_assert_num_queries(1):
        appointments_of(again)


def test_the_question_costs_one_query_whatever_the_number_of_roles(django_assert_num_queries: Any) -> None:
    province = make_province()
    user = make_user()
    communes = [make_commune(province) for _ in range(5)]
    for commune in communes:
        make_appointment(user, Role.COMMUNE, commune)
    appointments_of(user)
    with django_assert_num_queries(1):
        assert set(allowed(Place.objects, user, P.PLACE_VIEW)) == set(communes)
    with django_assert_num_queries(1):
        assert P.SESSION_NOMINATE in permissions_on(user, communes[0])


def test_every_role_says_what_it_grants_and_gives() -> None:
    assert GRANTS.keys() == GIVES.keys() == set(Role)
    assert all(Role.ADMINISTRATOR not in given for role, given in GIVES.items() if role != Role.ADMINISTRATOR)


def test_only_who_may_open_accounts_gives_roles() -> None:
    assert all(P.ACCOUNT_OPEN in GRANTS[role] for role, given in GIVES.items() if given)
