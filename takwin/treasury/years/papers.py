"""The facts of the financial state of a year, as the treasurer and the region sign it."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from takwin.core import clock
from takwin.core.money import ZERO
from takwin.directory.models import Body
from takwin.documents.issuers import letterhead_of, town_of
from takwin.documents.papers import years as paper_of_years
from takwin.documents.papers.parts import paper, reference, signatory
from takwin.treasury.enums import Ledger
from takwin.treasury.models import FinancialYear
from takwin.treasury.papers import president_signs
from takwin.treasury.years.ledger import Balance, Books
from takwin.treasury.years.queries import HeldLine, held_at_the_end

TITLE = "البيان المالي السنوي لحساب مساهمات التكوين المستمر"
TREASURER = "المحاسب العمومي المكلف بالحساب"


def year_facts(year: FinancialYear, kept: Books, *, number: str, on: dt.date) -> dict[str, Any]:
    """What was on the account, what each body owed and sent, what is held for whom: frozen at the closing."""
    owner = year.owner
    with translation.override("ar"):
        return paper_of_years.financial_year(
            paper(f"TKW-YEAR-{number.replace('/', '-')}", TITLE, author=owner.name_ar, made_at=clock.now()),
            letterhead_of(owner),
            reference(number, town_of(owner), on),
            year=year.year,
            account=year.get_account_kind_display(),
            budget_line=year.budget_line,
            rib=owner.rib,
            accounts=[
                paper_of_years.AccountRow(_account_name(account), *_four(kept.accounts[account])) for account in Ledger
            ],
            payers=_payers(kept.due),
            held=[_held(row) for row in held_at_the_end(owner, year.year)],
            closing=kept.accounts[Ledger.CASH].closing,
            closed_on=on,
            signatures=[signatory(TREASURER), president_signs(owner, on)],
        )


def _account_name(account: Ledger) -> str:
    return str(account.label)


def _four(balance: Balance) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    return balance.opening, balance.debit, balance.credit, balance.closing


def _payers(due: dict[int, Balance]) -> Sequence[paper_of_years.PayerRow]:
    """The bodies that owed something or sent something in the year, by their place."""
    told = {pk: row for pk, row in due.items() if (row.opening, row.debit, row.credit) != (ZERO, ZERO, ZERO)}
    bodies = Body.objects.filter(pk__in=told).order_by("place__code", "pk")
    return [paper_of_years.PayerRow(body.name_ar, *_four(told[body.pk])) for body in bodies]


def _held(row: HeldLine) -> paper_of_years.HeldRow:
    whose = row.line.credit_of.name_ar if row.line.credit_of else _("payer to be found")
    return paper_of_years.HeldRow(row.line.reference, row.line.booked_on, whose, row.left)
