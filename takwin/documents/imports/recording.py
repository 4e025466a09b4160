"""Record a batch, all or nothing, and take it back as a whole while nothing depends on it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from takwin.accounts.models import User
from takwin.core import clock
from takwin.core.later import progress
from takwin.core.refused import refused
from takwin.documents.enums import BatchState
from takwin.documents.import_models import ImportBatch
from takwin.documents.imports.deciding import waiting
from takwin.documents.imports.entries import Importer, Outcome, digest_of
from takwin.documents.imports.reading import entries_of, keep_counts, keep_rows
from takwin.documents.imports.traces import Traces, standing_in_the_way, take_back
from takwin.documents.tables import uncollected
from takwin.journal.actions import record


def refusal_of(batch: ImportBatch) -> str:
    """Why the batch cannot be recorded yet; empty when it can."""
    stopped = batch.counts.get("stopped", 0)
    if stopped:
        return ngettext("%(count)s row stops the import.", "%(count)s rows stop the import.", stopped) % {
            "count": stopped
        }
    return "" if batch.count > batch.counts.get("out", 0) else _("No row is left to be recorded.")


@uncollected()
@transaction.atomic
def record_batch(batch: ImportBatch, *, importer: Importer, by: User) -> Outcome:
    """Record every row of a batch, or none.

    The batch is locked: two clicks record it once, and the second is told so. Rows are judged again first, by the
    register as it is now and with the rights of whoever records; when one stops, nothing is written. One journal
    entry carries the number of rows and their digest.
    """
    batch = waiting(batch)
    entries = entries_of(batch)
    progress(1, 4)
    importer.hold(entries)
    judged = importer.judge(entries, batch, by)
    keep_counts(entries, batch, importer)
    if said := refusal_of(batch):
        raise ValidationError(said)
    taken = [entry for entry in entries if not entry.is_out]
    progress(2, 4)
    traces = Traces()
    outcome = importer.save(judged, traces)
    progress(3, 4)
    traces.keep(batch)
    batch.rows.all().delete()
    batch.state, batch.recorded_at, batch.count = BatchState.RECORDED, clock.now(), len(taken)
    batch.digest, batch.fixes, batch.understood = digest_of(taken), {}, {}
    batch.counts = batch.counts | {"did": outcome.numbers}
    with refused(ImportBatch):
        batch.save()
    record(
        "import.recorded", batch, by=by, importer=batch.kind, rows=batch.count, digest=batch.digest, **outcome.numbers
    )
    importer.after(batch, by)
    progress(4, 4)
    return outcome


@transaction.atomic
def judge_again(batch: ImportBatch, *, importer: Importer, by: User) -> None:
    """After a refusal: keep what the register says now, so that the page shows it."""
    batch = waiting(batch)
    entries = entries_of(batch)
    importer.judge(entries, batch, by)
    keep_rows(entries, batch)
    keep_counts(entries, batch, importer)
    batch.save(update_fields=["counts"])


def wrote_something(batch: ImportBatch) -> bool:
    """Whether recording created or filled any row; then traces of it are kept until their time has passed."""
    did: dict[str, int] = batch.counts.get("did", {})
    return any(number for name, number in did.items() if name != "same")


@transaction.atomic
def undo_batch(batch: ImportBatch, *, importer: Importer, by: User) -> ImportBatch:
    """Take an import back as a whole: what it created is removed, what it filled is blank again.

    Refused, with what stands in the way, as soon as something else depends on a row it created, or someone corrected
    one. What someone changed since of a row it only filled is left as it is.
    """
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.state != BatchState.RECORDED:
        raise ValidationError(_("This import is not recorded, or was undone already."))
    if wrote_something(batch) and not batch.traces.exists():
        raise ValidationError(_("Its time has passed: what it changed is no longer known, so it cannot be undone."))
    if not importer.may_undo(batch, by):
        raise ValidationError(_("This import reaches beyond your territory: whoever covers all of it can undo it."))
    if kept := importer.keeps(batch):
        raise ValidationError(kept)
    reasons = standing_in_the_way(batch, importer.called, importer.corrections)
    if reasons:
        raise ValidationError(
            _("It cannot be undone: other things depend on it: %(reasons)s.") % {"reasons": " · ".join(reasons)}
        )
    take_back(batch)
    batch.traces.all().delete()
    batch.state, batch.undone_at = BatchState.UNDONE, clock.now()
    batch.save(update_fields=["state", "undone_at"])
    record("import.undone", batch, by=by, importer=batch.kind, rows=batch.count)
    return batch
