"""Account lines and receipts for tests."""

import datetime as dt
from decimal import Decimal
from itertools import count
from typing import Any

from takwin.accounts.models import User
from takwin.agreements.models import Instalment
from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.treasury.models import AccountLine, BankLine, FundsRequest, Receipt, RequestBatch
from tests.factories.accounts import make_user
from tests.factories.directory import make_body

RIB = "350810000000000012345654"
_numbers = count(1)


def make_line(owner: Body | None = None, amount: str = "10000.00", **facts: Any) -> AccountLine:
    """A credit of 9 July 2026 on the account of a region."""
    facts = {"source": "statement", "reference": f"VIR-{next(_numbers)}", "booked_on": dt.date(2026, 7, 9)} | facts
    return AccountLine.objects.create(owner=owner or make_body(BodyKind.REGION), amount=Decimal(amount), **facts)


def make_receipt(instalment: Instalment, line: AccountLine | None = None, **facts: Any) -> Receipt:
    """All of an instalment, received from a line of that amount."""
    line = line or make_line(instalment.beneficiary, str(instalment.amount))
    facts = {"amount": instalment.amount, "received_on": line.booked_on, "recorded_at": clock.now()} | facts
    return Receipt.objects.create(instalment=instalment, line=line, **facts)


def letters_went(days: int, instalment: Instalment) -> None:
    """As if the letters of an instalment had gone so many days ago."""
    went_on = clock.today() - dt.timedelta(days=days)
    FundsRequest.objects.filter(instalment=instalment).update(requested_on=went_on)


def make_statement(owner: Body, rows: list[tuple[str, str, str]], name: str = "releve.csv") -> tuple[bytes, str]:
    """A statement as a bank writes it: ``(day, label, signed amount)`` each, with the balance that follows."""
    balance = Decimal(1000)
    lines = [f"RIB {owner.rib or ''}", "Date;Libellé;Débit;Crédit;Solde", f";SOLDE INITIAL;;;{balance}"]
    for day, label, written in rows:
        amount = Decimal(written)
        balance += amount
        debit, credit = ("", f"{amount:.2f}") if amount > 0 else (f"{-amount:.2f}", "")
        lines.append(f"{day};{label};{debit};{credit};{balance:.2f}".replace(".", ","))
    return "\r\n".join(lines).encode("cp1256"), name


def marks_of(*lines: BankLine) -> dict[int, str]:
    """What a page that shows these lines as they are sends back of each."""
    return {line.pk: line.mark for line in lines}


def make_batch(owner: Body, by: User | None = None, **facts: Any) -> RequestBatch:
    """Letters asked for together, none written yet."""
    return RequestBatch.objects.create(owner=owner, asked_by=by or make_user(), asked_at=clock.now(), **facts)
