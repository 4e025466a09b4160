"""Statements of the account brought in, and the lines that wait for someone to say what they pay."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from takwin.agreements.models import Instalment
from takwin.core import formats
from takwin.core.keys import key_of
from takwin.directory.models import Body
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.panels import thing_page
from takwin.rights.queries import allowed
from takwin.treasury.enums import BANK_LOOKS, BankLineState
from takwin.treasury.forms import MotiveForm, ReceiveForm, StatementForm
from takwin.treasury.models import AccountLine, BankLine, BankStatement
from takwin.treasury.queries import account_owners
from takwin.treasury.statements import actions, by_hand, shown
from takwin.treasury.views.lines import answer_receive
from takwin.treasury.years.forms import CreditForm
from takwin.ui.forms import answer_form, done, form_page
from takwin.ui.things import Crumb, Fact, render_thing

RECEIVE = Permission.TREASURY_REQUEST


def _lines(request: UserRequest) -> QuerySet[BankLine]:
    return allowed(BankLine.objects, request.user, RECEIVE).select_related("owner", "payer", "statement")


@requires(RECEIVE)
def waiting(request: UserRequest) -> HttpResponse:
    """The lines that wait, those that leave no doubt first and ticked."""
    return render(request, "treasury/bank_lines.html", shown.page(request, _lines(request)))


@requires(RECEIVE)
def bring(request: UserRequest) -> HttpResponse:
    """Send the statement of an account."""
    form = StatementForm(request.POST or None, request.FILES or None, owners=account_owners(request.user))

    def read() -> BankStatement:
        upload, owner = form.cleaned_data["file"], form.cleaned_data["owner"]
        return actions.import_statement(upload.read(), upload.name, owner=owner, by=request.user)

    if found := done(request, form, read):
        messages.success(request, shown.brought(found))
        for lost in shown.lost_in(found):
            messages.warning(request, lost)
        return redirect("treasury:bank")
    title, back = _("Import a statement of the account"), reverse("treasury:bank")
    page: dict[str, Any] = {"title": title, "crumbs": shown.crumbs(title), "back": back}
    return form_page(request, form, submit=_("Import this statement"), **page)


@requires(RECEIVE)
@require_POST
def confirm_many(request: UserRequest) -> HttpResponse:
    """Confirm the ticked lines of a page in one act; those that are refused are named and stay."""
    said = [value.partition("-") for value in request.POST.getlist("lines")]
    seen = {number: mark for key, _dash, mark in said if (number := key_of(key))}
    lines = list(_lines(request).filter(pk__in=seen))
    waiting = [line for line in lines if line.state == BankLineState.WAITING]
    found = actions.confirm_lines(waiting, seen=seen, by=request.user)
    for told in shown.confirmed(found, len(lines) - len(waiting)):
        messages.add_message(request, told.level, told.text)
    return redirect("treasury:bank")


@requires(RECEIVE)
@require_POST
def propose(request: UserRequest) -> HttpResponse:
    """Look again at every line that waits, with what was received since."""
    for owner in account_owners(request.user):
        actions.propose(owner)
    messages.success(request, _("The proposals are made anew."))
    return redirect("treasury:bank")


@requires(RECEIVE)
def line(request: UserRequest, pk: int) -> HttpResponse:
    """A line of the bank: what it says, what is proposed and why."""
    found = get_object_or_404(_lines(request).select_related("account_line", "undoes", "proposed_pair"), pk=pk)
    return render_thing(
        request,
        found,
        title=formats.dirhams(found.amount),
        look=BANK_LOOKS[BankLineState(found.state)],
        crumbs=shown.crumbs(str(found)),
        facts=[Fact(formats.day(found.booked_on), "cal"), Fact(found.owner.name, "body")],
        acts=shown.acts(found),
        panels=thing_page(found, request.user),
    )


def _act(request: UserRequest, pk: int, act: Callable[[BankLine], Any], done: str) -> HttpResponse:
    found = get_object_or_404(_lines(request), pk=pk)
    try:
        changed = act(found)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(found)
    messages.success(request, done)
    return redirect(changed)


@requires(RECEIVE)
@require_POST
def confirm(request: UserRequest, pk: int) -> HttpResponse:
    """Take the proposal made for a line, if it is the one whose mark the address tells."""
    seen = request.GET.get("seen", "")
    return _act(
        request, pk, lambda one: actions.confirm_line(one, seen=seen, by=request.user), _("The line is matched.")
    )


@requires(RECEIVE)
def receive(request: UserRequest, pk: int) -> HttpResponse:
    """Say by hand what a credit pays: it waits until that is said, then it is taken onto the account and received."""
    found = get_object_or_404(_lines(request).filter(amount__gt=0), pk=pk)
    if request.method != "POST" and found.state != BankLineState.WAITING:
        return redirect(found)

    def save(form: ReceiveForm) -> AccountLine:
        return by_hand.receive_by_hand(found, form.amounts(), by=request.user)

    crumbs = [*shown.crumbs(), Crumb(str(found), found.get_absolute_url())]
    return answer_receive(request, by_hand.on_the_account(found), save, crumbs)


@requires(RECEIVE)
def keep_credit(request: UserRequest, pk: int) -> HttpResponse:
    """Keep a credit as money that its payer sent in advance."""
    found = get_object_or_404(_lines(request).filter(amount__gt=0), pk=pk)
    payers = Body.objects.filter(pk__in=Instalment.objects.filter(beneficiary=found.owner).values("payer"))
    form = CreditForm(request.POST or None, payers=payers.order_by("place__code", "pk"))

    def save() -> AccountLine:
        return by_hand.keep_by_hand(found, form.cleaned_data["payer"], by=request.user)

    title = _("Money sent in advance: %(line)s") % {"line": formats.dirhams(found.amount)}
    back = found.get_absolute_url()
    return answer_form(request, form, save, title=title, submit=_("Keep it as this payer's credit"), back=back)


@requires(RECEIVE)
def take_back(request: UserRequest, pk: int) -> HttpResponse:
    """Let a credit wait again that was taken onto the account and pays nothing."""
    found = get_object_or_404(_lines(request), pk=pk)
    form = MotiveForm(request.POST or None)

    def save() -> BankLine:
        return by_hand.take_back(found, motive=form.cleaned_data["motive"], by=request.user)

    title = _("Take back the line %(line)s") % {"line": found}
    back, submit = found.get_absolute_url(), _("Take back this line")
    return answer_form(request, form, save, title=title, submit=submit, back=back, danger=True)


@requires(RECEIVE)
@require_POST
def take_up(request: UserRequest, pk: int) -> HttpResponse:
    """Put a line back among those that wait."""
    return _act(request, pk, lambda found: actions.take_up(found, by=request.user), _("The line waits again."))


@requires(RECEIVE)
def put_aside(request: UserRequest, pk: int) -> HttpResponse:
    """Say that a line is no contribution, and why."""
    found = get_object_or_404(_lines(request), pk=pk)
    form = MotiveForm(request.POST or None)

    def save() -> BankLine:
        return actions.put_aside(found, motive=form.cleaned_data["motive"], by=request.user)

    title = _("Put aside %(amount)s") % {"amount": formats.dirhams(found.amount)}
    back = found.get_absolute_url()
    return answer_form(request, form, save, title=title, submit=_("Put this line aside"), back=back)
