"""The members of councils go out as a form and come back; neighbours and those who may not see numbers get none."""

import datetime as dt
import io
from collections.abc import Callable
from functools import partial
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from takwin.core import clock
from takwin.core.workbooks import XLSX
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.documents.forms import form_workbook
from takwin.documents.forms.recording import receive_form, record_form, undo_form
from takwin.documents.models import ReturnedForm
from takwin.journal.models import Entry
from takwin.people.actions import reopen_office
from takwin.people.enums import Title
from takwin.people.imports.retention import forms_due, let_forms_go
from takwin.people.models import Office, Person
from takwin.people.round_trip import MEMBERS, of_council
from takwin.rights.enums import Role
from tests.factories.directory import make_body, make_commune
from tests.factories.people import make_office, make_person
from tests.factories.rights import officer_of, user_as
from tests.races import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("parameters")]
BACK = reverse("documents:give_back")
LIST = reverse("people:persons")


@pytest.fixture
def council() -> Body:
    return make_body(BodyKind.COMMUNE)


@pytest.fixture
def officer(council: Body) -> Any:
    make_body(BodyKind.REGION, place=council.place.region)
    return officer_of(council.place.region)


@pytest.fixture
def member(council: Body) -> Office:
    return make_office(make_person(name_fr="", phone="+212661234567", birth_year=1971), council)


def sheet_of(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]


def with_cells(data: bytes, **cells: Any) -> SimpleUploadedFile:
    book = openpyxl.load_workbook(io.BytesIO(data))
    for address, value in cells.items():
        book.worksheets[0][address] = value
    saved = io.BytesIO()
    book.save(saved)
    return SimpleUploadedFile("back.xlsx", saved.getvalue(), XLSX)


def sent(council: Body, officer: Any, language: str = "ar") -> bytes:
    return form_workbook(MEMBERS, list(of_council(officer, council)), language=language, by=officer)


def test_the_form_asks_for_the_name_in_the_other_script_and_locks_the_one_it_is_read_by(
    council: Body, officer: Any, member: Office
) -> None:
    sheet = sheet_of(sent(council, officer))
    heads = {sheet.cell(1, column).value: column for column in range(2, 11)}
    locked = {label: sheet.cell(2, column).protection.locked for label, column in heads.items()}
    assert list(locked.values()) == [True, True, True, False, False, False, False, False, False]
    assert sheet["H2"].value == "0661234567"


def test_what_a_commune_wrote_is_recorded_by_the_acts_of_the_register(
    council: Body, officer: Any, member: Office, as_user: Callable[..., Client]
) -> None:
    browser = as_user(officer)
    data = sent(council, officer)
    file = with_cells(data, E2="Naïma Bouazzaoui", G2="08/09/1972", H2="06 62 34 56 78", I2="N@Example.ma")
    seen = browser.post(BACK, {"file": file}, follow=True)
    assert "Naïma Bouazzaoui" in seen.text
    form = ReturnedForm.objects.get()
    browser.post(reverse("documents:record_form", args=[form.pk]))
    person = Person.objects.get()
    assert (person.name_fr, person.phone, person.email) == ("Naïma Bouazzaoui", "+212662345678", "n@example.ma")
    assert person.birth_date == dt.date(1972, 9, 8)
    assert Entry.objects.filter(verb="person.corrected").count() == 1
    assert "Naïma" not in str(list(Entry.objects.values_list("facts", flat=True)))
    file.seek(0)
    again = browser.post(BACK, {"file": file}, follow=True)
    assert "Nothing changed" in again.text


def test_an_office_that_ended_is_recorded_once_and_read_again_changes_nothing(
    council: Body, officer: Any, member: Office, as_user: Callable[..., Client]
) -> None:
    browser = as_user(officer)
    file = with_cells(sent(council, officer), J2="01/03/2024")
    browser.post(BACK, {"file": file})
    browser.post(reverse("documents:record_form", args=[ReturnedForm.objects.get().pk]))
    member.refresh_from_db()
    assert member.ends_on == dt.date(2024, 3, 1)
    file.seek(0)
    assert "Nothing changed" in browser.post(BACK, {"file": file}, follow=True).text


def test_a_form_is_undone_and_the_office_it_ended_is_held_again(
    council: Body, officer: Any, member: Office, as_user: Callable[..., Client]
) -> None:
    browser = as_user(officer)
    browser.post(BACK, {"file": with_cells(sent(council, officer), E2="Autre", G2="1972", J2="01/03/2024")})
    form = ReturnedForm.objects.get()
    browser.post(reverse("documents:record_form", args=[form.pk]))
    said = browser.post(reverse("documents:undo_form", args=[form.pk]), follow=True)
    assert "3 changes taken back" in said.text
    member.refresh_from_db()
    member.person.refresh_from_db()
    assert (member.ends_on, member.person.name_fr, member.person.birth_year) == (None, "", 1971)
    assert Entry.objects.filter(verb="office.reopened").count() == 1
    again = browser.post(reverse("documents:undo_form", args=[form.pk]))
    assert again.status_code == 422
    assert "was undone already" in again.text


def test_an_office_that_somebody_holds_now_is_not_given_back(
    council: Body, officer: Any, as_user: Callable[..., Client]
) -> None:
    office = make_office(make_person(name_fr=""), council, title=Title.PRESIDENT)
    browser = as_user(officer)
    browser.post(BACK, {"file": with_cells(sent(council, officer), E2="Autre", J2="01/03/2024")})
    form = ReturnedForm.objects.get()
    browser.post(reverse("documents:record_form", args=[form.pk]))
    make_office(body=council, title=Title.PRESIDENT)
    refused = browser.post(reverse("documents:undo_form", args=[form.pk]))
    assert "already has a president in office" in refused.text
    assert "Nothing was taken back" in refused.text
    office.person.refresh_from_db()
    assert office.person.name_fr == "Autre"


def test_an_office_that_goes_on_is_not_reopened(officer: Any, member: Office) -> None:
    with pytest.raises(ValidationError, match="has not ended"):
        reopen_office(member, by=officer)


def test_the_staff_of_a_list_go_out_with_their_phones_as_members_do(
    council: Body, officer: Any, member: Office, as_user: Callable[..., Client]
) -> None:
    make_office(make_person(phone="+212662000000"), council, title=Title.STAFF)
    contact = make_body(BodyKind.ASSOCIATION, place=council.place)
    make_office(make_person(phone="+212663000000"), contact, title=Title.DELEGATE)
    browser = as_user(officer)
    staff = sheet_of(browser.get(f"{LIST}?title=staff&export=form").content)
    contacts = sheet_of(browser.get(reverse("people:council_form", args=[contact.pk])).content)
    assert [sheet.max_row for sheet in (staff, contacts)] == [2, 2]
    assert (staff["H2"].value, contacts["H2"].value) == ("0662000000", "0663000000")


def test_the_texts_by_which_a_form_is_undone_go_in_their_time(
    council: Body, officer: Any, member: Office, as_user: Callable[..., Client]
) -> None:
    browser = as_user(officer)
    browser.post(BACK, {"file": with_cells(sent(council, officer), H2="0662345678")})
    form = ReturnedForm.objects.get()
    browser.post(reverse("documents:record_form", args=[form.pk]))
    assert "Take back these changes" in browser.get(reverse("documents:returned", args=[form.pk])).text
    today = clock.today()
    assert not forms_due(today + dt.timedelta(days=89))
    let_forms_go([due.pk for due in forms_due(today + dt.timedelta(days=90))])
    form.refresh_from_db()
    assert form.before == []
    page = browser.get(reverse("documents:returned", args=[form.pk])).text
    assert "1 cell changed" in page
    assert reverse("documents:undo_form", args=[form.pk]) not in page


@pytest.mark.parametrize("text", ["661234567", "+212 661 23 45 67", 661234567, "0661.234.567"])
def test_a_phone_written_otherwise_is_no_change(
    text: Any, council: Body, officer: Any, member: Office, as_user: Callable[..., Client]
) -> None:
    seen = as_user(officer).post(BACK, {"file": with_cells(sent(council, officer), H2=text)}, follow=True)
    assert "Nothing changed" in seen.text


def test_two_offices_of_one_person_may_not_say_two_things_of_him(
    council: Body, officer: Any, member: Office, as_user: Callable[..., Client]
) -> None:
    make_office(member.person, council, title="committee_chair")
    data = sent(council, officer)
    browser = as_user(officer)
    seen = browser.post(BACK, {"file": with_cells(data, H2="0662345678", H3="0663456789")}, follow=True)
    assert "says something else of the same person" in seen.text
    same = browser.post(BACK, {"file": with_cells(data, H2="0662345678", H3="0662345678")}, follow=True)
    assert "stops" not in same.text


@pytest.mark.django_db(transaction=True)
def test_of_two_forms_of_two_offices_of_one_person_recorded_at_once_one_is_refused(
    council: Body, officer: Any, member: Office
) -> None:
    elsewhere = make_body(BodyKind.COMMUNE, place=make_commune(council.place.province))
    make_office(member.person, elsewhere)
    forms = [
        receive_form(with_cells(sent(body, officer), H2=phone).read(), "back.xlsx", by=officer)
        for body, phone in ((council, "0662345678"), (elsewhere, "0663456789"))
    ]
    said = at_once(*[partial(record_form, form, by=officer) for form in forms])
    assert said.count(1) == 1
    undo_form(forms[said.index(1)], by=officer)
    member.person.refresh_from_db()
    assert member.person.phone == "+212661234567"


def test_a_birth_to_come_and_a_phone_too_short_are_said_and_nothing_is_recorded(
    council: Body, officer: Any, member: Office, as_user: Callable[..., Client]
) -> None:
    browser = as_user(officer)
    seen = browser.post(BACK, {"file": with_cells(sent(council, officer), G2="2090", H2="06612")}, follow=True)
    assert "cannot be in the future" in seen.text
    assert "digits instead of 10" in seen.text
    refused = browser.post(reverse("documents:record_form", args=[ReturnedForm.objects.get().pk]))
    assert refused.status_code == 422
    member.person.refresh_from_db()
    assert member.person.phone == "+212661234567"


def test_an_end_before_the_beginning_is_refused_with_its_row(
    council: Body, officer: Any, member: Office, as_user: Callable[..., Client]
) -> None:
    browser = as_user(officer)
    browser.post(BACK, {"file": with_cells(sent(council, officer), J2="01/01/2001", E2="Autre")})
    refused = browser.post(reverse("documents:record_form", args=[ReturnedForm.objects.get().pk]))
    assert refused.status_code == 422
    assert "Row 2" in refused.text
    member.person.refresh_from_db()
    assert member.person.name_fr == ""


def test_the_list_and_the_council_offer_the_form_and_taking_it_is_written_down(
    council: Body, officer: Any, member: Office, as_user: Callable[..., Client]
) -> None:
    browser = as_user(officer)
    address = reverse("people:council_form", args=[council.pk])
    assert address in browser.get(council.get_absolute_url()).text
    assert "?export=form" in browser.get(LIST).text
    answer = browser.get(address)
    assert answer["content-type"] == XLSX
    assert Entry.objects.get(verb="form.sent").facts["rows"] == 1
    assert "661234567" not in str(Entry.objects.get(verb="form.sent").facts)
    of_list = browser.get(f"{LIST}?title=member&export=form")
    assert sheet_of(of_list.content).max_row == 2
    nobody = browser.get(f"{LIST}?title=wali&export=form")
    assert nobody.status_code == 302


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.FINANCE_OFFICER, Role.TRAINER, Role.ADMINISTRATOR])
def test_who_may_not_correct_persons_gets_no_form(
    role: Role, council: Body, member: Office, as_user: Callable[..., Client]
) -> None:
    user = user_as(role) if role == Role.TRAINER else user_as(role, council.place.region)
    browser = as_user(user)
    assert browser.get(reverse("people:council_form", args=[council.pk])).status_code == 403
    assert browser.get(f"{LIST}?export=form")["Content-Type"] != XLSX


def test_who_may_correct_no_list_reads_no_form_back(as_user: Callable[..., Client]) -> None:
    assert as_user(user_as(Role.TRAINER)).get(BACK).status_code == 403


def test_the_auditor_who_reads_back_what_is_said_of_the_journal_reads_back_no_form_of_persons(
    council: Body, officer: Any, member: Office, as_user: Callable[..., Client]
) -> None:
    auditor = as_user(user_as(Role.AUDITOR, council.place.region))
    told = auditor.post(BACK, {"file": with_cells(sent(council, officer), H2="0662345678")})
    assert "No body of your territory can receive this file." in told.text
    assert "0661234567" not in told.text
    assert not ReturnedForm.objects.exists()


def test_a_form_sent_by_another_territory_is_refused_row_by_row(
    council: Body, officer: Any, member: Office, as_user: Callable[..., Client]
) -> None:
    place = make_commune()
    make_body(BodyKind.REGION, place=place.region)
    neighbour = as_user(officer_of(place.region))
    assert neighbour.get(reverse("people:council_form", args=[council.pk])).status_code == 404
    seen = neighbour.post(BACK, {"file": with_cells(sent(council, officer), H2="0662345678")}, follow=True)
    assert "not yours to change" in seen.text
    assert "0661234567" not in seen.text
    mine = ReturnedForm.objects.get()
    assert as_user(officer).get(reverse("documents:returned", args=[mine.pk])).status_code == 404


def test_a_form_read_back_costs_the_same_for_one_row_and_for_three(
    council: Body, officer: Any, member: Office, as_user: Callable[..., Client], django_assert_num_queries: Any
) -> None:
    browser = as_user(officer)

    def page() -> str:
        form = ReturnedForm.objects.first()
        assert form
        return reverse("documents:returned", args=[form.pk])

    browser.post(BACK, {"file": with_cells(sent(council, officer), H2="0662345678")})
    browser.get(page())
    with CaptureQueriesContext(connection) as one:
        browser.get(page())
    cost = len(one)
    for _ in range(2):
        make_office(body=council)
    browser.post(BACK, {"file": with_cells(sent(council, officer), H2="0662345678", H3="0662345678")})
    with django_assert_num_queries(cost):
        browser.get(page())
