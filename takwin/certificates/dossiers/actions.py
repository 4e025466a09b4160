"""Write the report and the press note of a session, seal its dossier."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.certificates.dossiers.papers import Remarks, press_facts, report_facts
from takwin.certificates.dossiers.pieces import SEALED
from takwin.certificates.models import Dossier
from takwin.core import clock
from takwin.core.refused import refused
from takwin.documents.actions import cancel_paper, issue_paper, place_to_make, store_made_file
from takwin.documents.dossiers import write_archive
from takwin.documents.enums import PaperKind
from takwin.documents.models import Paper
from takwin.journal.actions import record, target_of
from takwin.letters.actions import next_number
from takwin.training.enums import SessionState
from takwin.training.models import TrainingSession

OVER = (SessionState.HELD, SessionState.CLOSED)


def write_report(session: TrainingSession, *, remarks: Remarks, by: User) -> Paper:
    """Issue the numbered report of a session that was held; one written before is cancelled."""
    return _write(
        session, PaperKind.SESSION_REPORT, "session-report", lambda number: report_facts(session, remarks, number), by
    )


def write_press_note(session: TrainingSession, *, title: str, text: str, by: User) -> Paper:
    """Issue the note to the press in the words that were chosen; one written before is cancelled."""
    return _write(
        session, PaperKind.PRESS_NOTE, "press-note", lambda number: press_facts(session, title, text, number), by
    )


@transaction.atomic
def _write(
    session: TrainingSession, kind: PaperKind, template: str, facts: Callable[[str], dict[str, Any]], by: User
) -> Paper:
    locked = TrainingSession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if locked.state not in OVER:
        raise ValidationError(_("A report tells what was held: mark the session as held first."))
    for former in Paper.objects.filter(kind=kind, subject=target_of(locked), cancelled_at=None):
        cancel_paper(former, by=by)
    number = next_number(locked.owner)
    return issue_paper(
        owner=locked.owner,
        kind=kind,
        template=template,
        facts=facts(number),
        subject=locked,
        reference=number,
        by=by,
    )


def seal_dossier(session: TrainingSession, *, by: User) -> Dossier:
    """All the pieces of a session in one archive, kept with its digest in the journal.

    The archive bears no clock: when nothing changed since the last one, it is refused rather than made twice.
    """
    if session.state != SessionState.CLOSED:
        raise ValidationError(_("The dossier is sealed once the session is closed."))
    with place_to_make() as made, transaction.atomic():
        TrainingSession.objects.select_for_update(of=("self",)).get(pk=session.pk)
        archive = write_archive(made, session, session.reference)
        stored = store_made_file(
            made,
            name=f"{session.reference}-dossier.zip",
            content_type="application/zip",
            owner=session.owner,
            by=by,
        )
        with refused(Dossier):
            dossier = Dossier.objects.create(
                session=session,
                file=stored,
                count=archive.count,
                left_out=len(archive.left_out),
                made_at=clock.now(),
                made_by=by,
            )
        record(SEALED, session, by=by, sha256=stored.sha256, count=archive.count, left_out=len(archive.left_out))
    return dossier
