"""Who will miss days the law owes, and the sessions that can still help."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from takwin.accounts.models import User
from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.people.models import Person
from takwin.rights.enums import Role
from takwin.training import actions
from takwin.training.at_risk import queries
from takwin.training.models import TrainingSession
from tests.factories.directory import make_body, make_commune, make_province, make_region
from tests.factories.people import make_mandate, make_office, make_person
from tests.factories.rights import officer_of, user_as
from tests.factories.training import figures, make_session, next_tuesday

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


def council_url(body: Body) -> str:
    return reverse("training:at_risk_council", args=[body.pk])


def make_council(session: TrainingSession, people: int = 1) -> tuple[Body, list[Person]]:
    """A communal council of the session's province in the first year of its mandate, nobody trained yet."""
    body = make_body(BodyKind.COMMUNE, make_commune(session.place))
    mandate = make_mandate(body=body, starts_on=clock.today() - dt.timedelta(days=100))
    persons = [make_person() for _n in range(people)]
    for person in persons:
        make_office(person=person, body=body, mandate=mandate, starts_on=mandate.starts_on)
    return body, persons


def short(body: Body, user: User) -> queries.CouncilShort:
    return queries.council_short(body, user, clock.today())


def test_what_is_already_planned_is_no_longer_missing() -> None:
    session = make_session()
    body, [person] = make_council(session)
    officer = officer_of(session.owner.place)
    [member] = short(body, officer).members
    assert (member.days_missing, member.days_planned) == (8, 0)
    actions.nominate(session, person, body=body, by=None)
    [member] = short(body, officer).members
    assert (member.days_missing, member.days_planned) == (6, 2)


def test_a_waiting_list_promises_nothing() -> None:
    session = make_session(seats=1)
    body, persons = make_council(session, people=2)
    for person in persons:
        actions.nominate(session, person, body=body, by=None)
    missing = {member.owed.person: member.missing for member in short(body, officer_of(session.owner.place)).members}
    assert sorted(missing.values()) == [12, 16]


def test_a_member_is_within_reach_when_the_sessions_to_come_give_all_he_lacks() -> None:
    session = make_session(days=2)
    body, _persons = make_council(session)
    officer = officer_of(session.owner.place)
    assert short(body, officer).within_reach == 0
    for weeks in (7, 9, 11):
        make_session(owner=session.owner, place=session.place, first_day=next_tuesday(weeks))
    assert short(body, officer).within_reach == 1


def test_a_session_after_the_days_are_due_serves_only_those_who_are_late() -> None:
    session = make_session()
    body, [person] = make_council(session)
    officer = officer_of(session.owner.place)
    mandate = body.mandates.get()
    three_years = dt.timedelta(days=3 * 365 + 1)
    mandate.starts_on = session.starts_on - three_years
    mandate.save()
    person.offices.update(starts_on=mandate.starts_on)
    [chance] = queries.chances(short(body, officer))
    assert chance.people == []  # due the day before the session begins, and not late today
    mandate.starts_on = clock.today() - three_years
    mandate.save()
    person.offices.update(starts_on=mandate.starts_on)
    [chance] = queries.chances(short(body, officer))
    assert [member.owed.person for member, _obstacle, _proposed in chance.people] == [person]


def test_as_many_are_proposed_as_seats_are_left_and_nobody_who_cannot_come() -> None:
    session = make_session(seats=2, minimum=1)
    body, persons = make_council(session, people=3)
    other = make_session(owner=session.owner, place=session.place)
    actions.nominate(other, persons[0], body=body, by=None)
    found = {chance.offer.session: chance for chance in queries.chances(short(body, officer_of(session.owner.place)))}
    lines = {member.owed.person: (obstacle, proposed) for member, obstacle, proposed in found[session].people}
    assert lines[persons[0]][0].startswith("expected elsewhere")
    assert [proposed for _obstacle, proposed in lines.values()].count(True) == 2
    assert not lines[persons[0]][1]


def test_one_click_nominates_those_proposed(as_user: Browser) -> None:
    session = make_session()
    body, [person] = make_council(session)
    browser = as_user(officer_of(session.owner.place))
    page = browser.get(council_url(body)).content.decode()
    assert f'value="{person.pk}" checked' in page
    answer = browser.post(council_url(body), {"session": session.pk, "person": [person.pk]})
    assert answer["Location"] == council_url(body)
    assert session.enrolments.get().person == person
    again = browser.post(council_url(body), {"session": session.pk, "person": [person.pk]})
    assert again.status_code == 422
    assert "already nominated" in again.content.decode()
    assert session.enrolments.count() == 1


@pytest.mark.parametrize("ticked", [[], ["x"], ["9" * 40]])
def test_nobody_ticked_is_said_and_changes_nothing(as_user: Browser, ticked: list[str]) -> None:
    session = make_session()
    body, _persons = make_council(session)
    browser = as_user(officer_of(session.owner.place))
    answer = browser.post(council_url(body), {"session": session.pk, "person": ticked})
    assert answer.status_code == 422
    assert "Tick at least one member." in answer.content.decode()
    assert not session.enrolments.exists()


def test_a_commune_sees_its_own_council_and_no_other(as_user: Browser) -> None:
    session = make_session()
    body, _persons = make_council(session)
    neighbour, [stranger] = make_council(session)
    browser = as_user(user_as(Role.COMMUNE, body=body))
    assert browser.get(reverse("training:at_risk"))["Location"] == council_url(body)
    assert browser.get(council_url(neighbour)).status_code == 404
    sent = {"session": session.pk, "person": [stranger.pk]}
    assert browser.post(council_url(neighbour), sent).status_code == 404
    assert browser.post(council_url(body), sent).status_code == 404  # no seat is kept there: it sees no such session
    assert not session.enrolments.exists()


def test_a_region_reads_its_provinces_then_the_councils_of_one(as_user: Browser) -> None:
    region = make_region()
    owner = make_body(BodyKind.REGION, region)
    sessions = [make_session(owner=owner, place=make_province(region)) for _n in range(2)]
    councils = [make_council(session)[0] for session in sessions]
    browser = as_user(officer_of(region))
    everywhere = browser.get(reverse("training:at_risk")).content.decode()
    assert all(session.place.name_fr in everywhere for session in sessions)
    assert councils[0].name_fr not in everywhere
    one = browser.get(reverse("training:at_risk"), {"province": sessions[0].place.pk}).content.decode()
    assert councils[0].name_fr in one
    assert councils[1].name_fr not in one
    for asked in (make_province().pk, "x", "9" * 30):
        assert browser.get(reverse("training:at_risk"), {"province": asked}).status_code == 404


def test_nobody_short_is_said_in_words(as_user: Browser) -> None:
    figures()
    page = as_user(officer_of(make_region())).get(reverse("training:at_risk")).content.decode()
    assert "Nobody will miss a day" in page


@pytest.mark.parametrize("people", [1, 3])
@pytest.mark.parametrize("sessions", [1, 3])
def test_pages_cost_the_same_whatever_their_rows(
    as_user: Browser, django_assert_num_queries: DjangoAssertNumQueries, people: int, sessions: int
) -> None:
    first = make_session()
    for weeks in range(6, 5 + sessions):
        make_session(owner=first.owner, place=first.place, first_day=next_tuesday(weeks))
    body, _persons = make_council(first, people)
    make_council(first, people)
    browser: Any = as_user(officer_of(first.owner.place))
    browser.get(council_url(body))
    with django_assert_num_queries(COUNCIL):
        browser.get(council_url(body))
    with django_assert_num_queries(COUNCILS):
        browser.get(reverse("training:at_risk"))


COUNCIL, COUNCILS = 15, 11
