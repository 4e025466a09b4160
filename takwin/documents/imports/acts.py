"""What the pages of an import ask to be done: now when it is quick, by the worker when it is long."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core.keys import key_of
from takwin.core.later import later
from takwin.documents.import_models import ImportBatch
from takwin.documents.imports import deciding, recording
from takwin.documents.imports.entries import IMPORTERS, Importer
from takwin.documents.imports.reading import is_soon, read_batch
from takwin.documents.imports.recording import refusal_of


def read_list(batch: ImportBatch, *, anew: bool = True, by: User) -> None:
    """Read a list, then do what its subject does after each reading."""
    importer = IMPORTERS[batch.kind]
    read_batch(batch, importer=importer, by=by, anew=anew)
    importer.after_reading(batch, by)


def record_list(batch: ImportBatch, *, by: User) -> None:
    recording.record_batch(batch, importer=IMPORTERS[batch.kind], by=by)


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
    if batch.count <= IMPORTERS[batch.kind].few:
        record_list(batch, by=by)
        return True
    locked = deciding.waiting(batch)
    if said := refusal_of(locked):
        raise ValidationError(said)
    if not locked.is_busy:
        locked.job = later(record_list, batch=locked, by=by, steps=4)
        locked.save(update_fields=["job"])
    return False


def choose(batch: ImportBatch, posted: Mapping[str, str], *, importer: Importer, by: User) -> None:
    """Take what was posted of one sheet, and read the file again."""
    number = key_of(posted.get("sheet", ""))
    sheets = batch.understood.get("sheets", [])
    if number is None or number >= len(sheets):
        raise ValidationError(_("This sheet is not in the file."))
    sheet = sheets[number]
    found = {column["letter"]: column["field"] for table in sheet["tables"] for column in table["columns"]}
    specs = importer.subject.by_name
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
        deciding.choose(batch, sheet=sheet["title"], choice=choice, importer=importer, by=by)
        read_or_later(ImportBatch.objects.select_related("file").get(pk=batch.pk), anew=False, by=by)


def gone_to(request: HttpRequest, address: str) -> HttpResponse:
    """Send the whole page there, when only a part of it was asked for too."""
    if not getattr(request, "htmx", False):
        return redirect(address)
    response = HttpResponse()
    response["HX-Redirect"] = address
    return response
