"""Who bears the cost: shares by province and commune, heads, top-ups, closing of the year, official paper."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language_bidi, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from takwin.core import clock, formats
from takwin.core.text import joined
from takwin.core.workbooks import CellKind, workbook_response
from takwin.directory.enums import Level
from takwin.directory.models import Body, Place
from takwin.documents.papers.engine import render as rendered
from takwin.documents.serving import pdf_bytes_response, pdf_response
from takwin.programmes import actions
from takwin.programmes.enums import RULE_SAID, ClosingRule, ProgrammeState, TopUpKind
from takwin.programmes.forms import CloseForm, CostForm, HeadsForm, TopUpForm
from takwin.programmes.models import CostShare, Programme, Share
from takwin.programmes.papers import cost_share_facts
from takwin.programmes.queries.closing import recounted
from takwin.programmes.queries.programmes import cost_papers, with_budget
from takwin.programmes.queries.shares import (
    if_shared,
    proposed_heads,
    shares_of,
    table_of,
    warnings_of,
)
from takwin.programmes.views.answers import answer_form, refused_aloud
from takwin.programmes.views.programmes import crumbs_of, found
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed, may
from takwin.ui.forms import is_sound

VIEW, EDIT, ADOPT = Permission.PROGRAMME_VIEW, Permission.PROGRAMME_EDIT, Permission.PROGRAMME_ADOPT


def cost_url(programme: Programme) -> str:
    return reverse("programmes:cost", args=[programme.pk])


@requires(VIEW)
def cost(request: UserRequest, pk: int) -> HttpResponse:
    """The whole of the cost, and the shares the reader may see: totals by province, one province open at a time."""
    thing = found(request, pk, VIEW)
    shared = get_object_or_404(CostShare.objects.select_related("programme__owner"), programme=thing)
    seen = allowed(shares_of(thing), request.user, VIEW)
    whole = table_of(shares_of(thing), thing.owner)
    table = table_of(seen, thing.owner)
    opened = request.GET.get("open", "")
    if not opened and len(table.provinces) == 1 and table.provinces[0].place:
        opened = str(table.provinces[0].place.pk)
    context = {
        "title": _("Cost share"), "programme": thing, "cost": shared, "table": table, "whole": whole, "open": opened,
        "crumbs": crumbs_of(thing, _("Cost share")), "warnings": warnings_of(shared), "closed": shared.recounted_at,
        "rule": _rule_said(shared.closing_rule),
        "may_edit": thing.state == ProgrammeState.DRAFT and may(request.user, EDIT, thing),
        "sees_all": may(request.user, VIEW, shared), "address": request.path,
    }  # fmt: skip
    part = "#shares" if getattr(request, "htmx", False) else ""
    return render(request, f"programmes/cost.html{part}", context)


def _heads(programme: Programme, *, anew: bool) -> dict[Body, int]:
    """The members expected to benefit: as corrected, or the members in office when nobody has yet or when asked."""
    if anew or not programme.shares.exists():
        return proposed_heads(programme.owner, clock.today())
    return {s.body: s.heads_forecast for s in shares_of(programme).exclude(body=programme.owner)}


def _initial(programme: Programme) -> dict[str, Any]:
    known = CostShare.objects.filter(programme=programme).first()
    if known:
        return {"total": known.total, "region_percent": known.region_percent, "to_dirham": known.rounds_to_dirham}
    budget = with_budget(Programme.objects.filter(pk=programme.pk)).get().budget  # type: ignore[attr-defined]
    return {"total": budget or None}


@requires(EDIT)
def edit_cost(request: UserRequest, pk: int) -> HttpResponse:
    """What is shared and how; the table below follows what is typed."""
    thing = found(request, pk, EDIT)
    initial = _initial(thing)
    form = CostForm(request.POST or None, owner=thing.owner, is_new="region_percent" not in initial, initial=initial)
    if getattr(request, "htmx", False):
        return _preview(request, thing, form)

    def share(data: dict[str, Any]) -> CostShare:
        heads = _heads(thing, anew=data.pop("take_anew", False))
        return actions.share_cost(thing, **data, heads=heads, by=request.user)

    return answer_form(
        request,
        form,
        share,
        title=_("Share the cost"),
        submit=_("Share the cost"),
        done=_("The cost is shared."),
        back=cost_url(thing) if "region_percent" in initial else thing.get_absolute_url(),
        crumbs=crumbs_of(thing, _("Cost share")),
        template="programmes/cost_form.html",
        lead=_("The members expected to benefit are first those in office in each council; correct them by province."),
    )


def _preview(request: UserRequest, thing: Programme, form: CostForm) -> HttpResponse:
    """What the shares would be, written nowhere; or why they cannot be."""
    context: dict[str, Any] = {"programme": thing}
    if is_sound(form):
        data = dict(form.cleaned_data)
        forecast = _heads(thing, anew=data.pop("take_anew", False))
        try:
            context["table"] = if_shared(thing, **data, forecast=forecast)
        except ValidationError as refusal:
            context["refusal"] = " ".join(refusal.messages)
    return render(request, "programmes/cost_preview.html", context)


@requires(EDIT)
def heads(request: UserRequest, pk: int, province: int) -> HttpResponse:
    """The members expected to benefit in each council of one province."""
    thing = found(request, pk, EDIT)
    place = get_object_or_404(Place, pk=province, level=Level.PROVINCE)
    rows = shares_of(thing).filter(body__place__province=place).exclude(body=thing.owner)
    table = table_of(rows, thing.owner)
    if not table.provinces:
        raise Http404
    form = HeadsForm(request.POST or None, shares=table.provinces[0].shares)

    def correct(data: dict[str, Any]) -> Programme:
        actions.set_heads(thing, heads=form.heads(), by=request.user)
        return thing

    return answer_form(
        request,
        form,
        correct,
        title=_("Members expected to benefit: %(place)s") % {"place": place.name},
        submit=_("Save and share again"),
        done=_("The shares follow the members expected."),
        back=f"{cost_url(thing)}?open={place.pk}",
        crumbs=crumbs_of(thing, place.name),
        template="programmes/heads_form.html",
    )


@requires(EDIT)
def top_up(request: UserRequest, pk: int) -> HttpResponse:
    thing = found(request, pk, EDIT)

    def give(data: dict[str, Any]) -> Share:
        return actions.top_up(thing, **data | {"kind": TopUpKind(data["kind"])}, by=request.user)

    return answer_form(
        request,
        TopUpForm(request.POST or None, programme=thing, initial={"body": request.GET.get("body", "")}),
        give,
        title=_("Record a top-up"),
        submit=_("Record the top-up"),
        done=_("The top-up is recorded."),
        back=cost_url(thing),
        crumbs=crumbs_of(thing, _("Top-up")),
        lead=_("What a body gives above its share. It lowers what the others share, or is kept for one purpose."),
    )


@requires(ADOPT)
def close(request: UserRequest, pk: int) -> HttpResponse:
    """Close the year: first show what presence makes of each share, then confirm."""
    thing = found(request, pk, ADOPT)
    shared = CostShare.objects.filter(programme=thing).select_related("programme__owner__place").first()
    form = CloseForm(request.POST or None, initial={"actual_total": shared.total if shared else None})
    page: dict[str, Any] = {
        "programme": thing,
        "lead": _closing_lead(thing, shared),
        "title": _("Close the year"),
        "crumbs": crumbs_of(thing, _("Close the year")),
    }
    if shared and request.method == "POST" and request.POST.get("step") != "close":
        page |= {"form": form, "back_url": thing.get_absolute_url(), **_recount(form, shared)}
        return render(request, "programmes/close_form.html", page, status=422 if form.errors else 200)
    return answer_form(
        request,
        form,
        lambda data: actions.close_year(thing, **data, by=request.user),
        done=_("The year is closed; differences are carried to the next.") if shared else _("The year is closed."),
        back=thing.get_absolute_url(),
        template="programmes/close_form.html",
        **page,
    )


def _closing_lead(programme: Programme, shared: CostShare | None) -> str:
    """What closing asks and does, in the three cases a year may be in."""
    if programme.state == ProgrammeState.DRAFT:
        return _("This programme is still a draft: adopt it first, then come back to close its year.")
    if shared is None:
        return _(
            "The cost of this programme is not shared: write what the year cost and close it. "
            "No share is recounted and nothing is carried to the next year."
        )
    return _("Write what the year cost, then recount: each share is shown before anything is saved.")


def _recount(form: CloseForm, shared: CostShare) -> dict[str, Any]:
    """What presence makes of each share with the cost typed, and the rule in words when presence does not settle it."""
    if not is_sound(form):
        return {}
    found = recounted(shared, form.cleaned_data["actual_total"])
    return {"table": table_of(found.shares, shared.programme.owner), "rule": _rule_said(found.rule)}


def _rule_said(rule: str) -> str:
    """What settled the shares, in words, when presence alone did not."""
    return str(RULE_SAID.get(ClosingRule(rule), "")) if rule else ""


def _shared_whole(request: UserRequest, pk: int) -> CostShare:
    """The cost share, for those who may see all of it: whoever sees the body whose programme it is."""
    seen = allowed(CostShare.objects, request.user, VIEW)
    of_programme = seen.filter(programme__in=Programme.objects.filter(pk=pk))
    return get_object_or_404(of_programme.select_related("programme__owner__place"))


SHEET: list[tuple[Any, CellKind]] = [
    (gettext_lazy("Province"), "text"), (gettext_lazy("Council"), "text"),
    (gettext_lazy("Members expected to benefit"), "number"), (gettext_lazy("Share"), "money"),
    (gettext_lazy("Top-up"), "money"), (gettext_lazy("Earmarked for"), "text"),
    (gettext_lazy("Carried over"), "money"), (gettext_lazy("To pay"), "money"),
    (gettext_lazy("Members who benefited"), "number"), (gettext_lazy("Difference"), "money"),
]  # fmt: skip


@requires(VIEW)
def cost_sheet(request: UserRequest, pk: int) -> HttpResponseBase:
    """Every share of the programme, to Excel."""
    shared = _shared_whole(request, pk)
    table = table_of(shares_of(shared.programme), shared.programme.owner)
    every = [table.region] if table.region else []
    every += [share for group in table.provinces for share in group.shares]
    name, year = str(shared.programme.name), str(shared.programme.year)
    return workbook_response(
        f"cost-share-{shared.programme.year}",
        title=name,
        above=[joined([_("Cost share"), name]), _("Year %(year)s") % {"year": year}, formats.day(clock.today())],
        heads=[str(head) for head, _kind in SHEET],
        kinds=[kind for _head, kind in SHEET],
        rows=(
            [
                share.body.place.province.name if share.body.place.province else "", share.body.name,
                share.heads_forecast, share.base, share.top_up, share.purpose, share.carried, share.due,
                share.heads_actual, share.difference,
            ]
            for share in every
        ),
        right_to_left=get_language_bidi(),
    )  # fmt: skip


@requires(VIEW)
def cost_draft(request: UserRequest, pk: int) -> HttpResponse:
    """The official table as it would be printed now, marked as a draft."""
    shared = _shared_whole(request, pk)
    facts = cost_share_facts(shared, state="draft", made_at=clock.now())
    return pdf_bytes_response(rendered("cost-share", facts), f"cost-share-{shared.programme.year}-draft.pdf")


@requires(ADOPT)
@require_POST
def issue_paper(request: UserRequest, pk: int) -> HttpResponse:
    """Number the cost share, once; the same paper when it is asked for again."""
    thing = found(request, pk, ADOPT)
    try:
        paper = actions.issue_cost_share(thing, by=request.user)
    except ValidationError as refusal:
        return refused_aloud(request, refusal, thing.get_absolute_url())
    return redirect("programmes:paper", thing.pk, paper.pk)


@requires(VIEW)
def paper(request: UserRequest, pk: int, paper_pk: int) -> HttpResponse:
    shared = _shared_whole(request, pk)
    return pdf_response(get_object_or_404(cost_papers(shared.programme), pk=paper_pk))
