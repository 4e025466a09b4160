"""Parties seated outside the territory: found by name, signed for by name, and nothing of theirs opened by it."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.agreements import actions
from takwin.agreements.enums import AgreementState, PartyRole, StepKind
from takwin.agreements.models import Agreement, Party
from takwin.agreements.queries import state_of
from takwin.core import clock
from takwin.directory.actions import name_body
from takwin.directory.actions.parameters import seed_parameters
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.people.enums import Title
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from tests.factories.accounts import make_user
from tests.factories.agreements import make_agreement, make_clause, make_party
from tests.factories.directory import make_body, make_kingdom, make_province
from tests.factories.people import make_office, make_person
from tests.factories.rights import officer_of
from tests.races import at_once, refusals

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]
DAY = dt.date(2026, 5, 20)
OFFICE = {"kind": "national", "name_ar": "مكتب التكوين المهني", "name_fr": "Office de la formation"}


@pytest.fixture
def agreement() -> Agreement:
    seed_parameters(by=None)
    found = make_agreement(place=make_province())
    make_clause(found)
    return found


@pytest.fixture
def officer(agreement: Agreement) -> User:
    return officer_of(agreement.place.region)


@pytest.fixture
def office(agreement: Agreement) -> Party:
    """A national office, seated in no region."""
    return make_party(agreement, make_body(BodyKind.NATIONAL, make_kingdom()), role=PartyRole.OPERATOR)


def signature(party: Party) -> str:
    return reverse("agreements:step", args=[party.pk, StepKind.SIGNATURE])


def fields_of(client: Client, url: str) -> set[str]:
    page = BeautifulSoup(client.get(url).content, "html.parser")
    return {str(one["name"]) for one in page.select("main form [name]")} - {"csrfmiddlewaretoken"}


def test_a_national_office_is_named_found_and_made_a_party(
    as_user: AsUser, officer: User, agreement: Agreement
) -> None:
    kingdom = make_kingdom()
    client, there = as_user(officer, htmx=True), reverse("territory:body_elsewhere")
    asked = {"name": "body", "body_words": "المكتب الوطني"}
    answered = client.get(reverse("agreements:bodies"), asked).content.decode()
    assert f"{there}?name=" in answered, "what is not in the register may be written down"
    seats = client.get(reverse("territory:pick_seat"), {"name": "place", "place_words": "المملكة"}).content.decode()
    assert f'value="{kingdom.pk}"' in seats
    assert "checked" not in seats, "the only answer may be a namesake: it is not ticked by itself"
    assert client.post(there, OFFICE | {"place": kingdom.pk}).status_code == 302
    refused = client.post(there, OFFICE | {"place": agreement.place_id})
    assert (refused.status_code, "in the register already" in refused.content.decode()) == (422, True)
    body = Body.objects.get(kind=BodyKind.NATIONAL)
    found = client.get(reverse("agreements:bodies"), {"name": "body", "body_words": "التكوين"}).content.decode()
    assert f'value="{body.pk}"' in found
    client.post(reverse("agreements:add_party", args=[agreement.pk]), {"body": body.pk, "role": "operator"})
    assert agreement.parties.get().body == body
    assert not allowed(Body.objects, officer, Permission.BODY_EDIT).filter(pk=body.pk).exists(), "its own data stays so"


def test_a_body_recorded_on_the_way_comes_back_chosen_in_the_field_that_missed_it(
    as_user: AsUser, officer: User, agreement: Agreement
) -> None:
    client, form = as_user(officer, htmx=True), reverse("agreements:another", args=[agreement.place_id])
    missed = {"name": "party_3", "party_3_words": "المكتب"}
    answered = client.get(reverse("agreements:bodies"), missed, headers={"hx-current-url": f"http://testserver{form}"})
    there = str(BeautifulSoup(answered.content, "html.parser").select_one("a")["href"])
    back = client.post(there, OFFICE | {"place": make_kingdom().pk})["location"]
    body = Body.objects.get(kind=BodyKind.NATIONAL)
    told = QueryDict(urlsplit(back).query)
    assert (urlsplit(back).path, told["party_3"], told["party_3_words"]) == (form, str(body.pk), body.name)
    for field, ticked in (("party_3", True), ("party_4", False)):
        asked = {"name": field, f"{field}_words": body.name}
        answered = client.get(
            reverse("agreements:bodies"), asked, headers={"hx-current-url": f"http://testserver{back}"}
        )
        assert ("checked" in answered.content.decode()) is ticked


def test_bodies_of_one_name_are_told_apart_by_their_province(officer: User) -> None:
    here, there = make_province(), make_province()
    named = {"kind": BodyKind.ASSOCIATION, "name_ar": "جمعية الأمل", "name_fr": "Association Amal", "by": officer}
    assert name_body(**named, place=here).pk != name_body(**named, place=there).pk
    with pytest.raises(ValidationError, match="already"):
        name_body(**named, place=here)
    with pytest.raises(ValidationError, match="come with the map"):
        name_body(**named | {"kind": BodyKind.COMMUNE}, place=here)


def test_a_body_that_ended_or_whose_name_says_nothing_stands_in_nobody_s_way(officer: User) -> None:
    named = {"kind": BodyKind.ASSOCIATION, "name_ar": "جمعية الأمل", "name_fr": "Association Amal", "by": officer}
    place = make_province()
    former = name_body(**named, place=place)
    Body.objects.filter(pk=former.pk).update(ends_on=clock.today())
    assert name_body(**named, place=place).pk != former.pk, "one that has ended can no longer be chosen"
    with pytest.raises(ValidationError, match="A name holds letters or figures"):
        name_body(**named | {"name_ar": "جمعية أخرى", "name_fr": "-"}, place=place)


@pytest.mark.django_db(transaction=True)
def test_two_who_name_one_national_office_at_once_under_two_seats_write_it_once() -> None:
    make_kingdom()
    by, seats = make_user(), [make_province(), make_province()]
    named = {"kind": BodyKind.NATIONAL, "name_ar": "المكتب الوطني", "name_fr": "Office national", "by": by}
    told = at_once(*[partial(name_body, **named, place=seat) for seat in seats])
    assert ["already" in line for line in refusals(told)] == [True]
    assert Body.objects.filter(kind=BodyKind.NATIONAL).count() == 1


def test_the_signature_of_an_office_elsewhere_is_recorded_by_name(
    as_user: AsUser, officer: User, office: Party
) -> None:
    head = make_office(body=office.body, title=Title.DELEGATE)
    client = as_user(officer)
    assert fields_of(client, signature(office)) == {"done_on", "signatory_name", "capacity"}
    assert head.person.name not in client.get(signature(office)).content.decode(), "its people stay unseen"
    told = {"done_on": DAY, "signatory_name": "لبنى اطريشا", "capacity": "المديرة العامة"}
    for lacking in ("signatory_name", "capacity"):
        assert client.post(signature(office), told | {lacking: ""}).status_code == 422
    client.post(signature(office), told)
    assert office.steps.get().signed_by == "لبنى اطريشا"
    assert state_of(office.agreement, DAY) == AgreementState.IN_FORCE
    shown = client.get(office.agreement.get_absolute_url()).content.decode()
    assert "لبنى اطريشا" in shown
    assert "المديرة العامة" in shown


def test_only_those_in_office_on_the_day_are_offered(as_user: AsUser, officer: User, agreement: Agreement) -> None:
    party = make_party(agreement, make_body(BodyKind.UNIVERSITY, agreement.place))
    former = make_office(
        person=make_person(name_ar="عزيز الأول"),
        body=party.body,
        ends_on=dt.date(2025, 9, 1),
        starts_on=dt.date(2022, 1, 1),
    )
    latter = make_office(person=make_person(name_ar="هشام الثاني"), body=party.body, starts_on=dt.date(2025, 9, 1))
    client = as_user(officer)
    for day, offered in ((DAY, latter), (dt.date(2025, 8, 31), former)):
        page = BeautifulSoup(client.get(signature(party), {"done_on": day}).content, "html.parser")
        assert [one["value"] for one in page.select("#id_office option[value]") if one["value"]] == [str(offered.pk)]
    refused = client.post(signature(party), {"done_on": DAY, "office": former.pk})
    assert "choose among those who were" in refused.content.decode()
    both = {"done_on": DAY, "office": latter.pk, "signatory_name": "آخر", "capacity": "ممثل"}
    for wrong in (both, {"done_on": DAY}):
        assert "one of the two" in client.post(signature(party), wrong).content.decode()
    with pytest.raises(ValidationError, match="ended on"):
        actions.record_step(
            party, StepKind.SIGNATURE, done_on=DAY, signatory_name="عزيز الاول", capacity="رئيس", by=officer
        )
    client.post(signature(party), both | {"office": ""})
    assert party.steps.get().signed_by == "آخر", "a representative in no register signs by his name"


def test_a_name_is_that_of_who_is_in_office_on_the_day(officer: User, agreement: Agreement) -> None:
    party = make_party(agreement, make_body(BodyKind.UNIVERSITY, agreement.place))
    told = {"done_on": DAY, "signatory_name": "محمد العلوي", "capacity": "المدير"}
    former, latter, third = (make_person(name_ar=told["signatory_name"]) for _n in range(3))
    make_office(person=former, body=party.body, title=Title.PRESIDENT, starts_on=DAY.replace(year=2015), ends_on=DAY)
    make_office(person=latter, body=party.body, title=Title.DELEGATE, starts_on=DAY)
    for long in ({"capacity": "م" * 121}, {"signatory_name": "ن" * 121}):
        with pytest.raises(ValidationError, match="at most 120 characters"):
            actions.record_step(party, StepKind.SIGNATURE, **told | long, by=officer)
    step = actions.record_step(party, StepKind.SIGNATURE, **told, by=officer)
    assert step.signatory == latter
    actions.withdraw_step(step, motive="خطأ", by=officer)
    make_office(person=third, body=party.body, title=Title.DELEGATE, starts_on=DAY)
    with pytest.raises(ValidationError, match="Several of this name"):
        actions.record_step(party, StepKind.SIGNATURE, **told, by=officer)


def test_a_council_whose_members_are_known_signs_by_one_of_them(
    as_user: AsUser, officer: User, agreement: Agreement
) -> None:
    council = make_party(agreement, make_body(BodyKind.PROVINCE, agreement.place))
    elsewhere = make_party(agreement, make_body(BodyKind.PROVINCE, make_province()))
    assert fields_of(as_user(officer), signature(council)) == {"done_on", "office"}
    assert "signatory_name" in fields_of(as_user(officer), signature(elsewhere))
    for kind, number in ((StepKind.SITTING, ""), (StepKind.VOTE, "7"), (StepKind.VISA, "9")):
        actions.record_step(council, kind, done_on=DAY, number=number, by=officer)
    with pytest.raises(ValidationError, match="one of its members"):
        actions.record_step(
            council, StepKind.SIGNATURE, done_on=DAY, signatory_name="فلان", capacity="رئيس", by=officer
        )
