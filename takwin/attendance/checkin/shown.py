"""On a person's own page, the half-days of today that he may mark himself."""

from typing import Any

from takwin.attendance.checkin.actions import opens_at
from takwin.attendance.enums import COUNTED
from takwin.attendance.models import Presence, RegisterHalfDay
from takwin.attendance.standing import apologies, put_off
from takwin.core import clock
from takwin.people.models import Person


def to_check_in(person: Person) -> dict[str, Any] | None:
    """The half-days of today that are not closed, whether the person is marked as being there, from when he can say
    it himself and whether that hour has come. Whoever sent his apologies is told nothing before it."""
    today = clock.today()
    rows = RegisterHalfDay.objects.exclude(put_off()).filter(
        day=today, sealed_at=None, register__expected__person=person
    )
    halves = list(rows.select_related("register__place").order_by("part", "pk"))
    there = set(
        Presence.objects.filter(person=person, day=today, status__in=COUNTED).values_list("register", "part")
        if halves
        else ()
    )
    now = clock.now()
    excused = {register for register, who in apologies({half.register_id for half in halves}) if who == person.pk}
    said = [
        (half, (half.register_id, half.part) in there, opens_at(half).time(), now >= opens_at(half))
        for half in halves
        if half.register_id not in excused or now >= opens_at(half)
    ]
    return {"halves": said} if said else None
