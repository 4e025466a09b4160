"""The panels of an agreement's page on what it says: its family, clauses, promises in kind, opposition and clocks."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from takwin.accounts.models import User
from takwin.agreements.enums import (
    COMMITMENT_LOOKS,
    AgreementKind,
    AgreementState,
    CommitmentKind,
    CommitmentState,
    StepKind,
)
from takwin.agreements.models import Agreement, Clause, Commitment, Delivery, Instalment, Step
from takwin.agreements.queries import next_sessions, state_of, with_progress
from takwin.agreements.queries.standing import standing_on
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


@dataclass(frozen=True)
class Relative:
    """An agreement near this one: what it is to it, where it stands; ``removable`` while a draft names it."""

    link: str
    agreement: Agreement
    look: Look
    removable: bool


def family(thing: Agreement, user: User) -> dict[str, Any] | None:
    """Its framework or base, its specific agreements and amendments, what it refers to and what refers to it, among
    those one sees."""
    referred = set(thing.refers_to.values_list("pk", flat=True))
    near = Q(pk=thing.base_id or 0) | Q(base=thing) | Q(pk__in=referred) | Q(refers_to=thing)
    seen = with_progress(allowed(Agreement.objects, user, Permission.AGREEMENT_VIEW).filter(near))
    edits = may(user, Permission.AGREEMENT_EDIT, thing.owner) and is_written(thing)
    lines = [
        Relative(_link(thing, row, referred), row, look_of(row), edits and row.pk in referred)
        for row in seen.order_by("rank", "reference")
    ]
    return {"lines": lines, "remove_url": reverse("agreements:refer_no_more", args=[thing.pk])} if lines else None


def _link(thing: Agreement, row: Agreement, referred: set[int]) -> str:
    """What an agreement near this one is to it."""
    if row.pk == thing.base_id:
        return _("amends") if thing.kind == AgreementKind.AMENDMENT else _("stands under")
    if row.base_id == thing.pk:
        return _("amended by") if row.kind == AgreementKind.AMENDMENT else _("specific agreement")
    return _("refers to") if row.pk in referred else _("referred to by")


@dataclass(frozen=True)
class ClauseRow:
    """An article of this text, or one of the version it amends (``before``) that it leaves as it was."""

    clause: Clause
    fact: str
    edit_url: str
    before: bool = False
    replaces: bool = False


def clauses(thing: Agreement, user: User) -> dict[str, Any]:
    """The articles of this text; while nobody has signed, whoever prepares it writes them, and an amendment shows those
    of the version it changes, to be replaced or removed."""
    edits = may(user, Permission.AGREEMENT_EDIT, thing.owner) and is_written(thing)
    url = reverse("agreements:clause", args=[thing.pk])
    before = _articles_before(thing) if edits else {}
    written = list(Clause.objects.filter(agreement=thing).select_related("body"))
    rows = [_clause_row(row, url if edits else "", replaces=row.key in before) for row in written]
    rows += [
        _clause_row(row, url, before=True) for key, row in before.items() if key not in {one.key for one in written}
    ]
    names = {"remove_url": "clause_remove", "keep_url": "keep_clause"}
    told = {name: reverse(f"agreements:{page}", args=[thing.pk]) for name, page in names.items()}
    rows.sort(key=lambda one: (one.clause.order, one.clause.key))
    return {"clauses": rows, "write_url": url if edits else "", **told}


def _articles_before(thing: Agreement) -> dict[str, Clause]:
    """The articles that stand in the version an amendment changes, by their number."""
    if thing.kind != AgreementKind.AMENDMENT:
        return {}
    stands = [one.clause.pk for one in standing_on(thing, clock.today()).clauses]
    return {row.key: row for row in Clause.objects.filter(pk__in=stands).select_related("body")}


def _clause_row(row: Clause, url: str, *, before: bool = False, replaces: bool = False) -> ClauseRow:
    edit_url = f"{url}?{urlencode({'article': row.key})}" if url else ""
    return ClauseRow(row, _fact(row), edit_url, before, replaces)


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


AWAITED = (CommitmentState.PROMISED, CommitmentState.DUE, CommitmentState.OVERDUE)
OF_A_DRAFT = Look(pgettext_lazy("commitment", "promised in a draft"), "", "draft")


def _look_of_promise(state: CommitmentState, agreement: AgreementState) -> Look:
    """A promise binds nobody before all have signed: it is then neither due nor late; nor once its text is
    cancelled."""
    if state in AWAITED and agreement == AgreementState.DRAFT:
        return OF_A_DRAFT
    if state in AWAITED and agreement == AgreementState.CANCELLED:
        return COMMITMENT_LOOKS[CommitmentState.GIVEN_UP]
    return COMMITMENT_LOOKS[state]


@dataclass(frozen=True)
class PromiseRow:
    """A promise with where it stands, what was delivered of it, and what one may do about it."""

    row: Commitment
    detail: str
    look: Look
    deliveries: list[Delivery]
    urls: dict[str, str]

    @property
    def what(self) -> str:
        return self.row.what or str(CommitmentKind(self.row.kind).label)


def promises(thing: Agreement, user: User) -> dict[str, Any] | None:
    """What is given in kind under this text: by whom, what, how much, by when, and what was delivered of it. While the
    text is a draft the money promised stands here too, so that one written by mistake can be taken out."""
    edits = thing.cancelled_on is None and may(user, Permission.AGREEMENT_EDIT, thing.owner)
    drafts = edits and is_written(thing)
    given = Commitment.objects.filter(party__agreement=thing)
    if not drafts:
        given = given.exclude(kind=CommitmentKind.MONEY)
    related = given.select_related("party__body", "beneficiary", "acceptance", "replaces")
    rows = list(related.prefetch_related("deliveries").order_by("party__order", "pk"))
    names = ("remove_promise",) if drafts else ("deliver", "value", "give_up") if edits else ()
    stands = state_of(thing, clock.today())
    return {"promises": [_promise(row, names, stands) for row in rows], "edits": edits and not drafts} if rows else None


def _promise(row: Commitment, names: tuple[str, ...], stands: AgreementState) -> PromiseRow:
    delivered_ones = [one for one in row.deliveries.all() if one.withdrawn_at is None]
    delivered = sum((one.quantity or Decimal(0) for one in delivered_ones), Decimal(0)) if delivered_ones else None
    state = state_of_promise(row, delivered, clock.today())
    worth = row.accepted_value or row.amount
    detail = joined([
        str(CommitmentKind(row.kind).label) if row.what else str(row.year),
        f"{formats.number(row.quantity)} {row.unit}" if row.quantity is not None else "",
        formats.dirhams(worth) if worth else "",
        _("value accepted by record %(number)s") % {"number": row.acceptance.number} if row.acceptance else "",
        _("by %(day)s") % {"day": formats.day(row.due_on)} if row.due_on else "",
        _("to %(body)s") % {"body": row.beneficiary.name} if row.beneficiary else "",
        _("in place of: %(what)s") % {"what": row.replaces.what} if row.replaces else "",
    ])  # fmt: skip
    acts = [] if state == CommitmentState.WRITTEN_OFF else names
    urls = {name: reverse(f"agreements:{name}", args=[row.pk]) for name in acts}
    return PromiseRow(row, detail, _look_of_promise(state, stands), delivered_ones, urls)


def given_up(thing: Instalment, user: User) -> dict[str, Any] | None:
    """What was given up of an instalment, and why; or the way to give it up, for who prepares its agreement."""
    agreement = thing.commitment.party.agreement
    edits = may(user, Permission.AGREEMENT_EDIT, agreement.owner) and thing.written_off_on is None
    if not edits and thing.written_off_on is None:
        return None
    return {"instalment": thing, "url": reverse("agreements:write_off", args=[thing.pk]) if edits else ""}


def sessions_of(bodies: Iterable[Body]) -> dict[str, str]:
    """The months in which councils of each kind may vote next, in words: asked once a kind."""
    one_of = {str(body.kind): body for body in bodies}
    today = clock.today()
    return {
        kind: joined([formats.month(month) for month in next_sessions(body, today)], " · ")
        for kind, body in one_of.items()
    }
