"""Keep presence on a phone: one tap a person, then the seal; print the sheet; correct what was sealed."""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from takwin.accounts.signing import sign
from takwin.attendance import actions, papers, queries
from takwin.attendance.forms import CorrectionForm, MarkForm
from takwin.attendance.models import Expected, Register, RegisterHalfDay
from takwin.attendance.scans.actions import remember_print
from takwin.attendance.standing import door_of, excused_before, home_of
from takwin.attendance.tables import registers_listing
from takwin.documents.serving import pdf_bytes_response
from takwin.people.models import Person
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed, may, permissions_on
from takwin.ui.forms import is_sound, refuse
from takwin.ui.lists import list_page
from takwin.ui.things import Crumb


def half_day_seen(request: UserRequest, pk: Any, permission: Permission) -> RegisterHalfDay:
    return get_object_or_404(allowed(RegisterHalfDay.objects, request.user, permission), pk=pk)


@requires(Permission.PRESENCE_VIEW)
@require_GET
def registers(request: UserRequest) -> HttpResponseBase:
    return list_page(request, queries.registers_for(request.user), registers_listing())


@requires(Permission.PRESENCE_VIEW)
@require_GET
def register(request: UserRequest, pk: int) -> HttpResponse:
    """Open the half-day that is to be kept now."""
    found = get_object_or_404(allowed(Register.objects, request.user, Permission.PRESENCE_VIEW), pk=pk)
    now = queries.half_day_now(list(found.half_days.all()))
    return redirect("attendance:roll", found.pk, now.pk)


@requires(Permission.PRESENCE_VIEW)
@require_GET
@never_cache
def roll(request: UserRequest, pk: int, half_day: int) -> HttpResponse:
    """The roll of a half-day, on a phone; works without a script, one page a tap. Who only reads has nothing to tap."""
    half = half_day_seen(request, half_day, Permission.PRESENCE_VIEW)
    if half.register_id != pk:
        raise Http404
    lines, is_kept = list(queries.roll(half)), queries.is_kept(half)
    permissions = permissions_on(request.user, half.register)
    marks = is_kept and Permission.PRESENCE_MARK in permissions
    context = {
        "title": half.register,
        "half_day": half,
        "half_days": half.register.half_days.all(),
        "groups": queries.grouped(lines) if request.GET.get("by") == "body" else [(None, lines)],
        "tally": queries.tally_of(lines),
        "permissions": permissions,
        "marks": marks,
        "is_kept": is_kept,
        "apologies": excused_before(half.register_id),
        "early": actions.too_early(half),
        "door": door_of(half) if marks else "",
        "home": home_of(half.register) if half.sealed_at else None,
        "open": request.GET.get("open", ""),
        "by": request.GET.get("by", ""),
    }
    return render(request, "attendance/roll.html", context)


@requires(Permission.PRESENCE_MARK)
@require_POST
def mark(request: UserRequest) -> HttpResponse:
    """Take one tap. To htmx the line of the roll as it now stands, and when refused the reason beside it."""
    form = MarkForm(request.POST)
    if not is_sound(form):
        raise Http404
    said = form.cleaned_data
    half = half_day_seen(request, said["half_day"], Permission.PRESENCE_MARK)
    refusal = ""
    try:
        if said["status"]:
            line = actions.mark(half, said["person"], said["status"], by=request.user)
        else:
            line = actions.unmark(half, said["person"], by=request.user)
    except ValidationError as error:
        refusal = error.messages[0]
        line = get_object_or_404(queries.roll(half), person=said["person"])
    if not getattr(request, "htmx", False):
        return redirect(f"{reverse('attendance:roll', args=[half.register_id, half.pk])}#p{line.person_id}")
    return _line(request, half, line, is_silent=not said["status"] or bool(refusal), refusal=refusal)


def _line(
    request: UserRequest, half: RegisterHalfDay, line: Expected, *, is_silent: bool, refusal: str
) -> HttpResponse:
    """The line of the roll; whether its person sent apologies is asked only where nothing is said any more."""
    apologies = excused_before(half.register_id) if is_silent else ()
    facts = {"line": line, "half_day": half, "marks": True, "refusal": refusal, "apologies": apologies}
    response = render(request, "attendance/line.html", facts)
    if refusal:
        response.status_code = 422
        response["HX-Trigger"] = json.dumps({"toast": {"text": refusal}})
    return response


@requires(Permission.PRESENCE_SEAL)
@never_cache
def seal(request: UserRequest, pk: int) -> HttpResponse:
    """Say what the seal does, then close the half-day under the signature of whoever closes it."""
    half = half_day_seen(request, pk, Permission.PRESENCE_SEAL)
    back = reverse("attendance:roll", args=[half.register_id, half.pk])
    refusal = actions.too_early(half) if request.method == "GET" else ""
    if request.method == "POST":
        sign(request)
        try:
            actions.seal(half, by=request.user)
        except ValidationError as error:
            refusal = error.messages[0]
        else:
            return redirect("attendance:register", half.register_id)
    context = {
        "title": _("Seal the half-day"),
        "half_day": half,
        "tally": queries.tally_of(list(queries.roll(half))),
        "apologies": len(queries.silent_apologies(half)) if may(request.user, Permission.PRESENCE_MARK, half) else 0,
        "back": back,
        "refusal": refusal,
    }
    return render(request, "attendance/seal.html", context, status=422 if refusal else 200)


@requires(Permission.PRESENCE_MARK)
@require_POST
def excuse(request: UserRequest, pk: int) -> HttpResponse:
    """Excuse, from the page that seals, those who sent apologies and were not marked; then back to it."""
    half = half_day_seen(request, pk, Permission.PRESENCE_MARK)
    try:
        actions.excuse_apologies(half, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("attendance:roll", half.register_id, half.pk)
    return redirect("attendance:seal", half.pk)


@requires(Permission.PRESENCE_CORRECT)
def correct(request: UserRequest, pk: int, person: int) -> HttpResponse:
    """Correct a sealed presence, with its reason: what was said before stays in the ledger."""
    half = half_day_seen(request, pk, Permission.PRESENCE_CORRECT)
    line: Expected = get_object_or_404(queries.roll(half), person__in=Person.objects.filter(pk=person))
    form = CorrectionForm(request.POST or None, initial={"status": line.status})  # type: ignore[attr-defined]
    back = reverse("attendance:roll", args=[half.register_id, half.pk])
    if request.method == "POST" and is_sound(form):
        try:
            actions.mark(half, line.person, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            return redirect(back)
    context = {
        "title": _("Correct the presence of %(person)s") % {"person": line.person},
        "form": form,
        "submit": _("Save the correction"),
        "back_url": back,
        "crumbs": [Crumb(str(half.register), back), Crumb(str(half))],
    }
    return render(request, "ui/form.html", context, status=422 if form.errors else 200)


@requires(Permission.PRESENCE_MARK)
@require_GET
def sheet(request: UserRequest, pk: int) -> HttpResponse:
    """The attendance sheet to print and sign."""
    found = get_object_or_404(allowed(Register.objects, request.user, Permission.PRESENCE_MARK), pk=pk)
    return pdf_bytes_response(papers.sheet(remember_print(found, by=request.user)), f"{found.reference}.pdf")
