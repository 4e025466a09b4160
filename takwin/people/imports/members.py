"""Read, check and record the rows of a sheet of members.

A row is a person and an office. The person is the holder of the card, else the one of the same name who already
holds an office in that council, else a new one: the same rows sent again change nothing.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from takwin.accounts.models import User
from takwin.core import clock, identifiers
from takwin.core.refused import refused
from takwin.core.text import sort_key
from takwin.directory.models import Body
from takwin.documents.imports import Field, Importer, Outcome, Row
from takwin.journal.actions import record_many
from takwin.people.enums import ELECTED, DocumentKind, Title
from takwin.people.imports import words
from takwin.people.imports.councils import Councils
from takwin.people.models import IdentityDocument, Mandate, Office, Person
from takwin.people.queries import in_office
from takwin.rights.enums import Permission
from takwin.rights.queries import granting

FIELDS = (
    Field(
        "name_ar",
        gettext_lazy("Name in Arabic"),
        ("الاسم بالعربية", "الاسم الكامل", "الاسم الشخصي والعائلي", "الاسم والنسب", "الاسم", "Nom (arabe)"),
        words.name,
    ),
    Field(
        "name_fr",
        gettext_lazy("Name in French"),
        ("الاسم بالفرنسية", "Nom en français", "Nom et prénom", "Nom complet", "Nom"),
        words.name,
    ),
    Field(
        "cin",
        gettext_lazy("CIN"),
        ("CIN", "C.I.N", "CNIE", "رقم البطاقة", "رقم البطاقة الوطنية", "البطاقة الوطنية", "N° CIN", "N° CNIE"),
        identifiers.cin,
    ),
    Field("sex", gettext_lazy("Sex"), ("الجنس", "النوع", "Sexe", "Genre"), words.sex),
    Field(
        "birth",
        gettext_lazy("Date of birth"),
        ("تاريخ الازدياد", "سنة الازدياد", "Date de naissance", "Année de naissance", "Né(e) le"),
        identifiers.birth,
    ),
    Field(
        "phone",
        gettext_lazy("Phone"),
        ("الهاتف", "رقم الهاتف", "Téléphone", "Tél", "GSM", "Portable"),
        identifiers.phone,
    ),
    Field(
        "email",
        gettext_lazy("E-mail"),
        ("البريد الإلكتروني", "E-mail", "Courriel", "Adresse électronique"),
        identifiers.email,
    ),
    Field(
        "council",
        gettext_lazy("Council"),
        ("المجلس", "الجماعة", "الجماعة الترابية", "Commune", "Conseil", "Collectivité"),
        str,
        required=True,
    ),
    Field(
        "office",
        gettext_lazy("Office"),
        ("الصفة", "المهمة", "المنصب", "Fonction", "Qualité", "Mandat"),
        words.office,
        required=True,
    ),
    Field(
        "starts_on",
        gettext_lazy("In office from"),
        ("ابتداء من", "تاريخ الانتخاب", "منذ", "Depuis", "À partir du", "Date d’élection"),
        identifiers.day,
    ),
)  # fmt: skip


def members_importer(user: User) -> Importer:
    """The importer as ``user`` may use it: rows of councils outside his territory are refused at their cell."""
    return Importer(kind="people.members", fields=FIELDS, save=_save, check=lambda rows: _check(rows, user))


def owner_for(user: User) -> Body | None:
    """The body in whose name a user imports: the one he is appointed over, else the collectivity of his territory."""
    for appointment in granting(user, Permission.PERSON_EDIT):
        if appointment.body:
            return appointment.body
        if found := Body.objects.filter(place=appointment.place).order_by("kind", "pk").first():
            return found
    return None


def _check(rows: Sequence[Row], user: User) -> None:
    councils = Councils(user)
    for row in rows:
        if not row["name_ar"] and not row["name_fr"] and row.is_sound:
            row.refuse(
                "name_ar" if "name_ar" in row.cells else "name_fr", _("A person has a name, in Arabic or in French.")
            )
        if text := row["council"]:
            try:
                row.values["council"] = councils.named(text)
            except ValidationError as error:
                row.refuse("council", " ".join(error.messages))
    sound = [row for row in rows if row.is_sound]
    _date(sound)
    _recognise(sound)
    _refuse_repeats(sound)
    _refuse_second_presidents(sound)


def _date(rows: Sequence[Row]) -> None:
    """A row that does not say since when is dated from the start of its council's mandate."""
    today = clock.today()
    running = Mandate.objects.filter(body__in={row["council"] for row in rows}, starts_on__lte=today, ends_on__gt=today)
    mandates = {mandate.body_id: mandate for mandate in running}
    for row in rows:
        mandate = mandates.get(row["council"].pk)
        row.values["mandate"] = mandate if row["office"].title in ELECTED else None
        if row["starts_on"] is None and mandate:
            row.values["starts_on"] = mandate.starts_on
        if row["starts_on"] is None:
            row.refuse(
                "starts_on" if "starts_on" in row.cells else "council",
                _("Write since when: no mandate of this council is recorded."),
            )
        elif mandate and row["starts_on"] >= mandate.ends_on:
            row.refuse("starts_on", _("The mandate has ended by that day."))


def _recognise(rows: Sequence[Row]) -> None:
    """Find who is in the register already: by card, then by name in the same council."""
    cards = {row["cin"] for row in rows if row["cin"]}
    documents = IdentityDocument.objects.filter(kind=DocumentKind.CIN, number__in=cards).select_related("person")
    holders = {document.number: document.person for document in documents}
    present = _present({row["council"].pk for row in rows})
    carded = set(
        IdentityDocument.objects.filter(kind=DocumentKind.CIN, person__in=present.values()).values_list(
            "person", flat=True
        )
    )
    for row in rows:
        holder = holders.get(row["cin"])
        if holder and not _same_name(holder, row):
            row.refuse("cin", _("This card is already in the register under another name."))
        namesake = next((found for key in _keys(row) if (found := present.get(key))), None)
        if namesake and row["cin"] and namesake.pk in carded and namesake != holder:
            namesake = None
        row.values["person"] = holder or namesake


def _present(councils: set[int]) -> dict[tuple[int, str], Person]:
    held = Office.objects.filter(in_office(clock.today()), body__in=councils).select_related("person").order_by("-pk")
    return {(o.body_id, key): o.person for o in held for key in (o.person.sort_ar, o.person.sort_fr) if key}


def _keys(row: Row) -> list[tuple[int, str]]:
    names = (sort_key(row["name_ar"] or ""), sort_key(row["name_fr"] or ""))
    return [(row["council"].pk, name) for name in names if name]


def _same_name(person: Person, row: Row) -> bool:
    """Whether a script in which both are written says the same name; nothing to compare is no contradiction."""
    pairs = [(person.sort_ar, sort_key(row["name_ar"] or "")), (person.sort_fr, sort_key(row["name_fr"] or ""))]
    compared = [mine == said for mine, said in pairs if mine and said]
    return any(compared) or not compared


def _who(row: Row) -> tuple[Any, ...]:
    """What makes two rows of one sheet speak of one person: the card, else the name in its council."""
    if row["cin"]:
        return ("cin", row["cin"])
    return ("name", row["council"].pk, sort_key(row["name_ar"] or ""), sort_key(row["name_fr"] or ""))


def _refuse_repeats(rows: Sequence[Row]) -> None:
    """One person may hold several offices, once each; one card is one name."""
    offices: dict[tuple[Any, ...], Row] = {}
    cards: dict[str, Row] = {}
    for row in rows:
        first = cards.setdefault(row["cin"], row) if row["cin"] else row
        if not _one_name(first, row):
            row.refuse("cin", _("Row %(row)s gives this card to another name.") % {"row": first.number})
        elif (earlier := offices.setdefault((_who(row), row["council"].pk, row["office"]), row)) is not row:
            at = "cin" if row["cin"] else "name_ar" if row["name_ar"] else "name_fr"
            row.refuse(at, _("Same as row %(row)s.") % {"row": earlier.number})


def _one_name(first: Row, second: Row) -> bool:
    return _same_name(
        Person(sort_ar=sort_key(first["name_ar"] or ""), sort_fr=sort_key(first["name_fr"] or "")), second
    )


def _refuse_second_presidents(rows: Sequence[Row]) -> None:
    presiding = [row for row in rows if row["office"].title == Title.PRESIDENT]
    offices = Office.objects.filter(body__in={row["council"] for row in presiding}, title=Title.PRESIDENT, ends_on=None)
    taken = {office.body_id: office.person_id for office in offices}
    first: dict[int, Row] = {}
    for row in presiding:
        council, person = row["council"].pk, row["person"]
        if council in taken and (person is None or person.pk != taken[council]):
            row.refuse("office", _("This council already has a president in office."))
        elif (earlier := first.setdefault(council, row)) is not row:
            row.refuse(
                "office", _("Row %(row)s already names the president of this council.") % {"row": earlier.number}
            )


def _save(rows: Sequence[Row], by: User) -> Outcome:
    """Write new persons, then their cards and offices; fill what was blank of those known. In bulk, all or nothing."""
    created, updated = _persons(rows)
    held = set(_open_offices(rows))
    offices = [office for row in rows if (office := _office(row)) and _name(office) not in held]
    with refused(Office):
        Office.objects.bulk_create(offices, 500)
    record_many("person.added", created, by=by, imported=True)
    return Outcome(created=len(created), updated=updated, unchanged=len(rows) - len(offices))


def _persons(rows: Sequence[Row]) -> tuple[list[Person], int]:
    """Give every row its person; the new ones, and how many known ones had something to be filled in."""
    new: dict[tuple[Any, ...], Person] = {}
    said: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row["person"] is None:
            row.values["person"] = new.setdefault(_who(row), Person())
        said[id(row["person"])].append(row)
    for person in new.values():
        _fill(person, said[id(person)])
        person.index()
    known = {id(row["person"]): row["person"] for row in rows if row["person"].pk}
    with refused(Person):
        Person.objects.bulk_create(new.values(), 500)
    filled = [person for key, person in known.items() if _fill(person, said[key])]
    for person in filled:
        person.save()
    _cards(rows)
    return list(new.values()), len(filled)


def _fill(person: Person, rows: Sequence[Row]) -> bool:
    """Write what the rows say where the register says nothing; what it says stands."""
    changed = False
    for row in rows:
        born = row["birth"]
        said = {name: row[name] for name in ("name_ar", "name_fr", "sex", "phone", "email")}
        said |= {"birth_date": born if isinstance(born, dt.date) else None, "birth_year": getattr(born, "year", born)}
        for name, value in said.items():
            if value and not getattr(person, name) and _agrees(person, name, value):
                setattr(person, name, value)
                changed = True
    return changed


def _agrees(person: Person, name: str, value: Any) -> bool:
    """A date of birth is taken only when its year is the one already known."""
    return name != "birth_date" or person.birth_year in (None, value.year)


def _cards(rows: Sequence[Row]) -> None:
    wanted = {row["cin"]: row["person"] for row in rows if row["cin"]}
    have = set(
        IdentityDocument.objects.filter(
            Q(number__in=wanted) | Q(person__in=wanted.values()), kind=DocumentKind.CIN
        ).values_list("person", flat=True)
    )
    cards = [
        IdentityDocument(person=p, kind=DocumentKind.CIN, number=cin) for cin, p in wanted.items() if p.pk not in have
    ]
    with refused(IdentityDocument):
        IdentityDocument.objects.bulk_create(cards, 500)


def _office(row: Row) -> Office:
    title, detail = row["office"]
    return Office(
        person=row["person"], body=row["council"], title=title, detail=detail,
        starts_on=row["starts_on"], mandate=row["mandate"],
    )  # fmt: skip


def _name(office: Office) -> tuple[int, int, str, str]:
    return office.person_id, office.body_id, office.title, office.detail


def _open_offices(rows: Sequence[Row]) -> list[tuple[int, int, str, str]]:
    held = Office.objects.filter(ends_on=None, body__in={row["council"] for row in rows})
    return [_name(office) for office in held]
