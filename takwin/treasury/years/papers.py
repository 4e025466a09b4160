"""The facts of the financial state of a year, as the treasurer and the region sign it."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils import translation
from django.utils.translation import gettext as _

from takwin.agreements.models import Instalment
from takwin.core import clock, formats
from takwin.core.amounts import in_words
from takwin.core.money import ZERO, dirhams
from takwin.directory.models import Body
from takwin.documents.issuers import letterhead_of, town_of
from takwin.documents.papers import annex as paper_of_annex
from takwin.documents.papers import years as paper_of_years
from takwin.documents.papers.parts import paper, reference, signatory
from takwin.documents.papers.worded import to_the_centime
from takwin.documents.wording.queries import words_of
from takwin.treasury.enums import ExpenseKind, Ledger
from takwin.treasury.models import Expense, FinancialYear, Payment
from takwin.treasury.papers import president_signs
from takwin.treasury.queries import PayerLine, ProvinceLines, grand_total, state_of_transfers
from takwin.treasury.years.ledger import Balance, Books
from takwin.treasury.years.queries import HeldLine, held_at_the_end

TITLE = "البيان المالي السنوي لحساب مساهمات التكوين المستمر"
ANNEX = "الملحق المالي السنوي لبرامج التكوين المستمر"
OTHERS = "مساهمون لا يستحق عليهم شيء برسم هذه السنة"
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
            words=words_of(owner, "financial-year").filled(
                {
                    **_closing(year, kept),
                    "day": formats.day(on, language="ar"),
                }
            ),
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


def _closing(year: FinancialYear, kept: Books) -> dict[str, str]:
    """What both papers of a year may say in the owner's own words: whose account, which year, what it closes on."""
    closing = kept.accounts[Ledger.CASH].closing
    return {
        "region": year.owner.name_ar,
        "year": str(year.year),
        "balance": to_the_centime(closing),
        "balance_in_words": f" ({in_words(closing, 'ar')})" if closing >= 0 else "",
    }


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


# ── The annual financial annex ──────────────────────────────────────────────


def annex_facts(year: FinancialYear, kept: Books, *, number: str, on: dt.date) -> dict[str, Any]:
    """Who owes, was asked, ordered, sent and is ahead, by province; what was spent, by kind; what the account holds:
    as it is recorded on that day."""
    owner, cash = year.owner, kept.accounts[Ledger.CASH]
    due = Instalment.objects.filter(beneficiary=owner)
    with translation.override("ar"):
        provinces = state_of_transfers(due, on, [year.year])
        total = grand_total(provinces)
        return paper_of_annex.financial_annex(
            paper(f"TKW-ANX-{number.replace('/', '-')}", ANNEX, author=owner.name_ar, made_at=clock.now()),
            letterhead_of(owner),
            reference(number, town_of(owner), on),
            year=year.year,
            words=words_of(owner, "financial-annex").filled(
                {
                    **_closing(year, kept),
                    "day": formats.day(on, language="ar"),
                    "received": to_the_centime(total.received),
                    "amount": to_the_centime(total.remaining),
                    "unvoted": to_the_centime(total.promised),
                }
            ),
            groups=_groups(owner, year.year, provinces),
            promised=total.promised,
            expenses=_expenses(owner, year.year),
            cash=paper_of_annex.Cash(*_four(cash)),
            told_on=on,
            signatures=[signatory(TREASURER), president_signs(owner, on)],
        )


def _groups(owner: Body, year: int, provinces: Sequence[ProvinceLines]) -> list[paper_of_annex.AnnexGroup]:
    """By province then body; a body that owes nothing for the year and is ahead stands in a group of its own."""
    ahead: dict[int, Decimal] = {}
    for row in held_at_the_end(owner, year):
        if row.line.credit_of_id:
            ahead[row.line.credit_of_id] = ahead.get(row.line.credit_of_id, ZERO) + row.left
    groups = [
        paper_of_annex.AnnexGroup(
            province.name, [_annex_row(line, ahead.pop(line.payer.pk, ZERO)) for line in province.payers]
        )
        for province in provinces
    ]
    left = Body.objects.filter(pk__in=ahead).order_by("sort_ar", "pk")
    others = [_annex_row(PayerLine(body), ahead[body.pk]) for body in left]
    return [*groups, paper_of_annex.AnnexGroup(OTHERS, others)] if others else groups


def _annex_row(line: PayerLine, credit: Decimal) -> paper_of_annex.AnnexRow:
    sums = line.total
    return paper_of_annex.AnnexRow(
        name=line.payer.name_ar,
        due=sums.due,
        asked=sums.requested,
        ordered=sums.ordered,
        declared=sums.declared,
        received=sums.received,
        remaining=sums.remaining,
        credit=credit,
    )


def _expenses(owner: Body, year: int) -> list[paper_of_annex.ExpenseRow]:
    """The kinds of which something was certified or paid in the year."""
    done = Expense.objects.filter(owner=owner, done_on__year=year).order_by().values("kind")
    paid = Payment.objects.filter(owner=owner, paid_on__year=year).order_by().values("expense__kind")
    certified = dict(done.annotate(total=Sum("gross")).values_list("kind", "total"))
    given = dict(paid.annotate(total=Sum("amount")).values_list("expense__kind", "total"))
    return [
        paper_of_annex.ExpenseRow(str(kind.label), dirhams(certified.get(kind, ZERO)), dirhams(given.get(kind, ZERO)))
        for kind in ExpenseKind
        if kind in certified or kind in given
    ]
