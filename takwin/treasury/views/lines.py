"""The lines of the account, and what is received from them."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from takwin.agreements.models import Instalment
from takwin.core import formats
from takwin.core.keys import key_of
from takwin.directory.models import Body
from takwin.documents.serving import file_response
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.panels import thing_page
from takwin.rights.queries import allowed, holds
from takwin.treasury import actions, shown
from takwin.treasury.forms import LineForm, MotiveForm, ReceiveForm
from takwin.treasury.matching import Proposal, proposals, proposals_of
from takwin.treasury.models import AccountLine, Receipt
from takwin.treasury.queries import account_owners, left_on, with_left
from takwin.treasury.tables import lines_listing, look_of
from takwin.ui.forms import answer_form, done
from takwin.ui.lists import list_page
from takwin.ui.things import Act, Crumb, Fact, render_thing

SEE, RECEIVE = Permission.TREASURY_VIEW, Permission.TREASURY_REQUEST


@requires(SEE)
def lines(request: UserRequest) -> HttpResponseBase:
    """The credits of the accounts I see, and what of each is still to be received for a contribution."""
    rows = with_left(allowed(AccountLine.objects, request.user, SEE))
    act = Act(_("Record a line"), reverse("treasury:new_line"), "plus") if holds(request.user, RECEIVE) else None
    return list_page(request, rows, lines_listing(), act=act, crumbs=shown.crumbs())


@requires(SEE)
def line(request: UserRequest, pk: int) -> HttpResponse:
    """A credit: where it comes from, what proves it, what was received from it."""
    rows = with_left(allowed(AccountLine.objects, request.user, SEE)).select_related("owner", "file")
    found = get_object_or_404(rows, pk=pk)
    return render_thing(
        request,
        found,
        title=f"{found.get_source_display()} {found.reference}",
        look=look_of(found),
        crumbs=[*shown.crumbs(), Crumb(_("Account lines"), reverse("treasury:lines")), Crumb(found.reference)],
        facts=[Fact(formats.dirhams(found.amount), "money"), Fact(formats.day(found.booked_on), "cal")],
        acts=shown.acts_on_line(found, request.user),
        panels=thing_page(found, request.user),
    )


@requires(SEE)
def proof(request: UserRequest, pk: int) -> HttpResponseBase:
    """The scan that proves a line."""
    found = get_object_or_404(allowed(AccountLine.objects, request.user, SEE).select_related("file"), pk=pk)
    if found.file is None:
        raise Http404
    return file_response(found.file)


@requires(RECEIVE)
def new(request: UserRequest) -> HttpResponse:
    """Record a credit of the account."""
    form = LineForm(request.POST or None, request.FILES or None, owners=account_owners(request.user))

    def save() -> AccountLine:
        facts = {name: value for name, value in form.cleaned_data.items() if name != "proof"}
        if proof := form.cleaned_data["proof"]:
            return actions.record_proved_line(**facts, proof=proof, by=request.user)
        return actions.record_line(**facts, by=request.user)

    title, back = _("Record a line"), reverse("treasury:lines")
    crumbs = [Crumb(_("Account lines"), back), Crumb(title)]
    return answer_form(request, form, save, title, _("Record this line"), back, crumbs=crumbs)


@requires(RECEIVE)
def receive(request: UserRequest, pk: int) -> HttpResponse:
    """Say for which contributions a line is received; those it seems to pay are proposed first."""
    owners = allowed(Body.objects, request.user, RECEIVE)
    found = get_object_or_404(AccountLine.objects.filter(owner__in=owners).select_related("owner"), pk=pk)
    crumbs = [Crumb(_("Account lines"), reverse("treasury:lines")), Crumb(found.reference, found.get_absolute_url())]

    def save(form: ReceiveForm) -> AccountLine:
        actions.receive(found, form.amounts(), by=request.user)
        return found

    return answer_receive(request, found, save, crumbs)


def answer_receive(
    request: UserRequest, line: AccountLine, save: Callable[[ReceiveForm], AccountLine], crumbs: Sequence[Crumb]
) -> HttpResponse:
    """The page where one says what a line pays; once that is received, the page of the line."""
    words, left = request.GET.get("q", ""), left_on(line) if line.pk else line.amount
    proposed = _posted(request, line) if request.method == "POST" else proposals(line, words)
    form = ReceiveForm(request.POST or None, proposals=proposed, left=left)
    if received := done(request, form, lambda: save(form)):
        messages.success(request, _("Received."))
        return redirect(received)
    context = {"form": form, "line": line, "left": left, "words": words, "crumbs": crumbs, "back": crumbs[-1].url}
    title = {"title": _("Receive %(line)s") % {"line": line}}
    return render(request, "treasury/receive.html", context | title, status=422 if form.errors else 200)


def _posted(request: UserRequest, found: AccountLine) -> list[Proposal]:
    """The instalments whose amounts were sent, even when another officer has received them since."""
    names = (name.removeprefix("amount_") for name in request.POST if name.startswith("amount_"))
    keys = [key for name in names if (key := key_of(name))]
    return proposals_of(found, Instalment.objects.filter(beneficiary=found.owner, pk__in=keys))


@requires(RECEIVE)
def cancel(request: UserRequest, pk: int) -> HttpResponse:
    """Undo a receipt by its counter-entry, with a motive."""
    owners = allowed(Body.objects, request.user, RECEIVE)
    standing = Receipt.objects.filter(cancels=None, cancelled_at=None, line__owner__in=owners)
    found = get_object_or_404(standing.select_related("line", "instalment__payer"), pk=pk)
    form = MotiveForm(request.POST or None)

    def save() -> AccountLine:
        return actions.cancel_receipt(found, motive=form.cleaned_data["motive"], by=request.user).line

    title = _("Cancel the receipt of %(amount)s") % {"amount": formats.dirhams(Decimal(found.amount))}
    back = found.line.get_absolute_url()
    return answer_form(request, form, save, title=title, submit=_("Cancel this receipt"), back=back, danger=True)


@requires(RECEIVE)
def take_back(request: UserRequest, pk: int) -> HttpResponse:
    """Take back a line recorded by hand by mistake, with a motive."""
    owners = allowed(Body.objects, request.user, RECEIVE)
    found = get_object_or_404(AccountLine.objects.filter(owner__in=owners, undone_on=None), pk=pk)
    form = MotiveForm(request.POST or None)

    def save() -> AccountLine:
        return actions.take_back_line(found, motive=form.cleaned_data["motive"], by=request.user)

    title = _("Take back the line %(line)s") % {"line": found}
    back = found.get_absolute_url()
    return answer_form(request, form, save, title=title, submit=_("Take back this line"), back=back, danger=True)
