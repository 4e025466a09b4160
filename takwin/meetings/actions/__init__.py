"""What people do about meetings, from the first date to the press note and the promises kept."""

from takwin.meetings.actions.agenda import add_point, move_point, remove_point
from takwin.meetings.actions.invitations import (
    invite,
    say_all_came,
    say_came,
    send_changes,
    send_invitations,
    uninvite,
)
from takwin.meetings.actions.meetings import (
    Chair,
    cancel_meeting,
    correct_chairs,
    hold_meeting,
    move_meeting,
    name_chairs,
    plan_meeting,
)
from takwin.meetings.actions.minutes import publish_minutes, validate_minutes, write_minutes
from takwin.meetings.actions.obligations import (
    correct_obligation,
    keep_obligation,
    mark_obligation,
    replace_obligation,
    unmark_obligation,
)
from takwin.meetings.actions.series import add_member, end_member, open_series, record_report

__all__ = [
    "Chair",
    "add_member",
    "add_point",
    "cancel_meeting",
    "correct_chairs",
    "correct_obligation",
    "end_member",
    "hold_meeting",
    "invite",
    "keep_obligation",
    "mark_obligation",
    "move_meeting",
    "move_point",
    "name_chairs",
    "open_series",
    "plan_meeting",
    "publish_minutes",
    "record_report",
    "remove_point",
    "replace_obligation",
    "say_all_came",
    "say_came",
    "send_changes",
    "send_invitations",
    "uninvite",
    "unmark_obligation",
    "validate_minutes",
    "write_minutes",
]
