"""What is known of a trainer: topics, accreditations, papers, days."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from takwin.catalogue.answers import done
from takwin.catalogue.models import Accreditation, Availability, Trainer, TrainerPaper
from takwin.catalogue.pool import actions
from takwin.catalogue.pool.forms import AccreditForm, AvailabilityForm, EndForm, MasteriesForm, PaperForm, RenewForm
from takwin.core import formats
from takwin.core.text import joined
from takwin.documents.serving import file_response, pdf_response
from takwin.letters.access import personal
from takwin.letters.models import PersonalLink
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.ui.forms import form_page, is_sound
from takwin.ui.things import Crumb

EDIT = Permission.SESSION_EDIT


def trainer_kept(request: UserRequest, pk: int) -> Trainer:
    rows = allowed(Trainer.objects.select_related("owner", "person"), request.user, EDIT)
    return get_object_or_404(rows, pk=pk)


def crumbs_to(trainer: Trainer, label: str) -> list[Crumb]:
    pool = Crumb(_("Trainers"), reverse("catalogue:trainers"))
    return [pool, Crumb(trainer.person.name, trainer.get_absolute_url()), Crumb(label)]


def trainer_form(
    request: UserRequest, trainer: Trainer, form: forms.Form, title: str, submit: str, **more: Any
) -> HttpResponse:
    """A form about one trainer, which leads back to his page."""
    more |= {"crumbs": crumbs_to(trainer, title)}
    return form_page(request, form, title=title, submit=submit, back=trainer.get_absolute_url(), **more)


@requires(EDIT)
def topics(request: UserRequest, pk: int) -> HttpResponse:
    found = trainer_kept(request, pk)
    form = MasteriesForm(request.POST if request.method == "POST" else None, trainer=found)
    if done(request, form, lambda **_data: actions.set_masteries(found, form.said(), by=request.user)):
        messages.success(request, _("What he teaches is noted."))
        return redirect(found)
    title = _("Topics of %(trainer)s") % {"trainer": found}
    return trainer_form(
        request, found, form, title, _("Keep these topics"), template="catalogue/pool/topics_form.html"
    )  # fmt: skip


@requires(EDIT)
def accredit(request: UserRequest, pk: int) -> HttpResponse:
    found = trainer_kept(request, pk)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AccreditForm(*sent, trainer=found)
    if done(request, form, lambda **facts: actions.accredit(found, **facts)):
        messages.success(request, _("The accreditation is noted."))
        return redirect(found)
    return trainer_form(request, found, form, _("Accredit the trainer"), _("Note the accreditation"))


def accreditation_seen(request: UserRequest, pk: int, permission: Permission = EDIT) -> Accreditation:
    related = ("trainer__person", "trainer__owner", "act", "topic", "paper")
    rows = allowed(Accreditation.objects.select_related(*related), request.user, permission)
    return get_object_or_404(rows, pk=pk)


@requires(EDIT)
def renew_accreditation(request: UserRequest, pk: int) -> HttpResponse:
    found = accreditation_seen(request, pk)
    form = RenewForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if done(request, form, lambda **facts: actions.renew_accreditation(found, **facts)):
        messages.success(request, _("The accreditation is renewed."))
        return redirect(found.trainer)
    return trainer_form(request, found.trainer, form, _("Renew the accreditation"), _("Renew it"), lead=told(found))


def told(found: Accreditation) -> str:
    """Which accreditation a form is about: its topic, its act, its last day."""
    last = _("until %(day)s") % {"day": formats.day(found.ends_on)} if found.ends_on else ""
    return joined([str(found.topic or _("every topic he holds")), str(found.act), last])


@requires(EDIT)
@require_POST
def issue_accreditation(request: UserRequest, pk: int) -> HttpResponse:
    found = accreditation_seen(request, pk)
    try:
        actions.issue_accreditation(found.trainer, found.act, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("The certificate of accreditation is numbered: print it."))
    return redirect(found.trainer)


@requires(Permission.SESSION_VIEW)
@require_GET
def accreditation_paper(request: UserRequest, pk: int) -> HttpResponse:
    """The certificate; the latest topics of an act share it."""
    paper = accreditation_seen(request, pk, Permission.SESSION_VIEW).paper
    if paper is None:
        raise Http404
    return pdf_response(paper)


@requires(EDIT)
def end_accreditation(request: UserRequest, pk: int) -> HttpResponse:
    found = accreditation_seen(request, pk)
    form = EndForm(request.POST or None)
    if done(request, form, lambda **facts: actions.end_accreditation(found, **facts)):
        messages.success(request, _("The last day of the accreditation is noted."))
        return redirect(found.trainer)
    title, submit = _("End the accreditation"), _("End it")
    return trainer_form(request, found.trainer, form, title, submit, lead=told(found), danger=True)


@requires(EDIT)
def keep_paper(request: UserRequest, pk: int) -> HttpResponse:
    found = trainer_kept(request, pk)
    form = PaperForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if done(request, form, lambda **facts: actions.keep_paper(found, **facts)):
        messages.success(request, _("The paper is kept."))
        return redirect(found)
    return trainer_form(request, found, form, _("Add a paper of the trainer"), _("Keep the paper"))


def paper_kept(request: UserRequest, pk: int) -> TrainerPaper:
    return get_object_or_404(
        allowed(TrainerPaper.objects.select_related("file", "trainer"), request.user, EDIT), pk=pk
    )  # fmt: skip


@requires(EDIT)
@require_GET
def paper(request: UserRequest, pk: int) -> FileResponse:
    return file_response(paper_kept(request, pk).file)


@requires(EDIT)
@require_POST
def remove_paper(request: UserRequest, pk: int) -> HttpResponse:
    found = paper_kept(request, pk)
    actions.remove_paper(found, by=request.user)
    messages.success(request, _("The paper is removed."))
    return redirect(found.trainer)


@requires(EDIT)
def say_days(request: UserRequest, pk: int) -> HttpResponse:
    found = trainer_kept(request, pk)
    form = AvailabilityForm(request.POST or None)
    if done(request, form, lambda **facts: actions.say_availability(found, **facts)):
        messages.success(request, _("What he says of these days is noted."))
        return redirect(found)
    return trainer_form(request, found, form, _("Days he is free or is not"), _("Note these days"))


@requires(EDIT)
@require_POST
def forget_days(request: UserRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(allowed(Availability.objects.select_related("trainer"), request.user, EDIT), pk=pk)
    actions.forget_availability(found, by=request.user)
    messages.success(request, _("This is taken back."))
    return redirect(found.trainer)


@personal
def own_days(request: HttpRequest, link: PersonalLink, pk: int) -> HttpResponse:
    """The trainer says himself, by the link and code of a letter, when he is free and when he is not."""
    found = get_object_or_404(Trainer.objects.select_related("owner").filter(person=link.person, is_open=True), pk=pk)
    form = AvailabilityForm(request.POST or None)
    if request.method == "POST" and is_sound(form):
        try:
            actions.say_availability(found, **form.cleaned_data, by=None)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("What you say of these days is noted."))
            return redirect("personal:page", link.token)
    context = {"trainer": found, "link": link, "form": form}
    return render(request, "catalogue/pool/own_days.html", context, status=422 if form.errors else 200)


@personal
@require_POST
def forget_own_days(request: HttpRequest, link: PersonalLink, pk: int) -> HttpResponse:
    rows = Availability.objects.filter(trainer__person=link.person)
    actions.forget_availability(get_object_or_404(rows, pk=pk), by=None)
    messages.success(request, _("This is taken back."))
    return redirect("personal:page", link.token)
