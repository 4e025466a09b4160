"""The facts of the annual financial annex: contributions by province and body, expenses by kind, the balance kept."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from takwin.core import formats
from takwin.core.amounts import in_words
from takwin.documents.papers.parts import Letterhead, Paper, Reference, Signatory, money
from takwin.documents.papers.worded import to_the_centime

ZERO = Decimal(0)
Facts = dict[str, Any]
COLUMNS = ("due", "asked", "ordered", "declared", "received", "remaining", "credit")


@dataclass(frozen=True)
class AnnexRow:
    """A body in one year: due, asked for, ordered and confirmed, declared on top, received,
    what remains, and what it is ahead."""

    name: str
    due: Decimal
    asked: Decimal
    ordered: Decimal
    declared: Decimal
    received: Decimal
    remaining: Decimal
    credit: Decimal


@dataclass(frozen=True)
class AnnexGroup:
    """The bodies of one province, under its name."""

    name: str
    rows: Sequence[AnnexRow]


@dataclass(frozen=True)
class ExpenseRow:
    """Expenses of one kind: what was certified as done in the year, and what was paid in it."""

    kind: str
    certified: Decimal
    paid: Decimal


@dataclass(frozen=True)
class Cash:
    """The account over the year: what it held on the first day, what came, what went, what it held on the last."""

    opening: Decimal
    came: Decimal
    went: Decimal
    closing: Decimal


def financial_annex(
    paper: Paper,
    issuer: Letterhead,
    ref: Reference,
    *,
    year: int,
    words: Mapping[str, object],
    groups: Sequence[AnnexGroup],
    promised: Decimal,
    expenses: Sequence[ExpenseRow],
    cash: Cash,
    told_on: dt.date,
    signatures: Sequence[Signatory],
) -> Facts:
    """`financial-annex`: the year of an account, contributions and expenses, in Arabic. Columns sum to their foot.

    What is ``promised``, and neither voted nor signed, is in no column: it is told under them.
    ``words`` are the office's own, filled in.
    """
    every = [row for group in groups for row in group.rows]
    return {
        "paper": paper,
        "issuer": issuer,
        "reference": ref,
        "words": dict(words),
        "closes_on": to_the_centime(cash.closing),
        "annex": {
            "title": paper["title"],
            "subtitle": f"برسم السنة المالية {year}",
            "groups": [
                {"name": group.name, "rows": _numbered(group.rows), "total": _sums(group.rows)} for group in groups
            ],
            "total": _sums(every),
            "promised": money(promised),
            "expenses": [
                {"kind": row.kind, "certified": money(row.certified), "paid": money(row.paid)} for row in expenses
            ],
            "expenses_total": {
                "certified": money(sum((row.certified for row in expenses), ZERO)),
                "paid": money(sum((row.paid for row in expenses), ZERO)),
            },
            "cash": {
                "opening": money(cash.opening), "came": money(cash.came), "went": money(cash.went),
                "closing": money(cash.closing),
            },
            "in_words": in_words(cash.closing, "ar") if cash.closing >= 0 else "",
            "told_on": formats.day(told_on, language="ar"),
        },
        "signatures": list(signatures),
    }  # fmt: skip


def _numbered(rows: Iterable[AnnexRow]) -> list[dict[str, str]]:
    return [{"number": str(n), "name": row.name, **_sums([row])} for n, row in enumerate(rows, 1)]


def _sums(rows: Sequence[AnnexRow]) -> dict[str, str]:
    return {column: money(sum((getattr(row, column) for row in rows), ZERO)) for column in COLUMNS}
