"""The code on the trainer's screen, and the page where a participant types it."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from takwin.attendance import queries
from takwin.attendance.checkin.actions import check_in, late_after, not_open, opens_at
from takwin.attendance.checkin.codes import LASTS, code_of, seconds_left, turn_at
from takwin.attendance.checkin.forms import HereForm
from takwin.attendance.enums import COUNTED
from takwin.attendance.models import RegisterHalfDay
from takwin.attendance.views import half_day_seen
from takwin.core import clock
from takwin.documents.papers.engine import qr_drawing
from takwin.letters.access import entered, personal
from takwin.letters.models import PersonalLink
from takwin.rights.access import UserRequest, public, requires
from takwin.rights.enums import Permission
from takwin.ui.forms import done


@requires(Permission.PRESENCE_MARK)
@require_GET
@never_cache
def screen(request: UserRequest, pk: int) -> HttpResponse:
    """The code of this moment, large, for a hall to read; it asks for the next one by itself."""
    half, now = half_day_seen(request, pk, Permission.PRESENCE_MARK), clock.now()
    code = code_of(half.pk, turn_at(now))
    address = f"{settings.PUBLIC_URL}{reverse('attendance:arrive', args=[half.pk, code])}"
    closed = not_open(half)
    context = {
        "title": _("Say that you are here"),
        "half_day": half,
        "closed": closed,
        "polls": half.day == clock.today() and not half.sealed_at,
        "code": f"{code[:3]} {code[3:]}",
        "qr": SafeString(qr_drawing(address, scale=8)) if not closed else "",
        "left": seconds_left(now),
        "share": seconds_left(now) / LASTS,
        "tally": queries.tally_of(list(queries.roll(half))),
    }
    fragment = "#code" if getattr(request, "htmx", False) else ""
    return render(request, f"attendance/checkin/screen.html{fragment}", context)


@public
@require_GET
@never_cache
def arrive(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Where the square of the screen leads: to one's own page if this browser knows whose, else to how to open it."""
    if link := entered(request):
        return redirect(f"{reverse('attendance:here', args=[link.token, pk])}?code={code}")
    return render(request, "attendance/checkin/how.html", {"title": _("Say that you are here"), "code": code})


@personal
def here(request: HttpRequest, link: PersonalLink, pk: int) -> HttpResponse:
    """Type the code, or find it already typed by the square, and say that one is here."""
    half = get_object_or_404(RegisterHalfDay.objects.select_related("register__place"), pk=pk)
    form = HereForm(request.POST or None, initial={"code": request.GET.get("code", "")})
    said = done(request, form, lambda: check_in(half, link.person, form.cleaned_data["code"]))
    if said is not None:
        messages.success(request, _said(said))
        return redirect("personal:page", link.token)
    is_mine = half.register.expected.filter(person=link.person).exists()
    context = {
        "title": _("Say that you are here"),
        "form": form,
        "half_day": half,
        "link": link,
        "is_mine": is_mine,
        "closed": not_open(half) if is_mine else "",
        "opens_at": opens_at(half).time(),
        "late_after": late_after(half).time(),
    }
    return render(request, "attendance/checkin/here.html", context, status=422 if form.errors else 200)


def _said(status: str) -> str:
    if status in COUNTED:
        return _("You are marked as being here.")
    return _("The trainer had said otherwise: your word is kept, and he will look at it.")
