"""Receive a form that came back, then record what changed: all of it or nothing."""

import hashlib
import json
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core import clock, formats
from takwin.directory.models import Body
from takwin.documents.actions import path_of, store_file
from takwin.documents.enums import BatchState
from takwin.documents.forms.comparing import Comparison, Difference, compare
from takwin.documents.forms.spec import RoundTrip
from takwin.documents.models import ReturnedForm
from takwin.documents.sheets import MEDIA_TYPES, open_sheet
from takwin.journal.actions import record


@transaction.atomic
def receive_form(data: bytes, name: str, *, spec: RoundTrip, owner: Body, by: User) -> ReturnedForm:
    """Keep a form that came back, to be looked at. A file that is no form of this list leaves no trace."""
    sheet = open_sheet(data, name)
    compare(sheet, spec, by)
    file = store_file(data, name=name, content_type=MEDIA_TYPES[sheet.kind], owner=owner, by=by)
    waiting = ReturnedForm.objects.filter(
        kind=spec.kind, owner=owner, file=file, received_by=by, state=BatchState.READ
    ).first()
    return waiting or ReturnedForm.objects.create(
        kind=spec.kind, owner=owner, file=file, received_by=by, received_at=clock.now()
    )


def comparison_of(returned: ReturnedForm, spec: RoundTrip, user: User) -> Comparison:
    """The form against the register as it is now."""
    if returned.file.erased_at:
        raise ValidationError(_("This file was kept for its time and has been removed. Send it again."))
    data = path_of(returned.file.sha256).read_bytes()
    return compare(open_sheet(data, returned.file.name), spec, user)


@transaction.atomic
def record_form(returned: ReturnedForm, *, spec: RoundTrip, choices: Iterable[str] = (), by: User) -> int:
    """Record every change, and the conflicts taken. Gives how many cells changed.

    The form is locked and read anew: two clicks record it once, and what was recorded meanwhile is seen. A row that an
    act refuses undoes all, with its sentence.
    """
    returned = ReturnedForm.objects.select_for_update(of=("self",)).select_related("file").get(pk=returned.pk)
    if returned.state == BatchState.RECORDED:
        when = formats.moment(returned.recorded_at) if returned.recorded_at else ""
        raise ValidationError(_("This form was already recorded (%(when)s): nothing was changed.") % {"when": when})
    found = comparison_of(returned, spec, by)
    if found.stops:
        raise ValidationError([f"{stop.row}: {stop.sentence}" for stop in found.stops])
    taken = found.taken(choices)
    _write(taken, spec, by)
    returned.state, returned.recorded_at, returned.count = BatchState.RECORDED, clock.now(), len(taken)
    returned.save(update_fields=["state", "recorded_at", "count"])
    record(
        "form.recorded", returned, by=by, form=spec.kind, rows=found.read, changes=len(taken), digest=_digest(taken),
        left=len(found.differences) - len(taken),
    )  # fmt: skip
    return len(taken)


def _write(taken: list[Difference], spec: RoundTrip, by: User) -> None:
    changes: dict[int, list[Difference]] = {}
    for one in taken:
        changes.setdefault(one.key, []).append(one)
    rows = {row.pk: row for row in spec.rows(by).filter(pk__in=list(changes))}
    for key, changed in changes.items():
        try:
            spec.write(rows[key], {one.field.name: one.value for one in changed}, by=by)
        except ValidationError as error:
            told = _("Row %(row)s: %(why)s") % {"row": changed[0].row, "why": " ".join(error.messages)}
            raise ValidationError(told) from error


def _digest(taken: list[Difference]) -> str:
    """What was recorded, as the journal's proof of it, naming nobody."""
    said = [[one.key, one.field.name, str(one.value)] for one in taken]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
