"""What a person decides of a batch before it is recorded: columns, sheets, single cells, rows left out."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.documents.enums import BatchState
from takwin.documents.import_models import ImportBatch, ImportRow
from takwin.documents.imports.entries import OUT, Entry, Importer, entry_of
from takwin.documents.imports.layouts import remember
from takwin.documents.imports.reading import already, entries_of, flag, keep_counts, put, read_batch

CHUNK = 1000


def waiting(batch: ImportBatch) -> ImportBatch:
    """The batch, locked, while something may still be decided of it."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("file", "place").get(pk=batch.pk)
    if batch.state != BatchState.READ:
        raise ValidationError(already(batch))
    return batch


@transaction.atomic
def choose(
    batch: ImportBatch, *, sheet: str, choice: Mapping[str, Any], importer: Importer, by: User, is_kept: bool = True
) -> None:
    """Say what the columns of a sheet mean, where its heading is, or that it is to be skipped, and remember it for the
    next file of that office. The file is to be read again (``read_batch``)."""
    batch = waiting(batch)
    known = {spec.name for spec in importer.subject.fields} | {""}
    if unknown := set(choice.get("columns", {}).values()) - known:
        raise ValidationError(_("No such meaning of a column: %(names)s.") % {"names": ", ".join(sorted(unknown))})
    batch.choices = {**batch.choices, sheet: batch.choices.get(sheet, {}) | dict(choice)}
    batch.save(update_fields=["choices"])
    mark = next((known["mark"] for known in batch.understood.get("sheets", []) if known["title"] == sheet), "")
    if is_kept:
        remember(batch, sheet=sheet, fingerprint=mark, by=by)


@transaction.atomic
def choose_and_read(batch: ImportBatch, *, sheet: str, choice: Mapping[str, Any], importer: Importer, by: User) -> None:
    choose(batch, sheet=sheet, choice=choice, importer=importer, by=by)
    read_batch(batch, importer=importer, by=by)


@transaction.atomic
def fix_row(row: ImportRow, *, values: Mapping[str, str], importer: Importer, by: User) -> ImportRow:
    """Write values typed by a person in one row, and judge the list again. What cannot be read is said at its field;
    then nothing of it is kept."""
    batch = waiting(row.batch)
    row = ImportRow.objects.get(pk=row.pk, batch=batch)
    entry = entry_of(row.data)
    wrong: dict[str, Any] = {}
    for name, text in values.items():
        try:
            put(entry, name, text, batch, importer)
        except ValidationError as error:
            wrong[name] = error
    if wrong:
        raise ValidationError(wrong)
    batch.fixes = {**batch.fixes, entry.key: batch.fixes.get(entry.key, {}) | dict(values)}
    flag(row, entry).save()
    _judge_again(batch, importer, by)
    return ImportRow.objects.get(pk=row.pk)


@transaction.atomic
def leave_out(row: ImportRow, *, importer: Importer, by: User, is_out: bool = True) -> ImportRow:
    """Leave one row out of the import, or take it in again."""
    batch = waiting(row.batch)
    row = ImportRow.objects.get(pk=row.pk, batch=batch)
    entry = entry_of(row.data)
    _leave(batch, entry, is_out)
    flag(row, entry).save()
    _judge_again(batch, importer, by)
    return ImportRow.objects.get(pk=row.pk)


@transaction.atomic
def settle_stops(batch: ImportBatch, *, importer: Importer, blank: Sequence[str], by: User) -> int:
    """Decide at once of all that stops: cells of the fields in ``blank`` that could not be read are left blank, any
    other row that stops is left out. Gives how many rows were left out."""
    batch = waiting(batch)
    rows = list(batch.rows.filter(is_stopped=True).order_by("position"))
    left = 0
    fixes = dict(batch.fixes)
    for row in rows:
        entry = entry_of(row.data)
        for name in {problem.field for problem in entry.said if problem.stops and problem.field in blank}:
            put(entry, name, "", batch, importer)
            entry.judged = [problem for problem in entry.judged if problem.field != name]
            fixes[entry.key] = fixes.get(entry.key, {}) | {name: ""}
        if entry.is_stopped:
            entry.verdict, left = OUT, left + 1
            fixes[entry.key] = fixes.get(entry.key, {}) | {OUT: "1"}
        flag(row, entry)
    batch.fixes = fixes
    ImportRow.objects.bulk_update(rows, ["data", "is_stopped", "is_doubtful", "is_changed"], CHUNK)
    _judge_again(batch, importer, by)
    return left


def _leave(batch: ImportBatch, entry: Entry, is_out: bool) -> None:
    fixes = {name: text for name, text in batch.fixes.get(entry.key, {}).items() if name != OUT}
    if is_out:
        fixes[OUT] = "1"
    entry.verdict = OUT if is_out else ""
    batch.fixes = {**batch.fixes, entry.key: fixes}


def _judge_again(batch: ImportBatch, importer: Importer, by: User) -> None:
    """Compare with the register anew: correcting one row may free another. Only rows that changed are written."""
    entries = entries_of(batch)
    before = [(entry.verdict, list(entry.judged)) for entry in entries]
    importer.judge(entries, batch, by)
    moved = {
        position: entry
        for position, (entry, was) in enumerate(zip(entries, before, strict=True), 1)
        if (entry.verdict, entry.judged) != was
    }
    positions = sorted(moved)
    for at in range(0, len(positions), CHUNK):
        rows = list(batch.rows.filter(position__in=positions[at : at + CHUNK]))
        for row in rows:
            flag(row, moved[row.position])
        ImportRow.objects.bulk_update(rows, ["data", "is_stopped", "is_doubtful", "is_changed"], CHUNK)
    seconds = batch.counts.get("seconds")
    keep_counts(entries, batch, importer)
    batch.counts["seconds"] = seconds
    batch.save(update_fields=["counts", "fixes"])
