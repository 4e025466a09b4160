"""Scenarios of a programme: compared on one page, written, copied, corrected, one of them kept."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from takwin.core import formats
from takwin.directory.enums import Level
from takwin.directory.models import Place
from takwin.programmes.enums import ProgrammeState, Split, TopUpKind
from takwin.programmes.models import Programme, Scenario
from takwin.programmes.queries.programmes import cost_of, with_budget
from takwin.programmes.scenarios import actions
from takwin.programmes.scenarios import forms as known
from takwin.programmes.scenarios.queries import MOST, compare
from takwin.programmes.views.answers import answer_form, refused_aloud
from takwin.programmes.views.programmes import crumbs_of, found
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed, may

VIEW, EDIT = Permission.PROGRAMME_VIEW, Permission.PROGRAMME_EDIT


def scenarios_url(programme: Programme, **asked: Any) -> str:
    address = reverse("programmes:scenarios", args=[programme.pk])
    return f"{address}?{urlencode(asked)}" if asked else address


@requires(VIEW)
def scenarios(request: UserRequest, pk: int) -> HttpResponse:
    """The scenarios side by side: in a drawing, in a table, and who gains and who loses by each."""
    thing = found(request, pk, VIEW)
    if not thing.shares_cost or not may(request.user, VIEW, thing.owner):
        raise Http404
    opened, against = request.GET.get("open", ""), request.GET.get("against", "")
    chosen = request.GET.getlist("s")
    edits = thing.state == ProgrammeState.DRAFT and may(request.user, EDIT, thing)
    context = {
        "title": _("Scenarios of the cost share"), "programme": thing, "crumbs": crumbs_of(thing, _("Scenarios")),
        "compared": compare(thing, chosen=chosen, against=against, opened=opened), "open": opened, "most": MOST,
        "may_edit": edits, "query": _query(request), "form": _usual_form(thing) if edits else None,
    }  # fmt: skip
    return render(request, "programmes/scenarios/scenarios.html", context)


def _query(request: HttpRequest) -> str:
    """What is compared, without the province that is open: for the links that open one."""
    kept = [("s", one) for one in request.GET.getlist("s")] + [("against", request.GET.get("against", ""))]
    return urlencode([pair for pair in kept if pair[1]])


def _terms(programme: Programme) -> dict[str, Any]:
    """What is shared: as it stands, else the budget of the programme's actions."""
    cost = cost_of(programme)
    if cost:
        return {"total": cost.total, "region_percent": cost.region_percent, "to_dirham": cost.rounds_to_dirham}
    budget = with_budget(Programme.objects.filter(pk=programme.pk)).get().budget  # type: ignore[attr-defined]
    return {"total": budget or None}


def _usual_form(programme: Programme) -> known.TermsForm:
    return known.TermsForm(owner=programme.owner, initial=_terms(programme))


@requires(EDIT)
def usual(request: UserRequest, pk: int) -> HttpResponse:
    """The three usual ways at once."""
    thing = found(request, pk, EDIT)

    def write(data: dict[str, Any]) -> Model:
        if not actions.write_usual(thing, **data, by=request.user):
            raise ValidationError(_("The three usual scenarios are written already."))
        return thing

    return answer_form(
        request,
        known.TermsForm(request.POST or None, owner=thing.owner, initial=_terms(thing)),
        write,
        title=_("Compare the usual ways"),
        submit=_("Write the three scenarios"),
        done=_("The usual scenarios are written: by members, by population, in equal parts."),
        back=scenarios_url(thing),
        crumbs=crumbs_of(thing, _("Scenarios")),
    )


@requires(EDIT)
def new(request: UserRequest, pk: int) -> HttpResponse:
    thing = found(request, pk, EDIT)
    return answer_form(
        request,
        known.ScenarioForm(request.POST or None, owner=thing.owner, initial=_terms(thing)),
        lambda data: actions.write_scenario(thing, **data | {"split": Split(data["split"])}, by=request.user),
        title=_("New scenario"),
        submit=_("Write the scenario"),
        done=_("The scenario is written: it is compared below."),
        back=scenarios_url(thing),
        crumbs=crumbs_of(thing, _("New scenario")),
    )


def _mine(request: UserRequest, pk: int) -> Scenario:
    seen = allowed(Scenario.objects, request.user, EDIT)
    return get_object_or_404(seen.select_related("programme__owner__place", "programme__plan"), pk=pk)


def _answer(request: UserRequest, scenario: Scenario, form: forms.Form, act: Any, **page: Any) -> HttpResponse:
    crumb = page.pop("crumb", scenario.name)
    page.setdefault("back", scenarios_url(scenario.programme))
    return answer_form(request, form, act, crumbs=crumbs_of(scenario.programme, crumb), **page)


@requires(EDIT)
def change(request: UserRequest, pk: int) -> HttpResponse:
    scenario = _mine(request, pk)
    return _answer(
        request,
        scenario,
        known.ChangeForm(request.POST or None, scenario=scenario),
        lambda data: actions.change_scenario(scenario, **data, by=request.user),
        title=_("Change the scenario “%(name)s”") % {"name": scenario.name},
        submit=_("Save the scenario"),
        done=_("The scenario is changed."),
    )


@requires(EDIT)
def duplicate(request: UserRequest, pk: int) -> HttpResponse:
    scenario = _mine(request, pk)
    initial = {"name": _("%(name)s, negotiated") % {"name": scenario.name}, "by_hand": scenario.split != Split.HAND}
    return _answer(
        request,
        scenario,
        known.CopyForm(request.POST or None, initial=initial),
        lambda data: actions.duplicate_scenario(scenario, **data, by=request.user),
        title=_("Duplicate the scenario “%(name)s”") % {"name": scenario.name},
        submit=_("Duplicate the scenario"),
        done=_("The copy is written: it is compared below."),
    )


@requires(EDIT)
def parts(request: UserRequest, pk: int, province: int) -> HttpResponse:
    """What the scenario counts of each council of a province: members, or amounts written by hand."""
    scenario = _mine(request, pk)
    place = get_object_or_404(Place, pk=province, level=Level.PROVINCE)
    rows = scenario.parts.filter(body__place__province=place).exclude(body=scenario.programme.owner)
    some = sorted(
        rows.select_related("body__place"), key=lambda part: (part.body.kind != "province", part.body.sort_ar)
    )
    by_hand = scenario.split == Split.HAND
    if not some or scenario.split not in (Split.HEADS, Split.HAND):
        raise Http404
    form = known.PartsForm(request.POST or None, parts=some, by_hand=by_hand)
    names = {"name": scenario.name, "place": place.name}
    return _answer(
        request,
        scenario,
        form,
        lambda data: actions.set_parts(scenario, parts=form.parts(), by=request.user),
        title=(_("Amounts by hand: %(name)s, %(place)s") if by_hand else _("Members: %(name)s, %(place)s")) % names,
        submit=_("Save and compare again"),
        done=_("The scenario follows what you wrote."),
        back=scenarios_url(scenario.programme, open=place.pk),
        template="programmes/heads_form.html",
    )


@requires(EDIT)
def top_up(request: UserRequest, pk: int) -> HttpResponse:
    scenario = _mine(request, pk)
    return _answer(
        request,
        scenario,
        known.ScenarioTopUpForm(request.POST or None, scenario=scenario),
        lambda data: actions.top_up_scenario(scenario, **data | {"kind": TopUpKind(data["kind"])}, by=request.user),
        title=_("Top-up in the scenario “%(name)s”") % {"name": scenario.name},
        submit=_("Record the top-up"),
        done=_("The top-up is part of the scenario."),
        lead=_("What a body gives above its share. It lowers what the others share, or is kept for one purpose."),
    )


@requires(EDIT)
def keep(request: UserRequest, pk: int) -> HttpResponse:
    """Say what keeping a scenario does, then do it."""
    scenario = _mine(request, pk)
    facts = {"split": Split(scenario.split).label, "total": formats.dirhams(scenario.total)}
    return _answer(
        request,
        scenario,
        forms.Form(request.POST if request.method == "POST" else None),
        lambda data: actions.keep_scenario(scenario, by=request.user),
        title=_("Keep the scenario “%(name)s”") % {"name": scenario.name},
        submit=_("Keep this scenario"),
        done=_("The scenario is the cost share of the programme. Record the adoption, then draft the agreements."),
        back=scenario.programme.get_absolute_url(),
        lead=_(
            "%(total)s shared by: %(split)s. It takes the place of the cost share as it stands; the other scenarios "
            "remain, to compare."
        )
        % facts,
    )


@requires(EDIT)
@require_POST
def remove(request: UserRequest, pk: int) -> HttpResponse:
    scenario = _mine(request, pk)
    try:
        actions.remove_scenario(scenario, by=request.user)
    except ValidationError as refusal:
        return refused_aloud(request, refusal, scenarios_url(scenario.programme))
    messages.success(request, _("The scenario is removed."))
    return redirect(scenarios_url(scenario.programme))
