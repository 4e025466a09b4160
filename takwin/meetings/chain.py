"""The chain from a sentence of minutes to a receipt, read from either end: each link with where it stands.

Sentence, promise, commitment, instalment, request, order, receipt. Every reader sees the links he may see; a link that
is missing (nothing asked for yet) is told, so that one knows what comes next.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from takwin.accounts.models import User
from takwin.agreements.enums import COMMITMENT_LOOKS, CommitmentState
from takwin.agreements.models import Agreement, Commitment, Instalment
from takwin.core import clock, formats
from takwin.core.text import joined
from takwin.meetings.models import Obligation
from takwin.meetings.queries.obligations import binding
from takwin.meetings.tables import look_of_promise
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.treasury.enums import LOOKS, Stage
from takwin.treasury.models import AccountLine, FundsRequest, PaymentOrder, Receipt
from takwin.treasury.queries import with_money
from takwin.treasury.states import state_of_due
from takwin.ui.states import Look

MANY = 6  # commitments of one line of the account
SENTENCE = gettext_lazy("Sentence of the minutes")
PROMISE = pgettext_lazy("link of the chain", "Promise")
COMMITMENT = pgettext_lazy("link of the chain", "Commitment")
INSTALMENT = pgettext_lazy("link of the chain", "Instalment")
REQUEST = pgettext_lazy("link of the chain", "Request for funds")
ORDER = pgettext_lazy("link of the chain", "Payment order")
RECEIPT = pgettext_lazy("link of the chain", "Receipt")
DECLARED = Look(gettext_lazy("declared, not confirmed"), "warn", "dot")
CONFIRMED = Look(gettext_lazy("confirmed"), "go", "half")
RECEIVED = LOOKS[Stage.RECEIVED]  # of a receipt, which may be a part of what is due


@dataclass(frozen=True)
class Link:
    """One link: what it is, what it says, when, how much, where it stands. ``here`` is the page one is on."""

    kind: str | Promise
    text: str
    note: str = ""
    url: str = ""
    day: dt.date | None = None
    amount: Decimal | None = None
    look: Look | None = None
    here: bool = False


@dataclass(frozen=True)
class Chain:
    """The links of one commitment, in their order."""

    title: str
    links: list[Link]


def chains(commitments: Iterable[int], user: User, here: Any) -> list[Chain]:
    """One chain a commitment, in seven queries for all of them."""
    rows = Commitment.objects.filter(pk__in=[*commitments]).select_related("party__body", "party__agreement")
    found = list(rows.order_by("year", "pk"))
    promises, dues = _promises(found, user), _dues(found, user)
    agreements = Agreement.objects.filter(pk__in=[row.party.agreement_id for row in found])
    seen = set(allowed(agreements, user, Permission.AGREEMENT_VIEW).values_list("pk", flat=True))
    moved = _Moved.of([due for rows in dues.values() for due in rows], user)
    return [
        Chain(
            joined([row.party.body.name, str(row.year)]),
            [
                *(link for one in promises[row.pk] for link in _said(one, here)),
                _committed(row, with_url=row.party.agreement_id in seen),
                *(link for due in dues[row.pk] for link in moved.after(due, here)),
            ],
        )
        for row in found
    ]


def said_only(promise: Obligation, here: Any) -> list[Chain]:
    """A promise that no commitment of money bears: its sentence, and itself."""
    return [Chain(promise.debtor.name, [*_said(promise, here)])]


def _promises(found: list[Commitment], user: User) -> dict[int, list[Obligation]]:
    rows = binding(allowed(Obligation.objects.filter(commitment__in=found), user, Permission.MEETING_VIEW))
    told: dict[int, list[Obligation]] = defaultdict(list)
    for row in rows.select_related("meeting__series", "debtor").order_by("meeting__day", "pk"):
        told[row.commitment_id or 0].append(row)
    return told


def _dues(found: list[Commitment], user: User) -> dict[int, list[Any]]:
    rows = with_money(allowed(Instalment.objects.filter(commitment__in=found), user, Permission.TREASURY_VIEW))
    told: dict[int, list[Any]] = defaultdict(list)
    for row in rows.order_by("number"):
        told[row.commitment_id].append(row)
    return told


def _said(promise: Obligation, here: Any) -> Iterator[Link]:
    meeting = promise.meeting
    yield Link(SENTENCE, f"«{promise.quote}»", str(meeting), meeting.get_absolute_url(), meeting.day)
    yield Link(
        PROMISE, promise.text, promise.debtor.name, promise.get_absolute_url(), promise.due_on, promise.amount,
        look_of_promise(promise), here=promise == here,
    )  # fmt: skip


def _committed(row: Commitment, *, with_url: bool) -> Link:
    agreement = row.party.agreement
    note = joined([agreement.reference, str(row.year)])
    url = agreement.get_absolute_url() if with_url else ""
    return Link(COMMITMENT, agreement.name, note, url, row.added_on or agreement.frozen_on, row.amount)


@dataclass(frozen=True)
class _Moved:
    """What was asked, ordered and received for some instalments, by instalment; ``lines`` are those of the account that
    the reader may open."""

    requests: dict[int, list[FundsRequest]]
    orders: dict[int, list[PaymentOrder]]
    receipts: dict[int, list[Receipt]]
    lines: set[int]

    @classmethod
    def of(cls, dues: list[Any], user: User) -> "_Moved":
        keys = [due.pk for due in dues]
        requests = FundsRequest.objects.filter(instalment__in=keys).select_related("paper").order_by("rank")
        orders = PaymentOrder.objects.filter(instalment__in=keys, withdrawn_at=None).order_by("ordered_on", "pk")
        receipts = Receipt.objects.filter(instalment__in=keys, cancels=None, cancelled_at=None).select_related("line")
        lines = allowed(AccountLine.objects.filter(receipts__in=receipts), user, Permission.TREASURY_VIEW)
        mine = set(lines.values_list("pk", flat=True))
        return cls(_by_due(requests), _by_due(orders), _by_due(receipts.order_by("received_on", "pk")), mine)

    def after(self, due: Any, here: Any) -> Iterator[Link]:
        """The instalment and what came of it; what has not come yet is said once, by the first that lacks."""
        state, url = state_of_due(due, clock.today()), due.get_absolute_url()
        text = _("Instalment %(n)s") % {"n": due.number}
        given_up = (
            _("written off: %(amount)s") % {"amount": formats.dirhams(due.written_off)} if due.written_off else ""
        )
        look = COMMITMENT_LOOKS[state]
        yield Link(INSTALMENT, text, given_up, url, due.due_on, due.amount, look, here=due == here)
        for request in self.requests.get(due.pk, []):
            label = _("Reminder %(n)s") % {"n": request.rank} if request.rank else _("Request for funds")
            paper = reverse("treasury:paper", args=[request.pk]) if request.paper_id else ""
            yield Link(REQUEST, label, str(request), paper, request.requested_on, request.amount)
        for order in self.orders.get(due.pk, []):
            sure = CONFIRMED if order.confirmed_at else DECLARED
            yield Link(ORDER, order.number, "", url, order.ordered_on, order.amount, sure)
        for receipt in self.receipts.get(due.pk, []):
            line = receipt.line
            page = line.get_absolute_url() if line.pk in self.lines else ""
            yield Link(
                RECEIPT, line.reference, "", page, receipt.received_on, receipt.amount, RECEIVED,
                here=line == here,
            )  # fmt: skip
        if missing := self._missing(due, state):
            yield Link(missing, _("not yet"), "", url)

    def _missing(self, due: Any, state: CommitmentState) -> str | Promise:
        if state in (CommitmentState.RECEIVED, CommitmentState.WRITTEN_OFF, CommitmentState.GIVEN_UP):
            return ""
        if not self.requests.get(due.pk) and not self.receipts.get(due.pk):
            return REQUEST
        return RECEIPT


def _by_due(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.instalment_id].append(row)
    return found


def of_obligation(found: Obligation, user: User) -> dict[str, Any]:
    """A promise in draft minutes stands alone: it binds nobody yet."""
    linked = found.commitment_id and not found.meeting.is_open
    return {"chains": chains([found.commitment_id], user, found) if linked else said_only(found, found)}  # type: ignore[list-item]


def of_instalment(found: Instalment, user: User) -> dict[str, Any]:
    return {"chains": chains([found.commitment_id], user, found)}


def of_line(found: AccountLine, user: User) -> dict[str, Any] | None:
    """From what came on the account back to the sentences that promised it."""
    standing = found.receipts.filter(cancels=None, cancelled_at=None)
    keys = list(standing.values_list("instalment__commitment", flat=True).distinct()[:MANY])
    return {"chains": chains(keys, user, found)} if keys else None
