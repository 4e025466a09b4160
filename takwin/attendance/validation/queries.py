"""What trainers closed and no officer has read yet, with what he should see of it before he says so."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from takwin.accounts.models import User
from takwin.attendance.enums import FIGURES, Source
from takwin.attendance.models import Expected, Mark, Presence, Register, RegisterHalfDay
from takwin.attendance.queries import Tally, tallies
from takwin.attendance.sync.models import Case
from takwin.core.halfdays import HalfDay, Part
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed

WAITS = Q(sealed_at__isnull=False, validated_at=None)


def to_validate(user: User) -> QuerySet[RegisterHalfDay]:
    """The half-days that trainers closed and that this officer has not read, the oldest first."""
    mine = allowed(RegisterHalfDay.objects, user, Permission.PRESENCE_CORRECT)
    return mine.filter(WAITS).select_related("register").order_by("day", "part", "pk")


def _closed() -> QuerySet[RegisterHalfDay]:
    """The half-days that wait, of the register of an outer query."""
    return RegisterHalfDay.objects.filter(WAITS, register=OuterRef("pk")).order_by()


def _counted(rows: QuerySet[Any]) -> Coalesce:
    """How many ``rows`` there are of each register; none is zero."""
    counted = rows.order_by().values("register").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def _where_it_waits() -> Exists:
    """Whether what the outer query says of a half-day is said of one that waits."""
    same = {name: OuterRef(name) for name in ("register", "day", "part")}
    return Exists(RegisterHalfDay.objects.filter(WAITS, **same))


def registers_to_validate(user: User) -> QuerySet[Register]:
    """The registers some of whose half-days wait for this officer: their last such day, how many there are, how many
    people are expected, how many doubts are open, and what is said, told in half-days of a person."""
    here = Q(_where_it_waits(), register=OuterRef("pk"))
    said = Presence.objects.filter(here)
    mine = allowed(Register.objects, user, Permission.PRESENCE_CORRECT).select_related("place")
    return mine.filter(Exists(_closed())).annotate(
        last_day=Subquery(_closed().values("register").annotate(last=Max("day")).values("last")),
        halves=_counted(_closed()),
        people=_counted(Expected.objects.filter(register=OuterRef("pk"))),
        doubts=_counted(Case.objects.filter(here, settled_at=None)),
        **{name.value: _counted(said.filter(status__in=told)) for name, told in FIGURES.items()},
    )


@dataclass(frozen=True)
class Seen:
    """A half-day as the officer sees it before he validates: who came, how many corrections were made, how many doubts
    are open on it, and how many ``marks`` say all that: the ledger only grows, so that their number tells a change."""

    half: RegisterHalfDay
    tally: Tally
    marks: int
    corrections: int
    doubts: int

    @property
    def waits(self) -> bool:
        return self.half.sealed_at is not None and self.half.validated_at is None

    @property
    def is_ready(self) -> bool:
        return self.waits and not self.doubts


def seen_of(register: Register) -> list[Seen]:
    """The half-days of a register in their order; a fixed number of queries."""
    told, marks = tallies(register), marks_of_halves(register)
    corrections = marks_of_halves(register, Q(source=Source.CORRECTION))
    doubts = doubts_of(register)
    return [
        Seen(half, told[at], marks[at], corrections[at], doubts[at])
        for half in register.half_days.select_related("validated_by").order_by("day", "part")
        for at in [half.half_day]
    ]


def marks_of_halves(register: Register, which: Q | None = None) -> Counter[HalfDay]:
    """How many marks the ledger holds of each half-day."""
    rows = Mark.objects.filter(which or Q(), register=register).order_by().values_list("day", "part")
    return Counter({HalfDay(day, Part(part)): n for day, part, n in rows.annotate(n=Count("pk"))})


def doubts_of(register: Register) -> Counter[HalfDay]:
    """How many doubts are open on each half-day; one that names no half-day holds none back."""
    rows = register.cases.filter(settled_at=None, day__isnull=False).order_by().values_list("day", "part")
    return Counter({HalfDay(day, Part(part)): n for day, part, n in rows.annotate(n=Count("pk")) if day and part})
