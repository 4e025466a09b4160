"""Send a form, receive it as it came back, record what changed, take that back: each all of it or nothing."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core import clock, formats
from takwin.documents.actions import path_of, store_file
from takwin.documents.enums import BatchState
from takwin.documents.forms.comparing import Comparison, Difference, compare, sent_of
from takwin.documents.forms.issuing import MOST, form_workbook
from takwin.documents.forms.spec import Change, RoundTrip, kind_named
from takwin.documents.models import ReturnedForm
from takwin.documents.sheets import MEDIA_TYPES, open_sheet
from takwin.journal.actions import record

Rows = Sequence[Any] | QuerySet[Any]


@transaction.atomic
def send_form(spec: RoundTrip, rows: Rows, *, language: str, by: User) -> bytes:
    """The workbook to send, and a line of the journal: someone took away a list, maybe with numbers in clear."""
    owner, rows = spec.owner(by), list(rows[: MOST + 1])
    if owner is None or not rows:
        raise ValidationError(_("There is nothing here that you may correct."))
    if len(rows) > MOST:
        said = _("One form holds %(limit)s rows at most: narrow the list first, by its search or its filters.")
        raise ValidationError(said % {"limit": formats.number(MOST)})
    record("form.sent", owner, by=by, form=spec.kind, rows=len(rows))
    return form_workbook(spec, rows, language=language, by=by)


@transaction.atomic
def receive_form(data: bytes, name: str, *, by: User) -> ReturnedForm:
    """Keep a form that came back, to be looked at; it says itself of which list it is. A file that is no form, or a
    form of what is not this user's, leaves no trace."""
    sheet = open_sheet(data, name)
    sent = sent_of(sheet)
    spec = kind_named(sent.kind).spec(sent.about, by)
    compare(sheet, spec, by)
    owner = spec.owner(by)
    if owner is None:
        raise ValidationError(_("No body of your territory can receive this file."))
    file = store_file(data, name=name, content_type=MEDIA_TYPES[sheet.kind], owner=owner, by=by)
    facts = {"kind": spec.kind, "about": spec.about, "owner": owner, "file": file, "received_by": by}
    waiting = ReturnedForm.objects.filter(**facts, state=BatchState.READ).first()
    return waiting or ReturnedForm.objects.create(**facts, received_at=clock.now())


def recorded_in(returned: ReturnedForm, spec: RoundTrip, user: User) -> list[Difference]:
    """What a form changed, as long as it can be undone: to be read before it is."""
    fields, rows = spec.by_name(), spec.among({key for key, *_rest in returned.before}, user)
    return [
        Difference(0, key, spec.named(rows[key]), fields[name], before, after, None)
        for key, name, before, after in returned.before
        if key in rows and name in fields
    ]


def spec_of(returned: ReturnedForm, user: User) -> RoundTrip:
    """The list a form is about, as far as it is this user's."""
    return kind_named(returned.kind).spec(returned.about, user)


def comparison_of(returned: ReturnedForm, user: User) -> Comparison:
    """The form against the register as it is now."""
    if returned.file.erased_at:
        raise ValidationError(_("This file was kept for its time and has been removed. Send it again."))
    data = path_of(returned.file.sha256).read_bytes()
    return compare(open_sheet(data, returned.file.name), spec_of(returned, user), user)


def _locked(returned: ReturnedForm) -> ReturnedForm:
    return ReturnedForm.objects.select_for_update(of=("self",)).select_related("file").get(pk=returned.pk)


@transaction.atomic
def record_form(returned: ReturnedForm, *, choices: Iterable[str] = (), by: User) -> int:
    """Record every change, and the conflicts taken. Gives how many cells changed.

    The form is locked and read anew: two clicks record it once, and what was recorded meanwhile is seen. A row that an
    act refuses undoes all, with its sentence. What the register said before is kept, so that the form can be undone.
    """
    returned = _locked(returned)
    if returned.state != BatchState.READ:
        when = formats.moment(returned.recorded_at) if returned.recorded_at else ""
        raise ValidationError(_("This form was already recorded (%(when)s): nothing was changed.") % {"when": when})
    found = comparison_of(returned, by)
    if found.stops:
        raise ValidationError([f"{stop.row}{formats.colon()} {stop.sentence}" for stop in found.stops])
    taken = found.taken(choices)
    spec = spec_of(returned, by)
    spec.write(_changes(taken, spec, by), by=by)
    returned.state, returned.recorded_at, returned.count = BatchState.RECORDED, clock.now(), len(taken)
    returned.before = [[one.key, one.field.name, one.stood, one.after] for one in taken]
    returned.save(update_fields=["state", "recorded_at", "count", "before"])
    record(
        "form.recorded", returned, by=by, form=spec.kind, rows=found.read, changes=len(taken), digest=_digest(taken),
        left=len(found.differences) - len(taken),
    )  # fmt: skip
    return len(taken)


def _held(keys: set[int], spec: RoundTrip, by: User) -> dict[int, Any]:
    """The rows of these keys as they are once nobody else writes them: another form of theirs waits, and then sees
    what this one wrote."""
    rows = spec.rows(by)
    if isinstance(rows, QuerySet):
        named = rows.model._default_manager.filter(pk__in=keys)
        for held in ([spec.above(keys)] if spec.above else []) + [named]:
            list(held.order_by("pk").select_for_update(of=("self",)).values_list("pk"))
    return spec.among(keys, by)


def _changes(taken: list[Difference], spec: RoundTrip, by: User) -> list[Change]:
    """Each row with what is to be written of it; refused when it was written while the form was being compared."""
    rows = _held({one.key for one in taken}, spec, by)
    changes: dict[int, Change] = {}
    for one in taken:
        row = rows.get(one.key)
        if row is None or one.field.same(one.field.shown(row)) != one.field.same(one.stood):
            said = _("%(named)s: “%(label)s” was changed at this very moment. Look at the form again.")
            raise ValidationError(said % {"named": one.named, "label": one.field.label})
        changes.setdefault(one.key, Change(row, {}, one.row)).values[one.field.name] = one.value
    return list(changes.values())


@transaction.atomic
def undo_form(returned: ReturnedForm, *, by: User) -> int:
    """Take back what a form changed: every cell is again as the register had it. Gives how many cells.

    Refused, naming the row, as soon as one of them was changed since, or an act refuses to give it back: then nothing
    is. What was said of the persons meanwhile by others stays, and so does a word that was settled or said anew.
    """
    returned = _locked(returned)
    if returned.state != BatchState.RECORDED:
        raise ValidationError(_("This form is not recorded, or was undone already."))
    if returned.count and not returned.before:
        raise ValidationError(_("Its time has passed: what it changed is no longer known, so it cannot be undone."))
    spec = spec_of(returned, by)
    changes = _given_back(returned, spec, by)
    (spec.restore or spec.write)(changes, by=by)
    count = sum(len(change.values) for change in changes)
    returned.state, returned.undone_at, returned.before = BatchState.UNDONE, clock.now(), []
    returned.save(update_fields=["state", "undone_at", "before"])
    record("form.undone", returned, by=by, form=spec.kind, changes=count)
    return count


def _given_back(returned: ReturnedForm, spec: RoundTrip, by: User) -> list[Change]:
    """Each row with the values it had; a sentence for every cell that no longer says what the form wrote."""
    fields = spec.by_name()
    rows = _held({key for key, *_rest in returned.before}, spec, by)
    changes: dict[int, Change] = {}
    refusals = []
    for key, name, before, after in returned.before:
        row, field = rows.get(key), fields[name]
        if row is None:
            raise ValidationError(_("A row of this form is no longer yours to change: it cannot be undone."))
        if field.same(field.shown(row)) != field.same(after):
            if field.is_passing:
                continue
            said = _("%(named)s: “%(label)s” was changed since: it cannot be undone.")
            refusals.append(said % {"named": spec.named(row), "label": field.label})
        changes.setdefault(key, Change(row, {})).values[name] = field.same(before)
    if refusals:
        raise ValidationError(refusals)
    return list(changes.values())


def _digest(taken: list[Difference]) -> str:
    """What was recorded, as the journal's proof of it, naming nobody."""
    said = [[one.key, one.field.name, str(one.value)] for one in taken]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
