"""Days owed to members, and days received elsewhere: recorded by one, accepted by another."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core import clock
from takwin.core.search import answering
from takwin.core.text import search_terms
from takwin.documents.serving import file_response
from takwin.people.models import Office
from takwin.programmes import actions
from takwin.programmes.enums import ClaimState
from takwin.programmes.forms import DecisionForm, ElsewhereForm
from takwin.programmes.models import ElsewhereDay
from takwin.programmes.queries.elsewhere import stays
from takwin.programmes.queries.entitlement import law, members_with_days
from takwin.programmes.tables import claim_look, days_listing, days_rows, stays_listing
from takwin.programmes.views.answers import answer_form
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.pick import SHOWN, Choice, answer
from takwin.rights.queries import allowed, holds, may
from takwin.ui.lists import list_page
from takwin.ui.things import Act, Crumb

RECORD, ACCEPT = Permission.ENTITLEMENT_RECORD, Permission.ENTITLEMENT_ACCEPT


@requires(Permission.PERSON_VIEW)
def days(request: UserRequest) -> HttpResponseBase:
    """The members of the reader's councils, those who lack most first."""
    today = clock.today()
    rows = days_rows(allowed(members_with_days(today), request.user, Permission.PERSON_VIEW))
    record = Act(_("Record days received elsewhere"), reverse("programmes:record_elsewhere"), "plus")
    return list_page(
        request, rows, days_listing(law(today), today), act=record if holds(request.user, RECORD) else None
    )


@requires(RECORD, ACCEPT)
def elsewhere(request: UserRequest) -> HttpResponseBase:
    """Every stay recorded in the reader's territory: waiting, accepted, refused."""
    seen = _seen(request)
    rows = stays(seen).select_related("person", "body")
    record = Act(_("Record days received elsewhere"), reverse("programmes:record_elsewhere"), "plus")
    return list_page(request, rows, stays_listing(request.user), act=record if holds(request.user, RECORD) else None)


def _seen(request: UserRequest) -> "QuerySet[ElsewhereDay]":
    recorded = allowed(ElsewhereDay.objects, request.user, RECORD)
    return recorded | allowed(ElsewhereDay.objects, request.user, ACCEPT)


@requires(RECORD)
def pick_member(request: UserRequest) -> HttpResponse:
    """The members, with their council, that answer to what is typed."""
    terms = search_terms(request.GET.get("member_words", ""))
    if not terms:
        return answer(request, [])
    rows = days_rows(allowed(members_with_days(clock.today()), request.user, RECORD))
    shown: list[Office] = list(answering(rows, terms, "found_text").order_by("person__sort_ar", "pk")[:SHOWN])
    return answer(request, [Choice(str(office.pk), office.person.name, office.body.name) for office in shown])


@requires(RECORD)
def record_elsewhere(request: UserRequest) -> HttpResponse:
    """One form for a stay: who, when, given by whom, with its proof."""
    member = {"member": request.GET.get("member", "")}
    form = ElsewhereForm(request.POST or None, request.FILES or None, by=request.user, initial=member)
    return answer_form(
        request,
        form,
        lambda _data: _recorded(form, by=request.user),
        title=_("Record days received elsewhere"),
        submit=_("Record these days"),
        done=_("The days are recorded; they count once a second person has accepted them."),
        back=reverse("programmes:elsewhere"),
        goes_to_result=True,
        crumbs=[Crumb(_("Days received elsewhere"), reverse("programmes:elsewhere")), Crumb(_("Record"))],
        template="programmes/stay_form.html",
    )


def _recorded(form: ElsewhereForm, *, by: User) -> ElsewhereDay:
    data = form.cleaned_data
    office: Office = data["member"]
    scan = data["proof"]
    rows = actions.record_proved_elsewhere(
        office.person,
        body=office.body,
        half_days=form.half_days(),
        provider=data["provider"],
        topic=data["topic"],
        proof=scan.read(),
        name=scan.name,
        content_type=scan.content_type,
        by=by,
    )
    return rows[0]


@requires(RECORD, ACCEPT)
def stay(request: UserRequest, uuid: UUID) -> HttpResponse:
    """A stay with its proof, and for a second person the decision."""
    row = get_object_or_404(stays(_seen(request).filter(stay=uuid)).select_related("person", "body", "proof"))
    may_accept = may(request.user, ACCEPT, row)
    if request.method == "POST" and not may_accept:
        raise PermissionDenied
    accepts = request.POST.get("decision") == "accept"
    return answer_form(
        request,
        DecisionForm(request.POST or None),
        lambda data: actions.decide_elsewhere(row, accept=accepts, motive=data["motive"], by=request.user)[0],
        title=row.person.name,
        submit=_("Accept these days"),
        done=_("The days are accepted and count.") if accepts else _("The days are refused."),
        back=reverse("programmes:elsewhere"),
        crumbs=[Crumb(_("Days received elsewhere"), reverse("programmes:elsewhere")), Crumb(row.person.name)],
        template="programmes/stay.html",
        row=row,
        look=claim_look(row),
        decides=may_accept
        and row.state == ClaimState.PROPOSED
        and request.user.pk not in (row.recorded_by_id, row.person.user_id),
        rows=ElsewhereDay.objects.filter(stay=uuid).select_related("recorded_by", "decided_by").order_by("day", "part"),
    )


@requires(RECORD, ACCEPT)
def proof(request: UserRequest, uuid: UUID) -> FileResponse:
    """The proof of a stay, to those who may record or decide it."""
    row = _seen(request).filter(stay=uuid).select_related("proof").first()
    if row is None or row.proof is None:
        raise Http404
    return file_response(row.proof)
