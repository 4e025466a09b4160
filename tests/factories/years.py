"""Years of an account for tests."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from takwin.accounts.models import User
from takwin.core import clock
from takwin.directory.models import Body
from takwin.treasury.enums import AccountKind
from takwin.treasury.models import FinancialYear
from takwin.treasury.years import actions

SCAN = actions.Scan(b"%PDF-1.7 signed", "signed.pdf", "application/pdf")


@contextmanager
def on(day: dt.date) -> Iterator[None]:
    """Do what follows at noon of that day."""
    with clock.at(dt.datetime.combine(day, dt.time(12), clock.CASABLANCA)):
        yield


def make_year(owner: Body, by: User, year: int = 2026, balance: str | None = "1000.00") -> FinancialYear:
    """A year of the account, on a thousand dirhams when it is the first."""
    held = Decimal(balance) if balance else None
    return actions.open_year(owner, year, account_kind=AccountKind.FUND, opening_balance=held, by=by)


def close(year: FinancialYear, by: User) -> FinancialYear:
    """Close a year, in January of the next."""
    with on(dt.date(year.year + 1, 1, 15)):
        return actions.close_year(year, by=by)
