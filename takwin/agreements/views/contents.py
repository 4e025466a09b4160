"""What an agreement says: what binds whom on a day, its clauses, its promises in kind, its amendments."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from takwin.agreements import actions, bound
from takwin.agreements.enums import AgreementKind, ClauseKind, CommitmentKind
from takwin.agreements.forms import MotiveForm
from takwin.agreements.forms import contents as known
from takwin.agreements.models import Agreement, Commitment
from takwin.agreements.queries import carriers_in, lasts_until, provinces_to_agree_with, until_year_of, with_until_year
from takwin.agreements.queries.standing import left_to_deliver, replaceable_in, root_of
from takwin.agreements.views.agreements import EDIT, SEE, act_on, mine_to_prepare
from takwin.agreements.views.drafting import party_of
from takwin.core import clock
from takwin.rights.access import UserRequest, requires
from takwin.rights.queries import allowed
from takwin.ui.forms import answer_form, is_sound
from takwin.ui.things import Crumb


@requires(SEE)
def standing(request: UserRequest, pk: int) -> HttpResponse:
    """What binds whom on a day, and what changed since another."""
    found = get_object_or_404(allowed(Agreement.objects, request.user, SEE).select_related("base", "owner"), pk=pk)
    form = known.DaysForm(request.GET or None)
    days = form.cleaned_data if is_sound(form) else {}
    on, since = days.get("on") or clock.today(), days.get("since")
    page = bound.Bound.of(found, on)
    context = {
        "title": _("What binds whom"),
        "crumbs": [
            Crumb(_("Agreements"), reverse("agreements:agreements")),
            Crumb(found.reference, found.get_absolute_url()),
        ],
        "form": known.DaysForm(initial={"on": on, "since": since}),
        "agreement": found,
        "page": page,
        "since": since,
        "changes": bound.changes(bound.Bound.of(found, since), page) if since else [],
    }
    return render(request, "agreements/standing.html", context)


@requires(EDIT)
def another(request: UserRequest, province_id: int) -> HttpResponse:
    """Draft a framework or a specific agreement between parties one chooses, in a province."""
    province = get_object_or_404(provinces_to_agree_with(request.user), pk=province_id)
    owners = carriers_in(province, request.user)
    frameworks = with_until_year(allowed(Agreement.objects, request.user, EDIT)).filter(
        lasts_until(clock.today().year), kind=AgreementKind.FRAMEWORK, cancelled_on=None
    )
    form = known.AnotherForm(request.POST or None, owners=owners, frameworks=frameworks)

    def save() -> Agreement:
        names = ("owner", "name_ar", "name_fr", "first_year", "last_year", "base")
        facts: dict[str, Any] = {name: form.cleaned_data[name] for name in names}
        kind = AgreementKind(form.cleaned_data["kind"])
        parties = form.parties_in_roles()
        return actions.draft_agreement(place=province, kind=kind, parties=parties, by=request.user, **facts)

    title, submit = _("Draft an agreement: %(place)s") % {"place": province.name}, _("Draft the agreement")
    page = {"template": "agreements/another.html"}
    return answer_form(request, form, save, title, submit, reverse("agreements:agreements"), **page)


@requires(EDIT)
def correct(request: UserRequest, pk: int) -> HttpResponse:
    """Another title, other years, as long as nobody has signed."""
    found = mine_to_prepare(request, pk)
    form = known.TermsForm(request.POST or None, initial={name: getattr(found, name) for name in known.TERMS})

    def save() -> Agreement:
        return actions.correct_draft(found, **form.cleaned_data, by=request.user)

    title, submit = _("Correct the title or the years"), _("Keep the corrections")
    return answer_form(request, form, save, title, submit, found.get_absolute_url())


@requires(EDIT)
def amend(request: UserRequest, pk: int) -> HttpResponse:
    found = mine_to_prepare(request, pk)
    year, last = clock.today().year, until_year_of(root_of(found))
    proposed = {
        "name_ar": f"ملحق ل{found.name_ar}", "name_fr": f"Avenant : {found.name_fr}",
        "first_year": year, "last_year": last and max(year, last),
    }  # fmt: skip
    form = known.AmendForm(request.POST or None, initial=proposed)

    def save() -> Agreement:
        return actions.draft_amendment(found, **form.cleaned_data, by=request.user)

    return answer_form(
        request, form, save, _("Amend the agreement"), _("Draft the amendment"), found.get_absolute_url()
    )


@requires(EDIT)
def clause(request: UserRequest, pk: int) -> HttpResponse:
    """Write an article; ``?article=`` opens one that is written already, or that an amendment replaces, and only then
    is it written anew."""
    found = mine_to_prepare(request, pk)
    asked = known.article_in(request.GET)
    written = bound.article(found, asked)
    form = known.ClauseForm(request.POST or None, initial=written or {"key": asked}, agreement=found)
    form.fields["key"].disabled = bool(written)
    act = actions.rewrite_clause if written else actions.write_clause

    def save() -> Agreement:
        data = form.cleaned_data
        act(found, **data | {"kind": ClauseKind(data["kind"])}, by=request.user)
        return found

    title = _("Correct article %(key)s") % {"key": asked} if written else _("Write an article")
    back = found.get_absolute_url()
    return answer_form(request, form, save, title, _("Keep this article"), back, keep=asked)


@requires(EDIT)
@require_POST
def clause_remove(request: UserRequest, pk: int) -> HttpResponse:
    found = mine_to_prepare(request, pk)
    key = known.article_in(request.POST)
    return act_on(request, found, lambda: actions.remove_clause(found, key, by=request.user), _("Removed."))


@requires(EDIT)
def promise(request: UserRequest, pk: int) -> HttpResponse:
    """Write what a party gives in kind."""
    party = party_of(request, pk)
    replaceable = replaceable_in(party.agreement)
    form = known.PromiseForm(request.POST or None, agreement=party.agreement, replaceable=replaceable)

    def save() -> Agreement:
        data = form.cleaned_data
        actions.promise(party, **data | {"kind": CommitmentKind(data["kind"])}, by=request.user)
        return party.agreement

    title = _("Promise in kind: %(body)s") % {"body": party.body}
    return answer_form(request, form, save, title, _("Record the promise"), party.agreement.get_absolute_url())


@requires(EDIT)
@require_POST
def leave(request: UserRequest, pk: int) -> HttpResponse:
    """Write in an amendment that a party leaves, or stays after all."""
    party = party_of(request, pk)

    def act() -> None:
        actions.let_leave(party, leaves=not party.leaves, by=request.user)

    return act_on(request, party.agreement, act, _("Recorded."))


def _promise(request: UserRequest, pk: int) -> Commitment:
    row = get_object_or_404(Commitment.objects.select_related("party__agreement"), pk=pk)
    mine_to_prepare(request, row.party.agreement_id)
    return row


@requires(EDIT)
def value(request: UserRequest, pk: int) -> HttpResponse:
    row = _promise(request, pk)
    form = known.ValueForm(request.POST or None)

    def save() -> Agreement:
        actions.accept_value(row, **form.cleaned_data, by=request.user)
        return row.party.agreement

    back = row.party.agreement.get_absolute_url()
    return answer_form(request, form, save, _("Accept a value"), _("Record the value"), back)


@requires(EDIT)
def deliver(request: UserRequest, pk: int) -> HttpResponse:
    row = _promise(request, pk)
    form = known.DeliveryForm(request.POST or None, request.FILES or None, left=left_to_deliver(row))

    def save() -> Agreement:
        actions.deliver(row, **form.facts(), by=request.user)
        return row.party.agreement

    back = row.party.agreement.get_absolute_url()
    return answer_form(request, form, save, _("Record a delivery"), _("Record the delivery"), back)


@requires(EDIT)
def give_up(request: UserRequest, pk: int) -> HttpResponse:
    """Write off a promise in kind."""
    row = _promise(request, pk)
    form = MotiveForm(request.POST or None)

    def save() -> Agreement:
        actions.write_off_promise(row, motive=form.cleaned_data["motive"], by=request.user)
        return row.party.agreement

    back = row.party.agreement.get_absolute_url()
    return answer_form(request, form, save, _("Write off a promise"), _("Write off"), back, danger=True)
