"""What an import wrote, kept so that it can be taken back, and what stands in the way of taking it back."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import ngettext

from takwin.core.refused import refused
from takwin.documents.import_models import ImportBatch, ImportTrace
from takwin.documents.imports.entries import Words
from takwin.journal.models import Entry

CHUNK = 500


class Traces:
    """Gathers what a recording creates and fills; kept with the batch at its end."""

    def __init__(self) -> None:
        self.created: dict[str, list[int]] = defaultdict(list)
        self.filled: dict[str, list[Any]] = defaultdict(list)

    def create(self, rows: Iterable[models.Model]) -> None:
        for row in rows:
            self.created[row._meta.label].append(row.pk)

    def fill(self, row: models.Model, before: dict[str, Any], after: dict[str, Any]) -> None:
        self.filled[row._meta.label].append([row.pk, before, after])

    def keep(self, batch: ImportBatch) -> None:
        kept = [(label, True, rows) for label, rows in self.created.items()]
        kept += [(label, False, rows) for label, rows in self.filled.items()]
        ImportTrace.objects.bulk_create(
            ImportTrace(batch=batch, model=label, is_created=is_created, rows=rows[at : at + CHUNK])
            for label, is_created, rows in kept
            for at in range(0, len(rows), CHUNK)
        )


def take_back(batch: ImportBatch) -> None:
    """Remove what the batch created, the latest first; then give back what it filled where nobody changed it since: an
    office that made room for another has its room again. Refused when something else has taken it."""
    for trace in batch.traces.filter(is_created=True).order_by("-pk"):
        apps.get_model(trace.model)._base_manager.filter(pk__in=trace.rows).delete()
    for trace in batch.traces.filter(is_created=False):
        _restore(apps.get_model(trace.model), trace.rows)


def _restore(model: type[models.Model], rows: Sequence[Any]) -> None:
    present = {row.pk: row for row in model._base_manager.filter(pk__in=[pk for pk, _before, _after in rows])}
    for pk, before, after in rows:
        row: Any = present.get(pk)
        given = [name for name in before if row and _plain(getattr(row, name)) == after[name]]
        for name in given:
            setattr(row, name, row._meta.get_field(name).to_python(before[name]))
        if given:
            with refused(model):
                row.save()


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def standing_in_the_way(batch: ImportBatch, called: Callable[[str], Words], corrections: frozenset[str]) -> list[str]:
    """Why the batch cannot be taken back, in words: what was written since of the rows it created."""
    created: dict[str, set[int]] = defaultdict(set)
    for trace in batch.traces.filter(is_created=True):
        created[trace.model].update(trace.rows)
    found: dict[str, int] = defaultdict(int)
    for label, keys in created.items():
        for relation in _relations_to(apps.get_model(label)):
            found[relation.model._meta.label] += _count(relation, keys, created.get(relation.model._meta.label, set()))
        for given, count in _given_since(apps.get_model(label), keys):
            found[given] += count
    corrected = sum(_corrected_since(batch, label, keys, corrections) for label, keys in created.items())
    said = ngettext("%(count)s row corrected since", "%(count)s rows corrected since", corrected) % {"count": corrected}
    return [said] * bool(corrected) + [
        ngettext("%(count)s row of: %(name)s", "%(count)s rows of: %(name)s", count)
        % {"count": count, "name": called(label)}
        for label, count in found.items()
        if count
    ]


def _corrected_since(batch: ImportBatch, label: str, keys: set[int], verbs: frozenset[str]) -> int:
    """How many rows of a list someone corrected after it was recorded, as the journal has it."""
    targets = sorted(f"{label}:{key}" for key in keys)
    since = Entry.objects.filter(verb__in=verbs, at__gte=batch.recorded_at)
    return sum(
        since.filter(target__in=targets[at : at + CHUNK]).order_by().values("target").distinct().count()
        for at in range(0, len(targets), CHUNK)
    )


def _given_since(model: type[models.Model], keys: set[int]) -> Iterator[tuple[str, int]]:
    """What rows of a list were given of their own since, which would be left with nobody: an account, a role. No list
    gives either."""
    for column in model._meta.local_concrete_fields:
        if isinstance(column, models.OneToOneField) and column.null and column.related_model is not model:
            listed = sorted(keys)
            given = {f"{column.name}__isnull": False}
            count = sum(
                model._base_manager.filter(pk__in=listed[at : at + CHUNK], **given).count()
                for at in range(0, len(listed), CHUNK)
            )
            yield column.related_model._meta.label, count


def _relations_to(model: type[models.Model]) -> Iterator["models.ForeignKey[Any, Any]"]:
    """Every column of the product that names a row of the model, but those whose rows are nothing without it."""
    for other in apps.get_models(include_auto_created=True):
        for column in other._meta.local_concrete_fields:
            if isinstance(column, models.ForeignKey) and column.related_model is model:
                yield column


def _count(column: "models.ForeignKey[Any, Any]", keys: set[int], own: set[int]) -> int:
    """How many rows name one of ``keys``, those the batch itself created left out."""
    listed = sorted(keys)
    naming: set[int] = set()
    for at in range(0, len(listed), CHUNK):
        rows = column.model._base_manager.filter(**{f"{column.name}__in": listed[at : at + CHUNK]})
        naming.update(_pending_apart(rows).values_list("pk", flat=True))
    return len(naming - own)


def _pending_apart(rows: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
    """A question nobody has answered yet (a pair proposed) stands in nobody's way."""
    return rows.exclude(verdict="pending") if any(f.name == "verdict" for f in rows.model._meta.fields) else rows
