"""The list of what trainers closed, and the page where a session's half-days are read and validated at once."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from takwin.attendance.models import Register
from takwin.attendance.standing import home_of
from takwin.attendance.validation import actions
from takwin.attendance.validation.forms import SeenForm
from takwin.attendance.validation.queries import registers_to_validate, seen_of
from takwin.attendance.validation.tables import TO_VALIDATE, look_of_half
from takwin.attendance.views import half_day_seen
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.ui.forms import is_sound
from takwin.ui.lists import list_page
from takwin.ui.things import Crumb


@requires(Permission.PRESENCE_CORRECT)
@require_GET
def closed(request: UserRequest) -> HttpResponseBase:
    return list_page(request, registers_to_validate(request.user), TO_VALIDATE)


@requires(Permission.PRESENCE_CORRECT)
@never_cache
def of_register(request: UserRequest, pk: int) -> HttpResponse:
    """The half-days of one session with their counts; those that wait are validated in one act, as they were seen."""
    mine = allowed(Register.objects, request.user, Permission.PRESENCE_CORRECT).select_related("place")
    register = get_object_or_404(mine, pk=pk)
    back = reverse("attendance:to_validate")
    form = SeenForm(request.POST or None)
    if request.method == "POST" and is_sound(form):
        told = actions.validate_seen(register, form.cleaned_data["seen"], by=request.user)
        _tell(request, told)
        return redirect("attendance:validate_register", pk) if told.stay else redirect(back)
    halves = seen_of(register)
    ready = [one for one in halves if one.is_ready]
    context = {
        "title": _("Validate the half-days"),
        "register": register,
        "halves": [(one, look_of_half(one)) for one in halves],
        "ready": ready,
        "form": SeenForm.of(ready),
        "held": sum(one.doubts for one in halves if one.waits),
        "home": home_of(register),
        "crumbs": [Crumb(TO_VALIDATE.title, back)],
    }
    return render(request, "attendance/validate.html", context, status=422 if form.errors else 200)


def _tell(request: HttpRequest, told: actions.Validated) -> None:
    """What was validated, then each half-day that stays with the reason."""
    if count := len(told.done):
        said = ngettext("%(count)s half-day is validated.", "%(count)s half-days are validated.", count)
        messages.success(request, said % {"count": count})
    elif not told.stay:
        messages.info(request, _("A colleague had already validated these half-days."))
    for half, why in told.stay:
        messages.warning(request, _("%(half_day)s stays: %(why)s") % {"half_day": half, "why": why})


@requires(Permission.PRESENCE_CORRECT)
@require_POST
def validate(request: UserRequest, pk: int) -> HttpResponse:
    """The officer has read what the trainer closed."""
    half = half_day_seen(request, pk, Permission.PRESENCE_CORRECT)
    try:
        actions.validate(half, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("attendance:roll", half.register_id, half.pk)
