"""Write an action of improvement, and say that it is done."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core import clock
from takwin.core.refused import checked, refused, worded
from takwin.journal.actions import record
from takwin.training.enums import SessionState
from takwin.training.improvements.queries import officers_of
from takwin.training.models import Improvement, TrainingSession


@transaction.atomic
def write_improvement(session: TrainingSession, *, what: str, owner: User, due_on: dt.date, by: User) -> Improvement:
    """Promise, after a session that was held, what will be done better; the journal keeps who and when, no words."""
    if session.state not in (SessionState.HELD, SessionState.CLOSED):
        raise ValidationError(_("A session that was not held yet has nothing to improve."))
    if due_on < clock.today():
        raise ValidationError({"due_on": _("This day is already past.")})
    if not officers_of(session).filter(pk=owner.pk).exists():
        raise ValidationError({"owner": _("This person does not belong to the office that organised the session.")})
    with refused(Improvement):
        made = checked(
            Improvement(
                session=session, what=what.strip(), owner=owner, due_on=due_on, written_at=clock.now(), written_by=by
            )
        )
    record("improvement.written", made, by=by, session=session.pk, owner=owner.pk, due_on=due_on)
    return made


@transaction.atomic
def finish_improvement(improvement: Improvement, *, note: str, by: User) -> Improvement:
    """Say that it is done, and how. The row is locked: two officers say it once."""
    improvement = Improvement.objects.select_for_update(of=("self",)).get(pk=improvement.pk)
    if improvement.done_at:
        raise ValidationError(_("This action is already said to be done."))
    if not note.strip():
        raise ValidationError({"note": _("Say in a few words how it was done.")})
    worded(improvement, note=note)
    improvement.done_at, improvement.done_by = clock.now(), by
    improvement.save(update_fields=["done_at", "done_by", "note"])
    record("improvement.done", improvement, by=by, late=improvement.due_on < clock.today())
    return improvement
