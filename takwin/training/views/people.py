"""Nominate, withdraw, read papers; answer from one's own page."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from takwin.attendance.papers import sheet as sheet_of
from takwin.attendance.scans.actions import remember_print
from takwin.core import clock
from takwin.core.keys import key_of
from takwin.directory.models import Body
from takwin.documents.forms.views import sent
from takwin.documents.serving import pdf_bytes_response, pdf_response
from takwin.letters.codes import to_hand_over
from takwin.people.models import Office, Person
from takwin.programmes.queries.entitlement import entitlement_of_body
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed, allowed_by_keys, may
from takwin.training import actions, queries
from takwin.training.enums import EnrolmentState
from takwin.training.forms import WithdrawForm
from takwin.training.models import Convocation, Enrolment, TrainingSession
from takwin.training.nominations import lines_of, nominations_of
from takwin.training.papers import print_convocations, venue_of
from takwin.training.tables import ENROLMENTS
from takwin.training.views.answers import crumbs_to, session_form, session_seen
from takwin.ui.forms import done
from takwin.ui.lists import list_page

VIEW, NOMINATE = Permission.SESSION_VIEW, Permission.SESSION_NOMINATE


@requires(VIEW)
@require_GET
def enrolments(request: UserRequest) -> HttpResponseBase:
    rows = allowed_by_keys(Enrolment.objects, request.user, VIEW)
    return list_page(request, rows.select_related("person", "body", "office", "session__topic"), ENROLMENTS)


@requires(NOMINATE)
@require_GET
def nominate(request: UserRequest, pk: int) -> HttpResponse:
    """For which council; straight to it when the user acts for one only."""
    found = session_seen(request, pk, VIEW)
    seats = queries.seats_of(found)
    near = queries.invited_bodies(found) | Body.objects.filter(pk__in=seats.kept)
    bodies = allowed(near, request.user, NOMINATE).distinct()
    if len(bodies) == 1:
        return redirect("training:nominate_for", pk, bodies[0].pk)
    context = {
        "title": _("Nominate people"),
        "session": found,
        "seats": seats,
        "rows": [(body, *seats.told_for(body.pk)) for body in bodies if seats.invites(body.pk)],
        "others": [body for body in bodies if not seats.invites(body.pk)],
        "may_invite": may(request.user, Permission.SESSION_EDIT, found),
        "crumbs": crumbs_to(found, _("Nominate")),
    }
    return render(request, "training/nominate.html", context)


@requires(NOMINATE)
def nominate_for(request: UserRequest, pk: int, body: int) -> HttpResponse:
    """The people of one council, with the days each received and what stands in the way."""
    found = session_seen(request, pk, VIEW)
    council = get_object_or_404(allowed(Body.objects, request.user, NOMINATE), pk=body)
    refusals: list[str] = []
    if request.method == "POST":
        try:
            lines = actions.nominate_all(found, people_ticked(request, council), body=council, by=request.user)
        except ValidationError as refusal:
            refusals = refusal.messages
        else:
            messages.success(request, told_nominated(lines))
            return redirect(found)
    context = facing_council(found, council) | {"refusals": refusals, "chosen": request.POST.getlist("person")}
    return render(request, "training/nominate_for.html", context, status=422 if refusals else 200)


def facing_council(found: TrainingSession, council: Body) -> dict[str, Any]:
    """Who may be nominated for the session, and how many seats are left for them."""
    received = {e.person.pk: e.received for e in entitlement_of_body(council, clock.today())}
    seats = queries.seats_of(found)
    invited = seats.invites(council.pk)
    return {
        "title": council.name,
        "sub": found.topic.name,
        "council": council,
        "session": found,
        "is_invited": invited,
        "candidates": queries.candidates(found, council, received) if invited else [],
        "left": seats.left_for(council.pk),
        "seats_said": seats.said_for(council.pk),
        "crumbs": crumbs_to(found, _("Nominate")),
    }


@requires(NOMINATE)
@require_GET
@never_cache
def nomination_form(request: UserRequest, pk: int, body: int) -> HttpResponse:
    """The people of one council as a form: it comes back saying who is nominated for this session."""
    found = session_seen(request, pk, VIEW)
    council = get_object_or_404(allowed(Body.objects, request.user, NOMINATE), pk=body)
    spec = nominations_of(found, council)
    back_url = reverse("training:nominate_for", args=[pk, body])
    return sent(request, spec, lines_of(found, council), name=f"{found.reference} {council.name_fr}", back_url=back_url)


def people_ticked(request: UserRequest, council: Body) -> QuerySet[Person]:
    """The persons of a council whose boxes were ticked; what is no key is nobody, nor is the key of anyone else: a
    refusal would tell his name."""
    keys = [key_of(text) for text in request.POST.getlist("person")]
    theirs = Office.objects.filter(Q(body=council) | Q(body__parent=council)).values("person")
    return Person.objects.filter(pk__in=theirs).filter(pk__in=[key for key in keys if key is not None])


def told_nominated(lines: Sequence[Enrolment]) -> str:
    """How many are nominated, and how many of these wait because no seat is left."""
    said = ngettext("%(n)s person is nominated.", "%(n)s people are nominated.", len(lines)) % {"n": len(lines)}
    left = [line for line in lines if line.state == EnrolmentState.WAITING]
    wait = ngettext(
        "No seat is left for %(n)s of them: he waits.", "No seat is left for %(n)s of them: they wait.", len(left)
    )
    return f"{said} {wait % {'n': len(left)}}" if left else said


@requires(NOMINATE)
def withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Withdraw a person, after having read what follows."""
    lines = allowed(Enrolment.objects.select_related("person", "body", "session__topic"), request.user, NOMINATE)
    line = get_object_or_404(lines, pk=pk)
    form = WithdrawForm(request.POST or None)
    if done(request, form, lambda: actions.withdraw(line, **form.cleaned_data, by=request.user)):
        messages.success(request, _("%(person)s is withdrawn.") % {"person": line.person})
        return redirect(line.session)
    title, submit = _("Withdraw a participant"), _("Withdraw %(name)s") % {"name": line.person}
    lead = _("The seat goes at once to the next who waits, of the same council first.")
    return session_form(request, line.session, form, title=title, submit=submit, lead=lead, danger=True)


@requires(NOMINATE)
@require_GET
def convocation(request: UserRequest, pk: int) -> HttpResponse:
    """The convocation, for those who have it delivered: it bears the person's code until it has reached him."""
    rows = allowed(Convocation.objects, request.user, NOMINATE).select_related("letter__paper", "letter__person")
    return pdf_response(to_hand_over(get_object_or_404(rows, pk=pk).letter))


@requires(NOMINATE)
@require_GET
def convocations(request: UserRequest, pk: int) -> HttpResponse:
    """Convocations of a session to print at once, council by council: all of them, or a portion of a long session."""
    found = session_seen(request, pk, VIEW)
    portions = queries.portions(queries.current_convocations(found, request.user))
    wanted = key_of(request.GET.get("portion", "1"))
    chosen = portions[wanted - 1 : wanted] if wanted else []
    if not chosen:
        raise Http404
    return pdf_bytes_response(print_convocations(chosen[0]), f"{found.reference} {wanted}.pdf")


@requires(Permission.DOCUMENT_VIEW)
@require_GET
def letter(request: UserRequest, pk: int) -> HttpResponse:
    """A letter to an authority, or to a council about its absent: for the body that wrote it and the one it went to."""
    rows = queries.letters_read_by(request.user).filter(Q(lists__isnull=False) | Q(absences__isnull=False))
    return pdf_response(get_object_or_404(rows.select_related("paper").distinct(), pk=pk).paper)


@requires(VIEW)
@require_GET
def sheet(request: UserRequest, pk: int) -> HttpResponse:
    """The attendance sheet to print, with the rooms of the session."""
    found = session_seen(request, pk, VIEW)
    get_object_or_404(
        allowed(type(found.register).objects, request.user, Permission.PRESENCE_MARK), pk=found.register_id
    )
    printed = remember_print(found.register, by=request.user)
    return pdf_bytes_response(sheet_of(printed, venue=venue_of(found)), f"{found.reference}.pdf")
