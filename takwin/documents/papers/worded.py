"""The facts of the papers whose words are an office's own: request for funds, reminder, draft agreement…

``words`` are the paragraphs of each part, filled in, with the version they come from (``wording.queries.Words``).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from takwin.core import formats
from takwin.documents.papers.parts import Letter, Letterhead, Paper, Reference, Signatory, money

Facts = dict[str, Any]
ZERO = Decimal(0)


def to_the_centime(amount: Decimal) -> str:
    """An amount in a sentence of a state of accounts: its centimes are written even when there are none."""
    return f"{formats.money(amount, language='ar')}{formats.NBSP}{formats.CURRENCY['ar']}"


@dataclass(frozen=True)
class Due:
    """One line of what is owed: what it is, when it fell due, what was promised and received of it."""

    label: str
    due_on: dt.date
    promised: Decimal
    received: Decimal
    reference: str = ""

    @property
    def owed(self) -> Decimal:
        return self.promised - self.received


@dataclass(frozen=True)
class Article:
    """An article as it is printed: its number, and its paragraphs."""

    number: str
    paragraphs: Sequence[str]


@dataclass(frozen=True)
class Signer:
    """A party to an agreement, with its role when it is said; ``signed``: who signed for it, and on which day;
    ``capacity``: who is to sign for it, when he is known."""

    name: str
    role: str = ""
    signed: str = ""
    signed_on: str = ""
    capacity: str = ""


@dataclass(frozen=True)
class Tranche:
    """One line of the schedule of an agreement or a deliberation."""

    body: str
    due_on: dt.date
    amount: Decimal


def _dues(dues: Sequence[Due]) -> dict[str, Any]:
    sums = [sum((getattr(due, name) for due in dues), ZERO) for name in ("promised", "received", "owed")]
    return {
        "dues": [
            {
                "label": due.label, "due_on": f"{due.due_on:%d/%m/%Y}", "reference": due.reference,
                "promised": money(due.promised), "received": money(due.received), "owed": money(due.owed),
            }
            for due in dues
        ],
        "total": dict(zip(("promised", "received", "owed"), (money(one) for one in sums), strict=True)),
    }  # fmt: skip


def asking(
    paper: Paper,
    issuer: Letterhead,
    ref: Reference,
    letter: Letter,
    *,
    words: Mapping[str, object],
    dues: Sequence[Due],
    label: str,
    rib: str,
    signatures: Sequence[Signatory],
) -> Facts:
    """`funds-request`, `reminder`: what is left, and the account to pay it on; `label` is what the order recalls."""
    return {
        "paper": paper, "issuer": issuer, "reference": ref, "letter": letter, "words": dict(words), **_dues(dues),
        "label": label, "rib": rib, "signatures": list(signatures),
    }  # fmt: skip


def payment_statement(
    paper: Paper,
    issuer: Letterhead,
    ref: Reference,
    *,
    subtitle: str,
    words: Mapping[str, object],
    dues: Sequence[Due],
    signatures: Sequence[Signatory],
) -> Facts:
    """`payment-statement`: what a body promised, paid and owes, line by line, certified on a day."""
    return {
        "paper": paper, "issuer": issuer, "reference": ref, "title": paper["title"], "subtitle": subtitle,
        "words": dict(words), **_dues(dues), "signatures": list(signatures),
    }  # fmt: skip


def _tranches(tranches: Sequence[Tranche]) -> list[dict[str, str]]:
    return [{"body": one.body, "due_on": f"{one.due_on:%d/%m/%Y}", "amount": money(one.amount)} for one in tranches]


def articles(
    paper: Paper,
    issuer: Letterhead,
    ref: Reference,
    *,
    subtitle: str,
    before: Sequence[str],
    parties: Sequence[Signer] = (),
    agreed: Sequence[str] = (),
    articles: Sequence[Article],
    schedule: Sequence[Tranche] = (),
    after: Sequence[str] = (),
    version: object = 0,
    signatures: Sequence[Signatory] = (),
    since: Sequence[Tranche] = (),
    since_label: str = "",
) -> Facts:
    """`articles`: an agreement, which its `parties` sign, or a deliberation, which its `signatures` close: grounds,
    articles, schedule. What was promised `since` the signatures, and is not above them, follows them."""
    return {
        "paper": paper, "issuer": issuer, "reference": ref, "title": paper["title"], "subtitle": subtitle,
        "before": list(before), "agreed": list(agreed),
        "parties": [asdict(one) for one in parties],
        "articles": [{"number": one.number, "paragraphs": list(one.paragraphs)} for one in articles],
        "schedule": _tranches(schedule), "total": money(sum((one.amount for one in schedule), ZERO)),
        "after": list(after), "version": version, "signatures": list(signatures),
        "since": _tranches(since), "since_total": money(sum((one.amount for one in since), ZERO)),
        "since_label": since_label,
    }  # fmt: skip
