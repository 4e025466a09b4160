"""Pairs that a list brings: those of its persons who may be one with another of the file or of the register."""

from takwin.accounts.models import User
from takwin.documents.import_models import ImportBatch
from takwin.people.imports.roster import NEW
from takwin.people.matching.pairs import propose_known
from takwin.people.matching.persons import Known
from takwin.people.matching.registry import candidates_for, known_near
from takwin.people.merging.actions import propose_candidates
from takwin.people.models import Person


def propose_after(batch: ImportBatch, *, by: User) -> None:
    """Put in the queue of who is who the pairs that an import recorded brings; done again, it proposes nothing new."""
    keys = [pk for t in batch.traces.filter(model=Person._meta.label, is_created=True) for pk in t.rows]
    if not keys:
        return
    first, last = min(keys), max(keys)
    new = propose_candidates(candidates_for(Person.objects.filter(pk__gte=first, pk__lte=last)), by=by)
    counts = ImportBatch.objects.get(pk=batch.pk).counts | {"proposed": new}
    ImportBatch.objects.filter(pk=batch.pk).update(counts=counts)


def count_ahead(batch: ImportBatch, *, by: User) -> None:
    """How many pairs recording this batch would propose, for the page that says what will happen."""
    rows = batch.rows.order_by("position").values_list("data", flat=True).iterator()
    mine = [
        Known(
            data["cell"], name_ar=said["name_ar"] or "", name_fr=said["name_fr"] or "", sex=said["sex"] or "",
            card=said["cin"] or "", phones=said["phones"], birth=said["birth"] or "",
            held=[(said["place"] or "", said["office"] or "")],
        )
        for data in rows
        if data["verdict"] == NEW and (said := data["values"])
    ]  # fmt: skip
    found = sum(1 for _pair in propose_known(mine, known_near(mine)))
    counts = ImportBatch.objects.get(pk=batch.pk).counts | {"proposals": found}
    ImportBatch.objects.filter(pk=batch.pk).update(counts=counts)
