"""One instalment: request it, note the order that pays it; and many requested at once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from takwin.agreements.models import Instalment
from takwin.core import clock
from takwin.documents.serving import pdf_response
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.panels import thing_page
from takwin.rights.queries import allowed
from takwin.treasury import actions, shown
from takwin.treasury.forms import AgainForm, MotiveForm, OrderForm
from takwin.treasury.letters import last_letter, recent_letter
from takwin.treasury.models import FundsRequest, PaymentOrder
from takwin.treasury.queries import asked_by, confirmed_by, left_to_order, paid_by, with_money
from takwin.ui.forms import answer_form, form_page
from takwin.ui.things import Crumb, Fact, render_thing

SEE = Permission.TREASURY_VIEW
SAY = (Permission.AGREEMENT_DECLARE, Permission.TREASURY_REQUEST)


@requires(SEE)
def instalment(request: UserRequest, pk: int) -> HttpResponse:
    """A contribution from its request to the money in hand."""
    rows = with_money(allowed(Instalment.objects, request.user, SEE))
    related = rows.select_related("payer__place", "beneficiary", "commitment__party__agreement")
    found = get_object_or_404(related, pk=pk)
    agreement = found.commitment.party.agreement
    return render_thing(
        request,
        found,
        title=_("Contribution %(year)s: %(payer)s") % {"year": found.year, "payer": found.payer},
        look=shown.look_of(found, clock.today()),
        crumbs=[
            *shown.crumbs(str(found.payer), reverse("treasury:payer", args=[found.payer_id])),
            Crumb(str(found.year)),
        ],
        facts=[Fact(agreement.reference, "agree"), Fact(found.beneficiary.name, "body")],
        path=shown.path(found),
        calls=shown.calls(found),
        acts=shown.acts(found, request.user),
        panels=thing_page(found, request.user),
    )


@requires(Permission.TREASURY_REQUEST)
def request_one(request: UserRequest, pk: int) -> HttpResponse:
    """Write the letter that asks for an instalment, or reminds of it; soon after another, once one was told of it."""
    found = get_object_or_404(asked_by(request.user).select_related("payer", "beneficiary"), pk=pk)
    recent, last = recent_letter(found, clock.today()), last_letter(found)
    if recent and request.POST.get("after") != str(recent.pk):
        return form_page(request, AgainForm(initial={"after": recent.pk}), **shown.again(found, recent))
    if request.method != "POST":
        return redirect(found)
    try:
        written = actions.ask(found, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, shown.told_of_letter(written, last))
    return redirect(found)


@requires(SEE)
def paper(request: UserRequest, pk: int) -> HttpResponse:
    """The letter of a request, for whoever sees the instalment."""
    asked = allowed(FundsRequest.objects, request.user, SEE).exclude(paper=None).select_related("paper")
    return pdf_response(get_object_or_404(asked, pk=pk).paper)  # type: ignore[arg-type]


@requires(*SAY)
def order(request: UserRequest, pk: int) -> HttpResponse:
    """Declare a payment order: by the payer, or by who keeps the account."""
    mine = paid_by(request.user) | confirmed_by(request.user)
    found = get_object_or_404(mine.select_related("payer", "beneficiary"), pk=pk)
    left = left_to_order(found)
    if not left:
        status = 422 if request.method == "POST" else 200
        return render(request, "treasury/nothing_to_order.html", shown.nothing_to_order(found), status=status)
    form = OrderForm(request.POST or None, initial={"amount": left})

    def save() -> Instalment:
        actions.declare_order(found, **form.cleaned_data, by=request.user)
        return found

    title = _("Payment order: %(payer)s") % {"payer": found.payer}
    return answer_form(request, form, save, title=title, submit=_("Record the order"), back=found.get_absolute_url())


def _orders(rows: Any) -> Any:
    return PaymentOrder.objects.filter(instalment__in=rows, withdrawn_at=None).select_related("instalment__payer")


@requires(Permission.TREASURY_REQUEST)
@require_POST
def confirm(request: UserRequest, pk: int) -> HttpResponse:
    found: PaymentOrder = get_object_or_404(_orders(confirmed_by(request.user)), pk=pk)
    try:
        actions.confirm_order(found, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The order is confirmed. It becomes money when it is received."))
    return redirect(found.instalment)


@requires(*SAY)
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Take back an order: the payer until it is confirmed, who keeps the account at any time."""
    own_word = _orders(paid_by(request.user)).filter(confirmed_at=None)
    found: PaymentOrder = get_object_or_404(own_word | _orders(confirmed_by(request.user)), pk=pk)
    form = MotiveForm(request.POST or None)

    def save() -> Instalment:
        return actions.withdraw_order(found, motive=form.cleaned_data["motive"], by=request.user).instalment

    title = _("Withdraw the order %(number)s") % {"number": found.number}
    back = found.instalment.get_absolute_url()
    return answer_form(request, form, save, title=title, submit=_("Withdraw this order"), back=back, danger=True)
