"""A request for funds as it was issued before an office had words of its own: its paper is drawn for ever."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from takwin.core import formats
from takwin.core.amounts import in_words
from takwin.documents.papers.figures import ZERO, Facts
from takwin.documents.papers.parts import Letter, Letterhead, Paper, Reference, Signatory, money


@dataclass(frozen=True)
class Instalment:
    label: str
    due_on: dt.date
    promised: Decimal
    received: Decimal
    owed: Decimal


def funds_request(
    paper: Paper,
    issuer: Letterhead,
    ref: Reference,
    letter: Letter,
    *,
    agreement: str,
    deliberation: str,
    contribution: str,
    instalments: Sequence[Instalment],
    pay_before: dt.date,
    label: str,
    account_name: str,
    account_holder: str,
    rib: str,
    signatures: Sequence[Signatory],
) -> Facts:
    """`funds-request`: what is left of a contribution, instalment by instalment and in words, and where to pay it.

    `contribution` is «مساهمة جماعتكم» / "la contribution de votre commune"; `label` is what the order recalls; the RIB
    is 24 digits.
    """
    language = paper["lang"]
    owed = sum((i.owed for i in instalments), ZERO)
    return {
        "paper": paper,
        "issuer": issuer,
        "reference": ref,
        "letter": letter,
        "request": {
            "agreement": agreement,
            "deliberation": deliberation,
            "contribution": contribution,
            "instalments": [
                {
                    "label": i.label,
                    "due_on": f"{i.due_on:%d/%m/%Y}",
                    "promised": money(i.promised),
                    "received": money(i.received),
                    "owed": money(i.owed),
                }
                for i in instalments
            ],
            "total": {
                "promised": money(sum((i.promised for i in instalments), ZERO)),
                "received": money(sum((i.received for i in instalments), ZERO)),
                "owed": money(owed),
            },
            "in_words": in_words(owed, language),
            "pay_before": formats.day(pay_before, language=language),
            "label": label,
            "account": {"name": account_name, "holder": account_holder, "rib": rib},
        },
        "signatures": list(signatures),
    }
