"""From the roll on a phone: add someone who is in the room without having been invited."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from takwin.attendance.models import RegisterHalfDay
from takwin.people.models import Person
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.training import actions, queries
from takwin.training.forms import WalkInForm
from takwin.training.models import Enrolment, TrainingSession
from takwin.training.views.answers import RELATED, done


@requires(Permission.PRESENCE_MARK)
@never_cache
def walk_in(request: UserRequest, pk: int, half_day: int) -> HttpResponse:
    """Find the person by name, tap him; beyond the last seat, say why. Works without a script, one page a step."""
    halves = allowed(RegisterHalfDay.objects.filter(register__session=pk), request.user, Permission.PRESENCE_MARK)
    half = get_object_or_404(halves, pk=half_day)
    session = TrainingSession.objects.select_related(*RELATED).get(pk=pk)
    asked = request.POST if request.method == "POST" else request.GET
    found = queries.uninvited(session, asked.get("q", ""))
    chosen = next((candidate for candidate in found if candidate.key == asked.get("person")), None)
    roll = reverse("attendance:roll", args=[half.register_id, half.pk])
    form = WalkInForm(request.POST or None)

    def add() -> Enrolment | None:
        facts = {"motive": form.cleaned_data["motive"], "by": request.user}
        return actions.walk_in(session, chosen.person, body=chosen.council, **facts) if chosen else None

    if line := done(request, form, add):
        return _back_to_roll(request, line.person, roll)
    context = {"title": _("Someone not on the list"), "session": session, "half_day": half, "found": found}
    context |= {"words": asked.get("q", ""), "chosen": chosen, "form": form, "roll": roll}
    context["asks"] = bool(chosen and (form.warnings or form.errors.get("motive")))
    return render(request, "training/walk_in.html", context, status=422 if request.method == "POST" else 200)


def _back_to_roll(request: UserRequest, person: Person, roll: str) -> HttpResponse:
    messages.success(request, _("%(person)s is on the list.") % {"person": person})
    return redirect(f"{roll}#p{person.pk}")
