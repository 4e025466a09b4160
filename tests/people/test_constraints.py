"""What the database itself refuses of persons, documents, mandates and offices."""

import datetime as dt

import pytest

from takwin.people.enums import DocumentKind, Title
from takwin.people.models import IdentityDocument, Mandate, Office, Person
from tests.constraints import breaks
from tests.factories.directory import make_body
from tests.factories.people import ELECTED_ON, make_mandate, make_office, make_person

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_a_person_has_a_name() -> None:
    with breaks(Person, "person_has_a_name"):
        make_person(name_ar="", name_fr="")


@pytest.mark.parametrize("known", ["name_ar", "name_fr"])
def test_a_name_in_one_language_is_enough(known: str) -> None:
    assert make_person(**{"name_ar": "", "name_fr": "", known: "Ali"}).pk


def test_the_year_of_birth_is_that_of_the_date_of_birth() -> None:
    with breaks(Person, "person_birth_date_has_its_year"):
        make_person(birth_date=dt.date(1980, 1, 1), birth_year=1979)
    with breaks(Person, "person_birth_date_has_its_year"):
        make_person(birth_date=dt.date(1980, 1, 1), birth_year=None)
    assert make_person(birth_date=dt.date(1980, 1, 1), birth_year=1980).pk


def test_the_year_of_birth_may_be_all_that_is_known() -> None:
    assert make_person(birth_year=1979).pk


def test_a_document_is_of_one_person() -> None:
    make_person(cin="ZT1")
    with breaks(IdentityDocument, "identity_document_once"):
        make_person(cin="ZT1")


def test_documents_of_two_kinds_may_bear_one_number() -> None:
    make_person(cin="ZT1")
    other = next(kind for kind in DocumentKind if kind != DocumentKind.CIN)
    assert IdentityDocument.objects.create(person=make_person(), kind=other, number="ZT1").pk


def test_a_person_has_one_document_of_a_kind() -> None:
    person = make_person(cin="ZT1")
    with breaks(IdentityDocument, "identity_document_one_of_a_kind"):
        IdentityDocument.objects.create(person=person, kind=DocumentKind.CIN, number="ZT2")


def test_a_document_has_a_number() -> None:
    person = make_person()
    with breaks(IdentityDocument, "identity_document_not_blank"):
        IdentityDocument.objects.create(person=person, kind=DocumentKind.CIN, number="")


def test_a_council_has_one_mandate_from_a_day() -> None:
    body = make_mandate().body
    with breaks(Mandate, "mandate_once"):
        make_mandate(body)
    assert make_mandate(body, starts_on=ELECTED_ON + DAY).pk


def test_a_mandate_does_not_end_on_the_day_it_starts() -> None:
    with breaks(Mandate, "mandate_ends_after_it_starts"):
        make_mandate(ends_on=ELECTED_ON)
    assert make_mandate(ends_on=ELECTED_ON + DAY).pk


def test_a_person_holds_an_office_once_at_a_time() -> None:
    office = make_office()
    with breaks(Office, "office_once"):
        make_office(office.person, office.body)


def test_a_person_may_hold_two_offices_of_one_title() -> None:
    office = make_office(title=Title.VICE_PRESIDENT, detail="1")
    assert make_office(office.person, office.body, Title.VICE_PRESIDENT, detail="2").pk


def test_a_council_has_one_president() -> None:
    body = make_office(title=Title.PRESIDENT).body
    with breaks(Office, "office_one_president"):
        make_office(body=body, title=Title.PRESIDENT)


def test_two_councils_have_each_their_president() -> None:
    for _n in range(2):
        make_office(body=make_body(), title=Title.PRESIDENT)
    assert Office.objects.filter(title=Title.PRESIDENT).count() == 2


def test_an_office_that_ended_may_be_held_again() -> None:
    office = make_office(title=Title.PRESIDENT, ends_on=dt.date(2024, 1, 1))
    make_office(office.person, office.body, Title.PRESIDENT, starts_on=dt.date(2024, 1, 1))
    assert Office.objects.count() == 2


def test_an_office_does_not_end_on_the_day_it_starts() -> None:
    with breaks(Office, "office_ends_after_it_starts"):
        make_office(ends_on=ELECTED_ON)
    assert make_office(ends_on=ELECTED_ON + DAY).pk
