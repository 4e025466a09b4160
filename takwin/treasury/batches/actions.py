"""Write many requests for funds at once, or print again those written: one numbered letter each, one PDF for all."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.agreements.models import Agreement, Instalment, Party
from takwin.core import clock
from takwin.core.later import later, progress
from takwin.core.models import Job
from takwin.core.money import ZERO
from takwin.documents.actions import store_file
from takwin.documents.serving import pdf_of_many
from takwin.journal.actions import record
from takwin.treasury.actions import ask, locked_for_letters, write_letters
from takwin.treasury.batches.queries import Scope, in_order
from takwin.treasury.letters import fit_to_ask, last_letters, letter_of_day, why_not_asked
from takwin.treasury.models import FundsRequest, RequestBatch
from takwin.treasury.queries import received_for, received_of
from takwin.treasury.years.queries import lock_accounts, payers_ahead

PORTION = 400  # letters of one PDF: a pile that one person signs in a day, and pages that memory holds
CHUNK = 50  # letters written in one transaction
EVERYTHING = Scope()


@transaction.atomic
def order_batches(instalments: Sequence[Instalment], *, writes: bool, scope: Scope = EVERYTHING, by: User) -> list[Job]:
    """Have the letters of these instalments written, or printed again when not ``writes``: a PDF for each account."""
    jobs = []
    for several in _portions(instalments):
        owner = several[0].beneficiary
        batch = RequestBatch.objects.create(owner=owner, asked_by=by, asked_at=clock.now(), **scope._asdict())
        keys = [one.pk for one in several]
        record("funds.batch_asked", batch, by=by, count=len(keys))
        action = write_batch if writes else print_batch
        jobs.append(later(action, batch=batch, instalments=keys, by=by, steps=len(keys) + 1))
    return jobs


def _portions(instalments: Sequence[Instalment]) -> Iterator[list[Instalment]]:
    ordered = sorted(instalments, key=lambda one: one.beneficiary_id)  # stable: the order of the list is kept
    for _owner, mine in groupby(ordered, key=lambda one: one.beneficiary_id):
        several = list(mine)
        yield from (several[n : n + PORTION] for n in range(0, len(several), PORTION))


def write_batch(batch: RequestBatch, instalments: Sequence[int], *, by: User) -> RequestBatch:
    """Request several instalments, some at a time, then print their letters together.

    A batch that was cut may be run again: it takes up where it stopped, and prints what was written before too. What
    was asked for today otherwise, received or cancelled since it was chosen is left alone. A payer who is ahead is
    asked apart, once its credit is laid to what it owes.
    """
    asked = set(batch.requests.values_list("instalment", flat=True))  # before it was cut, be it the evening before
    left = [pk for pk in instalments if pk not in asked]
    ahead = Instalment.objects.filter(pk__in=left, payer__in=payers_ahead(batch.owner_id))
    apart = set(ahead.values_list("pk", flat=True))
    for pk in left:
        if pk in apart:
            _request_once_today(pk, batch, by=by)
    together = [pk for pk in left if pk not in apart]
    for start in range(0, len(together), CHUNK):
        chunk = together[start : start + CHUNK]
        with transaction.atomic():
            batch.requests.add(*request_together(chunk, by=by))
        progress(len(instalments) - len(together) + start + len(chunk), len(instalments) + 1)
    return _print(batch, steps=len(instalments) + 1, by=by)


@transaction.atomic
def request_together(instalments: Sequence[int], *, by: User) -> list[FundsRequest]:
    """Ask for several instalments of one account that no credit is laid to, in the same few queries whatever they are.

    Their account is locked first, then their agreements, as every request does, then their own rows. What is
    cancelled, received, without a base or already asked for today is left alone.
    """
    lock_accounts(Instalment.objects.filter(pk__in=instalments).values_list("beneficiary", flat=True))
    parties = Party.objects.filter(commitments__instalments__in=instalments)
    agreements = Agreement.objects.select_for_update(of=("self",)).filter(pk__in=parties.values("agreement"))
    stand = {agreement.pk for agreement in agreements.order_by("pk") if not agreement.cancelled_on}
    locked = [one for one in locked_for_letters(instalments) if one.commitment.party.agreement_id in stand]
    received, fit = received_for(instalments), fit_to_ask(instalments)
    wanted = [one for one in locked if one.pk in fit and one.owed > received.get(one.pk, ZERO)]
    wanted.sort(key=lambda one: instalments.index(one.pk))  # numbered in the order of the list
    return write_letters(wanted, received, by=by) if wanted else []


def print_batch(batch: RequestBatch, instalments: Sequence[int], *, by: User) -> RequestBatch:
    """Print together the last letter of each of several instalments; nothing new is asked of anyone."""
    batch.requests.set(last_letters(instalments))
    progress(len(instalments), len(instalments) + 1)
    return _print(batch, steps=len(instalments) + 1, by=by)


@transaction.atomic
def _request_once_today(pk: int, batch: RequestBatch, *, by: User) -> None:
    """The account and the agreement are locked before anything is read: so two works that run the same batch at once
    do not both find it unasked."""
    lock_accounts([batch.owner_id])
    agreements = Agreement.objects.select_for_update(of=("self",))
    agreement = agreements.get(parties__commitments__instalments=pk)
    instalment = Instalment.objects.get(pk=pk)
    asked_today = letter_of_day(instalment, clock.today()) is not None
    if agreement.cancelled_on or asked_today or instalment.owed <= received_of(instalment) or why_not_asked(instalment):
        return
    if letter := ask(instalment, by=by):
        batch.requests.add(letter)


def _print(batch: RequestBatch, *, steps: int, by: User) -> RequestBatch:
    """Draw the letters outside any transaction, so that no lock is held meanwhile, then keep the file."""
    letters = in_order(FundsRequest.objects.filter(batches=batch).exclude(paper=None))
    papers = [letter.paper for letter in letters if letter.paper]
    if not papers:
        raise ValidationError(_("No letter was left to write: all of this is requested today, received or cancelled."))
    pdf = pdf_of_many("funds-letters", papers)
    _keep(batch, pdf, len(papers), by=by)
    progress(steps, steps)
    return batch


@transaction.atomic
def _keep(batch: RequestBatch, pdf: bytes, count: int, *, by: User) -> None:
    name = f"requests-{clock.today()}-{batch.pk}.pdf"
    batch.file = store_file(pdf, name=name, content_type="application/pdf", owner=batch.owner, by=by)
    batch.made_at = clock.now()
    batch.save(update_fields=["file", "made_at"])
    record("funds.batch_printed", batch, by=by, count=count)
