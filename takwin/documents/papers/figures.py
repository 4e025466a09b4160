"""The facts of the papers of money: state of transfers, cost share of a yearly programme.

Each figure of a row is the caller's; the totals are added up here, so that a column always sums to its foot.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from takwin.core import formats
from takwin.core.amounts import in_words
from takwin.documents.papers.parts import Letterhead, Paper, Reference, Signatory, money, rate
from takwin.documents.papers.worded import to_the_centime

ZERO = Decimal(0)
Facts = dict[str, Any]


@dataclass(frozen=True)
class TransferRow:
    """What one body owes by what it voted or signed, promised without having done either (``unvoted``), was asked,
    ordered as confirmed, declares that it ordered on top, sent (by the bank's word), still owes, and what is late."""

    name: str
    promised: Decimal
    unvoted: Decimal
    requested: Decimal
    ordered: Decimal
    declared: Decimal
    received: Decimal
    owed: Decimal
    late: Decimal
    deliberation: str = ""


@dataclass(frozen=True)
class ShareRow:
    """What one body bears of a yearly programme: its share by heads, what it adds of its own will, and what the year
    before left: a credit below zero, which lowers what is due to nothing at most, or a supplement."""

    name: str
    heads: int | None  # None for the region, which pays by rate
    share: Decimal
    top_up: Decimal = ZERO
    carried: Decimal = ZERO

    @property
    def due(self) -> Decimal:
        return max(self.share + self.top_up + self.carried, ZERO)


@dataclass(frozen=True)
class TransferGroup:
    """A province or prefecture and its bodies, its own council first."""

    name: str
    rows: Sequence[TransferRow]


@dataclass(frozen=True)
class ShareGroup:
    """The region alone, or a province and its bodies, its own council first; a group of one has no subtotal."""

    name: str
    rows: Sequence[ShareRow]


def state_of_transfers(
    paper: Paper,
    issuer: Letterhead,
    ref: Reference,
    *,
    subtitle: str,
    words: Mapping[str, object],
    groups: Sequence[TransferGroup],
    closed_on: dt.date,
    signatures: Sequence[Signatory],
) -> Facts:
    """`state-of-transfers`: where each contribution stands on a day, by province then commune, in Arabic.

    What is ordered and confirmed, what bodies say they ordered and what the bank shows received stand in three columns
    and are never added together. ``words`` are the office's own, filled in.
    """
    every = [row for group in groups for row in group.rows]
    received = sum((row.received for row in every), ZERO)
    return {
        "paper": paper,
        "issuer": issuer,
        "reference": ref,
        "words": dict(words),
        "closes_on": to_the_centime(received),
        "state": {
            "title": paper["title"],
            "subtitle": subtitle,
            "groups": [
                {
                    "key": str(g),
                    "name": group.name,
                    "rows": [
                        {"number": number, "name": row.name, "deliberation": row.deliberation, **_transferred([row])}
                        for number, row in enumerate(group.rows, 1 + sum(len(before.rows) for before in groups[:g]))
                    ],
                    "total": _transferred(group.rows),
                }
                for g, group in enumerate(groups)
            ],
            "total": _transferred(every),
            "in_words": in_words(received, "ar"),
            "closed_on": formats.day(closed_on, weekday=True, language="ar"),
        },
        "signatures": list(signatures),
    }


def _transferred(rows: Sequence[TransferRow]) -> dict[str, str]:
    columns = ("promised", "unvoted", "requested", "ordered", "declared", "received", "owed", "late")
    sums = {column: sum((getattr(row, column) for row in rows), ZERO) for column in columns}
    return {column: money(amount) for column, amount in sums.items()} | {
        "rate": rate(sums["promised"] - sums["owed"], sums["promised"])
    }


def cost_share(
    paper: Paper,
    issuer: Letterhead,
    ref: Reference,
    *,
    subtitle: str,
    groups: Sequence[ShareGroup],
    basis: str = "",
    shared: Decimal | None = None,
    signatures: Sequence[Signatory],
) -> Facts:
    """`cost-share`: who bears what of a yearly programme, the region first, then province by province, in Arabic.

    `subtitle` says which year and whether by forecast heads or at closing; `basis` the text of law and its rule. A rate
    is that of the cost `shared`, as on the screen: with top-ups that lower it, the shares are less than the whole.
    """
    every = [row for group in groups for row in group.rows]
    whole = shared or sum((row.share for row in every), ZERO)
    return {
        "paper": paper,
        "issuer": issuer,
        "reference": ref,
        "state": {
            "title": paper["title"],
            "subtitle": subtitle,
            "basis": basis,
            "groups": [
                {
                    "key": str(g),
                    "name": group.name,
                    "rows": [
                        {"number": number, "name": row.name, **_shared([row], whole)}
                        for number, row in enumerate(group.rows, 1 + sum(len(before.rows) for before in groups[:g]))
                    ],
                    "total": _shared(group.rows, whole) if len(group.rows) > 1 else None,
                }
                for g, group in enumerate(groups)
            ],
            "total": _shared(every, whole),
            "carries": any(row.carried for row in every),
            "in_words": in_words(sum((row.due for row in every), ZERO), "ar"),
        },
        "signatures": list(signatures),
    }


def _shared(rows: Sequence[ShareRow], whole: Decimal) -> dict[str, str]:
    heads = [row.heads for row in rows if row.heads is not None]
    share, top_up = sum((row.share for row in rows), ZERO), sum((row.top_up for row in rows), ZERO)
    return {
        "heads": str(sum(heads)) if heads else "–",
        "rate": f"{share * 100 / whole:.2f}%".replace(".", ",") if whole else "–",
        "share": money(share),
        "top_up": money(top_up),
        "carried": money(sum((row.carried for row in rows), ZERO)),
        "total": money(sum((row.due for row in rows), ZERO)),
    }
