"""The list of sessions, the page of one, and the steps that move it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from takwin.attendance.models import RegisterHalfDay
from takwin.core.later import later
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.panels import thing_page
from takwin.rights.queries import holds
from takwin.training import actions, queries, shown
from takwin.training.actions.sessions import confirmation_warnings
from takwin.training.forms import CorrectForm, MotiveForm, PlanForm, PostponeForm, ProgrammeForm, ReasonForm, SeatsForm
from takwin.training.models import TrainingSession
from takwin.training.tables import look_of_session, sessions_listing
from takwin.training.views.answers import crumbs_to, done, session_form, session_seen
from takwin.ui.forms import form_page
from takwin.ui.lists import list_page
from takwin.ui.things import Act, render_thing

VIEW, EDIT, CONFIRM = Permission.SESSION_VIEW, Permission.SESSION_EDIT, Permission.SESSION_CONFIRM


@requires(VIEW)
@require_GET
def sessions(request: UserRequest) -> HttpResponseBase:
    plan = Act(_("Plan a session"), reverse("training:plan"), "plus") if holds(request.user, EDIT) else None
    return list_page(request, queries.sessions_for(request.user), sessions_listing(plan), act=plan)


@requires(VIEW)
@require_GET
def session(request: UserRequest, pk: int) -> HttpResponse:
    found = session_seen(request, pk, VIEW)
    page = thing_page(found, request.user)
    brief = shown.brief_of(found)
    return render_thing(
        request,
        found,
        title=found.topic.name,
        look=look_of_session(found),
        crumbs=crumbs_to(found),
        facts=shown.facts_of(found, brief),
        acts=shown.acts_of(found, brief, page.permissions),
        path=shown.path_of(found, brief),
        calls=shown.calls_of(found, brief, page.permissions),
        panels=page,
    )


@requires(EDIT)
def plan(request: UserRequest) -> HttpResponse:
    """First step: what, where, when. Rooms and trainers, then seats, follow."""
    form = PlanForm(request.POST or None, by=request.user, initial=request.GET.dict())
    if made := done(request, form, lambda: actions.plan_session(**form.cleaned_data, by=request.user)):
        messages.success(request, _("The session is planned. Say now what is taught, where and by whom."))
        return redirect("training:programme", made.pk)
    title = _("Plan a session")
    return form_page(request, form, title=title, submit=_("Plan this session"), back_url=reverse("training:sessions"))


@requires(EDIT)
def programme(request: UserRequest, pk: int, *, one_more: bool = False) -> HttpResponse:
    """Second step: each half-day, its room and its trainer; what is taken elsewhere is refused with its place."""
    found = session_seen(request, pk, EDIT)
    form = ProgrammeForm(request.POST if request.method == "POST" else None, session=found)
    half_day = _half_day_of(request, found) if one_more else None

    def act() -> bool:
        actions.set_programme(found, form.said(), one_more=half_day, by=request.user)
        return True

    if done(request, form, act):
        if one_more:
            return redirect("training:programme", pk)
        return redirect(found if found.seats_by_body.exists() else reverse("training:seats", args=[pk]))
    return session_form(
        request, found, form, title=_("Programme by half-day"), submit=_("Keep the programme"), planned=found,
        template="training/programme_form.html", form_action=reverse("training:programme", args=[pk]),
    )  # fmt: skip


def _half_day_of(request: UserRequest, session: TrainingSession) -> RegisterHalfDay | None:
    """The half-day whose button was pressed; none for an address that was forged."""
    halves = {str(half.pk): half for half in session.register.half_days.all()}
    return halves.get(request.POST.get("half_day", ""))


@requires(EDIT)
def seats(request: UserRequest, pk: int) -> HttpResponse:
    """Third step: which councils are invited, and how many seats are kept for each."""
    found = session_seen(request, pk, EDIT)
    form = SeatsForm(request.POST or None, session=found)

    def act() -> bool:
        actions.keep_seats(found, form.said(), by=request.user)
        return True

    if done(request, form, act):
        messages.success(request, _("The councils invited may now nominate their people."))
        return redirect(found)
    lead = _("Empty: not invited. 0: invited, on the common seats. %(seats)s seats in all.") % {"seats": found.seats}
    return session_form(request, found, form, title=_("Seats by council"), submit=_("Keep these seats"), lead=lead)


@requires(EDIT)
def correct(request: UserRequest, pk: int) -> HttpResponse:
    found = session_seen(request, pk, EDIT)
    form = CorrectForm(request.POST or None, session=found, by=request.user)
    if done(request, form, lambda: actions.correct_session(found, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The corrections are kept."))
        return redirect(found)
    return session_form(request, found, form, title=_("Correct the session"), submit=_("Keep the corrections"))


@requires(CONFIRM)
def confirm(request: UserRequest, pk: int) -> HttpResponse:
    """Confirm after having read what speaks against it."""
    found = session_seen(request, pk, CONFIRM)
    form = MotiveForm(request.POST if request.method == "POST" else None)
    if done(request, form, lambda: actions.confirm_session(found, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The session is confirmed. Convocations may be sent."))
        return redirect(found)
    warnings = confirmation_warnings(found)
    going_on = "" if warnings else _("Nothing speaks against it: write nothing and confirm.")
    lead = " ".join(filter(None, [queries.lacking(found).trainers, going_on]))
    return _after_warnings(
        request, found, form, warnings, title=_("Confirm the session"), submit=_("Confirm"), lead=lead
    )


def _after_warnings(
    request: UserRequest, session: TrainingSession, form: MotiveForm, warnings: list[str], **page: Any
) -> HttpResponse:
    """What speaks against an act, before it is asked, with the way to mend a programme that has gaps."""
    if warnings:
        form.ask_motive()
    mend = bool(queries.programme_gaps(session)) and holds(request.user, EDIT)
    page |= {"told": warnings, "mend": reverse("training:programme", args=[session.pk]) if mend else ""}
    return session_form(request, session, form, template="training/motive_form.html", **page)


@requires(CONFIRM)
def postpone(request: UserRequest, pk: int) -> HttpResponse:
    found = session_seen(request, pk, CONFIRM)
    form = PostponeForm(request.POST or None)
    if done(request, form, lambda: actions.postpone_session(found, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The session is postponed; those already convened are told the new days."))
        return redirect(found)
    lead = _("Rooms, trainers and participants are freed and taken again on the new days.")
    return session_form(request, found, form, title=_("Postpone the session"), submit=_("Postpone"), lead=lead)


@requires(CONFIRM)
def cancel(request: UserRequest, pk: int) -> HttpResponse:
    found = session_seen(request, pk, CONFIRM)
    form = ReasonForm(request.POST or None)
    if done(request, form, lambda: actions.cancel_session(found, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The session is cancelled; those convened and the authorities are told."))
        return redirect(found)
    lead = _("Rooms and people are free again. This cannot be undone.")
    title, submit = _("Cancel the session"), _("Cancel this session")
    return session_form(request, found, form, title=title, submit=submit, lead=lead, danger=True)


@requires(CONFIRM)
def convene(request: UserRequest, pk: int) -> HttpResponse:
    """Ask for the convocations; they are made in the background, twice asked sends nothing twice.

    While half-days do not say where or what is taught, this page says which and asks why people are convened without.
    """
    found = session_seen(request, pk, CONFIRM)
    form = MotiveForm(request.POST if request.method == "POST" else None)
    if not done(request, form, lambda: actions.allow_convening(found, **form.cleaned_data, by=request.user)):
        title, gaps = _("Send the convocations"), queries.unanswered_gaps(found)
        return _after_warnings(request, found, form, gaps, title=title, submit=title)
    letters = shown.brief_of(found).to_convene + 1  # and those to the authorities, counted as one step
    job = later(actions.send_convocations, session=found, by=request.user, steps=letters)
    return redirect(f"{reverse('portal:job', args=[job.pk])}?next={found.get_absolute_url()}")


@requires(CONFIRM)
@require_POST
def hold(request: UserRequest, pk: int) -> HttpResponse:
    found = session_seen(request, pk, CONFIRM)
    try:
        actions.hold_session(found, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect(found)


@requires(CONFIRM)
@require_POST
def close(request: UserRequest, pk: int) -> HttpResponse:
    found = session_seen(request, pk, CONFIRM)
    try:
        actions.close_session(found, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("The session is closed: certificates may be issued."))
    return redirect(found)
