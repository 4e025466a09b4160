"""What people do with sessions: plan and move them, nominate for them, convene to them."""

from takwin.training.actions.convocations import allow_convening, send_convocations, tell_cancelled, tell_left_out
from takwin.training.actions.enrolments import admit_waiting, nominate, nominate_all, replace, reply, withdraw
from takwin.training.actions.sessions import (
    cancel_session,
    close_session,
    confirm_session,
    correct_session,
    hold_session,
    plan_session,
    postpone_session,
)
from takwin.training.actions.slots import SlotRow, keep_seats, remove_slot, set_programme, set_slot
from takwin.training.actions.telling import channels_offered, note_changes, note_pasted, tell_by
from takwin.training.actions.walk_ins import walk_in

__all__ = [
    "SlotRow",
    "admit_waiting",
    "allow_convening",
    "cancel_session",
    "channels_offered",
    "close_session",
    "confirm_session",
    "correct_session",
    "hold_session",
    "keep_seats",
    "nominate",
    "nominate_all",
    "note_changes",
    "note_pasted",
    "plan_session",
    "postpone_session",
    "remove_slot",
    "replace",
    "reply",
    "send_convocations",
    "set_programme",
    "set_slot",
    "tell_by",
    "tell_cancelled",
    "tell_left_out",
    "walk_in",
    "withdraw",
]
