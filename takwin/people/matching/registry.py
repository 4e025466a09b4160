"""The persons of the register in the shape that is compared, and the pairs among them that someone is to look at."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from takwin.documents.tables import uncollected
from takwin.people.enums import GENERAL, DocumentKind, Title
from takwin.people.matching.blocking import Index, keys_of
from takwin.people.matching.pairs import Pair, propose_known
from takwin.people.matching.persons import Known
from takwin.people.matching.population import area_of
from takwin.people.matching.units import units_of
from takwin.people.models import IdentityDocument, Office, Person
from takwin.people.rosters.offices import OFFICES

CHUNK = 5_000
MANY = 2_000  # people whose phones and cards one query can ask for
MOST_NEAR = 0.3  # share of the register beyond which reading all of it costs less
CODES = {(kind.title.value, kind.detail): code for code, kind in OFFICES.items()}
CODES[Title.DIRECTOR.value, GENERAL] = CODES[Title.DIRECTOR.value, ""]  # one post, whatever the directorate is called
RANK = re.compile(r"\d+")


def office_code(title: str, detail: str) -> str:
    """The code lists use for an office of the register, by its title and rank; the title when lists have none."""
    rank = RANK.search(detail)
    return CODES.get((title, detail)) or CODES.get((title, rank[0] if rank else "")) or title


def known_persons(persons: QuerySet[Person]) -> Iterator[Known]:
    """Persons of the register made ready, a few thousand at a time in three queries; ``source`` is the person's key.

    A name that Takwin spelt and nobody confirmed proves nothing, so it is left out.
    """
    facts = persons.order_by("pk").values_list(
        "pk", "name_ar", "name_fr", "sex", "birth_date", "birth_year", "phone",
        "proposed_script",
    )  # fmt: skip
    last = 0
    while chunk := list(facts.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1][0]
        keys = [row[0] for row in chunk]
        held, cards = _held(keys), _cards(keys)
        for pk, name_ar, name_fr, sex, birth_date, birth_year, phone, script in chunk:
            yield _named(
                pk,
                name_ar,
                name_fr,
                script,
                sex=sex,
                card=cards.get(pk, ""),
                phones=[phone],
                birth=_written(birth_date, birth_year),
                held=held.get(pk, []),
            )


def _named(pk: int, name_ar: str, name_fr: str, script: str, **facts: Any) -> Known:
    return Known(pk, name_ar="" if script == "ar" else name_ar, name_fr="" if script == "fr" else name_fr, **facts)


def _written(day: dt.date | None, year: int | None) -> str:
    return day.isoformat() if day else str(year or "")


def _held(keys: list[int]) -> dict[int, list[tuple[str, str]]]:
    """Where each of some persons holds or held an office, and which."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    offices = Office.objects.filter(person_id__in=keys).order_by("person_id", "pk")
    for pk, place, title, detail in offices.values_list("person_id", "body__place__code", "title", "detail"):
        found[pk].append((place or "", office_code(title, detail)))
    return found


def _cards(keys: list[int]) -> dict[int, str]:
    cards = IdentityDocument.objects.filter(kind=DocumentKind.CIN, person_id__in=keys)
    return dict(cards.order_by().values_list("person_id", "number"))


def known_near(people: Sequence[Known]) -> Iterator[Known]:
    """Those of the register who share a key with one of ``people``, themselves left out, in the order of the register.

    The names of all are run through, in one query; births, offices and cards are read of those near only. Where most
    are near someone (a list of the whole Kingdom), everyone is read.
    """
    mine = {one.source for one in people}
    near = set(_near_by_facts(people)) if len(people) <= MANY else None
    if near is None or len(near) > MOST_NEAR * Person.objects.count():
        yield from (one for one in known_persons(Person.objects.all()) if one.source not in mine)
        return
    found = sorted(near.union(_near_by_name(people)) - mine)
    for start in range(0, len(found), CHUNK):
        yield from known_persons(Person.objects.filter(pk__in=found[start : start + CHUNK]))


def _near_by_name(people: Sequence[Known]) -> Iterator[int]:
    """Those whose name shares two parts with one of ``people``, in whatever place."""
    index = Index()
    parts: set[int] = set()
    for number, known in enumerate(people):
        index.add(number, keys_of(known).kept)
        parts.update(key for name in known.names for one in name for key in one.hashes)
    names = Person.objects.order_by().values_list("pk", "name_ar", "name_fr", "proposed_script")
    for pk, name_ar, name_fr, script in names.iterator(CHUNK):
        for name in (name_ar, name_fr):
            if sum(not parts.isdisjoint(one.hashes) for one in units_of(name)) > 1:
                if index.near(keys_of(_named(pk, name_ar, name_fr, script))):
                    yield pk
                break


def _near_by_facts(people: Sequence[Known]) -> Iterator[int]:
    """Those with a phone, a day of birth, a card or a province of theirs: a part of the name may then be enough."""
    phones = {phone for one in people for phone in one.phones}
    births = {one.birth for one in people if one.birth}
    yield from Person.objects.filter(Q(phone__in=phones) | Q(birth_date__in=births)).values_list("pk", flat=True)
    cards = {one.card for one in people if one.card}
    documents = IdentityDocument.objects.filter(kind=DocumentKind.CIN, number__in=cards)
    yield from documents.order_by().values_list("person_id", flat=True)
    around = Q(pk__in=())
    for area in {area_of(held.place) for one in people for held in one.held if held.place}:
        around |= Q(body__place__code=area)
        if "." in area:
            around |= Q(body__place__code__startswith=f"{area}.")
    yield from Office.objects.filter(around).order_by().values_list("person_id", flat=True).distinct()


@uncollected()
def candidates_for(persons: QuerySet[Person]) -> Iterator[Pair]:
    """The pairs among ``persons`` and between them and everyone else in the register; sides are keys of persons.

    ``people.merging.actions.propose_candidates`` puts them in the queue, each once. What is held in memory is
    ``persons``, those of a file just imported, and those near them.
    """
    known = list(known_persons(persons))
    return propose_known(known, known_near(known))
