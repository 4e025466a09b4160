"""Plan a meeting and move it through its states."""

import datetime as dt
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.attendance.actions import is_begun, move_register, open_register
from takwin.core import clock
from takwin.core.halfdays import HalfDay
from takwin.core.moves import move
from takwin.core.refused import checked
from takwin.core.text import search_text
from takwin.directory.enums import Level
from takwin.directory.models import Place, Room
from takwin.documents.actions import take_number
from takwin.journal.actions import record
from takwin.meetings.actions.agenda import bring_points
from takwin.meetings.actions.locks import locked
from takwin.meetings.enums import MeetingState
from takwin.meetings.models import Invitation, Meeting, Minutes, Series
from takwin.meetings.queries.meetings import said_of

FARTHEST = 10  # years; beyond, the year is mistyped
LASTS = 3  # hours
USUAL = dt.time(9)  # where the register puts a meeting whose hour is not told
LAST_HOUR = dt.time(23, 59)


class Chair(NamedTuple):
    """Who chaired, as it is told: one of the meeting's list (``line``), who then was not uninvited, or a name that is
    not on it; and his capacity, which on the list may have been another."""

    name: str = ""
    capacity: str = ""
    line: Invitation | None = None


NOBODY = Chair()


@transaction.atomic
def plan_meeting(
    series: Series,
    *,
    subject: str,
    day: dt.date,
    starts_at: dt.time | None,
    place: Place | None = None,
    venue: str = "",
    room: Room | None = None,
    by: User | None,
) -> Meeting:
    """Put the next meeting of a series on the calendar, with its register, its agenda and empty minutes.

    The series' row is locked: two who plan at once take two numbers. The room and the people stay free.
    """
    series = Series.objects.select_for_update(of=("self",)).select_related("owner", "place").get(pk=series.pk)
    place = place or series.place
    _check_day(day)
    _check_place(series, place)
    series.last += 1
    series.save(update_fields=["last"])
    reference = _next_reference(series, day)
    meeting = Meeting(
        series=series,
        number=series.last,
        reference=reference,
        subject=subject.strip()[:300],
        day=day,
        starts_at=starts_at,
        place=place,
        venue=venue.strip()[:200],
        room=room,
        search_text=search_text(reference, series.name_ar, series.name_fr, place.name_ar, place.name_fr, subject),
    )
    meeting.register = open_register(
        owner=series.owner,
        place=place,
        title=f"{series.name_ar}، رقم {series.last}",
        title_fr=f"{series.name_fr}, n° {series.last}",
        reference=reference,
        half_days=[_hours(meeting)],
        counts=False,
        by=by,
    )
    checked(meeting)
    Minutes.objects.create(meeting=meeting)
    bring_points(meeting)
    record("meeting.planned", meeting, by=by, day=day, number=meeting.number)
    return meeting


def _check_day(day: dt.date) -> None:
    if abs(day.year - clock.today().year) > FARTHEST:
        raise ValidationError({"day": _("This year is too far away: is it mistyped?")})


def _check_place(series: Series, place: Place) -> None:
    inside = {series.place_id} & {place.pk, place.province_id, place.region_id}
    if not inside and series.place.level != Level.KINGDOM:
        raise ValidationError({"place": _("A meeting of this series is held in %(place)s.") % {"place": series.place}})


def _next_reference(series: Series, day: dt.date) -> str:
    code = series.owner.short_code or f"B{series.owner.pk}"
    return f"{code}-R{day:%y}-{take_number(series.owner, 'meeting', day.year):02d}"


def _hours(meeting: Meeting) -> tuple[HalfDay, dt.time, dt.time]:
    starts = meeting.starts_at or USUAL
    ends = starts.replace(hour=starts.hour + LASTS) if starts.hour + LASTS < LAST_HOUR.hour else LAST_HOUR
    return meeting.half_day, starts, ends


@transaction.atomic
def move_meeting(
    meeting: Meeting,
    *,
    day: dt.date,
    starts_at: dt.time | None,
    venue: str = "",
    reason: str = "",
    by: User | None,
) -> Meeting:
    """Hold it another day or elsewhere; those already invited are to be invited anew, with the reason."""
    meeting = locked(meeting)
    was_convened = meeting.state == "convened"
    move(meeting, "move")
    _check_day(day)
    if was_convened and not reason.strip():
        raise ValidationError({"reason": _("Invitations have been sent: say why the meeting moves.")})
    meeting.day, meeting.starts_at, meeting.venue = day, starts_at, venue.strip()[:200]
    meeting.reason = reason.strip()[:300]
    meeting.round += was_convened
    move_register(meeting.register, [_hours(meeting)], by=by)
    checked(meeting)
    meeting.invitations.update(letter=None, change=None)
    record("meeting.moved", meeting, by=by, day=day, round=meeting.round)
    return meeting


@transaction.atomic
def name_chairs(
    meeting: Meeting,
    *,
    chair: str,
    chair_capacity: str,
    co_chair: str = "",
    co_chair_capacity: str = "",
    by: User | None,
) -> Meeting:
    """Say beforehand who will chair, alone or two together: the invitations tell it, and it is proposed on the day."""
    meeting = locked(meeting)
    if meeting.state not in (MeetingState.PLANNED, MeetingState.CONVENED):
        raise ValidationError(_("The meeting was held: who chaired is said with it."))
    _chair(meeting, chair, chair_capacity, co_chair, co_chair_capacity)
    checked(meeting)
    record("meeting.chairs_named", meeting, by=by, chairs=1 + bool(meeting.co_chair))
    return meeting


def _chair(meeting: Meeting, *told: str) -> None:
    """Its chair with his capacity, then the second's, who is somebody else."""
    said = [one.strip()[:200] for one in told]
    if said[0] and said[0] == said[2]:
        raise ValidationError({"co_chair": _("The second is somebody else, chosen here or named below.")})
    meeting.chair, meeting.chair_capacity, meeting.co_chair, meeting.co_chair_capacity = said


@transaction.atomic
def hold_meeting(meeting: Meeting, first: Chair, second: Chair = NOBODY, *, by: User | None) -> Meeting:
    """Say that the meeting was held, and who chaired it, alone or two together; from its day on."""
    meeting = locked(meeting)
    move(meeting, "hold")
    if meeting.day > clock.today():
        raise ValidationError(_("The meeting has not taken place yet."))
    _chaired(meeting, first, second)
    record("meeting.held", meeting, by=by)
    return meeting


@transaction.atomic
def correct_chairs(meeting: Meeting, first: Chair, second: Chair = NOBODY, *, by: User | None) -> Meeting:
    """Say again who chaired, until the minutes, which open with it, are validated."""
    meeting = locked(meeting)
    if meeting.state != MeetingState.HELD:
        raise ValidationError(
            _("Who chaired is put right once the meeting was held and until the minutes are validated.")
        )
    _chaired(meeting, first, second)
    record("meeting.chairs_corrected", meeting, by=by, chairs=1 + bool(meeting.co_chair))
    return meeting


def _chaired(meeting: Meeting, first: Chair, second: Chair) -> None:
    chosen = [told.line.pk for told in (first, second) if told.line]
    lines = meeting.invitations.select_related("person", "body").in_bulk(chosen)
    _chair(meeting, *_name_and_capacity(first, lines), *_name_and_capacity(second, lines))
    checked(meeting)
    meeting.invitations.filter(pk__in=chosen, uninvited=True).update(uninvited=False)  # nobody chairs uninvited


def _name_and_capacity(told: Chair, lines: dict[int, Invitation]) -> tuple[str, str]:
    """Of one of the list both are those of the list, unless he chaired in another capacity."""
    line = lines.get(told.line.pk) if told.line else None
    if line is None:
        return told.name, told.capacity
    said, own = said_of(line)
    return said, told.capacity.strip() or own


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, reason: str, by: User | None) -> Meeting:
    """Give the meeting up: its number stays with it, as in any register."""
    meeting = locked(meeting)
    move(meeting, "cancel")
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the meeting is cancelled.")})
    if is_begun(meeting.register):
        raise ValidationError(_("Presence is already recorded: the meeting was held."))
    meeting.reason = reason.strip()[:300]
    checked(meeting)
    record("meeting.cancelled", meeting, by=by)
    return meeting
