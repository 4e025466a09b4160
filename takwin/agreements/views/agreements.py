"""Agreements: draft, follow each party's path, commit, keep the signed text."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from takwin.agreements import actions, sharing, shown
from takwin.agreements import forms as known
from takwin.agreements.enums import CARRYING, AgreementKind, PartyRole, StepKind
from takwin.agreements.forms.steps import STEP_FORMS, ReceptionForm, SilenceForm
from takwin.agreements.models import Agreement, Party, Step
from takwin.agreements.queries import carriers_in, powers, provinces_to_agree_with, usual_parties, with_progress
from takwin.agreements.queries.from_shares import shares_under
from takwin.agreements.tables import listing, look_of, years_of
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.panels import thing_page
from takwin.rights.pick import answer, page_of, typed
from takwin.rights.queries import allowed, holds
from takwin.ui.forms import answer_form, is_sound
from takwin.ui.lists import list_page
from takwin.ui.things import Act, Crumb, Fact, render_thing

SEE, EDIT = Permission.AGREEMENT_VIEW, Permission.AGREEMENT_EDIT
SAY = (Permission.AGREEMENT_DECLARE, Permission.AGREEMENT_CONFIRM, Permission.AGREEMENT_VISA)


@requires(SEE)
def agreements(request: UserRequest) -> HttpResponseBase:
    """The agreements I am concerned with, in every state."""
    rows = with_progress(allowed(Agreement.objects, request.user, SEE)).select_related("place")
    draft = Act(_("Draft an agreement"), reverse("agreements:new"), "plus")
    return list_page(request, rows, listing(), act=draft if holds(request.user, EDIT) else None)


@requires(SEE)
def agreement(request: UserRequest, pk: int) -> HttpResponse:
    """An agreement: its state, the path of each party, its money, its text."""
    rows = with_progress(allowed(Agreement.objects, request.user, SEE))
    found = get_object_or_404(rows.select_related("owner", "place", "text"), pk=pk)
    page = shown.Page(found, powers(request.user, found))
    return render_thing(
        request,
        found,
        title=found.name,
        look=look_of(found),
        crumbs=[Crumb(_("Agreements"), reverse("agreements:agreements")), Crumb(found.reference)],
        facts=[Fact(found.reference, "agree"), Fact(found.place.name, "pin"), Fact(years_of(found), "cal")],
        path=page.path(),
        calls=page.calls(),
        acts=page.acts(),
        panels=thing_page(found, request.user),
    )


@requires(EDIT)
def new(request: UserRequest) -> HttpResponse:
    """Choose the province; its form proposes everything else."""
    form = known.ProvinceForm(request.GET or None, provinces=provinces_to_agree_with(request.user))
    usual = allowed(Body.objects, request.user, EDIT).filter(kind=BodyKind.REGION).exists()
    if is_sound(form):
        page = "draft" if usual and "another" not in request.GET else "another"
        return redirect(f"agreements:{page}", form.cleaned_data["province"].pk)
    context = {"form": form, "title": _("Draft an agreement"), "back_url": reverse("agreements:agreements")}
    context |= {"usual": usual}
    return render(request, "agreements/choose_province.html", context)


@requires(EDIT)
def draft(request: UserRequest, province_id: int) -> HttpResponse:
    """Draft the agreement of a province: its region, its council, its communes and its administration are proposed."""
    province = get_object_or_404(provinces_to_agree_with(request.user), pk=province_id)
    usual = usual_parties(province)
    owner = carriers_in(province, request.user).filter(kind=BodyKind.REGION).first()
    if owner is None:
        raise Http404
    form = known.DraftForm(request.POST or None, province=province, usual=usual, owner=owner)

    def save() -> Agreement:
        names = ("name_ar", "name_fr", "first_year", "last_year", "programmes")
        facts: dict[str, Any] = {name: form.cleaned_data[name] for name in names}
        kind, parties = AgreementKind(form.cleaned_data["kind"]), form.parties_in_roles()
        return actions.draft_agreement(
            owner=owner, place=province, kind=kind, parties=parties, by=request.user, **facts
        )

    title = _("Draft an agreement: %(place)s") % {"place": province.name}
    return answer_form(request, form, save, title, _("Draft the agreement"), reverse("agreements:agreements"))


@requires(EDIT)
def operators(request: UserRequest) -> HttpResponse:
    return found_bodies(request, known.operators())


@requires(EDIT)
def bodies(request: UserRequest) -> HttpResponse:
    return found_bodies(request, known.possible_parties())


def found_bodies(request: UserRequest, among: QuerySet[Body]) -> HttpResponse:
    """The bodies of the whole register that answer to what is typed; one that is not in it may be written down."""
    words = typed(request)
    asked = {"name": words, "back": page_of(request), "field": request.GET.get("name", "")}
    url = f"{reverse('territory:body_elsewhere')}?{urlencode(asked)}"
    known_there = words.strip() and holds(request.user, Permission.BODY_EDIT)
    otherwise = Act(_("Not in the list? Record a body seated elsewhere"), url) if known_there else None
    return answer(request, known.body_choices(among, words), otherwise)


def mine_to_prepare(request: UserRequest, pk: int) -> Agreement:
    """An agreement carried by a body for which the reader prepares them; another region's is not found."""
    owners = allowed(Body.objects.filter(kind__in=CARRYING), request.user, EDIT)
    seen = allowed(Agreement.objects, request.user, EDIT).filter(owner__in=owners)
    return get_object_or_404(seen.select_related("owner", "place"), pk=pk)


@requires(EDIT)
def add_party(request: UserRequest, pk: int) -> HttpResponse:
    found = mine_to_prepare(request, pk)
    form = known.PartyForm(request.POST or None)

    def save() -> Agreement:
        body, role = form.cleaned_data["body"], PartyRole(form.cleaned_data["role"])
        actions.add_party(found, body=body, role=role, by=request.user)
        return found

    return answer_form(request, form, save, _("Add a party"), _("Add this party"), found.get_absolute_url())


@requires(EDIT)
def shares(request: UserRequest, pk: int) -> HttpResponse:
    """Commit every party for its share of an adopted programme, having read who keeps an earlier amount."""
    found = mine_to_prepare(request, pk)
    form = known.SharesForm(request.POST or None, agreement=found)

    def save() -> Agreement:
        rows = shares_under(found, form.cleaned_data["programme"])
        committed = actions.commit_shares(found, **form.cleaned_data, by=request.user)
        messages.success(request, sharing.done_with(committed, rows))
        return found

    title, submit = _("Commit the shares of a programme"), _("Commit these shares")
    page = {"template": "agreements/shares.html", "lead": _lead_of(found)} | sharing.told_before(found)
    return answer_form(request, form, save, title, submit, found.get_absolute_url(), **page)


def _lead_of(agreement: Agreement) -> str:
    """Under a text that was signed, what is committed is not written in it."""
    if not agreement.frozen_on:
        return ""
    return _("The text is signed: what is committed now is recorded under it, dated today, and is no part of it.")


@requires(EDIT)
def commit(request: UserRequest, pk: int) -> HttpResponse:
    """Commit one party by hand."""
    party = get_object_or_404(Party.objects.select_related("body", "agreement__owner"), pk=pk)
    found = mine_to_prepare(request, party.agreement_id)
    form = known.CommitForm(request.POST or None, agreement=found, payer=party.body)

    def save() -> Agreement:
        data = form.cleaned_data
        terms = {name: data[name] for name in ("year", "programme", "beneficiary")}
        actions.commit(party, **terms, instalments=form.instalments(), by=request.user)
        return found

    title = _("Commit: %(body)s") % {"body": party.body}
    return answer_form(request, form, save, title, _("Record the commitment"), found.get_absolute_url())


@requires(EDIT)
def cancel(request: UserRequest, pk: int) -> HttpResponse:
    found = mine_to_prepare(request, pk)
    form = known.MotiveForm(request.POST or None)

    def save() -> Agreement:
        return actions.cancel_agreement(found, motive=form.cleaned_data["motive"], by=request.user)

    title = _("Cancel the agreement %(reference)s") % {"reference": found.reference}
    return answer_form(request, form, save, title, _("Cancel this agreement"), found.get_absolute_url(), danger=True)


@requires(*SAY)
def step(request: UserRequest, pk: int, kind: str) -> HttpResponse:
    """Record a step of a party: by its commune, by the province for a visa, or by the region."""
    seen = allowed(Agreement.objects, request.user, SEE)
    party = get_object_or_404(Party.objects.select_related("body", "agreement__owner"), pk=pk, agreement__in=seen)
    if kind not in StepKind or not powers(request.user, party.agreement).may_record(party, StepKind(kind)):
        raise Http404
    asked = {"done_on": request.GET["done_on"]} if "done_on" in request.GET else None
    form = STEP_FORMS[StepKind(kind)](request.POST or None, party=party, by=request.user, initial=asked)

    def save() -> Agreement:
        if kind == StepKind.VOTE:
            actions.declare_vote(party, **form.facts(), by=request.user)
        else:
            actions.record_step(party, StepKind(kind), **form.facts(), by=request.user)
        return party.agreement

    title, lead = f"{StepKind(kind).label} · {party.body}", _declared_before(party) if kind == StepKind.VISA else ""
    return answer_form(request, form, save, title, _("Record this step"), party.agreement.get_absolute_url(), lead=lead)


def _declared_before(party: Party) -> str:
    """What a visa confirms beside itself: the deliberation that is only declared."""
    if not party.steps.filter(kind=StepKind.VOTE, withdrawn_at=None, confirmed_at=None).exists():
        return ""
    return _("The deliberation is declared by the body that took it: recording its visa confirms that it was received.")


def _party_to_visa(request: UserRequest, pk: int) -> Party:
    """A party whose visa the reader may record; that of another province is not found."""
    seen = allowed(Agreement.objects, request.user, SEE)
    party = get_object_or_404(Party.objects.select_related("body", "agreement__owner"), pk=pk, agreement__in=seen)
    if not powers(request.user, party.agreement).may_record(party, StepKind.VISA):
        raise Http404
    return party


@requires(*SAY)
def reception(request: UserRequest, pk: int) -> HttpResponse:
    """Record the day on which the authority received the deliberation."""
    party = _party_to_visa(request, pk)
    form = ReceptionForm(request.POST or None, party=party)

    def save() -> Agreement:
        actions.record_reception(party, **form.cleaned_data, by=request.user)
        return party.agreement

    title = _("Reception of the deliberation: %(body)s") % {"body": party.body}
    return answer_form(request, form, save, title, _("Record this day"), party.agreement.get_absolute_url())


@requires(*SAY)
def silence(request: UserRequest, pk: int) -> HttpResponse:
    """Note that the authority has kept silent past the delay: a visa."""
    party = _party_to_visa(request, pk)
    form = SilenceForm(request.POST or None, party=party)

    def save() -> Agreement:
        actions.note_silence(party, **form.cleaned_data, by=request.user)
        return party.agreement

    title, lead = _("Visa by silence: %(body)s") % {"body": party.body}, _declared_before(party)
    return answer_form(request, form, save, title, _("Record this step"), party.agreement.get_absolute_url(), lead=lead)


def _steps(request: UserRequest) -> Any:
    seen = allowed(Agreement.objects, request.user, SEE)
    return Step.objects.filter(party__agreement__in=seen).select_related("party__body", "party__agreement__owner")


@requires(Permission.AGREEMENT_CONFIRM)
@require_POST
def confirm(request: UserRequest, pk: int) -> HttpResponse:
    """Confirm what a commune declared; the region that carries the agreement only."""
    found: Step = get_object_or_404(_steps(request), pk=pk)
    if not powers(request.user, found.party.agreement).confirms:
        raise Http404
    return act_on(request, found.party.agreement, lambda: actions.confirm_step(found, by=request.user), _("Confirmed."))


@requires(Permission.AGREEMENT_CONFIRM)
@require_POST
def confirm_all(request: UserRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(allowed(Agreement.objects, request.user, SEE).select_related("owner"), pk=pk)
    if not powers(request.user, found).confirms:
        raise Http404
    done = _("All that was declared is confirmed.")
    return act_on(request, found, lambda: actions.confirm_declared(found, by=request.user), done)


@requires(*SAY)
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Take back a step recorded by mistake, with its motive."""
    found: Step = get_object_or_404(_steps(request).filter(withdrawn_at=None), pk=pk)
    if not powers(request.user, found.party.agreement).may_withdraw(found):
        raise Http404
    form = known.MotiveForm(request.POST or None)

    def save() -> Agreement:
        actions.withdraw_step(found, motive=form.cleaned_data["motive"], by=request.user)
        return found.party.agreement

    back = found.party.agreement.get_absolute_url()
    title = _("Withdraw: %(step)s") % {"step": found}
    return answer_form(request, form, save, title, _("Withdraw this step"), back, danger=True)


def act_on(request: UserRequest, found: Agreement, act: Callable[[], Any], done: str) -> HttpResponse:
    try:
        act()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, done)
    return redirect(found)
