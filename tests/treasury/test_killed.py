"""A batch whose process is killed at any moment, then run again: nothing is asked, received or paid twice.

``make trial`` plays 200 rounds, ``make test`` a few: ``TRIAL_ROUNDS`` says how many, ``TRIAL_SEED`` which moments.
"""

import os
import random
import time
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Count, F, Sum

from takwin.accounts.models import User
from takwin.agreements.models import Instalment
from takwin.core import clock
from takwin.directory.actions.parameters import seed_parameters
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.documents.enums import PaperKind
from takwin.documents.models import NumberSeries, Paper
from takwin.journal.models import Entry
from takwin.rights.enums import Role
from takwin.treasury.batches.actions import write_batch
from takwin.treasury.enums import ExpenseKind, ExpenseState
from takwin.treasury.models import AccountLine, BankLine, Expense, FundsRequest, Payment, Receipt, RequestBatch
from takwin.treasury.spending import actions as spending
from takwin.treasury.statements.actions import confirm_line, import_statement
from takwin.treasury.years.ledger import books
from tests.factories.agreements import make_agreement, make_instalment, make_party
from tests.factories.directory import make_body, make_commune, make_province
from tests.factories.rights import officer_of
from tests.factories.treasury import RIB, make_batch, make_statement
from tests.processes import in_a_process

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROUNDS, SEED = int(os.environ.get("TRIAL_ROUNDS", "3")), int(os.environ.get("TRIAL_SEED", "4"))
COMMUNES, EXPENSES, KILLS = 4, 4, 2


@dataclass(frozen=True)
class Work:
    """What an accountant has to do in a morning: letters, the statement of the bank, payments."""

    region: Body
    accountant: User
    owed: list[Instalment]
    statement: tuple[bytes, str]
    expenses: list[Expense]
    batch: RequestBatch

    def do(self) -> None:
        """All of it; what was done before is left alone, or refused as done."""
        write_batch(self.batch, [one.pk for one in self.owed], by=self.accountant)
        with suppress(ValidationError):
            import_statement(*self.statement, owner=self.region, by=self.accountant)
        for line in BankLine.objects.filter(owner=self.region, amount__gt=0).order_by("pk"):
            with suppress(ValidationError):
                confirm_line(line, by=self.accountant)
        for one in self.expenses:
            with suppress(ValidationError):
                spending.pay(one, number=f"OP-{one.pk}", paid_on=clock.today(), amount=one.net, by=self.accountant)


def work() -> Work:
    province = make_province()
    region = make_body(BodyKind.REGION, province.region, rib=RIB)
    agreement = make_agreement(owner=region, place=province)
    payers = [make_body(place=make_commune(province)) for _n in range(COMMUNES)]
    owed = [make_instalment(make_party(agreement, payer), f"{1000 + n}.50") for n, payer in enumerate(payers)]
    rows = [
        ("05/03/2026", f"VIR RECU COMMUNE DE {one.payer.place.name_fr} FORMATION 2026", str(one.amount)) for one in owed
    ]
    officer, supplier = officer_of(province.region, Role.REGION_OFFICER), make_body(BodyKind.COMPANY, province)
    accountant = officer_of(province.region, Role.FINANCE_OFFICER)
    return Work(
        region=region,
        accountant=accountant,
        owed=owed,
        statement=make_statement(region, [*rows, ("30/03/2026", "FRAIS DE TENUE DE COMPTE", "-12.00")]),
        expenses=[to_pay(region, supplier, officer) for _n in range(EXPENSES)],
        batch=make_batch(region, accountant),
    )


def to_pay(region: Body, supplier: Body, officer: User) -> Expense:
    lines, today = [spending.Ordered("وجبة غداء", Decimal(40), Decimal("120.00"))], clock.today()
    expense = spending.order(region, kind=ExpenseKind.MEALS, title="غداء", lines=lines, body=supplier, by=officer)
    expense = spending.certify(expense, delivered={}, done_on=today, by=officer)
    return spending.record_invoice(
        expense, number=f"F-{expense.pk}", invoiced_on=today, amount=expense.gross, by=officer
    )


def nothing_twice(todo: Work) -> int:
    """What holds after any death; how much of the work is done."""
    letters = FundsRequest.objects.filter(instalment__in=todo.owed)
    assert letters.filter(rank=0, paper__isnull=False).count() == letters.count() <= COMMUNES
    papers = Paper.objects.filter(owner=todo.region, kind=PaperKind.FUNDS_REQUEST)
    series = NumberSeries.objects.filter(owner=todo.region, key=PaperKind.FUNDS_REQUEST).first()
    assert papers.count() == letters.count() == (series.last if series else 0), "a number was lost or taken twice"
    receipts = Receipt.objects.filter(line__owner=todo.region)
    assert not Instalment.objects.annotate(got=Sum("receipts__amount")).filter(got__gt=F("amount")).exists()
    assert not AccountLine.objects.annotate(laid=Sum("receipts__amount")).filter(laid__gt=F("amount")).exists()
    assert AccountLine.objects.filter(owner=todo.region).count() == receipts.count()
    payments = Payment.objects.filter(owner=todo.region)
    assert not payments.order_by().values("expense").annotate(n=Count("pk")).filter(n__gt=1).exists()
    assert payments.count() == Expense.objects.filter(owner=todo.region, state=ExpenseState.PAID).count()
    told = Entry.objects.filter(verb__in=["funds.requested", "funds.received"], by=todo.accountant)
    told |= Entry.objects.filter(verb="expense.paid", by=todo.accountant)
    done = letters.count() + receipts.count() + payments.count()
    assert told.count() == done, "an act without its entry, or an entry without its act"
    assert books(todo.region, clock.today().year).difference == 0
    return done


def test_work_killed_at_any_moment_and_run_again_is_done_once(capsys: pytest.CaptureFixture[str]) -> None:
    seed_parameters(by=None)
    moments, whole, killed, cut = random.Random(SEED), 1.0, 0, 0
    everything = 2 * COMMUNES + EXPENSES
    for _round in range(ROUNDS):
        todo = work()
        for _kill in range(KILLS):
            if in_a_process(todo.do, kill_after=moments.uniform(0, whole)):
                killed += 1
                cut += 0 < nothing_twice(todo) < everything
        started = time.monotonic()
        in_a_process(todo.do)
        whole = max(0.3, time.monotonic() - started)
        assert nothing_twice(todo) == everything
        in_a_process(todo.do)
        assert nothing_twice(todo) == everything
    with capsys.disabled():
        print(f"\n{ROUNDS} rounds: killed {killed} times, {cut} of them with a part of the work done; nothing twice")
    assert killed
