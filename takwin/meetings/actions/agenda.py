"""The agenda: what is due and what was promised comes by itself, the rest by hand; in an order one chooses."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core.refused import checked_many
from takwin.journal.actions import record
from takwin.meetings.actions.locks import locked_open
from takwin.meetings.enums import Origin
from takwin.meetings.models import AgendaItem, Meeting
from takwin.meetings.queries.meetings import Point, points_of


def bring_points(meeting: Meeting) -> int:
    """Write at the end what the agenda should hold and does not yet; inside the caller's transaction.

    A point on late contributions or coming sessions is brought once: afterwards it is the writer's.
    """
    items = list(meeting.agenda.all())
    there = {item.obligation_id for item in items if item.obligation_id}
    told = {item.origin for item in items if item.origin in (Origin.LATE, Origin.COMING)}
    new = [
        point
        for point in points_of(meeting)
        if (point.obligation.pk not in there if point.obligation else point.origin not in told)
    ]
    _append(meeting, new)
    return len(new)


def _append(meeting: Meeting, points: Iterable[Point]) -> None:
    last = meeting.agenda.aggregate(last=Max("order"))["last"] or 0
    checked_many([
        AgendaItem(meeting=meeting, order=last + n, text=one.text, origin=one.origin, obligation=one.obligation)
        for n, one in enumerate(points, 1)
    ])  # fmt: skip


@transaction.atomic
def add_point(meeting: Meeting, *, text: str, by: User | None) -> None:
    """Add a point in the writer's own words."""
    meeting = locked_open(meeting)
    if not text.strip():
        raise ValidationError({"text": _("Say what is to be discussed.")})
    _append(meeting, [Point(text.strip(), Origin.OWN)])
    record("agenda.point_added", meeting, by=by)


@transaction.atomic
def move_point(item: AgendaItem, *, up: bool, by: User | None) -> None:
    """Change places with the neighbour; the first has nowhere higher to go, the last nowhere lower."""
    meeting = locked_open(item.meeting)
    items = list(meeting.agenda.order_by("order", "pk"))
    here = next((n for n, one in enumerate(items) if one.pk == item.pk), None)
    there = None if here is None else here + (-1 if up else 1)
    if here is None or there is None or not 0 <= there < len(items):
        return
    items[here], items[there] = items[there], items[here]
    for order, one in enumerate(items, 1):
        one.order = order
    AgendaItem.objects.bulk_update(items, ["order"])
    record("agenda.ordered", meeting, by=by)


@transaction.atomic
def remove_point(item: AgendaItem, *, by: User | None) -> None:
    """Take a point off. What was promised stays promised, and comes back with the next meeting."""
    meeting = locked_open(item.meeting)
    meeting.agenda.filter(pk=item.pk).delete()
    record("agenda.point_removed", meeting, by=by)
