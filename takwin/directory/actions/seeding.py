"""The holidays of years to come, as a library reckons them: asked once, when the map is loaded."""

from collections.abc import Iterable

import holidays
from django.db import transaction

from takwin.accounts.models import User
from takwin.directory.models import Holiday
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
