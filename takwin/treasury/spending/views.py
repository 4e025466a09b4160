"""Money out: the list, the page of an expense, and each step from the order to the payment."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.directory.queries import bodies_meant
from takwin.documents.serving import file_response, pdf_response
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.panels import thing_page
from takwin.rights.pick import SHOWN, Choice, answer
from takwin.rights.queries import allowed, holds
from takwin.treasury.forms import MotiveForm
from takwin.treasury.models import Expense, Payment
from takwin.treasury.spending import actions, shown
from takwin.treasury.spending.forms import CertifyForm, InvoiceForm, OrderForm, PaymentForm
from takwin.treasury.spending.queries import paying_first, with_paid
from takwin.treasury.spending.tables import expenses_listing
from takwin.ui.forms import answer_form
from takwin.ui.lists import list_page
from takwin.ui.things import Act, Crumb, Fact, render_thing

SEE, ORDER, PAY = Permission.TREASURY_VIEW, Permission.SPENDING_ORDER, Permission.SPENDING_PAY


def _mine(request: UserRequest, permission: Permission, pk: int) -> Expense:
    """An expense of a body over which the reader holds the permission; another region's is not found."""
    owners = allowed(Body.objects, request.user, permission)
    rows = Expense.objects.filter(owner__in=owners).select_related("owner", "register", "body", "person")
    return get_object_or_404(rows, pk=pk)


@requires(SEE)
def expenses(request: UserRequest) -> HttpResponseBase:
    """The payments out of the bodies I see."""
    rows = with_paid(allowed(Expense.objects, request.user, SEE)).select_related("body", "person")
    act = Act(_("Order"), reverse("treasury:new_expense"), "plus") if holds(request.user, ORDER) else None
    return list_page(request, rows, expenses_listing(), act=act, template="treasury/spending/expenses.html")


@requires(SEE)
def expense(request: UserRequest, pk: int) -> HttpResponse:
    """An expense with its proofs, from the order to the payment."""
    rows = allowed(Expense.objects, request.user, SEE)
    related = rows.select_related(
        "owner", "register", "body", "person", "order_paper", "done_paper", "invoice", "remittance"
    )
    found = get_object_or_404(related, pk=pk)
    return render_thing(
        request,
        found,
        title=found.title,
        look=shown.look_of(found),
        crumbs=[Crumb(_("Expenses"), reverse("treasury:expenses")), Crumb(found.reference)],
        facts=[Fact(found.get_kind_display(), "sheet"), Fact(found.payee.name, "body")],
        path=shown.path(found),
        acts=shown.acts(found, request.user),
        panels=thing_page(found, request.user),
    )


@requires(ORDER)
def new(request: UserRequest) -> HttpResponse:
    """Order something of a body or of a person."""
    owners = allowed(Body.objects, request.user, ORDER).filter(kind__in=[BodyKind.REGION, BodyKind.FOUNDATION])
    initial = {"register": request.GET.get("register", ""), "owner": paying_first(owners)}
    form = OrderForm(request.POST or None, owners=owners, initial=initial)

    def save() -> Expense:
        return actions.order(**form.facts(), by=request.user)

    submit, back = pgettext("expense", "Record the order"), reverse("treasury:expenses")
    page = {"template": "treasury/spending/order.html"}
    return answer_form(request, form, save, _("Order"), submit, back, **page)


@requires(ORDER)
def suppliers(request: UserRequest) -> HttpResponse:
    """The bodies that may be paid, by their name."""
    rows = bodies_meant(Body.objects.filter(ends_on=None), request.GET.get("body_words", "")).select_related("place")
    return answer(request, [Choice(str(body.pk), body.name, body.place.name) for body in rows[:SHOWN]])


@requires(ORDER)
def certify(request: UserRequest, pk: int) -> HttpResponse:
    """Say how much of each line came."""
    found = _mine(request, ORDER, pk)
    form = CertifyForm(request.POST or None, expense=found)

    def save() -> Expense:
        return actions.certify(found, **form.facts(), by=request.user)

    title, back = _("Service done: %(title)s") % {"title": found.title}, found.get_absolute_url()
    return answer_form(request, form, save, title=title, submit=_("Certify the service done"), back=back)


@requires(PAY)
def invoice(request: UserRequest, pk: int) -> HttpResponse:
    """Record the invoice of a body."""
    found = _mine(request, PAY, pk)
    form = InvoiceForm(request.POST or None, request.FILES or None, initial={"amount": found.gross})

    def save() -> Expense:
        return actions.record_invoice(found, **form.cleaned_data, by=request.user)

    title, back = _("Invoice: %(title)s") % {"title": found.title}, found.get_absolute_url()
    return answer_form(request, form, save, title=title, submit=_("Record this invoice"), back=back)


@requires(PAY)
def pay(request: UserRequest, pk: int) -> HttpResponse:
    """Record a payment order."""
    found = _mine(request, PAY, pk)
    form = PaymentForm(request.POST or None, initial={"amount": shown.left_of(found)})

    def save() -> Expense:
        return actions.pay(found, **form.cleaned_data, by=request.user).expense

    title, back = _("Payment: %(title)s") % {"title": found.title}, found.get_absolute_url()
    return answer_form(request, form, save, title=title, submit=_("Record this payment"), back=back)


@requires(PAY)
def cancel_payment(request: UserRequest, pk: int) -> HttpResponse:
    """Undo a payment by its counter-entry."""
    owners = allowed(Body.objects, request.user, PAY)
    rows = Payment.objects.filter(owner__in=owners, cancels=None, cancelled_at=None).select_related("expense")
    found = get_object_or_404(rows, pk=pk)
    form = MotiveForm(request.POST or None)

    def save() -> Expense:
        return actions.cancel_payment(found, motive=form.cleaned_data["motive"], by=request.user).expense

    title, back = _("Cancel the payment %(number)s") % {"number": found.number}, found.expense.get_absolute_url()
    return answer_form(request, form, save, title=title, submit=_("Cancel this payment"), back=back, danger=True)


@requires(ORDER)
def give_up(request: UserRequest, pk: int) -> HttpResponse:
    """Give up an order of which nothing came."""
    found = _mine(request, ORDER, pk)
    form = MotiveForm(request.POST or None)

    def save() -> Expense:
        return actions.give_up(found, motive=form.cleaned_data["motive"], by=request.user)

    title, back = _("Give up the order %(reference)s") % {"reference": found.reference}, found.get_absolute_url()
    return answer_form(request, form, save, title=title, submit=_("Give up this order"), back=back, danger=True)


@requires(ORDER)
def uncertify(request: UserRequest, pk: int) -> HttpResponse:
    """Take back a wrong certificate."""
    found = _mine(request, ORDER, pk)
    form = MotiveForm(request.POST or None)

    def save() -> Expense:
        return actions.uncertify(found, motive=form.cleaned_data["motive"], by=request.user)

    title, back = _("Take back the certificate: %(title)s") % {"title": found.title}, found.get_absolute_url()
    return answer_form(
        request, form, save, title=title, submit=_("Take back the certificate"), back=back, danger=True
    )  # fmt: skip


@requires(PAY)
def withdraw_invoice(request: UserRequest, pk: int) -> HttpResponse:
    """Take back an invoice recorded by mistake."""
    found = _mine(request, PAY, pk)
    form = MotiveForm(request.POST or None)

    def save() -> Expense:
        return actions.withdraw_invoice(found, motive=form.cleaned_data["motive"], by=request.user)

    title, back = _("Withdraw the invoice %(number)s") % {"number": found.invoice_number}, found.get_absolute_url()
    return answer_form(request, form, save, title=title, submit=_("Withdraw the invoice"), back=back, danger=True)


@requires(SEE)
def paper(request: UserRequest, pk: int, which: str) -> HttpResponse:
    """The order, or the certificate of what was done."""
    found = get_object_or_404(allowed(Expense.objects, request.user, SEE), pk=pk)
    kept = found.order_paper if which == "order" else found.done_paper
    if kept is None:
        raise Http404
    return pdf_response(kept)


@requires(SEE)
def scan(request: UserRequest, pk: int) -> HttpResponseBase:
    """The scan of an invoice."""
    rows = allowed(Expense.objects, request.user, SEE).exclude(invoice=None).select_related("invoice")
    return file_response(get_object_or_404(rows, pk=pk).invoice)  # type: ignore[arg-type]
