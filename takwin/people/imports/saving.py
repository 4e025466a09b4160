"""Write the rows of a list into the register, in bulk: new persons, cards, offices; blanks of the known ones filled."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from takwin.core.refused import refused
from takwin.documents.imports import Entry, Outcome
from takwin.documents.imports.traces import Traces
from takwin.people.actions import end_office
from takwin.people.enums import DocumentKind
from takwin.people.imports.roster import FACTS, FILLED, KNOWN, NEW, SAME, Judgement
from takwin.people.models import IdentityDocument, Office, Origin, Person

CHUNK = 500


def foresee(entries: Sequence[Entry]) -> Outcome:
    """What recording will do, by the verdicts of the rows."""
    found = Counter(entry.verdict for entry in entries)
    ended = sum(any(said.why == "president_ends" for said in entry.judged) for entry in entries if not entry.is_out)
    return Outcome({name: found[name] for name in (NEW, FILLED, KNOWN, SAME)} | {"ended": ended})


def save(judgement: Judgement, traces: Traces) -> Outcome:
    """Everything or nothing: the caller's transaction, in which the rows were judged."""
    new = _new_persons(judgement, traces)
    filled = _fill_known(judgement, traces)
    persons = {at: who if isinstance(who, Person) else new[who] for at, who in judgement.who.items()}
    cards = _give_cards(judgement, persons, traces)
    ended = _end_presidencies(judgement, traces)
    offices = _give_offices(judgement, persons, traces)
    same = sum(entry.verdict == SAME for entry in judgement.taken)
    return Outcome(
        {"persons": len(new), "filled": filled, "cards": cards, "offices": offices, "ended": ended, "same": same}
    )


def _new_persons(judgement: Judgement, traces: Traces) -> dict[int, Person]:
    """One person for all rows that speak of the same one: what each row says, the first first."""
    rows: dict[int, list[int]] = defaultdict(list)
    for at, who in judgement.who.items():
        if isinstance(who, int):
            rows[who].append(at)
    made: dict[int, Person] = {}
    for who, several in rows.items():
        person = Person()
        for at in several:
            _fill(person, judgement.taken[at])
        person.index([])
        made[who] = person
    with refused(Person):
        Person.objects.bulk_create(made.values(), CHUNK)
    traces.create(made.values())
    _tell_origins(judgement, made, traces)
    return made


def _tell_origins(judgement: Judgement, made: dict[int, Person], traces: Traces) -> None:
    """Keep the row that each new person was read from: who compares two of them asks for it."""
    told = []
    for at, person in made.items():
        entry = judgement.taken[at]
        told.append(Origin(person=person, batch=judgement.batch, sheet=entry.sheet[:100], row=entry.row))
    traces.create(Origin.objects.bulk_create(told, CHUNK))


def _fill_known(judgement: Judgement, traces: Traces) -> int:
    """Write what the rows say where the register says nothing; what it says stands."""
    known: dict[int, Person] = {}
    said: dict[int, list[Entry]] = defaultdict(list)
    for at, who in judgement.who.items():
        if isinstance(who, Person):
            known.setdefault(who.pk, who)
            said[who.pk].append(judgement.taken[at])
    changed = []
    for pk, person in known.items():
        before = _plain(person)
        for entry in said[pk]:
            _fill(person, entry)
        after = _plain(person)
        if after != before:
            names = [name for name in before if before[name] != after[name]]
            traces.fill(person, {n: before[n] for n in names}, {n: after[n] for n in names})
            person.index()
            changed.append(person)
    columns = [*FACTS, "birth_date", "birth_year", "sort_ar", "sort_fr", "search_text"]
    Person.objects.bulk_update(changed, columns, CHUNK)
    return len(changed)


def _plain(person: Person) -> dict[str, Any]:
    day = person.birth_date
    facts: dict[str, Any] = {name: getattr(person, name) for name in FACTS}
    return facts | {"birth_date": day.isoformat() if day else None, "birth_year": person.birth_year}


def _fill(person: Person, entry: Entry) -> None:
    for name in FACTS:
        if entry.values[name] and not getattr(person, name):
            setattr(person, name, entry.values[name])
    born = entry.values["birth"] or ""
    if born and person.birth_year in (None, int(born[:4])):
        person.birth_year = int(born[:4])
        if len(born) > len("2021") and person.birth_date is None:
            person.birth_date = dt.date.fromisoformat(born)


def _give_cards(judgement: Judgement, persons: dict[int, Person], traces: Traces) -> int:
    wanted: dict[str, Person] = {}
    carded = set(judgement.card_of)
    for at, person in persons.items():
        number = judgement.taken[at].values["cin"]
        if number and number not in judgement.cards and person.pk not in carded and number not in wanted:
            wanted[number] = person
            carded.add(person.pk)
    made = [IdentityDocument(person=p, kind=DocumentKind.CIN, number=number) for number, p in wanted.items()]
    with refused(IdentityDocument):
        IdentityDocument.objects.bulk_create(made, CHUNK)
    traces.create(made)
    return len(made)


def _end_presidencies(judgement: Judgement, traces: Traces) -> int:
    """End the offices of those who preside now, on the day their successors begin, by the act of the register."""
    for office, on in judgement.leaving.items():
        end_office(office, on=on, by=judgement.user)
        # A role given for the office has ended too, and stays so: undone, the office is free to be given one anew.
        before, after = {"ends_on": None, "appointment_id": None}, {"ends_on": on.isoformat()}
        traces.fill(office, before, after | {"appointment_id": office.appointment_id})
    return len(judgement.leaving)


def _give_offices(judgement: Judgement, persons: dict[int, Person], traces: Traces) -> int:
    given: dict[tuple[int, int, str, str], Office] = {}
    for at, held in judgement.held.items():
        person = persons[at]
        name = (person.pk, *held.name)
        if name in given or held.name in judgement.open[person.pk]:
            continue
        given[name] = Office(
            person=person, body=held.body, title=held.title, detail=held.detail, starts_on=held.starts_on,
            mandate=held.mandate,
        )  # fmt: skip
    with refused(Office):
        Office.objects.bulk_create(given.values(), CHUNK)
    traces.create(given.values())
    return len(given)
