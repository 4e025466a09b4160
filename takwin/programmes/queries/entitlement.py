"""Days owed to a member: decree 2-16-297, article 7.

At least eight days in a mandate, before the end of its third year; what is missing stays due to the end of the
mandate and is shown as *late since*. Counted in half-days: a half-day counts once for a person, and serves
each mandate that ran that day. Nothing is stored: owed, received and late are a fold over dated facts.
"""

import datetime as dt
from dataclasses import dataclass
from typing import cast

from django.db.models import Count, F, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from takwin.attendance.enums import COUNTED
from takwin.attendance.models import Presence
from takwin.directory.models import Body
from takwin.directory.parameters import parameter
from takwin.people.enums import ELECTED
from takwin.people.models import Mandate, Office, Person
from takwin.programmes.enums import ClaimState
from takwin.programmes.models import ElsewhereDay


@dataclass(frozen=True)
class Entitlement:
    """What a member is owed for a mandate, in half-days, on a day."""

    person: Person
    office: Office
    mandate: Mandate
    owed: int
    received_here: int
    received_elsewhere: int
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
    def late_since(self) -> dt.date | None:
        """The day from which something missing is late, while the mandate runs."""
        return self.due_before if self.remaining and self.on >= self.due_before else None


def due_before(mandate: Mandate, on: dt.date) -> dt.date:
    """The day before which the days are due: the end of the mandate's third year."""
    years = int(parameter("training_years_before_due", on=on))
    start = mandate.starts_on
    try:
        return start.replace(year=start.year + years)
    except ValueError:  # a mandate that starts on 29 February
        return start.replace(year=start.year + years, day=28)


def members_with_days(on: dt.date) -> QuerySet[Office]:
    """One row for each elected member and mandate running ``on``, with ``days_here`` and ``days_elsewhere``: half-days.

    A member who holds several offices in one council is one row, that of the first office.
    """
    running = Office.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=on),
        title__in=ELECTED,
        starts_on__lte=on,
        mandate__starts_on__lte=on,
        mandate__ends_on__gt=on,
    )
    firsts = running.order_by().values("person", "mandate").annotate(first=Min("pk")).values("first")
    since, until = OuterRef("mandate__starts_on"), OuterRef("mandate__ends_on")
    here = Presence.objects.filter(
        person=OuterRef("person"), status__in=COUNTED, day__gte=since, day__lt=until, day__lte=on
    )
    elsewhere = ElsewhereDay.objects.filter(
        person=OuterRef("person"), state=ClaimState.ACCEPTED, day__gte=since, day__lt=until, day__lte=on
    )
    return Office.objects.filter(pk__in=firsts).annotate(days_here=_count(here), days_elsewhere=_count(elsewhere))


def entitlements(offices: QuerySet[Office], on: dt.date) -> list[Entitlement]:
    """The entitlements of rows of ``members_with_days``, in their order."""
    owed = 2 * int(parameter("training_days_owed", on=on))
    dues: dict[int, dt.date] = {}
    found = []
    for office in offices.select_related("person", "mandate", "body"):
        mandate = cast(Mandate, office.mandate)  # members_with_days keeps those of a mandate
        found.append(
            Entitlement(
                person=office.person,
                office=office,
                mandate=mandate,
                owed=owed,
                received_here=office.days_here,  # type: ignore[attr-defined]
                received_elsewhere=office.days_elsewhere,  # type: ignore[attr-defined]
                due_before=dues.setdefault(mandate.pk, due_before(mandate, on)),
                on=on,
            )
        )
    return found


def entitlement_of_body(body: Body, on: dt.date) -> list[Entitlement]:
    """The members of one council, those who lack most first."""
    rows = members_with_days(on).filter(body=body)
    return entitlements(rows.order_by(F("days_here") + F("days_elsewhere"), "person__sort_ar"), on)


def entitlement_of_person(person: Person, on: dt.date) -> list[Entitlement]:
    """A person's entitlements, one for each mandate that runs (a member may sit on two councils)."""
    return entitlements(members_with_days(on).filter(person=person).order_by("body"), on)


def _count(rows: QuerySet[Presence] | QuerySet[ElsewhereDay]) -> Coalesce:
    counted = rows.order_by().values("person").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
