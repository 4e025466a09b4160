"""Holidays and sittings: days that plans must know of."""

import datetime as dt
from collections.abc import Iterable

import holidays
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core.refused import checked
from takwin.directory.enums import COLLECTIVITIES, SittingKind
from takwin.directory.models import Body, Holiday, Sitting
from takwin.journal.actions import record

YEARS = range(2021, 2031)
ESTIMATED = " (estimated)"
SOURCE = "لائحة أيام العطل الرسمية (مرسوم 1977 كما تم تغييره) · Liste des jours fériés (décret de 1977 modifié)"
NAMES = {
    "New Year's Day": ("رأس السنة الميلادية", "Nouvel an"),
    "Proclamation of Independence Day": ("ذكرى تقديم وثيقة الاستقلال", "Manifeste de l’Indépendance"),
    "Amazigh New Year": ("رأس السنة الأمازيغية", "Nouvel an amazigh"),
    "Labor Day": ("عيد الشغل", "Fête du Travail"),
    "Eid al-Fitr": ("عيد الفطر", "Aïd al-Fitr"),
    "Eid al-Adha": ("عيد الأضحى", "Aïd al-Adha"),
    "Throne Day": ("عيد العرش", "Fête du Trône"),
    "Islamic New Year": ("فاتح محرم", "1er Moharram"),
    "Oued Ed-Dahab Day": ("ذكرى استرجاع إقليم وادي الذهب", "Journée de Oued Ed-Dahab"),
    "Revolution Day": ("ذكرى ثورة الملك والشعب", "Révolution du Roi et du Peuple"),
    "Youth Day": ("عيد الشباب", "Fête de la Jeunesse"),
    "Prophet's Birthday": ("عيد المولد النبوي", "Aïd al-Mawlid"),
    "Unity Day": ("عيد الوحدة", "Fête de l’Unité"),
    "Green March": ("ذكرى المسيرة الخضراء", "Marche verte"),
    "Independence Day": ("عيد الاستقلال", "Fête de l’Indépendance"),
}


@transaction.atomic
def seed_holidays(*, by: User | None, years: Iterable[int] = YEARS) -> int:
    """Record the holidays of years to come, those that follow the moon as estimated.

    A feast already recorded in a year is left as it is: its day may have been announced and confirmed since.
    """
    known = {(name, day.year) for name, day in Holiday.objects.values_list("name_ar", "day")}
    new = []
    for day, told in sorted(holidays.country_holidays("MA", years=list(years), language="en_US").items()):
        for name in told.split("; "):
            ar, fr = NAMES[name.removesuffix(ESTIMATED)]
            if (ar, day.year) not in known:
                estimated = name.endswith(ESTIMATED)
                new.append(Holiday(day=day, name_ar=ar, name_fr=fr, is_estimated=estimated, source=SOURCE))
    Holiday.objects.bulk_create(new, 200)
    if new:
        record("holidays.seeded", new[0], by=by, count=len(new))
    return len(new)


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
