"""The officer has read what trainers closed, a week after the last day; what ended these last five weeks waits."""

import datetime as dt

from django.db.models import Max, OuterRef, Subquery

from takwin.attendance.models import RegisterHalfDay
from takwin.portal.demo.world import World

READ_AFTER = dt.timedelta(weeks=1)
STILL_WAITS = dt.timedelta(weeks=5)


def read_what_was_closed(world: World) -> None:
    by = world.team.region
    days = RegisterHalfDay.objects.filter(register=OuterRef("register")).order_by()
    last = Subquery(days.values("register").annotate(last=Max("day")).values("last"))
    sealed = RegisterHalfDay.objects.filter(sealed_at__isnull=False).annotate(last=last)
    rows = list(sealed.filter(last__lte=world.as_of - STILL_WAITS).order_by("day", "part", "pk"))
    for half in rows:
        half.validated_at, half.validated_by = world.instant(half.last + READ_AFTER, 9), by
        world.note("half_day.validated", half, by=by, at=half.validated_at)
    RegisterHalfDay.objects.bulk_update(rows, ["validated_at", "validated_by"], batch_size=200)
