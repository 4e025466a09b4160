"""The facts of the financial state of a year: accounts, payers, what is held for whom. Columns sum to their foot."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from takwin.core import formats
from takwin.core.amounts import in_words
from takwin.documents.papers.parts import Letterhead, Paper, Reference, Signatory, money
from takwin.documents.papers.worded import to_the_centime

ZERO = Decimal(0)
Facts = dict[str, Any]


@dataclass(frozen=True)
class AccountRow:
    """An account of the ledger: what it opened on, debits, credits, what it closes on (a credit is below zero)."""

    name: str
    opening: Decimal
    debit: Decimal
    credit: Decimal
    closing: Decimal


@dataclass(frozen=True)
class PayerRow:
    """What a body owed on the first day, what fell due, what it sent or was let off, what it still owes."""

    name: str
    opening: Decimal
    debit: Decimal
    credit: Decimal
    closing: Decimal


@dataclass(frozen=True)
class HeldRow:
    """Money on the account that is laid to no contribution, and whose it is."""

    reference: str
    booked_on: dt.date
    whose: str
    left: Decimal


def financial_year(
    paper: Paper,
    issuer: Letterhead,
    ref: Reference,
    *,
    year: int,
    words: Mapping[str, object],
    account: str,
    budget_line: str,
    rib: str,
    accounts: Sequence[AccountRow],
    payers: Sequence[PayerRow],
    held: Sequence[HeldRow],
    closing: Decimal,
    closed_on: dt.date,
    signatures: Sequence[Signatory],
) -> Facts:
    """`financial-year`: the year of an account as its treasurer and its region certify it, in Arabic. ``words`` are the
    office's own, filled in."""
    return {
        "paper": paper,
        "issuer": issuer,
        "reference": ref,
        "words": dict(words),
        "closes_on": to_the_centime(closing),
        "state": {
            "title": paper["title"],
            "subtitle": f"برسم السنة المالية {year}",
            "account": account,
            "budget_line": budget_line,
            "rib": rib,
            "accounts": [{"name": row.name, **_four(row)} for row in accounts],
            "accounts_total": _total(accounts),
            "payers": [{"number": str(n), "name": row.name, **_four(row)} for n, row in enumerate(payers, 1)],
            "payers_total": _total(payers),
            "held": [
                {
                    "reference": row.reference,
                    "on": f"{row.booked_on:%d/%m/%Y}",
                    "whose": row.whose,
                    "left": money(row.left),
                }
                for row in held
            ],
            "held_total": money(sum((row.left for row in held), ZERO)),
            "closing": money(closing),
            "in_words": in_words(closing, "ar") if closing >= 0 else "",
            "closed_on": formats.day(closed_on, language="ar"),
        },
        "signatures": list(signatures),
    }


def _four(row: AccountRow | PayerRow) -> dict[str, str]:
    return {
        "opening": money(row.opening),
        "debit": money(row.debit),
        "credit": money(row.credit),
        "closing": money(row.closing),
    }


def _total(rows: Sequence[AccountRow] | Sequence[PayerRow]) -> dict[str, str]:
    columns = ("opening", "debit", "credit", "closing")
    return {column: money(sum((getattr(row, column) for row in rows), ZERO)) for column in columns}
