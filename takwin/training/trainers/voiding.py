"""Void an invitation to teach: taken back by hand, or by the session that moved or is given up."""

from takwin.accounts.models import User
from takwin.core.moves import move
from takwin.core.refused import checked, refused
from takwin.documents.actions import cancel_paper
from takwin.journal.actions import record
from takwin.training.models import TrainingSession
from takwin.training.trainers.enums import InvitationState
from takwin.training.trainers.models import TrainerInvitation


def void(invitation: TrainerInvitation, *, reason: str, by: User | None) -> TrainerInvitation:
    """Its letter is cancelled; the row is locked by the caller, in whose transaction it is written."""
    move(invitation, "take_back")
    invitation.reason = reason.strip()
    with refused(TrainerInvitation):
        checked(invitation)
    cancel_paper(invitation.letter.paper, by=by)
    record("trainer.uninvited", invitation.session, by=by, trainer=invitation.trainer_id)
    return invitation


def void_unanswered(session: TrainingSession, *, by: User | None) -> None:
    """Nobody is awaited any more for days that are given up: who is still wanted is asked anew for the others.

    Under the session's lock, which every answer takes first.
    """
    waiting = TrainerInvitation.objects.filter(session=session, state=InvitationState.WAITING)
    for invitation in waiting.select_related("letter__paper", "session").order_by("pk"):
        void(invitation, reason=session.reason, by=by)
