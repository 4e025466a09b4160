"""Nominate people for a session, admit those who wait, withdraw, take their reply."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.attendance.actions import expect, refuse_sitting, unexpect
from takwin.core import clock, formats
from takwin.core.moves import move
from takwin.core.refused import refused, worded
from takwin.core.text import search_text
from takwin.directory.models import Body
from takwin.journal.actions import record
from takwin.people.labels import capacity as capacity_of
from takwin.people.models import Office, Person
from takwin.rights.enums import Permission
from takwin.rights.queries import may
from takwin.training.actions.locks import locked_open
from takwin.training.enums import EnrolmentState, Reply, SessionState
from takwin.training.models import Enrolment, TrainingSession
from takwin.training.queries import half_days_of, office_in, seats_of


@transaction.atomic
def nominate(
    session: TrainingSession,
    person: Person,
    *,
    body: Body,
    office: Office | None = None,
    capacity: str = "",
    by: User | None,
) -> Enrolment:
    """Propose a person of a body for a session: enrolled while seats last, then waiting in order.

    The person must be in office in the body on the first day. Enrolled, he is expected in the register and taken for
    all its half-days; waiting takes nothing. The session is locked, so that two communes never share the last seat.
    """
    session = locked_open(session)
    _check_not_begun(session, by)
    _check_invited(session, body)
    line = _enrol(session, person, body, office, capacity, by)
    record(
        "session.nominated", session, by=by, body=body.pk, people=1, waiting=int(line.state == EnrolmentState.WAITING)
    )
    return line


@transaction.atomic
def nominate_all(
    session: TrainingSession, persons: Iterable[Person], *, body: Body, by: User | None
) -> list[Enrolment]:
    """Propose several people of a body at once: all, or none when one of them cannot come."""
    session = locked_open(session)
    _check_not_begun(session, by)
    _check_invited(session, body)
    lines, refusals = [], []
    for person in persons:
        try:
            lines.append(_enrol(session, person, body, None, "", by))
        except ValidationError as refusal:
            refusals += [f"{person}{formats.colon()} {message}" for message in refusal.messages]
    if refusals:
        raise ValidationError(refusals)
    waiting = sum(line.state == EnrolmentState.WAITING for line in lines)
    record("session.nominated", session, by=by, body=body.pk, people=len(lines), waiting=waiting)
    return lines


def _check_not_begun(session: TrainingSession, by: User | None) -> None:
    """Once a session has begun, who came unannounced is added by its organiser, no longer by the bodies."""
    if session.state == SessionState.HELD and by is not None and not may(by, Permission.SESSION_EDIT, session):
        raise ValidationError(_("This session has begun: only its organiser adds people now."))


def _check_invited(session: TrainingSession, body: Body) -> None:
    """Once councils are named for a session, nobody else nominates: its officer invites a council first."""
    if not seats_of(session).invites(body.pk):
        raise ValidationError(_("%(body)s is not invited to this session.") % {"body": body})


def _enrol(
    session: TrainingSession, person: Person, body: Body, office: Office | None, capacity: str, by: User | None
) -> Enrolment:
    line = line_for(session, person, body, office, capacity, by)
    if seats_of(session).left_for(body.pk) > 0:
        expect(session.register, person, body=body, capacity=line.capacity, by=by)
        line.state = EnrolmentState.ENROLLED
    else:
        refuse_sitting(person, half_days_of(session))
    with refused(Enrolment):
        line.save()
    return line


def line_for(
    session: TrainingSession, person: Person, body: Body, office: Office | None, capacity: str, by: User | None
) -> Enrolment:
    """The enrolment of a person in office in the body on the first day, waiting and unsaved; refused otherwise."""
    office = office or office_in(person, body, session.starts_on)
    if office is None or office.person_id != person.pk or body.pk not in (office.body_id, office.body.parent_id):
        raise ValidationError(
            _("%(person)s is not in office in %(body)s on %(day)s.")
            % {"person": person, "body": body, "day": formats.day(session.starts_on)}
        )
    if session.enrolments.exclude(state=EnrolmentState.WITHDRAWN).filter(person=person).exists():
        raise ValidationError(_("This person is already nominated for this session."))
    return enrolment_of(session, person, body, office, capacity, by=by)


def enrolment_of(
    session: TrainingSession, person: Person, body: Body, office: Office | None, capacity: str = "", *, by: User | None
) -> Enrolment:
    """The line of a person who comes for a body, waiting and unsaved; without an office he has no capacity."""
    held = capacity_of(office.title, person.sex, "ar", office.detail, kind=body.kind) if office else ""
    return Enrolment(
        session=session,
        person=person,
        body=body,
        office=office,
        capacity=(capacity or held)[:120],
        state=EnrolmentState.WAITING,
        nominated_by=by,
        nominated_at=clock.now(),
        search_text=search_text(person.name_ar, person.name_fr, body.name_ar, body.name_fr),
    )


@transaction.atomic
def withdraw(enrolment: Enrolment, *, by: User | None, reason: str = "") -> Enrolment:
    """Take a person off a session; the seat goes to the next who waits, of the same body first.

    Refused once something was said of his presence: what was counted stays.
    """
    session = locked_open(enrolment.session)
    line = Enrolment.objects.select_for_update(of=("self",)).select_related("person").get(pk=enrolment.pk)
    was_enrolled = line.state == EnrolmentState.ENROLLED
    take_off(session, line, reason=reason, by=by)
    if was_enrolled:
        fill_seats(session, first=line.body_id, by=by)
    return line


def take_off(session: TrainingSession, line: Enrolment, *, reason: str = "", by: User | None) -> None:
    """Withdraw a person and free his days; the seat stays free. The caller holds the session's lock.

    The reason is free text, where names may be: it is kept with the enrolment, never in the journal.
    """
    was_enrolled = line.state == EnrolmentState.ENROLLED
    move(line, "withdraw")
    if was_enrolled:
        unexpect(session.register, line.person, by=by)
    worded(line, withdrawal_reason=reason)
    line.save(update_fields=["state", "withdrawal_reason"])
    record("session.withdrawn", session, by=by, enrolment=line.pk, body=line.body_id)


@transaction.atomic
def admit_waiting(session: TrainingSession, *, by: User | None) -> list[Enrolment]:
    """Give every free seat to those who wait, in order."""
    return fill_seats(locked_open(session), by=by)


def fill_seats(session: TrainingSession, *, first: int | None = None, by: User | None) -> list[Enrolment]:
    """Admit whoever a seat is free for, the body ``first`` before the others, then in order of nomination.

    Whoever is by now expected elsewhere, or whose office ends before the first day, keeps waiting and the next is
    asked. The caller holds the session's lock.
    """
    waiting = session.enrolments.filter(state=EnrolmentState.WAITING).select_related("person", "body")
    queue = sorted(waiting, key=lambda line: (line.body_id != first, line.nominated_at, line.pk))
    admitted: list[Enrolment] = []
    seats = seats_of(session)
    for line in queue:
        if seats.left_for(line.body_id) > 0 and _admitted(session, line, by):
            seats.taken[line.body_id] += 1
            admitted.append(line)
    return admitted


def _admitted(session: TrainingSession, line: Enrolment, by: User | None) -> bool:
    if office_in(line.person, line.body, session.starts_on) is None:
        return False
    try:
        expect(session.register, line.person, body=line.body, capacity=line.capacity, by=by)
    except ValidationError:
        return False
    move(line, "admit")
    line.save(update_fields=["state"])
    record("session.admitted", session, by=by, enrolment=line.pk, body=line.body_id)
    return True


@transaction.atomic
def reply(enrolment: Enrolment, answer: str, *, note: str = "", by: User | None) -> Enrolment:
    """Keep what a convened person answers: coming, or excused with the reason. It may change until the first day.

    An excuse frees no seat by itself: his body names somebody else, or withdraws him and the next who waits comes in.
    """
    session = locked_open(enrolment.session)
    line = _answering(session, enrolment)
    if answer not in (Reply.COMING, Reply.EXCUSED):
        raise ValidationError(_("Answer that you are coming or that you are excused."))
    if answer == Reply.EXCUSED and not note.strip():
        raise ValidationError(_("Write why you cannot come."))
    line.reply, line.replied_at = answer, clock.now()
    worded(line, reply_note=note if answer == Reply.EXCUSED else "")
    line.save(update_fields=["reply", "reply_note", "replied_at"])
    record("session.replied", session, by=by, enrolment=line.pk, reply=answer)
    return line


def _answering(session: TrainingSession, enrolment: Enrolment) -> Enrolment:
    """The row of somebody who may still answer; the caller holds the session's lock."""
    line = Enrolment.objects.select_for_update(of=("self",)).select_related("person", "body").get(pk=enrolment.pk)
    if line.state != EnrolmentState.ENROLLED:
        raise ValidationError(_("You are not on the list of this session."))
    if clock.today() > session.starts_on:
        raise ValidationError(_("The session has begun: replies are closed."))
    return line


@transaction.atomic
def replace(enrolment: Enrolment, colleague: Person, *, by: User | None) -> Enrolment:
    """Let a colleague of the same body take the seat of somebody who cannot come, where the session allows it.

    The seat passes from one to the other under the session's lock: whoever waits does not slip in between. Returns the
    colleague's enrolment; the caller has him convened.
    """
    session = locked_open(enrolment.session)
    line = _answering(session, enrolment)
    if not session.replacement:
        raise ValidationError(_("This session lets nobody name a colleague: answer that you cannot come."))
    take_off(session, line, by=by)
    fresh = _enrol(session, colleague, line.body, None, "", by)
    if fresh.state != EnrolmentState.ENROLLED:
        raise ValidationError(_("Your seat is no longer free for a colleague: answer that you cannot come."))
    line.reply, line.replied_at, line.replaced_by = Reply.REPLACED, clock.now(), fresh
    line.save(update_fields=["reply", "replied_at", "replaced_by"])
    record("session.replaced", session, by=by, enrolment=line.pk, colleague=fresh.pk)
    return fresh
