"""What the officer sees of telephones and of doubts on presence, and how he settles them."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from takwin.accounts.models import User
from takwin.attendance.sync import queries
from takwin.attendance.sync.actions import revoke as revoke_device
from takwin.attendance.sync.enums import Decision
from takwin.attendance.sync.forms import CaseForm
from takwin.attendance.sync.models import Case
from takwin.attendance.sync.settling import leave, take
from takwin.attendance.sync.tables import CASES, DEVICES
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import holds
from takwin.ui.forms import done
from takwin.ui.lists import list_page
from takwin.ui.things import Crumb


@requires(Permission.PRESENCE_CORRECT)
@require_GET
def devices(request: UserRequest) -> HttpResponseBase:
    return list_page(request, queries.devices_of(request.user), DEVICES)


@requires(Permission.PRESENCE_CORRECT)
@never_cache
def revoke(request: UserRequest, pk: int) -> HttpResponse:
    """Say what a revocation does, then revoke."""
    device = get_object_or_404(queries.devices_of(request.user), pk=pk)
    if request.method == "POST":
        revoke_device(device, by=request.user)
        return redirect("attendance:devices")
    return render(request, "attendance/device.html", {"title": device.name, "device": device})


@requires(Permission.PRESENCE_CORRECT)
@require_GET
def cases(request: UserRequest) -> HttpResponseBase:
    return list_page(request, queries.cases_of(request.user), CASES)


@requires(Permission.PRESENCE_CORRECT)
@never_cache
def case(request: UserRequest, pk: int) -> HttpResponse:
    """Who, where, what each mark says; then write the correction or leave it, with a reason."""
    found = get_object_or_404(queries.cases_of(request.user), pk=pk)
    form = CaseForm(request.POST or None, case=found, reader=request.user)
    if done(request, form, lambda: _settle(found, form.cleaned_data, by=request.user)):
        return redirect("attendance:cases")
    context = {
        "title": found.get_why_display(),
        "case": found,
        "form": form,
        "marks": queries.marks_of_case(found, request.user),
        "stranger": queries.told_of_stranger(found, request.user),
        "reason": queries.reason_of(found),
        "adds": holds(request.user, Permission.PERSON_EDIT),
        "crumbs": [Crumb(_("Doubts on presence"), reverse("attendance:cases"))],
    }
    return render(request, "attendance/case.html", context, status=422 if form.errors else 200)


def _settle(found: Case, said: dict[str, Any], *, by: User) -> Case:
    if said["decision"] == Decision.LEFT:
        return leave(found, note=said["note"], by=by)
    return take(found, said["half_day"], note=said["note"], person=said.get("person"), status=said["status"], by=by)
