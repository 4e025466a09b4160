"""Take the row of a meeting before anything about it is written."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from takwin.meetings.models import Meeting


def locked(meeting: Meeting) -> Meeting:
    """The meeting as it stands, its row kept until the end of the transaction."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("series__owner__place", "place", "register")
    return rows.get(pk=meeting.pk)


def locked_open(meeting: Meeting) -> Meeting:
    """The same, refused once the minutes are validated or the meeting is cancelled."""
    meeting = locked(meeting)
    if not meeting.is_open:
        raise ValidationError(_("This meeting is closed: its minutes are validated, or it was cancelled."))
    return meeting
