"""Who of a pool may be asked to teach on a day, and what stands against it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from takwin.attendance.models import Claim
from takwin.attendance.queries import claims_of
from takwin.catalogue.enums import Says
from takwin.catalogue.models import Accreditation, Availability, Mastery, Topic, Trainer
from takwin.core import clock, formats
from takwin.core.halfdays import HalfDay, Part


def on_day(day: dt.date) -> Q:
    """Rows of ``Availability`` that speak of a day."""
    return Q(first_day__lte=day, last_day__gte=day)


def free_on(trainers: QuerySet[Trainer], day: dt.date) -> QuerySet[Trainer]:
    """Those whom nobody has taken on that day, morning or afternoon, and who did not say that they cannot."""
    taken = Claim.objects.filter(day=day, person=OuterRef("person"))
    absent = Availability.objects.filter(on_day(day), says=Says.CANNOT, trainer__person=OuterRef("person"))
    return trainers.filter(~Exists(taken), ~Exists(absent), is_open=True)


def accredited(on: dt.date, topic: Topic | None = None) -> Exists:
    """Whether an act accredits the trainer on a day: in a topic, or in every topic; in whichever when none is named."""
    rows = Accreditation.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on, trainer=OuterRef("pk"))
    return Exists(rows.filter(Q(topic=None) | Q(topic=topic)) if topic else rows)


def obstacles(trainers: Iterable[Trainer], halves: Sequence[HalfDay]) -> dict[int, dict[HalfDay, str]]:
    """For each trainer by his key, why he cannot teach on each of these half-days: two queries whatever their number.

    What takes him comes before what he says. He is one person: what he told another pool holds here, its reason apart.
    """
    persons = {trainer.person_id: trainer.pk for trainer in trainers}
    found: dict[int, dict[HalfDay, str]] = {pk: {} for pk in persons.values()}
    wanted = set(halves)
    for row in _said(persons, wanted):
        if row.says == Says.CANNOT:
            for half in _covered(row, wanted):
                found[persons[row.trainer.person_id]][half] = _("says that he is not free on %(day)s") % _when(half)
    for claim in claims_of(sorted(wanted), persons=list(persons)):
        if claim.person_id in persons and claim.half_day in wanted:
            found[persons[claim.person_id]][claim.half_day] = _("expected elsewhere on %(day)s") % _when(claim.half_day)
    return found


def said_free(trainers: Iterable[Trainer], halves: Sequence[HalfDay]) -> set[int]:
    """The keys of those who said that they are free on every one of these half-days."""
    persons = {trainer.person_id: trainer.pk for trainer in trainers}
    free: dict[int, set[HalfDay]] = defaultdict(set)
    for row in _said(persons, set(halves)):
        if row.says == Says.CAN:
            free[persons[row.trainer.person_id]] |= set(_covered(row, set(halves)))
    return {pk for pk, said in free.items() if said == set(halves)}


def _said(persons: Iterable[int], halves: set[HalfDay]) -> QuerySet[Availability]:
    if not halves:
        return Availability.objects.none()
    days = {half.day for half in halves}
    rows = Availability.objects.filter(trainer__person__in=list(persons), first_day__lte=max(days))
    return rows.filter(last_day__gte=min(days)).select_related("trainer")


def _covered(row: Availability, halves: set[HalfDay]) -> list[HalfDay]:
    return [
        half for half in sorted(halves) if row.first_day <= half.day <= row.last_day and row.part in ("", half.part)
    ]


def _when(half: HalfDay) -> dict[str, str]:
    return {"day": f"{formats.short_day(half.day)} {Part(half.part).label}"}


def taken_ahead(trainer: Trainer) -> QuerySet[Claim]:
    """The half-days to come for which somebody has taken him, wherever it is."""
    return Claim.objects.filter(person=trainer.person_id, day__gte=clock.today()).select_related("register__place")


def said_ahead(trainer: Trainer) -> QuerySet[Availability]:
    """What he says of days to come."""
    return trainer.availabilities.filter(last_day__gte=clock.today())


def masteries_of(trainer: Trainer) -> QuerySet[Mastery]:
    return trainer.masteries.select_related("topic").order_by("topic__code", "pk")


def accreditations_of(trainer: Trainer) -> QuerySet[Accreditation]:
    return trainer.accreditations.select_related("topic", "act__body", "paper")


def languages_of(trainer: Any) -> list[str]:
    """The languages he teaches in, in words."""
    said = {_("Arabic"): trainer.in_arabic, _("French"): trainer.in_french, _("Amazigh"): trainer.in_amazigh}
    return [language for language, teaches in said.items() if teaches]
