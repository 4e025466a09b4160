"""What the pages of an import show: columns as understood, rows with what is to be said of them, numbers."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from takwin.documents.import_models import ImportBatch, ImportLayout, ImportRow
from takwin.documents.imports.deciding import foresee_settling
from takwin.documents.imports.entries import Change, Entry, Importer, Problem, ShownField, Words, entry_of
from takwin.documents.imports.recording import refusal_of
from takwin.documents.tables.entries import WHY
from takwin.documents.tables.subject import Remark
from takwin.ui.states import Look

PER_PAGE = 25
SHOWS = {"stops": {"is_stopped": True}, "doubtful": {"is_doubtful": True}, "changed": {"is_changed": True}, "all": {}}
TABS = {"stops": _("Stop the import"), "doubtful": _("Doubtful"), "changed": _("Changed"), "all": _("All")}
BECAUSE = {
    "heading": _("by its heading"),
    "content": _("by what it holds"),
    "both": _("by its heading and what it holds"),
    "choice": _("you chose it"),
    "": _("not recognised: not read"),
}
LEFT_OUT = Look(_("left out"), "bad", "no")


@dataclass(frozen=True)
class ShownCell:
    """One cell of the preview: the value, what was written before, and what is to be said."""

    field: ShownField
    text: str
    change: Change | None
    why: str
    problems: list[tuple[str, bool]]
    unread: str = ""

    @property
    def before(self) -> str:
        """What was written, when it is not what the cell shows."""
        written = self.change.before if self.change else self.unread
        return written if written != self.text else ""

    @property
    def tone(self) -> str:
        if not self.problems:
            return ""
        return "flag" if any(stops for _said, stops in self.problems) else "flag maybe"


@dataclass(frozen=True)
class ShownRow:
    row: ImportRow
    entry: Entry
    cells: list[ShownCell]
    look: Look | None


def shown_row(row: ImportRow, importer: Importer, looks: Mapping[str, Look]) -> ShownRow:
    entry = entry_of(row.data)
    said: dict[str, list[Problem]] = defaultdict(list)
    for problem in entry.said:
        said[problem.field].append(problem)
    changes = {change.field: change for change in entry.changes}
    cells = []
    for field in importer.fields_of(row.batch):
        text = importer.show(field.name, entry.values)
        change = changes.get(field.name)
        if change and field.name in entry.fixed:
            change = None
        problems = [(importer.say(problem.why, problem.row), problem.stops) for problem in said.pop(field.name, [])]
        unread = "" if field.name in entry.fixed else entry.unread.get(field.name, "")
        why = importer.say(change.why, 0) if change else ""
        cells.append(ShownCell(field, text, change, why, problems, unread))
    return ShownRow(row, entry, cells, LEFT_OUT if entry.is_out else looks.get(entry.verdict))


def page_of(rows: "QuerySet[Any]", asked: str, count: int | None = None) -> "Page[Any]":
    """A page of rows; ``count`` spares counting them."""
    paginator = Paginator(rows, PER_PAGE)
    if count is not None:
        paginator.__dict__["count"] = count
    return paginator.get_page(asked)


def rows_context(
    batch: ImportBatch, importer: Importer, asked: Mapping[str, str], looks: Mapping[str, Look]
) -> dict[str, Any]:
    """The rows of one tab, a page at a time, in as many queries for ten rows as for thirty thousand."""
    counts = batch.counts
    numbers = {"stops": "stopped", "doubtful": "doubtful", "changed": "changed"}
    many = {name: counts.get(numbers.get(name, ""), batch.count) for name in SHOWS}
    first = "stops" if many["stops"] else "doubtful" if many["doubtful"] else "all"
    show = asked.get("show", "") if asked.get("show") in SHOWS else first
    rows = batch.rows.select_related("batch").filter(**SHOWS[show]).order_by("position")
    page = page_of(rows, asked.get("page", "1"), many[show])
    return {
        "batch": batch,
        "fields": importer.fields_of(batch),
        "rows": [shown_row(row, importer, looks) for row in page],
        "page": page,
        "pages": [
            (n, n == page.number) if isinstance(n, int) else (n, False)
            for n in page.paginator.get_elided_page_range(page.number)
        ],
        "show": show,
        "tabs": [(name, TABS[name], many[name]) for name in SHOWS if many[name] or name == "all"],
        "stopped": many["stops"],
        "whys": _whys(counts, importer),
        "refusal": refusal_of(batch),
    }


def _whys(counts: Mapping[str, Any], importer: Importer) -> list[tuple[str, int, bool]]:
    """What is to be said, what stops first, then the most frequent: sentence, how often, whether it stops."""
    found = [(key.rpartition(":"), times) for key, times in counts.get("whys", {}).items()]
    told: Counter[tuple[str, bool]] = Counter()
    for (why, _colon, stops), times in found:
        told[importer.say(why, 0).replace("%(row)s", "…"), stops == "1"] += times
    return sorted(
        ((sentence, times, stops) for (sentence, stops), times in told.items()), key=lambda s: (not s[2], -s[1])
    )


def columns_context(batch: ImportBatch, importer: Importer) -> dict[str, Any]:
    """The sheets of the file with their lists and columns, and the layouts that were used."""
    specs = importer.subject.by_name
    sheets = []
    for number, sheet in enumerate(batch.understood.get("sheets", [])):
        left: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for row, code, text in sheet["left_out"]:
            left[code].append((row, text))
        tables = [
            table | {"columns": [_column(column, specs, batch) for column in table["columns"]]}
            for table in sheet["tables"]
        ]
        sheets.append(
            sheet
            | {
                "number": number,
                "tables": tables,
                "rows": sum(table["rows"] for table in tables),
                "left": [(WHY[code], rows) for code, rows in left.items()],
                "left_count": len(sheet["left_out"]),
                "header": tables[0]["header"][-1] if tables and tables[0]["header"] else 0,
            }
        )
    marks = [sheet["mark"] for sheet in sheets]
    layouts = ImportLayout.objects.filter(owner=batch.owner_id, kind=batch.kind, fingerprint__in=marks)
    return {
        "batch": batch,
        "sheets": sheets,
        "remarks": _remarks(batch, importer),
        "used": batch.understood.get("layouts", []),
        "layouts": layouts,
        "meanings": [(spec.name, spec.label) for spec in importer.subject.fields if spec.use != "refuse"],
    }


def _remarks(batch: ImportBatch, importer: Importer) -> list[str]:
    """What is to be said of the file, in the reader's language; a file read by an earlier version kept sentences."""
    kept = batch.understood.get("remarks", [])
    return [said if isinstance(said, str) else Remark(*said).said(importer.subject) for said in kept]


def _column(column: Mapping[str, Any], specs: Mapping[str, Any], batch: ImportBatch) -> dict[str, Any]:
    spec = specs.get(column["field"])
    remembered = column["why"] == "choice" and bool(batch.understood.get("layouts"))
    return {
        **column,
        "because": _("remembered from an earlier file") if remembered else BECAUSE[column["why"]],
        "label": spec.label if spec else "",
        "refused": spec.why if spec and spec.use == "refuse" else "",
        "share": column["sure"] / 100,
        "doubtful": bool(column["field"]) and column["sure"] < 60,
    }


def settling(batch: ImportBatch, importer: Importer) -> dict[str, Any]:
    """What settling all at once would do, said before it is done; nothing when nothing stops."""
    if not batch.counts.get("stopped"):
        return {}
    blanks, left = foresee_settling(batch, blank=importer.blankable)
    labels = {field.name: field.label for field in importer.fields}
    return {"blanks": [(labels[name], number) for name, number in blanks.items()], "left": left}


def steps_of(here: str, rows: Words) -> list[dict[str, Any]]:
    """The way of a file, with the step that is open; ``rows`` is what its rows are called."""
    names = {"file": _("File"), "columns": _("Columns"), "rows": rows, "record": _("Record")}
    place = list(names).index(here)
    return [
        {
            "label": label,
            "css": "done" if at < place else "here" if at == place else "",
            "tile": "done" if at < place else "half" if at == place else "open",
        }
        for at, label in enumerate(names.values())
    ]
