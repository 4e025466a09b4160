"""A neighbour's years of account and expenses, for the walker of every address (see ``walk``)."""

import datetime as dt
from decimal import Decimal

from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body, Place
from takwin.documents.actions import store_file
from takwin.documents.enums import PaperKind
from takwin.documents.models import Paper
from takwin.treasury.models import Certification, Expense, FinancialYear, Payment, Remittance, RequestBatch
from tests.factories.accounts import make_user
from tests.factories.directory import make_body
from tests.factories.letters import make_paper
from tests.factories.treasury import make_batch

DAY = dt.date(2026, 7, 9)


def year(owner: Body) -> FinancialYear:
    """A closed year with its paper, so that every address of it exists."""
    paper = make_paper(owner=owner, subject=owner)
    closed = {"state": "closed", "closed_at": clock.now(), "closed_by": make_user(), "paper": paper}
    return FinancialYear.objects.create(owner=owner, year=2025, account_kind="fund", **closed)


def certification(owner: Body) -> Certification:
    scan = store_file(b"%PDF- z", name="z.pdf", content_type="application/pdf", owner=owner, by=None)
    told = {"certified_by": "region", "signatory": "A", "signed_on": DAY, "proof": scan, "recorded_at": clock.now()}
    return Certification.objects.create(year=year(owner), recorded_by=make_user(), **told)


def expense(owner: Body, place: Place) -> Expense:
    """Certified, with both papers and the scan of its invoice."""
    scan = store_file(b"%PDF- f", name="f.pdf", content_type="application/pdf", owner=owner, by=None)
    return Expense.objects.create(
        owner=owner, reference="1/2026", kind="meals", title="x", body=make_body(BodyKind.COMPANY, place),
        gross=Decimal(10), ordered_on=DAY, state="done", done_on=DAY, certified_by=make_user(), invoice=scan,
        order_paper=make_paper(owner=owner, subject=owner), done_paper=make_paper(owner=owner, subject=owner),
    )  # fmt: skip


def payment(owner: Body, place: Place) -> Payment:
    told = {"number": "OP-1", "paid_on": DAY, "amount": Decimal(1), "recorded_at": clock.now()}
    return Payment.objects.create(owner=owner, expense=expense(owner, place), recorded_by=make_user(), **told)


def remittance(owner: Body) -> Remittance:
    told = {"number": "R-1", "month": DAY.replace(day=1), "paid_on": DAY, "amount": Decimal(1)}
    return Remittance.objects.create(owner=owner, recorded_by=make_user(), recorded_at=clock.now(), **told)


def batch(owner: Body) -> RequestBatch:
    """Letters printed together, with their PDF."""
    scan = store_file(b"%PDF- b", name="b.pdf", content_type="application/pdf", owner=owner, by=None)
    return make_batch(owner, file=scan, made_at=clock.now())


def annex(owner: Body) -> Paper:
    """An annex issued for a year of the account."""
    paper = make_paper(owner=owner, subject=year(owner))
    paper.kind = PaperKind.FINANCIAL_ANNEX
    paper.save(update_fields=["kind"])
    return paper
