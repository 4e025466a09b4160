"""Members, staff and contacts as a form: sent to those who know them, and only what changed is recorded."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.core import clock, identifiers
from takwin.directory.models import Body
from takwin.documents.forms import FormField, RoundTrip, one_by_one
from takwin.people.actions import correct_person, end_office, reopen_office
from takwin.people.enums import Sex
from takwin.people.imports.owners import owner_for
from takwin.people.labels import capacity
from takwin.people.models import Office, Person
from takwin.people.queries import in_office
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed

MOROCCO = "+212"


def changeable(user: User) -> QuerySet[Office]:
    """The offices, past ones too, whose holders ``user`` may correct and see in clear: a form read twice still finds
    an office that its first reading ended."""
    held = allowed(Office.objects, user, Permission.PERSON_EDIT)
    seen = allowed(Person.objects, user, Permission.PERSON_UNMASK)
    rows = held.filter(person__in=seen.values("pk")).select_related("person", "body")
    return rows.order_by("body__sort_ar", "body", "person__sort_ar", "pk")


def of_council(user: User, council: Body) -> QuerySet[Office]:
    """Who holds an office in the council today."""
    return changeable(user).filter(in_office(clock.today()), body=council)


def persons_of(keys: Collection[int]) -> QuerySet[Person]:
    """Held before their offices, as whoever merges does: two forms may each show another office of one person."""
    return Person.objects.filter(pk__in=Office.objects.filter(pk__in=keys).values("person"))


def _phone(office: Office) -> str:
    """As Morocco writes it; a foreign number keeps its country."""
    number = office.person.phone
    return f"0{number.removeprefix(MOROCCO)}" if number.startswith(MOROCCO) else number


def _birth(office: Office) -> str:
    person = office.person
    return f"{person.birth_date:%d/%m/%Y}" if person.birth_date else str(person.birth_year or "")


def _end(office: Office) -> str:
    return f"{office.ends_on:%d/%m/%Y}" if office.ends_on else ""


def _read_end(text: str) -> dt.date | None:
    """The first day on which the office is held no more."""
    return identifiers.day(text)


def _is_other_script(script: str) -> Any:
    """The name in the form's own script says whose row this is, so it is locked; the other may be given or mended."""

    def is_open(office: Office, language: str) -> bool:
        person = office.person
        own, other = ("name_ar", "name_fr") if language == "ar" else ("name_fr", "name_ar")
        anchor = own if getattr(person, own) else other
        return script != anchor

    return is_open


def _said(office: Office) -> str:
    return capacity(office.title, office.person.sex, get_language() or "ar", office.detail, kind=office.body.kind)


FIELDS = (
    FormField("body", _("Council or body"), lambda office: office.body.name, width=30),
    FormField(
        "office",
        _("Office"),
        _said,
        width=26,
    ),
    FormField(
        "name_ar", _("Name in Arabic"), lambda office: office.person.name_ar, identifiers.name,
        is_open=_is_other_script("name_ar"), is_shared=True, width=26,
    ),
    FormField(
        "name_fr", _("Name in French"), lambda office: office.person.name_fr, identifiers.name,
        is_open=_is_other_script("name_fr"), is_shared=True, width=26,
    ),
    FormField("sex", _("Sex"), lambda office: office.person.sex, str, choices=Sex.choices, is_shared=True, width=10),
    FormField("birth", _("Date of birth"), _birth, identifiers.birth, is_shared=True, width=16),
    FormField("phone", _("Phone"), _phone, lambda text: identifiers.phone(text) or "", is_shared=True, width=18),
    FormField(
        "email", _("E-mail"), lambda office: office.person.email, lambda text: identifiers.email(text) or "",
        is_shared=True, width=28,
    ),
    FormField("ends_on", _("The office ended on"), _end, _read_end, width=18),
)  # fmt: skip


def _corrected(office: Office, values: dict[str, Any], *, by: User) -> None:
    """What the form says of the person himself, whatever the office."""
    facts = {name: value for name, value in values.items() if name not in ("birth", "ends_on")}
    if "birth" in values:
        born = values["birth"]
        facts["birth_date"] = born if isinstance(born, dt.date) else None
        facts["birth_year"] = born if isinstance(born, int) else None
    if facts:
        correct_person(office.person, by=by, **facts)


def write_member(office: Office, values: dict[str, Any], *, by: User) -> None:
    """Record what a form changed of one office and of who holds it, by the acts of the register."""
    _corrected(office, values, by=by)
    if "ends_on" in values:
        if values["ends_on"] is None:
            raise ValidationError(gettext("An office that ended is not opened again by a form."))
        end_office(office, on=values["ends_on"], by=by)


def restore_member(office: Office, values: dict[str, Any], *, by: User) -> None:
    """Give back what a form changed: an office that it ended is held again, unless somebody took the place."""
    _corrected(office, values, by=by)
    if "ends_on" in values:
        reopen_office(office, by=by)


MEMBERS = RoundTrip(
    kind="people.members_form",
    title=_("Persons and their offices"),
    fields=FIELDS,
    rows=changeable,
    named=lambda office: f"{office.person.name} · {office.body.name}",
    write=one_by_one(write_member),
    restore=one_by_one(restore_member),
    owner=owner_for,
    home=reverse_lazy("people:persons"),
    subject=lambda office: office.person_id,
    above=persons_of,
)
