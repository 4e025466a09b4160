"""Pages of the import of members: send the sheet, look at every row, record all or nothing."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from takwin.core.workbooks import XLSX
from takwin.documents.imports.batches import RowsRefused, preview_of, record_batch
from takwin.documents.imports.corrected import corrected_workbook
from takwin.documents.imports.screens import SheetForm, preview_context
from takwin.documents.models import ImportBatch
from takwin.people.imports import members_importer, template_response
from takwin.people.imports.members import owner_for
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.ui.things import Crumb


def batch_of(request: UserRequest, pk: int) -> ImportBatch:
    """A sheet of members in the reader's territory; one's own, since its rows are read with one's own rights."""
    batches = allowed(ImportBatch.objects.select_related("file"), request.user, Permission.PERSON_EDIT)
    return get_object_or_404(batches, pk=pk, kind="people.members", read_by=request.user)


def crumbs() -> list[Crumb]:
    return [Crumb(_("Persons"), reverse("people:persons")), Crumb(_("Add members from Excel"))]


@requires(Permission.PERSON_EDIT)
def upload(request: UserRequest) -> HttpResponse:
    form = SheetForm(request.POST or None, request.FILES or None)
    owner = owner_for(request.user)
    if request.method == "POST":
        if owner is None:
            form.add_error("file", _("No body of your territory can receive this file."))
        elif batch := form.received(importer=members_importer(request.user), owner=owner, by=request.user):
            return redirect("people:preview", batch.pk)
    context = {
        "form": form,
        "importer": members_importer(request.user),
        "title": _("Add members from Excel"),
        "submit": _("Look at the rows"),
        "crumbs": crumbs(),
        "back_url": reverse("people:persons"),
    }
    return render(request, "people/import.html", context, status=422 if form.errors else 200)


@requires(Permission.PERSON_EDIT)
@require_GET
def preview(request: UserRequest, pk: int) -> HttpResponse:
    batch = batch_of(request, pk)
    return shown(request, batch)


def shown(request: UserRequest, batch: ImportBatch, status: int = 200) -> HttpResponse:
    """The rows as the register understands them now."""
    context = preview_context(batch, preview_of(batch, members_importer(request.user)), request.GET.get("show", ""))
    addresses = {
        "record_url": reverse("people:record", args=[batch.pk]),
        "corrected_url": reverse("people:corrected", args=[batch.pk]),
        "again_url": reverse("people:import"),
    }
    around = {"title": _("Add members from Excel"), "crumbs": crumbs()}
    return render(request, "documents/import_preview.html", context | addresses | around, status=status)


@requires(Permission.PERSON_EDIT)
@require_POST
def record(request: UserRequest, pk: int) -> HttpResponse:
    batch = batch_of(request, pk)
    try:
        outcome = record_batch(batch, importer=members_importer(request.user), by=request.user)
    except RowsRefused:
        return shown(request, batch, status=422)
    except ValidationError as error:
        messages.info(request, " ".join(error.messages))
    else:
        said = ngettext("%(count)s person added.", "%(count)s persons added.", outcome.created)
        messages.success(request, said % {"count": outcome.created})
    return redirect("people:persons")


@requires(Permission.PERSON_EDIT)
@require_GET
def corrected(request: UserRequest, pk: int) -> HttpResponse:
    """The sender's own sheet with the remarks in its cells."""
    batch = batch_of(request, pk)
    data = corrected_workbook(preview_of(batch, members_importer(request.user)))
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="members-remarks.xlsx"'
    return response


@requires(Permission.PERSON_EDIT)
@require_GET
def template(request: UserRequest) -> FileResponse:
    return template_response()
