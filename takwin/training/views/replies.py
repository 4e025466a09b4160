"""The answer to a convocation: by the person, from the page his letter opens, or by his council in his place."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core.later import later
from takwin.letters.access import personal
from takwin.letters.models import PersonalLink
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.training import actions
from takwin.training.enums import EnrolmentState, Reply, SessionState
from takwin.training.forms import ReplyForm
from takwin.training.models import Enrolment
from takwin.training.queries import colleagues_for, days_of, timetable_of
from takwin.training.views.answers import done, session_form

RELATED = ("session__topic", "session__place", "session__owner", "session__register", "person", "body")


def form_for(request: HttpRequest, line: Enrolment, *, for_another: bool = False) -> ReplyForm:
    sent = request.POST if request.method == "POST" else None
    said = {"answer": line.reply, "note": line.reply_note}
    return ReplyForm(sent, colleagues=colleagues_for(line), for_another=for_another, initial=said)


@transaction.atomic
def answer_with(form: ReplyForm, line: Enrolment, *, by: User | None) -> Enrolment:
    """Keep the answer; a colleague named takes the seat, and is convened when the convocations have left."""
    data = form.cleaned_data
    if data["answer"] != Reply.REPLACED:
        return actions.reply(line, data["answer"], note=data["note"], by=by)
    chosen = next(one for one in colleagues_for(line) if one.key == data["colleague"])
    fresh = actions.replace(line, chosen.person, by=by)
    if line.session.state == SessionState.CONFIRMED and line.convocations.exists():
        later(actions.send_convocations, session=line.session, by=by)
    return fresh


@personal
def reply(request: HttpRequest, link: PersonalLink, pk: int) -> HttpResponse:
    """The answer of a convened person, from the page his letter opens."""
    lines = link.person.enrolments.exclude(state=EnrolmentState.WITHDRAWN).select_related(*RELATED)
    line = get_object_or_404(lines, pk=pk)
    form = form_for(request, line)
    if done(request, form, lambda: answer_with(form, line, by=None)):
        messages.success(request, _("Your answer is kept. You may change it until the first day."))
        return redirect("personal:page", link.token)
    context = {"title": line.session.topic.name, "form": form, "line": line, "link": link}
    context |= {"days": days_of(line.session), "timetable": timetable_of(line.session)}
    return render(request, "training/reply.html", context, status=422 if form.errors else 200)


@requires(Permission.SESSION_NOMINATE)
def answer(request: UserRequest, pk: int) -> HttpResponse:
    """A council answers for one of its own people."""
    lines = allowed(Enrolment.objects, request.user, Permission.SESSION_NOMINATE).select_related(*RELATED)
    line = get_object_or_404(lines.filter(state=EnrolmentState.ENROLLED), pk=pk)
    form = form_for(request, line, for_another=True)
    if done(request, form, lambda: answer_with(form, line, by=request.user)):
        messages.success(request, _("The answer is kept."))
        return redirect(line.session)
    title = _("Answer for %(person)s") % {"person": line.person}
    return session_form(request, line.session, form, title=title, submit=_("Keep this answer"), lead=str(line.body))
