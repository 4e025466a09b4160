"""Persons, documents, mandates and offices: what is recorded, what is refused and where it is said."""

import datetime as dt
from contextlib import nullcontext

import pytest
from django.core.exceptions import ValidationError

from takwin.accounts.models import User
from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.journal.models import Entry
from takwin.people import actions, queries
from takwin.people.enums import DocumentKind, Title
from takwin.people.models import Office, Person
from takwin.rights.enums import Role
from tests.factories.accounts import make_user
from tests.factories.directory import make_body, make_committee
from tests.factories.people import ELECTED_ON, MANDATE_ENDS, make_mandate, make_office, make_person
from tests.factories.rights import make_appointment

pytestmark = pytest.mark.django_db

DAY = dt.date(2024, 3, 1)


@pytest.fixture
def officer() -> User:
    return make_user()


def refusals(refusal: pytest.ExceptionInfo[ValidationError]) -> dict[str, list[str]]:
    return refusal.value.message_dict


def test_a_person_is_kept_as_it_should_have_been_typed(officer: User) -> None:
    person = actions.add_person(
        name_ar="  نعيمة   بوعزاوي ", name_fr="Naïma\u00a0Bouazzaoui", sex="f", phone="06 61-23.45.67",
        email=" Naima@Example.MA", cin="zt 148220", birth_date=dt.date(1980, 5, 2), by=officer,
    )  # fmt: skip
    person.refresh_from_db()
    assert (person.name_ar, person.name_fr) == ("نعيمة بوعزاوي", "Naïma Bouazzaoui")
    assert (person.phone, person.email, person.birth_year) == ("+212661234567", "naima@example.ma", 1980)
    assert queries.cin_of(person) == "ZT148220"


@pytest.mark.parametrize("name", ["Naïma 😀", "ⵎⵓⵀⴰ", "王伟"])
def test_a_name_that_no_paper_could_print_is_refused_at_its_field(officer: User, name: str) -> None:
    with pytest.raises(ValidationError, match="cannot be printed") as refusal:
        actions.add_person(name_fr=name, by=officer)
    assert set(refusals(refusal)) == {"name_fr"}


@pytest.mark.parametrize("name", ["Aït-H’mmad", "Œuvré Șandru", "گلزار ڤيڭ", "بن عبد الله (الابن)"])
def test_a_name_in_the_letters_of_papers_is_kept(officer: User, name: str) -> None:
    assert actions.add_person(name_fr=name, by=officer).name_fr == name


@pytest.mark.parametrize(("days", "refused"), [(366, False), (367, True), (1200, True)])
def test_an_office_is_given_at_most_a_year_before_it_begins(officer: User, days: int, refused: bool) -> None:
    starts_on = clock.today() + dt.timedelta(days=days)
    terms = {"body": make_body(BodyKind.STATE), "title": Title.SECRETARY_GENERAL, "starts_on": starts_on, "by": officer}
    with pytest.raises(ValidationError, match="check the year") if refused else nullcontext():
        actions.give_office(make_person(), **terms)
    assert Office.objects.exists() != refused


def test_each_wrong_fact_is_said_at_its_field_and_nothing_is_kept(officer: User) -> None:
    with pytest.raises(ValidationError) as refusal:
        actions.add_person(name_ar="نعيمة", phone="06123", email="naima", sex="x", by=officer)
    assert refusals(refusal) == {
        "phone": ["5 digits instead of 10."],
        "email": ["This is not an e-mail address, as in name@example.ma."],
        "sex": ["Choose female or male."],
    }
    assert not Person.objects.exists()


def test_a_wrong_card_number_undoes_the_person(officer: User) -> None:
    with pytest.raises(ValidationError) as refusal:
        actions.add_person(name_ar="نعيمة", cin="148220", by=officer)
    assert list(refusals(refusal)) == ["cin"]
    assert not Person.objects.exists()


def test_a_person_is_not_born_in_the_future(officer: User) -> None:
    with pytest.raises(ValidationError, match="future"):
        actions.add_person(name_ar="نعيمة", birth_date=dt.date(2999, 1, 1), by=officer)


def test_a_person_has_a_name_in_one_script_at_least(officer: User) -> None:
    assert actions.add_person(name_fr="Naïma Bouazzaoui", by=officer).name == "Naïma Bouazzaoui"
    with pytest.raises(ValidationError, match="A person has a name"):
        actions.add_person(name_ar=" \u200f ", by=officer)


def test_a_card_names_one_person_however_it_is_written(officer: User) -> None:
    make_person(cin="ZT148220")
    with pytest.raises(ValidationError) as refusal:
        actions.add_person(name_ar="نعيمة", cin="zt-148 220", by=officer)
    assert refusals(refusal) == {"cin": ["Another person already holds this identity document."]}


def test_blank_documents_never_match(officer: User) -> None:
    first, second = (actions.add_person(name_ar="نعيمة بوعزاوي", cin=" ", by=officer) for _n in range(2))
    assert first.pk != second.pk
    assert queries.holder_of(DocumentKind.CIN, "") is None
    assert queries.holder_of(DocumentKind.CIN, None) is None


def test_the_journal_names_the_corrected_facts_and_never_their_values(officer: User) -> None:
    person = make_person(phone="+212661234567")
    actions.correct_person(person, phone="0662345678", name_fr=person.name_fr, birth_year=1975, by=officer)
    entry = Entry.objects.get(verb="person.corrected")
    assert entry.facts == {"fields": ["birth_year", "phone"]}
    assert "0662345678" not in str(entry.facts)


def test_correcting_nothing_writes_nothing(officer: User) -> None:
    person = make_person()
    actions.correct_person(person, name_ar=person.name_ar, by=officer)
    assert not Entry.objects.exists()


def test_only_facts_of_the_person_can_be_corrected(officer: User) -> None:
    with pytest.raises(TypeError):
        actions.correct_person(make_person(), user=officer, by=officer)


def test_a_document_is_replaced_then_taken_away(officer: User) -> None:
    person = make_person(cin="ZT148220")
    actions.set_document(person, kind=DocumentKind.CIN, number="ab123", by=officer)
    assert [d.number for d in person.identity_documents.all()] == ["AB123"]
    actions.set_document(person, kind=DocumentKind.CIN, number="", by=officer)
    assert not person.identity_documents.exists()


def test_a_document_set_again_is_no_change(officer: User) -> None:
    person = make_person(cin="ZT148220")
    actions.set_document(person, kind=DocumentKind.CIN, number="ZT148220", by=officer)
    assert not Entry.objects.exists()


def test_a_passport_may_bear_the_number_of_anothers_card(officer: User) -> None:
    make_person(cin="AB12345")
    document = actions.set_document(make_person(), kind=DocumentKind.PASSPORT, number="AB12345", by=officer)
    assert document is not None


def test_a_person_may_sit_on_two_councils(officer: User) -> None:
    person = make_person()
    for kind in (BodyKind.COMMUNE, BodyKind.PROVINCE):
        actions.give_office(person, body=make_body(kind), title=Title.MEMBER, starts_on=ELECTED_ON, by=officer)
    assert queries.offices_of(person, DAY).count() == 2


def test_an_elected_office_is_held_under_the_mandate_of_the_council(officer: User) -> None:
    mandate = make_mandate()
    committee = make_committee(mandate.body)
    for body, title in ((mandate.body, Title.MEMBER), (committee, Title.COMMITTEE_CHAIR)):
        assert actions.give_office(make_person(), body=body, title=title, starts_on=DAY, by=officer).mandate == mandate
    staff = actions.give_office(make_person(), body=mandate.body, title=Title.DIRECTOR, starts_on=DAY, by=officer)
    assert staff.mandate is None


def test_the_same_office_is_not_held_twice(officer: User) -> None:
    office = make_office()
    with pytest.raises(ValidationError, match="already holds this office"):
        actions.give_office(office.person, body=office.body, title=Title.MEMBER, starts_on=DAY, by=officer)


def test_a_council_has_one_president_in_office(officer: User) -> None:
    body = make_office(title=Title.PRESIDENT).body
    with pytest.raises(ValidationError, match="already has a president"):
        actions.give_office(make_person(), body=body, title=Title.PRESIDENT, starts_on=DAY, by=officer)


def test_the_presidency_passes_in_one_act(officer: User) -> None:
    former = make_office(title=Title.PRESIDENT)
    successor = actions.change_president(former.body, make_person(), on=DAY, by=officer)
    former.refresh_from_db()
    assert former.ends_on == successor.starts_on == DAY
    assert queries.president_of(former.body, DAY) == successor
    assert queries.president_of(former.body, DAY - dt.timedelta(days=1)) == former


def test_a_president_does_not_succeed_himself(officer: User) -> None:
    office = make_office(title=Title.PRESIDENT)
    with pytest.raises(ValidationError, match="already presides"):
        actions.change_president(office.body, office.person, on=DAY, by=officer)


def test_a_presidency_that_cannot_pass_leaves_the_former_in_office(officer: User) -> None:
    former = make_office(title=Title.PRESIDENT, starts_on=DAY)
    with pytest.raises(ValidationError, match="ends after it starts"):
        actions.change_president(former.body, make_person(), on=DAY, by=officer)
    former.refresh_from_db()
    assert former.ends_on is None


def test_the_role_given_for_an_office_ends_with_it(officer: User) -> None:
    office = make_office()
    office.appointment = make_appointment(make_user(), Role.COMMUNE, body=office.body)
    office.save()
    actions.end_office(office, on=DAY, by=officer)
    office.appointment.refresh_from_db()
    assert office.appointment.ends_on == clock.today()  # not earlier: what was done under it was done by right


def test_an_office_ends_once_and_after_it_starts(officer: User) -> None:
    office = make_office(starts_on=DAY)
    with pytest.raises(ValidationError, match="ends after it starts"):
        actions.end_office(office, on=DAY, by=officer)
    actions.end_office(office, on=DAY + dt.timedelta(days=1), by=officer)
    with pytest.raises(ValidationError, match="already ended"):
        actions.end_office(office, on=DAY + dt.timedelta(days=9), by=officer)


def test_no_office_in_a_body_that_is_no_more(officer: User) -> None:
    body = make_body(ends_on=DAY)
    with pytest.raises(ValidationError, match="no longer exists"):
        actions.give_office(make_person(), body=body, title=Title.DIRECTOR, starts_on=DAY, by=officer)


def test_no_elected_office_under_a_mandate_that_has_ended(officer: User) -> None:
    mandate = make_mandate()
    with pytest.raises(ValidationError, match="mandate has ended"):
        actions.give_office(
            make_person(), body=mandate.body, title=Title.MEMBER, starts_on=MANDATE_ENDS, mandate=mandate, by=officer
        )


def test_a_new_mandate_ends_the_former_with_its_offices(officer: User) -> None:
    mandate = make_mandate()
    member = make_office(body=mandate.body, mandate=mandate)
    chair = make_office(body=make_committee(mandate.body), title=Title.COMMITTEE_CHAIR, mandate=mandate)
    director = make_office(body=mandate.body, title=Title.DIRECTOR)
    elected = dt.date(2026, 9, 9)
    actions.open_mandate(mandate.body, starts_on=elected, ends_on=dt.date(2032, 9, 9), by=officer)
    for row in (mandate, member, chair, director):
        row.refresh_from_db()
    assert (mandate.ends_on, member.ends_on, chair.ends_on, director.ends_on) == (elected, elected, elected, None)


def test_a_mandate_ends_after_it_starts_and_opens_once(officer: User) -> None:
    mandate = make_mandate()
    with pytest.raises(ValidationError, match="ends after it starts"):
        actions.open_mandate(make_body(), starts_on=DAY, ends_on=DAY, by=officer)
    with pytest.raises(ValidationError, match="already has a mandate"):
        actions.open_mandate(mandate.body, starts_on=ELECTED_ON, ends_on=MANDATE_ENDS, by=officer)
    with pytest.raises(ValidationError, match="later mandate"):
        actions.open_mandate(mandate.body, starts_on=dt.date(2015, 9, 4), ends_on=MANDATE_ENDS, by=officer)
