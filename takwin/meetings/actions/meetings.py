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
        subject=subject.strip(),
        day=day,
        starts_at=starts_at,
        place=place,
        venue=venue.strip(),
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
    meeting.day, meeting.starts_at, meeting.venue = day, starts_at, venue.strip()
    meeting.reason = reason.strip()
    meeting.round += was_convened
    move_register(meeting.register, [_hours(meeting)], by=by)
    checked(meeting)
    meeting.invitations.update(letter=None, change=None)
    record("meeting.moved", meeting, by=by, day=day, round=meeting.round)
    return meeting


@transaction.atomic
def name_chairs(meeting: Meeting, first: Chair, second: Chair = NOBODY, *, by: User | None) -> Meeting:
    """Say beforehand who will chair, alone or two together: the invitations tell it, and it is proposed on the day."""
    meeting = locked(meeting)
    if meeting.state not in (MeetingState.PLANNED, MeetingState.CONVENED):
        raise ValidationError(_("The meeting was held: who chaired is said with it."))
    _write_chairs(meeting, first, second)
    record("meeting.chairs_named", meeting, by=by, chairs=1 + bool(meeting.co_chair))
    return meeting


def _write_chairs(meeting: Meeting, *told: Chair) -> None:
    """Its chair with his capacity, then the second's: another of the list when both are of it, else of another name."""
    first, second = _chairs_of_list(meeting, *told)
    if not first.name:
        raise ValidationError({"chair": _("Say who chaired: choose somebody of the list, or write the name.")})
    is_himself = first.line == second.line if first.line and second.line else first.name == second.name
    if is_himself:
        raise ValidationError({"co_chair": _("The second is somebody else, chosen here or named below.")})
    meeting.chair, meeting.chair_capacity, meeting.chair_line = first
    meeting.co_chair, meeting.co_chair_capacity, meeting.co_chair_line = second
    checked(meeting)
    chosen = [one.line.pk for one in (first, second) if one.line]
    meeting.invitations.filter(pk__in=chosen, uninvited=True).update(uninvited=False)  # nobody chairs uninvited


def _chairs_of_list(meeting: Meeting, *told: Chair) -> list[Chair]:
    """Each as the list has him now: his name there, and his capacity unless he chaired in another. Whoever was taken
    off the list since he was chosen is refused at his field."""
    rows = meeting.invitations.select_related("person", "body")
    lines = rows.in_bulk([one.line.pk for one in told if one.line])
    found = []
    for one, field in zip(told, ("chaired_by", "co_chaired_by"), strict=True):
        line = lines.get(one.line.pk) if one.line else None
        if one.line and not line:
            raise ValidationError({field: _("This one was taken off the list meanwhile: say again who chaired.")})
        name, own = said_of(line) if line else (one.name.strip(), "")
        found.append(Chair(name, one.capacity.strip() or own, line))
    return found


@transaction.atomic
def hold_meeting(meeting: Meeting, first: Chair, second: Chair = NOBODY, *, by: User | None) -> Meeting:
    """Say that the meeting was held, and who chaired it, alone or two together; from its day on."""
    meeting = locked(meeting)
    move(meeting, "hold")
    if meeting.day > clock.today():
        raise ValidationError(_("The meeting has not taken place yet."))
    _write_chairs(meeting, first, second)
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
    _write_chairs(meeting, first, second)
    record("meeting.chairs_corrected", meeting, by=by, chairs=1 + bool(meeting.co_chair))
    return meeting


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, reason: str, by: User | None) -> Meeting:
    """Give the meeting up: its number stays with it, as in any register."""
    meeting = locked(meeting)
    move(meeting, "cancel")
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the meeting is cancelled.")})
    if is_begun(meeting.register):
        raise ValidationError(_("Presence is already recorded: the meeting was held."))
    meeting.reason = reason.strip()
    checked(meeting)
    record("meeting.cancelled", meeting, by=by)
    return meeting
