"""Pages of the form of members: send it, look at what came back, record what changed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from takwin.accounts.models import User
from takwin.core import clock
from takwin.core.uploads import within_limit
from takwin.core.workbooks import XLSX
from takwin.directory.models import Body
from takwin.documents.forms import form_workbook
from takwin.documents.forms.issuing import MOST
from takwin.documents.forms.recording import comparison_of, receive_form, record_form
from takwin.documents.models import ReturnedForm
from takwin.people.imports.owners import owner_for
from takwin.people.models import Office
from takwin.people.round_trip import MEMBERS, of_council, of_list, tell_sent
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.ui.things import Crumb

EDIT = Permission.PERSON_EDIT
SHOWN = 500  # changes drawn on a page; all of them are recorded


class ReturnForm(forms.Form):
    """Takes the file as it came back."""

    file = forms.FileField(
        label=gettext_lazy("The form as it came back"),
        help_text=gettext_lazy(
            "The Excel file Takwin made, filled in. It may have been sorted, or saved by LibreOffice."
        ),
        validators=[within_limit],
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods"}),
    )


def crumbs(label: str) -> list[Crumb]:
    return [Crumb(_("Persons"), reverse("people:persons")), Crumb(label)]


def sent(request: UserRequest, rows: "QuerySet[Office]", owner: Body | None, back_url: str) -> HttpResponse:
    """The file, unless there is nothing to send, or too much for one file."""
    count = rows.count()
    if owner is None or not 0 < count <= MOST:
        messages.info(request, _too_much(count) if count > MOST else _("There is nobody here whom you may correct."))
        return redirect(back_url)
    tell_sent(owner, rows=count, by=request.user)
    language = "fr" if get_language() == "fr" else "ar"
    response = HttpResponse(form_workbook(MEMBERS, list(rows), language=language, by=request.user), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="members-form-{clock.today():%Y-%m-%d}.xlsx"'
    return response


def _too_much(count: int) -> str:
    said = _("%(count)s rows are too many for one form (%(limit)s at most): choose a province first.")
    return said % {"count": count, "limit": MOST}


@requires(EDIT)
@require_GET
@never_cache
def form_of_list(request: UserRequest) -> HttpResponse:
    """The persons of the list, under its filters, as a form."""
    return sent(request, of_list(request, request.user), owner_for(request.user), reverse("people:persons"))


@requires(EDIT)
@require_GET
@never_cache
def form_of_council(request: UserRequest, pk: int) -> HttpResponse:
    """The members of one council as a form to send there."""
    council = get_object_or_404(allowed(Body.objects, request.user, EDIT), pk=pk)
    return sent(request, of_council(request.user, council), council, council.get_absolute_url())


@requires(EDIT)
def give_back(request: UserRequest) -> HttpResponse:
    """Take the form as it came back, and look at it before anything changes."""
    form = ReturnForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        owner = owner_for(request.user)
        try:
            if owner is None:
                raise ValidationError(_("No body of your territory can receive this file."))
            returned = receive_form(upload.read(), upload.name, spec=MEMBERS, owner=owner, by=request.user)
        except ValidationError as error:
            form.add_error("file", error)
        else:
            return redirect("people:returned", returned.pk)
    title = _("Read back a form")
    context = {"form": form, "title": title, "crumbs": crumbs(title), "submit": _("See what changed")}
    context["back_url"] = reverse("people:persons")
    return render(request, "ui/form.html", context, status=422 if form.errors else 200)


def returned_form(request: UserRequest, pk: int) -> ReturnedForm:
    """A form one received oneself: its rows are read with one's own rights."""
    rows = allowed(ReturnedForm.objects.select_related("file"), request.user, EDIT)
    return get_object_or_404(rows, pk=pk, kind=MEMBERS.kind, received_by=request.user)


@requires(EDIT)
@require_GET
@never_cache
def returned(request: UserRequest, pk: int) -> HttpResponse:
    return shown(request, returned_form(request, pk))


def shown(request: UserRequest, back: ReturnedForm, faults: tuple[str, ...] = ()) -> HttpResponse:
    """What changed, and only that; every row that is not as it was sent has its sentence."""
    title = _("What changed in the form")
    context: dict[str, Any] = {"title": title, "crumbs": crumbs(title), "back": back, "faults": faults}
    try:
        found = comparison_of(back, MEMBERS, request.user)
    except ValidationError as error:
        context["faults"] = error.messages
        return render(request, "documents/form_back.html", context, status=422)
    context |= {
        "found": found,
        "sender": User.objects.filter(pk=found.sent.by).first(),
        "differences": found.differences[:SHOWN],
        "hidden": max(len(found.differences) - SHOWN, 0),
        "changes": len(found.taken()),
        "record_url": reverse("people:record_form", args=[back.pk]),
        "again_url": reverse("people:give_back"),
    }
    return render(request, "documents/form_back.html", context, status=422 if faults else 200)


@requires(EDIT)
@require_POST
def record_returned(request: UserRequest, pk: int) -> HttpResponse:
    back = returned_form(request, pk)
    try:
        count = record_form(back, spec=MEMBERS, choices=request.POST.getlist("take"), by=request.user)
    except ValidationError as error:
        return shown(request, back, tuple(error.messages))
    said = ngettext("%(count)s change recorded.", "%(count)s changes recorded.", count) % {"count": count}
    messages.success(request, said)
    return redirect("people:persons")
