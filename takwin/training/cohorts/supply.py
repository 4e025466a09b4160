"""Accredited trainers against the sessions planned in the twelve months to come, by topic and province."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from takwin.accounts.models import User
from takwin.catalogue.models import Accreditation, Mastery, Topic
from takwin.core import clock, formats
from takwin.directory.models import Place
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.training.enums import SessionState
from takwin.training.models import TrainingSession

PLANNED = [SessionState.TENTATIVE, SessionState.CONFIRMED, SessionState.POSTPONED]
YEAR = dt.timedelta(days=365)
NAMED = 3  # provinces named in a sentence


@dataclass
class Supply:
    """One province, for one topic: who lives there and is accredited, what is planned there."""

    place: Place
    trainers: int = 0
    elsewhere: int = 0
    sessions: int = 0
    first_on: dt.date | None = None

    @property
    def is_gap(self) -> bool:
        return bool(self.sessions) and not self.trainers

    @property
    def said(self) -> str:
        """The supply against the demand, in words."""
        if not self.sessions:
            return _("no session is planned here")
        if not self.trainers and not self.elsewhere:
            return _("nobody is accredited in this topic, here or elsewhere")
        if not self.trainers:
            return ngettext(
                "nobody here; %(n)s accredited trainer would come from elsewhere",
                "nobody here; %(n)s accredited trainers would come from elsewhere",
                self.elsewhere,
            ) % {"n": self.elsewhere}
        each = -(-self.sessions // self.trainers)
        said = ngettext("%(n)s session for each trainer", "%(n)s sessions for each trainer", each)
        return said % {"n": each}


@dataclass
class TopicSupply:
    """One topic, and its provinces: those that lack a trainer first."""

    topic: Topic
    people: int
    provinces: list[Supply] = field(default_factory=list)

    @property
    def sessions(self) -> int:
        return sum(row.sessions for row in self.provinces)

    @property
    def gaps(self) -> list[Supply]:
        return [row for row in self.provinces if row.is_gap]

    @property
    def is_orphan(self) -> bool:
        """Sessions are planned, nobody may teach them."""
        return bool(self.sessions) and not self.people

    @property
    def first_on(self) -> dt.date:
        return min(row.first_on for row in self.provinces if row.first_on)

    @property
    def said(self) -> str:
        if self.is_orphan:
            return _("nobody is accredited in this topic")
        if not self.sessions:
            return _("no session is planned")
        if not self.gaps:
            return _("each province where a session is planned has its trainer")
        names = [row.place.name for row in self.gaps[:NAMED]]
        more = len(self.gaps) - len(names)
        said = formats.listed(names) if not more else _("%(names)s and %(n)s more") % {
            "names": formats.listed(names), "n": more,
        }  # fmt: skip
        return _("no accredited trainer in %(provinces)s") % {"provinces": said}


def supply_for(user: User, permission: Permission = Permission.SESSION_VIEW) -> list[TopicSupply]:
    """The topics of the catalogues this user reads: the least served first. Five queries whatever their number."""
    topics = allowed(Topic.objects.filter(is_open=True), user, permission)
    homes = _homes(topics)
    planned = _planned(topics)
    keys = {place for rows in homes.values() for place in rows.values() if place} | {place for _t, place in planned}
    places = Place.objects.in_bulk(keys)
    found = []
    for topic in topics:
        living = homes.get(topic.pk, {})
        here = {place for place in living.values() if place} | {place for key, place in planned if key == topic.pk}
        rows = [_supply(places[place], living, planned.get((topic.pk, place), (0, None))) for place in here]
        rows.sort(key=lambda row: (not row.is_gap, -row.sessions, row.place.sort_ar))
        found.append(TopicSupply(topic, len(living), rows))
    return sorted(found, key=lambda one: (not one.is_orphan, -len(one.gaps), -one.sessions, one.topic.code))


def _supply(place: Place, living: dict[int, int | None], planned: tuple[int, dt.date | None]) -> Supply:
    here = sum(home == place.pk for home in living.values())
    return Supply(place, here, len(living) - here, *planned)


def _homes(topics: QuerySet[Topic]) -> dict[int, dict[int, int | None]]:
    """Of each topic, the trainers an act accredits in it today, with the province each lives in."""
    today = clock.today()
    rows = Accreditation.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today, trainer__is_open=True,
        trainer__owner__topics__in=topics,
    )  # fmt: skip
    homes: dict[int, dict[int, int | None]] = defaultdict(dict)
    in_all: dict[int, int | None] = {}
    for topic, trainer, home in rows.distinct().order_by().values_list("topic", "trainer", "trainer__province"):
        if topic:
            homes[topic][trainer] = home
        else:
            in_all[trainer] = home
    for topic, trainer in Mastery.objects.filter(trainer__in=in_all).values_list("topic", "trainer"):
        homes[topic][trainer] = in_all[trainer]
    return homes


def _planned(topics: QuerySet[Topic]) -> dict[tuple[int, int], tuple[int, dt.date | None]]:
    today = clock.today()
    rows = TrainingSession.objects.filter(topic__in=topics, state__in=PLANNED, starts_on__range=(today, today + YEAR))
    told = rows.order_by().values_list("topic", "place").annotate(n=Count("pk"), first=Min("starts_on"))
    return {(topic, place): (n, first) for topic, place, n, first in told}


def whole(rows: Sequence[TopicSupply]) -> dict[str, int]:
    """The figures at the head of the page."""
    return {
        "sessions": sum(row.sessions for row in rows),
        "orphans": sum(row.is_orphan for row in rows),
        "gaps": sum(len(row.gaps) for row in rows),
    }
