"""Add, on the day, someone who is in the room without having been invited."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.attendance.actions import enlist, expect
from takwin.attendance.models import Register
from takwin.core import clock
from takwin.core.refused import refused, worded
from takwin.directory.models import Body
from takwin.journal.actions import record
from takwin.people.models import Person
from takwin.training.actions.enrolments import enrolment_of, line_for
from takwin.training.actions.locks import locked, locked_open
from takwin.training.actions.motives import motivated
from takwin.training.enums import EnrolmentState, SessionState
from takwin.training.models import Enrolment, TrainingSession
from takwin.training.queries import council_of, highest_office, seats_of


@transaction.atomic
def walk_in(session: TrainingSession, person: Person, *, body: Body, motive: str = "", by: User | None) -> Enrolment:
    """Enrol who came uninvited, from the first day on and until presence is sealed; he is not convened.

    Seats kept for councils are no obstacle any more: those who are there take them. When no seat is left at all it
    needs a motive, which is kept with the enrolment. Whoever waited for a seat takes it so. The session is locked.
    """
    session = locked_open(session)
    _check_under_way(session)
    waiting = session.enrolments.filter(person=person, state=EnrolmentState.WAITING).first()
    line = waiting or line_for(session, person, body, None, "", by)
    free = seats_of(session).free > 0
    motivated([] if free else [_("All %(seats)s seats are taken.") % {"seats": session.seats}], motive)
    expect(session.register, person, body=line.body, capacity=line.capacity, by=by)
    return _seated(session, line, motive, free=free, by=by)


@transaction.atomic
def let_in(register: Register, person: Person, reason: str, *, by: User) -> None:
    """Enrol, once an officer has said who he is, somebody a telephone recorded uninvited: the same act, afterwards.

    He was there: that presence is sealed or no seat was left is no obstacle any more, and the officer's ``reason`` is
    the motive. Whoever is expected elsewhere those days stays taken there; whoever holds no office
    comes for the organiser.
    """
    session = TrainingSession.objects.filter(register=register, state__in=RAN).first()
    if session is None:
        return
    session = locked(session)
    line = session.enrolments.filter(person=person, state=EnrolmentState.WAITING).first()
    if line is None:
        office = highest_office(session, person)
        body = council_of(office) if office else session.owner
        line = enrolment_of(session, person, body, office, by=by)
    try:
        expect(register, person, body=line.body, capacity=line.capacity, by=by)
    except ValidationError:
        enlist(register, person, body=line.body, capacity=line.capacity, by=by)
    _seated(session, line, reason, free=seats_of(session).free > 0, by=by)


RAN = (SessionState.CONFIRMED, SessionState.HELD, SessionState.CLOSED)


def _seated(session: TrainingSession, line: Enrolment, motive: str, *, free: bool, by: User | None) -> Enrolment:
    line.state, line.walk_in = EnrolmentState.ENROLLED, True
    worded(line, motive="" if free else motive)
    with refused(Enrolment):
        line.save()
    record("session.walked_in", session, by=by, enrolment=line.pk, body=line.body_id, beyond_seats=not free)
    return line


def _check_under_way(session: TrainingSession) -> None:
    if session.state not in (SessionState.CONFIRMED, SessionState.HELD):
        raise ValidationError(_("The session must be confirmed first."))
    if clock.today() < session.starts_on:
        raise ValidationError(_("The session has not begun: nominate this person instead."))
    if not session.register.half_days.filter(sealed_at=None).exists():
        raise ValidationError(_("Presence is sealed: nobody is added any more."))
