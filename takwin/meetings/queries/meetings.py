"""Who is usually invited, what the agenda should hold, what one should know before keeping a day."""

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Min, Q, QuerySet

from takwin.agreements.enums import PartyRole
from takwin.agreements.models import Instalment, Party
from takwin.attendance.enums import COUNTED
from takwin.attendance.models import Register, RegisterHalfDay
from takwin.attendance.queries import claims_of, sitting_conflicts
from takwin.attendance.standing import put_off
from takwin.core import clock, formats
from takwin.core.money import ZERO, dirhams
from takwin.core.search import answering
from takwin.core.text import joined, search_terms
from takwin.directory.calendar import warnings_for
from takwin.directory.enums import BodyKind, Level
from takwin.directory.models import Body, Place
from takwin.meetings.enums import COMMITTEES, MeetingState, Origin, SeriesKind
from takwin.meetings.models import AnnualReport, Invitation, Meeting, Obligation, Series
from takwin.meetings.queries.obligations import carried_to
from takwin.people.enums import Sex, Title
from takwin.people.labels import capacity, courtesy
from takwin.people.models import Office, Person
from takwin.people.queries import STANDING, in_office
from takwin.treasury.queries import awaited_ones, open_ones

CIRCLE = (
    Q(body__kind=BodyKind.COMMUNE, title__in=[Title.PRESIDENT, Title.FINANCE_STAFF])
    | Q(body__kind=BodyKind.PROVINCE, title=Title.PRESIDENT)
    | Q(body__kind=BodyKind.STATE, title__in=[Title.SECRETARY_GENERAL, Title.DIVISION_HEAD])
)
SESSIONS_TOLD = 4
FEW = 8
# What the head of a body that has no council is said to lead.
SAID_OF = {BodyKind.UNIVERSITY: "الجامعة", BodyKind.FOUNDATION: "المؤسسة", BodyKind.ASSOCIATION: "الجمعية"}
CHARGED = re.compile(r"(?:ال)?مكلفة? ب")
SEPARATOR = joined(["x", "x"])[1:-1]


@dataclass(frozen=True)
class Guest:
    """Someone to invite: a person in his capacity, an office when its holder is not known, a name of no register.

    ``is_another``: whoever invites him says that he is not the one of the list, or of the body, who bears his name.
    """

    body: Body
    person: Person | None
    capacity: str
    name: str = ""
    is_another: bool = False

    @property
    def key(self) -> str:
        return f"p{self.person.pk}" if self.person else f"b{self.body.pk}-{self.capacity}"


def within(place: Place) -> Q:
    """The bodies seated in a province or a region."""
    return Q(place=place) | Q(**{f"place__{place.level}": place})


def guest_of(office: Office) -> Guest:
    return Guest(office.body, office.person, _in_a_sentence(office))


def _in_a_sentence(office: Office) -> str:
    """The capacity as minutes write it: «نائبة رئيس المجلس المكلفة بالتكوين», «رئيس قسم الموارد البشرية»."""
    said = capacity(office.title, office.person.sex, "ar", office.detail, kind=office.body.kind)
    head, separator, detail = said.partition(SEPARATOR)
    head = head.replace("المجلس", SAID_OF.get(BodyKind(office.body.kind), "المجلس"))
    if not separator:
        return head
    if detail.startswith(head):  # the whole capacity was typed
        return detail
    if charged := CHARGED.match(detail):
        detail = detail[charged.end() :]
    if not charged and detail.split()[0] == head.split()[-1]:  # "a head of division", "the division of …"
        return f"{head.rpartition(' ')[0]} {detail}"
    if charged or office.title == Title.VICE_PRESIDENT:
        return f"{head} {'المكلفة' if office.person.sex == Sex.FEMALE else 'المكلف'} ب{detail}"
    return f"{head}، {detail}"


def circle(meeting: Meeting) -> list[Guest]:
    """Who is usually invited and is not yet: members of a committee; else the presidents and finance staff of the
    communes, the governor's office, those in charge at the organiser, and the delegates of operators."""
    invited = {(line.body_id, line.person_id) for line in meeting.invitations.all()}
    if meeting.series.kind in COMMITTEES:
        sits = Q(ends_on=None) | Q(ends_on__gt=meeting.day)
        members = meeting.series.members.filter(sits, starts_on__lte=meeting.day)
        guests = [Guest(one.body, one.person, one.capacity) for one in members.select_related("body", "person")]
    else:
        guests = [*_of_owner(meeting), *_of_province(meeting), *_operators(meeting)]
    return [guest for guest in guests if (guest.body.pk, guest.person.pk if guest.person else None) not in invited]


def _held(meeting: Meeting) -> QuerySet[Office]:
    rows = Office.objects.filter(STANDING, in_office(meeting.day)).select_related("person", "body")
    return rows.order_by("body__kind", "body__sort_ar", "person__sort_ar", "pk")


def _of_owner(meeting: Meeting) -> list[Guest]:
    """The vice-presidents in charge of something, who chair, then the heads of division of the organiser."""
    charged = Q(title=Title.VICE_PRESIDENT) & ~Q(detail="") | Q(title=Title.DIVISION_HEAD)
    held = _held(meeting).filter(charged, body=meeting.series.owner)
    return [guest_of(office) for office in sorted(held, key=lambda one: one.title != Title.VICE_PRESIDENT)]


def _of_province(meeting: Meeting) -> list[Guest]:
    bodies = list(
        Body.objects.filter(within(meeting.place), kind__in=[BodyKind.STATE, BodyKind.PROVINCE, BodyKind.COMMUNE])
        .filter(Q(ends_on=None) | Q(ends_on__gt=meeting.day))
        .order_by("sort_ar", "pk")
    )
    if meeting.place.level != Level.PROVINCE:
        bodies = [body for body in bodies if body.kind != BodyKind.COMMUNE]
    found: dict[int, list[Guest]] = {}
    for office in _held(meeting).filter(CIRCLE, body__in=bodies):
        found.setdefault(office.body_id, []).append(guest_of(office))
    order = {BodyKind.STATE: 0, BodyKind.PROVINCE: 1, BodyKind.COMMUNE: 2}
    guests: list[Guest] = []
    for body in sorted(bodies, key=lambda one: order[BodyKind(one.kind)]):
        unknown = Title.SECRETARY_GENERAL if body.kind == BodyKind.STATE else Title.PRESIDENT
        guests += found.get(body.pk) or [Guest(body, None, capacity(unknown, "m", "ar"))]
    return guests


def _operators(meeting: Meeting) -> list[Guest]:
    """Those who give the training in agreements of the territory send a delegate."""
    parties = Party.objects.filter(agreement__place=meeting.place_id, role=PartyRole.OPERATOR)
    bodies = Body.objects.filter(pk__in=parties.values("body")).order_by("sort_ar")
    return [Guest(body, None, capacity(Title.DELEGATE, "m", "ar")) for body in bodies]


def bodies_near(meeting: Meeting) -> QuerySet[Body]:
    """Whose office may be invited, or promise: the bodies of the territory, the organiser, and those of agreements."""
    parties = Party.objects.filter(Q(agreement__place=meeting.place_id) | Q(agreement=meeting.series.agreement_id))
    rows = Body.objects.filter(
        within(meeting.place)
        | Q(pk=meeting.series.owner_id)
        | Q(pk__in=parties.values("body"))
        | Q(pk__in=meeting.invitations.values("body"))
    )
    return rows.order_by("kind", "sort_ar", "pk").distinct()


def found_by_name(meeting: Meeting, words: str) -> list[Guest]:
    """Those in office in the territory or at the organiser who answer to every word and are not on the list."""
    terms = search_terms(words)
    if not terms:
        return []
    near = Body.objects.filter(within(meeting.place) | Q(pk=meeting.series.owner_id)).values("pk")
    rows = Office.objects.filter(STANDING, in_office(meeting.day), body__in=near).select_related("person", "body")
    rows = answering(rows, terms, "person__search_text")
    there = set(meeting.invitations.values_list("person", flat=True))
    guests = {row.person_id: guest_of(row) for row in rows.order_by("person__sort_ar", "pk")[: FEW * 3]}
    return [guest for pk, guest in guests.items() if pk not in there][:FEW]


# ── The agenda ──────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Point:
    """What a point of the agenda should say, in Arabic as the papers do, and where it comes from."""

    text: str
    origin: Origin
    obligation: Obligation | None = None


def points_of(meeting: Meeting) -> list[Point]:
    """What was promised and is awaited, contributions late by payer, sessions coming.

    A meeting recorded after its day is not given what is late or coming today: it was not said there.
    """
    points = [Point(_follow(one), Origin.OBLIGATION, one) for one in carried_to(meeting)]
    if meeting.day < clock.today():
        return points
    if late := late_payers(meeting):
        total = sum((left for _payer, left in late), ZERO)
        said = "، ".join(f"{payer.name_ar} ({formats.dirhams(left, language='ar')})" for payer, left in late)
        text = f"وضعية تحويل المساهمات المتأخرة، ومجموعها {formats.dirhams(total, language='ar')}: {said}"
        points.append(Point(_cut(text), Origin.LATE))
    if coming := sessions_coming(meeting):
        said = "؛ ".join(f"{row.title} ({formats.day(row.first_day, language='ar')})" for row in coming)  # type: ignore[attr-defined]
        points.append(Point(_cut(f"الدورات التكوينية المقبلة: {said}"), Origin.COMING))
    return points


def _follow(one: Obligation) -> str:
    by = f"قبل {formats.day(one.due_on, language='ar')}" if one.due_on else ""
    amount = formats.dirhams(one.amount, language="ar") if one.amount else ""
    return _cut(f"تتبع التزام {one.debtor.name_ar}: {joined([one.text, amount, by], '، ')}")


def _cut(text: str, most: int = 500) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def late_payers(meeting: Meeting) -> list[tuple[Body, Decimal]]:
    """Who of the territory is late with what is due to the organiser, the largest debt first."""
    seats = Body.objects.filter(within(meeting.place)).values("pk")
    due = Instalment.objects.filter(beneficiary=meeting.series.owner_id, payer__in=seats, due_on__lt=clock.today())
    owed: dict[Body, Decimal] = {}
    for row in open_ones(awaited_ones(due)).select_related("payer"):
        owed[row.payer] = owed.get(row.payer, ZERO) + row.amount - dirhams(row.received)  # type: ignore[attr-defined]
    return sorted(owed.items(), key=lambda pair: (-pair[1], pair[0].sort_ar))


def sessions_coming(meeting: Meeting) -> list[Register]:
    """The next registers of training in the territory, from the day of the meeting on."""
    kept = RegisterHalfDay.objects.exclude(put_off()).filter(day__gte=meeting.day)
    place = meeting.place
    rows = Register.objects.filter(Q(place=place) | Q(**{f"place__{place.level}": place}), counts=True)
    rows = rows.filter(half_days__in=kept).annotate(first_day=Min("half_days__day"))
    return list(rows.order_by("first_day", "pk")[:SESSIONS_TOLD])


# ── What one should know ────────────────────────────────────────────────────


def day_warnings(meeting: Meeting) -> list[str]:
    """Weekend, holiday, month of council sessions."""
    return [warning.sentence for warning in warnings_for([meeting.half_day], meeting.place)]


def expected_elsewhere(meeting: Meeting) -> list[tuple[Person, str]]:
    """Those invited who have a session, or whose council sits, on that half-day: a meeting takes nobody, so it says."""
    people = {line.person.pk: line.person for line in meeting.invitations.all() if line.person}
    claims = claims_of([meeting.half_day], persons=list(people))
    told = [(people[claim.person_id], str(claim.register)) for claim in claims if claim.person_id]
    sittings = sitting_conflicts(list(people), [meeting.day])
    return told + [(people[person], str(sitting.body)) for person, sitting in sittings]


@dataclass(frozen=True)
class Duty:
    """What the decree asks of a regional commission in a year, and what it has done: it warns, never blocks."""

    series: Series
    year: int
    held: int
    wanted: int
    reported: bool
    due_on: dt.date


def duties(rows: QuerySet[Series], on: dt.date, wanted: int) -> list[Duty]:
    """The duties of the year for each commission, in three queries."""
    found = list(rows.filter(kind=SeriesKind.COMMISSION))
    met = Meeting.objects.filter(series__in=found, day__year=on.year)
    held = list(met.exclude(state__in=["planned", "convened", "cancelled"]).values_list("series", flat=True))
    told = set(AnnualReport.objects.filter(series__in=found, year=on.year).values_list("series", flat=True))
    due = dt.date(on.year, 11, 30)
    return [Duty(one, on.year, held.count(one.pk), wanted, one.pk in told, due) for one in found]


def present_at(meeting: Meeting) -> set[int]:
    """The persons whom the register says to have come."""
    return set(meeting.register.presences.filter(status__in=COUNTED).values_list("person", flat=True))


def is_expected(meeting: Meeting, body: Body) -> bool:
    """Whether someone of a body who comes without a letter is no surprise: nobody was written to, or it is a member."""
    members = meeting.series.members.filter(Q(ends_on=None) | Q(ends_on__gt=meeting.day), body=body)
    return not meeting.invitations.filter(letter__isnull=False).exists() or members.exists()


def came(meeting: Meeting) -> list[tuple[Body, list[tuple[str, str]]]]:
    """Who came, body by body: (name, capacity); an office alone has no name."""
    present = present_at(meeting)
    found: dict[int, tuple[Body, list[tuple[str, str]]]] = {}
    for line in lines_of(meeting):
        if line.person_id in present or line.came == "present":
            found.setdefault(line.body_id, (line.body, []))[1].append((line.name_ar, line.capacity))
    return list(found.values())


def excused(meeting: Meeting) -> list[str]:
    """Who sent an excuse, as the minutes name them."""
    away = set(meeting.register.presences.filter(status="excused").values_list("person", flat=True))
    lines = [line for line in lines_of(meeting) if line.person_id in away or line.came == "excused"]
    return [f"{line.name_ar or line.capacity}، {line.body.name_ar}" for line in lines]


def said_of(line: Invitation) -> tuple[str, str]:
    """Someone of the list as minutes tell who chairs, name and capacity; a name that was typed stands as it was, and of
    an office alone its body follows it."""
    if line.person:
        return f"{courtesy(line.person.sex, 'ar')} {line.name_ar}", line.capacity
    return (line.guest_name, line.capacity) if line.guest_name else (f"{line.capacity}، {line.body.name_ar}", "")


PRECEDENCE = [BodyKind.REGION, BodyKind.STATE, BodyKind.PROVINCE, BodyKind.COMMUNE]


def lines_of(meeting: Meeting) -> list[Invitation]:
    """The invitations in the order of precedence: region, State, province, communes, then the others."""
    order = {kind: PRECEDENCE.index(kind) if kind in PRECEDENCE else len(PRECEDENCE) for kind in BodyKind}
    rows = meeting.invitations.select_related("body", "person", "letter__paper", "change__paper")
    return sorted(rows, key=lambda line: (order[BodyKind(line.body.kind)], line.body.sort_ar, line.pk))


def registers_not_kept() -> QuerySet[Meeting, Any]:
    """The keys of the registers of meetings that were cancelled: they have no presence."""
    return Meeting.objects.order_by().filter(state=MeetingState.CANCELLED).values("register")
