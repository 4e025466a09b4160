"""Figures of law and usage: seeded once, then set from a day on."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core.refused import checked
from takwin.directory.models import Body, Parameter
from takwin.directory.parameters import DEFINITIONS, read_value
from takwin.journal.actions import record


@transaction.atomic
def seed_parameters(*, by: User | None) -> int:
    """Give each figure its first value, with its source; one that already has a common value is left alone."""
    known = set(Parameter.objects.filter(owner=None).values_list("key", flat=True))
    new = [
        Parameter(key=d.key, value=d.default, starts_on=d.starts_on, source=d.source)
        for d in DEFINITIONS.values()
        if d.key not in known
    ]
    Parameter.objects.bulk_create(new, 200)
    if new:
        record("parameters.seeded", Parameter.objects.filter(key=new[0].key)[0], by=by, count=len(new))
    return len(new)


@transaction.atomic
def set_parameter(
    *, key: str, value: str, starts_on: dt.date, source: str, by: User, owner: Body | None = None
) -> Parameter:
    """Give a figure another value from a day on, for everyone or for one body; the value before it ends that day.

    A value set from the very same day is replaced, so that a slip can be mended. What was counted before
    with the old value is not counted again.
    """
    read_value(key, value)
    if not source.strip():
        raise ValidationError({"source": _("Say where this figure comes from.")})
    rows = list(Parameter.objects.select_for_update(of=("self",)).filter(key=key, owner=owner).order_by("starts_on"))
    earlier = [row for row in rows if row.starts_on < starts_on]
    same = next((row for row in rows if row.starts_on == starts_on), None)
    later = next((row for row in rows if row.starts_on > starts_on), None)
    before = same or (earlier[-1] if earlier else None)
    if earlier:
        earlier[-1].ends_on = starts_on
        earlier[-1].save(update_fields=["ends_on"])
    row = same or Parameter(key=key, owner=owner, starts_on=starts_on)
    row.value, row.source, row.set_by, row.ends_on = value, source, by, later.starts_on if later else None
    checked(row)
    record(
        "parameter.set", row, by=by, key=key, value=value, before=before.value if before else None, starts_on=starts_on
    )
    return row
