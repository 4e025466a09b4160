"""Pages of personal data: what is kept and why, the requests of persons, and their answers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from takwin.core import clock
from takwin.documents.serving import pdf_bytes_response
from takwin.people.models import FileRequest, Person, Rectification
from takwin.people.privacy import actions, queries
from takwin.people.privacy.classes import kept_about_people
from takwin.people.privacy.enums import RequestState, Subject
from takwin.people.privacy.figures import figure
from takwin.people.privacy.forms import AskFileForm, AskRectificationForm, DecideForm
from takwin.people.privacy.papers import file_of_request, issuer_of
from takwin.people.privacy.sections import SECTIONS
from takwin.people.privacy.words import KEEPS
from takwin.rights.access import UserRequest, public, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.ui.forms import form_page, is_sound, refuse
from takwin.ui.things import Crumb

ANSWER = Permission.PRIVACY_ANSWER
CLOSED = 50  # answered requests shown under those that wait


@public
@require_GET
def kept(request: HttpRequest) -> HttpResponse:
    """What we keep about people, and why: the classification of the code itself, for everyone to read."""
    context = {
        "title": _("What we keep about people, and why"),
        "layout": "ui/base.html" if request.user.is_authenticated else "ui/simple.html",
        "registers": kept_about_people(),
        "facts": [(one.title, _(one.purpose), KEEPS[one.keep]) for one in SECTIONS],
        "days": figure("rectification_days", on=clock.today()),
        "years": figure("retention_person_years", on=clock.today()),
    }
    return render(request, "people/privacy/kept.html", context)


@requires(ANSWER)
@require_GET
def requests(request: UserRequest) -> HttpResponse:
    """Every request about personal data in the officer's territory: those that wait, then the last answered."""
    files = allowed(FileRequest.objects.exclude(answered_at=None), request.user, ANSWER)
    decided = allowed(Rectification.objects.exclude(state=RequestState.ASKED), request.user, ANSWER)
    context = {
        "title": _("Requests about personal data"),
        "open_files": queries.open_files(request.user),
        "open_rectifications": queries.open_rectifications(request.user),
        "files": files.select_related("person")[:CLOSED],
        "rectifications": decided.select_related("person")[:CLOSED],
        "today": clock.today(),
    }
    return render(request, "people/privacy/requests.html", context)


def person_of(request: UserRequest, pk: int) -> Person:
    return get_object_or_404(allowed(Person.objects, request.user, ANSWER), pk=pk)


def around(title: str, person: Person) -> dict[str, Any]:
    way = [Crumb(_("Persons"), reverse("people:persons")), Crumb(person.name, person.get_absolute_url()), Crumb(title)]
    return {"title": title, "back_url": person.get_absolute_url(), "crumbs": way}


@requires(ANSWER)
def ask_file(request: UserRequest, pk: int) -> HttpResponse:
    person = person_of(request, pk)
    form = AskFileForm(request.POST or None)
    if request.method == "POST" and is_sound(form):
        try:
            wanted = actions.ask_file(person, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            refuse(form, error)
        else:
            return redirect(wanted)
    title = _("Record a request for one’s file")
    lead = _("The request is recorded today; the file is printed and handed over on the next page.")
    return form_page(request, form, lead=lead, submit=_("Record the request"), **around(title, person))


def file_request(request: UserRequest, pk: int) -> FileRequest:
    wanted = allowed(FileRequest.objects.select_related("person__user", "answered_by"), request.user, ANSWER)
    return get_object_or_404(wanted, pk=pk)


@requires(ANSWER)
@require_GET
def file(request: UserRequest, pk: int) -> HttpResponse:
    """A request for one's file: when it was asked, by when it is due, and the button that hands it over."""
    wanted = file_request(request, pk)
    context = {"wanted": wanted, "is_late": queries.is_late(wanted.due_on)}
    return render(
        request, "people/privacy/file.html", context | around(_("All that is kept of a person"), wanted.person)
    )


@requires(ANSWER)
@require_POST
@never_cache
def hand_over(request: UserRequest, pk: int) -> HttpResponse:
    """Print the file for the person who asked; that it was handed over is written down, with its digest."""
    wanted = file_request(request, pk)
    issuer = issuer_of(request.user)
    if issuer is None:
        messages.error(request, _("No institution of your territory can answer: ask the region."))
        return redirect(wanted)
    pdf = file_of_request(wanted, issuer)
    try:
        actions.hand_over(wanted, pdf=pdf, by=request.user)
    except ValidationError as error:
        messages.info(request, " ".join(error.messages))
        return redirect(wanted)
    return pdf_bytes_response(pdf, f"DP-{wanted.pk}.pdf", download=True)


@requires(ANSWER)
def ask_rectification(request: UserRequest, pk: int) -> HttpResponse:
    person = person_of(request, pk)
    form = AskRectificationForm(request.POST or None)
    if request.method == "POST" and is_sound(form):
        try:
            asked = actions.ask_rectification(person, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            refuse(form, error)
        else:
            return redirect(asked)
    title = _("Record a correction asked for")
    return form_page(request, form, submit=_("Record the request"), **around(title, person))


@requires(ANSWER)
@never_cache
def rectification(request: UserRequest, pk: int) -> HttpResponse:
    """What the person says beside what stands, and the answer. It shows numbers in clear, which is written down."""
    rows = allowed(Rectification.objects.select_related("person", "decided_by"), request.user, ANSWER)
    asked = get_object_or_404(rows, pk=pk)
    form = DecideForm(request.POST or None)
    if request.method == "GET":
        actions.tell_file_seen(asked.person, by=request.user)
    elif is_sound(form):
        act = actions.accept_rectification if form.accepted() else actions.refuse_rectification
        try:
            act(asked, **form.words_given(), by=request.user)
        except ValidationError as error:
            form.add_error("words" if hasattr(error, "error_dict") else None, error.messages)
        else:
            messages.success(request, _("The answer is recorded."))
            return redirect(asked)
    stands = queries.current(asked.person.standing(), asked.subject)
    is_open = asked.state == RequestState.ASKED
    context: dict[str, Any] = {"asked": asked, "stands": stands, "is_open": is_open, "submit": _("Answer")}
    context |= {"is_other": asked.subject == Subject.OTHER, **around(_("A correction asked for"), asked.person)}
    return form_page(request, form, "people/privacy/rectification.html", **context)
