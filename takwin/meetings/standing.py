"""Where, from the roll of a meeting, someone who is there uninvited is added, and the way back to it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from takwin.attendance.models import Register, RegisterHalfDay
from takwin.core import clock
from takwin.meetings.models import Meeting


def door_for_the_uninvited(half_day: RegisterHalfDay) -> str:
    """The page that adds someone, as long as the roll is not sealed nor the minutes validated."""
    meeting = Meeting.objects.filter(register=half_day.register_id).first()
    if meeting is None or not meeting.is_open or half_day.sealed_at or meeting.day > clock.today():
        return ""
    return reverse("meetings:add", args=[meeting.pk])


def way_back(register: Register) -> tuple[str, str] | None:
    """From the roll to the page of the meeting."""
    meeting = Meeting.objects.filter(register=register).first()
    return (meeting.get_absolute_url(), _("Back to the meeting")) if meeting else None
