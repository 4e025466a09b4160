"""Pages of the import of persons: send a list, look at its columns and rows, record all or nothing, undo."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from takwin.core.workbooks import XLSX
from takwin.documents.enums import BatchState
from takwin.documents.import_models import ImportBatch, ImportLayout, ImportRow, ImportTrace
from takwin.documents.imports import deciding, layouts, recording
from takwin.documents.imports.corrected import corrected_workbook
from takwin.documents.imports.screens import columns_context, page_of, rows_context, shown_row, steps_of
from takwin.people.imports import acts
from takwin.people.imports.fields import BLANKABLE
from takwin.people.imports.forms import ListForm, RowForm
from takwin.people.imports.importer import PERSONS
from takwin.people.imports.presidents import successions
from takwin.people.imports.roster import PRESIDENT_ENDS
from takwin.people.imports.template import template_response
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.ui.things import Crumb
from takwin.ui.views import progress_page

EDIT = Permission.PERSON_EDIT


def batch_of(request: UserRequest, pk: int) -> ImportBatch:
    """A list in the reader's territory; one's own, since its rows are read with one's own rights."""
    batches = allowed(ImportBatch.objects.select_related("file", "place", "owner", "job"), request.user, EDIT)
    return get_object_or_404(batches, pk=pk, kind=PERSONS.kind, read_by=request.user)


def around(here: str, batch: ImportBatch | None = None) -> dict[str, Any]:
    """What every page of an import shows around its own content."""
    crumbs = [
        Crumb(_("Persons"), reverse("people:persons")),
        Crumb(_("Lists imported"), reverse("people:imports")),
        Crumb(_("Import a list")),
    ]
    return {"title": _("Import a list of persons"), "crumbs": crumbs, "steps": steps_of(batch, here), "batch": batch}


def elsewhere(batch: ImportBatch) -> HttpResponse | None:
    """Where to go when the page asked for is not open now: the work goes on, or the list is recorded."""
    if batch.is_busy or batch.state == BatchState.READING:
        return redirect("people:import_work", batch.pk)
    return redirect("people:imports") if batch.state != BatchState.READ or batch.is_let_go else None


@requires(EDIT)
def upload(request: UserRequest) -> HttpResponse:
    form = ListForm(request.POST or None, request.FILES or None, by=request.user)
    if request.method == "POST" and form.is_valid() and (batch := form.received()):
        return redirect("people:understood" if batch.state == BatchState.READ else "people:import_work", batch.pk)
    context = {"form": form, "submit": _("Read the list"), "back_url": reverse("people:persons")}
    return render(request, "people/imports/file.html", around("file") | context, status=422 if form.errors else 200)


@requires(EDIT)
@require_GET
def work(request: UserRequest, pk: int) -> HttpResponse:
    """How far reading or recording has come; the next page once it is over."""
    batch = batch_of(request, pk)
    job = batch.job
    if job is None or (job.is_over and not job.error):
        answer = elsewhere(batch) if batch.state != BatchState.READING else None
        return answer or redirect("people:understood" if "seen" not in request.GET else "people:preview", pk)
    context = {"work": acts.work_of(batch), "title": _("Import a list of persons"), "steps": steps_of(batch, "file")}
    return progress_page(request, **context)


@requires(EDIT)
def columns(request: UserRequest, pk: int) -> HttpResponse:
    """What was understood of each sheet; a select corrects a column, and the list is read again at once."""
    batch = batch_of(request, pk)
    if answer := elsewhere(batch):
        return answer
    error = ""
    if request.method == "POST":
        try:
            acts.choose(batch, request.POST, by=request.user)
        except ValidationError as refusal:
            error = " ".join(refusal.messages)
        batch = batch_of(request, pk)
        if batch.is_busy:
            return acts.gone_to(request, reverse("people:import_work", args=[pk]))
    context = columns_context(batch, PERSONS) | {"error": error}
    part = "#sheets" if getattr(request, "htmx", False) else ""
    return render(request, f"people/imports/columns.html{part}", around("columns", batch) | context)


@requires(EDIT)
@require_GET
def preview(request: UserRequest, pk: int) -> HttpResponse:
    """The persons, a page at a time: what was changed, what is doubtful, what stops."""
    batch = batch_of(request, pk)
    if answer := elsewhere(batch):
        return answer
    context = rows_context(batch, PERSONS, request.GET.dict()) | {"settling": acts.settling(batch)}
    context["presidents"] = successions(batch)
    part = "#rows" if getattr(request, "htmx", False) else ""
    return render(request, f"people/imports/rows.html{part}", around("rows", batch) | context)


@requires(EDIT)
def row(request: UserRequest, pk: int) -> HttpResponse:
    """One person of a list, to be corrected, left out or taken in again."""
    rows = ImportRow.objects.filter(batch__read_by=request.user, batch__state=BatchState.READ)
    found = get_object_or_404(allowed(rows, request.user, EDIT).select_related("batch__place"), pk=pk)
    form = RowForm(request.POST if request.method == "POST" else None, row=found)
    back = reverse("people:preview", args=[found.batch_id])
    if request.method == "POST":
        if "out" in request.POST:
            deciding.leave_out(found, importer=PERSONS, by=request.user, is_out=request.POST["out"] == "1")
            return redirect(back)
        if form.is_valid() and form.saved(by=request.user):
            messages.success(request, _("The row is corrected."))
            return redirect(back)
    context = {"form": form, "shown": shown_row(found, PERSONS), "back_url": back, "submit": _("Correct this row")}
    page = around("rows", found.batch) | context
    return render(request, "people/imports/row.html", page, status=422 if form.errors else 200)


@requires(EDIT)
@require_POST
def settle(request: UserRequest, pk: int) -> HttpResponse:
    """Decide at once of all that stops: unreadable cells are left blank, other rows are left out."""
    batch = batch_of(request, pk)
    deciding.settle_stops(batch, importer=PERSONS, blank=BLANKABLE, by=request.user)
    return redirect("people:preview", pk)


@requires(EDIT)
@require_POST
def end_presidents(request: UserRequest, pk: int) -> HttpResponse:
    """Decide that who presides now makes room for the presidents of the list; or take that back."""
    batch, is_on = batch_of(request, pk), request.POST.get("end") == "1"
    deciding.decide_for_all(batch, name=PRESIDENT_ENDS, is_on=is_on, importer=PERSONS, by=request.user)
    return redirect("people:preview", pk)


@requires(EDIT)
def record(request: UserRequest, pk: int) -> HttpResponse:
    """What will happen, in numbers; then it happens, all or nothing."""
    batch = batch_of(request, pk)
    if answer := elsewhere(batch):
        return answer
    error = ""
    if request.method == "POST":
        try:
            if acts.record_or_later(batch, by=request.user):
                messages.success(request, _("The list is recorded."))
                return redirect("people:imports")
            return redirect("people:import_work", pk)
        except ValidationError as refusal:
            error = " ".join(refusal.messages)
            if not refusal_is_final(batch):
                recording.judge_again(batch, importer=PERSONS, by=request.user)
            batch = batch_of(request, pk)
    context = acts.outcome_context(batch) | {"error": error}
    return render(
        request, "people/imports/record.html", around("record", batch) | context, status=422 if error else 200
    )


def refusal_is_final(batch: ImportBatch) -> bool:
    return ImportBatch.objects.get(pk=batch.pk).state != BatchState.READ


@requires(EDIT)
@require_GET
def corrected(request: UserRequest, pk: int) -> HttpResponse:
    """The sender's own file with the remarks in its cells."""
    batch = batch_of(request, pk)
    if batch.is_let_go or batch.file.erased_at:
        return redirect("people:imports")
    response = HttpResponse(corrected_workbook(batch, PERSONS), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="list-remarks.xlsx"'
    return response


@requires(EDIT)
@require_GET
def template(request: UserRequest) -> FileResponse:
    return template_response()


@requires(EDIT)
@require_GET
def imports(request: UserRequest) -> HttpResponse:
    """The lists received in the reader's territory, with their state and the way back; and the layouts remembered."""
    mine = allowed(ImportBatch.objects.filter(kind=PERSONS.kind), request.user, EDIT)
    mine = mine.annotate(is_traced=Exists(ImportTrace.objects.filter(batch=OuterRef("pk"))))
    page = page_of(mine.select_related("file", "owner", "read_by", "place", "job"), request.GET.get("page", "1"))
    known = allowed(ImportLayout.objects.filter(kind=PERSONS.kind), request.user, EDIT).select_related(
        "owner", "kept_by"
    )
    crumbs = [Crumb(_("Persons"), reverse("people:persons")), Crumb(_("Lists imported"))]
    context = {"title": _("Lists imported"), "crumbs": crumbs, "page": page, "layouts": known, "me": request.user}
    return render(request, "people/imports/imports.html", context)


@requires(EDIT)
@require_POST
def undo(request: UserRequest, pk: int) -> HttpResponse:
    batch = get_object_or_404(allowed(ImportBatch.objects.filter(kind=PERSONS.kind), request.user, EDIT), pk=pk)
    try:
        recording.undo_batch(batch, importer=PERSONS, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The import is undone: the register is as it was before."))
    return redirect("people:imports")


@requires(EDIT)
@require_POST
def forget(request: UserRequest, pk: int) -> HttpResponse:
    layout = get_object_or_404(allowed(ImportLayout.objects.filter(kind=PERSONS.kind), request.user, EDIT), pk=pk)
    layouts.forget(layout, by=request.user)
    messages.success(request, _("The next file of this office will be read without it."))
    return redirect("people:imports")
