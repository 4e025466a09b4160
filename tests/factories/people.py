"""Persons, mandates and offices for tests: invented people under plausible names."""

import datetime as dt
from itertools import count
from typing import Any

from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.people.enums import DocumentKind, Title
from takwin.people.models import IdentityDocument, Mandate, Office, Person
from tests.factories.directory import make_body

NAMES = [
    ("نعيمة بوعزاوي", "Naïma Bouazzaoui", "f"),
    ("إدريس أوعقا", "Driss Ouakka", "m"),
    ("خديجة بنسعيد", "Khadija Bensaïd", "f"),
    ("محمد الفيلالي", "Mohammed El Filali", "m"),
    ("سعاد المرنيسي", "Souad El Mernissi", "f"),
    ("عبد الله حمو", "Abdellah Hammou", "m"),
]
LETTERS_AR, LETTERS_FR = str.maketrans("0123456789", "بدرزسفكلمن"), str.maketrans("0123456789", "BDRZSFKLMN")
ELECTED_ON = dt.date(2021, 9, 8)
MANDATE_ENDS = dt.date(2027, 9, 8)
_numbers = count(1)


def make_person(*, cin: str = "", **facts: Any) -> Person:
    """A person; from the second round on the name bears a number, told in letters, so that no two are namesakes."""
    n = next(_numbers)
    ar, fr, sex = NAMES[n % len(NAMES)]
    if n >= len(NAMES):
        ar, fr = (f"{name} {str(n).translate(letters)}" for name, letters in ((ar, LETTERS_AR), (fr, LETTERS_FR)))
    person = Person.objects.create(**({"name_ar": ar, "name_fr": fr, "sex": sex} | facts))
    if cin:
        IdentityDocument.objects.create(person=person, kind=DocumentKind.CIN, number=cin)
    return person


def make_mandate(body: Body | None = None, **facts: Any) -> Mandate:
    """The term of councils elected in September 2021."""
    facts = {"starts_on": ELECTED_ON, "ends_on": MANDATE_ENDS} | facts
    return Mandate.objects.create(body=body or make_body(BodyKind.COMMUNE), **facts)


def make_office(
    person: Person | None = None, body: Body | None = None, title: Title = Title.MEMBER, **facts: Any
) -> Office:
    """An office held since the last elections, of a member unless told otherwise."""
    facts = {"starts_on": ELECTED_ON} | facts
    return Office.objects.create(
        person=person or make_person(), body=body or make_body(BodyKind.COMMUNE), title=title, **facts
    )
