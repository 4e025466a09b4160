"""The official state of the transfers to a body: numbered, frozen in its paper, its PDF kept when it is long."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.agreements.models import Instalment
from takwin.core import clock
from takwin.core.later import progress
from takwin.directory.models import Body
from takwin.documents.actions import issue_paper, store_file, take_number
from takwin.documents.enums import PaperKind
from takwin.documents.models import Paper
from takwin.documents.serving import pdf_of
from takwin.journal.actions import record
from takwin.treasury.models import Statement
from takwin.treasury.papers import state_of_transfers_facts
from takwin.treasury.queries import state_of_transfers, years_of
from takwin.treasury.years.queries import lock_accounts


@transaction.atomic
def issue_statement(owner: Body, *, years: Sequence[int], by: User) -> Statement:
    """Issue the numbered state of the transfers to a body, for the years given or for all, as it stands today.

    The same one when it was issued today already and neither a figure, nor the owner's words, nor its letterhead has
    changed since: a number is not taken twice for it.
    """
    (owner,) = lock_accounts([owner.pk])  # of two at once, the second finds the first
    due = Instalment.objects.filter(beneficiary=owner)
    asked = sorted(years or years_of(due))
    if not asked:
        raise ValidationError(_("Nothing is due to this body yet: there is no state to issue."))
    today = clock.today()
    with translation.override("ar"):
        facts = partial(state_of_transfers_facts, owner, state_of_transfers(due, today, asked), years=asked, on=today)
    span = {"owner": owner, "first_year": asked[0], "last_year": asked[-1], "closed_on": today}
    last = Statement.objects.filter(**span, paper__cancelled_at=None).select_related("paper").first()
    if last and last.paper and _says_as_much(last.paper, facts(number=last.paper.reference)):
        return last
    number = f"{take_number(owner, PaperKind.STATE_OF_TRANSFERS, today.year)}/{today.year}"
    statement = Statement.objects.create(**span)
    statement.paper = issue_paper(
        owner=owner,
        kind=PaperKind.STATE_OF_TRANSFERS,
        template="state-of-transfers",
        facts=facts(number=number),
        subject=statement,
        reference=number,
        by=by,
    )
    statement.save(update_fields=["paper"])
    record("statement.issued", statement, by=by, years=asked, reference=number)
    return statement


def _says_as_much(paper: Paper, facts: Mapping[str, Any]) -> bool:
    """Whether a paper issued already says what would be told now; one of before an owner had words keeps its own."""
    return all(paper.facts.get(part, facts[part]) == facts[part] for part in ("issuer", "words", "state"))


def issue_long_statement(owner: Body, *, years: Sequence[int], by: User) -> Statement:
    """Issue a statement of many hundreds of payers, and keep its PDF, which takes seconds to make.

    Three steps, each its own transaction, so that no lock is held while the pages are drawn.
    """
    progress(0, 3)
    statement = issue_statement(owner, years=years, by=by)
    if statement.file:
        return statement
    progress(1, 3)
    pdf = pdf_of(statement.paper)  # type: ignore[arg-type]
    progress(2, 3)
    name = f"state-of-transfers-{statement.closed_on}.pdf"
    statement.file = store_file(pdf, name=name, content_type="application/pdf", owner=owner, by=by)
    statement.save(update_fields=["file"])
    progress(3, 3)
    return statement
