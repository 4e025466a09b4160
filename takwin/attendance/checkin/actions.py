"""A participant says that he is there."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from takwin.attendance.actions import NOT_KEPT, mark
from takwin.attendance.checkin.codes import Weighed, weigh
from takwin.attendance.enums import COUNTED, Source, Status
from takwin.attendance.models import Expected, Presence, RegisterHalfDay
from takwin.attendance.queries import is_kept
from takwin.attendance.sync.enums import Why
from takwin.attendance.sync.models import Case
from takwin.core import clock, formats
from takwin.people.models import Person

MOST_WRONG = 10  # codes in a row; six digits are then not worth trying
OPENS_BEFORE = dt.timedelta(hours=1)  # before the planned hour: people come early, the screen may be lit
IN_TIME = dt.timedelta(minutes=30)  # after the planned hour one is late


def check_in(half_day: RegisterHalfDay, person: Person, code: str) -> str:
    """Mark one's own half-day with the code on the screen; what the ledger then says.

    It is a first word (source *self*): where the trainer said absent or excused before, his word holds, nothing is
    marked and a case is opened, once. A wrong code is counted outside the transaction of the mark, so that it stays.
    """
    line = Expected.objects.filter(register=half_day.register_id, person=person).first()
    if line is None:
        raise ValidationError(_("You are not on the list of this session: see the trainer."))
    if why := not_open(half_day):
        raise ValidationError(why)
    _check_code(line, half_day, code)
    return _say_here(half_day, line)


def not_open(half_day: RegisterHalfDay) -> str:
    """Why nobody can say now that he is there; empty when the half-day is open to it."""
    if half_day.day != clock.today():
        return _("This half-day is not today.")
    if not is_kept(half_day):
        return str(NOT_KEPT)
    if half_day.sealed_at:
        return _("The trainer has closed this half-day: tell him that you were there.")
    if clock.now() < opens_at(half_day):
        hour = formats.time(opens_at(half_day).time())
        return _("It opens at %(hour)s: the code is then on the trainer's screen, in the room.") % {"hour": hour}
    return ""


def opens_at(half_day: RegisterHalfDay) -> dt.datetime:
    """From when one may say that he is there, on the wall in Morocco: nobody says in the morning for the afternoon."""
    return _begins(half_day) - OPENS_BEFORE


def late_after(half_day: RegisterHalfDay) -> dt.datetime:
    return _begins(half_day) + IN_TIME


def _begins(half_day: RegisterHalfDay) -> dt.datetime:
    return dt.datetime.combine(half_day.day, half_day.starts_at, clock.CASABLANCA)


def _check_code(line: Expected, half_day: RegisterHalfDay, code: str) -> None:
    if line.wrong_codes >= MOST_WRONG:
        raise ValidationError(_("Too many wrong codes: the trainer will mark you himself."))
    weighed = weigh(half_day.pk, code, clock.now())
    if weighed is Weighed.OLD:
        raise ValidationError(_("This code has changed: read the one now on the screen."))
    if weighed is Weighed.NONE:
        Expected.objects.filter(pk=line.pk).update(wrong_codes=F("wrong_codes") + 1)
        raise ValidationError(_("This is not the code on the screen of this session."))


@transaction.atomic
def _say_here(half_day: RegisterHalfDay, line: Expected) -> str:
    line = Expected.objects.select_for_update(of=("self",)).get(pk=line.pk)
    slot = {"register": half_day.register_id, "person": line.person_id, "day": half_day.day, "part": half_day.part}
    said = Presence.objects.filter(**slot).values_list("status", flat=True).first() or ""
    if said in COUNTED:
        return said
    Expected.objects.filter(pk=line.pk).update(wrong_codes=0)
    status = _in_time(half_day)
    if not said:
        return str(mark(half_day, line.person_id, status, by=None, source=Source.SELF).status)  # type: ignore[attr-defined]
    Case.objects.get_or_create(
        why=Why.OTHER_WORD, register_id=half_day.register_id, person_id=line.person_id, day=half_day.day,
        part=half_day.part, status=status, settled_at=None, defaults={"opened_at": clock.now()},
    )  # fmt: skip
    return said


def _in_time(half_day: RegisterHalfDay) -> Status:
    return Status.LATE if clock.now() > late_after(half_day) else Status.PRESENT
