"""What a planned day should make one think of: it warns, it never forbids."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from takwin.core import formats
from takwin.core.halfdays import HalfDay, Part
from takwin.directory.enums import Level
from takwin.directory.models import Body, Holiday, Place
from takwin.directory.parameters import Hours, parameter, parameters

FITR = "عيد الفطر"
LONGEST_RAMADAN = dt.timedelta(days=30)
SATURDAY = 5
SESSION_MONTHS = {
    Level.REGION: ("session_months_region", gettext_lazy("regional councils")),
    Level.PROVINCE: ("session_months_province", gettext_lazy("prefectural and provincial councils")),
    Level.COMMUNE: ("session_months_commune", gettext_lazy("communal councils")),
}


class WarningKind(TextChoices):
    WEEKEND = "weekend", gettext_lazy("weekend")
    HOLIDAY = "holiday", gettext_lazy("holiday")
    MARGIN = "margin", gettext_lazy("beside a holiday")
    SESSION_MONTH = "session_month", gettext_lazy("month of council sessions")


class DayWarning(NamedTuple):
    """A reason to think again about a day, with its sentence in the reader's language."""

    kind: WarningKind
    day: dt.date
    sentence: str


def warnings_for(half_days: Iterable[HalfDay], place: Place) -> list[DayWarning]:
    """What one should know before keeping these half-days at ``place``: weekend, holiday, its margin, and the months
    in which the councils of that territory hold their ordinary sessions. Two queries and the parameters."""
    days = sorted({half_day.day for half_day in half_days})
    if not days:
        return []
    found = [*_weekends(days), *_holidays(days), *_session_months(days, place)]
    return sorted(found, key=lambda warning: warning.day)


def _weekends(days: list[dt.date]) -> list[DayWarning]:
    return [
        DayWarning(
            WarningKind.WEEKEND, day, _("%(day)s is a weekend day.") % {"day": formats.day(day, weekday=True)}
        )
        for day in days
        if day.weekday() >= SATURDAY
    ]  # fmt: skip


def _holidays(days: list[dt.date]) -> list[DayWarning]:
    margin = dt.timedelta(days=parameter("holiday_margin_days", on=days[0]))
    found = []
    for holiday in Holiday.objects.filter(day__range=(days[0] - margin, days[-1] + margin)).order_by("day"):
        # Each holiday is said once: of the day it falls on, otherwise of the nearest day beside it.
        nearest = min(days, key=lambda day: abs(holiday.day - day))
        if nearest == holiday.day:
            found.append(DayWarning(WarningKind.HOLIDAY, nearest, _on_holiday(nearest, holiday)))
        elif abs(holiday.day - nearest) <= margin:
            found.append(DayWarning(WarningKind.MARGIN, nearest, _beside_holiday(nearest, holiday)))
    return found


def _on_holiday(day: dt.date, holiday: Holiday) -> str:
    told = {"day": formats.day(day, weekday=True), "holiday": holiday}
    if holiday.is_estimated:
        return _("%(day)s is estimated to be a holiday: %(holiday)s.") % told
    return _("%(day)s is a holiday: %(holiday)s.") % told


def _beside_holiday(day: dt.date, holiday: Holiday) -> str:
    told = {"day": formats.day(day, weekday=True), "holiday": holiday, "on": formats.day(holiday.day)}
    if holiday.is_estimated:
        return _("%(day)s is close to %(holiday)s, estimated on %(on)s.") % told
    return _("%(day)s is close to %(holiday)s, on %(on)s.") % told


def _session_months(days: list[dt.date], place: Place) -> list[DayWarning]:
    levels = {Level.REGION: place.region_id, Level.PROVINCE: place.province_id, Level.COMMUNE: place.province_id}
    asked = {level: SESSION_MONTHS[level] for level, key in levels.items() if key}
    found = []
    firsts = {(day.year, day.month): day for day in reversed(days)}
    for day in sorted(firsts.values()):
        values = parameters([key for key, _councils in asked.values()], on=day)
        found += [
            DayWarning(
                WarningKind.SESSION_MONTH,
                day,
                _("In %(month)s the %(councils)s hold an ordinary session.")
                % {"month": formats.month(day), "councils": councils},
            )
            for key, councils in asked.values()
            if day.month in values[key]
        ]
    return found


def is_ramadan(day: dt.date) -> bool:
    """Whether the day falls in Ramadan, told by the recorded day of the feast that ends it; a day too many at its
    beginning rather than one too few, since its first day is known only the evening before."""
    feast = Holiday.objects.filter(name_ar__startswith=FITR, day__range=(day, day + LONGEST_RAMADAN))
    days = set(feast.values_list("day", flat=True))
    is_the_feast = day in days and day + dt.timedelta(days=1) in days
    return not is_the_feast and max(days, default=day) > day


def default_hours(half_days: Sequence[HalfDay], owner: Body | None = None) -> list[tuple[HalfDay, dt.time, dt.time]]:
    """From when to when each half-day runs unless its planner says otherwise: two queries a day."""
    hours: dict[tuple[dt.date, str], Hours] = {}
    for day in {half_day.day for half_day in half_days}:
        prefix = "ramadan_" if is_ramadan(day) else ""
        keys = {Part.MORNING: f"{prefix}morning_hours", Part.AFTERNOON: f"{prefix}afternoon_hours"}
        found = parameters(keys.values(), on=day, owner=owner)
        hours |= {(day, part): found[key] for part, key in keys.items()}
    return [(half_day, *hours[half_day.day, half_day.part]) for half_day in half_days]
