"""What persons bring to pages: their own offices and numbers, the members of a body, the search, the desk."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.core import clock, formats
from takwin.core.identifiers import masked_cin, masked_phone
from takwin.core.search import answering
from takwin.core.text import joined
from takwin.directory.enums import COLLECTIVITIES, BodyKind
from takwin.directory.models import Body
from takwin.people.enums import ELECTED, Title
from takwin.people.labels import capacity, masked_email
from takwin.people.models import Office, Person
from takwin.people.queries import (
    in_office,
    listed,
    mandate_of,
    mandates_ending,
    offices_in,
    year_of_mandate,
    years_of_mandate,
)
from takwin.rights.enums import Permission
from takwin.rights.panels import Found, Waiting
from takwin.rights.queries import allowed, holds, permissions_on

SOON = dt.timedelta(days=60)
BUREAU = (Title.PRESIDENT, Title.VICE_PRESIDENT, Title.SECRETARY, Title.DEPUTY_SECRETARY)
SHOWN = 5


def in_words(office: Office, person: Person) -> str:
    """An office in the reader's language, without its body, which stands beside it."""
    return capacity(office.title, person.sex, get_language() or "ar", office.detail, kind=office.body.kind)


def numbers_of(person: Person, *, clear: bool) -> list[tuple[str, str]]:
    """The person's numbers under their names, masked or in clear; what is not known is left out."""
    rows = [
        (document.get_kind_display(), document.number if clear else masked_cin(document.number))
        for document in person.identity_documents.all()
    ]
    born = formats.day(person.birth_date) if clear and person.birth_date else str(person.birth_year or "")
    rows += [
        (gettext("Born"), born),
        (gettext("Phone"), formats.phone(person.phone) if clear else masked_phone(person.phone)),
        (gettext("E-mail"), person.email if clear else masked_email(person.email)),
    ]
    return [(label, value) for label, value in rows if value]


def identity(person: Person, user: User) -> dict[str, Any]:
    """Who this is: names in both scripts, and numbers, masked until they are asked for."""
    granted = permissions_on(user, person)
    return {
        "person": person,
        "numbers": numbers_of(person, clear=False),
        "may_unmask": Permission.PERSON_UNMASK in granted,
        "may_confirm": bool(person.proposed_script) and Permission.PERSON_EDIT in granted,
    }


def offices(person: Person, user: User) -> dict[str, Any]:
    """Every office of the person, the present ones first, and what the reader may do with each."""
    today = clock.today()
    held = person.offices.select_related("body__place", "appointment").order_by("-starts_on", "pk")
    editable = set(
        allowed(Office.objects.filter(person=person), user, Permission.PERSON_EDIT).values_list("pk", flat=True)
    )
    opens = holds(user, Permission.ACCOUNT_OPEN)
    rows = [
        {
            "office": office,
            "words": in_words(office, person),
            "last_day": office.ends_on and office.ends_on - dt.timedelta(days=1),
            "is_present": office.starts_on <= today and (office.ends_on is None or today < office.ends_on),
            "is_to_come": office.starts_on > today,
            "may_end": office.pk in editable and office.ends_on is None,
            "may_open": opens and office.appointment_id is None and (office.ends_on is None or today < office.ends_on),
        }
        for office in held
    ]
    return {"offices": sorted(rows, key=lambda row: not row["is_present"])}


class Sitting(NamedTuple):
    """Someone in a body, and the office as said of that person."""

    office: Office
    words: str


def members(body: Body, user: User) -> dict[str, Any]:
    """Who sits in a body today: president and bureau, members, committees with their chairs, others who serve it."""
    today = clock.today()
    rows = [Sitting(office, in_words(office, office.person)) for office in offices_in(body, today)]
    council = body.kind in COLLECTIVITIES
    mandate = mandate_of(body, today) if council or body.kind == BodyKind.COMMITTEE else None
    elected = [row for row in rows if row.office.title in ELECTED]
    return {
        "body": body,
        "is_council": council,
        "mandate": mandate,
        "year": year_of_mandate(mandate, today) if mandate else 0,
        "years": years_of_mandate(mandate) if mandate else 0,
        "groups": [
            (_("Bureau"), [row for row in elected if row.office.title in BUREAU]),
            (_("Members"), [row for row in elected if row.office.title not in BUREAU]),
            (_("Staff and others"), [row for row in rows if row.office.title not in ELECTED]),
        ],
        "heads": len({row.office.person_id for row in elected}),
        "committees": _committees(body, today) if council else [],
        "may_edit": Permission.PERSON_EDIT in permissions_on(user, body),
    }  # fmt: skip


def _committees(council: Body, today: dt.date) -> list[dict[str, Any]]:
    """The committees of a council with their chair and how many sit in each, in two queries."""
    committees = list(council.organs.filter(kind=BodyKind.COMMITTEE, ends_on=None).order_by("sort_ar", "pk"))
    held = Office.objects.filter(in_office(today), body__in=committees).select_related("person")
    sitting: dict[int, list[Office]] = {committee.pk: [] for committee in committees}
    for office in held:
        sitting[office.body_id].append(office)
    return [
        {
            "committee": committee,
            "chair": next((o.person for o in sitting[committee.pk] if o.title == Title.COMMITTEE_CHAIR), None),
            "heads": len({o.person_id for o in sitting[committee.pk]}),
        }
        for committee in committees
    ]


def found(terms: list[str], user: User) -> Iterable[Found]:
    """The first persons of the reader's territory whose name holds every word."""
    seen: QuerySet[Person] = allowed(Person.objects, user, Permission.PERSON_VIEW)
    named = answering(seen, terms)
    for person in listed(named.order_by("sort_ar", "pk"))[:SHOWN]:
        present: list[Office] = person.present  # type: ignore[attr-defined]
        said = (
            joined([in_words(present[0], person), str(present[0].body)]) if present else gettext("no longer in office")
        )
        yield Found(person.name, said, person.get_absolute_url())


def ending_mandates(user: User) -> Iterable[Waiting]:
    """The councils of the reader whose mandate ends within sixty days: their members are to be registered anew."""
    for mandate in mandates_ending(user, until=clock.today() + SOON)[:SHOWN]:
        yield Waiting(
            title=gettext("The mandate of %(council)s is ending") % {"council": mandate.body},
            detail=gettext("Record the new one after the election: the offices held under this one end with it."),
            due=mandate.ends_on,
            url=reverse("people:open_mandate", args=[mandate.body_id]),
            verb=_("Record the new mandate"),
        )
