"""The list of all participants, which a nation has by the hundred thousand: what each reader sees of it."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.directory.enums import BodyKind
from takwin.people.models import Person
from takwin.rights import queries
from takwin.rights.enums import Permission, Role
from takwin.rights.queries import allowed, allowed_by_keys
from takwin.training.actions import SlotRow, set_programme
from takwin.training.models import Enrolment, TrainingSession
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_trainer
from tests.factories.directory import make_body, make_kingdom, make_region
from tests.factories.people import make_person
from tests.factories.rights import make_appointment, officer_of, user_as
from tests.factories.training import make_enrolment, make_session

pytestmark = pytest.mark.django_db
LIST = "training:enrolments"
Browser = Callable[..., Client]


def sees_by_keys(user: Any) -> set[Enrolment]:
    """What the two questions answer, which must be the same."""
    seen = set(allowed_by_keys(Enrolment.objects, user, Permission.SESSION_VIEW))
    assert seen == set(allowed(Enrolment.objects, user, Permission.SESSION_VIEW))
    return seen


@pytest.fixture
def lines() -> list[Enrolment]:
    """Two lines of one session, and one of a neighbour's."""
    session = make_session()
    return [make_enrolment(session), make_enrolment(session), make_enrolment()]


def readers(line: Enrolment) -> list[User]:
    """Those who see the whole session of a line, by its place or its owner; the last one by his two roles."""
    session = line.session
    both = user_as(Role.REGION_OFFICER, session.place.region)
    make_appointment(both, Role.PROVINCE_OFFICER, session.place)
    return [officer_of(session.place.region), user_as(Role.PROVINCE_OFFICER, session.place), both]


@pytest.mark.parametrize("most", [2000, 1, 0])
def test_each_reader_sees_his_own_however_many_keys_lead_to_them(
    monkeypatch: pytest.MonkeyPatch, lines: list[Enrolment], most: int
) -> None:
    monkeypatch.setattr(queries, "NAMED_AT_MOST", most)
    first, second, neighbour = lines
    for reader in readers(first):
        assert sees_by_keys(reader) == {first, second}
    assert sees_by_keys(user_as(Role.COMMUNE, body=first.body)) == {first}
    assert sees_by_keys(officer_of(neighbour.session.place.region)) == {neighbour}
    assert sees_by_keys(user_as(Role.AUDITOR, make_kingdom())) == set(lines)


def test_who_has_no_role_or_nothing_in_his_territory_sees_no_participant(lines: list[Enrolment]) -> None:
    for stranger in (AnonymousUser(), make_user(), officer_of(make_region())):
        assert sees_by_keys(stranger) == set()


def test_over_neither_one_sees_what_is_one_s_own(lines: list[Enrolment]) -> None:
    first, second, _neighbour = lines
    assert sees_by_keys(user_as(Role.TRAINER)) == set()
    member, trainer = user_as(Role.TRAINER), user_as(Role.TRAINER)
    Person.objects.filter(pk=first.person_id).update(user=member)
    assert sees_by_keys(member) == {first}
    half = first.session.register.half_days.first()
    assert half is not None
    teacher = make_trainer(first.session.owner, make_person(user=trainer))
    set_programme(first.session, [SlotRow(half, None, "البرمجة", None, teacher)], by=None)
    assert sees_by_keys(trainer) == {first, second}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_its_rows_and_sessions(
    as_user: Browser, django_assert_num_queries: Any, count: int
) -> None:
    owner = make_body(BodyKind.REGION)
    for _ in range(count):
        make_enrolment(make_session(owner=owner))
    browser = as_user(officer_of(owner.place))
    browser.get(reverse(LIST))
    with django_assert_num_queries(9):
        assert browser.get(reverse(LIST)).context["page"].paginator.count == count


def test_the_years_asked_are_put_together(as_user: Browser) -> None:
    line = make_enrolment()
    year = line.session.starts_on.year
    TrainingSession.objects.filter(pk=make_session(owner=line.session.owner).pk).update(starts_on=f"{year - 1}-03-03")
    browser = as_user(officer_of(line.session.owner.place))
    for asked, found in (([year], 1), ([year, year - 1], 1), ([year - 1], 0), ([], 1)):
        assert browser.get(reverse(LIST), {"year": asked}).context["page"].paginator.count == found


@pytest.mark.parametrize("page", [LIST, "training:sessions"])
def test_the_years_offered_go_from_the_last_session_back_to_the_first(as_user: Browser, page: str) -> None:
    owner = make_body(BodyKind.REGION)
    browser, address = as_user(officer_of(owner.place)), reverse(page)

    def offered() -> list[str]:
        boxes = BeautifulSoup(browser.get(address).content, "html.parser").select("[name=year]")
        return [box["value"] for box in boxes]

    assert offered() == []
    for day in ("2025-12-31", "2023-01-01"):
        session = make_session(owner=owner)
        TrainingSession.objects.filter(pk=session.pk).update(starts_on=day, ends_on=day)
    assert offered() == ["2025", "2024", "2023"]
