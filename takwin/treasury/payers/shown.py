"""What the page of a payer says of each thing it owes, and how that is paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse

from takwin.accounts.models import User
from takwin.agreements.models import Instalment, Step
from takwin.core import clock
from takwin.core.money import ZERO, dirhams
from takwin.core.text import joined
from takwin.directory.models import Body
from takwin.rights.enums import Permission
from takwin.rights.queries import may
from takwin.treasury.models import FundsRequest, Receipt
from takwin.treasury.panels import look_of_receipt
from takwin.treasury.payers.queries import keepers_of, label_of, letters_of, votes_of
from takwin.treasury.queries import grand_total, state_of_transfers, with_money
from takwin.treasury.shown import Contribution, crumbs, days_late
from takwin.treasury.words import declared, promised
from takwin.treasury.years.queries import ahead_of
from takwin.ui.states import Look

FEW = 5


@dataclass(frozen=True)
class Owed:
    """A contribution with what is behind it: the vote, the letters, what to write on the order that pays it;
    ``declared`` is what its payer says it ordered and nobody confirmed."""

    one: Contribution
    declared: Decimal
    vote: Step | None
    first: FundsRequest | None
    reminder: FundsRequest | None
    label: str
    order_url: str


class Bank(NamedTuple):
    """The four parts of a bank identity, as an order has boxes for them."""

    bank: str
    town: str
    account: str
    key: str


@dataclass(frozen=True)
class ToPay:
    """An account to which something is left to pay: whose it is, its number, whom to call, what to write, once for the
    instalments of a year."""

    owner: Body
    rib: Bank | None
    left: Decimal
    keepers: str
    labels: list[str]


class Received(NamedTuple):
    receipt: Receipt
    look: Look


def payer(body: Body, instalments: QuerySet[Instalment], user: User) -> dict[str, Any]:
    """All that a body owes, the latest year first, how to pay what is left, and what was received last."""
    today = clock.today()
    total = grand_total(state_of_transfers(instalments, today))
    rows = owed_by(body, instalments, user)
    receipts = receipts_of(instalments)
    return {
        "title": body.name,
        "crumbs": crumbs(body.name),
        "body": body,
        "total": total,
        "promised": promised(total.promised),
        "declared": declared(total.declared),
        "ahead": ahead_of(instalments, body),
        "late_days": days_late(total, today),
        "rows": rows,
        "to_pay": to_pay(rows),
        "receipts": [Received(one, look_of_receipt(one)) for one in receipts.order_by("-received_on", "-pk")[:FEW]],
        "receipts_url": reverse("treasury:payer_receipts", args=[body.pk]),
    }


def owed_by(body: Body, instalments: QuerySet[Instalment], user: User) -> list[Owed]:
    """In four queries whatever the number of contributions."""
    today = clock.today()
    related = with_money(instalments).select_related(
        "payer__place__province", "beneficiary__place", "commitment__party__agreement"
    )
    found: Sequence[Any] = list(related.order_by("-year", "number", "pk"))
    votes = votes_of(row.commitment.party_id for row in found)
    letters = letters_of(row.pk for row in found)
    declares = may(user, Permission.AGREEMENT_DECLARE, body)
    return [
        _owed(Contribution.of(row, today), votes.get(row.commitment.party_id), letters.get(row.pk, []), declares)
        for row in found
    ]


def _owed(one: Contribution, vote: Step | None, letters: list[FundsRequest], declares: bool) -> Owed:
    row = one.instalment
    to_order = declares and one.missing > ZERO and dirhams(row.said_ordered) < row.owed
    return Owed(
        one=one,
        declared=dirhams(row.said_ordered - row.ordered_confirmed),
        vote=vote,
        first=letters[0] if letters else None,
        reminder=letters[-1] if len(letters) > 1 else None,
        label=label_of(row) if one.missing else "",
        order_url=reverse("treasury:order", args=[row.pk]) if to_order else "",
    )


def to_pay(rows: Sequence[Owed]) -> list[ToPay]:
    """The accounts to which something is left to pay, in the order of the contributions."""
    left: dict[int, list[Owed]] = {}
    for row in rows:
        if row.one.missing:
            left.setdefault(row.one.instalment.beneficiary_id, []).append(row)
    return [_account(several[0].one.instalment.beneficiary, several) for several in left.values()]


def _account(owner: Body, several: list[Owed]) -> ToPay:
    keepers = joined(keeper.name for keeper in keepers_of(owner))
    labels = list(dict.fromkeys(row.label for row in several))
    return ToPay(owner, bank_of(owner.rib), sum((row.one.missing for row in several), ZERO), keepers, labels)


def bank_of(rib: str) -> Bank | None:
    return Bank(rib[:3], rib[3:6], rib[6:22], rib[22:]) if len(rib) == 24 else None


def receipts_of(instalments: QuerySet[Instalment]) -> QuerySet[Receipt]:
    found = Receipt.objects.filter(instalment__in=instalments)
    return found.select_related("line", "instalment__beneficiary", "instalment__commitment__party__agreement")
