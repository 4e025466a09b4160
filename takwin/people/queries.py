"""Who is who, and who holds what office when.

An office holds on days ``starts_on <= day < ends_on``; ``in_office`` is that rule, for every query that needs it.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When

from takwin.accounts.models import User
from takwin.core import clock
from takwin.core.text import joined, sort_key
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.people.enums import ELECTED, SOLE, SOLE_BY_DETAIL, DocumentKind, Title
from takwin.people.models import IdentityDocument, Mandate, Office, Person
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed

RANK = Case(
    *[When(title=title, then=Value(place)) for place, title in enumerate(Title)],
    default=Value(len(Title)),
    output_field=IntegerField(),
)


# An office that a merge could not move stays with the person merged away: it is the same one, so nobody counts it.
STANDING = Q(person__merged_into=None)


def in_office(on: dt.date, path: str = "") -> Q:
    """The offices that hold on that day; ``path`` leads to them (``"offices__"``)."""
    return Q(**{f"{path}starts_on__lte": on}) & (Q(**{f"{path}ends_on": None}) | Q(**{f"{path}ends_on__gt": on}))


def offices_in(body: Body, on: dt.date) -> QuerySet[Office]:
    """Every office held in the body on that day, the highest first."""
    held = Office.objects.filter(STANDING, in_office(on), body=body).select_related("person", "body")
    return held.annotate(rank=RANK).order_by("rank", "detail", "person__sort_ar", "pk")


def members_in_office(body: Body, on: dt.date) -> QuerySet[Office]:
    """The elected members of a council on that day: one office each, the highest, the president first."""
    highest = (
        Office.objects.filter(in_office(on), person=OuterRef("person"), body=body, title__in=ELECTED)
        .annotate(rank=RANK)
        .order_by("rank", "pk")
        .values("pk")[:1]
    )
    return offices_in(body, on).filter(title__in=ELECTED, pk=Subquery(highest))


def heads(bodies: Iterable[Body] | QuerySet[Body], on: dt.date) -> dict[int, int]:
    """How many elected members each body has on that day; a person with two offices in it is one head."""
    asked = bodies if isinstance(bodies, QuerySet) else list(bodies)
    counted = (
        Office.objects.filter(STANDING, in_office(on), body__in=asked, title__in=ELECTED)
        .order_by()
        .values("body")
        .annotate(heads=Count("person", distinct=True))
        .values_list("body", "heads")
    )
    return {body.pk: 0 for body in asked} | dict(counted)


def held_by_another(body: Body, title: str, detail: str, since: dt.date, person: Person | None = None) -> Office | None:
    """Who else holds the same office of a body from that day on, when one person holds it at a time."""
    held = Office.objects.filter(STANDING, Q(ends_on=None) | Q(ends_on__gt=since), body=body, title=title)
    if title in SOLE_BY_DETAIL and detail:
        held = held.filter(detail=detail)
    elif title not in SOLE:
        return None
    others = held.exclude(person=person) if person else held
    return others.select_related("person").order_by("-starts_on", "-pk").first()


def offices_of(person: Person, on: dt.date) -> QuerySet[Office]:
    """What the person is on that day, in every body, the highest office first."""
    held = Office.objects.filter(in_office(on), person=person).select_related("body__place", "mandate")
    return held.annotate(rank=RANK).order_by("rank", "pk")


def present_offices(on: dt.date, offices: QuerySet[Office] | None = None) -> "Prefetch[Any, QuerySet[Office], str]":
    """Brings to each person of a list, as ``present``, the offices held on that day."""
    held = Office.objects.all() if offices is None else offices
    held = held.filter(in_office(on)).select_related("body").annotate(rank=RANK).order_by("rank", "pk")
    return Prefetch("offices", queryset=held, to_attr="present")


def where_is(body: Body) -> str:
    """What tells a body from its namesakes: its kind and its province."""
    province = body.place.province
    return joined([str(body.get_kind_display()), province.name if province else ""])


def listed(persons: QuerySet[Person]) -> QuerySet[Person]:
    """Persons for a list, each with the offices held today."""
    return persons.prefetch_related(present_offices(clock.today()))


def with_numbers(persons: QuerySet[Person], user: User) -> QuerySet[Person]:
    """Persons with their documents and, as ``unmasked``, whether ``user`` may see the numbers of this very one."""
    open_to_him = allowed(Person.objects.filter(pk=OuterRef("pk")), user, Permission.PERSON_UNMASK)
    return persons.annotate(unmasked=Exists(open_to_him)).prefetch_related("identity_documents")


def holding_today(**conditions: object) -> Exists:
    """That a person holds today an office of which all ``conditions`` are true: one office, not one for each."""
    return Exists(Office.objects.filter(in_office(clock.today()), person=OuterRef("pk"), **conditions))


def president_of(body: Body, on: dt.date) -> Office | None:
    return presidents_of([body.pk], on).get(body.pk)


def presidents_of(bodies: Iterable[int], on: dt.date) -> dict[int, Office]:
    """Who presides over each of these bodies on that day, in one query; a body without president is left out."""
    held = Office.objects.filter(in_office(on), body__in=set(bodies), title=Title.PRESIDENT)
    return {office.body_id: office for office in held.select_related("person", "appointment").order_by("-pk")}


def mandate_of(body: Body, on: dt.date) -> Mandate | None:
    """The mandate that runs in a council on that day; a committee's is its council's."""
    council = body.parent if body.kind == BodyKind.COMMITTEE and body.parent else body
    return Mandate.objects.filter(body=council, starts_on__lte=on, ends_on__gt=on).first()


def year_of_mandate(mandate: Mandate, on: dt.date) -> int:
    """Which year of the mandate that day lies in, counted from 1: years begin on the day the mandate began."""
    start = mandate.starts_on
    return on.year - start.year - ((on.month, on.day) < (start.month, start.day)) + 1


def years_of_mandate(mandate: Mandate) -> int:
    """How many years the mandate has, a begun one included."""
    return year_of_mandate(mandate, mandate.ends_on - dt.timedelta(days=1))


def holder_of(kind: DocumentKind, number: str | None) -> Person | None:
    """Whose document this is. A blank number is no document, so it is nobody's."""
    if not number:
        return None
    found = IdentityDocument.objects.filter(kind=kind, number=number).select_related("person__merged_into").first()
    return found.person.standing() if found else None


def cin_of(person: Person) -> str:
    """The number of the person's national card, read from what was prefetched when it was; empty when not known."""
    documents = person.identity_documents.all()
    return next((document.number for document in documents if document.kind == DocumentKind.CIN), "")


def identity_of(person: Person) -> IdentityDocument | None:
    """The document by which offices name the person: the national card, else that of a resident, else a passport."""
    order = [DocumentKind.CIN, DocumentKind.RESIDENCE, DocumentKind.PASSPORT]
    return min(person.identity_documents.all(), key=lambda one: order.index(DocumentKind(one.kind)), default=None)


def namesakes(name_ar: str, name_fr: str, among: QuerySet[Person]) -> QuerySet[Person]:
    """Those of ``among`` who bear the same name, in one script or the other, however it is spelt."""
    same = Q(pk__in=[])
    if key := sort_key(name_ar):
        same |= Q(sort_ar=key)
    if key := sort_key(name_fr):
        same |= Q(sort_fr=key)
    return among.filter(same).prefetch_related(present_offices(clock.today())).order_by("sort_ar", "pk")


class Matches(NamedTuple):
    """Whom a person about to be added may already be.

    ``holder`` has the same document: it is the same person; ``is_seen`` says whether it lies in the reader's
    territory, otherwise only that it exists elsewhere may be said. ``namesakes`` are proposed, never merged.
    """

    holder: Person | None
    is_seen: bool
    namesakes: list[Person]

    def __bool__(self) -> bool:
        return bool(self.holder or self.namesakes)

    def get(self, pk: int | None) -> Person | None:
        """The proposed person of that number; nobody who was not proposed."""
        return next((person for person in [self.holder, *self.namesakes] if person and person.pk == pk), None)


def matches(user: User, *, cin: str, name_ar: str, name_fr: str) -> Matches:
    """Whom the reader may be about to add a second time: the holder of the card, else those of the same name whom he
    sees."""
    seen = allowed(Person.objects, user, Permission.PERSON_VIEW)
    if holder := holder_of(DocumentKind.CIN, cin):
        return Matches(holder, seen.filter(pk=holder.pk).exists(), [])
    return Matches(None, False, list(namesakes(name_ar, name_fr, seen)[:5]))


def mandates_ending(user: User, *, until: dt.date) -> QuerySet[Mandate]:
    """The mandates that run today in the reader's territory and end by that day."""
    running = Mandate.objects.filter(starts_on__lte=clock.today(), ends_on__gt=clock.today(), ends_on__lte=until)
    return allowed(running, user, Permission.PERSON_EDIT).select_related("body").order_by("ends_on", "pk")
