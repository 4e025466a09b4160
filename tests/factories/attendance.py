"""Registers and those expected in them, for tests."""

import datetime as dt
from itertools import count
from typing import Any

from takwin.attendance.actions import open_register
from takwin.attendance.models import Expected, Register, RegisterHalfDay
from takwin.core.halfdays import HalfDay, Part, half_days
from takwin.directory.models import Body
from takwin.people.models import Person
from tests.factories.directory import make_body
from tests.factories.people import make_person

FIRST_DAY = dt.date(2026, 3, 10)  # a Tuesday, in the past of the machines that run this
HOURS = {Part.MORNING: (dt.time(9), dt.time(12, 30)), Part.AFTERNOON: (dt.time(14, 30), dt.time(17))}
_numbers = count(1)


def with_hours(first_day: dt.date = FIRST_DAY, days: int = 2) -> list[tuple[HalfDay, dt.time, dt.time]]:
    """Both halves of consecutive days, with plain hours."""
    return [(half, *HOURS[half.part]) for half in half_days(first_day, first_day + dt.timedelta(days=days - 1))]


def make_register(first_day: dt.date = FIRST_DAY, days: int = 2, **facts: Any) -> Register:
    """A register of consecutive days; by default two days in the past, so that they can be marked."""
    n = next(_numbers)
    owner = facts.pop("owner", None) or make_body()
    facts = {"place": owner.place, "title": f"Register {n}", "reference": f"REG-{n}"} | facts
    return open_register(owner=owner, half_days=with_hours(first_day, days), by=None, **facts)


def make_half_day(**facts: Any) -> RegisterHalfDay:
    """The first half-day of a register of one day."""
    register = facts.pop("register", None) or make_register(days=1, **facts)
    half_day: RegisterHalfDay = register.half_days.select_related("register").earliest("day", "part")
    return half_day


def make_expected(register: Register, person: Person | None = None, body: Body | None = None, **facts: Any) -> Expected:
    """A line of the roll, without taking the person (the action does)."""
    facts = {"capacity": "member"} | facts
    return Expected.objects.create(
        register=register, person=person or make_person(), body=body or register.owner, **facts
    )
