"""Invite trainers, keep their answers, charge them, draw up what they are owed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from takwin.accounts.models import User
from takwin.catalogue.models import Trainer
from takwin.core import clock
from takwin.core.later import later
from takwin.documents.serving import pdf_response
from takwin.letters.access import personal
from takwin.letters.codes import to_hand_over
from takwin.letters.models import PersonalLink
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.training.actions import channels_offered
from takwin.training.models import TrainingSession
from takwin.training.shown import channels_of, ready_messages
from takwin.training.trainers import actions, telling
from takwin.training.trainers.forms import AnswerForm, InviteForm, TakeBackForm
from takwin.training.trainers.models import TrainerInvitation, TrainerMission
from takwin.training.trainers.queries import (
    dues,
    given_by,
    named,
    proposals,
    standing_of,
    sum_of,
    to_pay,
    told_in_line,
    without_trainer,
)
from takwin.training.views.answers import crumbs_to, done, session_form, session_seen

EDIT, ORDER = Permission.SESSION_EDIT, Permission.SPENDING_ORDER


@requires(EDIT)
def invite(request: UserRequest, pk: int) -> HttpResponse:
    """Propose the trainers of the pool for the half-days ticked; those that something prevents are told with it."""
    found = session_seen(request, pk, EDIT)
    halves = [half for half in without_trainer(found) if half.day >= clock.today()]
    sent = request.POST if request.method == "POST" else request.GET
    ticked = [half for half in halves if str(half.pk) in sent.getlist("half_days")] or halves
    proposed = proposals(found, ticked)
    chosen = None if "propose" in sent else request.POST or None  # asked for other proposals, not to invite
    form = InviteForm(chosen, halves=halves, chosen=ticked, proposed=proposed)

    def act() -> TrainerInvitation:
        trainer, wanted, before = form.said()
        return actions.invite(found, trainer, wanted, answer_before=before, by=request.user)

    if made := done(request, form, act):
        messages.success(request, _("The invitation of %(trainer)s is numbered: print it.") % {"trainer": made.trainer})
        return redirect(found)
    return session_form(
        request, found, form, title=_("Invite a trainer"), submit=_("Invite the trainer"), proposed=proposed,
        planned=found, template="training/trainers/invite.html",
    )  # fmt: skip


def invitation_seen(request: UserRequest, pk: int) -> TrainerInvitation:
    rows = allowed(TrainerInvitation.objects, request.user, EDIT).select_related(
        "session__topic", "session__owner", "trainer__person", "letter__paper", "letter__person"
    )
    return get_object_or_404(rows, pk=pk)


@requires(EDIT)
@require_GET
def letter(request: UserRequest, pk: int) -> HttpResponse:
    """The invitation to hand over: it bears the code until it is delivered."""
    return pdf_response(to_hand_over(invitation_seen(request, pk).letter))


def keep_answer(form: AnswerForm, invitation: TrainerInvitation, *, by: User | None) -> TrainerInvitation:
    if form.cleaned_data["answer"] == AnswerForm.YES:
        return actions.accept(invitation, by=by)
    return actions.decline(invitation, reason=form.cleaned_data["reason"], by=by)


@requires(EDIT)
def answer(request: UserRequest, pk: int) -> HttpResponse:
    """The office notes what the trainer said by phone."""
    found = invitation_seen(request, pk)
    form = AnswerForm(request.POST or None)
    form.fields["answer"].choices = [("yes", _("He accepts")), ("no", _("He declines"))]  # type: ignore[attr-defined]
    if done(request, form, lambda: keep_answer(form, found, by=request.user)):
        messages.success(request, _("The answer is kept."))
        return redirect(found.session)
    title = _("Answer of %(trainer)s") % {"trainer": found.trainer}
    return session_form(request, found.session, form, title=title, submit=_("Keep this answer"))


@requires(EDIT)
def take_back(request: UserRequest, pk: int) -> HttpResponse:
    found = invitation_seen(request, pk)
    form = TakeBackForm(request.POST or None)
    if done(request, form, lambda: actions.take_back(found, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The invitation is taken back; its half-days wait for another trainer."))
        return redirect(found.session)
    lead = _("Its letter is void. What he had accepted is free again.")
    title = _("Take back the invitation")
    return session_form(request, found.session, form, title=title, submit=title, lead=lead, danger=True)


def trainer_of(session: TrainingSession, pk: int) -> Trainer:
    rows = Trainer.objects.filter(slots__session=session).select_related("person", "body", "owner").distinct()
    return get_object_or_404(rows, pk=pk)


@requires(EDIT)
@require_POST
def charge(request: UserRequest, pk: int, trainer: int) -> HttpResponse:
    found = session_seen(request, pk, EDIT)
    try:
        actions.charge(found, trainer_of(found, trainer), by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("The mission letter is numbered: print it."))
    return redirect(found)


@requires(EDIT)
@require_GET
def mission_letter(request: UserRequest, pk: int) -> HttpResponse:
    """The mission letter to hand over: one that opens his page bears the code until it is delivered."""
    rows = allowed(TrainerMission.objects, request.user, EDIT).select_related("letter__paper")
    return pdf_response(to_hand_over(get_object_or_404(rows, pk=pk).letter))


@requires(EDIT)
@require_GET
@never_cache
def tell(request: UserRequest, pk: int) -> HttpResponse:
    """The messages to trainers: how many each channel reaches, and the text of each to paste in WhatsApp."""
    found, title = session_seen(request, pk, EDIT), _("Messages to the trainers")
    told = telling.messages_of(found)
    pasted = [reverse("training:pasted_to_trainer", args=[pk, one.letter.pk]) for one in told]
    context = {
        "title": title, "session": found, "channels": channels_of(told), "may_send": True,
        "changed": sum(not one.is_current for one in told), "ready": ready_messages(told, pasted),
        "crumbs": crumbs_to(found, title),
    }  # fmt: skip
    return render(request, "training/trainers/tell.html", context)


@requires(EDIT)
@require_POST
def send(request: UserRequest, pk: int) -> HttpResponse:
    """Ask for the messages of one channel; they leave in the background, and twice asked leave once."""
    found, channel = session_seen(request, pk, EDIT), request.POST.get("channel", "")
    if channel not in channels_offered():
        raise Http404
    job = later(telling.tell_trainers_by, session=found, channel=channel, by=request.user)
    return redirect(f"{reverse('portal:job', args=[job.pk])}?next={reverse('training:tell_trainers', args=[pk])}")


@requires(EDIT)
@require_POST
def note_changes(request: UserRequest, pk: int) -> HttpResponse:
    """Prepare the messages that tell trainers only what changed."""
    telling.note_trainers_changes(session_seen(request, pk, EDIT), by=request.user)
    return redirect("training:tell_trainers", pk)


@requires(EDIT)
@require_POST
def pasted(request: UserRequest, pk: int, letter: int) -> HttpResponse:
    """Note that a trainer's message was sent by WhatsApp."""
    found = session_seen(request, pk, EDIT)
    if letter not in [one.letter.pk for one in telling.messages_of(found)]:
        raise Http404
    telling.note_pasted_to_trainer(found, letter, by=request.user)
    return redirect(reverse("training:tell_trainers", args=[pk]) + f"#l{letter}")


@requires(ORDER)
def fees(request: UserRequest, pk: int, trainer: int) -> HttpResponse:
    """What the half-days given earn, line by line, before it is drawn up for the finance officer to pay."""
    found = session_seen(request, pk, EDIT)
    get_object_or_404(allowed(type(found.owner).objects, request.user, ORDER), pk=found.owner_id)
    paid = trainer_of(found, trainer)
    context: dict[str, Any] = {"title": _("Fees of %(trainer)s") % {"trainer": paid}, "refusal": ""}
    try:
        if request.method == "POST":
            drawn = actions.draw_up_fees(found, paid, by=request.user)
            said = ngettext("The payment statement is drawn up.", "%(n)s payment statements are drawn up.", len(drawn))
            messages.success(request, said % {"n": len(drawn)})
            return redirect(drawn[0])
        rows = dues(found, paid, to_pay(found, paid))
        context |= {"rows": [(row, named(row.half_day)) for row in rows], "sum": sum_of(rows)}
    except ValidationError as refusal:
        context["refusal"] = refusal.messages[0]
    context |= {"session": found, "trainer": paid}
    return render(request, "training/trainers/fees.html", context, status=422 if context["refusal"] else 200)


@personal
def own_answer(request: HttpRequest, link: PersonalLink, pk: int) -> HttpResponse:
    """The trainer accepts or declines, from the page his letter opens."""
    found = get_object_or_404(standing_of(link.person), pk=pk)
    form = AnswerForm(request.POST or None)
    if done(request, form, lambda: keep_answer(form, found, by=None)):
        messages.success(request, _("Your answer is kept. Thank you."))
        return redirect("personal:page", link.token)
    halves = given_by(found.session, found.trainer, found.half_days.order_by("day", "part"))
    context = {"title": found.session.topic.name, "form": form, "asked": found, "link": link}
    context["timetable"] = [told_in_line(one) for one in halves]
    return render(request, "training/trainers/answer.html", context, status=422 if form.errors else 200)


@personal
@require_GET
def own_mission(request: HttpRequest, link: PersonalLink, pk: int) -> HttpResponse:
    rows = TrainerMission.objects.filter(trainer__person=link.person, ended_at=None).select_related("letter__paper")
    return pdf_response(get_object_or_404(rows, pk=pk).letter.paper)
