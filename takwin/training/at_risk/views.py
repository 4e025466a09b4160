"""Who will miss his days, by province and council; for one council, one click nominates those a session can help."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from takwin.accounts.models import User
from takwin.core import clock
from takwin.core.keys import key_of
from takwin.directory.enums import COLLECTIVITIES
from takwin.directory.models import Body
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.training import actions
from takwin.training.at_risk import queries
from takwin.training.at_risk.queries import ProvinceShort
from takwin.training.views.answers import session_seen
from takwin.training.views.people import people_ticked, told_nominated
from takwin.ui.things import Crumb

NOMINATE = Permission.SESSION_NOMINATE


@requires(NOMINATE)
@require_GET
def councils(request: UserRequest) -> HttpResponse:
    """The provinces, then the councils of one; straight to it when the reader has one council only."""
    rows = queries.provinces_short(_councils_of(request.user), request.user, clock.today())
    if [len(row.councils) for row in rows] == [1]:
        return redirect("training:at_risk_council", rows[0].councils[0].body.pk)
    chosen = _chosen(rows, request.GET.get("province", ""))
    title = _("Days that will be missed")
    context = {
        "title": title,
        "provinces": [row for row in rows if row.place and not chosen],
        "councils": chosen.councils if chosen else [c for row in rows if row.place is None for c in row.councils],
        "whole": ProvinceShort(None, [council for row in ([chosen] if chosen else rows) for council in row.councils]),
        "chosen": chosen,
        "crumbs": _crumbs(chosen.place.name) if chosen and chosen.place and len(rows) > 1 else _crumbs(),
    }
    return render(request, "training/at_risk/councils.html", context)


def _councils_of(user: User) -> QuerySet[Body]:
    return allowed(Body.objects.filter(kind__in=COLLECTIVITIES, ends_on=None), user, NOMINATE)


def _chosen(rows: list[ProvinceShort], asked: str) -> ProvinceShort | None:
    """The province asked for, or the only one there is."""
    if not asked:
        return rows[0] if len(rows) == 1 else None
    found = next((row for row in rows if row.place and str(row.place.pk) == asked), None)
    if found is None:
        raise Http404
    return found


def _crumbs(*labels: str) -> list[Crumb]:
    return [Crumb(_("Days that will be missed"), reverse("training:at_risk")), *(Crumb(label) for label in labels)]


@requires(NOMINATE)
def council(request: UserRequest, pk: int) -> HttpResponse:
    """The members of one council who will miss days, and the sessions that can still help; nominates those ticked."""
    body = get_object_or_404(_councils_of(request.user).select_related("place__province"), pk=pk)
    refusals: list[str] = []
    if request.method == "POST":
        try:
            _nominate(request, body)
        except ValidationError as refusal:
            refusals = refusal.messages
        else:
            return redirect("training:at_risk_council", body.pk)
    short = queries.council_short(body, request.user, clock.today())
    context = {
        "title": body.name,
        "short": short,
        "chances": queries.chances(short),
        "refusals": refusals,
        "crumbs": _crumbs(body.name),
    }
    return render(request, "training/at_risk/council.html", context, status=422 if refusals else 200)


def _nominate(request: UserRequest, body: Body) -> None:
    """Nominate those ticked for the session whose form was sent."""
    found = session_seen(request, key_of(request.POST.get("session", "")) or 0, Permission.SESSION_VIEW)
    persons = people_ticked(request, body)
    if not persons:
        raise ValidationError(_("Tick at least one member."))
    lines = actions.nominate_all(found, persons, body=body, by=request.user)
    messages.success(request, told_nominated(lines))
