"""Keep a session from others for the time of an act."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from takwin.training.models import TrainingSession


def locked(session: TrainingSession) -> TrainingSession:
    """The session as the database has it now: whoever takes its seats, rooms or days waits his turn."""
    rows = TrainingSession.objects.select_for_update(of=("self",)).select_related("topic", "place", "owner", "register")
    return rows.get(pk=session.pk)


def locked_open(session: TrainingSession) -> TrainingSession:
    """The same, refused once the session is closed or cancelled."""
    session = locked(session)
    if not session.is_open:
        raise ValidationError(
            _("“%(thing)s” is %(state)s: this can no longer be done.")
            % {"thing": session, "state": session.get_state_display()}
        )
    return session
