"""The pages of an import, the same for every subject: send a list, look at its columns and rows, record, undo."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from takwin.core import formats
from takwin.core.workbooks import XLSX
from takwin.documents.enums import BatchState
from takwin.documents.import_models import ImportBatch, ImportLayout, ImportRow, ImportTrace
from takwin.documents.imports import acts, deciding, layouts, recording
from takwin.documents.imports.corrected import corrected_workbook
from takwin.documents.imports.entries import Importer, Words
from takwin.documents.imports.forms import ListForm, RowForm
from takwin.documents.imports.screens import columns_context, page_of, rows_context, settling, shown_row, steps_of
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.ui.forms import done, form_page, is_sound
from takwin.ui.states import Look
from takwin.ui.things import Act, Crumb
from takwin.ui.views import progress_page

NAMES = (
    "imports", "import", "template", "understood", "import_work", "preview", "settle_stops", "record", "corrected",
    "undo_import", "import_row", "forget_layout",
)  # fmt: skip


class Number(NamedTuple):
    """A number of the page that says what will happen; ``None`` while it is being counted."""

    label: Words
    number: int | Decimal | None
    note: Words = ""


@dataclass(frozen=True)
class Vocabulary:
    """What a subject calls its lists and rows. ``counted`` and ``understood`` say a number of rows."""

    title: Words
    lists: Words
    send: Words
    lead: Words
    look: Words
    rows: Words
    counted: Callable[[int], str]
    understood: Callable[[int], str]
    means: Sequence[Words]
    undone: Words


@dataclass(frozen=True)
class Wizard:
    """The wizard of one subject, mounted in the addresses of its app by ``urls``.

    ``home`` is the page it is reached from. ``will`` tells what recording would do, ``did`` what it did, ``verdicts``
    how a row's fate looks. ``ask`` gives questions of the subject that stand above the rows, each a dict with its
    ``template``. ``template`` is the empty sheet to fill in.
    """

    app: str
    importer: Importer
    permission: Permission
    form: type[ListForm]
    words: Vocabulary
    home: tuple[Words, str]
    verdicts: Mapping[str, Look]
    will: Callable[[ImportBatch], Sequence[Number]]
    did: Callable[[ImportBatch], Sequence[Act]]
    template: Callable[[], HttpResponseBase]
    ask: Callable[[ImportBatch], Sequence[Mapping[str, Any]]] = lambda batch: ()

    @cached_property
    def at(self) -> dict[str, str]:
        """The names of its addresses, for templates."""
        return {name: f"{self.app}:{name}" for name in NAMES}

    @property
    def crumbs(self) -> list[Crumb]:
        label, home = self.home
        return [Crumb(label, reverse(home)), Crumb(self.words.lists, reverse(self.at["imports"]))]

    def urls(self, prefix: str = "") -> list[URLPattern]:
        def page(route: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
            return path(f"{prefix}{route}", requires(self.permission)(view), name=name)

        return [
            page("imports/", require_GET(self.lists), "imports"),
            page("import/", self.upload, "import"),
            page("import/template/", require_GET(self.blank), "template"),
            page("import/<key:pk>/", self.columns, "understood"),
            page("import/<key:pk>/progress/", require_GET(self.work), "import_work"),
            page("import/<key:pk>/rows/", require_GET(self.preview), "preview"),
            page("import/<key:pk>/settle/", require_POST(self.settle), "settle_stops"),
            page("import/<key:pk>/record/", self.record, "record"),
            page("import/<key:pk>/corrected/", require_GET(self.corrected), "corrected"),
            page("import/<key:pk>/undo/", self.undo, "undo_import"),
            page("import/rows/<key:pk>/", self.row, "import_row"),
            page("import/layouts/<key:pk>/forget/", require_POST(self.forget), "forget_layout"),
        ]

    def batch_of(self, request: UserRequest, pk: int) -> ImportBatch:
        """A list in the reader's territory; one's own, since its rows are read with one's own rights."""
        rows = ImportBatch.objects.select_related("file", "place", "owner", "job")
        batches = allowed(rows, request.user, self.permission)
        return get_object_or_404(batches, pk=pk, kind=self.importer.kind, read_by=request.user)

    def _around(self, here: str, batch: ImportBatch | None = None) -> dict[str, Any]:
        """What every page of an import shows around its own content."""
        crumbs = [*self.crumbs, Crumb(self.words.send)]
        steps = steps_of(here, self.words.rows)
        return {"wizard": self, "title": self.words.title, "crumbs": crumbs, "steps": steps, "batch": batch}

    def _elsewhere(self, batch: ImportBatch) -> HttpResponse | None:
        """Where to go when the page asked for is not open now: the work goes on, or the list is recorded."""
        if batch.is_busy or batch.state == BatchState.READING:
            return redirect(self.at["import_work"], batch.pk)
        return redirect(self.at["imports"]) if batch.state != BatchState.READ or batch.is_let_go else None

    def upload(self, request: UserRequest) -> HttpResponse:
        form = self.form(request.POST or None, request.FILES or None, by=request.user)
        if request.method == "POST" and is_sound(form) and (batch := form.received(self.importer)):
            return redirect(self.at["understood" if batch.state == BatchState.READ else "import_work"], batch.pk)
        context = {"form": form, "submit": _("Read the list"), "back_url": reverse(self.home[1])}
        page = self._around("file") | context
        return render(request, "documents/imports/file.html", page, status=422 if form.errors else 200)

    def work(self, request: UserRequest, pk: int) -> HttpResponse:
        """How far reading or recording has come; the next page once it is over."""
        batch = self.batch_of(request, pk)
        job = batch.job
        if job is None or (job.is_over and not job.error):
            answer = self._elsewhere(batch) if batch.state != BatchState.READING else None
            return answer or redirect(self.at["understood" if "seen" not in request.GET else "preview"], pk)
        steps = steps_of("file", self.words.rows)
        return progress_page(request, work=self._progress(batch), title=self.words.title, steps=steps)

    def _progress(self, batch: ImportBatch) -> dict[str, Any]:
        """The work under way, as the page of progress shows it."""
        job = batch.job
        done, total = (job.done, job.total or 0) if job else (0, 0)
        reading = batch.state != BatchState.READ
        under_way = _("The list is being read") if reading else _("The list is being recorded")
        stopped = _("The list could not be read") if reading else _("The list could not be recorded")
        return {
            "label": stopped if batch.failure else under_way,
            "said": self._how_far(done, total), "share": done / total if total else 0,
            "over": bool(job and job.is_over),
            "failed": batch.failure,
            "result_url": reverse(self.at["import"]), "result_label": _("Send another file"),
        }  # fmt: skip

    @staticmethod
    def _how_far(done: int, total: int) -> str:
        """The step it has come to, in words; nothing is counted before it begins."""
        told = {"done": formats.number(done), "all": formats.number(total)}
        return _("%(done)s of %(all)s steps done") % told if total else _("waits its turn")

    def columns(self, request: UserRequest, pk: int) -> HttpResponse:
        """What was understood of each sheet; a select corrects a column, and the list is read again at once."""
        batch = self.batch_of(request, pk)
        if answer := self._elsewhere(batch):
            return answer
        error = ""
        if request.method == "POST":
            try:
                acts.choose(batch, request.POST, importer=self.importer, by=request.user)
            except ValidationError as refusal:
                error = " ".join(refusal.messages)
            batch = self.batch_of(request, pk)
            if batch.is_busy:
                return acts.gone_to(request, reverse(self.at["import_work"], args=[pk]))
        context = columns_context(batch, self.importer) | {"error": error}
        context["understood"] = self.words.understood(batch.count)
        for sheet in context["sheets"]:
            sheet["counted"] = self.words.counted(sheet["rows"])
        part = "#sheets" if getattr(request, "htmx", False) else ""
        return render(request, f"documents/imports/columns.html{part}", self._around("columns", batch) | context)

    def preview(self, request: UserRequest, pk: int) -> HttpResponse:
        """The rows, a page at a time: what was changed, what is doubtful, what stops."""
        batch = self.batch_of(request, pk)
        if answer := self._elsewhere(batch):
            return answer
        context = rows_context(batch, self.importer, request.GET.dict(), self.verdicts)
        context |= {"settling": settling(batch, self.importer), "questions": self.ask(batch)}
        context["counted"] = self.words.counted(batch.count)
        part = "#rows" if getattr(request, "htmx", False) else ""
        return render(request, f"documents/imports/rows.html{part}", self._around("rows", batch) | context)

    def row(self, request: UserRequest, pk: int) -> HttpResponse:
        """One row of a list, to be corrected, left out or taken in again."""
        rows = ImportRow.objects.filter(
            batch__kind=self.importer.kind, batch__read_by=request.user, batch__state=BatchState.READ
        )
        found = get_object_or_404(allowed(rows, request.user, self.permission).select_related("batch__place"), pk=pk)
        form = RowForm(request.POST if request.method == "POST" else None, row=found, importer=self.importer)
        back = reverse(self.at["preview"], args=[found.batch_id])
        if request.method == "POST":
            if "out" in request.POST:
                is_out = request.POST["out"] == "1"
                deciding.leave_out(found, importer=self.importer, by=request.user, is_out=is_out)
                return redirect(back)
            if is_sound(form) and form.saved(by=request.user):
                messages.success(request, _("The row is corrected."))
                return redirect(back)
        shown = shown_row(found, self.importer, self.verdicts)
        context = {"form": form, "shown": shown, "back_url": back, "submit": _("Correct this row")}
        page = self._around("rows", found.batch) | context
        return render(request, "documents/imports/row.html", page, status=422 if form.errors else 200)

    def settle(self, request: UserRequest, pk: int) -> HttpResponse:
        """Decide at once of all that stops: unreadable cells are left blank, other rows are left out."""
        batch = self.batch_of(request, pk)
        try:
            deciding.settle_stops(batch, importer=self.importer, blank=self.importer.blankable, by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect(self.at["preview"], pk)

    def record(self, request: UserRequest, pk: int) -> HttpResponse:
        """What will happen, in numbers; then it happens, all or nothing."""
        batch = self.batch_of(request, pk)
        if answer := self._elsewhere(batch):
            return answer
        error = ""
        if request.method == "POST":
            try:
                if acts.record_or_later(batch, by=request.user):
                    messages.success(request, _("The list is recorded."))
                    return redirect(self.at["imports"])
                return redirect(self.at["import_work"], pk)
            except ValidationError as refusal:
                error = " ".join(refusal.messages)
                if ImportBatch.objects.get(pk=batch.pk).state == BatchState.READ:
                    recording.judge_again(batch, importer=self.importer, by=request.user)
                batch = self.batch_of(request, pk)
        page = self._around("record", batch) | self._outcome(batch) | {"error": error}
        return render(request, "documents/imports/record.html", page, status=422 if error else 200)

    def _outcome(self, batch: ImportBatch) -> dict[str, Any]:
        """The numbers of the page that says what will happen."""
        return {
            "will": self.will(batch),
            "doubtful": batch.counts.get("doubtful", 0),
            "taken_said": self.words.counted(batch.count - batch.counts.get("out", 0)),
            "refusal": recording.refusal_of(batch),
        }

    def corrected(self, request: UserRequest, pk: int) -> HttpResponse:
        """The sender's own file with the remarks in its cells."""
        batch = self.batch_of(request, pk)
        if batch.is_let_go or batch.file.erased_at:
            return redirect(self.at["imports"])
        response = HttpResponse(corrected_workbook(batch, self.importer), content_type=XLSX)
        response["Content-Disposition"] = 'attachment; filename="list-remarks.xlsx"'
        return response

    def blank(self, request: UserRequest) -> HttpResponseBase:
        """The empty sheet to fill in."""
        return self.template()

    def lists(self, request: UserRequest) -> HttpResponse:
        """The lists of the reader's territory, with their state and the way back; and the layouts remembered."""
        kind = self.importer.kind
        mine = allowed(ImportBatch.objects.filter(kind=kind), request.user, self.permission)
        mine = mine.annotate(is_traced=Exists(ImportTrace.objects.filter(batch=OuterRef("pk"))))
        page = page_of(mine.select_related("file", "owner", "read_by", "place", "job"), request.GET.get("page", "1"))
        for batch in page:
            batch.did = self.did(batch) if "did" in batch.counts else ()
        known = allowed(ImportLayout.objects.filter(kind=kind), request.user, self.permission)
        crumbs = [*self.crumbs[:1], Crumb(self.words.lists)]
        found = {"page": page, "layouts": known.select_related("owner", "kept_by")}
        context = {"wizard": self, "title": self.words.lists, "crumbs": crumbs, "me": request.user} | found
        return render(request, "documents/imports/imports.html", context)

    def undo(self, request: UserRequest, pk: int) -> HttpResponse:
        """Take a recorded list back, once that was said again; what stands in the way is said on the same page."""
        rows = ImportBatch.objects.filter(kind=self.importer.kind).select_related("file", "read_by")
        batch = get_object_or_404(allowed(rows, request.user, self.permission), pk=pk)
        form = Form(request.POST if request.method == "POST" else None)
        if done(request, form, lambda: recording.undo_batch(batch, importer=self.importer, by=request.user)):
            messages.success(request, str(self.words.undone))
            return redirect(self.at["imports"])
        if batch.state != BatchState.RECORDED and not form.is_bound:
            return redirect(self.at["imports"])
        title = _("Undo the list %(name)s") % {"name": batch.file.name}
        page: dict[str, Any] = {"title": title, "submit": _("Undo"), "crumbs": [*self.crumbs, Crumb(title)]}
        page["lead"] = ngettext(
            "%(count)s row, recorded by %(who)s, is taken back, unless something depends on it.",
            "%(count)s rows, recorded by %(who)s, are taken back, all or none, unless something depends on them.",
            batch.count,
        ) % {"count": batch.count, "who": batch.read_by}
        return form_page(request, form, back=reverse(self.at["imports"]), danger=True, **page)

    def forget(self, request: UserRequest, pk: int) -> HttpResponse:
        rows = ImportLayout.objects.filter(kind=self.importer.kind)
        layout = get_object_or_404(allowed(rows, request.user, self.permission), pk=pk)
        layouts.forget(layout, by=request.user)
        messages.success(request, _("The next file of this office will be read without it."))
        return redirect(self.at["imports"])
