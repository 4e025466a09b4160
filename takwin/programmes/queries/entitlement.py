"""Days owed to a member: decree 2-16-297, article 7.

At least eight days in a mandate, before the end of its third year; what is missing stays due to the end of the
mandate and is shown as *late since*. A member who takes office after the mandate began has his own three years from
that day, and not beyond the mandate's end (decision 15). Counted in half-days: a half-day counts once for a person,
and serves each mandate that ran that day. Nothing is stored: owed, received and late are a fold over dated facts.
"""

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple, cast
from uuid import UUID

from django.db.models import Count, Exists, F, IntegerField, Manager, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from takwin.attendance.enums import COUNTED
from takwin.attendance.models import Presence
from takwin.core.text import joined
from takwin.directory.models import Body
from takwin.directory.parameters import parameters
from takwin.people.enums import ELECTED
from takwin.people.models import Mandate, Office, Person
from takwin.people.queries import STANDING
from takwin.programmes.enums import ClaimState
from takwin.programmes.models import ElsewhereDay

SOON = dt.timedelta(days=182)  # two sessions may still be planned


@dataclass(frozen=True)
class Entitlement:
    """What a member is owed for a mandate, in half-days, on a day."""

    person: Person
    office: Office
    mandate: Mandate
    owed: int
    received_here: int
    received_elsewhere: int
    since: dt.date
    due_before: dt.date
    on: dt.date

    @property
    def received(self) -> int:
        return self.received_here + self.received_elsewhere

    @property
    def remaining(self) -> int:
        return max(self.owed - self.received, 0)

    @property
    def is_met(self) -> bool:
        return not self.remaining

    @property
    def has_own_deadline(self) -> bool:
        """Whether he took office after the mandate began, so that his time runs from that day."""
        return self.since > self.mandate.starts_on

    @property
    def is_barely_begun(self) -> bool:
        """Whether less than a quarter was received."""
        return 4 * self.received < self.owed

    @property
    def is_nearly_due(self) -> bool:
        """Whether something missing is due within half a year."""
        return not self.is_met and self.due_before - SOON <= self.on < self.due_before

    @property
    def is_nearly_lost(self) -> bool:
        """Whether something missing can be given for less than half a year: the mandate ends."""
        return not self.is_met and self.mandate.ends_on - SOON <= self.on

    @property
    def late_since(self) -> dt.date | None:
        """The day from which something missing is late, while the mandate runs."""
        return self.due_before if self.remaining and self.on >= self.due_before else None


class Law(NamedTuple):
    """What the decree asks on a day: half-days owed in a mandate, and the years in which they are to be given."""

    owed: int
    years: int


def law(on: dt.date) -> Law:
    read = parameters(["training_days_owed", "training_years_before_due"], on=on)
    return Law(2 * read["training_days_owed"], read["training_years_before_due"])


def due_before(since: dt.date, years: int) -> dt.date:
    """The day before which the days of a mandate are due: three years after the member took office in it."""
    try:
        return since.replace(year=since.year + years)
    except ValueError:  # taken on 29 February
        return since.replace(year=since.year + years, day=28)


def latest_start_due(on: dt.date, years: int) -> dt.date:
    """The latest day in office from which the days are due by that day: ``due_before`` read the other way."""
    year = on.year - years
    last_of_february = on.month == 2 and on.day >= 28
    if last_of_february and (on.day == 29 or not calendar.isleap(on.year)):
        return dt.date(year, 2, 29 if calendar.isleap(year) else 28)
    return on.replace(year=year)


def is_due(on: dt.date, years: int) -> Q:
    """The rows of ``members_with_days`` held for more than three years: what is missing there is late.

    Whoever took office later is never late while the mandate runs: his deadline is then the mandate's end.
    """
    return Q(since__lte=latest_start_due(on, years))


def members_with_days(on: dt.date) -> QuerySet[Office]:
    """One row for each elected member and mandate running ``on``, with ``days_here`` and ``days_elsewhere``: half-days.

    A member who holds several offices in one council is one row, that of the first office; ``since`` is the day he took
    his first one in this mandate, even if he left it for another, and never before the mandate.
    """
    running = Office.objects.filter(
        STANDING,
        Q(ends_on=None) | Q(ends_on__gt=on),
        title__in=ELECTED,
        starts_on__lte=on,
        mandate__starts_on__lte=on,
        mandate__ends_on__gt=on,
    )
    firsts = running.order_by().values("person", "mandate").annotate(first=Min("pk")).values("first")
    since, until = OuterRef("mandate__starts_on"), OuterRef("mandate__ends_on")
    here = Presence.objects.filter(
        person=OuterRef("person"), counts=True, status__in=COUNTED, day__gte=since, day__lt=until, day__lte=on
    )
    elsewhere = not_here(ElsewhereDay.objects).filter(
        person=OuterRef("person"), state=ClaimState.ACCEPTED, day__gte=since, day__lt=until, day__lte=on
    )
    held = Office.objects.filter(person=OuterRef("person"), mandate=OuterRef("mandate"), title__in=ELECTED)
    earliest = held.order_by().values("mandate").annotate(day=Min("starts_on")).values("day")
    rows = Office.objects.filter(pk__in=firsts).annotate(
        days_here=_count(here),
        days_elsewhere=_count(elsewhere),
        since=Greatest(Subquery(earliest), F("mandate__starts_on")),
    )
    return rows.annotate(received=F("days_here") + F("days_elsewhere"))


def not_here(rows: "Manager[ElsewhereDay] | QuerySet[ElsewhereDay]") -> QuerySet[ElsewhereDay]:
    """The half-days elsewhere on which the person was not counted present here as well: a half-day counts once."""
    same = Presence.objects.filter(
        person=OuterRef("person"), day=OuterRef("day"), part=OuterRef("part"), counts=True, status__in=COUNTED
    )
    return rows.exclude(Exists(same))


def entitlement_of(office: Office, asked: Law, on: dt.date) -> Entitlement:
    """The entitlement of a row of ``members_with_days`` that came with its person, mandate and body."""
    mandate = cast(Mandate, office.mandate)  # members_with_days keeps those of a mandate
    since: dt.date = office.since  # type: ignore[attr-defined]
    return Entitlement(
        person=office.person,
        office=office,
        mandate=mandate,
        owed=asked.owed,
        received_here=office.days_here,  # type: ignore[attr-defined]
        received_elsewhere=office.days_elsewhere,  # type: ignore[attr-defined]
        since=since,
        due_before=min(due_before(since, asked.years), mandate.ends_on),
        on=on,
    )


def entitlements(offices: QuerySet[Office], on: dt.date) -> list[Entitlement]:
    """The entitlements of rows of ``members_with_days``, in their order: two queries."""
    asked = law(on)
    return [entitlement_of(office, asked, on) for office in offices.select_related("person", "mandate", "body")]


def entitlement_of_body(body: Body, on: dt.date) -> list[Entitlement]:
    """The members of one council, those who lack most first."""
    rows = members_with_days(on).filter(body=body)
    return entitlements(rows.order_by(F("received"), "person__sort_ar", "pk"), on)


def entitlement_of_person(person: Person, on: dt.date) -> list[Entitlement]:
    """A person's entitlements, one for each mandate that runs (a member may sit on two councils)."""
    return entitlements(members_with_days(on).filter(person=person).order_by("body"), on)


class Tally(NamedTuple):
    """Members of some councils, and how many of them have all their days."""

    members: int
    complete: int
    late: int


def tally(offices: QuerySet[Office], on: dt.date) -> Tally:
    """The count of ``members_with_days``, in one pass."""
    asked = law(on)
    done = Q(received__gte=asked.owed)
    counts = offices.aggregate(
        members=Count("pk"), complete=Count("pk", filter=done), late=Count("pk", filter=is_due(on, asked.years) & ~done)
    )
    return Tally(**counts)


class Line(NamedTuple):
    """One line of a member's ledger, in half-days: what was given, where, and whether it counts."""

    first_day: dt.date
    last_day: dt.date
    what: str
    half_days: int
    counts: bool
    state: ClaimState | None
    stay: ElsewhereDay | None


def ledger(owed: Entitlement) -> list[Line]:
    """Each session received and each stay elsewhere of the mandate, the latest first: two queries.

    A stay shows the half-days on which the person was not counted present here: each counts once.
    """
    ran = {"person": owed.person, "day__gte": owed.mandate.starts_on, "day__lt": owed.mandate.ends_on}
    sessions: dict[int, list[Presence]] = {}
    stays: dict[UUID, list[ElsewhereDay]] = {}
    for presence in Presence.objects.filter(counts=True, status__in=COUNTED, **ran).select_related("register"):
        sessions.setdefault(presence.register_id, []).append(presence)
    here = {(presence.day, presence.part) for rows in sessions.values() for presence in rows}
    for row in ElsewhereDay.objects.filter(**ran):
        stays.setdefault(row.stay, []).append(row)
    lines = [*(_received(rows) for rows in sessions.values()), *(_told(rows, here) for rows in stays.values())]
    return sorted(lines, key=lambda line: line.first_day, reverse=True)


def _received(rows: list[Presence]) -> Line:
    days = sorted(row.day for row in rows)
    return Line(days[0], days[-1], str(rows[0].register), len(rows), True, None, None)


def _told(rows: list[ElsewhereDay], here: set[tuple[dt.date, str]]) -> Line:
    first, days = rows[0], sorted(row.day for row in rows)
    state, what = ClaimState(first.state), joined([first.topic, first.provider])
    n = sum((row.day, row.part) not in here for row in rows)
    return Line(days[0], days[-1], what, n, state == ClaimState.ACCEPTED and n > 0, state, first)


def _count(rows: QuerySet[Presence] | QuerySet[ElsewhereDay]) -> Coalesce:
    counted = rows.order_by().values("person").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
