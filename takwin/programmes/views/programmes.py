"""Programmes: the list, the page, their path, their actions."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from takwin.core import clock, formats
from takwin.programmes import actions
from takwin.programmes.enums import ActionKind, ProgrammeKind, ProgrammeState
from takwin.programmes.forms import ActForm, ActionForm, ProgrammeForm, ReopenForm
from takwin.programmes.models import Action, Programme
from takwin.programmes.queries.programmes import cost_of, with_budget
from takwin.programmes.queries.shares import warnings_of
from takwin.programmes.tables import programme_look, programmes_listing
from takwin.programmes.views.answers import answer_form, refused_aloud
from takwin.programmes.views.plans import act_recorded
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.panels import thing_page
from takwin.rights.queries import allowed, holds
from takwin.ui.lists import list_page
from takwin.ui.things import Act, Call, Crumb, Fact, Step, render_thing


def crumbs_of(programme: Programme, last: str = "") -> list[Crumb]:
    trail = [Crumb(_("Programmes"), reverse("programmes:programmes"))]
    if not last:
        return [*trail, Crumb(programme.name)]
    return [*trail, Crumb(programme.name, programme.get_absolute_url()), Crumb(last)]


def found(request: UserRequest, pk: int, permission: Permission) -> Programme:
    seen = allowed(Programme.objects, request.user, permission)
    return get_object_or_404(seen.select_related("owner__place", "plan", "act", "cost_share"), pk=pk)


@requires(Permission.PROGRAMME_VIEW)
def programmes(request: UserRequest) -> HttpResponseBase:
    rows = with_budget(allowed(Programme.objects, request.user, Permission.PROGRAMME_VIEW))
    add = Act(_("New programme"), reverse("programmes:new_programme"), "plus")
    act = add if holds(request.user, Permission.PROGRAMME_EDIT) else None
    return list_page(request, rows, programmes_listing(act), act=act)


@requires(Permission.PROGRAMME_VIEW)
def programme(request: UserRequest, pk: int) -> HttpResponse:
    """A programme: its path, its actions, who bears its cost, its papers."""
    thing = found(request, pk, Permission.PROGRAMME_VIEW)
    page = thing_page(thing, request.user)
    facts = [Fact(thing.owner.name, "body"), Fact(str(thing.year), "cal"), Fact(thing.get_kind_display(), "plan")]
    facts += [Fact(_("version %(number)s") % {"number": thing.version}, "edit")] if thing.version > 1 else []
    return render_thing(
        request,
        thing,
        title=thing.name,
        look=programme_look(thing),
        crumbs=crumbs_of(thing),
        facts=facts,
        acts=_acts(thing, page.permissions),
        path=path_of(thing),
        calls=_calls(thing),
        panels=page,
    )


def path_of(thing: Programme) -> list[Step]:
    """From draft to adopted to closed, with the act and the dates."""
    at = [ProgrammeState.DRAFT, ProgrammeState.ADOPTED, ProgrammeState.CLOSED].index(ProgrammeState(thing.state))
    adopted = formats.moment(thing.adopted_at) if thing.adopted_at else ""
    closed = formats.moment(thing.closed_at) if thing.closed_at else ""
    steps = [(_("Prepared"), thing.note), (_("Adopted"), adopted), (_("Year closed"), closed)]
    reached = at + (thing.state == ProgrammeState.CLOSED)
    return [
        Step(label, note, "done" if n < reached else "here" if n == reached else "")
        for n, (label, note) in enumerate(steps)
    ]


def _calls(thing: Programme) -> list[Call]:
    cost = cost_of(thing)
    warned = [Call(warning, tone="warn") for warning in warnings_of(cost)] if cost and thing.shares_cost else []
    return warned[:1]


def _acts(thing: Programme, held: frozenset[Permission]) -> list[Act]:
    edit, adopt = Permission.PROGRAMME_EDIT in held, Permission.PROGRAMME_ADOPT in held
    if thing.state == ProgrammeState.DRAFT:
        return _draft_acts(thing, edit=edit, adopt=adopt)
    if thing.state == ProgrammeState.ADOPTED and adopt:
        future = _("The year has not begun.") if thing.year > clock.today().year else ""
        return [
            Act(_("Close the year"), reverse("programmes:close", args=[thing.pk]), "check", refused=future),
            Act(_("Open a new version"), reverse("programmes:reopen", args=[thing.pk]), "edit"),
        ]
    return []


def _draft_acts(thing: Programme, *, edit: bool, adopt: bool) -> list[Act]:
    unshared = thing.shares_cost and cost_of(thing) is None
    adoption = Act(
        _("Record its adoption"),
        reverse("programmes:adopt", args=[thing.pk]),
        "check",
        refused=_("Share the cost of the programme first.") if unshared else "",
    )
    share = Act(_("Share its cost"), reverse("programmes:edit_cost", args=[thing.pk]), "money")
    acts = [share] if edit and unshared else []
    acts += [adoption] if adopt else []
    acts += [Act(_("Add an action"), reverse("programmes:add_action", args=[thing.pk]), "plus")] if edit else []
    return acts


@requires(Permission.PROGRAMME_EDIT)
def new_programme(request: UserRequest) -> HttpResponse:
    def make(data: dict[str, Any]) -> Programme:
        return actions.make_programme(**data | {"kind": ProgrammeKind(data["kind"])}, by=request.user)

    plan = request.GET.get("plan", "")
    initial = {"kind": ProgrammeKind.ANNUAL, "plan": plan, "year": clock.today().year + 1, "shares_cost": True}
    return answer_form(
        request,
        ProgrammeForm(request.POST or None, by=request.user, initial=initial),
        make,
        title=_("New programme"),
        submit=_("Open the programme"),
        done=_("The programme is open as a draft."),
        back=reverse("programmes:programmes"),
        goes_to_result=True,
    )


@requires(Permission.PROGRAMME_EDIT)
def add_action(request: UserRequest, pk: int) -> HttpResponse:
    thing = found(request, pk, Permission.PROGRAMME_EDIT)
    return answer_form(
        request,
        ActionForm(request.POST or None, programme=thing),
        lambda data: actions.add_action(thing, **data | {"kind": ActionKind(data["kind"])}, by=request.user),
        title=_("Add an action"),
        submit=_("Add the action"),
        done=_("The action is added."),
        back=thing.get_absolute_url(),
        crumbs=crumbs_of(thing, _("Add an action")),
    )


def _action(request: UserRequest, pk: int) -> Action:
    seen = allowed(Action.objects, request.user, Permission.PROGRAMME_EDIT)
    return get_object_or_404(seen.select_related("programme__owner", "programme__plan"), pk=pk)


@requires(Permission.PROGRAMME_EDIT)
def change_action(request: UserRequest, pk: int) -> HttpResponse:
    action = _action(request, pk)
    known = {name: getattr(action, name) for name in ActionForm.base_fields}
    return answer_form(
        request,
        ActionForm(request.POST or None, programme=action.programme, initial=known),
        lambda data: actions.change_action(action, **data, by=request.user),
        title=_("Change the action “%(name)s”") % {"name": action.name},
        submit=_("Save the action"),
        done=_("The action is changed."),
        back=action.programme.get_absolute_url(),
        crumbs=crumbs_of(action.programme, _("Change an action")),
    )


@requires(Permission.PROGRAMME_EDIT)
@require_POST
def remove_action(request: UserRequest, pk: int) -> HttpResponse:
    action = _action(request, pk)
    page = action.programme.get_absolute_url()
    try:
        actions.remove_action(action, by=request.user)
    except ValidationError as refusal:
        return refused_aloud(request, refusal, page)
    messages.success(request, _("The action is taken out of the programme."))
    return redirect(page)


@requires(Permission.PROGRAMME_ADOPT)
def adopt(request: UserRequest, pk: int) -> HttpResponse:
    """Record the act that adopted the programme: its shares are then fixed."""
    thing = found(request, pk, Permission.PROGRAMME_ADOPT)
    return answer_form(
        request,
        ActForm(request.POST or None, request.FILES or None, owner=thing.owner),
        lambda data: actions.adopt_programme(thing, act=act_recorded(request, data), by=request.user),
        title=_("Record the adoption of the programme"),
        submit=_("Record the adoption"),
        done=_("The programme is adopted and its shares are fixed."),
        back=thing.get_absolute_url(),
        crumbs=crumbs_of(thing, _("Adoption")),
        lead=_("From then on its actions and shares change only in a new version."),
    )


@requires(Permission.PROGRAMME_ADOPT)
def reopen(request: UserRequest, pk: int) -> HttpResponse:
    thing = found(request, pk, Permission.PROGRAMME_ADOPT)
    return answer_form(
        request,
        ReopenForm(request.POST or None),
        lambda data: actions.reopen_programme(thing, reason=data["reason"], by=request.user),
        title=_("Open version %(number)s of the programme") % {"number": thing.version + 1},
        submit=_("Open the new version"),
        done=_("The programme is a draft again."),
        back=thing.get_absolute_url(),
        crumbs=crumbs_of(thing, _("New version")),
        lead=_(
            "The programme is a draft again until a new act adopts it. The cost share already printed is cancelled."
        ),
    )
