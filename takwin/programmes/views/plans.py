"""Plans: the list, the page, what may be added to one."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from takwin.documents.enums import ActKind
from takwin.documents.models import Act as OfficialAct
from takwin.documents.serving import file_response
from takwin.programmes import actions
from takwin.programmes.enums import PlanKind
from takwin.programmes.forms import ApprovalForm, NamesForm, PlanForm, VersionForm
from takwin.programmes.models import Plan, PlanVersion
from takwin.programmes.tables import plan_look, plans_listing, years_of
from takwin.programmes.views.answers import answer_form, kept
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.panels import thing_page
from takwin.rights.queries import allowed, holds
from takwin.ui.lists import list_page
from takwin.ui.things import Act, Crumb, Fact, render_thing


def crumbs_of(plan: Plan, last: str = "") -> list[Crumb]:
    trail = [Crumb(_("Plans"), reverse("programmes:plans"))]
    return [*trail, Crumb(plan.name, plan.get_absolute_url()), Crumb(last)] if last else [*trail, Crumb(plan.name)]


def found(request: UserRequest, pk: int, permission: Permission) -> Plan:
    return get_object_or_404(allowed(Plan.objects, request.user, permission).select_related("owner__place"), pk=pk)


@requires(Permission.PROGRAMME_VIEW)
def plans(request: UserRequest) -> HttpResponseBase:
    approved = PlanVersion.objects.filter(plan=OuterRef("pk"), act__isnull=False)
    rows = allowed(Plan.objects, request.user, Permission.PROGRAMME_VIEW).select_related("owner")
    add = Act(_("New plan"), reverse("programmes:new_plan"), "plus")
    act = add if holds(request.user, Permission.PROGRAMME_EDIT) else None
    return list_page(request, rows.annotate(approved=Exists(approved)), plans_listing(act), act=act)


@requires(Permission.PROGRAMME_VIEW)
def plan(request: UserRequest, pk: int) -> HttpResponse:
    """A plan: its axes, its versions with the acts that approved them, its programmes year by year."""
    thing = found(request, pk, Permission.PROGRAMME_VIEW)
    page = thing_page(thing, request.user)
    facts = [Fact(thing.owner.name, "body"), Fact(thing.get_kind_display(), "plan"), Fact(years_of(thing), "cal")]
    return render_thing(
        request,
        thing,
        title=thing.name,
        look=plan_look(thing),
        crumbs=crumbs_of(thing),
        facts=facts,
        acts=_acts(thing) if Permission.PROGRAMME_EDIT in page.permissions else [],
        panels=page,
    )


def _acts(thing: Plan) -> list[Act]:
    waiting = next((version for version in thing.versions.all() if not version.act_id), None)
    approve = (
        [Act(_("Record its approval"), reverse("programmes:approve", args=[waiting.pk]), "check")] if waiting else []
    )
    return [
        *approve,
        Act(_("New programme"), f"{reverse('programmes:new_programme')}?plan={thing.pk}", "plus"),
        Act(_("Add an axis"), reverse("programmes:add_axis", args=[thing.pk]), "plus"),
        *([] if waiting else [Act(_("New version"), reverse("programmes:new_version", args=[thing.pk]), "edit")]),
    ]


@requires(Permission.PROGRAMME_EDIT)
def new_plan(request: UserRequest) -> HttpResponse:
    def make(data: dict[str, Any]) -> Plan:
        return actions.make_plan(**data | {"kind": PlanKind(data["kind"])}, by=request.user)

    return answer_form(
        request,
        PlanForm(request.POST or None, by=request.user, initial={"kind": PlanKind.MASTER}),
        make,
        title=_("New plan"),
        submit=_("Open the plan"),
        done=_("The plan is open."),
        back=reverse("programmes:plans"),
        goes_to_result=True,
    )


@requires(Permission.PROGRAMME_EDIT)
def add_axis(request: UserRequest, pk: int) -> HttpResponse:
    thing = found(request, pk, Permission.PROGRAMME_EDIT)
    return answer_form(
        request,
        NamesForm(request.POST or None),
        lambda data: actions.add_axis(thing, **data, by=request.user),
        title=_("Add an axis"),
        submit=_("Add the axis"),
        done=_("The axis is added."),
        back=thing.get_absolute_url(),
        crumbs=crumbs_of(thing, _("Add an axis")),
    )


@requires(Permission.PROGRAMME_EDIT)
def new_version(request: UserRequest, pk: int) -> HttpResponse:
    thing = found(request, pk, Permission.PROGRAMME_EDIT)

    def make(data: dict[str, Any]) -> PlanVersion:
        file = kept(data["file"], owner=thing.owner, by=request.user)
        return actions.new_version(thing, note=data["note"], file=file, by=request.user)

    return answer_form(
        request,
        VersionForm(request.POST or None, request.FILES or None),
        make,
        title=_("New version of the plan"),
        submit=_("Open the version"),
        done=_("The version is open; the earlier ones stay as they were."),
        back=thing.get_absolute_url(),
        crumbs=crumbs_of(thing, _("New version")),
    )


def act_recorded(request: UserRequest, data: dict[str, Any]) -> OfficialAct:
    """The act that an ``ActForm`` tells, with its scan."""
    return actions.record_act(
        body=data["body"],
        kind=ActKind(data["kind"]),
        number=data["number"],
        taken_on=data["taken_on"],
        file=kept(data["file"], owner=data["body"], by=request.user),
        by=request.user,
    )


@requires(Permission.PROGRAMME_ADOPT)
def approve(request: UserRequest, pk: int) -> HttpResponse:
    """Record the act that approved a version, with its text."""
    seen = PlanVersion.objects.filter(plan__in=allowed(Plan.objects, request.user, Permission.PROGRAMME_ADOPT))
    version = get_object_or_404(seen.select_related("plan__owner"), pk=pk)

    def decide(data: dict[str, Any]) -> PlanVersion:
        text = kept(data["text"], owner=version.plan.owner, by=request.user)
        return actions.approve_version(version, act=act_recorded(request, data), file=text, by=request.user)

    return answer_form(
        request,
        ApprovalForm(request.POST or None, request.FILES or None, owner=version.plan.owner),
        decide,
        title=_("Record the approval of version %(number)s") % {"number": version.number},
        submit=_("Record the approval"),
        done=_("The approval is recorded."),
        back=version.plan.get_absolute_url(),
        crumbs=crumbs_of(version.plan, _("Approval")),
    )


@requires(Permission.PROGRAMME_VIEW)
def version_text(request: UserRequest, pk: int) -> FileResponse:
    """The text of a version, to those who see its plan."""
    seen = PlanVersion.objects.filter(plan__in=allowed(Plan.objects, request.user, Permission.PROGRAMME_VIEW))
    version = get_object_or_404(seen.select_related("file"), pk=pk)
    if version.file is None:
        raise Http404
    return file_response(version.file)
