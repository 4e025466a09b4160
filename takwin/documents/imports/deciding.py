"""What a person decides of a batch before it is recorded: columns, sheets, single cells, rows left out."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.documents.enums import BatchState
from takwin.documents.import_models import ImportBatch, ImportRow
from takwin.documents.imports.entries import ALL, OUT, Entry, Importer, entry_of
from takwin.documents.imports.layouts import remember
from takwin.documents.imports.reading import already, counted, entries_of, flag, keep_counts, put

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
def fix_row(row: ImportRow, *, values: Mapping[str, str], importer: Importer, by: User) -> ImportRow:
    """Write values typed by a person in one row, and judge the list again. What cannot be read is said at its field;
    then nothing of it is kept."""
    batch = waiting(row.batch)
    row = ImportRow.objects.get(pk=row.pk, batch=batch)
    entry, before = entry_of(row.data), entry_of(deepcopy(row.data))
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
    _judge_around(row.position, before, batch, importer, by)
    return ImportRow.objects.get(pk=row.pk)


@transaction.atomic
def leave_out(row: ImportRow, *, importer: Importer, by: User, is_out: bool = True) -> ImportRow:
    """Leave one row out of the import, or take it in again."""
    batch = waiting(row.batch)
    row = ImportRow.objects.get(pk=row.pk, batch=batch)
    entry, before = entry_of(row.data), entry_of(deepcopy(row.data))
    _leave(batch, entry, is_out)
    flag(row, entry).save()
    _judge_around(row.position, before, batch, importer, by)
    return ImportRow.objects.get(pk=row.pk)


def unreadable(entry: Entry, blank: Sequence[str]) -> set[str]:
    """The fields of an entry that may be left blank because the reader could not read them. What was read but does not
    agree with the register is no blank: a second president is not made a member."""
    return {problem.field for problem in entry.problems if problem.stops and problem.field in blank}


def foresee_settling(batch: ImportBatch, *, blank: Sequence[str]) -> tuple[dict[str, int], int]:
    """What ``settle_stops`` would do: how many cells of each field it would leave blank, how many rows it would leave
    out."""
    blanks: Counter[str] = Counter()
    left = 0
    for data in batch.rows.filter(is_stopped=True).values_list("data", flat=True).iterator(CHUNK):
        entry = entry_of(data)
        names = unreadable(entry, blank)
        blanks.update(names)
        left += any(problem.stops and problem.field not in names for problem in entry.said)
    return {name: blanks[name] for name in blank if blanks[name]}, left


@transaction.atomic
def settle_stops(batch: ImportBatch, *, importer: Importer, blank: Sequence[str], by: User) -> int:
    """Decide at once of all that stops: cells of the fields in ``blank`` that could not be read are left blank, any
    other row that stops is left out, but for what is said of the list itself. Gives how many rows were left out."""
    batch = waiting(batch)
    rows = list(batch.rows.filter(is_stopped=True).order_by("position"))
    left = 0
    fixes = dict(batch.fixes)
    for row in rows:
        entry = entry_of(row.data)
        for name in unreadable(entry, blank):
            put(entry, name, "", batch, importer)
            entry.judged = [problem for problem in entry.judged if problem.field != name]
            fixes[entry.key] = fixes.get(entry.key, {}) | {name: ""}
        if any(problem.stops and problem.why not in importer.of_list for problem in (*entry.problems, *entry.judged)):
            entry.verdict, left = OUT, left + 1
            fixes[entry.key] = fixes.get(entry.key, {}) | {OUT: "1"}
        flag(row, entry)
    batch.fixes = fixes
    ImportRow.objects.bulk_update(rows, ["data", "is_stopped", "is_doubtful", "is_changed"], CHUNK)
    _judge_again(batch, importer, by)
    return left


@transaction.atomic
def decide_for_all(batch: ImportBatch, *, name: str, is_on: bool, importer: Importer, by: User) -> None:
    """Take or take back a decision that holds for the whole list, and judge it again."""
    batch = waiting(batch)
    kept = {key: value for key, value in batch.fixes.get(ALL, {}).items() if key != name}
    batch.fixes = {**batch.fixes, ALL: kept | ({name: "1"} if is_on else {})}
    _judge_again(batch, importer, by)


def _leave(batch: ImportBatch, entry: Entry, is_out: bool) -> None:
    fixes = {name: text for name, text in batch.fixes.get(entry.key, {}).items() if name != OUT}
    if is_out:
        fixes[OUT] = "1"
    entry.verdict = OUT if is_out else ""
    batch.fixes = {**batch.fixes, entry.key: fixes}


def _judge_again(batch: ImportBatch, importer: Importer, by: User) -> None:
    """Compare the whole list with the register anew. Only rows that changed are written."""
    entries = dict(enumerate(entries_of(batch), 1))
    _judge(entries, batch, importer, by)
    seconds = batch.counts.get("seconds")
    keep_counts(list(entries.values()), batch, importer)
    batch.counts["seconds"] = seconds
    batch.save(update_fields=["counts", "fixes"])


def _judge_around(position: int, before: Entry, batch: ImportBatch, importer: Importer, by: User) -> None:
    """Compare anew the row that was corrected and those it bears on, as it was and as it is now: correcting one may
    free another. The numbers of the list move by what changed of these."""
    positions = _tied(position, before, batch, importer)
    entries = {
        row.position: entry_of(row.data)
        for at in range(0, len(positions), CHUNK)
        for row in batch.rows.filter(position__in=positions[at : at + CHUNK])
    }
    was = counted([*(entry for at, entry in entries.items() if at != position), before], importer)
    _judge(entries, batch, importer, by)
    batch.counts = batch.counts | _moved(batch.counts, was, counted(list(entries.values()), importer))
    batch.save(update_fields=["counts", "fixes"])


def _tied(position: int, before: Entry, batch: ImportBatch, importer: Importer) -> list[int]:
    """The places of all entries that share a value of a tie with one as it was or is, and with those in turn."""
    columns = [f"data__values__{name}" for name in importer.ties]
    ties = {at: list(enumerate(values)) for at, *values in batch.rows.values_list("position", *columns)}
    bearing: dict[tuple[int, Any], list[int]] = defaultdict(list)
    for at, keys in ties.items():
        for key in keys:
            bearing[key].append(at)
    found, seen = {position}, {(number, None) for number in range(len(columns))}
    keys = [*ties[position], *enumerate(before.values[name] for name in importer.ties)]
    while keys:
        if (key := keys.pop()) not in seen:
            seen.add(key)
            new = set(bearing[key]) - found
            found |= new
            keys += [other for at in new for other in ties[at]]
    return sorted(found)


def _moved(counts: Mapping[str, Any], was: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """Sums over a whole list after some of its entries changed."""
    moved: dict[str, Any] = {}
    for name, new in now.items():
        old, whole = was[name], counts[name]
        if isinstance(new, dict):
            keys = whole.keys() | new.keys()
            moved[name] = {key: whole.get(key, 0) - old.get(key, 0) + new.get(key, 0) for key in sorted(keys)}
            moved[name] = {key: number for key, number in moved[name].items() if number or key in whole}
        else:
            moved[name] = whole - old + new
    return moved


def _judge(entries: Mapping[int, Entry], batch: ImportBatch, importer: Importer, by: User) -> None:
    """Judge entries, by their place in the file, and write the rows whose judgement changed."""
    before = {position: (entry.verdict, list(entry.judged)) for position, entry in entries.items()}
    importer.judge(list(entries.values()), batch, by)
    moved = sorted(at for at, entry in entries.items() if (entry.verdict, entry.judged) != before[at])
    for at in range(0, len(moved), CHUNK):
        rows = list(batch.rows.filter(position__in=moved[at : at + CHUNK]))
        for row in rows:
            flag(row, entries[row.position])
        ImportRow.objects.bulk_update(rows, ["data", "is_stopped", "is_doubtful", "is_changed"], CHUNK)
