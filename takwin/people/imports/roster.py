"""The rows of a list as entries, and how they stand beside the register: who is known, what cannot be recorded."""

import datetime as dt
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError

from takwin.accounts.models import User
from takwin.core import clock, identifiers
from takwin.core.text import sort_key
from takwin.directory.enums import COLLECTIVITIES
from takwin.directory.models import Body
from takwin.documents.import_models import ImportBatch
from takwin.documents.imports import ALL, Change, Entry, Problem
from takwin.documents.tables import FoundRow, Reading
from takwin.people.actions import is_absurd
from takwin.people.enums import ELECTED, SOLE, DocumentKind, Title
from takwin.people.models import IdentityDocument, Mandate, Office, Person
from takwin.people.queries import in_office
from takwin.people.rosters import ROSTER, PersonRow, persons_of
from takwin.people.rosters.checks import are_two
from takwin.people.rosters.offices import OFFICES
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed

NEW, KNOWN, FILLED, SAME = "new", "known", "filled", "same"
CHUNK = 5000
PRESIDENT_ENDS = "president_ends"  # the decision, for the whole list, to end the office of who presides now
LEFT_BLANK = ("phone", "email")  # nobody is known by them alone: one that cannot be read is flagged and stops nothing
FACTS = ("name_ar", "name_fr", "sex", "phone", "email")


def understand(reading: Reading, batch: ImportBatch) -> list[Entry]:
    """The persons of a list as entries; nothing is looked up yet."""
    found = {
        (table.sheet, cell.address): row
        for table in reading.tables
        for row in table.rows
        for name in row.cells.keys() & ROSTER.anchors
        for cell in row.cells[name]
    }
    persons = deque(persons_of(reading, batch.place.code if batch.place else None))
    entries: list[Entry] = []
    while persons:  # each is let go once its entry is made: a list of the whole Kingdom is not held twice
        person = persons.popleft()
        entries.append(_entry(person, found.get((person.sheet, person.cell))))
    return entries


def _entry(person: PersonRow, row: FoundRow | None) -> Entry:
    entry = Entry(
        person.sheet,
        person.row,
        person.cell,
        {
            "name_ar": person.name_ar, "name_fr": person.name_fr, "sex": person.sex, "cin": person.cin,
            "birth": person.birth, "phone": person.phone, "phones": list(person.phones), "email": person.email,
            "place": person.place_code, "office": person.office_code, "office_detail": person.office_detail,
            "since": None,
        },
        {name: cells[0].address for name, cells in row.cells.items()} if row else {},
        [Change(said.cell, said.field, said.before, said.after, said.why) for said in person.changes],
        [
            Problem(said.cell, said.field, said.why, said.stops and said.field not in LEFT_BLANK, said.row)
            for said in person.problems
        ],
    )  # fmt: skip
    if row:
        named = {said.field for said in person.problems}
        entry.unread = {name: text for name in named if not entry.values.get(name) and (text := row.text(name))}
    if since := row.text("since") if row else "":
        try:
            day = identifiers.day(since)
            entry.values["since"] = day.isoformat() if day else None
        except ValidationError:
            entry.problems.append(Problem(entry.cells["since"], "since", "since_unreadable", stops=True))
    return entry


class Held(NamedTuple):
    """The office a row gives: in which council, as what, since when, under which mandate."""

    body: Body
    title: Title
    detail: str
    starts_on: dt.date
    mandate: Mandate | None

    @property
    def name(self) -> tuple[int, str, str]:
        return _same_office(self.body.pk, self.title, self.detail)


def _same_office(body: int, title: str, detail: str) -> tuple[int, str, str]:
    """What makes two offices of a person one: of those that one holds at a time, whatever is said beside."""
    return body, str(title), "" if title in SOLE else detail


class Judgement:
    """One comparison of a whole list with the register, in a dozen queries whatever its length.

    Who a row speaks of: the holder of the card, when he is in the user's territory (one of elsewhere stops the row);
    else who bears the same name in the same council and is contradicted by nothing; else someone new. Two rows of one
    new person share a number in ``who``.
    """

    def __init__(self, entries: Sequence[Entry], batch: ImportBatch, user: User) -> None:
        self.entries, self.batch, self.user = entries, batch, user
        self.taken = [entry for entry in entries if not entry.is_out]
        self.since = dt.date.fromisoformat(batch.options["since"])
        self.bodies = councils({str(entry.values["place"]) for entry in self.taken if entry.values["place"]})
        keys = {body.pk for body in self.bodies.values()}
        mine = allowed(Body.objects.filter(pk__in=keys), user, Permission.PERSON_EDIT)
        self.mine = set(mine.values_list("pk", flat=True))
        self.mandates = mandates(keys)
        self.held: dict[int, Held] = {}
        self.keys: dict[int, list[tuple[int, str]]] = {}
        self.who: dict[int, Person | int] = {}
        self.cards: dict[str, Person] = {}
        self.card_of: dict[int, str] = {}
        self.open: dict[int, set[tuple[int, str, str]]] = defaultdict(set)
        self.leaving: dict[Office, dt.date] = {}

    def run(self) -> None:
        for entry in self.entries:
            entry.judged = []
            entry.verdict = entry.verdict if entry.is_out else ""
        for at, entry in enumerate(self.taken):
            self._place(at, entry)
        self._read_register()
        self._recognise()
        self._succeed_presidents()
        self._verdicts()

    def _place(self, at: int, entry: Entry) -> None:
        values = entry.values
        body = self.bodies.get(values["place"] or "")
        if not values["place"] and not any(p.field == "place" and p.stops for p in entry.problems):
            entry.judge("place", "place_needed", stops=True)
        elif values["place"] and body is None:
            entry.judge("place", "no_council", stops=True)
        elif body and body.pk not in self.mine:
            entry.judge("place", "outside", stops=True)
        if values["office"] is None and not any(problem.field == "office" for problem in entry.problems):
            entry.judge("office", "office_unsaid")
        if body is None or body.pk not in self.mine:
            return
        kind = OFFICES[values["office"] or "member"]
        mandate = self.mandates.get(body.pk) if kind.title in ELECTED else None
        start = start_of(values, mandate, self.since)
        if is_absurd(start):
            entry.judge("since", "since_absurd", stops=True)
            return
        if mandate and start >= mandate.ends_on:
            entry.judge("since", "mandate_over", stops=True)
            return
        self.held[at] = Held(body, kind.title, values["office_detail"] or kind.detail, start, mandate)
        names = (sort_key(values["name_ar"] or ""), sort_key(values["name_fr"] or ""))
        self.keys[at] = [(body.pk, name) for name in names if name]

    def _read_register(self) -> None:
        numbers = sorted({entry.values["cin"] for entry in self.taken if entry.values["cin"]})
        for some in _chunks(numbers):
            found = IdentityDocument.objects.filter(kind=DocumentKind.CIN, number__in=some)
            self.cards |= {d.number: d.person.standing() for d in found.select_related("person__merged_into")}
        self.near: set[int] = set()
        for some in _chunks(sorted({person.pk for person in self.cards.values()})):
            near = allowed(Person.objects.filter(pk__in=some), self.user, Permission.PERSON_EDIT)
            self.near.update(near.values_list("pk", flat=True))
        bodies = sorted({held.body.pk for held in self.held.values()})
        self.present: dict[tuple[int, str], dict[int, Person]] = defaultdict(dict)
        for some in _chunks(bodies):
            offices = Office.objects.filter(in_office(clock.today()), body__in=some, person__merged_into=None)
            for office in offices.select_related("person").order_by("pk"):
                for key in {office.person.sort_ar, office.person.sort_fr} - {""}:
                    self.present[office.body_id, key].setdefault(office.person_id, office.person)
        known = {pk for some in self.present.values() for pk in some} | {p.pk for p in self.cards.values()}
        for some in _chunks(sorted(known)):
            cards = IdentityDocument.objects.filter(kind=DocumentKind.CIN, person__in=some)
            self.card_of |= dict(cards.values_list("person", "number"))
            held = Office.objects.filter(ends_on=None, person__in=some).values_list("person", "body", "title", "detail")
            for person, body, title, detail in held:
                self.open[person].add(_same_office(body, title, detail))

    def _recognise(self) -> None:
        by_card: dict[str, int] = {}
        by_name: dict[tuple[int, str], list[int]] = defaultdict(list)
        for at, entry in enumerate(self.taken):
            card = entry.values["cin"]
            first = by_card.setdefault(card, at) if card else at
            if first != at and are_two(self.taken[first].values, entry.values):
                entry.judge("cin", "card_of_another_row", stops=True, row=self.taken[first].row)
            found: Person | int | None = self._known(at, entry)
            if found is None:
                found = self.who.get(first) if first != at else self._twin(at, entry, by_name)
            self.who[at] = found if found is not None else at
            for key in self.keys.get(at, ()):
                by_name[key].append(at)

    def _known(self, at: int, entry: Entry) -> Person | None:
        """The person of the register a row speaks of."""
        values = entry.values
        holder = self.cards.get(values["cin"] or "")
        if holder and holder.pk not in self.near:
            entry.judge("cin", "exists_elsewhere", stops=True)
            return None
        if holder:
            if are_two(_facts(holder), values):
                entry.judge("cin", "card_of_another_name", stops=True)
            return holder
        for key in self.keys.get(at, ()):
            likely = [
                person
                for person in self.present.get(key, {}).values()
                if not _contradict(_facts(person) | {"cin": self.card_of.get(person.pk)}, values)
            ]
            if likely:
                held = self.held[at].name
                return max(likely, key=lambda p: (held in self.open[p.pk], _agree(_facts(p), values), -p.pk))
        return None

    def _twin(self, at: int, entry: Entry, by_name: dict[tuple[int, str], list[int]]) -> Person | int | None:
        """An earlier row of the file about the same new person: same council, same name, nothing against it."""
        for key in self.keys.get(at, ()):
            for earlier in by_name[key]:
                if not _contradict(self.taken[earlier].values, entry.values):
                    return self.who[earlier]
        return None

    def _succeed_presidents(self) -> None:
        """A council has one president: one of the list waits for the office of who presides now to be ended, which is
        decided for the whole list (``PRESIDENT_ENDS``), and two of the list stop each other."""
        presiding = [at for at, held in self.held.items() if held.title == Title.PRESIDENT]
        present: dict[int, Office] = {}
        for some in _chunks(sorted({self.held[at].body.pk for at in presiding})):
            offices = Office.objects.filter(body__in=some, title=Title.PRESIDENT, ends_on=None)
            present |= {office.body_id: office for office in offices}
        is_ended = PRESIDENT_ENDS in self.batch.fixes.get(ALL, {})
        first: dict[int, int] = {}
        for at in presiding:
            held, who, entry = self.held[at], self.who[at], self.taken[at]
            former = present.get(held.body.pk)
            is_other = former is not None and getattr(who, "pk", None) != former.person_id
            earlier = first.setdefault(held.body.pk, at)
            if not _same(self.who[earlier], who) and (is_ended or not is_other):
                entry.judge("office", "president_twice", stops=True, row=self.taken[earlier].row)
            elif former and is_other and held.starts_on <= former.starts_on:
                entry.judge("office", "president_since", stops=True)
            elif former and is_other and is_ended:
                entry.judge("office", "president_ends")
                self.leaving.setdefault(former, held.starts_on)
            elif is_other:
                entry.judge("office", "president_there", stops=True)

    def _verdicts(self) -> None:
        for at, entry in enumerate(self.taken):
            who = self.who[at]
            if isinstance(who, int):
                entry.verdict = NEW if who == at else KNOWN
            else:
                gains = any(entry.values[name] and not getattr(who, name) for name in FACTS)
                gains |= bool(entry.values["cin"] and who.pk not in self.card_of)
                gains |= bool(entry.values["birth"] and not who.birth_year)
                given = at in self.held and self.held[at].name not in self.open[who.pk]
                entry.verdict = FILLED if gains else KNOWN if given else SAME


def start_of(values: Mapping[str, Any], mandate: Mandate | None, since: dt.date) -> dt.date:
    """The day an office begins: as the row writes it, else with the mandate of its council, else as the sender said."""
    if values["since"]:
        return dt.date.fromisoformat(values["since"])
    return mandate.starts_on if mandate else since


def hold(entries: Sequence[Entry]) -> None:
    """Lock the councils of a list until it is recorded: another list of theirs waits, and then finds its persons."""
    codes = sorted({str(entry.values["place"]) for entry in entries if entry.values["place"]})
    keys = [
        pk for some in _chunks(codes) for pk in Body.objects.filter(place__code__in=some).values_list("pk", flat=True)
    ]
    for some in _chunks(sorted(keys)):
        list(Body.objects.select_for_update(of=("self",)).filter(pk__in=some).order_by("pk").values_list("pk"))


def judge(entries: Sequence[Entry], batch: ImportBatch, user: User) -> Judgement:
    judgement = Judgement(entries, batch, user)
    judgement.run()
    return judgement


def _chunks(keys: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (keys[at : at + CHUNK] for at in range(0, len(keys), CHUNK))


def councils(codes: set[str]) -> dict[str, Body]:
    found: dict[str, Body] = {}
    for some in _chunks(sorted(codes)):
        councils = Body.objects.filter(kind__in=COLLECTIVITIES, place__code__in=some, ends_on=None)
        found |= {body.place.code: body for body in councils.select_related("place").order_by("-pk")}
    return found


def mandates(bodies: set[int]) -> dict[int, Mandate]:
    today = clock.today()
    running = Mandate.objects.filter(starts_on__lte=today, ends_on__gt=today)
    return {m.body_id: m for some in _chunks(sorted(bodies)) for m in running.filter(body__in=some)}


def _facts(person: Person) -> dict[str, Any]:
    """What the register says of a person, but for a name Takwin spelt and nobody confirmed: it proves nothing."""
    born = person.birth_date.isoformat() if person.birth_date else str(person.birth_year or "")
    name_ar, name_fr = ("" if person.proposed_script == s else getattr(person, f"name_{s}") for s in ("ar", "fr"))
    return {
        "name_ar": name_ar, "name_fr": name_fr, "sex": person.sex, "birth": born, "phone": person.phone,
        "cin": None,
    }  # fmt: skip


def _contradict(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two rows of one name in one council are two persons: a fact known of both that differs."""
    for fact in ("sex", "cin", "phone"):
        if one[fact] and other[fact] and one[fact] != other[fact]:
            return True
    mine, theirs = one["birth"] or "", other["birth"] or ""
    return bool(mine and theirs) and mine[:4] != theirs[:4]


def _agree(one: dict[str, Any], other: dict[str, Any]) -> int:
    return sum(bool(one[fact]) and one[fact] == other[fact] for fact in ("cin", "phone", "birth", "sex"))


def _same(one: Person | int, other: Person | int) -> bool:
    return getattr(one, "pk", one) == getattr(other, "pk", other) and type(one) is type(other)
