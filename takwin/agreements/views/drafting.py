"""Correct a draft: roles and parties, what it refers to, promises written by mistake; what is due and given up."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from takwin.agreements import actions
from takwin.agreements.enums import PartyRole
from takwin.agreements.forms import MotiveForm
from takwin.agreements.forms import contents as known
from takwin.agreements.models import Agreement, Commitment, Delivery, Instalment, Party
from takwin.agreements.queries.standing import root_of
from takwin.agreements.views.agreements import EDIT, SEE, act_on, mine_to_prepare
from takwin.core.keys import key_of
from takwin.core.search import answering
from takwin.core.text import joined, search_terms
from takwin.documents.serving import file_response
from takwin.rights.access import UserRequest, requires
from takwin.rights.pick import SHOWN, Choice, answer, typed
from takwin.rights.queries import allowed
from takwin.ui.forms import answer_form


def party_of(request: UserRequest, pk: int) -> Party:
    """A party of an agreement one prepares."""
    party = get_object_or_404(Party.objects.select_related("body", "agreement"), pk=pk)
    mine_to_prepare(request, party.agreement_id)
    return party


@requires(EDIT)
def role(request: UserRequest, pk: int) -> HttpResponse:
    """Give a party its role at this level: in the framework it may have another."""
    party = party_of(request, pk)
    form = known.RoleForm(request.POST or None, initial={"role": party.role})

    def save() -> Agreement:
        actions.give_role(party, PartyRole(form.cleaned_data["role"]), by=request.user)
        return party.agreement

    title = _("Role of %(body)s") % {"body": party.body}
    return answer_form(request, form, save, title, _("Give this role"), party.agreement.get_absolute_url())


@requires(EDIT)
@require_POST
def remove_party(request: UserRequest, pk: int) -> HttpResponse:
    party = party_of(request, pk)
    return act_on(request, party.agreement, lambda: actions.remove_party(party, by=request.user), _("Removed."))


def _earlier(request: UserRequest, found: Agreement) -> QuerySet[Agreement]:
    """The agreements one sees that this one may name: neither itself nor its parent."""
    seen = allowed(Agreement.objects, request.user, SEE).exclude(pk__in=[found.pk, root_of(found).pk])
    return seen.exclude(pk=found.base_id or 0).order_by("-first_year", "reference")


@requires(EDIT)
def earlier(request: UserRequest, pk: int) -> HttpResponse:
    """Those that answer to what is typed: by title, reference or province."""
    rows = _earlier(request, mine_to_prepare(request, pk))
    words = typed(request)
    found = answering(rows.select_related("place"), search_terms(words))[:SHOWN] if words.strip() else []
    return answer(request, [Choice(str(one.pk), one.name, joined([one.reference, one.place.name])) for one in found])


@requires(EDIT)
def refer(request: UserRequest, pk: int) -> HttpResponse:
    """Name an earlier agreement that is not the parent of this one."""
    found = mine_to_prepare(request, pk)
    form = known.ReferForm(request.POST or None, agreement=found, earlier=_earlier(request, found))

    def save() -> Agreement:
        return actions.refer_to(found, form.cleaned_data["other"], by=request.user)

    title = _("Refer to an earlier agreement")
    return answer_form(request, form, save, title, _("Name this agreement"), found.get_absolute_url())


@requires(EDIT)
@require_POST
def refer_no_more(request: UserRequest, pk: int) -> HttpResponse:
    found = mine_to_prepare(request, pk)
    other = get_object_or_404(found.refers_to, pk=key_of(request.POST.get("other", "")) or 0)
    return act_on(request, found, lambda: actions.refer_no_more(found, other, by=request.user), _("Removed."))


@requires(EDIT)
@require_POST
def keep_clause(request: UserRequest, pk: int) -> HttpResponse:
    """Leave an article as it was before this amendment."""
    found = mine_to_prepare(request, pk)
    key = known.article_in(request.POST)
    return act_on(request, found, lambda: actions.keep_clause(found, key, by=request.user), _("Recorded."))


@requires(EDIT)
@require_POST
def remove_promise(request: UserRequest, pk: int) -> HttpResponse:
    """Take a promise written by mistake, of money or in kind, out of a draft."""
    row = get_object_or_404(Commitment.objects.select_related("party__agreement"), pk=pk)
    found = mine_to_prepare(request, row.party.agreement_id)
    return act_on(request, found, lambda: actions.remove_commitment(row, by=request.user), _("Removed."))


@requires(EDIT)
def withdraw_delivery(request: UserRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Delivery.objects.select_related("commitment__party__agreement"), pk=pk, withdrawn_at=None)
    found = mine_to_prepare(request, row.commitment.party.agreement_id)
    form = MotiveForm(request.POST or None)

    def save() -> Agreement:
        actions.withdraw_delivery(row, motive=form.cleaned_data["motive"], by=request.user)
        return found

    title, back = _("Withdraw a delivery"), found.get_absolute_url()
    return answer_form(request, form, save, title, _("Withdraw this delivery"), back, danger=True)


@requires(SEE)
def proof(request: UserRequest, pk: int) -> HttpResponse:
    """The record that proves a delivery, for whoever sees the agreement."""
    seen = allowed(Agreement.objects, request.user, SEE)
    rows = Delivery.objects.filter(commitment__party__agreement__in=seen).exclude(proof=None).select_related("proof")
    return file_response(get_object_or_404(rows, pk=pk).proof)  # type: ignore[arg-type,return-value]


@requires(EDIT)
def write_off(request: UserRequest, pk: int) -> HttpResponse:
    """Give up a part of an instalment, or all of it, with its motive."""
    row = get_object_or_404(Instalment.objects.select_related("commitment__party", "payer"), pk=pk)
    found = mine_to_prepare(request, row.commitment.party.agreement_id)
    form = known.WriteOffForm(request.POST or None, initial={"amount": row.amount})

    def save() -> Agreement:
        actions.write_off(row, **form.cleaned_data, by=request.user)
        return found

    title = _("Write off what is due: %(payer)s, %(year)s") % {"payer": row.payer, "year": row.year}
    return answer_form(request, form, save, title, _("Write off"), row.get_absolute_url(), danger=True)
