"""What a telephone carries with it, the devices and the cases an officer sees."""

import datetime as dt
from collections import defaultdict
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.attendance.models import Expected, Mark, Presence, Register, RegisterHalfDay
from takwin.attendance.standing import apologies, put_off
from takwin.attendance.sync.judging import part_name
from takwin.attendance.sync.models import Case, Device
from takwin.core import clock
from takwin.core.identifiers import masked_cin, masked_phone
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed, may

BEHIND, AHEAD = dt.timedelta(days=2), dt.timedelta(days=8)  # what a telephone carries, to work for days alone


def carried(user: User) -> list[dict[str, Any]]:
    """The registers that a keeper's telephone carries: those of these days, with their rolls and what is said of each.

    A fixed number of queries, whatever the number of registers.
    """
    today = clock.today()
    near = RegisterHalfDay.objects.exclude(put_off()).filter(day__gte=today - BEHIND, day__lte=today + AHEAD)
    mine = allowed(Register.objects, user, Permission.PRESENCE_MARK).filter(pk__in=near.values("register"))
    registers = list(mine.select_related("place").order_by("pk")[:40])
    halves, lines, said = _by_register(registers)
    excused = sorted(apologies([register.pk for register in registers]))
    return [
        {
            "register": register.pk,
            "title": str(register),
            "reference": register.reference,
            "place": register.place.name,
            "half_days": halves[register.pk],
            "people": lines[register.pk],
            "said": said[register.pk],
            "apologies": [person for kept, person in excused if kept == register.pk],
        }
        for register in registers
    ]


def _by_register(registers: list[Register]) -> tuple[dict[int, list[Any]], ...]:
    halves, lines, said = defaultdict(list), defaultdict(list), defaultdict(list)
    for half in RegisterHalfDay.objects.filter(register__in=registers).order_by("day", "part"):
        halves[half.register_id].append({
            "day": half.day.isoformat(), "part": part_name(half.part), "from": f"{half.starts_at:%H:%M}",
            "to": f"{half.ends_at:%H:%M}", "sealed": half.sealed_at is not None,
        })  # fmt: skip
    people = Expected.objects.filter(register__in=registers).select_related("person", "body")
    for line in people.order_by("person__sort_ar" if get_language() == "ar" else "person__sort_fr", "pk"):
        words = f"{line.person.search_text} {line.body.search_text}"
        told = [line.person_id, str(line.person), line.body.name, line.capacity, words]
        lines[line.register_id].append(told)
    rows = Presence.objects.filter(register__in=registers).order_by("pk")
    for register, person, day, part, status in rows.values_list("register", "person", "day", "part", "status"):
        said[register].append([person, day.isoformat(), part_name(part), status])
    return halves, lines, said


def devices_of(user: User) -> QuerySet[Device]:
    """The devices of those who keep registers in the reader's territory, with how much waits of each."""
    waiting = Count("received__case", filter=Q(received__case__settled_at=None))
    seen = allowed(Device.objects, user, Permission.PRESENCE_CORRECT)
    return seen.select_related("user").annotate(marks=Count("received"), waiting=waiting)


def cases_seen(user: User) -> QuerySet[Case]:
    """The cases of the reader's registers; those that no register could be read of, of the phones he sees."""
    mine = Q(pk__in=allowed(Case.objects, user, Permission.PRESENCE_CORRECT).values("pk"))
    phones = allowed(Device.objects, user, Permission.PRESENCE_CORRECT).values("pk")
    return Case.objects.filter(mine | Q(register=None, device__in=phones))


def cases_of(user: User) -> QuerySet[Case]:
    """What waits, and what was settled, in the reader's territory."""
    seen = cases_seen(user)
    return seen.select_related("register__place", "other", "person", "device__user", "settled_by", "received")


def marks_of_case(case: Case, reader: User) -> list[Mark]:
    """Both marks, or all: what was said of this person's half-day, in whatever register the reader sees."""
    if case.person_id is None or case.day is None:
        return []
    seen = allowed(Register.objects, reader, Permission.PRESENCE_VIEW).values("pk")
    said = Mark.objects.filter(person=case.person_id, day=case.day, part=case.part, register__in=seen)
    return list(said.select_related("register", "by").order_by("at", "pk"))


def told_of_stranger(case: Case, reader: User) -> list[tuple[str, str]]:
    """What the keeper typed of somebody unknown, beside his name: numbers in clear for those who see them there."""
    clear = case.register is not None and may(reader, Permission.PERSON_UNMASK, case.register)
    card, phone = case.who.get("cin", ""), case.who.get("phone", "")
    rows = [
        (_("Commune or body"), case.who.get("body", "")),
        (_("Number of the national card"), card if clear else masked_cin(card)),
        (_("Telephone"), phone if clear else masked_phone(phone)),
    ]
    return [(label, value) for label, value in rows if value]


def reason_of(case: Case) -> str:
    """What the keeper wrote beside the mark, when he wrote anything."""
    said = case.received.said if case.received else None
    return str(said.get("reason") or "") if isinstance(said, dict) else ""


def open_cases(user: User) -> int:
    """How many doubts wait for this officer."""
    return cases_seen(user).filter(settled_at=None).count()
