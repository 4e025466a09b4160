"""What the pages of the import ask to be done: now when it is quick, by the worker when it is long."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core.keys import key_of
from takwin.core.later import later
from takwin.core.models import JobState
from takwin.documents.enums import BatchState
from takwin.documents.import_models import ImportBatch
from takwin.documents.imports import deciding, recording
from takwin.documents.imports.reading import is_soon, read_batch
from takwin.documents.imports.recording import refusal_of
from takwin.people.imports.fields import BLANKABLE, FIELDS
from takwin.people.imports.importer import PERSONS
from takwin.people.imports.proposals import count_ahead

FEW = 2000  # rows recorded while the reader waits


def read_list(batch: ImportBatch, *, anew: bool = True, by: User) -> None:
    """Read a list of persons; then count the pairs it would bring."""
    read_batch(batch, importer=PERSONS, by=by, anew=anew)
    later(count_ahead, batch=batch, by=by)


def record_list(batch: ImportBatch, *, by: User) -> None:
    recording.record_batch(batch, importer=PERSONS, by=by)


@transaction.atomic
def read_or_later(batch: ImportBatch, *, anew: bool, by: User) -> None:
    """Read while the sender waits, or ask the worker when the file is long."""
    if is_soon(batch):
        read_list(batch, anew=anew, by=by)
    else:
        batch.job = later(read_list, batch=batch, anew=anew, by=by, steps=4)
        batch.save(update_fields=["job"])


@transaction.atomic
def record_or_later(batch: ImportBatch, *, by: User) -> bool:
    """Whether the list is recorded already; a long one is recorded by the worker."""
    if batch.count <= FEW:
        record_list(batch, by=by)
        return True
    locked = deciding.waiting(batch)
    if said := refusal_of(locked):
        raise ValidationError(said)
    if not locked.is_busy:
        locked.job = later(record_list, batch=locked, by=by, steps=4)
        locked.save(update_fields=["job"])
    return False


def choose(batch: ImportBatch, posted: Mapping[str, str], *, by: User) -> None:
    """Take what was posted of one sheet, and read the file again."""
    number = key_of(posted.get("sheet", ""))
    sheets = batch.understood.get("sheets", [])
    if number is None or number >= len(sheets):
        raise ValidationError(_("This sheet is not in the file."))
    sheet = sheets[number]
    found = {column["letter"]: column["field"] for table in sheet["tables"] for column in table["columns"]}
    specs = PERSONS.subject.by_name
    columns = {
        letter: posted[f"column-{letter}"]
        for letter, field in found.items()
        if f"column-{letter}" in posted
        and not (field and specs[field].use == "refuse")
        and posted[f"column-{letter}"] != field
    }
    known = batch.choices.get(sheet["title"], {})
    choice: dict[str, Any] = {"skip": posted.get("skip") == "1", "columns": known.get("columns", {}) | columns}
    header = key_of(posted.get("header", ""))
    headed = sheet["tables"][0]["header"][-1] if sheet["tables"] and sheet["tables"][0]["header"] else 0
    if header and header != headed:
        choice |= {"header_row": header, "columns": {}}
    with transaction.atomic():
        deciding.choose(batch, sheet=sheet["title"], choice=choice, importer=PERSONS, by=by)
        read_or_later(ImportBatch.objects.select_related("file").get(pk=batch.pk), anew=False, by=by)


def gone_to(request: HttpRequest, address: str) -> HttpResponse:
    """Send the whole page there, when only a part of it was asked for too."""
    if not getattr(request, "htmx", False):
        return redirect(address)
    response = HttpResponse()
    response["HX-Redirect"] = address
    return response


def work_of(batch: ImportBatch) -> dict[str, Any]:
    """The work under way, as the page of progress shows it."""
    job = batch.job
    done, total = (job.done, job.total or 0) if job else (0, 0)
    failed = job.error if job and job.state == JobState.FAILED else ""
    return {
        "label": _("The list is being recorded") if batch.state == BatchState.READ else _("The list is being read"),
        "done": done, "total": total, "share": done / total if total else 0, "over": bool(job and job.is_over),
        "failed": failed, "result_url": reverse("people:import"), "result_label": _("Send another file"),
    }  # fmt: skip


def settling(batch: ImportBatch) -> dict[str, Any]:
    """What settling all at once would do, said before it is done; nothing when nothing stops."""
    if not batch.counts.get("stopped"):
        return {}
    blanks, left = deciding.foresee_settling(batch, blank=BLANKABLE)
    labels = {field.name: field.label for field in FIELDS}
    return {"blanks": [(labels[name], number) for name, number in blanks.items()], "left": left}


def outcome_context(batch: ImportBatch) -> dict[str, Any]:
    """The numbers of the page that says what will happen."""
    will = batch.counts.get("will", {})
    return {
        "will": will,
        "out": batch.counts.get("out", 0),
        "offices": batch.count - batch.counts.get("out", 0) - will.get("same", 0),
        "doubtful": batch.counts.get("doubtful", 0),
        "proposals": batch.counts.get("proposals"),
        "taken": batch.count - batch.counts.get("out", 0),
        "refusal": refusal_of(batch),
    }
