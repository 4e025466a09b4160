"""The persons of the register in the shape that is compared, and the pairs among them that someone is to look at."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator

from django.db.models import QuerySet

from takwin.people.enums import DocumentKind
from takwin.people.matching.pairs import Pair, propose_known
from takwin.people.matching.persons import Known
from takwin.people.models import IdentityDocument, Office, Person
from takwin.people.rosters.offices import OFFICES

CHUNK = 5_000
CODES = {(kind.title.value, kind.detail): code for code, kind in OFFICES.items()}
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
            yield Known(
                pk,
                name_ar="" if script == "ar" else name_ar,
                name_fr="" if script == "fr" else name_fr,
                sex=sex,
                card=cards.get(pk, ""),
                phones=[phone],
                birth=_written(birth_date, birth_year),
                held=held.get(pk, []),
            )


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


def candidates_for(persons: QuerySet[Person]) -> Iterator[Pair]:
    """The pairs among ``persons`` and between them and everyone else in the register; sides are keys of persons.

    ``people.merging.actions.propose_candidates`` puts them in the queue, each once. The register itself is read
    through, a chunk at a time, so what is held in memory is ``persons``: those of a file just imported.
    """
    known = list(known_persons(persons))
    mine = {one.source for one in known}
    others = (one for one in known_persons(Person.objects.all()) if one.source not in mine)
    return propose_known(known, others)
