"""How the lists of an office are laid out, remembered by their headings, so that nobody corrects a column twice."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from takwin.accounts.models import User
from takwin.core import clock
from takwin.documents.import_models import ImportBatch, ImportLayout
from takwin.documents.tables import Book, Reading, SheetChoice, Subject, read_book
from takwin.journal.actions import record

Plain = dict[str, Any]


def choice_of(plain: Mapping[str, Any]) -> SheetChoice:
    """A choice as the reader takes it."""
    return SheetChoice(dict(plain.get("columns", {})), plain.get("header_row"), bool(plain.get("skip")))


def choices_of(batch: ImportBatch) -> dict[str, SheetChoice]:
    return {sheet: choice_of(plain) for sheet, plain in batch.choices.items()}


def marks_of(reading: Reading) -> dict[str, str]:
    """What a sheet's layout is found again by: the headings of its lists, as they are before any choice."""
    marks: dict[str, str] = {}
    for table in reading.tables:
        marks.setdefault(table.sheet, table.fingerprint)
    return marks


def remembered(batch: ImportBatch, book: Book, subject: Subject, natural: Reading) -> dict[str, Plain]:
    """The layouts known of this office for the sheets of a file: sheet → choice."""
    known = {
        layout.fingerprint: layout.choice for layout in ImportLayout.objects.filter(owner=batch.owner, kind=batch.kind)
    }
    marks = marks_of(natural)
    found = {sheet: dict(known[mark]) for sheet, mark in marks.items() if mark in known}
    headed = [(mark, choice) for mark, choice in known.items() if choice.get("header_row")]
    for grid in book.grids:
        for mark, choice in headed if grid.title not in marks else []:
            only = Book(book.name, book.kind, (grid,))
            tried = read_book(only, subject, {grid.title: SheetChoice(header_row=choice["header_row"])})
            if marks_of(tried).get(grid.title) == mark:
                found[grid.title] = dict(choice)
    return found


@transaction.atomic
def remember(batch: ImportBatch, *, sheet: str, fingerprint: str, by: User) -> None:
    """Keep what was chosen of a sheet for the next file of that office with these headings."""
    choice = batch.choices.get(sheet, {})
    kept = {name: choice[name] for name in ("columns", "header_row") if choice.get(name)}
    if not fingerprint or not kept:
        return
    layout, _created = ImportLayout.objects.update_or_create(
        owner=batch.owner, kind=batch.kind, fingerprint=fingerprint,
        defaults={"choice": kept, "kept_by": by, "kept_at": clock.now()},
    )  # fmt: skip
    record("layout.remembered", layout, by=by, importer=batch.kind, owner=batch.owner_id)


@transaction.atomic
def forget(layout: ImportLayout, *, by: User) -> None:
    """The next file of that office is read without it."""
    record("layout.forgotten", layout, by=by, importer=layout.kind, owner=layout.owner_id)
    layout.delete()
