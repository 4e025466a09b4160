"""The list of meetings, the page of one, its agenda, and the steps that move it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from takwin.meetings import actions, shown
from takwin.meetings.enums import MeetingState
from takwin.meetings.forms import ChairsForm, HoldForm, MoveForm, PlanForm, PointForm, ReasonForm
from takwin.meetings.models import CHAIRS, AgendaItem, Meeting
from takwin.meetings.tables import look_of_meeting, meetings_listing
from takwin.meetings.views.answers import EDIT, VIEW, crumbs_to, meeting_form, meeting_seen
from takwin.rights.access import UserRequest, requires
from takwin.rights.panels import thing_page
from takwin.rights.queries import allowed, holds
from takwin.ui.forms import done, form_page
from takwin.ui.lists import list_page
from takwin.ui.things import Act, render_thing


@requires(VIEW)
@require_GET
def meetings(request: UserRequest) -> HttpResponseBase:
    plan = Act(_("Plan a meeting"), reverse("meetings:plan"), "plus") if holds(request.user, EDIT) else None
    rows = allowed(Meeting.objects, request.user, VIEW).select_related("series", "place")
    return list_page(request, rows.annotate(promises=Count("obligations")), meetings_listing(plan), act=plan)


@requires(VIEW)
@require_GET
def meeting(request: UserRequest, pk: int) -> HttpResponse:
    found = meeting_seen(request, pk, VIEW)
    page = thing_page(found, request.user)
    return render_thing(
        request,
        found,
        title=str(found),
        look=look_of_meeting(found),
        crumbs=crumbs_to(found),
        facts=shown.facts_of(found),
        acts=shown.acts_of(found, page.permissions),
        path=shown.path_of(found),
        calls=shown.calls_of(found, page.permissions),
        panels=page,
        template="meetings/meeting.html",
    )


@requires(EDIT)
def plan(request: UserRequest) -> HttpResponse:
    form = PlanForm(request.POST or None, by=request.user, initial=request.GET.dict())
    if made := done(request, form, lambda: actions.plan_meeting(**form.cleaned_data, by=request.user)):
        messages.success(request, _("The meeting is planned and its agenda is filled. Say now who is invited."))
        return redirect("meetings:invite", made.pk)
    title, back = _("Plan a meeting"), reverse("meetings:meetings")
    return form_page(request, form, title=title, submit=_("Plan this meeting"), back_url=back)


@requires(EDIT)
def move(request: UserRequest, pk: int) -> HttpResponse:
    found = meeting_seen(request, pk, EDIT)
    form = MoveForm(
        request.POST or None, initial={"day": found.day, "starts_at": found.starts_at, "venue": found.venue}
    )
    if done(request, form, lambda: actions.move_meeting(found, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The meeting is moved."))
        return redirect(found)
    return meeting_form(request, found, form, title=_("Another day or place"), submit=_("Move the meeting"))


@requires(EDIT)
def cancel(request: UserRequest, pk: int) -> HttpResponse:
    found = meeting_seen(request, pk, EDIT)
    form = ReasonForm(request.POST or None)
    if done(request, form, lambda: actions.cancel_meeting(found, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The meeting is cancelled; its number stays with it."))
        return redirect(found)
    title, submit = _("Cancel the meeting"), _("Cancel this meeting")
    return meeting_form(request, found, form, title=title, submit=submit, danger=True)


@requires(EDIT)
def chairs(request: UserRequest, pk: int) -> HttpResponse:
    """Who will chair, alone or two together."""
    found = meeting_seen(request, pk, EDIT)
    form = ChairsForm(request.POST or None, initial={name: getattr(found, name) for name in CHAIRS})
    if named := done(request, form, lambda: actions.name_chairs(found, *form.chairs(), by=request.user)):
        messages.success(request, shown.chairs_said(named))
        return redirect(found)
    return meeting_form(request, found, form, title=_("Who will chair"), submit=_("Record it"))


def _hold_form(request: UserRequest, found: Meeting) -> HoldForm:
    lines = found.invitations.select_related("person", "body")
    return HoldForm(request.POST or None, lines=lines, initial=shown.chair_proposed(found))


@requires(EDIT)
def hold(request: UserRequest, pk: int) -> HttpResponse:
    """Who chaired; then the minutes are open. Of one that was held it is put right."""
    found = meeting_seen(request, pk, EDIT)
    if request.method == "GET" and found.state == MeetingState.HELD:
        return redirect("meetings:chaired", pk)
    form = _hold_form(request, found)
    if done(request, form, lambda: actions.hold_meeting(found, *form.chairs(), by=request.user)):
        return redirect("meetings:write", found.pk)
    return meeting_form(request, found, form, title=_("The meeting was held"), submit=_("Write the minutes"))


@requires(EDIT)
def chaired(request: UserRequest, pk: int) -> HttpResponse:
    """Who chaired a meeting that was held, said again."""
    found = meeting_seen(request, pk, EDIT)
    form = _hold_form(request, found)
    if put := done(request, form, lambda: actions.correct_chairs(found, *form.chairs(), by=request.user)):
        messages.success(request, _("The minutes will open with: %(who)s") % {"who": shown.chairs_listed(put)})
        return redirect(found)
    return meeting_form(request, found, form, title=_("Put right who chaired"), submit=_("Record it"))


@requires(EDIT)
def add_point(request: UserRequest, pk: int) -> HttpResponse:
    """Asked under the agenda itself; what is refused is shown again here, with its words."""
    found = meeting_seen(request, pk, EDIT)
    form = PointForm(request.POST or None)
    done(request, form, lambda: actions.add_point(found, text=form.cleaned_data["text"], by=request.user))
    if request.method == "POST" and not form.errors:
        return redirect(f"{found.get_absolute_url()}#agenda")
    return meeting_form(request, found, form, title=_("Point of the agenda"), submit=_("Add the point"))


@requires(EDIT)
@require_POST
def change_point(request: UserRequest, pk: int, way: str) -> HttpResponse:
    """Higher, lower, or off the agenda."""
    item = get_object_or_404(allowed(AgendaItem.objects, request.user, EDIT).select_related("meeting"), pk=pk)
    try:
        if way == "remove":
            actions.remove_point(item, by=request.user)
        elif way in ("up", "down"):
            actions.move_point(item, up=way == "up", by=request.user)
        else:
            raise Http404
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect(f"{item.meeting.get_absolute_url()}#agenda")
