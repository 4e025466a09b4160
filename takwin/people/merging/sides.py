"""Two persons side by side: what is known of each, where they differ, and which of the two is kept."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from takwin.core import clock
from takwin.core.identifiers import masked_cin, masked_phone
from takwin.core.text import folded, joined
from takwin.journal.models import Entry
from takwin.people.labels import masked_email
from takwin.people.merging.models import Candidate
from takwin.people.merging.reasons import main_reasons
from takwin.people.merging.relations import moving
from takwin.people.merging.rows import FACTS
from takwin.people.models import Origin, Person
from takwin.people.panels import in_words
from takwin.people.queries import offices_of


class Side(NamedTuple):
    """One of the two: his offices in words, and how much hangs on him."""

    letter: str
    person: Person
    offices: list[tuple[str, str]]
    rows: int
    is_kept: bool
    origins: list[Origin]
    since: dt.date | None


@dataclass(frozen=True)
class Line:
    """One fact of both. ``differs`` when both are known and not the same; only then there is something to choose."""

    fact: str
    label: str
    values: tuple[str, str]
    differs: bool
    is_choice: bool
    script: str = ""


def sides(a: Person, b: Person) -> tuple[Side, Side]:
    """Both, the one to be kept marked: the fuller, the older row when neither is."""
    counts = [_hanging_on(person) for person in (a, b)]
    known = [(counts[n] + len(_known(person))) for n, person in enumerate((a, b))]
    b_is_fuller = known[1] > known[0]
    return (
        Side("A", a, _offices(a), counts[0], not b_is_fuller, *_came(a)),
        Side("B", b, _offices(b), counts[1], b_is_fuller, *_came(b)),
    )


def _came(person: Person) -> tuple[list[Origin], dt.date | None]:
    """The rows of lists by which a person came into the register, and since when he is in it, as far as it is known."""
    origins = list(person.origins.select_related("batch__file").order_by("batch__recorded_at", "pk"))
    added = Entry.objects.filter(verb="person.added", target=f"people.Person:{person.pk}").values_list("at", flat=True)
    moments = [*added[:1], *(origin.batch.recorded_at for origin in origins if origin.batch.recorded_at)]
    return origins, timezone.localdate(min(moments)) if moments else None


class SurePair(NamedTuple):
    """A pair in the list of the sure ones: each side with its office, and why they are one."""

    pair: Candidate
    two: list[tuple[Person, str]]
    why: str


def sure_pair(pair: Candidate) -> SurePair:
    """What is told of a pair that is confirmed in a list; its offices were fetched with it."""
    two = [(person, _first_office(person)) for person in (pair.a, pair.b)]
    return SurePair(pair, two, main_reasons(pair.reasons))


def _first_office(person: Person) -> str:
    office = next(iter(person.offices.all()), None)
    return joined([in_words(office, person), str(office.body)]) if office else _("no longer in office")


def _hanging_on(person: Person) -> int:
    """How many rows of all apps name the person."""
    return sum(relation.model._base_manager.filter(**{relation.field: person}).count() for relation in moving())


def _known(person: Person) -> list[str]:
    return [fact for fact, columns in FACTS.items() if any(getattr(person, column) for column in columns)]


def _offices(person: Person) -> list[tuple[str, str]]:
    return [(in_words(office, person), str(office.body)) for office in offices_of(person, clock.today())]


def lines(a: Person, b: Person) -> list[Line]:
    """What is known of both, fact by fact; numbers are compared in clear and shown masked."""
    shown = [
        _line("name_ar", _("Name in Arabic"), a, b, "ar"),
        _line("name_fr", _("Name in French"), a, b, "fr"),
        _line("sex", _("Sex"), a, b),
        _line("birth", _("Born"), a, b, "ltr"),
        _documents(a, b),
        _line("phone", _("Phone"), a, b, "ltr"),
        _line("email", _("E-mail"), a, b, "ltr"),
    ]
    return [line for line in shown if any(line.values)]


def _line(fact: str, label: str, a: Person, b: Person, script: str = "") -> Line:
    keys = [tuple(_compared(getattr(person, column)) for column in FACTS[fact]) for person in (a, b)]
    differs = all(any(key) for key in keys) and keys[0] != keys[1]
    return Line(fact, label, (_shown(fact, a), _shown(fact, b)), differs, differs, script)


def _compared(value: Any) -> Any:
    return folded(value) if isinstance(value, str) else value


def _documents(a: Person, b: Person) -> Line:
    """Identity documents move by themselves: two of one kind differ, and one of them opens a case."""
    held = [{document.kind: document.number for document in person.identity_documents.all()} for person in (a, b)]
    values = [" · ".join(masked_cin(number) for number in numbers.values()) for numbers in held]
    differs = any(held[0][kind] != held[1][kind] for kind in held[0].keys() & held[1].keys())
    return Line("document", _("Identity document"), (values[0], values[1]), differs, False, "ltr")


def _shown(fact: str, person: Person) -> str:
    if fact == "birth":
        return (
            (_("%(year)s, the day is known") if person.birth_date else "%(year)s") % {"year": person.birth_year}
            if person.birth_year
            else ""
        )
    if fact == "sex":
        return person.get_sex_display() if person.sex else ""
    masks = {"phone": masked_phone, "email": masked_email}
    value: str = getattr(person, fact)
    return masks[fact](value) if fact in masks else value
