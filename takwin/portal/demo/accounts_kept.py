"""The years of the region's account: two certified, one that waits for the region's signature, the present one open."""

import datetime as dt
from decimal import Decimal

from takwin.core.uploads import Scan
from takwin.documents.serving import pdf_of
from takwin.portal.demo.world import World
from takwin.treasury.enums import AccountKind, CertifiedBy
from takwin.treasury.models import FinancialYear
from takwin.treasury.years.actions import certify_year, close_year, open_year

FIRST, OPENING = 2023, Decimal("182400.00")
BUDGET_LINE = "10.20.30/41"


def keep_account(world: World) -> None:
    """Each year is opened in its first days, closed in January, signed by both in February: the last not yet."""
    for year in range(FIRST, world.as_of.year + 1):
        opened = dt.date(year, 1, 5)
        if not world.has_come(opened):
            return
        with world.on(opened, 10):
            kept = open_year(
                world.council,
                year,
                account_kind=AccountKind.FUND,
                budget_line=BUDGET_LINE,
                opening_balance=OPENING if year == FIRST else None,
                by=world.team.finance,
            )
        _close(world, kept)


def _close(world: World, year: FinancialYear) -> None:
    day = dt.date(year.year + 1, 1, 22)
    if not world.has_come(day):
        return
    with world.on(day, 11):
        closed = close_year(year, by=world.team.finance)
    if closed.paper:
        signed = Scan(pdf_of(closed.paper), f"etat-{year.year}.pdf", "application/pdf")
        _sign(closed, CertifiedBy.TREASURER, "عبد الحق بنجلون", signed, world)
        if year.year < world.as_of.year - 1:
            _sign(closed, CertifiedBy.REGION, "عبد العزيز الإدريسي", signed, world)


def _sign(year: FinancialYear, side: CertifiedBy, name: str, signed: Scan, world: World) -> None:
    by, day = (world.team.finance, 3) if side == CertifiedBy.TREASURER else (world.team.region, 10)
    recorded, signed_on = dt.date(year.year + 1, 2, day), dt.date(year.year + 1, 1, 28)
    if world.has_come(recorded):
        with world.on(recorded, 11):
            certify_year(year, certified_by=side, signatory=name, signed_on=signed_on, proof=signed, by=by)
