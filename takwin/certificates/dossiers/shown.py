"""The dossier on the page of a session: what is written, what is sealed, what may be done."""

from typing import Any

from takwin.accounts.models import User
from takwin.certificates.dossiers.actions import OVER
from takwin.certificates.dossiers.pieces import REPORTS
from takwin.certificates.queries import sessions_of_issuer
from takwin.documents.models import Paper
from takwin.journal.models import target_of
from takwin.training.enums import SessionState
from takwin.training.models import TrainingSession


def of_session(session: TrainingSession, user: User) -> dict[str, Any] | None:
    """What ends a session that was held; nothing before."""
    if session.state not in OVER:
        return None
    issuing = sessions_of_issuer(user).filter(pk=session.pk).exists()
    papers = list(Paper.objects.filter(subject=target_of(session), kind__in=REPORTS, cancelled_at=None))
    return {
        "session": session,
        "papers": papers,
        "issuing": issuing,
        "closed": session.state == SessionState.CLOSED,
        "dossiers": session.dossiers.select_related("file") if issuing else [],
    }
