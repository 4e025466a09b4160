"""What a merge moved and left, in words."""

from collections import Counter
from typing import NamedTuple

from django.apps import apps
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from takwin.people.merging.models import Merge, MergeCase
from takwin.people.merging.names import NAMES
from takwin.people.merging.relations import row_of
from takwin.people.merging.rows import ACCOUNT, PERSON
from takwin.people.merging.rules import STAYS


def name_of(label: str) -> str:
    """What a row of that model is called on screens."""
    return str(NAMES.get(label) or capfirst(apps.get_model(label)._meta.verbose_name))


class Moved(NamedTuple):
    name: str
    rows: int


def moved_by(merge: Merge) -> list[Moved]:
    """How many rows of each kind a merge moved; columns of the person filled count as one kind."""
    counts = Counter(merge.moved.values_list("model", flat=True))
    return [Moved(name_of(label), rows) for label, rows in counts.most_common()]


def why(case: MergeCase) -> str | Promise:
    """The sentence of what stood in the way."""
    if case.rule == ACCOUNT and case.model == PERSON:
        return _("Both have an account in Takwin.")
    for stay in STAYS:
        if stay.rule == case.rule and stay.words:
            return stay.words
    for constraint in apps.get_model(case.model)._meta.constraints:
        if constraint.name == case.rule:
            return str(constraint.get_violation_error_message())
    return _("The person kept already has such a row.")


def what(case: MergeCase) -> str:
    """The row that stayed, as it says itself; empty once it is gone."""
    row = row_of(case.model, case.row)
    return str(row) if row else _("no longer there")


def where(case: MergeCase) -> str:
    """The page on which the row can be put right, when it has one."""
    row = row_of(case.model, case.row)
    for thing in (row, *(getattr(row, name, None) for name in ("session", "register", "person"))):
        if thing is not None and hasattr(thing, "get_absolute_url"):
            url: str = thing.get_absolute_url()
            return url
    return ""
