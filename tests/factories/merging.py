"""Pairs of persons who look alike, for tests."""

from typing import Any, NamedTuple

from takwin.core import clock
from takwin.directory.models import Body
from takwin.people.merging.models import Candidate
from takwin.people.models import Person
from tests.factories.people import make_office, make_person


class Pair(NamedTuple):
    """A pair as the matcher proposes it."""

    a: Any
    b: Any
    score: float = 0.9
    reasons: tuple[dict[str, Any], ...] = ({"code": "same_name"},)


def make_pair(body: Body | None = None, **facts: Any) -> tuple[Person, Person]:
    """Two persons under one name, each with an office, in one body unless told otherwise."""
    facts = {"name_ar": "محمد العلوي", "name_fr": "", "sex": "m"} | facts
    first = make_office(make_person(**facts), body)
    second = make_office(
        make_person(**facts | {"name_ar": "", "name_fr": "Mohamed El Alaoui"}), first.body, detail="second row"
    )
    return first.person, second.person


def make_candidate(a: Person | None = None, b: Person | None = None, **facts: Any) -> Candidate:
    """A pair in the queue."""
    if a is None or b is None:
        a, b = make_pair()
    a, b = sorted((a, b), key=lambda person: person.pk)
    facts = {"score": 0.9, "reasons": [{"code": "same_name"}], "proposed_at": clock.now()} | facts
    return Candidate.objects.create(a=a, b=b, **facts)
