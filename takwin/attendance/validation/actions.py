"""Say that the officer has read what the trainer closed."""

from collections.abc import Mapping
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from takwin.accounts.models import User
from takwin.attendance.models import Register, RegisterHalfDay
from takwin.attendance.validation.queries import doubts_of, marks_of_halves
from takwin.core import clock
from takwin.journal.actions import record


class Validated(NamedTuple):
    """The half-days that now are, and those that stay, each with the sentence that says why."""

    done: list[RegisterHalfDay]
    stay: list[tuple[RegisterHalfDay, str]]


@transaction.atomic
def validate(half_day: RegisterHalfDay, *, by: User) -> RegisterHalfDay:
    """Say that the officer has read what the trainer closed; from then on it is only corrected, as after the seal.

    Refused before the seal, and while a doubt is open on it; said twice, it is written once.
    """
    half_day = RegisterHalfDay.objects.select_for_update(of=("self",)).select_related("register").get(pk=half_day.pk)
    if half_day.validated_at is None:
        if why := _why_it_stays(half_day, doubts_of(half_day.register)[half_day.half_day]):
            raise ValidationError(why)
        _write(half_day, by)
    return half_day


@transaction.atomic
def validate_seen(register: Register, seen: Mapping[int, int], *, by: User) -> Validated:
    """Validate the half-days that the officer had under his eyes: ``seen`` gives, for each, how many marks he saw.

    The half-days are locked, so that two officers at once write each once. One that a doubt holds, or of which
    something was said since he looked, stays: he is told which and why. What a colleague just validated is neither.
    """
    locked = RegisterHalfDay.objects.select_for_update(of=("self",)).filter(register=register, pk__in=seen)
    halves = [half for half in locked.order_by("day", "part") if half.validated_at is None]
    doubts, marks = doubts_of(register), marks_of_halves(register)
    told = Validated([], [])
    for half in halves:
        why = _why_it_stays(half, doubts[half.half_day])
        if not why and marks[half.half_day] != seen[half.pk]:
            why = _("Something was said of it since this page was opened: look again.")
        if why:
            told.stay.append((half, why))
        else:
            told.done.append(_write(half, by))
    return told


def _why_it_stays(half_day: RegisterHalfDay, doubts: int) -> str:
    if half_day.sealed_at is None:
        return _("The trainer closes the half-day first.")
    if doubts:
        said = ngettext(
            "%(count)s doubt is open on this half-day: settle it first.",
            "%(count)s doubts are open on this half-day: settle them first.",
            doubts,
        )
        return said % {"count": doubts}
    return ""


def _write(half_day: RegisterHalfDay, by: User) -> RegisterHalfDay:
    half_day.validated_at, half_day.validated_by = clock.now(), by
    half_day.save(update_fields=["validated_at", "validated_by"])
    record("half_day.validated", half_day, by=by)
    return half_day
