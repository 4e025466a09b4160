"""Who is invited, the letters, and who came without a name or without an invitation."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from takwin.agreements.forms import possible_parties
from takwin.agreements.views.agreements import found_bodies
from takwin.core import clock
from takwin.core.later import later
from takwin.documents.serving import pdf_response
from takwin.meetings import actions, shown
from takwin.meetings.forms import OfficeForm
from takwin.meetings.models import Invitation
from takwin.meetings.papers import with_older_letters
from takwin.meetings.queries.meetings import circle, found_by_name
from takwin.meetings.queries.namesakes import Listed
from takwin.meetings.views.answers import EDIT, VIEW, crumbs_to, meeting_seen, tried
from takwin.rights.access import UserRequest, requires
from takwin.rights.queries import allowed
from takwin.ui.forms import done


@requires(EDIT)
def invite(request: UserRequest, pk: int) -> HttpResponse:
    """The usual circle, ticked already; one takes off whom one does not want."""
    found = meeting_seen(request, pk, EDIT)
    guests = circle(found)
    if request.method == "POST":
        wanted = set(request.POST.getlist("guest"))
        chosen = [guest for guest in guests if guest.key in wanted]
        try:
            actions.invite(found, chosen, by=request.user)
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
        else:
            return redirect(f"{found.get_absolute_url()}#people")
    title = _("Who is invited?")
    groups = shown.grouped(guests, Listed(found))
    context = {"title": title, "crumbs": crumbs_to(found, title), "meeting": found, "groups": groups}
    return render(request, "meetings/invite.html", context | {"count": len(guests)})


@requires(EDIT)
@require_POST
def send(request: UserRequest, pk: int) -> HttpResponse:
    found = meeting_seen(request, pk, EDIT)
    if found.starts_at is None:
        messages.error(request, _("The invitations tell the hour: set it first."))
        return redirect("meetings:move", pk)
    left = found.invitations.filter(letter=None, uninvited=False).count()
    job = later(actions.send_invitations, meeting=found, by=request.user, steps=left)
    return redirect(f"{reverse('portal:job', args=[job.pk])}?next={found.get_absolute_url()}")


@requires(EDIT)
@require_POST
def tell(request: UserRequest, pk: int) -> HttpResponse:
    """To those whose letter does not say who chairs now: that, and no more."""
    found = meeting_seen(request, pk, EDIT)
    job = later(actions.send_changes, meeting=found, by=request.user, steps=len(with_older_letters(found)))
    return redirect(f"{reverse('portal:job', args=[job.pk])}?next={found.get_absolute_url()}")


@requires(EDIT)
def bodies(request: UserRequest) -> HttpResponse:
    """Any body of the register may sit in a committee or be at a meeting, wherever it is seated."""
    return found_bodies(request, possible_parties())


@requires(EDIT)
def add(request: UserRequest, pk: int) -> HttpResponse:
    """One more: a person found by name, an office whose holder is not named, or a name of no register.
    After the day, he came uninvited."""
    found = meeting_seen(request, pk, EDIT)
    came = found.day <= clock.today()
    words = request.POST.get("q", request.GET.get("q", ""))
    people, listed = found_by_name(found, words), Listed(found)
    form = OfficeForm(request.POST if "capacity" in request.POST else None, meeting=found)
    chosen = next((guest for guest in people if guest.key == request.POST.get("guest")), None)

    def act() -> bool:
        actions.invite(found, [chosen or form.guest()], came=came, by=request.user)
        return True

    is_sent = tried(request, act) if chosen else done(request, form, act)
    if is_sent:
        return redirect(f"{found.get_absolute_url()}#people")
    title = _("Add someone who came") if came else _("Invite one more")
    context = {"title": title, "crumbs": crumbs_to(found, title), "meeting": found, "form": form, "words": words}
    context |= {"people": [(one, listed.twin(one)) for one in people], "there": listed.answering(words)}
    return render(request, "meetings/add.html", context, status=422 if form.errors else 200)


def _line(request: UserRequest, pk: int) -> Invitation:
    """A line of a meeting this user prepares."""
    line = get_object_or_404(allowed(Invitation.objects, request.user, VIEW).select_related("meeting"), pk=pk)
    meeting_seen(request, line.meeting_id, EDIT)
    return line


@requires(EDIT)
@require_POST
def say_came(request: UserRequest, pk: int) -> HttpResponse:
    line = _line(request, pk)
    tried(request, lambda: actions.say_came(line, came=request.POST.get("came", ""), by=request.user))
    return redirect(f"{line.meeting.get_absolute_url()}#people")


@requires(EDIT)
@require_POST
def say_all_came(request: UserRequest, pk: int) -> HttpResponse:
    found = meeting_seen(request, pk, EDIT)
    if tried(request, lambda: actions.say_all_came(found, by=request.user)):
        messages.success(request, _("All those not marked yet are present."))
    return redirect(f"{found.get_absolute_url()}#people")


@requires(EDIT)
@require_POST
def remove(request: UserRequest, pk: int) -> HttpResponse:
    line = _line(request, pk)
    tried(request, lambda: actions.uninvite(line, by=request.user))
    return redirect(f"{line.meeting.get_absolute_url()}#people")


@requires(VIEW)
@require_GET
def letter(request: UserRequest, pk: int) -> HttpResponse:
    """The invitation itself."""
    return _printed(request, pk, "letter")


@requires(VIEW)
@require_GET
def change(request: UserRequest, pk: int) -> HttpResponse:
    """The letter that told what changed since."""
    return _printed(request, pk, "change")


def _printed(request: UserRequest, pk: int, column: str) -> HttpResponse:
    rows = allowed(Invitation.objects, request.user, VIEW).select_related(f"{column}__paper")
    found = getattr(get_object_or_404(rows, pk=pk), column)
    if found is None:
        raise Http404
    return pdf_response(found.paper)
