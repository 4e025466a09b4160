"""Presence counted by council, province, session or programme: only half-days that are sealed, since until then who is
not marked is not yet absent."""

from typing import Any, TypeVar

from django.db.models import Count, Exists, F, FloatField, IntegerField, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce

from takwin.accounts.models import User
from takwin.attendance.enums import COUNTED, Status
from takwin.attendance.models import Presence, RegisterHalfDay
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed

M = TypeVar("M", bound=Model)
CAME = Q(status__in=COUNTED)
COUNTS = {
    "half_days": Q(),
    "came": CAME,
    "late": Q(status=Status.LATE),
    "excused": Q(status=Status.EXCUSED),
    "absent": Q(status=Status.ABSENT),
}


def sealed_presences(user: User) -> QuerySet[Presence]:
    """What is said, in sealed half-days of training sessions, of the people this user may see."""
    sealed = RegisterHalfDay.objects.filter(
        register=OuterRef("register"), day=OuterRef("day"), part=OuterRef("part"), sealed_at__isnull=False
    )
    rows = Presence.objects.filter(Exists(sealed), register__session__isnull=False)
    return allowed(rows, user, Permission.PRESENCE_VIEW).order_by()


def with_rates(rows: QuerySet[M], presences: QuerySet[Presence], path: str) -> QuerySet[M]:
    """The rows that ``path`` leads to from a presence, each with its half-days by what was said, and its ``share``."""
    mine = presences.filter(**{path: OuterRef("pk")}).values(path)

    def count(which: Q) -> Coalesce:
        told = mine.filter(which).annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(told), 0, output_field=IntegerField())

    counted = rows.filter(pk__in=presences.values(path)).annotate(**{name: count(q) for name, q in COUNTS.items()})
    found: QuerySet[M] = counted.annotate(share=Cast("came", FloatField()) / F("half_days"))
    return found


def whole(presences: QuerySet[Presence]) -> dict[str, Any]:
    """The same of all of them together; ``share`` is absent where nothing is sealed yet."""
    counts: dict[str, Any] = presences.aggregate(**{name: Count("pk", filter=q) for name, q in COUNTS.items()})
    return counts | {"share": counts["came"] / counts["half_days"] if counts["half_days"] else None}
