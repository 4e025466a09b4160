"""Which day is open for a fact of the account, and what a year's page tells."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from takwin.core import clock, formats
from takwin.core.money import ZERO, dirhams
from takwin.directory.models import Body
from takwin.treasury.enums import BankLineState, YearState
from takwin.treasury.models import AccountLine, BankLine, FinancialYear
from takwin.treasury.queries import with_left


def _locked_years(owner: int, years: Sequence[int]) -> dict[int, FinancialYear]:
    """The years of an account as they are now. Their rows are locked, so that no fact slips into a year while it is
    being closed: they come after the account's row, and before lines and instalments."""
    rows = FinancialYear.objects.select_for_update(of=("self",), no_key=True).filter(owner=owner, year__in=set(years))
    return {row.year: row for row in rows.order_by("year")}


def refuse_closed(owner: int, day: dt.date) -> None:
    """Refuse to date a new fact of an account in a year whose figures are frozen."""
    year = _locked_years(owner, [day.year]).get(day.year)
    if year and year.state != YearState.OPEN:
        raise ValidationError(
            _("The year %(year)s of this account is closed: nothing is dated %(day)s any more."),
            params={"year": day.year, "day": formats.day(day)},
        )


def open_day(owner: int, day: dt.date) -> dt.date:
    """The day a fact is entered at: its own, or today when its year is closed, as accountants do."""
    today = clock.today()
    years = _locked_years(owner, [day.year, today.year])
    own = years.get(day.year)
    if own is None or own.state == YearState.OPEN:
        return day
    current = years.get(today.year)
    if current and current.state != YearState.OPEN:
        raise ValidationError(
            _("The year %(year)s of this account is closed, and today's too: nothing more is entered."),
            params={"year": day.year},
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


def credit_lines(owner: int, payer: int) -> list[HeldLine]:
    """What a payer is ahead of what it owes, the oldest first."""
    rows = with_left(AccountLine.objects.filter(owner=owner, credit_of=payer)).filter(Q(left__gt=0))
    return [HeldLine(row, dirhams(row.left)) for row in rows.order_by("booked_on", "pk")]  # type: ignore[attr-defined]


def credit_of(owner: int, payer: int) -> Decimal:
    return sum((held.left for held in credit_lines(owner, payer)), ZERO)
