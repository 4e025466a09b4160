"""Persons registered twice, and namesakes who are two: the queue of who is who, begun by the officer of the region."""

from itertools import cycle
from random import Random
from typing import Any, NamedTuple

from takwin.people.enums import DocumentKind, Sex, Title
from takwin.people.matching.names import proposed
from takwin.people.merging.actions import decide, propose_candidates
from takwin.people.merging.enums import Verdict
from takwin.people.merging.models import Candidate
from takwin.people.models import IdentityDocument, Office, Person
from takwin.portal.demo.names import CARD_PREFIX
from takwin.portal.demo.world import BATCH, SEED, World

PAIRS = 40
AT_HOME = 14  # in Ifrane, so that the officer of the province has a queue too
DIFFERENT, LATER = 5, 2
SPELLINGS = [
    ("Mohammed", "Mohamed"), ("El ", "EL"), ("Aït ", "Ait"), ("ou", "u"), ("ï", "i"), ("Ben", "Ben "), ("ch", "sh"),
    ("dd", "d"), ("ss", "s"), ("e", "a"),
]  # fmt: skip


class Found(NamedTuple):
    """A pair as the matcher would propose it."""

    a: Person
    b: Person
    score: float
    reasons: list[dict[str, Any]]


class Twin(NamedTuple):
    """What the second row bears of the first, and why the two are proposed."""

    facts: dict[str, Any]
    score: float
    reasons: list[str]
    card: bool = False


def respelt(name: str) -> str:
    """Another French spelling of a name, as offices write it."""
    for usual, other in SPELLINGS:
        if usual in name:
            return name.replace(usual, other, 1)
    return name.upper()


def _kinds(person: Person) -> list[Twin]:
    """Every kind of pair an office meets, the surest first."""
    other_sex = Sex.MALE if person.sex == Sex.FEMALE else Sex.FEMALE
    year = {"birth_year": person.birth_year}
    french, arabic = {"name_fr": respelt(person.name_fr)}, {"name_ar": person.name_ar}
    words = person.name_ar.split()
    return [
        Twin(french | {"phone": person.phone}, 0.9995, ["same_name_across_scripts", "same_phone", "same_commune"]),
        Twin(arabic | year, 0.9, ["same_name", "same_birth_year", "same_commune", "other_document"], card=True),
        Twin(arabic | french | {"phone": person.phone} | year, 0.97, ["close_name", "same_phone", "same_birth_year"]),
        Twin(french | year, 0.86, ["close_name", "same_birth_year", "same_commune"]),
        Twin(arabic | {"sex": other_sex}, 0.55, ["same_name", "same_commune", "other_sex"]),
        Twin({"name_ar": " ".join([*words[:1], "بن", *words[1:]])} | year, 0.74, ["name_within", "same_birth_year"]),
        Twin(arabic | french | {"birth_year": 1955}, 0.48, ["same_name", "other_birth", "same_province"]),
    ]


def look_alike(world: World) -> None:
    """Write the second rows, propose the pairs, and decide the first few: two merges, one of which leaves a case."""
    pairs = _write(world, list(_chosen(world)))
    officer = world.team.region
    with world.on(world.as_of, 9):
        propose_candidates(pairs, by=officer)
    with world.on(world.as_of, 10):
        queue = list(Candidate.objects.select_related("a", "b"))
        with_card = next(pair for pair in queue if pair.b.identity_documents.exists())
        alike = next(pair for pair in queue if pair != with_card)
        for pair in (alike, with_card):
            decide(pair, Verdict.SAME, kept=pair.a, knowingly=True, by=officer)
        apart = [pair for pair in reversed(queue) if pair not in (alike, with_card)]
        for n, pair in enumerate(apart[: DIFFERENT + LATER]):
            decide(pair, Verdict.DIFFERENT if n < DIFFERENT else Verdict.LATER, by=officer)


def _chosen(world: World) -> list[Office]:
    """Members of communes, some of them in Ifrane; drawn apart, so that the rest of the story stays as it is."""
    rng = Random(SEED + 1)
    home = {body.pk for body in world.home.communes}
    seated = sorted((office for held in world.offices.values() for office in held), key=lambda office: office.pk)
    free = [office for office in seated if office.title == Title.MEMBER and not office.person.user_id]
    here = [office for office in free if office.body_id in home]
    there = [office for office in free if office.body_id not in home]
    drawn = rng.sample(here, min(AT_HOME, len(here))) + rng.sample(there, min(PAIRS - AT_HOME, len(there)))
    return list({office.person_id: office for office in drawn}.values())


def _write(world: World, offices: list[Office]) -> list[Found]:
    found, persons, held = [], [], []
    cards: list[IdentityDocument] = []
    for n, (office, kind) in enumerate(zip(offices, cycle(range(7)), strict=False)):
        person = office.person
        twin = _kinds(person)[kind]
        facts = {"sex": person.sex} | twin.facts
        name_ar, name_fr, script = proposed(facts.get("name_ar", ""), facts.get("name_fr", ""), facts["sex"])
        second = Person(**facts | {"name_ar": name_ar, "name_fr": name_fr, "proposed_script": script})
        second.index()
        persons.append(second)
        held.append(Office(person=second, body=office.body, title=Title.DELEGATE, starts_on=office.starts_on))
        if twin.card:
            number = f"{CARD_PREFIX}{900000 + n}"
            cards.append(IdentityDocument(person=second, kind=DocumentKind.CIN, number=number))
        found.append(Found(person, second, twin.score - n / 10_000, [{"code": code} for code in twin.reasons]))
    Person.objects.bulk_create(persons, BATCH)
    IdentityDocument.objects.bulk_create(cards, BATCH)
    Office.objects.bulk_create(held, BATCH)
    at, by = world.instant(world.as_of, 8), world.team.region
    for person in persons:
        world.note("person.added", person, by=by, at=at)
    return found
