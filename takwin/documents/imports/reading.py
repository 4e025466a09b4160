"""Receive a file and read it; read it again when a column is corrected."""

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core import clock, formats
from takwin.core.bulk import insert
from takwin.core.later import progress
from takwin.directory.models import Body, Place
from takwin.documents.actions import discard_file, path_of, store_file
from takwin.documents.enums import BatchState
from takwin.documents.import_models import ImportBatch, ImportRow
from takwin.documents.imports.entries import OUT, Entry, Importer, entry_of
from takwin.documents.imports.layouts import choices_of, marks_of, remembered
from takwin.documents.sheets import MEDIA_TYPES, guards
from takwin.documents.tables import Book, Reading, open_book, read_book, uncollected

CHUNK = 1000
KEPT = ("batch", "position", "data", "is_stopped", "is_doubtful", "is_changed")
FIRST_LINES = 12  # lines of a sheet offered as its heading
SAMPLES = 3
SOON = 120_000  # bytes that are read within two seconds


def already(batch: ImportBatch) -> str:
    when = formats.moment(batch.recorded_at) if batch.recorded_at else ""
    return _("This file was already imported (%(when)s): nothing was changed.") % {"when": when}


@transaction.atomic
def receive_file(
    data: bytes,
    name: str,
    *,
    importer: Importer,
    owner: Body,
    place: Place | None,
    options: Mapping[str, Any],
    by: User,
) -> ImportBatch:
    """Keep a file to be read. One that is no list at all, or was recorded already, leaves no trace.

    The same file sent again while it waits is the batch that waits, with all that was chosen and corrected in it.
    """
    kind = guards.kind_of(data, name)
    file = store_file(data, name=name, content_type=MEDIA_TYPES[kind], owner=owner, by=by)
    batches = ImportBatch.objects.filter(kind=importer.kind, owner=owner, file=file)
    if done := batches.filter(state=BatchState.RECORDED).first():
        raise ValidationError(already(done))
    present = batches.filter(state__in=[BatchState.READING, BatchState.READ], read_by=by, options=dict(options))
    if (waiting := present.first()) and (waiting.fixes or waiting.choices) and not waiting.is_let_go:
        return waiting
    batches.filter(state__in=[BatchState.READING, BatchState.READ], read_by=by).delete()
    return ImportBatch.objects.create(
        kind=importer.kind, owner=owner, place=place, file=file, state=BatchState.READING, options=dict(options),
        read_by=by, read_at=clock.now(),
    )  # fmt: skip


@transaction.atomic
def refuse_file(batch: ImportBatch, *, by: User) -> None:
    """Let go of a file that could not be read: neither the batch nor, unless something else has it, the file stays."""
    file = batch.file
    batch.delete()
    discard_file(file, by=by)


def is_soon(batch: ImportBatch) -> bool:
    """Whether the file is read while the sender waits."""
    return batch.file.size <= SOON


@uncollected()
@transaction.atomic
def read_batch(batch: ImportBatch, *, importer: Importer, by: User, anew: bool = False) -> None:
    """Understand the file, with what was chosen and fixed, and keep its rows to be looked at. ``anew``: a layout is
    looked for. A file that cannot be opened raises ``ValidationError`` and the batch stays as it was."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("file", "place").get(pk=batch.pk)
    if batch.state not in (BatchState.READING, BatchState.READ):
        raise ValidationError(already(batch))
    if batch.file.erased_at:
        raise ValidationError(_("This file was kept for its time and has been removed. Send it again."))
    began = time.monotonic()
    progress(0, 4)
    book = open_book(path_of(batch.file.sha256).read_bytes(), batch.file.name)
    progress(1, 4)
    natural = read_book(book, importer.subject)
    if anew:
        batch.choices = remembered(batch, book, importer.subject, natural)
        batch.understood["layouts"] = sorted(batch.choices)
    reading = read_book(book, importer.subject, choices_of(batch)) if batch.choices else natural
    batch.understood = {
        "layouts": batch.understood.get("layouts", []),
        "remarks": list(reading.remarks),
        "sheets": [_sheet(book, number, reading, batch, marks_of(natural)) for number in range(len(book.grids))],
    }
    del book, natural
    progress(2, 4)
    entries = importer.understand(reading, batch)
    del reading
    apply_fixes(entries, batch, importer)
    progress(3, 4)
    importer.judge(entries, batch, by)
    keep_rows(entries, batch)
    keep_counts(entries, batch, importer)
    batch.state, batch.count = BatchState.READ, len(entries)
    batch.counts["seconds"] = round(time.monotonic() - began, 1)
    batch.save()
    progress(4, 4)


def apply_fixes(entries: Iterable[Entry], batch: ImportBatch, importer: Importer) -> None:
    """Put again what a person corrected; a correction whose row is no longer there is forgotten in silence."""
    if not batch.fixes:
        return
    for entry in entries:
        for name, text in batch.fixes.get(entry.key, {}).items():
            if name == OUT:
                entry.verdict = OUT
            else:
                put(entry, name, text, batch, importer)


def put(entry: Entry, name: str, text: str, batch: ImportBatch, importer: Importer) -> None:
    """Write a value typed by a person; what the reader said of that field no longer holds."""
    importer.put(entry, name, text, batch)
    entry.problems = [problem for problem in entry.problems if problem.field != name]
    if name not in entry.fixed:
        entry.fixed.append(name)


def keep_rows(entries: Sequence[Entry], batch: ImportBatch) -> None:
    ImportRow.objects.filter(batch=batch).delete()
    for at in range(0, len(entries), CHUNK):
        some = enumerate(entries[at : at + CHUNK], at + 1)
        insert(ImportRow, KEPT, [(batch.pk, position, *flags(entry).values()) for position, entry in some])


def flags(entry: Entry) -> dict[str, Any]:
    """What is kept of an entry: all it says, and what lists are filtered by."""
    return {
        "data": entry.as_data(),
        "is_stopped": entry.is_stopped,
        "is_doubtful": entry.is_doubtful,
        "is_changed": bool(entry.changes or entry.fixed),
    }


def flag(row: ImportRow, entry: Entry) -> ImportRow:
    """Give a row its entry as it is now."""
    for name, value in flags(entry).items():
        setattr(row, name, value)
    return row


def keep_counts(entries: Sequence[Entry], batch: ImportBatch, importer: Importer) -> None:
    """What recording will do, and how many entries stop it."""
    batch.counts = counted(entries, importer)


def counted(entries: Sequence[Entry], importer: Importer) -> dict[str, Any]:
    """The numbers of these entries: each is a sum over them."""
    return {
        "will": importer.foresee(entries).numbers,
        "verdicts": dict(Counter(entry.verdict for entry in entries)),
        "stopped": sum(entry.is_stopped for entry in entries),
        "doubtful": sum(entry.is_doubtful for entry in entries),
        "changed": sum(bool(entry.changes or entry.fixed) for entry in entries),
        "out": sum(entry.is_out for entry in entries),
        "whys": dict(Counter(f"{p.why}:{int(p.stops)}" for entry in entries for p in entry.said)),
    }


def entries_of(batch: ImportBatch) -> list[Entry]:
    """All entries kept of a batch, in the order of the file."""
    return [entry_of(data) for data in batch.rows.order_by("position").values_list("data", flat=True).iterator(CHUNK)]


def _sheet(book: Book, number: int, reading: Reading, batch: ImportBatch, marks: Mapping[str, str]) -> dict[str, Any]:
    """A sheet as the page of columns shows it."""
    grid = book.grids[number]
    lines = [
        (grid.lines[row], " · ".join(dict.fromkeys(text for text in texts if text))[:90])
        for row, texts in enumerate(grid.texts[:FIRST_LINES])
    ]
    return {
        "title": grid.title,
        "mark": marks.get(grid.title, ""),
        "skip": bool(batch.choices.get(grid.title, {}).get("skip")),
        "lines": [line for line in lines if line[1]],
        "tables": [_table(table) for table in reading.tables if table.sheet == grid.title],
        "left_out": [(left.row, str(left.code), left.text[:80]) for left in reading.left_out.get(grid.title, ())][:200],
    }


def _table(table: Any) -> dict[str, Any]:
    samples: dict[str, list[str]] = {column.letter: [] for column in table.columns}
    for row in table.rows[:40]:
        for cells in row.cells.values():
            for cell in cells:
                known = samples.get(cell.letter, [])
                if cell.text and cell.text not in known and len(known) < SAMPLES:
                    known.append(cell.text[:40])
    return {
        "header": list(table.header_rows),
        "rows": len(table.rows),
        "columns": [
            {
                "letter": column.letter, "heading": column.heading[:120], "field": column.field, "why": column.why,
                "sure": round(column.confidence * 100), "hidden": column.hidden, "samples": samples[column.letter],
            }
            for column in table.columns
            if column.heading or samples[column.letter] or column.field
        ],
    }  # fmt: skip
