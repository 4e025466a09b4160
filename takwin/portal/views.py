"""The desk, the general search, the journal, the public home and the health of the service."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from takwin.accounts.queries import open_link
from takwin.core import clock
from takwin.core.models import Job
from takwin.documents.serving import pdf_bytes_response
from takwin.portal import tables
from takwin.portal.guides import guides as guides_in
from takwin.portal.papers import account_letter, issuer_of
from takwin.portal.queries import greeting_of, journal_seen, search, waiting_by_urgency
from takwin.portal.things import page_of
from takwin.portal.works import work_of
from takwin.rights.access import UserRequest, public, requires, signed_in
from takwin.rights.enums import Permission
from takwin.rights.panels import desk_panels, figures_for
from takwin.rights.queries import appointments_of, may_manage
from takwin.ui.lists import list_page
from takwin.ui.things import Crumb
from takwin.ui.views import progress_page


@public
def home(request: UserRequest) -> HttpResponse:
    """The desk of a user; what Takwin is, to a visitor."""
    return desk(request) if request.user.is_authenticated else render(request, "portal/home.html")


def desk(request: UserRequest) -> HttpResponse:
    """What waits for me, the most pressing first, and beside it what the apps bring."""
    batches = waiting_by_urgency(request.user)
    waiting = [due for batch in batches for due in batch.items]
    context = {
        "title": greeting_of(clock.now().astimezone(clock.CASABLANCA).hour) % {"name": request.user.name},
        "has_role": bool(appointments_of(request.user)),
        "batches": batches,
        "count": len(waiting),
        "late": sum(due.is_late for due in waiting),
        "figures": figures_for(request.user),
        "panels": desk_panels(request.user),
    }
    return render(request, "portal/desk.html", context)


@signed_in
def find(request: UserRequest) -> HttpResponse:
    """Everything that answers to a few words, by kind; as one types, to htmx."""
    words = request.GET.get("q", "")
    context = {"title": _("Search"), "search_query": words, "answers": search(words, request.user)}
    part = "#answers" if getattr(request, "htmx", False) else ""
    return render(request, f"portal/search.html{part}", context)


@requires(Permission.JOURNAL_VIEW)
def journal(request: UserRequest) -> HttpResponseBase:
    """Who did what and when, in the reader's territory."""
    return list_page(request, journal_seen(request.user), tables.listing())


@requires(Permission.JOURNAL_VIEW)
@require_GET
def entry(request: UserRequest, pk: int) -> HttpResponse:
    """From a line of the journal to the page of what it tells of."""
    page = page_of(get_object_or_404(journal_seen(request.user), pk=pk))
    if not page:
        messages.info(request, _("What this line tells of is no longer kept: the journal alone remembers it."))
    return redirect(page or "portal:journal")


@signed_in
def job(request: UserRequest, pk: int) -> HttpResponse:
    """How far a work asked for has come; only whoever asked for it sees it."""
    found = get_object_or_404(Job, pk=pk, asked_by=request.user.pk)
    result = request.GET.get("next", "")
    work = work_of(found, result if url_has_allowed_host_and_scheme(result, allowed_hosts=None) else "")
    return progress_page(request, work=work, title=work["name"])


@signed_in
def guides(request: UserRequest) -> HttpResponse:
    """Where to begin, and the guide of each part of the work."""
    found = guides_in(request.LANGUAGE_CODE).values()
    return render(request, "portal/help.html", {"title": _("Help"), "guides": found})


@signed_in
def guide(request: UserRequest, slug: str) -> HttpResponse:
    """One guide, in the reader's language."""
    found = guides_in(request.LANGUAGE_CODE).get(slug)
    if found is None:
        raise Http404
    crumbs = [Crumb(_("Help"), reverse("portal:help")), Crumb(found.title)]
    return render(request, "portal/guide.html", {"title": found.title, "guide": found, "crumbs": crumbs})


@requires(Permission.ACCOUNT_OPEN)
@require_POST
@never_cache
def account_paper(request: UserRequest) -> HttpResponse:
    """The letter to hand over, from the token that the page of the link still holds; nothing of it is kept."""
    token = request.POST.get("token", "")
    link = open_link(token)
    if link is None or not may_manage(request.user, link.user):
        raise Http404
    issuer = issuer_of(request.user)
    if issuer is None:
        messages.error(request, _("No institution is known in your territory: print the page of the link instead."))
        return redirect("rights:user", link.user_id)
    address = settings.PUBLIC_URL + reverse("accounts:link", args=[token])
    pdf = account_letter(link, address, issuer, by=request.user)
    return pdf_bytes_response(pdf, "takwin.pdf")


@public
def favicon(request: HttpRequest) -> HttpResponse:
    """The mark of Takwin, to a browser that asks for it at the old address without reading the page."""
    return redirect(static("ui/mark.svg"))


@public
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Answers whoever watches the service, without asking the database."""
    return HttpResponse("ok", content_type="text/plain")
