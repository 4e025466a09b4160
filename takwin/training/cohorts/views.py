"""Cohorts of future trainers, their candidates, what is observed of them, accreditation; supply against demand."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from takwin.catalogue.forms import owners_for
from takwin.core.keys import key_of
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.panels import thing_page
from takwin.rights.queries import allowed, holds
from takwin.training.cohorts import actions, queries, shown, supply
from takwin.training.cohorts.forms import (
    AccreditReadyForm,
    CohortForm,
    CoTeachForm,
    GoOnForm,
    ObserveForm,
    ProposeForm,
    WhyForm,
)
from takwin.training.cohorts.tables import cohorts_listing, look_of
from takwin.training.models import Candidate, Cohort, CoTeaching, Observation
from takwin.training.views.answers import done, session_form, session_seen
from takwin.ui.forms import form_page
from takwin.ui.lists import list_page
from takwin.ui.things import Act, Crumb, render_thing

VIEW, EDIT, SEAL = Permission.SESSION_VIEW, Permission.SESSION_EDIT, Permission.PRESENCE_SEAL
KNOWN = ("name_ar", "name_fr", "starts_on", "ends_on", "places", "taught_half_days", "years")


def crumbs_to(cohort: Cohort | None = None, label: str = "") -> list[Crumb]:
    way = [Crumb(_("Training of trainers"), reverse("training:cohorts"))]
    if cohort:
        way.append(Crumb(cohort.name, cohort.get_absolute_url() if label else ""))
    return [*way, Crumb(label)] if label else way


def cohort_form(request: UserRequest, cohort: Cohort, form: forms.Form, **page: Any) -> HttpResponse:
    """A form about one cohort, which leads back to its page."""
    page |= {"back_url": cohort.get_absolute_url(), "crumbs": crumbs_to(cohort, page["title"])}
    return form_page(request, form, **page)


def cohort_seen(request: UserRequest, pk: int, permission: Permission = EDIT) -> Cohort:
    return get_object_or_404(queries.cohorts_for(request.user, permission), pk=pk)


def candidate_seen(request: UserRequest, pk: int) -> Candidate:
    rows = allowed(Candidate.objects, request.user, EDIT).select_related("cohort__owner", "person")
    return get_object_or_404(rows, pk=pk)


@requires(VIEW)
@require_GET
def cohorts(request: UserRequest) -> HttpResponseBase:
    opening = Act(_("Open a cohort"), reverse("training:open_cohort"), "plus") if holds(request.user, EDIT) else None
    return list_page(request, queries.cohorts_for(request.user), cohorts_listing(opening), act=opening)


@requires(EDIT)
def open_cohort(request: UserRequest) -> HttpResponse:
    """The institution first, when the user keeps several: its catalogue gives the modules."""
    title, back = _("Open a cohort"), reverse("training:cohorts")
    owners = list(owners_for(request.user))
    asked = key_of(request.GET.get("owner", ""))
    owner = owners[0] if len(owners) == 1 else next((one for one in owners if one.pk == asked), None)
    if owner is None:
        context = {"title": title, "owners": owners, "crumbs": crumbs_to()}
        return render(request, "training/cohorts/owner.html", context)
    form = CohortForm(request.POST or None, owner=owner)
    if made := done(request, form, lambda: actions.open_cohort(owner=owner, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The cohort is open. Propose now its candidates."))
        return redirect(made)
    here = f"{reverse('training:open_cohort')}?owner={owner.pk}"
    return form_page(
        request, form, title=title, submit=_("Open this cohort"), lead=owner.name, back_url=back, crumbs=crumbs_to(),
        form_action=here,
    )  # fmt: skip


@requires(VIEW)
@require_GET
def cohort(request: UserRequest, pk: int) -> HttpResponse:
    found = cohort_seen(request, pk, VIEW)
    page = thing_page(found, request.user)
    return render_thing(
        request, found, title=found.name, look=look_of(found), crumbs=crumbs_to(found), facts=shown.facts_of(found),
        acts=shown.acts_of(found, page.permissions), panels=page,
    )  # fmt: skip


@requires(EDIT)
def correct(request: UserRequest, pk: int) -> HttpResponse:
    found = cohort_seen(request, pk)
    known = {name: getattr(found, name) for name in KNOWN} | {"modules": found.modules.all()}
    form = CohortForm(request.POST or None, owner=found.owner, initial=known)
    if done(request, form, lambda: actions.correct_cohort(found, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The corrections are kept."))
        return redirect(found)
    return cohort_form(request, found, form, title=_("Correct the cohort"), submit=_("Keep the corrections"))


def at_once(request: UserRequest, act: Callable[[], object], said: str) -> None:
    """Do what a button asks, and say it; or why it is refused."""
    try:
        act()
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, said)


@requires(EDIT)
@require_POST
def close(request: UserRequest, pk: int) -> HttpResponse:
    found = cohort_seen(request, pk)
    at_once(request, lambda: actions.close_cohort(found, by=request.user), _("The cohort has ended."))
    return redirect(found)


@requires(EDIT)
def propose(request: UserRequest, pk: int) -> HttpResponse:
    found = cohort_seen(request, pk)
    form = ProposeForm(request.POST or None, cohort=found, by=request.user)
    if done(request, form, lambda: actions.propose(found, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The candidate is proposed."))
        return redirect(found)
    return cohort_form(request, found, form, title=_("Propose a candidate"), submit=_("Propose this candidate"))


@requires(EDIT)
@require_POST
def choose(request: UserRequest, pk: int) -> HttpResponse:
    found = candidate_seen(request, pk)
    said = _("%(candidate)s follows the path.") % {"candidate": found}
    at_once(request, lambda: actions.choose(found, by=request.user), said)
    return redirect(found.cohort)


@requires(EDIT)
def turn_down(request: UserRequest, pk: int) -> HttpResponse:
    found = candidate_seen(request, pk)
    form = WhyForm(request.POST or None)
    if done(request, form, lambda: actions.turn_down(found, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The candidate is not kept; the reason is noted."))
        return redirect(found.cohort)
    title = _("Do not keep %(candidate)s") % {"candidate": found}
    return cohort_form(request, found.cohort, form, title=title, submit=_("Do not keep"), danger=True)


@requires(EDIT)
def leave(request: UserRequest, pk: int) -> HttpResponse:
    found = candidate_seen(request, pk)
    form = WhyForm(request.POST or None)
    if done(request, form, lambda: actions.leave(found, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The candidate has left the path; the place is free."))
        return redirect(found.cohort)
    title = _("%(candidate)s leaves the path") % {"candidate": found}
    lead = _("The half-days still to be taught are free again. What was done stays known.")
    return cohort_form(request, found.cohort, form, title=title, submit=_("Note it"), lead=lead, danger=True)


@requires(EDIT)
def go_on(request: UserRequest, pk: int) -> HttpResponse:
    found = candidate_seen(request, pk)
    form = GoOnForm(request.POST or None, cohort=found.cohort)
    if done(request, form, lambda: actions.go_on(found, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The candidate follows the path again."))
        return redirect(found.cohort)
    title = _("%(candidate)s goes on in other topics") % {"candidate": found}
    lead = _("What he was accredited in stays his, and what he has followed still counts.")
    return cohort_form(request, found.cohort, form, title=title, submit=_("Let him go on"), lead=lead)


@requires(EDIT)
def accredit(request: UserRequest, pk: int) -> HttpResponse:
    """Those who are ready, ticked; one act accredits them, and their certificates are numbered."""
    found = cohort_seen(request, pk)
    ready = shown.ready_of(shown.progress(found))
    form = AccreditReadyForm(*((request.POST, request.FILES) if request.method == "POST" else ()), ready=ready)
    if made := done(request, form, lambda: actions.accredit_ready(found, **form.said(), by=request.user)):
        said = ngettext("%(n)s trainer is accredited.", "%(n)s trainers are accredited.", len(made))
        messages.success(request, said % {"n": len(made)})
        return redirect(found)
    lead = ngettext("Accredited for %(years)s year.", "Accredited for %(years)s years.", found.years)
    lead = lead % {"years": found.years} if ready else _("Nobody is ready yet: the page of the cohort says why.")
    return cohort_form(request, found, form, title=_("Accredit by one act"), submit=_("Accredit"), lead=lead)


@requires(EDIT)
def co_teach(request: UserRequest, pk: int) -> HttpResponse:
    found = session_seen(request, pk, EDIT)
    slots = queries.accredited_slots(found)
    form = CoTeachForm(request.POST or None, candidates=queries.who_may_co_teach(found), slots=slots)

    def act() -> int:
        candidate, wanted = form.said()
        return actions.co_teach(found, candidate, wanted, by=request.user)

    if done(request, form, act):
        messages.success(request, _("The candidate is taken for these half-days, as the trainer is."))
        return redirect(found)
    lead = "" if slots else _("No half-day of this session has a trainer accredited in its topic: name one first.")
    title = _("Let a candidate teach beside the trainer")
    return session_form(request, found, form, title=title, submit=_("Let the candidate teach"), lead=lead)


@requires(EDIT)
@require_POST
def stop(request: UserRequest, pk: int) -> HttpResponse:
    rows = allowed(CoTeaching.objects, request.user, EDIT).select_related("slot__session")
    found = get_object_or_404(rows, pk=pk)
    at_once(request, lambda: actions.stop_co_teaching(found, by=request.user), _("The half-day is free again."))
    return redirect(found.slot.session)


@requires(SEAL)
def observe(request: UserRequest, pk: int, session: int) -> HttpResponse:
    """The trainer, or the office from his paper, says of each criterion how far it is acquired."""
    given = allowed(CoTeaching.objects, request.user, SEAL).filter(candidate=pk, slot__session=session)
    beside = given.select_related("candidate__person", "candidate__cohort__owner", "slot__session__topic").first()
    if beside is None:
        raise Http404
    candidate, held = beside.candidate, beside.slot.session
    written = Observation.objects.filter(candidate=candidate, session=held).first()
    form = ObserveForm(request.POST or None, written=written)

    def act() -> Observation:
        levels, advice = form.said()
        return actions.observe(candidate, held, levels, advice=advice, by=request.user)

    if done(request, form, act):
        messages.success(request, _("What you observed is written."))
        return redirect(held)
    title = _("Observation of %(candidate)s") % {"candidate": candidate}
    return session_form(request, held, form, title=title, submit=_("Keep the observation"), lead=held.topic.name)


@requires(VIEW)
@require_GET
def supply_page(request: UserRequest) -> HttpResponse:
    """By topic, then by province for one topic: who is accredited, what is planned, where somebody is missing."""
    rows = supply.supply_for(request.user)
    asked = request.GET.get("topic", "")
    chosen = next((row for row in rows if str(row.topic.pk) == asked), None)
    if asked and chosen is None:
        raise Http404
    title = _("Trainers and sessions")
    here = Crumb(title, reverse("training:supply") if chosen else "")
    context = {
        "title": chosen.topic.name if chosen else title,
        "rows": rows,
        "chosen": chosen,
        "whole": supply.whole(rows),
        "crumbs": [*crumbs_to(), here, *([Crumb(chosen.topic.name)] if chosen else [])],
    }
    return render(request, "training/cohorts/supply.html", context)
