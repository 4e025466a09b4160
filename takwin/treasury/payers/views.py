"""The desk of a commune: what it owes, how to pay it, what was received; and the same page for whoever sees it."""

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from takwin.agreements.models import Instalment
from takwin.core.amounts import Language
from takwin.directory.models import Body
from takwin.documents.papers.engine import render as rendered
from takwin.documents.serving import pdf_bytes_response
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.treasury.papers import payment_statement_facts
from takwin.treasury.payers import shown
from takwin.treasury.payers.queries import own_payers
from takwin.treasury.payers.tables import receipts_listing
from takwin.treasury.shown import crumbs
from takwin.ui.lists import list_page
from takwin.ui.things import Crumb

SEE = Permission.TREASURY_VIEW


def _payer(request: UserRequest, pk: int) -> tuple[Body, QuerySet[Instalment]]:
    """A body and what it owes, as far as the reader sees it."""
    seen = allowed(Instalment.objects, request.user, SEE).filter(payer=pk)
    found = get_object_or_404(Body.objects.filter(pk__in=seen.values("payer")).select_related("place"), pk=pk)
    return found, seen


@requires(Permission.AGREEMENT_DECLARE)
def own(request: UserRequest) -> HttpResponse:
    """The page of one's own body; of several bodies, the state of their transfers leads to each."""
    mine = list(own_payers(request.user).values_list("pk", flat=True)[:2])
    if len(mine) == 1:
        return redirect("treasury:payer", mine[0])
    return redirect(f"{reverse('treasury:transfers')}?{urlencode({'year': 'all'})}")


@requires(SEE)
def payer(request: UserRequest, pk: int) -> HttpResponse:
    """All that a body owes, since which vote, how to pay it, and what was received."""
    found, seen = _payer(request, pk)
    return render(request, "treasury/payers/payer.html", shown.payer(found, seen, request.user))


@requires(SEE)
def receipts(request: UserRequest, pk: int) -> HttpResponseBase:
    """What was received from a body, line by line, and in Excel."""
    found, seen = _payer(request, pk)
    trail = [*crumbs(found.name, reverse("treasury:payer", args=[pk])), Crumb(_("Receipts"))]
    title = _("Receipts: %(payer)s") % {"payer": found.name}
    return list_page(request, shown.receipts_of(seen), receipts_listing(), title=title, crumbs=trail)


@requires(SEE)
def payment_statement(request: UserRequest, pk: int) -> HttpResponse:
    """What a body promised, paid and owes, on paper, as it stands today: to whoever sees its contributions."""
    seen = allowed(Instalment.objects, request.user, SEE).filter(payer=pk).select_related("payer", "beneficiary__place")
    found = seen.order_by("-year", "pk").first()
    if found is None:
        raise Http404
    language: Language = "fr" if request.GET.get("lang") == "fr" else "ar"
    facts = payment_statement_facts(found.beneficiary, found.payer, language=language)
    return pdf_bytes_response(rendered("payment-statement", facts), f"payment-statement-{pk}.pdf")
