"""The world of the demo while it is told: its day, its territory, those who act, and its journal."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from random import Random
from typing import Any

from django.db import models

from takwin.accounts.models import User
from takwin.catalogue.models import Topic, Trainer
from takwin.core import clock
from takwin.directory.enums import BodyKind, Level
from takwin.directory.models import Body, Place, Room
from takwin.directory.queries import body_of
from takwin.journal.actions import plain, target_of
from takwin.journal.models import Entry
from takwin.people.models import Office

REGION = "03"  # Fès-Meknès
IFRANE = "03.271"
BEGINS = dt.date(2022, 1, 10)  # Takwin is in use from this day on
MANDATE = (dt.date(2021, 9, 8), dt.date(2027, 9, 8))
BATCH = 500
SEED = 2021


@dataclass
class Province:
    """A province or prefecture with its council, its administration and its communes."""

    place: Place
    council: Body
    state: Body
    communes: list[Body]
    rooms: list[Room] = field(default_factory=list)

    @property
    def payers(self) -> list[Body]:
        return [self.council, *self.communes]


@dataclass
class Team:
    """The accounts that act in the story."""

    region: User
    colleague: User
    finance: User
    provinces: dict[int, User] = field(default_factory=dict)  # by place
    communes: dict[int, User] = field(default_factory=dict)  # by body


@dataclass
class World:
    """Everything told so far. ``as_of`` is the last day of the story, ``moment`` its last instant."""

    as_of: dt.date
    moment: dt.datetime
    rng: Random
    scale: float
    council: Body
    provinces: list[Province]
    offices: dict[int, list[Office]] = field(default_factory=lambda: defaultdict(list))  # elected, by body
    staff: dict[int, list[Office]] = field(default_factory=lambda: defaultdict(list))  # not elected, by body
    heads: dict[int, Office] = field(default_factory=dict)  # who signs for a body, by body
    universities: dict[str, Body] = field(default_factory=dict)
    topics: list[Topic] = field(default_factory=list)
    trainers: list[Trainer] = field(default_factory=list)
    zeal: dict[int, float] = field(default_factory=dict)  # how readily a member comes, by person
    taken: dict[int, set[dt.date]] = field(default_factory=lambda: defaultdict(set))  # days on which a person is taken
    received: dict[int, int] = field(default_factory=lambda: defaultdict(int))  # half-days, by person
    entries: list[Entry] = field(default_factory=list)
    team: Team = field(init=False)

    @property
    def home(self) -> Province:
        """Where the session of the day is held: Ifrane."""
        return next(province for province in self.provinces if province.place.code == IFRANE)

    @property
    def place(self) -> Place:
        return self.council.place

    def has_come(self, day: dt.date) -> bool:
        """Whether the story has reached that day: what lies after it is not told."""
        return day <= self.as_of

    def instant(self, day: dt.date, hour: int = 10, minute: int = 0) -> dt.datetime:
        """A moment of a day in Morocco, never after the end of the story."""
        wall = dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.CASABLANCA)
        return min(wall.astimezone(dt.UTC), self.moment)

    def on(self, day: dt.date, hour: int = 10, minute: int = 0) -> AbstractContextManager[None]:
        """Acts inside happen on that day."""
        return clock.at(self.instant(day, hour, minute))

    def note(self, verb: str, thing: models.Model, *, by: User | None, at: dt.datetime, **facts: Any) -> None:
        """Keep the journal's line of an act told in bulk; ``write_notes`` writes them."""
        self.entries.append(Entry(at=at, by=by, verb=verb, target=target_of(thing), facts=plain(facts)))

    def write_notes(self) -> None:
        Entry.objects.bulk_create(self.entries, BATCH)
        self.entries = []


def open_world(as_of: dt.date, scale: float) -> World:
    """The region as the map has it, with nobody in it yet; ``scale`` below one keeps fewer provinces and communes."""
    region = Place.objects.get(level=Level.REGION, code=REGION)
    end = dt.datetime(as_of.year, as_of.month, as_of.day, 17, 30, tzinfo=clock.CASABLANCA).astimezone(dt.UTC)
    return World(
        as_of=as_of,
        moment=min(end, clock.now()) if as_of == clock.today() else end,
        rng=Random(SEED),
        scale=scale,
        council=body_of(region, BodyKind.REGION),
        provinces=list(_provinces(region, scale)),
    )


def _provinces(region: Place, scale: float) -> Iterator[Province]:
    """At a small scale the province of Ifrane comes first, since the story of the day is told there."""
    bodies = Body.objects.filter(place__region=region).select_related("place__province", "place__region")
    by_province: dict[int, list[Body]] = defaultdict(list)
    for body in bodies.order_by("place__code"):
        if body.place.province_id and body.kind in (BodyKind.PROVINCE, BodyKind.STATE, BodyKind.COMMUNE):
            by_province[body.place.province_id].append(body)
    places = Place.objects.filter(level=Level.PROVINCE, region=region).order_by("code")
    chosen = sorted(places, key=lambda place: (place.code != IFRANE, place.code))[: max(2, round(9 * scale))]
    for place in chosen:
        communes = [body for body in by_province[place.pk] if body.kind == BodyKind.COMMUNE]
        kept = max(3, round(len(communes) * scale))
        yield Province(
            place=place,
            council=_of_kind(by_province[place.pk], BodyKind.PROVINCE),
            state=_of_kind(by_province[place.pk], BodyKind.STATE),
            communes=communes[:kept],
        )


def _of_kind(bodies: Iterable[Body], kind: BodyKind) -> Body:
    return next(body for body in bodies if body.kind == kind)
