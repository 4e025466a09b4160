"""The years of the account: the list, the page of one, opening, closing, signatures."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from takwin.agreements.models import Instalment
from takwin.directory.models import Body
from takwin.documents.enums import PaperKind
from takwin.documents.models import Paper
from takwin.documents.serving import file_response, pdf_response
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.panels import thing_page
from takwin.rights.queries import allowed, holds
from takwin.treasury.forms import MotiveForm
from takwin.treasury.models import AccountLine, Certification, FinancialYear
from takwin.treasury.queries import account_owners
from takwin.treasury.years import actions, shown
from takwin.treasury.years.forms import CertifyForm, CreditForm, OpenYearForm
from takwin.treasury.years.tables import look_of, years_listing
from takwin.ui.forms import answer_form
from takwin.ui.lists import list_page
from takwin.ui.things import Act, Crumb, Fact, render_thing

SEE, KEEP, CONFIRM = Permission.TREASURY_VIEW, Permission.TREASURY_REQUEST, Permission.ACCOUNT_CERTIFY


def _kept(request: UserRequest, *permissions: Permission) -> QuerySet[FinancialYear]:
    """The years of the accounts over which the reader holds one of these permissions."""
    owners = Body.objects.none()
    for permission in permissions:
        owners = owners | allowed(Body.objects, request.user, permission)
    return FinancialYear.objects.filter(owner__in=owners).select_related("owner", "paper")


@requires(KEEP, CONFIRM)
def years(request: UserRequest) -> HttpResponseBase:
    """The years of the accounts I keep or confirm for."""
    act = Act(_("Open a year"), reverse("treasury:open_year"), "plus") if holds(request.user, KEEP) else None
    return list_page(request, _kept(request, KEEP, CONFIRM), years_listing(), act=act)


@requires(KEEP, CONFIRM)
def year(request: UserRequest, pk: int) -> HttpResponse:
    """A year: its ledger, what each body owed and sent, its signatures."""
    found = get_object_or_404(_kept(request, KEEP, CONFIRM), pk=pk)
    return render_thing(
        request,
        found,
        title=_("Year %(year)s: %(body)s") % {"year": found.year, "body": found.owner},
        look=look_of(found),
        crumbs=[Crumb(_("Financial years"), reverse("treasury:years")), Crumb(str(found.year))],
        facts=[Fact(found.get_account_kind_display(), "money"), Fact(found.owner.name, "body")],
        path=shown.path(found),
        calls=shown.calls(found),
        acts=shown.acts(found, request.user),
        panels=thing_page(found, request.user),
    )


@requires(KEEP)
def open_year(request: UserRequest) -> HttpResponse:
    """Open a year of an account."""
    form = OpenYearForm(request.POST or None, owners=account_owners(request.user))

    def save() -> FinancialYear:
        return actions.open_year(**form.cleaned_data, by=request.user)

    back = reverse("treasury:years")
    return answer_form(request, form, save, title=_("Open a year"), submit=_("Open this year"), back=back)


@requires(KEEP)
def close_year(request: UserRequest, pk: int) -> HttpResponse:
    """Say what closing does, then close."""
    found = get_object_or_404(_kept(request, KEEP), pk=pk)
    if request.method == "POST":
        try:
            actions.close_year(found, by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("The year is closed: print its state and have it signed."))
        return redirect(found)
    context = {"title": _("Close the year %(year)s") % {"year": found.year}, "year": found}
    return render(request, "treasury/years/close.html", context | shown.accounts(found, request.user))


@requires(KEEP)
def reopen_year(request: UserRequest, pk: int) -> HttpResponse:
    """Open again a year nobody has signed."""
    found = get_object_or_404(_kept(request, KEEP), pk=pk)
    form = MotiveForm(request.POST or None)

    def save() -> FinancialYear:
        return actions.reopen_year(found, motive=form.cleaned_data["motive"], by=request.user)

    title, back = _("Open the year %(year)s again") % {"year": found.year}, found.get_absolute_url()
    return answer_form(request, form, save, title=title, submit=_("Open this year again"), back=back, danger=True)


@requires(KEEP, CONFIRM)
def certify_year(request: UserRequest, pk: int) -> HttpResponse:
    """Record a signature with the scan of the paper that bears it."""
    found = get_object_or_404(_kept(request, KEEP, CONFIRM), pk=pk)
    form = CertifyForm(request.POST or None, request.FILES or None)

    def save() -> FinancialYear:
        return actions.certify_year(found, **form.cleaned_data, by=request.user)

    title, back = _("Signature on the state of %(year)s") % {"year": found.year}, found.get_absolute_url()
    return answer_form(request, form, save, title=title, submit=_("Record this signature"), back=back)


@requires(KEEP, CONFIRM)
def paper(request: UserRequest, pk: int) -> HttpResponse:
    """The state of a closed year, as it was frozen."""
    return pdf_response(get_object_or_404(_kept(request, KEEP, CONFIRM).exclude(paper=None), pk=pk).paper)  # type: ignore[arg-type]


@requires(KEEP)
@require_POST
def issue_annex(request: UserRequest, pk: int) -> HttpResponse:
    """Issue the financial annex of a year, as it is recorded today."""
    found = get_object_or_404(_kept(request, KEEP), pk=pk)
    return redirect("treasury:annex", actions.issue_annex(found, by=request.user).pk)


@requires(KEEP, CONFIRM)
def annex(request: UserRequest, pk: int) -> HttpResponse:
    """A financial annex, as it was issued."""
    owners = _kept(request, KEEP, CONFIRM).values("owner")
    issued = Paper.objects.filter(kind=PaperKind.FINANCIAL_ANNEX, owner__in=owners)
    return pdf_response(get_object_or_404(issued, pk=pk))


@requires(KEEP, CONFIRM)
def signed(request: UserRequest, pk: int) -> HttpResponseBase:
    """The scan of a signed state."""
    rows = Certification.objects.filter(year__in=_kept(request, KEEP, CONFIRM)).select_related("proof")
    return file_response(get_object_or_404(rows, pk=pk).proof)


@requires(KEEP)
@require_POST
def use_credits(request: UserRequest, pk: int) -> HttpResponse:
    """Lay what payers are ahead to what they owe."""
    found = get_object_or_404(_kept(request, KEEP), pk=pk)
    try:
        paid = actions.use_credits(found.owner, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(found)
    told = ngettext("A credit was laid to %(n)s contribution.", "Credits were laid to %(n)s contributions.", paid)
    messages.success(request, told % {"n": paid} if paid else _("No payer that is ahead owes anything now."))
    return redirect(found)


@requires(KEEP)
def credit(request: UserRequest, pk: int) -> HttpResponse:
    """Keep what is left of a line as the credit of its payer."""
    owners = allowed(Body.objects, request.user, KEEP)
    line = get_object_or_404(AccountLine.objects.filter(owner__in=owners).select_related("owner"), pk=pk)
    payers = Body.objects.filter(pk__in=Instalment.objects.filter(beneficiary=line.owner).values("payer"))
    paid = payers.filter(pk__in=line.receipts.values("instalment__payer"))
    form = CreditForm(request.POST or None, payers=(paid or payers).order_by("place__code", "pk"))

    def save() -> AccountLine:
        return actions.keep_as_credit(line, form.cleaned_data["payer"], by=request.user)

    title, back = _("Money sent in advance: %(line)s") % {"line": line}, line.get_absolute_url()
    return answer_form(request, form, save, title=title, submit=_("Keep it as this payer's credit"), back=back)
