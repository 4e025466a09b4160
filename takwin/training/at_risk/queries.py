"""Who will miss days of his mandate if nothing more is done, council by council, and which sessions can still help.

A member misses what the law owes him less what he has received and what the sessions he is already enrolled in will
give. A half-day serves until the days are due; once they are late, until the end of the mandate (decree 2-16-297,
article 7, and decision 15). Nothing is stored.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from takwin.accounts.models import User
from takwin.attendance.models import RegisterHalfDay
from takwin.core.halfdays import in_days
from takwin.directory.models import Body, Place
from takwin.people.models import Office
from takwin.programmes.queries.entitlement import Entitlement, entitlements, law, members_with_days
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.training.enums import EnrolmentState
from takwin.training.models import TrainingSession
from takwin.training.queries import STANDING, Seats, obstacles_to, seats_of_each

SESSIONS_SHOWN = 6


@dataclass(frozen=True)
class Short:
    """A member who will miss half-days, with those of the sessions he is already enrolled in."""

    owed: Entitlement
    planned: int

    @property
    def missing(self) -> int:
        return self.owed.remaining - self.planned

    @property
    def days_missing(self) -> float:
        return in_days(self.missing)

    @property
    def days_planned(self) -> float:
        return in_days(self.planned)

    @property
    def days_received(self) -> float:
        return in_days(self.owed.received)

    @property
    def days_owed(self) -> int:
        return self.owed.owed // 2

    @property
    def until(self) -> dt.date:
        """The day before which a half-day still serves."""
        return self.owed.mandate.ends_on if self.owed.late_since else self.owed.due_before


@dataclass(frozen=True)
class Offer:
    """A session to come in which a council may still nominate people."""

    session: TrainingSession
    seats: Seats
    half_days: int

    def is_for(self, body: Body) -> bool:
        """Whether the council is invited: it is among those named, or nobody is and it is of the territory."""
        if self.seats.kept:
            return self.seats.invites(body.pk)
        place, seat = self.session.place, body.place
        return place.province_id == seat.province_id if place.province_id else place.region_id == seat.region_id

    def serves(self, member: Short) -> bool:
        return self.session.starts_on < member.until


@dataclass(frozen=True)
class CouncilShort:
    """The members of one council who will miss days, and what the sessions to come can do about it."""

    body: Body
    members: list[Short]
    offers: list[Offer]

    @cached_property
    def days_missing(self) -> float:
        """Days missing to all of them together."""
        return in_days(sum(member.missing for member in self.members))

    @cached_property
    def late(self) -> int:
        return sum(member.owed.late_since is not None for member in self.members)

    @cached_property
    def within_reach(self) -> int:
        """Members whom the sessions to come would give all that is missing, each counted by himself."""
        return sum(self._offered(member) >= member.missing for member in self.members)

    @cached_property
    def seats_left(self) -> int:
        return sum(offer.seats.left_for(self.body.pk) for offer in self.offers)

    def _offered(self, member: Short) -> int:
        return sum(offer.half_days for offer in self.offers if offer.serves(member))


@dataclass(frozen=True)
class ProvinceShort:
    """The councils of one province together; ``place`` is empty for the region's own council."""

    place: Place | None
    councils: list[CouncilShort]

    @property
    def members(self) -> int:
        return sum(len(council.members) for council in self.councils)

    @property
    def late(self) -> int:
        return sum(council.late for council in self.councils)

    @property
    def within_reach(self) -> int:
        return sum(council.within_reach for council in self.councils)

    @property
    def days_missing(self) -> float:
        return sum(council.days_missing for council in self.councils)


@dataclass(frozen=True)
class Chance:
    """One session that can help members of a council: who may come, and who is proposed within the seats left."""

    offer: Offer
    left: int
    people: list[tuple[Short, str, bool]]

    @property
    def proposed(self) -> int:
        return sum(is_proposed for _member, _obstacle, is_proposed in self.people)


def short_members(offices: QuerySet[Office], on: dt.date) -> list[Short]:
    """Those of ``members_with_days`` who will miss days, the most pressing first: two queries."""
    halves = RegisterHalfDay.objects.filter(
        register__session__state__in=STANDING,
        register__session__enrolments__state=EnrolmentState.ENROLLED,
        register__session__enrolments__person=OuterRef("person"),
        day__gt=on,
        day__lt=OuterRef("mandate__ends_on"),
    )
    counted = halves.order_by().values("register__session__enrolments__person").annotate(n=Count("pk")).values("n")
    planned = Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
    rows = offices.annotate(planned=planned, given=F("received") + F("planned")).filter(given__lt=law(on).owed)
    members = [Short(owed, owed.office.planned) for owed in entitlements(rows, on)]  # type: ignore[attr-defined]
    return sorted(members, key=lambda member: (member.until, -member.missing, member.owed.person.sort_ar))


def offers(user: User, on: dt.date) -> list[Offer]:
    """The sessions to come that the reader sees, the first first: three queries."""
    seen = allowed(TrainingSession.objects, user, Permission.SESSION_VIEW)
    rows = seen.filter(state__in=STANDING, starts_on__gt=on).select_related("topic", "place")
    sessions = list(rows.annotate(half_days=Count("register__half_days")).order_by("starts_on", "pk"))
    seats = seats_of_each(sessions)
    return [Offer(session, seats[session.pk], session.half_days) for session in sessions]


def provinces_short(bodies: QuerySet[Body], user: User, on: dt.date) -> list[ProvinceShort]:
    """Every council among ``bodies`` whose members will miss days, by province; most members first in each."""
    by_body: dict[int, list[Short]] = defaultdict(list)
    for member in short_members(members_with_days(on).filter(body__in=bodies), on):
        by_body[member.owed.office.body_id].append(member)
    open_to = offers(user, on)
    by_province: dict[int | None, list[CouncilShort]] = defaultdict(list)
    for body in Body.objects.filter(pk__in=by_body).select_related("place__province"):
        council = CouncilShort(body, by_body[body.pk], [offer for offer in open_to if offer.is_for(body)])
        by_province[body.place.province_id].append(council)
    found = [_province(councils) for councils in by_province.values()]
    return sorted(found, key=lambda row: (row.place is not None, -row.members))


def _province(councils: Iterable[CouncilShort]) -> ProvinceShort:
    rows = sorted(councils, key=lambda row: (-len(row.members), row.body.sort_ar))
    return ProvinceShort(rows[0].body.place.province, rows)


def council_short(body: Body, user: User, on: dt.date) -> CouncilShort:
    members = short_members(members_with_days(on).filter(body=body), on)
    return CouncilShort(body, members, [offer for offer in offers(user, on) if offer.is_for(body)])


def chances(council: CouncilShort) -> list[Chance]:
    """The first sessions that can help, each with those it serves: the most pressing who can come are proposed, as many
    as seats are left. Four queries."""
    first = council.offers[:SESSIONS_SHOWN]
    persons = [member.owed.person.pk for member in council.members]
    stands = obstacles_to([offer.session for offer in first], persons)
    found = []
    for offer in first:
        left = free = offer.seats.left_for(council.body.pk)
        people = []
        for member in filter(offer.serves, council.members):
            obstacle = stands[offer.session.pk].get(member.owed.person.pk, "")
            is_proposed = not obstacle and free > 0
            free -= is_proposed
            people.append((member, obstacle, is_proposed))
        found.append(Chance(offer, left, people))
    return found
