"""Series of meetings and committees: open, members, yearly report."""

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from takwin.core import clock
from takwin.core.text import joined
from takwin.documents.serving import file_response
from takwin.meetings import actions, shown
from takwin.meetings.forms import EndMemberForm, MemberForm, ReportForm, SeriesForm
from takwin.meetings.models import AnnualReport, Series, SeriesMember
from takwin.meetings.tables import series_listing
from takwin.meetings.views.answers import EDIT, VIEW, series_seen
from takwin.rights.access import UserRequest, requires
from takwin.rights.panels import thing_page
from takwin.rights.queries import allowed, holds
from takwin.ui.forms import done, form_page
from takwin.ui.lists import list_page
from takwin.ui.things import Act, Crumb, render_thing


@requires(VIEW)
@require_GET
def all_series(request: UserRequest) -> HttpResponseBase:
    new = Act(_("Open a series"), reverse("meetings:new_series"), "plus") if holds(request.user, EDIT) else None
    rows = allowed(Series.objects, request.user, VIEW).select_related("place")
    return list_page(request, rows, series_listing(new), act=new)


@requires(EDIT)
def new(request: UserRequest) -> HttpResponse:
    form = SeriesForm(request.POST or None, by=request.user, initial=request.GET.dict())
    if made := done(request, form, lambda: actions.open_series(**form.cleaned_data, by=request.user)):
        messages.success(request, _("The series is open: plan its next meeting."))
        return redirect(made)
    title, back = _("Open a series"), reverse("meetings:series")
    return form_page(request, form, title=title, submit=_("Open this series"), back=back, keep=request.GET.urlencode())


@requires(VIEW)
@require_GET
def one(request: UserRequest, pk: int) -> HttpResponse:
    found = series_seen(request, pk, VIEW)
    page = thing_page(found, request.user)
    return render_thing(
        request,
        found,
        title=found.name,
        crumbs=[Crumb(_("Series and committees"), reverse("meetings:series")), Crumb(found.name)],
        facts=shown.facts_of_series(found),
        acts=shown.acts_of_series(found, page.permissions),
        calls=shown.calls_of_series(found),
        panels=page,
    )


def _crumbs(found: Series, label: str) -> list[Crumb]:
    way = [Crumb(_("Series and committees"), reverse("meetings:series"))]
    return [*way, Crumb(found.name, found.get_absolute_url()), Crumb(label)]


@requires(EDIT)
def add_member(request: UserRequest, pk: int) -> HttpResponse:
    found = series_seen(request, pk, EDIT)
    form = MemberForm(request.POST or None)
    if done(request, form, lambda: actions.add_member(found, **form.cleaned_data, by=request.user)):
        return redirect(found)
    title, url = _("Seat a member"), found.get_absolute_url()
    return form_page(
        request, form, title=title, submit=_("Seat this member"), crumbs=_crumbs(found, title), back_url=url
    )


@requires(EDIT)
def end_member(request: UserRequest, pk: int) -> HttpResponse:
    """From which day the body sits no longer; asked before it is done."""
    rows = SeriesMember.objects.filter(series__in=allowed(Series.objects, request.user, EDIT))
    member = get_object_or_404(rows.select_related("series", "body", "person"), pk=pk)
    first = max(clock.today(), member.starts_on + dt.timedelta(days=1))
    form = EndMemberForm(request.POST or None, initial={"ends_on": first})
    if done(request, form, lambda: actions.end_member(member, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The membership is ended."))
        return redirect(member.series)
    title, url = _("End the membership"), member.series.get_absolute_url()
    lead = joined([str(member.person or ""), member.body.name, member.capacity])
    return form_page(
        request, form, title=title, submit=title, lead=lead, crumbs=_crumbs(member.series, title), back_url=url,
        danger=True,
    )  # fmt: skip


@requires(EDIT)
def report(request: UserRequest, pk: int) -> HttpResponse:
    found = series_seen(request, pk, EDIT)
    today = clock.today()
    form = ReportForm(request.POST or None, request.FILES or None, initial={"year": today.year, "adopted_on": today})

    def act() -> AnnualReport:
        data = form.cleaned_data
        scan = data["file"] and (data["file"].read(), data["file"].name)
        told = {"year": data["year"], "adopted_on": data["adopted_on"]}
        return actions.record_report(found, **told, scan=scan or None, by=request.user)

    if done(request, form, act):
        return redirect(found)
    title, url = _("Annual report adopted"), found.get_absolute_url()
    return form_page(request, form, title=title, submit=_("Record it"), crumbs=_crumbs(found, title), back_url=url)


@requires(VIEW)
@require_GET
def report_file(request: UserRequest, pk: int) -> HttpResponseBase:
    """The report that a commission adopted, for whoever sees the commission."""
    seen = allowed(Series.objects, request.user, VIEW)
    found = get_object_or_404(AnnualReport.objects.filter(series__in=seen).select_related("file"), pk=pk)
    if found.file is None:
        raise Http404
    return file_response(found.file)
