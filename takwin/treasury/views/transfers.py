"""The state of transfers: on screen, in Excel, and as the official paper."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from takwin.agreements.models import Instalment
from takwin.core import clock, formats
from takwin.core.keys import key_of
from takwin.core.later import later
from takwin.core.workbooks import workbook_response
from takwin.directory.enums import Level
from takwin.directory.models import Place
from takwin.documents.serving import file_response, pdf_response
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.treasury import issuing, shown
from takwin.treasury.models import Statement
from takwin.treasury.queries import MANY, grand_total, in_place, state_of_transfers, statement_owners, years_of
from takwin.treasury.tables import SHEET, sheet_rows, total_row

SEE = Permission.TREASURY_VIEW
ISSUE = (Permission.TREASURY_REQUEST, Permission.ACCOUNT_CERTIFY)


@requires(SEE)
def transfers(request: UserRequest) -> HttpResponse:
    """What is due, ordered, received and late, by province: mine only."""
    seen = allowed(Instalment.objects, request.user, SEE)
    return render(request, "treasury/transfers.html", shown.transfers(request, seen))


@requires(SEE)
def place(request: UserRequest, pk: int) -> HttpResponse:
    """The same within a region, a province or a commune, payer by payer."""
    levels = [Level.REGION, Level.PROVINCE, Level.COMMUNE]
    found = get_object_or_404(allowed(Place.objects, request.user, SEE).filter(level__in=levels), pk=pk)
    seen = in_place(allowed(Instalment.objects, request.user, SEE), found)
    return render(request, "treasury/transfers.html", shown.transfers(request, seen, found))


@requires(SEE)
def excel(request: UserRequest) -> HttpResponseBase:
    """Every payer I see, of the place and year asked for."""
    seen = allowed(Instalment.objects, request.user, SEE)
    title = _("State of transfers")
    if pk := request.GET.get("place", ""):
        found = get_object_or_404(Place, pk=key_of(pk) or 0)
        seen, title = in_place(seen, found), _("State of transfers: %(place)s") % {"place": found.name}
    year = shown.year_asked(request, years_of(seen))
    provinces = state_of_transfers(seen, clock.today(), [year] if year else None)
    rows = [*sheet_rows(provinces, clock.today()), total_row(grand_total(provinces), clock.today())]
    heads, kinds = [str(head) for head, _kind in SHEET], [kind for _head, kind in SHEET]
    above = [title, _("Year %(year)s") % {"year": year} if year else _("All years"), formats.day(clock.today())]
    return workbook_response(
        "transfers", title=title, heads=heads, kinds=kinds, rows=rows, right_to_left=get_language_bidi(), above=above
    )


@requires(*ISSUE)
@require_POST
def issue(request: UserRequest) -> HttpResponse:
    """Issue the official paper; one of many hundreds of payers is made by the worker."""
    owner = get_object_or_404(statement_owners(request.user), pk=key_of(request.POST.get("owner", "")) or 0)
    due = Instalment.objects.filter(beneficiary=owner)
    year = shown.year_asked(request, years_of(due))
    years = [year] if year else []
    if due.order_by().values("payer").distinct().count() >= MANY:
        job = later(issuing.issue_long_statement, owner=owner, years=years, by=request.user)
        address = reverse("portal:job", args=[job.pk])
        return redirect(f"{address}?{urlencode({'next': reverse('treasury:statements')})}")
    try:
        found = issuing.issue_statement(owner, years=years, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("treasury:transfers")
    return redirect("treasury:statement", found.pk)


@requires(SEE)
def statements(request: UserRequest) -> HttpResponse:
    """The official states issued, the latest first."""
    found = allowed(Statement.objects, request.user, SEE).select_related("owner", "paper")
    context = {"title": _("Official states of transfers"), "statements": found[:100], "crumbs": shown.crumbs()}
    return render(request, "treasury/statements.html", context)


@requires(SEE)
def statement(request: UserRequest, pk: int) -> HttpResponseBase:
    """The paper, as it was issued."""
    issued = allowed(Statement.objects, request.user, SEE).exclude(paper=None).select_related("paper", "file")
    found = get_object_or_404(issued, pk=pk)
    return file_response(found.file) if found.file else pdf_response(found.paper)  # type: ignore[arg-type]
