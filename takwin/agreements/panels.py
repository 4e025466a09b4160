"""The panels of an agreement's page on what it says: its family, clauses, promises in kind, opposition and clocks."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.agreements.enums import (
    COMMITMENT_LOOKS,
    AgreementKind,
    CommitmentKind,
    CommitmentState,
    StepKind,
)
from takwin.agreements.models import Agreement, Clause, Commitment, Step
from takwin.agreements.queries import next_sessions, with_progress
from takwin.agreements.tables import look_of
from takwin.core import clock, formats
from takwin.core.text import joined
from takwin.directory.models import Body
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed, may
from takwin.ui.states import Look


def is_written(agreement: Agreement) -> bool:
    """Whether its text may still be written: nobody has signed it and it stands."""
    signed = Step.objects.filter(party__agreement=agreement, kind=StepKind.SIGNATURE, withdrawn_at=None)
    return agreement.cancelled_on is None and not signed.exists()


def family(thing: Agreement, user: User) -> dict[str, Any] | None:
    """Its framework or base, its specific agreements and amendments, and what it refers to, among those one sees."""
    referred = thing.refers_to.values("pk")
    near = Q(pk=thing.base_id or 0) | Q(base=thing) | Q(pk__in=referred)
    seen = with_progress(allowed(Agreement.objects, user, Permission.AGREEMENT_VIEW).filter(near))
    lines = [(_link(thing, row), row, look_of(row)) for row in seen.order_by("rank", "reference")]
    return {"lines": lines} if lines else None


def _link(thing: Agreement, row: Agreement) -> str:
    """What an agreement near this one is to it."""
    if row.pk == thing.base_id:
        return _("amends") if thing.kind == AgreementKind.AMENDMENT else _("stands under")
    if row.base_id != thing.pk:
        return _("refers to")
    return _("amended by") if row.kind == AgreementKind.AMENDMENT else _("specific agreement")


@dataclass(frozen=True)
class ClauseRow:
    clause: Clause
    fact: str
    edit_url: str


def clauses(thing: Agreement, user: User) -> dict[str, Any]:
    """The articles of this text; while nobody has signed, whoever prepares it writes them."""
    edits = may(user, Permission.AGREEMENT_EDIT, thing.owner) and is_written(thing)
    url = reverse("agreements:clause", args=[thing.pk])
    rows = [
        ClauseRow(row, _fact(row), f"{url}?article={row.key}" if edits else "")
        for row in Clause.objects.filter(agreement=thing).select_related("body")
    ]
    remove = reverse("agreements:clause_remove", args=[thing.pk])
    return {"clauses": rows, "write_url": url if edits else "", "remove_url": remove}


def _fact(row: Clause) -> str:
    if row.removes:
        return _("removed by this amendment")
    if row.amount is not None:
        return formats.dirhams(row.amount)
    if row.months is not None:
        return _("%(months)s months") % {"months": row.months}
    if row.day is not None:
        return formats.day(row.day)
    return row.body.name if row.body else ""


def state_of_promise(row: Commitment, delivered: Decimal | None, on: dt.date) -> CommitmentState:
    """Where a promise in kind stands: ``delivered`` is none when nothing was. It is due in the month before its day."""
    if row.written_off_on and row.written_off_on <= on:
        return CommitmentState.WRITTEN_OFF
    if delivered is not None and (row.quantity is None or delivered >= row.quantity):
        return CommitmentState.RECEIVED
    if row.due_on and row.due_on < on:
        return CommitmentState.OVERDUE
    if delivered is not None:
        return CommitmentState.PARTLY
    if row.due_on and row.due_on <= on + dt.timedelta(days=30):
        return CommitmentState.DUE
    return CommitmentState.PROMISED


@dataclass(frozen=True)
class PromiseRow:
    row: Commitment
    detail: str
    look: Look
    urls: dict[str, str]


def promises(thing: Agreement, user: User) -> dict[str, Any] | None:
    """What is given in kind under this text: by whom, what, how much, by when, and what was delivered of it."""
    given = Commitment.objects.filter(party__agreement=thing).exclude(kind=CommitmentKind.MONEY)
    rows = list(
        given.select_related("party__body", "beneficiary", "acceptance").prefetch_related("deliveries").order_by("pk")
    )
    edits = thing.cancelled_on is None and may(user, Permission.AGREEMENT_EDIT, thing.owner) and not is_written(thing)
    return {"promises": [_promise(row, edits=edits) for row in rows]} if rows else None


def _promise(row: Commitment, *, edits: bool) -> PromiseRow:
    standing = [one for one in row.deliveries.all() if one.withdrawn_at is None]
    delivered = sum((one.quantity or Decimal(0) for one in standing), Decimal(0)) if standing else None
    state = state_of_promise(row, delivered, clock.today())
    names = ("value", "deliver", "give_up") if edits and state != CommitmentState.WRITTEN_OFF else ()
    worth = row.accepted_value or row.amount
    detail = joined([
        str(CommitmentKind(row.kind).label),
        f"{formats.number(row.quantity)} {row.unit}" if row.quantity is not None else "",
        formats.dirhams(worth) if worth else "",
        _("value accepted by record %(number)s") % {"number": row.acceptance.number} if row.acceptance else "",
        _("by %(day)s") % {"day": formats.day(row.due_on)} if row.due_on else "",
        _("to %(body)s") % {"body": row.beneficiary.name} if row.beneficiary else "",
        *(_("delivered on %(day)s") % {"day": formats.day(one.delivered_on)} for one in standing),
    ])  # fmt: skip
    urls = {name: reverse(f"agreements:{name}", args=[row.pk]) for name in names}
    return PromiseRow(row, detail, COMMITMENT_LOOKS[state], urls)


def sessions_of(bodies: Iterable[Body]) -> dict[str, str]:
    """The months in which councils of each kind may vote next, in words: asked once a kind."""
    one_of = {str(body.kind): body for body in bodies}
    today = clock.today()
    return {
        kind: joined([formats.month(month) for month in next_sessions(body, today)], " · ")
        for kind, body in one_of.items()
    }
