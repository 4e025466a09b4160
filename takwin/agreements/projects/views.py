"""Projects: the list, the timeline, the page of one, and what is recorded of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from takwin.agreements.forms import MotiveForm
from takwin.agreements.models import Agreement, Milestone, Project, ProjectFile, ProjectMoney, Waits
from takwin.agreements.projects import actions, shown
from takwin.agreements.projects import forms as known
from takwin.agreements.projects.enums import FileKind, MilestoneKind, MoneyKind
from takwin.agreements.projects.queries import with_progress
from takwin.agreements.projects.tables import listing, look_of
from takwin.core import clock
from takwin.core.keys import key_of
from takwin.directory.models import Body
from takwin.documents.serving import file_response
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.panels import thing_page
from takwin.rights.queries import allowed
from takwin.ui.forms import answer_form
from takwin.ui.lists import list_page
from takwin.ui.things import Act, Crumb, Fact, render_thing

SEE, EDIT = Permission.AGREEMENT_VIEW, Permission.AGREEMENT_EDIT


@requires(SEE)
def projects(request: UserRequest) -> HttpResponseBase:
    """The projects of the agreements I am concerned with."""
    rows = with_progress(allowed(Project.objects, request.user, SEE), clock.today()).select_related("place")
    return list_page(request, rows, listing(), act=Act(_("Timeline"), reverse("agreements:timeline"), "chart"))


@requires(SEE)
def timeline(request: UserRequest) -> HttpResponse:
    """Projects on one line of time, of one agreement or of all; the most pressing when they are many."""
    rows = allowed(Project.objects, request.user, SEE)
    asked = key_of(request.GET.get("agreement", ""))
    agreement = None
    if asked is not None:
        agreement = get_object_or_404(allowed(Agreement.objects, request.user, SEE), pk=asked)
        rows = rows.filter(agreement=agreement)
    context = shown.timeline(rows) | {
        "title": _("Timeline of projects"),
        "sub": agreement.name if agreement else "",
        "crumbs": [Crumb(_("Projects"), reverse("agreements:projects")), Crumb(_("Timeline"))],
    }
    return render(request, "agreements/projects/timeline.html", context)


@requires(SEE)
def project(request: UserRequest, pk: int) -> HttpResponse:
    """A project: where it stands, its timeline, what each milestone waits for, its money, its photos and papers."""
    rows = with_progress(allowed(Project.objects, request.user, SEE), clock.today())
    found = get_object_or_404(rows.select_related("owner", "place", "agreement__owner"), pk=pk)
    panels = thing_page(found, request.user)
    page = shown.Page(found, edits=EDIT in panels.permissions)
    return render_thing(
        request,
        found,
        title=found.name,
        look=look_of(found),
        crumbs=[Crumb(_("Projects"), reverse("agreements:projects")), Crumb(found.reference)],
        facts=[Fact(found.get_kind_display(), "body"), Fact(found.place.name, "pin"), Fact(found.agreement.reference)],
        calls=page.calls(),
        acts=page.acts(),
        panels=panels,
        template="agreements/projects/project.html",
    )


def _mine(request: UserRequest, pk: int) -> Project:
    """A project in which the reader writes; another carrier's is not found."""
    rows = allowed(Project.objects, request.user, EDIT).select_related("agreement__owner")
    return get_object_or_404(rows, pk=pk)


def _milestone(request: UserRequest, pk: int) -> Milestone:
    rows = allowed(Milestone.objects, request.user, EDIT).select_related("project__agreement__owner")
    return get_object_or_404(rows, pk=pk)


@requires(EDIT)
def new(request: UserRequest, pk: int) -> HttpResponse:
    """Open a project of an agreement that the reader prepares."""
    owners = allowed(Body.objects, request.user, EDIT)
    seen = allowed(Agreement.objects, request.user, EDIT).filter(owner__in=owners, cancelled_on=None)
    agreement = get_object_or_404(seen.select_related("owner", "place"), pk=pk)
    form = known.OpenForm(request.POST or None, agreement=agreement)

    def save() -> Project:
        return actions.open_project(agreement, **form.facts(), by=request.user)

    title = _("Open a project: %(reference)s") % {"reference": agreement.reference}
    return answer_form(request, form, save, title, _("Open the project"), agreement.get_absolute_url())


@requires(EDIT)
def plan(request: UserRequest, pk: int) -> HttpResponse:
    """Expect a milestone, or move its day."""
    found = _mine(request, pk)
    asked = request.GET.get("kind", "")
    form = known.PlanForm(request.POST or None, project=found, initial={"kind": asked})

    def save() -> Project:
        kind, day = MilestoneKind(form.cleaned_data["kind"]), form.cleaned_data["planned_on"]
        actions.plan_milestone(found, kind, planned_on=day, by=request.user)
        return found

    back = found.get_absolute_url()
    return answer_form(request, form, save, _("Plan a milestone"), _("Record this day"), back, keep=asked)


@requires(EDIT)
def done(request: UserRequest, pk: int) -> HttpResponse:
    """Record that a milestone is done, with its proof."""
    found = _milestone(request, pk)
    form = known.DoneForm(request.POST or None, request.FILES or None)

    def save() -> Project:
        actions.do_milestone(found, **form.cleaned_data, by=request.user)
        return found.project

    title = f"{found} · {found.project.name}"
    return answer_form(request, form, save, title, _("Record this milestone"), found.project.get_absolute_url())


@requires(EDIT)
@require_POST
def reopen(request: UserRequest, pk: int) -> HttpResponse:
    found = _milestone(request, pk)
    return _act(request, found.project, lambda: actions.reopen_milestone(found, by=request.user))


@requires(EDIT)
def wait(request: UserRequest, pk: int) -> HttpResponse:
    """Say what a milestone waits for."""
    found = _milestone(request, pk)
    form = known.WaitForm(request.POST or None, milestone=found)

    def save() -> Project:
        actions.wait_for(found, on=form.cleaned_data["on"], by=request.user)
        return found.project

    title = _("What it waits for: %(milestone)s") % {"milestone": found}
    return answer_form(request, form, save, title, _("Record what it waits for"), found.project.get_absolute_url())


@requires(EDIT)
@require_POST
def wait_no_more(request: UserRequest, pk: int) -> HttpResponse:
    rows = allowed(Waits.objects, request.user, EDIT).select_related("milestone__project")
    link = get_object_or_404(rows, pk=pk)
    return _act(request, link.milestone.project, lambda: actions.wait_no_more(link, by=request.user))


@requires(EDIT)
def money(request: UserRequest, pk: int) -> HttpResponse:
    """Add a dated line to the budget."""
    found = _mine(request, pk)
    form = known.MoneyForm(request.POST or None, request.FILES or None)

    def save() -> Project:
        facts = dict(form.cleaned_data)
        actions.record_money(found, MoneyKind(facts.pop("kind")), **facts, by=request.user)
        return found

    return answer_form(request, form, save, _("Record an amount"), _("Record this amount"), found.get_absolute_url())


@requires(EDIT)
def withdraw_money(request: UserRequest, pk: int) -> HttpResponse:
    rows = allowed(ProjectMoney.objects, request.user, EDIT).filter(withdrawn_at=None).select_related("project")
    line = get_object_or_404(rows, pk=pk)
    form = MotiveForm(request.POST or None)

    def save() -> Project:
        actions.withdraw_money(line, motive=form.cleaned_data["motive"], by=request.user)
        return line.project

    title = _("Withdraw: %(line)s") % {"line": line}
    back = line.project.get_absolute_url()
    return answer_form(request, form, save, title, _("Withdraw this line"), back, danger=True)


@requires(EDIT)
def add_file(request: UserRequest, pk: int) -> HttpResponse:
    """Keep a photo or a paper."""
    found = _mine(request, pk)
    form = known.FileForm(request.POST or None, request.FILES or None)

    def save() -> Project:
        facts = dict(form.cleaned_data)
        scan, kind = facts.pop("file"), FileKind(facts.pop("kind"))
        actions.keep_file(found, scan, kind=kind, **facts, by=request.user)
        return found

    return answer_form(request, form, save, _("Add a photo or a paper"), _("Keep this file"), found.get_absolute_url())


@requires(EDIT)
@require_POST
def remove_file(request: UserRequest, pk: int) -> HttpResponse:
    kept = get_object_or_404(allowed(ProjectFile.objects, request.user, EDIT).select_related("project"), pk=pk)
    return _act(request, kept.project, lambda: actions.remove_file(kept, by=request.user))


@requires(EDIT)
def stop(request: UserRequest, pk: int) -> HttpResponse:
    """Give a project up."""
    found = _mine(request, pk)
    form = MotiveForm(request.POST or None)

    def save() -> Project:
        return actions.stop_project(found, motive=form.cleaned_data["motive"], by=request.user)

    title = _("Give up the project %(reference)s") % {"reference": found.reference}
    return answer_form(request, form, save, title, _("Give up this project"), found.get_absolute_url(), danger=True)


@requires(SEE)
def file(request: UserRequest, pk: int) -> HttpResponseBase:
    """A photo or paper, for whoever sees the project."""
    kept = get_object_or_404(allowed(ProjectFile.objects, request.user, SEE).select_related("file"), pk=pk)
    return file_response(kept.file)


@requires(SEE)
def milestone_proof(request: UserRequest, pk: int) -> HttpResponseBase:
    """The proof of a milestone, for whoever sees the project."""
    rows = allowed(Milestone.objects, request.user, SEE).exclude(proof=None).select_related("proof")
    return file_response(get_object_or_404(rows, pk=pk).proof)  # type: ignore[arg-type]


@requires(SEE)
def money_proof(request: UserRequest, pk: int) -> HttpResponseBase:
    """The proof of an amount, for whoever sees the project."""
    rows = allowed(ProjectMoney.objects, request.user, SEE).exclude(proof=None).select_related("proof")
    return file_response(get_object_or_404(rows, pk=pk).proof)  # type: ignore[arg-type]


def _act(request: UserRequest, found: Project, act: Callable[[], Any]) -> HttpResponse:
    try:
        act()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Recorded."))
    return redirect(found)
