"""Which day is open for a fact of the account, and what a year's page tells."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from takwin.agreements.models import Instalment
from takwin.core import clock, formats
from takwin.core.money import ZERO, dirhams
from takwin.directory.models import Body
from takwin.treasury.enums import BankLineState, YearState
from takwin.treasury.models import AccountLine, BankLine, FinancialYear, Receipt
from takwin.treasury.queries import with_left


def lock_accounts(owners: Iterable[int]) -> list[Body]:
    """The bodies as they are now, their accounts locked until the transaction ends: who works on one waits his turn.

    Everything of the treasury is locked in one order, so that no two acts ever wait for each other: accounts by key,
    agreements by key, years, lines of the bank, account lines, instalments by key, receipts. An act that locks account
    lines and then instalments, or instalments in another order than that of their keys, locks their accounts first.
    Rows that name the body may still be written by others.
    """
    rows = Body.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=set(owners))
    return list(rows.order_by("pk"))


def lock_years(owner: int) -> list[FinancialYear]:
    """The years of an account as they are now, the first of them first.

    Their rows are locked, so that no fact slips into a year while it is being closed (see ``lock_accounts``).
    """
    rows = FinancialYear.objects.select_for_update(of=("self",), no_key=True).filter(owner=owner)
    return list(rows.order_by("year"))


def _closed_year(years: Sequence[FinancialYear], day: dt.date) -> FinancialYear | None:
    """The closed year a day belongs to. What is earlier than the first year is part of what that year opens on: it is
    told as long as the first year is open, and settled with it."""
    if not years:
        return None
    counted = max(day.year, years[0].year)
    return next((row for row in years if row.year == counted and row.state != YearState.OPEN), None)


def refuse_closed(owner: int, day: dt.date) -> None:
    """Refuse to date a new fact of an account in a year whose figures are frozen, or before them all."""
    if year := _closed_year(lock_years(owner), day):
        raise ValidationError(
            _("The year %(year)s of this account is closed: nothing is dated %(day)s any more."),
            params={"year": year.year, "day": formats.day(day)},
        )


def is_closed(owner: int, day: dt.date) -> bool:
    """Whether the figures of that day's year are frozen, or come before all that the account keeps."""
    return _closed_year(lock_years(owner), day) is not None


def open_day(owner: int, day: dt.date) -> dt.date:
    """The day a fact is entered at: its own, or today when its year is closed, as accountants do."""
    years, today = lock_years(owner), clock.today()
    year = _closed_year(years, day)
    if year is None:
        return day
    if _closed_year(years, today):
        raise ValidationError(
            _("The year %(year)s of this account is closed, and today's too: nothing more is entered."),
            params={"year": year.year},
        )
    return today


def previous(year: FinancialYear) -> FinancialYear | None:
    """The year of the account before this one, if it was opened."""
    return FinancialYear.objects.filter(owner=year.owner_id, year__lt=year.year).order_by("-year").first()


def lines_to_match(owner: Body, year: int) -> QuerySet[BankLine]:
    """Lines of the bank of a year of which nobody has said anything yet."""
    return BankLine.objects.filter(owner=owner, state=BankLineState.WAITING, booked_on__year__lte=year)


@dataclass(frozen=True)
class HeldLine:
    """Money on the account that is laid to no contribution: somebody's credit, or waiting for a payer to be known."""

    line: AccountLine
    left: Decimal


def held_lines(owner: Body) -> list[HeldLine]:
    """What the account holds beside what was received for contributions, the oldest first."""
    rows = with_left(AccountLine.objects.filter(owner=owner)).filter(Q(left__gt=0)).select_related("credit_of")
    return [HeldLine(row, dirhams(row.left)) for row in rows.order_by("booked_on", "pk")]  # type: ignore[attr-defined]


def held_at_the_end(owner: Body, year: int) -> list[HeldLine]:
    """What the account held on the last day of a year, as its ledger counts it: what came since has taken nothing of
    it yet, and money laid to a contribution of a later year is held until that year begins."""
    last = dt.date(year, 12, 31)
    lines = AccountLine.objects.filter(owner=owner, booked_on__lte=last).select_related("credit_of")
    taken: dict[int, Decimal] = defaultdict(Decimal)
    counted = Receipt.objects.filter(line__in=lines.order_by(), received_on__lte=last, instalment__year__lte=year)
    for pk, amount in counted.order_by().values_list("line", "amount"):
        taken[pk] += amount
    rows = []
    for line in lines.order_by("booked_on", "pk"):
        undone = line.undone_on is not None and line.undone_on <= last
        if left := dirhams((ZERO if undone else line.amount) - taken[line.pk]):
            rows.append(HeldLine(line, left))
    return rows


def credit_lines(owner: int, payer: int) -> list[HeldLine]:
    """What a payer is ahead of what it owes, the oldest first."""
    rows = with_left(AccountLine.objects.filter(owner=owner, credit_of=payer)).filter(Q(left__gt=0))
    return [HeldLine(row, dirhams(row.left)) for row in rows.order_by("booked_on", "pk")]  # type: ignore[attr-defined]


def payers_ahead(owner: int) -> QuerySet[Any, Any]:
    """The payers of an account who have paid more than they owe, as keys."""
    rows = with_left(AccountLine.objects.filter(owner=owner, credit_of__isnull=False))
    return rows.filter(Q(left__gt=0)).order_by().values("credit_of")


def credit_of(owner: int, payer: int) -> Decimal:
    return sum((held.left for held in credit_lines(owner, payer)), ZERO)


def ahead_of(instalments: QuerySet[Instalment], payer: Body) -> Decimal:
    """What a payer is ahead with those to whom these contributions go: kept for what falls due next."""
    owners = instalments.order_by().values("beneficiary")
    rows = with_left(AccountLine.objects.filter(owner__in=owners, credit_of=payer)).filter(Q(left__gt=0))
    return dirhams(sum((row.left for row in rows), ZERO))  # type: ignore[attr-defined]
