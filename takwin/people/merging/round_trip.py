"""Pairs, merges and cases as forms: sent to those who know these persons, and what they observed comes back. Who is
who is decided on the pages alone."""

from takwin.documents.forms.lists import ListForm
from takwin.people.merging.models import Candidate, Merge, MergeCase
from takwin.people.merging.queries import candidates, cases
from takwin.people.merging.tables import CASES, MERGES, PAIRS
from takwin.rights.enums import Permission

DECIDE = Permission.PERSON_MERGE
FORMS = (
    # Of a pair the reader sees both persons, and of a merge undone no case is left: as on the pages.
    ListForm(PAIRS.export_name, Candidate, DECIDE, lambda: PAIRS, "people:who", mine=candidates),
    ListForm(
        MERGES.export_name, Merge, DECIDE, lambda: MERGES, "people:merges", related=("kept", "gone"),
        named=lambda merge: f"{merge.kept.name} · {merge.gone.name}",
    ),
    ListForm(
        CASES.export_name, MergeCase, DECIDE, lambda: CASES, "people:cases", mine=cases,
        named=lambda case: case.merge.kept.name,
    ),
)  # fmt: skip
