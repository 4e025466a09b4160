"""Order, certify what was delivered, record the invoice, pay; nothing is ever paid twice, nor beyond what was done."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.attendance.models import Register
from takwin.core import clock, formats
from takwin.core.identifiers import printable, western
from takwin.core.money import ZERO, dirhams
from takwin.core.moves import move
from takwin.core.refused import checked, refused
from takwin.core.uploads import Scan
from takwin.directory.models import Body
from takwin.documents.actions import cancel_paper, issue_paper, store_file, take_number
from takwin.documents.models import Paper
from takwin.journal.actions import record
from takwin.people.models import Person
from takwin.treasury.enums import ExpenseKind, ExpenseState, Transport
from takwin.treasury.models import Expense, ExpenseLine, Mission, Payment
from takwin.treasury.spending.papers import expense_facts, paper_kind
from takwin.treasury.spending.queries import paid_of
from takwin.treasury.words import refuse_other_words
from takwin.treasury.years.queries import open_day, refuse_closed


class Ordered(NamedTuple):
    """A line to order: what, how many, at what price each."""

    what: str
    quantity: Decimal
    unit_price: Decimal


class Journey(NamedTuple):
    """Where somebody is sent, from which day to which, by what means."""

    destination: str
    leaves_on: dt.date
    returns_on: dt.date
    transport: Transport


def _locked(expense: Expense) -> Expense:
    return Expense.objects.select_for_update(of=("self",)).select_related("owner", "register", "body", "person").get(
        pk=expense.pk
    )  # fmt: skip


def _not_to_come(**days: dt.date) -> None:
    for name, day in days.items():
        if day > clock.today():
            raise ValidationError({name: _("This date is in the future: record what has happened.")})


def _not_before(first: dt.date, said: Any, **days: dt.date) -> None:
    for name, day in days.items():
        if day < first:
            raise ValidationError({name: said % {"day": formats.day(first)}})


@transaction.atomic
def order(
    owner: Body,
    *,
    kind: ExpenseKind,
    title: str,
    lines: Sequence[Ordered],
    body: Body | None = None,
    person: Person | None = None,
    register: Register | None = None,
    journey: Journey | None = None,
    withheld_percent: Decimal = ZERO,
    by: User,
) -> Expense:
    """Order a service of a body, or of a person: meals, a room, kits, transport, hours taught, a mission.

    It is numbered and its slip is written at once: an order slip, or a mission order. Tax is withheld of persons only.
    A mission, and nothing else, has its ``journey``.
    """
    if (kind == ExpenseKind.TRAVEL) != (journey is not None):
        raise ValidationError({"destination": _("A mission says where, from which day to which, and how one goes.")})
    if (body is None) == (person is None):
        raise ValidationError(_("Say who is paid: a body or a person."))
    if withheld_percent and person is None:
        raise ValidationError({"withheld_percent": _("Tax is withheld from what a person earns, not from a body.")})
    if not lines:
        raise ValidationError(_("Write at least one line: what, how many, at what price."))
    if any(dirhams(line.quantity * line.unit_price) <= ZERO for line in lines):
        raise ValidationError(_("A line is worth at least a centime: look at how many, and at what price."))
    for text in (title, *(line.what for line in lines), journey.destination if journey else ""):
        printable(text)
    if body:
        _may_supply(body, owner)
    today = clock.today()
    number = f"{take_number(owner, 'expense', today.year)}/{today.year}"
    gross = sum((dirhams(line.quantity * line.unit_price) for line in lines), ZERO)
    with refused(Expense, ExpenseLine):
        expense = checked(
            Expense(
                owner=owner, reference=number, kind=kind, title=title, register=register, body=body, person=person,
                withheld_percent=withheld_percent, gross=gross, withheld=_tax(gross, withheld_percent),
                ordered_on=today,
            )
        )  # fmt: skip
        for n, line in enumerate(lines, 1):
            checked(ExpenseLine(expense=expense, number=n, **line._asdict()))
    if journey:
        with refused(Mission):
            checked(Mission(expense=expense, **journey._asdict()))
    expense.order_paper = _paper(expense, done=False, by=by)
    expense.save(update_fields=["order_paper"])
    record("expense.ordered", expense, by=by, amount=gross, kind=kind)
    return expense


def _may_supply(body: Body, owner: Body) -> None:
    """Refuse a body that has ended, and the one that pays. Its row is locked: nobody ends it meanwhile."""
    body = Body.objects.select_for_update(of=("self",), no_key=True).get(pk=body.pk)
    if body == owner:
        raise ValidationError({"body": _("A body orders nothing of itself.")})
    if body.ends_on and body.ends_on <= clock.today():
        raise ValidationError({"body": _("%(body)s has ended: nothing is ordered of it.") % {"body": body}})


def _tax(gross: Decimal, percent: Decimal) -> Decimal:
    return dirhams(gross * percent / 100)


def _paper(expense: Expense, *, done: bool, by: User) -> Paper:
    kind, today = paper_kind(expense, done=done), clock.today()
    number = f"{take_number(expense.owner, kind, today.year)}/{today.year}"
    return issue_paper(
        owner=expense.owner,
        kind=kind,
        template="spending-slip",
        facts=expense_facts(expense, kind, number, today),
        subject=expense,
        reference=number,
        by=by,
    )


@transaction.atomic
def certify(expense: Expense, *, delivered: Mapping[int, Decimal], done_on: dt.date, by: User) -> Expense:
    """Certify the service done: how many of each line came, never more than was ordered; only that is owed.

    ``delivered`` says it by the number of the line; a line it does not name came whole.
    """
    _not_to_come(done_on=done_on)
    refuse_closed(expense.owner_id, done_on)
    expense = _locked(expense)
    move(expense, "certify")
    _not_before(expense.ordered_on, _("It was ordered on %(day)s: it is not delivered before."), done_on=done_on)
    if mission := Mission.objects.filter(expense=expense).first():
        _not_before(mission.returns_on, _("One returns on %(day)s: the mission is not done before."), done_on=done_on)
    gross = ZERO
    for line in expense.lines.all():
        line.delivered = delivered.get(line.number, line.quantity)
        with refused(ExpenseLine):
            checked(line)
        gross += line.amount
    if gross <= 0:
        raise ValidationError(_("Nothing was delivered: give the order up instead."))
    expense.gross, expense.withheld = gross, _tax(gross, expense.withheld_percent)
    expense.done_on, expense.certified_by = done_on, by
    expense.done_paper = _paper(expense, done=True, by=by)
    with refused(Expense):
        checked(expense)
    record("expense.certified", expense, by=by, amount=gross)
    return expense


@transaction.atomic
def record_invoice(
    expense: Expense,
    *,
    number: str,
    invoiced_on: dt.date,
    amount: Decimal,
    words: str = "",
    scan: Scan | None = None,
    by: User,
) -> Expense:
    """Record the invoice of what was delivered. It is refused when it asks for another amount, when its words say
    another than its figures, and when it is already recorded."""
    _not_to_come(invoiced_on=invoiced_on)
    expense = _locked(expense)
    _not_before(expense.ordered_on, _("It was ordered on %(day)s: it is not invoiced before."), invoiced_on=invoiced_on)
    if expense.body is None:
        raise ValidationError(_("A person is paid on the certificate: no invoice is awaited."))
    move(expense, "invoice")
    if dirhams(amount) != expense.gross:
        raise ValidationError({"amount": _("The invoice says %(said)s; what was delivered is worth %(owed)s.") % {
            "said": formats.dirhams(amount), "owed": formats.dirhams(expense.gross)
        }})  # fmt: skip
    refuse_other_words(amount, words)
    expense.invoice_number, expense.invoiced_on = western(number), invoiced_on
    if scan:
        expense.invoice = store_file(
            scan.data, name=scan.name, content_type=scan.content_type, owner=expense.owner, by=by
        )  # fmt: skip
    with refused(Expense):
        checked(expense)
    record("expense.invoiced", expense, by=by, amount=expense.gross)
    return expense


@transaction.atomic
def pay(expense: Expense, *, number: str, paid_on: dt.date, amount: Decimal, by: User) -> Payment:
    """Record the payment order of an expense, in whole or in part; never beyond its net.

    The expense is locked, so that two officers never pay it twice. Who certified the service does not pay for it.
    """
    _not_to_come(paid_on=paid_on)
    refuse_closed(expense.owner_id, paid_on)
    expense = _locked(expense)
    if expense.state not in (ExpenseState.DONE, ExpenseState.INVOICED) or (
        expense.state == ExpenseState.DONE and expense.body
    ):
        raise ValidationError(_("A body is paid on its invoice, a person on the certificate: this is not there yet."))
    if expense.done_on:
        _not_before(expense.done_on, _("It was delivered on %(day)s: it is not paid before."), paid_on=paid_on)
    if expense.certified_by == by:
        raise ValidationError(_("Who certified the service does not pay for it: let a colleague record the payment."))
    left = expense.net - paid_of(expense)
    if dirhams(amount) > left:
        raise ValidationError({"amount": _("%(left)s remain to be paid, not more.") % {"left": formats.dirhams(left)}})
    with refused(Payment):
        payment = checked(
            Payment(
                owner=expense.owner, expense=expense, number=western(number), paid_on=paid_on, amount=dirhams(amount),
                recorded_by=by, recorded_at=clock.now(),
            )
        )  # fmt: skip
    if payment.amount == left:
        move(expense, "pay")
        expense.save(update_fields=["state"])
    record("expense.paid", expense, by=by, amount=payment.amount, payment=payment.pk)
    return payment


@transaction.atomic
def cancel_payment(payment: Payment, *, motive: str, by: User) -> Payment:
    """Undo a payment the treasurer rejected, or recorded by mistake, by a counter-entry; never in a closed year."""
    cancelled_on = open_day(payment.owner_id, clock.today())
    expense = _locked(payment.expense)
    payment = Payment.objects.select_for_update(of=("self",)).get(pk=payment.pk)
    if payment.cancels_id or payment.cancelled_at:
        raise ValidationError(_("This payment is already cancelled."))
    if expense.remittance_id:
        raise ValidationError(_("The tax withheld of it was handed over: take back that remittance first."))
    if not motive:
        raise ValidationError({"motive": _("Say why this payment is cancelled.")})
    payment.cancelled_at = clock.now()
    payment.save(update_fields=["cancelled_at"])
    with refused(Payment):
        counter = Payment.objects.create(
            owner=payment.owner, expense=expense, number=payment.number, paid_on=cancelled_on, amount=-payment.amount,
            cancels=payment, motive=motive, recorded_by=by, recorded_at=payment.cancelled_at,
        )  # fmt: skip
    if expense.state == ExpenseState.PAID:
        move(expense, "take_back")
        expense.save(update_fields=["state"])
    record("expense.payment_cancelled", expense, by=by, amount=payment.amount, payment=payment.pk)
    return counter


@transaction.atomic
def withdraw_invoice(expense: Expense, *, motive: str, by: User) -> Expense:
    """Take back an invoice recorded by mistake, while nothing is paid on it: the right one may follow."""
    expense = _put_right(expense, "withdraw_invoice", motive)
    if not expense.invoice_number:
        raise ValidationError(_("No invoice is recorded."))
    expense.invoice_number, expense.invoiced_on, expense.invoice = "", None, None
    with refused(Expense):
        checked(expense)
    record("expense.invoice_withdrawn", expense, by=by, amount=expense.gross)
    return expense


@transaction.atomic
def uncertify(expense: Expense, *, motive: str, by: User) -> Expense:
    """Take back a certificate that was wrong: its paper is void, and the order is certified anew or given up.

    Not once its invoice is recorded or something is paid, nor when the year of the service is closed.
    """
    refuse_closed(expense.owner_id, Expense.objects.get(pk=expense.pk).done_on or clock.today())
    expense = _put_right(expense, "uncertify", motive)
    if expense.invoice_number:
        raise ValidationError(_("Withdraw the invoice first."))
    paper = expense.done_paper
    expense.lines.update(delivered=None)
    gross = sum((line.amount for line in expense.lines.all()), ZERO)
    expense.gross, expense.withheld = gross, _tax(gross, expense.withheld_percent)
    expense.done_on, expense.certified_by, expense.done_paper = None, None, None
    with refused(Expense):
        checked(expense)
    if paper:
        cancel_paper(paper, by=by)
    record("expense.uncertified", expense, by=by, amount=gross)
    return expense


def _put_right(expense: Expense, verb: str, motive: str) -> Expense:
    """Step back from what was recorded wrongly, with the motive, while nothing is paid."""
    expense = _locked(expense)
    move(expense, verb)
    if not motive:
        raise ValidationError({"motive": _("Say why this is taken back.")})
    if paid_of(expense):
        raise ValidationError(_("Something is paid of it: cancel the payment first."))
    expense.motive = motive
    return expense


@transaction.atomic
def give_up(expense: Expense, *, motive: str, by: User) -> Expense:
    """Give up an order of which nothing was delivered; its number stays."""
    expense = _locked(expense)
    move(expense, "cancel")
    if not motive:
        raise ValidationError({"motive": _("Say why this order is given up.")})
    expense.motive = motive
    expense.save(update_fields=["state", "motive"])
    record("expense.given_up", expense, by=by, amount=expense.gross)
    return expense
