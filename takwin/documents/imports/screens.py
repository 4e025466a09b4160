"""What the two pages of an import show: the form that takes a file, and the preview of its rows."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.core.uploads import within_limit
from takwin.directory.models import Body
from takwin.documents.imports import Column, Importer, Note, Preview, Row
from takwin.documents.imports.batches import receive_sheet
from takwin.documents.models import ImportBatch
from takwin.documents.sheets import Cell

SHOWN = 200  # rows drawn on a page; the whole file with its remarks can be downloaded
SHOWS = ("review", "sound", "all")


class SheetForm(forms.Form):
    """Takes one workbook; what is wrong with the file is said at its field."""

    file = forms.FileField(
        label=_("Excel file"),
        help_text=_("One sheet with a row of headings, then one row per entry. Accepted: xlsx, xls, ods and csv."),
        validators=[within_limit],
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )

    def received(self, *, importer: Importer, owner: Body, by: User) -> ImportBatch | None:
        """The batch made of the file; ``None`` with the error at the field when there can be none."""
        if not self.is_valid():
            return None
        upload = self.cleaned_data["file"]
        try:
            return receive_sheet(upload.read(), upload.name, importer=importer, owner=owner, by=by)
        except ValidationError as error:
            self.add_error("file", error)
            return None


@dataclass(frozen=True)
class ShownCell:
    cell: Cell
    note: Note | None


@dataclass(frozen=True)
class ShownRow:
    number: int
    cells: list[ShownCell]


@dataclass(frozen=True)
class ColumnFaults:
    """How many cells of a column stop the import."""

    column: Column
    count: int


def preview_context(batch: ImportBatch, preview: Preview, show: str = "") -> dict[str, Any]:
    """What ``documents/import_preview.html`` shows; ``show`` is the tab asked for in the URL.

    The view adds ``title``, ``crumbs`` and the addresses ``record_url``, ``corrected_url`` and ``again_url``.
    """
    groups = {
        "review": [row for row in preview.rows if row.notes],
        "sound": [row for row in preview.rows if not row.notes],
        "all": list(preview.rows),
    }
    show = show if show in SHOWS else ("review" if groups["review"] else "all")
    faults = Counter(note.field.name for note in preview.faults)
    return {
        "batch": batch,
        "preview": preview,
        "show": show,
        "tabs": [(name, _TABS[name], len(groups[name])) for name in SHOWS],
        "faults": [ColumnFaults(c, faults[c.field.name]) for c in preview.columns if faults[c.field.name]],
        "remarks": sum(not note.stops for note in preview.notes),
        "rows": [_shown(row, preview) for row in groups[show][:SHOWN]],
        "hidden": max(len(groups[show]) - SHOWN, 0),
        "steps": _steps(is_shut=bool(preview.refusal)),
    }


_TABS = {"review": _("To review"), "sound": _("Sound"), "all": _("All")}


def _shown(row: Row, preview: Preview) -> ShownRow:
    names = [column.field.name for column in preview.columns]
    return ShownRow(row.number, [ShownCell(row.cells[name], row.note_at(name)) for name in names])


def _steps(*, is_shut: bool) -> list[dict[str, Any]]:
    here = {"css": "here", "tile": "half"}
    done, still = {"css": "done", "tile": "done"}, {"css": "", "tile": "open"}
    return [
        {"label": _("File"), **done},
        {"label": _("Columns"), **done},
        {"label": _("Preview and correction"), **(here if is_shut else done)},
        {"label": _("Import"), **(still if is_shut else here)},
    ]
