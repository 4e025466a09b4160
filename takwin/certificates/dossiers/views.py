"""The report, the press note and the dossier of a session, on screen."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from takwin.certificates.dossiers import actions
from takwin.certificates.dossiers.forms import PressForm, ReportForm
from takwin.certificates.dossiers.papers import Remarks, course_proposed
from takwin.certificates.dossiers.pieces import REPORTS
from takwin.certificates.models import Dossier
from takwin.certificates.queries import sessions_of_issuer
from takwin.core.later import later
from takwin.documents.models import Paper
from takwin.documents.serving import file_response, pdf_response
from takwin.journal.models import target_of
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.training.models import TrainingSession
from takwin.ui.forms import is_sound
from takwin.ui.things import Crumb

ISSUE = Permission.CERTIFICATE_ISSUE


def _session(request: UserRequest, pk: int) -> TrainingSession:
    mine = sessions_of_issuer(request.user).select_related("topic", "owner", "place", "host", "register")
    return get_object_or_404(mine, pk=pk)


@require_http_methods(["GET", "POST"])
@requires(ISSUE)
def report(request: UserRequest, pk: int) -> HttpResponse:
    """The words of the report; its figures come from the register."""
    session = _session(request, pk)
    form = ReportForm(request.POST or None, initial={"course": course_proposed(session)})
    if request.method == "POST" and is_sound(form):
        try:
            actions.write_report(session, remarks=Remarks(**form.cleaned_data), by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The report is written and numbered."))
            return redirect(session)
    return _form(request, session, form, _("Write the report"))


@require_http_methods(["GET", "POST"])
@requires(ISSUE)
def press(request: UserRequest, pk: int) -> HttpResponse:
    """The words of the note to the press, from those of the report."""
    session = _session(request, pk)
    form = PressForm(request.POST or None, initial={"title": session.topic.name_ar, "text": course_proposed(session)})
    if request.method == "POST" and is_sound(form):
        try:
            actions.write_press_note(session, **form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The press note is written and numbered."))
            return redirect(session)
    return _form(request, session, form, _("Write the press note"))


def _form(request: HttpRequest, session: TrainingSession, form: ReportForm | PressForm, title: str) -> HttpResponse:
    page: dict[str, object] = {"form": form, "title": title, "submit": title, "back_url": session.get_absolute_url()}
    page["lead"] = f"{session.topic} · {session.reference}"
    page["crumbs"] = [Crumb(str(session), session.get_absolute_url())]
    return render(request, "ui/form.html", page, status=422 if form.errors else 200)


@require_safe
@requires(Permission.CERTIFICATE_VIEW)
def report_pdf(request: UserRequest, pk: int, paper: int) -> HttpResponse:
    """A report or a press note of a session that the reader sees."""
    seen = allowed(TrainingSession.objects, request.user, Permission.CERTIFICATE_VIEW)
    session = get_object_or_404(seen, pk=pk)
    return pdf_response(get_object_or_404(Paper, pk=paper, kind__in=REPORTS, subject=target_of(session)))


@require_POST
@requires(ISSUE)
def seal(request: UserRequest, pk: int) -> HttpResponse:
    """Seal the dossier in the background."""
    session = _session(request, pk)
    job = later(actions.seal_dossier, session=session, by=request.user)
    return redirect(f"{reverse('portal:job', args=[job.pk])}?next={session.get_absolute_url()}")


@require_safe
@requires(ISSUE)
def dossier_file(request: UserRequest, pk: int) -> FileResponse:
    mine = allowed(Dossier.objects.select_related("file"), request.user, ISSUE)
    return file_response(get_object_or_404(mine, pk=pk).file)
