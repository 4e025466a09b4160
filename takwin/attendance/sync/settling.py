"""Settle what waits for a person: write it as a correction, or leave it as it is, with a reason."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.attendance.actions import correct_presence, enlist
from takwin.attendance.enums import Status
from takwin.attendance.models import Expected, Presence, Register, RegisterHalfDay
from takwin.attendance.standing import let_in
from takwin.attendance.sync.enums import Decision, Why
from takwin.attendance.sync.models import Case, Received
from takwin.core import clock
from takwin.core.refused import worded
from takwin.journal.actions import record
from takwin.people.labels import capacity as capacity_of
from takwin.people.models import Person
from takwin.people.queries import offices_of
from takwin.rights.enums import Permission
from takwin.rights.queries import may


@transaction.atomic
def leave(case: Case, *, note: str, by: User) -> Case:
    """Settle a case without changing the ledger; why is said."""
    return _settled(_open(case), Decision.LEFT, note, by)


@transaction.atomic
def take(
    case: Case, half_day: RegisterHalfDay, *, note: str, person: Person | None = None, status: str = "", by: User
) -> Case:
    """Settle a case by a counter-entry: the word that could not be taken is written with its reason.

    ``person`` says who somebody unknown is; he stands on the roll from then on, and his other cases of the same
    register under the same name are settled by the same answer, each for its own half-day. Present in two places, the
    person is written absent where he was not.
    """
    if not may(by, Permission.PRESENCE_CORRECT, half_day):
        raise ValidationError(_("This half-day is corrected by whoever is in charge of its register."))
    case = _open(case)
    who = person or case.person
    if who is None:
        raise ValidationError(_("Say who this person is."))
    if case.why in UNINVITED and case.register:
        _put_on_roll(case.register, who, half_day.day, note, by)
    said = Status.ABSENT if case.why == Why.TWO_PLACES else status or case.status
    correct_presence(half_day, who, said, reason=note, by=by)
    if case.why == Why.PENDING_PERSON:
        _take_the_same(case, who, note, by)
    return _settled(case, Decision.TAKEN, note, by, person=who)


UNINVITED = (Why.PENDING_PERSON, Why.NOT_INVITED)


def _put_on_roll(register: Register, who: Person, day: dt.date, note: str, by: User) -> None:
    """He was there: he stands on the roll as whoever is added on the spot, sealed or not, and is counted for his body.

    What the register is for lets him in first; of any other he is on the roll and no more.
    """
    if not register.expected.filter(person=who).exists():
        let_in(register, who, note, by=by)
    line = Expected.objects.filter(register=register, person=who).first()
    if line is None:
        office = offices_of(who, day).first()
        capacity = capacity_of(office.title, who.sex, "ar", office.detail, kind=office.body.kind) if office else ""
        line = enlist(register, who, body=office.body if office else register.owner, capacity=capacity, by=by)
    Presence.objects.filter(register=register, person=who).update(body=line.body_id)


def _take_the_same(case: Case, who: Person, note: str, by: User) -> None:
    same = Case.objects.select_for_update(of=("self",)).filter(
        why=Why.PENDING_PERSON, settled_at=None, register=case.register, who=case.who
    )
    for other in same.exclude(pk=case.pk).order_by("pk"):
        halves = RegisterHalfDay.objects.filter(register=case.register_id, part=other.part)
        if other.day and (half := halves.filter(day=other.day).first()):
            correct_presence(half, who, other.status, reason=note, by=by)
            _settled(other, Decision.TAKEN, note, by, person=who)


def _open(case: Case) -> Case:
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if case.settled_at:
        raise ValidationError(_("A colleague has already settled this case."))
    return case


def forget_stranger(received: Iterable[int]) -> None:
    """Take name, card and telephone of somebody unknown out of what a device handed over; its digest stays."""
    for row in Received.objects.filter(pk__in=received):
        if isinstance(row.said, dict) and row.said.get("walk_in"):
            row.said["walk_in"] = {}
            row.save(update_fields=["said"])


def _settled(case: Case, decision: Decision, note: str, by: User, **facts: Any) -> Case:
    if not note.strip():
        raise ValidationError(_("Say why, in a few words."))
    worded(case, note=note)
    case.settled_at, case.settled_by, case.decision = clock.now(), by, decision
    if person := facts.get("person"):
        case.person = person
    case.who = {}
    case.save()
    if case.received_id:
        forget_stranger([case.received_id])
    record("case.settled", case, by=by, why=case.why, decision=decision)
    return case
