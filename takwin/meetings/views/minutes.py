"""Write the minutes on one page, mark promises on their sentences, validate, publish, print."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from takwin.documents.papers.engine import render as render_paper
from takwin.documents.serving import pdf_bytes_response, pdf_response
from takwin.meetings import actions, papers, shown
from takwin.meetings.actions.minutes import faults_of
from takwin.meetings.enums import MeetingState
from takwin.meetings.forms import PromiseForm
from takwin.meetings.minutes_forms import MinutesForm, PressForm, ValidateForm
from takwin.meetings.models import Meeting, Minutes
from takwin.meetings.views.answers import EDIT, VALIDATE, VIEW, crumbs_to, meeting_form, meeting_seen
from takwin.rights.access import UserRequest, requires
from takwin.ui.forms import done


def _keep(request: UserRequest, found: Meeting, form: MinutesForm) -> Minutes | None:
    """Keep what was sent; nothing when it is refused, which the form then tells."""
    return done(request, form, lambda: actions.write_minutes(found, **form.cleaned_data, by=request.user))


def _page(request: UserRequest, found: Meeting, form: MinutesForm) -> HttpResponse:
    """The text, and under it the sentences that are kept, each of which may be marked; words that are refused stay."""
    title = _("Minutes")
    context = {"title": title, "crumbs": crumbs_to(found, title), "meeting": found, "form": form}
    context |= {"opening": papers.opening_of(found), **shown.marked(found)}
    return render(request, "meetings/minutes.html", context, status=422 if form.errors else 200)


@requires(VIEW)
@require_GET
def read(request: UserRequest, pk: int) -> HttpResponse:
    """Validated minutes as they stand for good, each promise led to from its sentence."""
    found = meeting_seen(request, pk, VIEW)
    if found.minutes.paper is None:
        raise Http404
    title = _("Minutes no. %(number)s") % {"number": found.minutes.paper.reference}
    context = {"title": title, "crumbs": crumbs_to(found, title), "meeting": found}
    return render(request, "meetings/read.html", context | shown.read(found, request.user))


@requires(EDIT)
@never_cache
def write(request: UserRequest, pk: int) -> HttpResponse:
    """The page of the minutes. Once validated they are read, not written."""
    found = meeting_seen(request, pk, EDIT)
    if request.method == "GET" and found.minutes.paper_id:
        return redirect("meetings:read", pk)
    if request.method == "GET" and found.state != MeetingState.HELD:
        return redirect(found)
    form = MinutesForm(request.POST or None, minutes=found.minutes)
    if _keep(request, found, form):
        messages.success(request, _("The minutes are kept."))
        return redirect("meetings:write", pk)
    return _page(request, found, form)


@requires(EDIT)
@require_POST
def keep(request: UserRequest, pk: int) -> HttpResponse:
    """Kept by itself while one writes; answers what stands beside the text, which is left as it is."""
    found = meeting_seen(request, pk, EDIT)
    form = MinutesForm(request.POST, minutes=found.minutes)
    if kept := _keep(request, found, form):
        found.minutes = kept
        form = MinutesForm(minutes=kept)
    context = {"meeting": found, "form": form} | shown.marked(found)
    return render(request, "meetings/minutes.html#answer", context, status=422 if form.errors else 200)


@requires(EDIT)
def mark(request: UserRequest, pk: int) -> HttpResponse:
    """From a sentence pressed on the page (its text comes along and is kept) to the promise it bears."""
    found = meeting_seen(request, pk, EDIT)
    if "revision" in request.POST:
        written = MinutesForm(request.POST, minutes=found.minutes)
        if (kept := _keep(request, found, written)) is None:
            return _page(request, found, written)
        quote = request.POST.get("quote", "").strip() or shown.last_sentence(kept.text)
        form = PromiseForm(None, meeting=found, quote=quote)
    else:
        form = PromiseForm(request.POST or None, meeting=found, quote=request.GET.get("quote", ""))
        if made := done(request, form, lambda: actions.mark_obligation(found, **form.cleaned_data, by=request.user)):
            messages.success(request, shown.marked_said(len(made)))
            return redirect("meetings:write", pk)
    back, action = reverse("meetings:write", args=[pk]), reverse("meetings:mark", args=[pk])
    title, submit = _("Mark a promise"), _("Mark this promise")
    return meeting_form(request, found, form, title=title, submit=submit, back_url=back, form_action=action)


@requires(VALIDATE)
def validate(request: UserRequest, pk: int) -> HttpResponse:
    """Freeze the minutes; what is missing is said first."""
    found = meeting_seen(request, pk, VALIDATE)
    form = ValidateForm(request.POST or None, initial={"secretary": str(request.user)})
    if done(request, form, lambda: actions.validate_minutes(found, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The minutes are validated: their promises bind and are followed."))
        return redirect(found)
    faults = faults_of(found, found.minutes) if request.method == "GET" else []
    lead = " ".join(faults) or _("They take their number and can no longer be changed.")
    page = {"lead": lead, "frozen": shown.frozen_by_validation(found), "template": "meetings/validate.html"}
    return meeting_form(request, found, form, title=_("Validate the minutes"), submit=_("Validate"), **page)


@requires(VALIDATE)
def publish(request: UserRequest, pk: int) -> HttpResponse:
    found = meeting_seen(request, pk, VALIDATE)
    form = PressForm(request.POST or None, initial={"press_text": papers.press_proposal(found, found.minutes)})
    if done(request, form, lambda: actions.publish_minutes(found, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The press note is numbered and may be sent."))
        return redirect(found)
    return meeting_form(request, found, form, title=_("Publish with a press note"), submit=_("Publish"))


@requires(EDIT)
@require_GET
def draft(request: UserRequest, pk: int) -> HttpResponse:
    """The minutes as they would be printed, marked as a draft."""
    found = meeting_seen(request, pk, EDIT)
    facts = papers.minutes_facts(found, found.minutes, state="draft")
    return pdf_bytes_response(render_paper("minutes", facts), f"{found.reference}.pdf")


@requires(VIEW)
@require_GET
def paper(request: UserRequest, pk: int) -> HttpResponse:
    found = meeting_seen(request, pk, VIEW)
    if found.minutes.paper is None:
        raise Http404
    return pdf_response(found.minutes.paper)


@requires(VIEW)
@require_GET
def press(request: UserRequest, pk: int) -> HttpResponse:
    found = meeting_seen(request, pk, VIEW)
    if found.minutes.press_paper is None:
        raise Http404
    return pdf_response(found.minutes.press_paper)
