"""Register persons, the documents that prove who they are, mandates of councils and offices held."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from takwin.accounts import actions as accounts
from takwin.accounts.models import User
from takwin.core import clock, identifiers
from takwin.core.refused import refused
from takwin.core.text import tidy
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body, Place
from takwin.journal.actions import record
from takwin.people.enums import ELECTED, DocumentKind, Sex, Title
from takwin.people.matching.names import proposed
from takwin.people.models import IdentityDocument, Mandate, Office, Person
from takwin.people.queries import holder_of, mandate_of, president_of
from takwin.rights import actions as rights
from takwin.rights.enums import OWN_ROLES, Role

READERS: dict[str, Callable[[str], Any]] = {
    "name_ar": identifiers.name,
    "name_fr": identifiers.name,
    "sex": str,
    "phone": lambda typed: identifiers.phone(typed) or "",
    "email": lambda typed: identifiers.email(typed) or "",
}
NUMBERS: dict[DocumentKind, Callable[[str], str | None]] = {
    DocumentKind.CIN: identifiers.cin,
    DocumentKind.PASSPORT: identifiers.passport,
    DocumentKind.RESIDENCE: identifiers.residence_card,
}
ONE_YEAR = dt.timedelta(days=366)  # an office is known at most a year before it begins
YEARS_AHEAD = 10  # no act gives or ends an office beyond: a mandate is of six years
OLDEST_OFFICE = 1956
CORRECTED = (*READERS, "birth_date", "birth_year")


@transaction.atomic
def add_person(
    *,
    name_ar: str = "",
    name_fr: str = "",
    sex: str = "",
    birth_date: dt.date | None = None,
    birth_year: int | None = None,
    phone: str = "",
    email: str = "",
    cin: str = "",
    by: User,
) -> Person:
    """Register a person once. What is wrong is said at its field; a card already registered is refused.

    Numbers may be given as people write them. Namesakes are not looked for here: that is asked before, on screen.
    With a name in one script only, the other is proposed and marked so until someone confirms it.
    """
    facts = _read({"name_ar": name_ar, "name_fr": name_fr, "sex": sex, "phone": phone, "email": email})
    facts["name_ar"], facts["name_fr"], script = proposed(facts["name_ar"], facts["name_fr"], facts["sex"])
    person = Person(**facts, **_birth(birth_date, birth_year), proposed_script=script)
    _save(person)
    if cin.strip():
        _keep_document(person, DocumentKind.CIN, cin)
    record("person.added", person, by=by)
    return person


@transaction.atomic
def add_office_holder(
    *, same_as: Person | None, facts: Mapping[str, Any], office: Mapping[str, Any], by: User
) -> Office:
    """Register a person and give him his office in one act; ``same_as`` is who he turned out to be already.

    A person lies where he holds an office, so nobody is registered from the screens without one.
    """
    person = same_as or add_person(**facts, by=by)
    return give_office(person, **office, by=by)


@transaction.atomic
def correct_person(person: Person, *, by: User, **changes: Any) -> Person:
    """Put right what is written of a person; the journal says which facts changed, never what they were or are.

    ``changes`` are any of ``CORRECTED``. Nothing that differs, nothing written.
    """
    if unknown := changes.keys() - set(CORRECTED):
        raise TypeError(f"not a fact to correct: {unknown}")
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    facts = _read({name: value for name, value in changes.items() if name in READERS})
    if changes.keys() & {"birth_date", "birth_year"}:
        facts |= _birth(changes.get("birth_date"), changes.get("birth_year"))
    changed = sorted(name for name, value in facts.items() if getattr(person, name) != value)
    if not changed:
        return person
    for name in changed:
        setattr(person, name, facts[name])
    if f"name_{person.proposed_script}" in changed:
        person.proposed_script = ""
    _save(person)
    record("person.corrected", person, by=by, fields=changed)
    return person


@transaction.atomic
def confirm_name(person: Person, *, by: User) -> Person:
    """Take the name that was spelt from the other script as right. The row is locked; twice changes nothing."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if script := person.proposed_script:
        person.proposed_script = ""
        person.save(update_fields=["proposed_script"])
        record("person.name_confirmed", person, by=by, script=script)
    return person


@transaction.atomic
def set_document(person: Person, *, kind: DocumentKind, number: str, by: User) -> IdentityDocument | None:
    """The person's document of that kind, in place of the one he had; a blank number takes it away."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    present = person.identity_documents.filter(kind=kind).first()
    kept = NUMBERS[kind](number)
    if (present.number if present else None) == kept:
        return present
    if present:
        present.delete()
    document = _keep_document(person, kind, number) if kept else None
    record("person.document_set", person, by=by, kind=kind, held=document is not None)
    return document


@transaction.atomic
def tell_exported(*, by: User) -> None:
    """Write down that someone took away a list of persons with numbers in clear."""
    record("people.exported", by, by=by)


@transaction.atomic
def tell_unmasked(person: Person, *, by: User) -> None:
    """Write down that someone was shown the numbers of a person."""
    record("person.unmasked", person, by=by)


@transaction.atomic
def open_mandate(body: Body, *, starts_on: dt.date, ends_on: dt.date, by: User) -> Mandate:
    """Begin the term of a council after its election.

    The mandate that runs until then ends that day, and with it the offices held under it: those elected again
    are given theirs anew. The council's row is locked.
    """
    body = Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
    if body.mandates.filter(starts_on__gte=starts_on).exclude(starts_on=starts_on).exists():
        raise ValidationError({"starts_on": _("A later mandate of this council is already recorded.")})
    mandate = Mandate(body=body, starts_on=starts_on, ends_on=ends_on)
    mandate.full_clean()
    for former in body.mandates.filter(ends_on__gt=starts_on):
        former.ends_on = starts_on
        former.save(update_fields=["ends_on"])
    for office in Office.objects.filter(mandate__body=body, ends_on=None, starts_on__lt=starts_on):
        end_office(office, on=starts_on, by=by)
    with refused(Mandate):
        mandate.save()
    record("mandate.opened", mandate, by=by, body=body.pk, starts_on=starts_on, ends_on=ends_on)
    return mandate


@transaction.atomic
def give_office(
    person: Person,
    *,
    body: Body,
    title: Title,
    detail: str = "",
    starts_on: dt.date,
    mandate: Mandate | None = None,
    former: Office | None = None,
    by: User,
) -> Office:
    """Record that the person holds an office from a day; whoever held it until then (``former``) leaves it that day.

    An elected office is held under the council's mandate of that day, when it is known. Two officers giving one
    presidency: the database takes the first, refuses the second.
    """
    if former:
        end_office(former, on=starts_on, by=by)
    if mandate is None and title in ELECTED:
        mandate = mandate_of(body, starts_on)
    office = Office(person=person, body=body, title=title, detail=tidy(detail), starts_on=starts_on, mandate=mandate)
    if is_absurd(starts_on) or starts_on > clock.today() + ONE_YEAR:
        raise ValidationError({"starts_on": _("This day is too far away to be right: check the year.")})
    if body.ends_on and starts_on >= body.ends_on:
        raise ValidationError({"starts_on": _("This body no longer exists on that day.")})
    if mandate and starts_on >= mandate.ends_on:
        raise ValidationError({"starts_on": _("The mandate has ended by that day.")})
    with refused(Office):
        office.full_clean()
        office.save()
    record("office.given", office, by=by, person=person.pk, body=body.pk, title=title, starts_on=starts_on)
    return office


@transaction.atomic
def end_office(office: Office, *, on: dt.date, by: User) -> Office:
    """The office is held no more from that day on. The role in Takwin that was given for it ends with it."""
    office = Office.objects.select_for_update(of=("self",)).get(pk=office.pk)
    if office.ends_on:
        raise ValidationError(_("This office has already ended."))
    if on <= office.starts_on:
        raise ValidationError({"on": _("An office ends after it starts.")})
    if is_absurd(on):
        raise ValidationError({"on": _("This day is too far away to be right: check the year.")})
    office.ends_on = on
    office.save(update_fields=["ends_on"])
    record("office.ended", office, by=by, person=office.person_id, body=office.body_id, ends_on=on)
    if office.appointment and office.appointment.ends_on is None:
        rights.end_appointment(office.appointment, on=on, by=by)
    return office


@transaction.atomic
def reopen_office(office: Office, *, by: User) -> Office:
    """An office that was ended by mistake is held again. Refused when somebody holds it now.

    The role that ended with it stays ended: the office is free to be given one anew.
    """
    office = Office.objects.select_for_update(of=("self",)).get(pk=office.pk)
    if office.ends_on is None:
        raise ValidationError(_("This office has not ended."))
    office.ends_on = office.appointment = None
    with refused(Office):
        office.validate_constraints()
        office.save(update_fields=["ends_on", "appointment"])
    record("office.reopened", office, by=by, person=office.person_id, body=office.body_id)
    return office


@transaction.atomic
def change_president(body: Body, person: Person, *, on: dt.date, by: User) -> Office:
    """The presidency passes from one to the other on that day, in one act. The body's row is locked."""
    body = Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
    former = president_of(body, clock.today()) or president_of(body, on)
    if former and former.person_id == person.pk:
        raise ValidationError({"person": _("This person already presides over this council.")})
    if former and former.ends_on:
        former = None
    return give_office(person, body=body, title=Title.PRESIDENT, starts_on=on, former=former, by=by)


@transaction.atomic
def open_account_for(office: Office, *, role: Role, username: str = "", by: User) -> tuple[User, str]:
    """Give the holder of an office a role in Takwin, which ends with the office.

    A person without an account gets one, with the token of its one-time link, known only now; the token is empty when
    the account was there already. The role of a commune is over the body of the office, a trainer's over what is his
    own, any other over the territory of that body.
    """
    office = (
        Office.objects.select_for_update(of=("self",)).select_related("body__place", "body__parent").get(pk=office.pk)
    )
    person = Person.objects.select_for_update(of=("self",)).get(pk=office.person_id)
    if office.ends_on and office.ends_on <= clock.today():
        raise ValidationError(_("This office has already ended."))
    if office.appointment_id:
        raise ValidationError(_("A role was already given for this office."))
    user, token = person.user, ""
    if user is None:
        names = {"name_ar": person.name_ar, "name_fr": person.name_fr}
        user = accounts.open_account(by=by, **names, username=username.strip(), phone=person.phone)
        _link, token = accounts.make_link(user, by=by)
        person.user = user
        person.save(update_fields=["user"])
    place, body = _over(role, office.body)
    office.appointment = rights.appoint(user, role, place=place, body=body, by=by)
    office.save(update_fields=["appointment"])
    record("person.account_opened", person, by=by, office=office.pk, role=role)
    return user, token


def is_absurd(day: dt.date) -> bool:
    """Whether a day of an office can only be a slip: before the kingdom's first councils, or many years ahead."""
    return not OLDEST_OFFICE <= day.year <= clock.today().year + YEARS_AHEAD


def _over(role: Role, body: Body) -> tuple[Place | None, Body | None]:
    if role in OWN_ROLES:
        return None, None
    if role == Role.COMMUNE:
        return None, body.parent if body.kind == BodyKind.COMMITTEE else body
    return body.place, None


def _read(typed: Mapping[str, str]) -> dict[str, Any]:
    """What was typed as it is stored; every sentence at its own field."""
    facts: dict[str, Any] = {}
    wrong: dict[str, Any] = {}
    for name, value in typed.items():
        try:
            facts[name] = READERS[name](value or "")
        except ValidationError as error:
            wrong[name] = error
    if facts.get("sex") and facts["sex"] not in Sex.values:
        wrong["sex"] = ValidationError(_("Choose female or male."))
    if wrong:
        raise ValidationError(wrong)
    return facts


def _birth(date: dt.date | None, year: int | None) -> dict[str, Any]:
    """The year goes with the date; alone when the day is not known. Neither lies in the future."""
    if date:
        year = date.year
        identifiers.birth(date.isoformat())
    elif year:
        identifiers.birth(str(year))
    return {"birth_date": date, "birth_year": year}


def _save(person: Person) -> None:
    person.full_clean(exclude=["user", "sort_ar", "sort_fr", "name_ar", "name_fr"])
    with refused(Person):
        person.save()


def _keep_document(person: Person, kind: DocumentKind, number: str) -> IdentityDocument:
    """Refused at the field of the document when another person holds it."""
    field = str(kind)
    try:
        kept = NUMBERS[kind](number)
    except ValidationError as error:
        raise ValidationError({field: error}) from error
    holder = holder_of(kind, kept)
    if holder and holder.pk != person.pk:
        raise ValidationError({field: _("Another person already holds this identity document.")})
    with refused(IdentityDocument):
        return IdentityDocument.objects.create(person=person, kind=kind, number=kept or "")
