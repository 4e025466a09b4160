"""What a statement says, what is due, and what is concluded of each line."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Literal

Verdict = Literal["matched", "proposed", "unmatched"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A movement of the account: ``line`` is its place in the file, from 1; a debit is below zero.

    One that was already settled says so by its ``payer``: it is judged no more, but may be undone or paid again.
    """

    line: int
    booked_on: dt.date
    amount: Decimal
    label: str
    reference: str = ""
    balance: Decimal | None = None
    payer: str = ""


@dataclass(slots=True)
class Payer:
    """A body that owes instalments: its official code, every name it goes by, and what it owes each year.

    ``code`` is whatever names it, ``place`` the official code of its place. ``due`` is the whole instalment; ``open``
    what was still to be received before the statement. What it has neither voted nor signed is ``promised``, what is
    not asked before a later year ``later``: no line is laid to either. ``rib`` is as the payer wrote it, so that it may
    be wrong.
    """

    code: str
    province: str
    is_council: bool
    names: tuple[str, ...]
    due: dict[int, Decimal] = field(default_factory=dict)
    open: dict[int, Decimal] = field(default_factory=dict)
    promised: dict[int, Decimal] = field(default_factory=dict)
    later: dict[int, Decimal] = field(default_factory=dict)
    rib: str = ""
    place: str = ""

    def as_of(self, year: int, named: Collection[int]) -> "Payer":
        """What a line of that year may pay: nothing of a later one that its label does not name."""
        later = {other: left for other, left in self.open.items() if other > year and other not in named}
        if not later:
            return self
        due, left = ({y: a for y, a in held.items() if y not in later} for held in (self.due, self.open))
        return replace(self, due=due, open=left, later=later)


@dataclass(frozen=True, slots=True)
class Order:
    """A payment order (mandat) a payer has announced: it may be all that a label says."""

    payer: str
    number: str
    year: int | None
    amount: Decimal | None
    issued_year: int | None = None


@dataclass(frozen=True, slots=True)
class Allocation:
    payer: str
    year: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as a code of ``reasons`` with its facts, so that it can be said in any language."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Finding:
    """What is concluded of an entry. ``excess`` is what its payer paid above what it owes; ``pair`` is the line that
    undoes this one, or that this one undoes."""

    entry: Entry
    verdict: Verdict = "unmatched"
    allocations: tuple[Allocation, ...] = ()
    reasons: list[Reason] = field(default_factory=list)
    payer: str = ""
    excess: Decimal = Decimal(0)
    pair: int | None = None
