"""The two requests of an import: receive the file and look, then record it, all or nothing.

Between the two only the file is kept: it is read again when recorded, so that the preview is never a second
truth and the rows are checked against the database as it is then.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core import clock, formats
from takwin.core.refused import refused
from takwin.directory.models import Body
from takwin.documents.actions import path_of, store_file
from takwin.documents.enums import BatchState
from takwin.documents.imports import Importer, Outcome, Preview, read_rows
from takwin.documents.models import ImportBatch
from takwin.documents.sheets import MEDIA_TYPES, open_sheet
from takwin.journal.actions import record


class RowsRefused(ValidationError):
    """Some rows cannot be recorded; ``preview`` says which and why."""

    def __init__(self, preview: Preview) -> None:
        super().__init__(preview.refusal)
        self.preview = preview


@transaction.atomic
def receive_sheet(data: bytes, name: str, *, importer: Importer, owner: Body, by: User) -> ImportBatch:
    """Keep a sheet to be looked at. A file that cannot be read, or was recorded already, leaves no trace."""
    sheet = open_sheet(data, name)
    rows = read_rows(sheet, importer).rows
    file = store_file(data, name=name, content_type=MEDIA_TYPES[sheet.kind], owner=owner, by=by)
    batches = ImportBatch.objects.filter(kind=importer.kind, owner=owner, file=file)
    if done := batches.filter(state=BatchState.RECORDED).first():
        raise ValidationError(already(done))
    waiting = batches.filter(state=BatchState.READ).first()
    return waiting or ImportBatch.objects.create(
        kind=importer.kind, owner=owner, file=file, count=len(rows), read_by=by, read_at=clock.now()
    )


def preview_of(batch: ImportBatch, importer: Importer) -> Preview:
    """The batch's sheet, read now."""
    return read_rows(open_sheet(path_of(batch.file.sha256).read_bytes(), batch.file.name), importer)


@transaction.atomic
def record_batch(batch: ImportBatch, *, importer: Importer, by: User) -> Outcome:
    """Record every row of a batch, or none.

    The batch is locked: two clicks record it once, and the second is told so. One journal entry carries the
    number of rows and their digest.
    """
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.state == BatchState.RECORDED:
        raise ValidationError(already(batch))
    preview = preview_of(batch, importer)
    if preview.refusal:
        raise RowsRefused(preview)
    outcome = importer.save(preview.rows, by)
    if preview.refusal:
        raise RowsRefused(preview)
    batch.state, batch.recorded_at, batch.count = BatchState.RECORDED, clock.now(), len(preview.rows)
    with refused(ImportBatch):
        batch.save(update_fields=["state", "recorded_at", "count"])
    record(
        "import.recorded",
        batch,
        by=by,
        importer=batch.kind,
        rows=batch.count,
        digest=preview.digest,
        created=outcome.created,
        updated=outcome.updated,
        unchanged=outcome.unchanged,
    )
    return outcome


def already(batch: ImportBatch) -> str:
    when = formats.moment(batch.recorded_at) if batch.recorded_at else ""
    return _("This file was already imported (%(when)s): nothing was changed.") % {"when": when}
