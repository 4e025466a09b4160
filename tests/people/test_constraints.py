"""What the database refuses of persons, documents, mandates and offices, each by its own sentence."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from takwin.core.refused import refused
from takwin.people.enums import DocumentKind, Title
from takwin.people.models import IdentityDocument, Mandate, Office, Person
from tests.factories.directory import make_body
from tests.factories.people import ELECTED_ON, make_mandate, make_office, make_person

pytestmark = pytest.mark.django_db


def nameless() -> None:
    make_person(name_ar="", name_fr="")


def birth_of_two_years() -> None:
    make_person(birth_date=dt.date(1980, 5, 2), birth_year=1979)


def card_of_two_persons() -> None:
    make_person(cin="ZT1")
    make_person(cin="ZT1")


def two_cards_of_one_person() -> None:
    person = make_person(cin="ZT1")
    IdentityDocument.objects.create(person=person, kind=DocumentKind.CIN, number="ZT2")


def blank_card() -> None:
    IdentityDocument.objects.create(person=make_person(), kind=DocumentKind.CIN, number="")


def mandate_twice() -> None:
    make_mandate(make_mandate().body)


def mandate_backwards() -> None:
    make_mandate(ends_on=ELECTED_ON)


def office_twice() -> None:
    office = make_office()
    make_office(office.person, office.body)


def two_presidents() -> None:
    make_office(body=make_office(title=Title.PRESIDENT).body, title=Title.PRESIDENT)


def office_backwards() -> None:
    make_office(ends_on=ELECTED_ON)


@pytest.mark.parametrize(
    ("write", "models", "sentence"),
    [
        (nameless, [Person], "A person has a name, in Arabic or in French."),
        (birth_of_two_years, [Person], "The year of birth is that of the date of birth."),
        (card_of_two_persons, [IdentityDocument], "Another person already holds this identity document."),
        (two_cards_of_one_person, [IdentityDocument], "This person already has a document of that kind."),
        (blank_card, [IdentityDocument], "An identity document has a number."),
        (mandate_twice, [Mandate], "This council already has a mandate from that date."),
        (mandate_backwards, [Mandate], "A mandate ends after it starts."),
        (office_twice, [Office], "This person already holds this office."),
        (two_presidents, [Office], "This council already has a president in office."),
        (office_backwards, [Office], "An office ends after it starts."),
    ],
)
def test_the_database_refuses_in_words(write: Callable[[], None], models: list[Any], sentence: str) -> None:
    with pytest.raises(ValidationError) as refusal, refused(*models):
        write()
    assert refusal.value.messages == [sentence]


def test_an_office_that_ended_may_be_held_again() -> None:
    office = make_office(title=Title.PRESIDENT, ends_on=dt.date(2024, 1, 1))
    make_office(office.person, office.body, Title.PRESIDENT, starts_on=dt.date(2024, 1, 1))
    assert Office.objects.count() == 2


def test_two_councils_have_each_their_president() -> None:
    for _n in range(2):
        make_office(body=make_body(), title=Title.PRESIDENT)
    assert Office.objects.filter(title=Title.PRESIDENT).count() == 2
