"""Mark promises on the minutes, then settle them: kept with proof, or replaced."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.agreements.models import Clause, Commitment
from takwin.core import clock
from takwin.core.refused import checked
from takwin.core.text import search_text
from takwin.core.uploads import Scan
from takwin.directory.models import Body
from takwin.documents.actions import store_file
from takwin.journal.actions import record
from takwin.meetings.actions.locks import locked
from takwin.meetings.enums import STANDING, MeetingState
from takwin.meetings.models import Meeting, Obligation
from takwin.meetings.queries.obligations import asked_until, in_time, left_to_pay


@transaction.atomic
def mark_obligation(
    meeting: Meeting,
    *,
    quote: str,
    text: str,
    debtors: Sequence[Body],
    creditor: Body,
    amount: Decimal | None = None,
    due_on: dt.date | None = None,
    what_is_left: bool = False,
    clause: Clause | None = None,
    by: User | None,
) -> list[Obligation]:
    """Mark a sentence of the minutes as a promise of each debtor; while the minutes are a draft.

    With ``what_is_left`` a debtor promises what it owed the creditor on the day of the meeting, on contributions due by
    the day of the promise or else within the year: one promise a commitment, of that amount, so that receipts can prove
    it. Who owed nothing promises without an amount. ``clause`` is the article that the promise carries out.
    """
    meeting = _locked_draft(meeting)
    if not debtors:
        raise ValidationError({"debtors": _("Say who promises.")})
    if due_on and due_on < meeting.day:
        raise ValidationError({"due_on": _("A promise is for the day of the meeting or after.")})
    owed = left_to_pay(debtors, creditor, asked_until(meeting, due_on), meeting.day) if what_is_left else {}
    made = []
    for debtor in debtors:
        owes: list[tuple[Commitment | None, Decimal | None]] = [*owed.get(debtor.pk, [])]
        for commitment, left in owes or [(None, amount)]:
            row = Obligation(
                meeting=meeting, quote=quote.strip(), text=text.strip(), debtor=debtor, creditor=creditor,
                amount=left, due_on=due_on, commitment=commitment, clause=clause,
                search_text=search_text(text, debtor.name_ar, debtor.name_fr, meeting.reference),
            )  # fmt: skip
            made.append(checked(row))
    record("obligation.marked", meeting, by=by, count=len(made), due_on=due_on)
    return made


def _locked_draft(meeting: Meeting) -> Meeting:
    meeting = locked(meeting)
    if meeting.state != MeetingState.HELD:
        raise ValidationError(_("Promises are marked on the draft of the minutes: these are not being written."))
    return meeting


@transaction.atomic
def correct_obligation(
    obligation: Obligation, *, text: str, amount: Decimal | None, due_on: dt.date | None, quote: str, by: User | None
) -> Obligation:
    """Correct a promise of draft minutes."""
    meeting = _locked_draft(obligation.meeting)
    if due_on and due_on < meeting.day:
        raise ValidationError({"due_on": _("A promise is for the day of the meeting or after.")})
    obligation.text, obligation.amount, obligation.due_on = text.strip(), amount, due_on
    obligation.quote = quote.strip()
    checked(obligation)
    record("obligation.corrected", obligation, by=by, due_on=due_on, amount=amount)
    return obligation


@transaction.atomic
def unmark_obligation(obligation: Obligation, *, by: User | None) -> None:
    """The sentence was no promise after all; while the minutes are a draft."""
    meeting = _locked_draft(obligation.meeting)
    if Obligation.objects.filter(replaced_by=obligation).exists():
        raise ValidationError(_("This promise replaces another: it cannot be taken back."))
    Obligation.objects.filter(pk=obligation.pk).delete()
    record("obligation.unmarked", meeting, by=by)


def _locked_awaited(obligation: Obligation) -> Obligation:
    rows = Obligation.objects.select_for_update(of=("self",)).select_related("meeting")
    obligation = rows.get(pk=obligation.pk)
    if obligation.meeting.state not in STANDING:
        raise ValidationError(_("These minutes are not validated: the promise does not bind yet."))
    if obligation.done_on or obligation.replaced_by_id:
        raise ValidationError(_("This promise is already settled."))
    return obligation


@transaction.atomic
def keep_obligation(
    obligation: Obligation,
    *,
    done_on: dt.date,
    proof: str,
    scan: Scan | None = None,
    by: User | None,
) -> Obligation:
    """Hold a promise as kept on a day, with what proves it, in words and, where there is one, as a scan. The row is
    locked: two clicks keep it once."""
    obligation = _locked_awaited(obligation)
    if done_on > clock.today():
        raise ValidationError({"done_on": _("This day has not come yet.")})
    if done_on < obligation.meeting.day:
        raise ValidationError({"done_on": _("A promise is kept after it was made.")})
    if not proof.strip():
        raise ValidationError({"proof": _("Say what proves it.")})
    owner = obligation.meeting.series.owner
    obligation.proof_file = store_file(**scan._asdict(), owner=owner, by=by) if scan else None
    obligation.done_on, obligation.proof = done_on, proof.strip()
    obligation.settled_by, obligation.settled_at = by, clock.now()
    checked(obligation)
    record("obligation.kept", obligation, by=by, done_on=done_on, in_time=in_time(obligation))
    return obligation


@transaction.atomic
def replace_obligation(obligation: Obligation, new: Obligation, *, by: User | None) -> Obligation:
    """Say that a later promise of the same body stands for this one; both stay, the rate counts the later."""
    obligation = _locked_awaited(obligation)
    new = Obligation.objects.select_related("meeting").get(pk=new.pk)
    if new.debtor_id != obligation.debtor_id or new.pk <= obligation.pk or new.replaced_by_id:
        raise ValidationError(_("A promise is replaced by a later one of the same body, that still stands."))
    obligation.replaced_by = new
    obligation.settled_by, obligation.settled_at = by, clock.now()
    checked(obligation)
    record("obligation.replaced", obligation, by=by, new=new.pk)
    return obligation
