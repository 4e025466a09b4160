"""The facts of the papers of a payment out: order slip, service done, mission order, travel statement, tax withheld."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from takwin.core import formats
from takwin.core.amounts import in_words
from takwin.documents.papers.parts import Letterhead, Paper, Reference, Signatory, money

ZERO = Decimal(0)
Facts = dict[str, Any]


@dataclass(frozen=True)
class Line:
    what: str
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal


@dataclass(frozen=True)
class TaxLine:
    """What a person was paid in a month less a tax: none is withheld of a body. ``identity``: his document and its
    number."""

    payee: str
    identity: str
    paid_on: dt.date
    gross: Decimal
    percent: Decimal
    withheld: Decimal


def tax_withheld(
    paper: Paper,
    issuer: Letterhead,
    ref: Reference,
    *,
    month: str,
    payer: Sequence[tuple[str, str]],
    lines: Sequence[TaxLine],
    remittances: Sequence[str],
    signatures: Sequence[Signatory],
) -> Facts:
    """`tax-withheld`: the tax kept at the source in a month, payee by payee, in Arabic; columns sum to their foot.

    `payer`: each number by which the tax administration knows who pays, under its name; an empty one
    is printed as not known.
    """
    withheld = sum((line.withheld for line in lines), ZERO)
    return {
        "paper": paper,
        "issuer": issuer,
        "reference": ref,
        "tax": {
            "title": paper["title"],
            "subtitle": f"برسم شهر {month}",
            "payer": [{"label": label, "number": number} for label, number in payer],
            "lines": [
                {
                    "number": str(n),
                    "payee": line.payee,
                    "identity": line.identity,
                    "paid_on": f"{line.paid_on:%d/%m/%Y}",
                    "gross": money(line.gross),
                    "percent": f"{formats.number(line.percent, language='ar')}%",
                    "withheld": money(line.withheld),
                }
                for n, line in enumerate(lines, 1)
            ],
            "gross": money(sum((line.gross for line in lines), ZERO)),
            "withheld": money(withheld),
            "in_words": in_words(withheld, "ar"),
            "remittances": list(remittances),
        },
        "signatures": list(signatures),
    }


def slip(
    paper: Paper,
    issuer: Letterhead,
    ref: Reference,
    *,
    opening: str,
    purpose: str,
    session: str,
    order: str,
    lines: Sequence[Line],
    withheld: Decimal,
    signatures: Sequence[Signatory],
) -> Facts:
    """`spending-slip`: what is ordered or was delivered, line by line, the tax withheld, the net in words."""
    gross = sum((line.amount for line in lines), ZERO)
    return {
        "paper": paper,
        "issuer": issuer,
        "reference": ref,
        "slip": {
            "title": paper["title"],
            "opening": opening,
            "purpose": purpose,
            "session": session,
            "order": order,
            "lines": [
                {
                    "number": str(n),
                    "what": line.what,
                    "quantity": formats.number(line.quantity, language="ar"),
                    "price": money(line.unit_price),
                    "amount": money(line.amount),
                }
                for n, line in enumerate(lines, 1)
            ],
            "gross": money(gross),
            "withheld": money(withheld) if withheld else "",
            "net": money(gross - withheld),
            "in_words": in_words(gross - withheld, "ar"),
        },
        "signatures": list(signatures),
    }
