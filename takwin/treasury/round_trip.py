"""Lists of money as forms. A form notes the payment order of a contribution and the invoice of an expense, each whole
and once, by the act of its page; of all other money it only brings back what was observed."""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import OuterRef, QuerySet, Subquery
from django.forms import Field
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.agreements.models import Agreement, Instalment, Party
from takwin.core import clock, formats
from takwin.core.identifiers import western
from takwin.core.text import joined
from takwin.documents.forms.lists import ListForm
from takwin.documents.forms.reading import a_day, day_said, rule
from takwin.documents.forms.spec import FormField
from takwin.rights.enums import Permission
from takwin.treasury.actions import declare_order, withdraw_order
from takwin.treasury.ages.tables import contributions_listing
from takwin.treasury.enums import ExpenseState
from takwin.treasury.forms import OrderForm
from takwin.treasury.models import AccountLine, Expense, FinancialYear, PaymentOrder, Receipt
from takwin.treasury.payers.tables import receipts_listing
from takwin.treasury.queries import asked_by, with_money
from takwin.treasury.remittances.tables import statement_listing
from takwin.treasury.spending.actions import record_invoice, withdraw_invoice
from takwin.treasury.spending.forms import InvoiceForm
from takwin.treasury.spending.tables import expenses_listing
from takwin.treasury.tables import lines_listing
from takwin.treasury.years.tables import years_listing
from takwin.ui.lists import Listing

KEEP, PAY = Permission.TREASURY_REQUEST, Permission.SPENDING_PAY


def _number(field: Field) -> Callable[[str], str]:
    """The number of a paper, as it is kept: whatever the digits it was typed in."""
    return lambda text: western(field.clean(text))


# ── Contributions and the order that pays each ──────────────────────────────


def _orders(instalment: Any) -> QuerySet[PaymentOrder]:
    return PaymentOrder.objects.filter(instalment=instalment, withdrawn_at=None).order_by("pk")


def with_order(instalments: QuerySet[Instalment]) -> QuerySet[Instalment]:
    """The first payment order that stands, and what is left to be ordered."""
    first = _orders(OuterRef("pk"))
    told = {f"order_{name}": Subquery(first.values(name)[:1]) for name in ("number", "ordered_on", "amount")}
    return with_money(instalments).annotate(**told)


def _is_unordered(row: Any, _language: str) -> bool:
    """A second order, or another amount of the first, is for the page of the contribution."""
    return row.given_up_on is None and row.order_number is None and row.received < row.owed


def agreements_of(keys: Collection[int]) -> QuerySet[Agreement]:
    """Held before their contributions, as whoever declares an order does."""
    parties = Instalment.objects.filter(pk__in=keys).values("commitment__party")
    return Agreement.objects.filter(pk__in=Party.objects.filter(pk__in=parties).values("agreement"))


def ordered(instalment: Instalment, values: dict[str, Any], *, by: User) -> None:
    if len(values) < len(ORDER):
        raise ValidationError(gettext("Of a payment order write the number, the date and the amount, all three."))
    if _orders(instalment).exists():
        raise ValidationError(
            gettext("An order is declared for it already: note another on the page of the contribution.")
        )
    declare_order(instalment, by=by, **{name.removeprefix("order_"): value for name, value in values.items()})


def unordered(instalment: Instalment, values: dict[str, Any], *, by: User) -> None:
    """The order that the form noted is withdrawn, as one declared by mistake: it stays in the story."""
    withdraw_order(_orders(instalment)[0], motive=gettext("the form that declared it was taken back"), by=by)


ORDER = (
    FormField(
        "order_number", _("Number of the order"), lambda row: row.order_number or "",
        _number(OrderForm.base_fields["number"]), is_open=_is_unordered, width=18,
    ),
    FormField(
        "order_ordered_on", _("Date of the order"), lambda row: day_said(row.order_ordered_on), a_day,
        is_open=_is_unordered, width=16,
    ),
    FormField(
        "order_amount", _("Amount of the order"),
        lambda row: formats.money(row.order_amount) if row.order_amount else "", rule(OrderForm.base_fields["amount"]),
        is_open=_is_unordered, width=18,
    ),
)  # fmt: skip


# ── Expenses and the invoice of each ────────────────────────────────────────


def _awaits_invoice(expense: Expense, _language: str) -> bool:
    return expense.state == ExpenseState.DONE and expense.body_id is not None


def invoiced(expense: Expense, values: dict[str, Any], *, by: User) -> None:
    if len(values) < len(INVOICE):
        raise ValidationError(gettext("Of an invoice write the number, the date and the amount, all three."))
    number, amount = values["invoice_number"], values["invoice_amount"]
    record_invoice(expense, number=number, invoiced_on=values["invoiced_on"], amount=amount, by=by)


def uninvoiced(expense: Expense, values: dict[str, Any], *, by: User) -> None:
    withdraw_invoice(expense, motive=gettext("the form that brought it was taken back"), by=by)


INVOICE = (
    FormField(
        "invoice_number", _("Number of the invoice"), lambda expense: expense.invoice_number,
        _number(InvoiceForm.base_fields["number"]), is_open=_awaits_invoice, width=18,
    ),
    FormField(
        "invoiced_on", _("Date of the invoice"), lambda expense: day_said(expense.invoiced_on), a_day,
        is_open=_awaits_invoice, width=16,
    ),
    FormField(
        "invoice_amount", _("Amount of the invoice"),
        lambda expense: formats.money(expense.gross) if expense.invoice_number else "",
        rule(InvoiceForm.base_fields["amount"]), is_open=_awaits_invoice, width=18,
    ),
)  # fmt: skip


# ── What is only observed ───────────────────────────────────────────────────


def receipts_kept(user: User) -> QuerySet[Receipt]:
    """Those of the accounts the user keeps: to be the payer's is not enough."""
    return Receipt.objects.filter(instalment__in=asked_by(user))


def _receipt_named(receipt: Receipt) -> str:
    return joined([receipt.instalment.payer.name, formats.money(receipt.amount), day_said(receipt.received_on)])


def withheld_listing() -> Listing:
    """Whatever the month; identity numbers stay masked in a file that goes to others."""
    return replace(statement_listing(clock.today()), title=_("Tax withheld"))


FORMS = (
    ListForm(
        "contributions", Instalment, KEEP, lambda: contributions_listing(clock.today()), "treasury:contributions",
        fields=ORDER, write=ordered, restore=unordered, related=("payer",), with_facts=with_order, mine=asked_by,
        above=agreements_of,
        lead=_("An order that you record is confirmed at once: it is you who keep the account."),
        named=lambda row: joined([row.payer.name, str(row.year)]),
    ),
    ListForm(
        "expenses", Expense, PAY, expenses_listing, "treasury:expenses", fields=INVOICE, write=invoiced,
        restore=uninvoiced, named=lambda expense: joined([expense.title, expense.reference]),
    ),
    ListForm(
        "account-lines", AccountLine, KEEP, lines_listing, "treasury:lines",
        named=lambda line: joined([line.reference, day_said(line.booked_on)]),
    ),
    ListForm(
        "receipts", Receipt, KEEP, receipts_listing, "treasury:contributions", related=("instalment__payer",),
        named=_receipt_named, mine=receipts_kept,
    ),
    ListForm("financial-years", FinancialYear, KEEP, years_listing, "treasury:years", related=("owner",)),
    ListForm(
        "tax-withheld", Expense, PAY, withheld_listing, "treasury:withheld", related=("body", "person"),
        named=lambda expense: joined([expense.payee.name, expense.reference]),
    ),
)  # fmt: skip
