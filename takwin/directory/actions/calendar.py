"""Holidays and sittings: days that plans must know of."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core.refused import checked
from takwin.directory.enums import COLLECTIVITIES, SittingKind
from takwin.directory.models import Body, Holiday, Sitting
from takwin.journal.actions import record


@transaction.atomic
def add_holiday(*, day: dt.date, name_ar: str, name_fr: str, source: str, by: User) -> Holiday:
    """Record a holiday that no list foresaw; it is certain, since somebody announced it."""
    holiday = checked(Holiday(day=day, name_ar=name_ar, name_fr=name_fr, source=source))
    record("holiday.added", holiday, by=by, day=day)
    return holiday


@transaction.atomic
def confirm_holiday(holiday: Holiday, *, day: dt.date, source: str, by: User) -> Holiday:
    """Keep the day that was announced for an estimated feast, and by whom; from then on it is certain."""
    holiday = Holiday.objects.select_for_update(of=("self",)).get(pk=holiday.pk)
    before, holiday.day, holiday.source, holiday.is_estimated = holiday.day, day, source, False
    checked(holiday)
    record("holiday.confirmed", holiday, by=by, before=before, day=day)
    return holiday


@transaction.atomic
def add_sitting(
    *, body: Body, day: dt.date, by: User | None, kind: str = SittingKind.ORDINARY, convened_on: dt.date | None = None
) -> Sitting:
    """Write down a day on which a council will sit; with ``convened_on``, its members are already called."""
    if body.kind not in COLLECTIVITIES:
        raise ValidationError(_("Only a council sits: choose a region, a province, a commune or an arrondissement."))
    sitting = checked(Sitting(body=body, day=day, kind=kind, convened_on=convened_on))
    record("sitting.added", sitting, by=by, body=body.pk, day=day, convened_on=convened_on)
    return sitting


@transaction.atomic
def convene(sitting: Sitting, *, on: dt.date, by: User | None) -> Sitting:
    """Call the members of the council: from then on nobody can enrol them elsewhere on that day."""
    sitting = Sitting.objects.select_for_update(of=("self",)).get(pk=sitting.pk)
    if sitting.convened_on is not None:
        raise ValidationError(_("This sitting is already convened."))
    sitting.convened_on = on
    checked(sitting)
    record("sitting.convened", sitting, by=by, day=sitting.day, convened_on=on)
    return sitting


@transaction.atomic
def cancel_sitting(sitting: Sitting, *, by: User) -> None:
    """Take back a day that was not convened yet; one that was is a public act and stays."""
    sitting = Sitting.objects.select_for_update(of=("self",)).get(pk=sitting.pk)
    if sitting.convened_on is not None:
        raise ValidationError(_("This sitting is convened: its members were called, so it stays."))
    record("sitting.cancelled", sitting, by=by, body=sitting.body_id, day=sitting.day)
    sitting.delete()
