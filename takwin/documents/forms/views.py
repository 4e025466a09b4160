"""Pages of every form: take it back, look at what changed, record it, undo it. An app above only brings the list."""

from collections.abc import Sequence
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
from takwin.core.uploads import within_limit
from takwin.core.workbooks import XLSX
from takwin.documents.enums import BatchState
from takwin.documents.forms.recording import (
    Rows,
    comparison_of,
    receive_form,
    record_form,
    recorded_in,
    send_form,
    spec_of,
    undo_form,
)
from takwin.documents.forms.spec import RoundTrip, kinds_by_permission
from takwin.documents.models import ReturnedForm
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.ui.forms import is_sound
from takwin.ui.things import Crumb

GIVING_BACK = (
    Permission.PERSON_EDIT, Permission.SESSION_NOMINATE, Permission.SESSION_EDIT, Permission.BODY_EDIT,
    Permission.PARAMETER_EDIT, Permission.ENTITLEMENT_RECORD, Permission.AGREEMENT_EDIT, Permission.TREASURY_REQUEST,
    Permission.SPENDING_PAY, Permission.MEETING_EDIT, Permission.OBLIGATION_SETTLE, Permission.SURVEY_EDIT,
    Permission.PROGRAMME_EDIT, Permission.PRESENCE_CORRECT, Permission.CERTIFICATE_ISSUE,
    Permission.PERSON_MERGE, Permission.ACCOUNT_OPEN, Permission.JOURNAL_VIEW,
)  # fmt: skip
SHOWN = 500  # changes, and as many remarks, drawn on a page; all changes are recorded
TOLD = 20  # faults drawn above them
LATEST = 10  # forms read back that the page of reading back names


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


def sent(request: UserRequest, spec: RoundTrip, rows: Rows, *, name: str, back_url: str) -> HttpResponse:
    """The workbook to send, unless there is nothing to send, or too much for one file."""
    language = "fr" if get_language() == "fr" else "ar"
    try:
        data = send_form(spec, rows, language=language, by=request.user)
    except ValidationError as refusal:
        messages.info(request, " ".join(refusal.messages))
        return redirect(back_url)
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def forms_of(user: User) -> QuerySet[ReturnedForm]:
    """The forms one received oneself, of the lists one still may change: their rows are read with one's own rights."""
    found = ReturnedForm.objects.none()
    for permission, kinds in kinds_by_permission().items():
        found |= allowed(ReturnedForm.objects.filter(kind__in=kinds, received_by=user), user, permission)
    return found.select_related("file", "owner")


@requires(*GIVING_BACK)
def give_back(request: UserRequest) -> HttpResponse:
    """Take a form as it came back, of whatever list, and look at it before anything changes."""
    form = ReturnForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and is_sound(form):
        upload = form.cleaned_data["file"]
        try:
            returned = receive_form(upload.read(), upload.name, by=request.user)
        except ValidationError as error:
            form.add_error("file", error)
        else:
            return redirect("documents:returned", returned.pk)
    title = _("Read back a form")
    context = {"form": form, "title": title, "crumbs": [Crumb(title)], "submit": _("See what changed")}
    context["latest"] = forms_of(request.user)[:LATEST]
    return render(request, "documents/form_read_back.html", context, status=422 if form.errors else 200)


@requires(*GIVING_BACK)
@require_GET
@never_cache
def returned(request: UserRequest, pk: int) -> HttpResponse:
    return shown(request, get_object_or_404(forms_of(request.user), pk=pk))


def shown(request: UserRequest, back: ReturnedForm, faults: Sequence[str] = ()) -> HttpResponse:
    """What changed, and only that; every row that is not as it was sent has its sentence."""
    title = _("What changed in the form")
    context: dict[str, Any] = {"title": title, "back": back, "faults": faults[:TOLD]}
    context["crumbs"] = [Crumb(_("Read back a form"), reverse("documents:give_back")), Crumb(back.file.name)]
    try:
        spec = spec_of(back, request.user)
        found = comparison_of(back, request.user) if back.state == BatchState.READ else None
    except ValidationError as error:
        context["faults"] = [*faults, *error.messages]
        return render(request, "documents/form_back.html", context, status=422)
    context |= {"spec": spec, "found": found}
    if found:
        context |= {
            "sender": User.objects.filter(pk=found.sent.by).first(),
            "differences": found.differences[:SHOWN],
            "hidden": max(len(found.differences) - SHOWN, 0),
            "remarks": sorted(found.remarks, key=lambda remark: not remark.stops)[:SHOWN],
            "unsaid": max(len(found.remarks) - SHOWN, 0),
            "changes": len(found.taken()),
        }
    if back.state == BatchState.RECORDED:
        recorded = recorded_in(back, spec, request.user)
        context |= {
            "differences": recorded[:SHOWN],
            "is_final": spec.is_final and not all(one.field.is_passing for one in recorded),
        }
    return render(request, "documents/form_back.html", context, status=422 if faults else 200)


@requires(*GIVING_BACK)
@require_POST
def record_returned(request: UserRequest, pk: int) -> HttpResponse:
    back = get_object_or_404(forms_of(request.user), pk=pk)
    try:
        count = record_form(back, choices=request.POST.getlist("take"), by=request.user)
    except ValidationError as error:
        return shown(request, back, error.messages)
    said = ngettext("%(count)s change recorded.", "%(count)s changes recorded.", count) % {"count": count}
    messages.success(request, said)
    return redirect("documents:returned", pk)


@requires(*GIVING_BACK)
@require_POST
def undo_returned(request: UserRequest, pk: int) -> HttpResponse:
    """Take back what a form changed, as a whole."""
    back = get_object_or_404(forms_of(request.user), pk=pk)
    try:
        count = undo_form(back, by=request.user)
    except ValidationError as error:
        return shown(request, back, error.messages)
    said = ngettext("%(count)s change taken back.", "%(count)s changes taken back.", count) % {"count": count}
    messages.success(request, said)
    return redirect("documents:returned", pk)
