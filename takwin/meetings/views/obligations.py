"""The list of promises, the page of one, and what settles it."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from takwin.documents.serving import file_response
from takwin.meetings import actions, shown
from takwin.meetings.forms import CorrectForm
from takwin.meetings.models import Obligation
from takwin.meetings.queries.obligations import binding, listed
from takwin.meetings.settling_forms import KeptForm, ReplaceForm
from takwin.meetings.tables import look_of_promise, obligations_listing
from takwin.meetings.views.answers import EDIT, SETTLE, VIEW, obligation_seen, tried
from takwin.rights.access import UserRequest, requires
from takwin.rights.panels import thing_page
from takwin.rights.queries import allowed
from takwin.ui.forms import done, form_page
from takwin.ui.lists import list_page
from takwin.ui.things import render_thing


@requires(VIEW)
@require_GET
def obligations(request: UserRequest) -> HttpResponseBase:
    rows = listed(binding(allowed(Obligation.objects, request.user, VIEW)))
    return list_page(request, rows, obligations_listing(), sub=shown.rate_said(rows))


@requires(VIEW)
@require_GET
def obligation(request: UserRequest, pk: int) -> HttpResponse:
    found = obligation_seen(request, pk, VIEW)
    page = thing_page(found, request.user)
    return render_thing(
        request,
        found,
        title=found.text,
        look=look_of_promise(found),
        crumbs=shown.crumbs_of_promise(found),
        facts=shown.facts_of_promise(found),
        acts=shown.acts_of_promise(found, page.permissions),
        calls=shown.calls_of_promise(found, page.permissions),
        panels=page,
        template="meetings/meeting.html",
    )


@requires(EDIT)
def correct(request: UserRequest, pk: int) -> HttpResponse:
    found = obligation_seen(request, pk, EDIT)
    form = CorrectForm(request.POST or None, initial={name: getattr(found, name) for name in CorrectForm.base_fields})
    if done(request, form, lambda: actions.correct_obligation(found, **form.cleaned_data, by=request.user)):
        return redirect("meetings:write", found.meeting_id)
    title = _("Correct the promise")
    crumbs = shown.crumbs_of_promise(found)
    url = found.get_absolute_url()
    return form_page(request, form, title=title, submit=_("Keep the corrections"), crumbs=crumbs, back_url=url)


@requires(EDIT)
@require_POST
def unmark(request: UserRequest, pk: int) -> HttpResponse:
    found = obligation_seen(request, pk, EDIT)
    tried(request, lambda: actions.unmark_obligation(found, by=request.user))
    return redirect("meetings:write", found.meeting_id)


@requires(SETTLE)
def kept(request: UserRequest, pk: int) -> HttpResponse:
    """Hold it as kept; what receipts prove is filled in, and a person confirms it."""
    found = obligation_seen(request, pk, SETTLE)
    form = KeptForm(request.POST or None, request.FILES or None, initial=shown.proof_proposed(found))
    if done(request, form, lambda: actions.keep_obligation(found, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The promise is kept."))
        return redirect(found)
    title, crumbs = _("The promise is kept"), shown.crumbs_of_promise(found)
    submit, url = _("Hold it as kept"), found.get_absolute_url()
    return form_page(request, form, title=title, submit=submit, crumbs=crumbs, back_url=url)


@requires(VIEW)
@require_GET
def proof(request: UserRequest, pk: int) -> HttpResponseBase:
    """The scan that proves a promise kept, for whoever sees the promise."""
    scan = obligation_seen(request, pk, VIEW).proof_file
    if scan is None:
        raise Http404
    return file_response(scan)


@requires(SETTLE)
def replace(request: UserRequest, pk: int) -> HttpResponse:
    found = obligation_seen(request, pk, SETTLE)
    form = ReplaceForm(request.POST or None, old=found)
    if done(request, form, lambda: actions.replace_obligation(found, form.cleaned_data["new"], by=request.user)):
        messages.success(request, _("The later promise stands for this one."))
        return redirect(found)
    title, crumbs = _("Replaced by a later promise"), shown.crumbs_of_promise(found)
    submit, url = _("Replace it"), found.get_absolute_url()
    lead = _("Only promises that the same body made later, in another meeting, can be chosen.")
    return form_page(request, form, title=title, submit=submit, crumbs=crumbs, back_url=url, lead=lead)
