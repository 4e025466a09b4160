"""What the page of an expense shows, the steps open to the reader, and what a session cost."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from takwin.accounts.models import User
from takwin.attendance.models import Register
from takwin.core import formats
from takwin.core.money import ZERO, dirhams
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed, may
from takwin.treasury.enums import EXPENSE_LOOKS, ExpenseState
from takwin.treasury.models import Expense, Mission, Payment
from takwin.treasury.spending.queries import CERTIFIED, cost_of, paid_of
from takwin.ui.states import Look
from takwin.ui.things import Act, Step

SEE, ORDER, PAY = Permission.TREASURY_VIEW, Permission.SPENDING_ORDER, Permission.SPENDING_PAY


def look_of(expense: Any) -> Look:
    return EXPENSE_LOOKS[ExpenseState(expense.state)]


def lines(thing: Expense, user: User) -> dict[str, Any]:
    return {"expense": thing, "lines": list(thing.lines.all())}


def facts(thing: Expense, user: User) -> dict[str, Any]:
    """What was ordered, what was done of it, what is owed for that and what was paid: nothing is owed for what was only
    ordered."""
    ordered = dirhams(sum((line.quantity * line.unit_price for line in thing.lines.all()), ZERO))
    done = thing.state in CERTIFIED
    owed, paid = (thing.net if done else ZERO), paid_of(thing)
    told = {"ordered": ordered, "done": done, "owed": owed, "paid": paid, "left": owed - paid}
    return {"expense": thing, "mission": Mission.objects.filter(expense=thing).first(), **told}


@dataclass(frozen=True)
class PaymentShown:
    payment: Payment
    cancel_url: str


def payments(thing: Expense, user: User) -> dict[str, Any]:
    """The payments, wrong ones and their counter-entries included."""
    pays = may(user, PAY, thing.owner)
    rows = [
        PaymentShown(
            one,
            reverse("treasury:cancel_payment", args=[one.pk])
            if pays and one.cancels_id is None and one.cancelled_at is None
            else "",
        )
        for one in thing.payments.order_by("pk")
    ]
    return {"payments": rows}


def papers(thing: Expense, user: User) -> dict[str, Any]:
    found = [paper for paper in (thing.order_paper, thing.done_paper) if paper]
    return {"expense": thing, "papers": found}


def path(expense: Expense) -> list[Step]:
    """Ordered, certified, invoiced by a body, paid; or given up."""
    ordered = Step(pgettext("expense", "Ordered"), formats.day(expense.ordered_on), "done")
    if expense.state == ExpenseState.CANCELLED:
        return [ordered, Step(_("Given up"), "", "off")]
    days: list[tuple[str, dt.date | None]] = [(_("Service certified"), expense.done_on)]
    if expense.body_id:
        days.append((_("Invoiced"), expense.invoiced_on))
    steps = [(label, formats.day(day) if day else "", bool(day)) for label, day in days]
    steps.append((pgettext("expense", "Paid"), "", expense.state == ExpenseState.PAID))
    here = next((n for n, (_label, _note, done) in enumerate(steps) if not done), len(steps))
    return [
        ordered,
        *(
            Step(label, note, "done" if done else "here" if n == here else "")
            for n, (label, note, done) in enumerate(steps)
        ),
    ]


def acts(expense: Expense, user: User) -> list[Act]:
    """The one next step, giving up what was only ordered, and taking back what was recorded wrongly."""
    return [*_next(expense, user), *_back(expense, user)]


def _next(expense: Expense, user: User) -> list[Act]:
    pk, state = [expense.pk], expense.state
    orders, pays = may(user, ORDER, expense.owner), may(user, PAY, expense.owner)
    if state == ExpenseState.ORDERED and orders:
        certify = Act(_("Certify the service done"), reverse("treasury:certify_expense", args=pk), "check")
        return [certify, Act(_("Give up the order"), reverse("treasury:give_up_expense", args=pk), "x", danger=True)]
    if state == ExpenseState.DONE and expense.body_id and pays:
        return [Act(_("Record the invoice"), reverse("treasury:invoice_expense", args=pk), "doc")]
    if state in (ExpenseState.DONE, ExpenseState.INVOICED) and pays:
        own = expense.certified_by_id == user.pk
        refused = _("Who certified the service does not pay for it.") if own else ""
        return [Act(_("Record the payment"), reverse("treasury:pay_expense", args=pk), "money", refused=refused)]
    return []


def _back(expense: Expense, user: User) -> list[Act]:
    """Take back the invoice, or the certificate when there is none, while nothing is paid."""
    pk = [expense.pk]
    if expense.state not in (ExpenseState.DONE, ExpenseState.INVOICED) or paid_of(expense):
        return []
    if expense.invoice_number:
        url = reverse("treasury:withdraw_invoice", args=pk)
        return [Act(_("Withdraw the invoice"), url, "edit", quiet=True)] if may(user, PAY, expense.owner) else []
    if not may(user, ORDER, expense.owner):
        return []
    return [Act(_("Take back the certificate"), reverse("treasury:uncertify_expense", args=pk), "edit", quiet=True)]


def of_register(register: Register, user: User) -> dict[str, Any] | None:
    """What a session cost, and what each participant's day did."""
    cost = cost_of(register)
    if cost is None:
        return None
    rows = allowed(Expense.objects, user, SEE).filter(register=register).exclude(state=ExpenseState.CANCELLED)
    found = [(row, look_of(row)) for row in rows.order_by("kind", "pk")]
    return {"cost": cost, "expenses": found} if found else None


def left_of(expense: Expense) -> Decimal:
    return expense.net - paid_of(expense)
