"""The papers an agreement begins with, drawn from what is recorded today."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from takwin.agreements.models import Agreement, Party
from takwin.agreements.papers import deliberation_facts, draft_agreement_facts
from takwin.core.amounts import Language
from takwin.directory.enums import COLLECTIVITIES
from takwin.documents.papers.engine import render as rendered
from takwin.documents.serving import pdf_bytes_response
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed

SEE = Permission.AGREEMENT_VIEW


def _language(request: HttpRequest) -> Language:
    return "fr" if request.GET.get("lang") == "fr" else "ar"


@requires(SEE)
def draft_text(request: UserRequest, pk: int) -> HttpResponse:
    """The text of the agreement from its articles, to whoever sees it."""
    seen = allowed(Agreement.objects, request.user, SEE).select_related("owner__place", "place")
    found = get_object_or_404(seen, pk=pk)
    facts = draft_agreement_facts(found, language=_language(request))
    is_draft = facts["paper"]["state"] == "draft"
    name = f"{found.reference}-draft" if is_draft else found.reference
    return pdf_bytes_response(rendered("articles", facts), f"{name}.pdf")


@requires(SEE)
def deliberation(request: UserRequest, pk: int) -> HttpResponse:
    """The model of deliberation of one council, to whoever sees its agreement."""
    seen = allowed(Agreement.objects, request.user, SEE)
    councils = Party.objects.filter(agreement__in=seen, body__kind__in=COLLECTIVITIES)
    party = get_object_or_404(councils.select_related("body__place", "agreement__owner", "agreement__place"), pk=pk)
    facts = deliberation_facts(party, language=_language(request))
    return pdf_bytes_response(rendered("articles", facts), f"{party.agreement.reference}-{party.pk}-model.pdf")
