"""When and where the sessions of the story are held."""

import datetime as dt
from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from takwin.directory.models import Holiday
from takwin.portal.demo.programmes import YEARS
from takwin.portal.demo.world import Province, World

TUESDAY, WEDNESDAY = 1, 2
DAY = dt.timedelta(days=1)
WEEK = dt.timedelta(days=7)
FIRST_MONTH = {2022: 3, 2023: 6}
QUIET = range(1, 16), 8  # the first half of August: nobody comes
NEAR = dt.timedelta(days=9)  # around the end of the story, Ifrane holds the session of the day and no other
AHEAD = dt.timedelta(days=75)  # how long before it is held a session is planned


class Planned(NamedTuple):
    """A session to be told: its number in the year, its province, its two days and its topic."""

    number: int
    province: Province
    first_day: dt.date
    topic: int

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        return self.first_day, self.first_day + DAY

    @property
    def planned_on(self) -> dt.date:
        return self.first_day - AHEAD


def sessions_of(world: World, year: int) -> list[Planned]:
    """The sessions of a year in order of their days, those already planned by the end of the story only."""
    count = max(2, round(YEARS[year].sessions * world.scale))
    weeks = list(_weeks(world, year))
    told: list[Planned] = []
    taken: set[tuple[int, dt.date]] = set()
    for n in range(count):
        week = weeks[n * len(weeks) // count]
        province = _province(world)
        first_day = week + (n % 2) * DAY
        while (province.place.pk, first_day) in taken or _is_kept(world, province, first_day):
            first_day += WEEK
        taken |= {(province.place.pk, first_day + step * DAY) for step in (-1, 0, 1)}
        told.append(Planned(n, province, first_day, world.rng.randrange(len(world.topics))))
    return sorted((one for one in told if world.has_come(one.planned_on)), key=lambda one: (one.first_day, one.number))


def _weeks(world: World, year: int) -> Iterator[dt.date]:
    """Tuesdays of the months of training whose next two days are no holidays."""
    holidays = set(Holiday.objects.filter(day__year=year).values_list("day", flat=True))
    day = dt.date(year, FIRST_MONTH.get(year, 3), 1)
    day += (TUESDAY - day.weekday()) % 7 * DAY
    while day < dt.date(year, 12, 23):
        quiet = day.month == QUIET[1] and day.day in QUIET[0]
        if not quiet and not holidays & {day, day + DAY, day + 2 * DAY}:
            yield day
        day += WEEK


def _province(world: World) -> Province:
    """Provinces in proportion to their members, so that the largest has most sessions."""
    weights = list(accumulate(sum(len(world.offices[body.pk]) for body in p.payers) for p in world.provinces))
    return world.provinces[bisect(weights, world.rng.randrange(weights[-1]))]


def _is_kept(world: World, province: Province, day: dt.date) -> bool:
    return province.place.code == world.home.place.code and abs(day - world.as_of) <= NEAR


def days_of_today(as_of: dt.date) -> tuple[dt.date, dt.date]:
    """The two days of the session of the day: the end of the story is one of them, and they share a week's half."""
    second = as_of.weekday() in (4, 6)  # Friday, Sunday
    return (as_of - DAY, as_of) if second else (as_of, as_of + DAY)
