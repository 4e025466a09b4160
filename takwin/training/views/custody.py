"""The way of the convocations: the route list to print and to tick back, and the messages sent beside it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from takwin.core.later import later
from takwin.documents.serving import pdf_bytes_response
from takwin.letters.actions import pass_on
from takwin.letters.codes import all_to_hand_over
from takwin.letters.models import Hand
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.training import actions, queries, routes
from takwin.training.enums import SessionState
from takwin.training.forms import HandForm
from takwin.training.messages import message_for, said_of
from takwin.training.models import Convocation
from takwin.training.papers import located_rooms
from takwin.training.papers import route_list as printed
from takwin.training.shown import channels_of, ready_messages
from takwin.training.views.answers import crumbs_to, done, session_seen

VIEW, NOMINATE, CONFIRM = Permission.SESSION_VIEW, Permission.SESSION_NOMINATE, Permission.SESSION_CONFIRM


@requires(NOMINATE)
def route(request: UserRequest, pk: int) -> HttpResponse:
    """Where each convocation is, and the list that came back, ticked: which letters, in whose hands, on which day."""
    found = session_seen(request, pk, VIEW)
    stages = routes.route_of(found, request.user)
    form = HandForm(request.POST if request.method == "POST" else None)
    mine = {line.convocation.letter_id for stage in stages for line in stage.lines}
    ticked = [key for key in mine if str(key) in request.POST.getlist("letter")]

    def act() -> tuple[int]:
        said = form.cleaned_data
        return (pass_on(ticked, Hand(said["hand"]), on=said["on"], about=found, by=request.user),)

    if noted := done(request, form, act):
        said = ngettext("%(n)s letter is noted.", "%(n)s letters are noted.", noted[0]) % {"n": noted[0]}
        messages.success(request, said)
        return redirect("training:route", pk)
    title = _("Way of the convocations")
    context = {"title": title, "session": found, "stages": stages, "form": form, "ticked": ticked, "hands": Hand}
    context |= {"authorities": {stage.authority.pk: stage.authority for stage in stages}.values()}
    context |= {"crumbs": crumbs_to(found, title)}
    return render(request, "training/route.html", context, status=422 if form.errors else 200)


@requires(NOMINATE)
@require_GET
def route_list(request: UserRequest, pk: int, authority: int) -> HttpResponse:
    """The list of one authority, to print, to be signed at each step and to come back."""
    found = session_seen(request, pk, VIEW)
    stages = routes.of_authority(routes.route_of(found, request.user), authority)
    if not stages:
        raise Http404
    return pdf_bytes_response(printed(found, stages), f"{found.reference} {stages[0].authority.name_fr}.pdf")


@requires(NOMINATE)
@require_GET
@never_cache
def tell(request: UserRequest, pk: int) -> HttpResponse:
    """The messages: how many may leave by each channel, and the text of each person to paste in WhatsApp."""
    found = session_seen(request, pk, VIEW)
    convocations, now = queries.current_convocations(found, request.user), said_of(found)
    all_to_hand_over([one.letter for one in convocations])
    rooms, title = located_rooms(found), _("Messages to those convened")
    told, stands = [message_for(one, now, rooms) for one in convocations], found.state != SessionState.CANCELLED
    context = {
        "title": title,
        "session": found,
        "channels": channels_of(told),
        "changed": sum(not one.is_current for one in told) if stands else 0,
        "ready": ready_messages(told, [reverse("training:pasted", args=[one.pk]) for one in convocations]),
        "may_send": allowed(type(found).objects, request.user, CONFIRM).filter(pk=pk).exists(),
        "crumbs": crumbs_to(found, title),
    }
    return render(request, "training/tell.html", context)


@requires(CONFIRM)
@require_POST
def send(request: UserRequest, pk: int) -> HttpResponse:
    """Ask for the messages of one channel; they leave in the background, and twice asked leave once."""
    found = session_seen(request, pk, CONFIRM)
    channel = request.POST.get("channel", "")
    if channel not in actions.channels_offered():
        raise Http404
    job = later(actions.tell_by, session=found, channel=channel, by=request.user)
    return redirect(f"{reverse('portal:job', args=[job.pk])}?next={reverse('training:tell', args=[pk])}")


@requires(CONFIRM)
@require_POST
def note_changes(request: UserRequest, pk: int) -> HttpResponse:
    """Prepare the messages that tell only what changed."""
    actions.note_changes(session_seen(request, pk, CONFIRM), by=request.user)
    return redirect("training:tell", pk)


@requires(NOMINATE)
@require_POST
def pasted(request: UserRequest, pk: int) -> HttpResponse:
    """Note that a person's message was sent by WhatsApp."""
    rows = allowed(Convocation.objects, request.user, NOMINATE)
    related = rows.select_related("letter__paper", "enrolment__session__register", "enrolment__person")
    convocation = get_object_or_404(related, pk=pk)
    try:
        actions.note_pasted(convocation, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect(reverse("training:tell", args=[convocation.enrolment.session_id]) + f"#l{convocation.letter_id}")
