"""The ledger of an account: every fact is an entry between two accounts, so that all of them always sum to zero.

Nothing of it is stored: it is folded from requests, lines, receipts and payments, and the state of any day is the
fold of what is dated before it. A debit is above zero, a credit below.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import chain

from django.db.models import F

from takwin.agreements.models import Instalment
from takwin.core.money import ZERO
from takwin.directory.models import Body
from takwin.treasury.enums import Ledger
from takwin.treasury.models import AccountLine, Expense, FinancialYear, Payment, Receipt, Remittance


@dataclass(frozen=True, slots=True)
class Entry:
    """An amount that goes to one account from another, on a day. ``party`` is the body it concerns, if one is known."""

    on: dt.date
    to: Ledger
    source: Ledger
    amount: Decimal
    party: int | None = None


@dataclass(slots=True)
class Balance:
    """An account over a year: what it opened on, what was added and taken, what it closes on."""

    opening: Decimal = ZERO
    debit: Decimal = ZERO
    credit: Decimal = ZERO

    @property
    def closing(self) -> Decimal:
        return self.opening + self.debit - self.credit


@dataclass(slots=True)
class Books:
    """The ledger of a year: each account, and for each body what it still owes (``DUE``)."""

    accounts: dict[Ledger, Balance] = field(default_factory=lambda: {account: Balance() for account in Ledger})
    due: dict[int, Balance] = field(default_factory=lambda: defaultdict(Balance))

    @property
    def difference(self) -> Decimal:
        """What the closing balances sum to: zero, or an entry was lost."""
        return sum((balance.closing for balance in self.accounts.values()), ZERO)


def entries(owner: Body) -> Iterator[Entry]:
    """All that ever moved on the books of an account, in no order.

    What the account held when its first year opened was told: money that moved earlier is part of it, and is not
    counted on top.
    """
    first = FinancialYear.objects.filter(owner=owner).order_by("year").first()
    if first and first.opening_balance:
        # the day before: the year it was told for opens on it
        yield Entry(dt.date(first.year - 1, 12, 31), Ledger.CASH, Ledger.OPENING, first.opening_balance)
    for entry in chain(_contributions(owner), _lines(owner), _spent(owner)):
        yield _told(entry) if first and entry.on.year < first.year else entry


def _told(entry: Entry) -> Entry:
    """An entry of a year the account was not kept for: its money is in the balance that was told."""
    to, source = (Ledger.OPENING if side == Ledger.CASH else side for side in (entry.to, entry.source))
    return replace(entry, to=to, source=source)


def books(owner: Body, year: int) -> Books:
    """The ledger of one year of an account."""
    return fold(entries(owner), year)


def fold(moved: Iterable[Entry], year: int) -> Books:
    """Lay entries to their accounts; those of later years are not seen."""
    kept = Books()
    for entry in moved:
        if entry.on.year > year:
            continue
        before = entry.on.year < year
        _add(kept.accounts[entry.to], entry.amount, before)
        _add(kept.accounts[entry.source], -entry.amount, before)
        if entry.party and Ledger.DUE in (entry.to, entry.source):
            _add(kept.due[entry.party], entry.amount if entry.to == Ledger.DUE else -entry.amount, before)
    return kept


def _add(balance: Balance, amount: Decimal, before: bool) -> None:
    if before:
        balance.opening += amount
    elif amount > 0:
        balance.debit += amount
    else:
        balance.credit -= amount


def _contributions(owner: Body) -> Iterator[Entry]:
    """What was promised, what was given up of it, and what came: never before the year it is owed for, so that money
    in advance stays held until then."""
    cancelled_on = F("commitment__party__agreement__cancelled_on")
    told = Instalment.objects.filter(beneficiary=owner).order_by()
    dropped: dict[int, tuple[dt.date, Decimal, int]] = {}
    first_days: dict[int, dt.date] = {}
    for pk, payer, year, amount, written_off, off_on, dropped_on in told.values_list(
        "pk", "payer", "year", "amount", "written_off", "written_off_on", cancelled_on
    ):
        first = first_days[pk] = dt.date(year, 1, 1)
        yield Entry(first, Ledger.DUE, Ledger.CONTRIBUTIONS, amount, payer)
        if written_off:
            yield Entry(max(off_on, first), Ledger.CONTRIBUTIONS, Ledger.DUE, written_off, payer)
        if dropped_on:
            dropped[pk] = (max(dropped_on, first), amount - written_off, payer)
    rows = Receipt.objects.filter(instalment__beneficiary=owner).order_by()
    for pk, payer, received_on, amount in rows.values_list("instalment", "instalment__payer", "received_on", "amount"):
        on, given_up = max(received_on, first_days[pk]), dropped.get(pk)
        if given_up and on > given_up[0]:  # owed no more: what comes all the same is owed anew
            yield Entry(on, Ledger.DUE, Ledger.CONTRIBUTIONS, amount, payer)
        elif given_up:
            dropped[pk] = (given_up[0], given_up[1] - amount, payer)
        yield Entry(on, Ledger.HELD, Ledger.DUE, amount, payer)
    for on, left, payer in dropped.values():
        yield Entry(on, Ledger.CONTRIBUTIONS, Ledger.DUE, left, payer)


def _lines(owner: Body) -> Iterator[Entry]:
    """What came on the account, and what the bank took back, on the day it did."""
    rows = AccountLine.objects.filter(owner=owner).order_by()
    for booked_on, amount, undone_on in rows.values_list("booked_on", "amount", "undone_on"):
        yield Entry(booked_on, Ledger.CASH, Ledger.HELD, amount)
        if undone_on:
            yield Entry(undone_on, Ledger.HELD, Ledger.CASH, amount)


def _spent(owner: Body) -> Iterator[Entry]:
    """What was certified as done, owed from that day; the tax withheld of it until handed over; what was paid."""
    rows = Expense.objects.filter(owner=owner).order_by().values_list("done_on", "gross", "withheld")
    for on, gross, withheld in rows:
        if on is None:  # only ordered: nothing is owed yet
            continue
        yield Entry(on, Ledger.SPENT, Ledger.PAYABLE, gross - withheld)
        if withheld:
            yield Entry(on, Ledger.SPENT, Ledger.WITHHELD, withheld)
    paid = Payment.objects.filter(owner=owner).order_by()
    for on, amount in paid.values_list("paid_on", "amount"):
        yield Entry(on, Ledger.PAYABLE, Ledger.CASH, amount)
    handed_over = Remittance.objects.filter(owner=owner).order_by()
    for on, amount, cancelled_on in handed_over.values_list("paid_on", "amount", "cancelled_on"):
        yield Entry(on, Ledger.WITHHELD, Ledger.CASH, amount)
        if cancelled_on:
            yield Entry(cancelled_on, Ledger.CASH, Ledger.WITHHELD, amount)
