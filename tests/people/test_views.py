"""Screens of persons: what is shown masked, to whom, and what a form says of a wrong number."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from takwin.accounts.models import User
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.journal.models import Entry
from takwin.people.enums import Title
from takwin.people.models import Office, Person
from takwin.rights.enums import Role
from tests.factories.directory import make_body, make_committee, make_province
from tests.factories.people import make_mandate, make_office, make_person
from tests.factories.rights import officer_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("parameters")]

CIN, PHONE, EMAIL = "ZT148220", "+212661234567", "naima@example.ma"
SHOWN_PHONE = "06\u00a061\u00a023\u00a045\u00a067"
Browser = Callable[..., Client]


@pytest.fixture
def council() -> Body:
    return make_body()


@pytest.fixture
def officer(council: Body) -> User:
    return officer_of(council.place.province, Role.PROVINCE_OFFICER)


@pytest.fixture
def member(council: Body) -> Person:
    person = make_person(cin=CIN, phone=PHONE, email=EMAIL, birth_date=dt.date(1980, 5, 2), birth_year=1980)
    return make_office(person, council).person


def added(council: Body, **facts: Any) -> dict[str, Any]:
    return {
        "body": council.pk, "title": "member", "starts_on": "2024-03-01", "name_ar": "حسن العبدلاوي", "name_fr": "",
    } | facts  # fmt: skip


def test_numbers_are_masked_on_the_list_and_on_the_page(as_user: Browser, officer: User, member: Person) -> None:
    for url in (reverse("people:persons"), member.get_absolute_url()):
        page = as_user(officer).get(url).content.decode()
        assert "•••• ••67" in page
        for number in (CIN, PHONE, SHOWN_PHONE, EMAIL, "1980-05-02", "2 May 1980"):
            assert number not in page


def test_showing_the_numbers_is_asked_for_and_written_down(as_user: Browser, officer: User, member: Person) -> None:
    page = as_user(officer, htmx=True).post(reverse("people:numbers", args=[member.pk])).content.decode()
    assert CIN in page
    assert SHOWN_PHONE in page
    assert "<html" not in page
    entry = Entry.objects.get(verb="person.unmasked")
    assert (entry.by, entry.facts) == (officer, {})


def test_without_a_script_the_numbers_have_their_own_page(as_user: Browser, officer: User, member: Person) -> None:
    assert CIN in as_user(officer).post(reverse("people:numbers", args=[member.pk])).content.decode()


def test_an_auditor_sees_the_person_and_never_the_numbers(as_user: Browser, council: Body, member: Person) -> None:
    auditor = as_user(officer_of(council.place.region, Role.AUDITOR))
    page = auditor.get(member.get_absolute_url()).content.decode()
    assert member.name_fr in page
    assert "Show the numbers" not in page
    assert auditor.post(reverse("people:numbers", args=[member.pk])).status_code == 403
    assert auditor.get(reverse("people:correct", args=[member.pk])).status_code == 403


def test_a_neighbours_person_is_nowhere(as_user: Browser, officer: User) -> None:
    office = make_office()
    browser = as_user(officer)
    person, body = office.person.pk, office.body.pk
    for url in (
        reverse("people:person", args=[person]),
        reverse("people:correct", args=[person]),
        reverse("people:give_office", args=[person]),
        reverse("people:end_office", args=[office.pk]),
        reverse("people:change_president", args=[body]),
        reverse("people:open_mandate", args=[body]),
    ):
        assert browser.get(url).status_code == 404, url
    assert browser.post(reverse("people:numbers", args=[person])).status_code == 404
    region = as_user(officer_of(make_province().region))
    assert region.get(reverse("people:open_account", args=[office.pk])).status_code == 404
    assert office.person.name_fr not in browser.get(reverse("people:persons")).content.decode()


def test_the_list_is_searched_in_both_scripts(as_user: Browser, officer: User, council: Body) -> None:
    make_office(make_person(name_ar="حسن العبدلاوي", name_fr="Hassan El Abdellaoui"), council)
    make_office(make_person(name_ar="سعاد المرنيسي", name_fr="Souad El Mernissi"), council)
    for words in ("عبدلاوى", "ABDELLAOUI"):
        page = as_user(officer, htmx=True).get(reverse("people:persons"), {"q": words}).content.decode()
        assert "Hassan El Abdellaoui" in page
        assert "Souad" not in page


def test_filters_speak_of_one_and_the_same_office(as_user: Browser, officer: User, council: Body) -> None:
    person = make_office(make_person(name_fr="Hassan"), council).person
    make_office(person, make_body(), Title.PRESIDENT)
    province = council.place.province_id
    url = reverse("people:persons")
    assert "Hassan" in as_user(officer).get(url, {"province": province, "title": "member"}).content.decode()
    assert "Hassan" not in as_user(officer).get(url, {"province": province, "title": "president"}).content.decode()


def test_former_members_are_apart(as_user: Browser, officer: User, council: Body) -> None:
    make_office(make_person(name_fr="Hassan"), council, ends_on=dt.date(2024, 1, 1))
    url = reverse("people:persons")
    assert "Hassan" in as_user(officer).get(url, {"tab": "former"}).content.decode()
    assert "Hassan" not in as_user(officer).get(url, {"tab": "present"}).content.decode()


def test_a_list_costs_the_same_for_one_row_and_three(as_user: Browser, officer: User, council: Body) -> None:
    costs = []
    for rows in (1, 2):
        for _n in range(rows):
            make_office(body=council)
        with CaptureQueriesContext(connection) as asked:
            as_user(officer).get(reverse("people:persons"))
        costs.append(len(asked))
    assert costs[0] == costs[1]


def sheet_of(response: Any) -> list[tuple[Any, ...]]:
    data = b"".join(response.streaming_content)
    return list(openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))


def test_the_workbook_has_numbers_only_for_who_may_see_them(
    as_user: Browser, officer: User, council: Body, member: Person
) -> None:
    url = reverse("people:persons") + "?export=xlsx"
    auditors = sheet_of(as_user(officer_of(council.place.region, Role.AUDITOR)).get(url))
    assert not Entry.objects.filter(verb="people.exported").exists()
    officers = sheet_of(as_user(officer).get(url))
    assert "•••• ••67" in auditors[1]
    assert CIN not in auditors[1]
    assert CIN in officers[1]
    assert Entry.objects.filter(verb="people.exported", by=officer).exists()


def test_a_person_is_added_with_an_office(as_user: Browser, officer: User, council: Body) -> None:
    response = as_user(officer).post(reverse("people:add"), added(council, cin="zt 1", birth="1975"))
    office = Office.objects.get()
    assert response.url == office.person.get_absolute_url()
    assert (office.person.name_ar, office.person.birth_year, office.body) == ("حسن العبدلاوي", 1975, council)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("cin", "148220", "The letters of the card number are missing"),
        ("phone", "06123", "5 digits instead of 10."),
        ("birth", "31/02/1980", "This day does not exist"),
        ("email", "naima", "This is not an e-mail address"),
        ("name_ar", "", "A person has a name, in Arabic or in French."),
        ("starts_on", "2024-02-31", "Enter a valid date."),
        ("body", "999999", "Select a valid choice."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    as_user: Browser, officer: User, council: Body, field: str, typed: str, sentence: str
) -> None:
    response = as_user(officer).post(reverse("people:add"), added(council, **{field: typed}))
    assert response.status_code == 422
    assert sentence in response.context["form"].errors[field][0]
    assert not Person.objects.exists()


def test_an_office_is_not_given_in_a_neighbours_council(as_user: Browser, officer: User) -> None:
    response = as_user(officer).post(reverse("people:add"), added(make_body()))
    assert "body" in response.context["form"].errors


def test_a_card_in_the_register_is_shown_before_anything_is_kept(
    as_user: Browser, officer: User, council: Body, member: Person
) -> None:
    response = as_user(officer).post(reverse("people:add"), added(council, cin=CIN, is_new="1"))
    page = response.content.decode()
    assert response.status_code == 422
    assert member.get_absolute_url() in page
    assert Person.objects.count() == 1


def test_the_holder_of_a_card_elsewhere_is_not_named(as_user: Browser, officer: User, council: Body) -> None:
    holder = make_office(make_person(cin="ZT9", name_ar="سعاد", name_fr="Souad")).person
    page = as_user(officer).post(reverse("people:add"), added(council, cin="ZT9")).content.decode()
    assert "exists elsewhere" in page
    assert "Souad" not in page
    assert "سعاد" not in page
    as_user(officer).post(reverse("people:add"), added(council, cin="ZT9", same_as=holder.pk))
    assert Office.objects.filter(person=holder, body=council).exists()


def test_a_namesake_is_proposed_and_never_merged_silently(
    as_user: Browser, officer: User, council: Body, member: Person
) -> None:
    url, facts = reverse("people:add"), added(council, name_ar=member.name_ar, title="president")
    asked = as_user(officer).post(url, facts)
    assert asked.status_code == 422
    assert "Is it one of these?" in asked.content.decode()
    as_user(officer).post(url, facts | {"is_new": "1"})
    assert Person.objects.count() == 2


def test_a_namesake_recognised_is_given_the_office(
    as_user: Browser, officer: User, council: Body, member: Person
) -> None:
    facts = added(council, name_ar=member.name_ar, title="president", same_as=member.pk)
    as_user(officer).post(reverse("people:add"), facts)
    assert Person.objects.count() == 1
    assert Office.objects.filter(person=member, title=Title.PRESIDENT).exists()


def test_nobody_is_recognised_who_was_not_proposed(as_user: Browser, officer: User, council: Body) -> None:
    stranger = make_office().person
    as_user(officer).post(reverse("people:add"), added(council, same_as=stranger.pk))
    assert not Office.objects.filter(person=stranger, body=council).exists()


def test_a_correction_is_recorded_with_the_documents(as_user: Browser, officer: User, member: Person) -> None:
    url = reverse("people:correct", args=[member.pk])
    assert CIN in as_user(officer).get(url).content.decode()
    as_user(officer).post(url, {"name_ar": "حسن", "cin": "AB1", "passport": "XK12345", "birth": "1971"})
    member.refresh_from_db()
    assert (member.name_ar, member.phone, member.birth_date, member.birth_year) == ("حسن", "", None, 1971)
    assert [d.number for d in member.identity_documents.all()] == ["AB1", "XK12345"]


def test_a_correction_that_takes_anothers_card_changes_nothing(as_user: Browser, officer: User, member: Person) -> None:
    make_person(cin="AB1")
    response = as_user(officer).post(reverse("people:correct", args=[member.pk]), {"name_ar": "حسن", "cin": "AB1"})
    assert response.context["form"].errors["cin"] == ["Another person already holds this identity document."]
    assert Person.objects.get(pk=member.pk).name_ar == member.name_ar


def test_offices_are_given_and_ended(as_user: Browser, officer: User, member: Person) -> None:
    council = make_body(place=member.offices.get().body.place.province)
    facts = {"body": council.pk, "title": "member", "starts_on": "2024-03-01"}
    as_user(officer).post(reverse("people:give_office", args=[member.pk]), facts)
    office = Office.objects.get(body=council)
    dayless = as_user(officer).post(reverse("people:end_office", args=[office.pk]), {"on": ""})
    assert dayless.context["form"].errors["on"] == ["Write the day from which the office is held no more."]
    refused = as_user(officer).post(reverse("people:end_office", args=[office.pk]), {"on": "2024-03-01"})
    assert refused.context["form"].errors["on"] == ["An office ends after it starts."]
    as_user(officer).post(reverse("people:end_office", args=[office.pk]), {"on": "2024-03-02"})
    office.refresh_from_db()
    assert office.ends_on == dt.date(2024, 3, 2)


def test_the_same_office_given_twice_is_said(as_user: Browser, officer: User, council: Body, member: Person) -> None:
    facts = {"body": council.pk, "title": "member", "starts_on": "2024-03-01"}
    response = as_user(officer).post(reverse("people:give_office", args=[member.pk]), facts)
    assert "This person already holds this office." in response.content.decode()


def test_whoever_holds_an_office_already_is_named_and_asked_about(
    as_user: Browser, officer: User, council: Body, member: Person
) -> None:
    held = make_office(body=council, title=Title.DIRECTOR, starts_on=dt.date(2024, 3, 1), detail="")
    client, url = as_user(officer), reverse("people:give_office", args=[member.pk])
    told = {"body": council.pk, "title": "director", "detail": "", "starts_on": "2026-05-04"}
    for said in ("", "anything"):
        asked = client.post(url, told | {"succession": said})
        page = asked.content.decode()
        assert (asked.status_code, held.person.name in page, "from 1 March 2024" in page) == (422, True, True)
    assert not member.offices.filter(title=Title.DIRECTOR).exists(), "nothing is recorded before it is said"
    client.post(url, told | {"succession": f"both-{held.pk}"})
    assert Office.objects.filter(body=council, title=Title.DIRECTOR, ends_on=None).count() == 2
    Office.objects.filter(person=member, title=Title.DIRECTOR).delete()
    client.post(url, told | {"succession": f"passes-{held.pk}"})
    held.refresh_from_db()
    assert held.ends_on == dt.date(2026, 5, 4)
    assert member.offices.get(title=Title.DIRECTOR).ends_on is None
    added_too = added(council, title="president", starts_on="2026-05-05")
    assert client.post(reverse("people:add"), added_too).status_code == 302, "nobody presides: nothing is asked"
    again = client.post(reverse("people:add"), added_too | {"is_new": "1"}).content.decode()
    assert ("already has a president" in again, "Both hold it" in again) == (True, False)


def test_an_answer_about_one_holder_ends_no_other_once_the_body_is_corrected(
    as_user: Browser, officer: User, council: Body, member: Person
) -> None:
    shown, other = (
        make_office(body=body, title=Title.DIRECTOR, starts_on=dt.date(2024, 3, 1))
        for body in (make_body(BodyKind.UNIVERSITY, council.place), council)
    )
    client, url = as_user(officer), reverse("people:give_office", args=[member.pk])
    told = {"body": shown.body_id, "title": "director", "starts_on": "2026-05-04"}
    passes, _both = client.post(url, told).context["form"].fields["succession"].widget.choices
    asked = client.post(url, told | {"body": council.pk, "succession": passes[0]})
    assert (asked.status_code, other.person.name in asked.content.decode()) == (422, True)
    for held in (shown, other):
        held.refresh_from_db()
        assert held.ends_on is None


def test_a_member_becomes_president_in_place_of_the_former(
    as_user: Browser, officer: User, council: Body, member: Person
) -> None:
    former = make_office(body=council, title=Title.PRESIDENT)
    url = reverse("people:change_president", args=[council.pk])
    form = as_user(officer).get(url).context["form"]
    assert list(form.fields["person"].queryset) == [member]
    as_user(officer).post(url, {"person": member.pk, "on": "2024-03-01"})
    former.refresh_from_db()
    assert former.ends_on == dt.date(2024, 3, 1)
    assert Office.objects.get(title=Title.PRESIDENT, ends_on=None).person == member


def test_a_mandate_is_recorded(as_user: Browser, officer: User, council: Body) -> None:
    url = reverse("people:open_mandate", args=[council.pk])
    assert as_user(officer).post(url, {"starts_on": "2021-09-08", "ends_on": "2021-09-08"}).status_code == 422
    as_user(officer).post(url, {"starts_on": "2021-09-08", "ends_on": "2027-09-08"})
    assert council.mandates.count() == 1


def test_the_page_of_a_council_shows_who_sits_and_the_clock(
    as_user: Browser, officer: User, council: Body, member: Person
) -> None:
    make_mandate(council, starts_on=dt.date(2021, 9, 8), ends_on=dt.date(2999, 9, 8))
    committee = make_committee(council)
    make_office(member, committee, Title.COMMITTEE_CHAIR)
    page = as_user(officer).get(council.get_absolute_url()).content.decode()
    assert member.name_fr in page
    assert committee.name_fr in page
    assert "of the mandate" in page


def test_an_account_is_opened_for_an_office_and_its_link_shown_once(
    as_user: Browser, council: Body, member: Person
) -> None:
    boss = officer_of(council.place.region)
    office = member.offices.get()
    page = as_user(boss).post(reverse("people:open_account", args=[office.pk]), {"role": "commune"})
    office.refresh_from_db()
    member.refresh_from_db()
    assert "/account/link/" in page.content.decode()
    assert (member.user.username, office.appointment.role, office.appointment.body) == (PHONE, "commune", council)
    again = as_user(boss).post(reverse("people:open_account", args=[office.pk]), {"role": "commune"})
    assert "A role was already given for this office." in again.content.decode()


def test_a_second_office_gives_a_role_without_a_second_account(as_user: Browser, council: Body, member: Person) -> None:
    boss = officer_of(council.place.region)
    province = make_office(member, make_body(place=council.place.province))
    for office in member.offices.order_by("pk"):
        as_user(boss).post(reverse("people:open_account", args=[office.pk]), {"role": "commune"})
    province.refresh_from_db()
    member.refresh_from_db()
    assert province.appointment.user == member.user
    assert User.objects.filter(phone=PHONE).count() == 1


def test_bodies_are_proposed_as_one_types_within_the_territory(as_user: Browser, officer: User, council: Body) -> None:
    url = reverse("people:pick_body")
    words = council.place.name_fr
    assert council.name in as_user(officer).get(url, {"name": "body", "body_words": words}).content.decode()
    stranger = as_user(officer_of(make_province(), Role.PROVINCE_OFFICER))
    assert council.name not in stranger.get(url, {"name": "body", "body_words": words}).content.decode()


def test_only_the_workbook_holds_numbers_whatever_is_asked_to_be_exported(
    as_user: Browser, officer: User, member: Person
) -> None:
    page = as_user(officer).get(reverse("people:persons"), {"export": "page"}).content.decode()
    assert member.phone not in page
    assert not Entry.objects.filter(verb="people.exported").exists()
