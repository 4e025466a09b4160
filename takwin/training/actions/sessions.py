"""Plan a session and move it through its states."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.agreements.models import Agreement
from takwin.attendance.actions import is_begun, move_register, open_register, release_all
from takwin.catalogue.models import Topic
from takwin.core import clock
from takwin.core.halfdays import HalfDay
from takwin.core.halfdays import half_days as halves_between
from takwin.core.later import later
from takwin.core.moves import move
from takwin.core.refused import checked, worded
from takwin.core.text import joined, search_text
from takwin.directory.calendar import default_hours
from takwin.directory.models import Body, Place
from takwin.directory.parameters import parameters
from takwin.documents.actions import take_number
from takwin.journal.actions import record
from takwin.programmes.models import Action
from takwin.training.actions.convocations import send_convocations, tell_cancelled, tell_left_out
from takwin.training.actions.enrolments import fill_seats
from takwin.training.actions.locks import locked, locked_open
from takwin.training.actions.motives import motivated
from takwin.training.actions.slots import claim_again
from takwin.training.enums import EnrolmentState, Reply
from takwin.training.models import TrainingSession
from takwin.training.queries import half_days_of, programme_gaps, seats_of, unanswered_gaps
from takwin.training.trainers import actions as teaching
from takwin.training.trainers.telling import channels_used, tell_trainers_by_the_same_channels
from takwin.training.trainers.voiding import void_unanswered
from takwin.training.warnings import agreement_warnings, day_warnings

LONGEST = dt.timedelta(days=14)
FARTHEST = 10  # years; beyond, the year is mistyped
CORRECTED = {"seats", "minimum", "certificate_half_days", "replacement", "cost", "agreement", "action", "host"}


@transaction.atomic
def plan_session(
    *,
    owner: Body,
    topic: Topic,
    place: Place,
    first_day: dt.date | None = None,
    last_day: dt.date | None = None,
    half_days: Sequence[HalfDay] = (),
    seats: int,
    minimum: int,
    action: Action | None = None,
    agreement: Agreement | None = None,
    host: Body | None = None,
    cost: Decimal | None = None,
    motive: str = "",
    by: User | None,
) -> TrainingSession:
    """Put a session on the programme, tentative, with its register and the default hours of its half-days.

    The days are both halves from ``first_day`` to ``last_day``, or just ``half_days``. Takes the next number of the
    owner's sessions of that year (``FM-26-112``). Warnings about the days, or about an agreement that does not bind
    their years, ask for a ``motive``.
    """
    wanted = _wanted(first_day, last_day, half_days)
    motivated(day_warnings(wanted, place), motive, agreement=agreement_warnings(wanted, agreement))
    reference = _next_reference(owner, wanted[0].day)
    hours = default_hours(wanted, owner)
    register = open_register(
        owner=owner,
        place=place,
        title=topic.name_ar,
        title_fr=topic.name_fr,
        reference=reference,
        half_days=hours,
        by=by,
    )
    session = checked(
        TrainingSession(
            owner=owner,
            reference=reference,
            topic=topic,
            place=place,
            host=host,
            action=action,
            agreement=agreement,
            register=register,
            starts_on=wanted[0].day,
            ends_on=wanted[-1].day,
            seats=seats,
            minimum=minimum,
            certificate_half_days=_certificate_half_days(wanted, owner),
            cost=cost,
            motive=motive.strip(),
            search_text=search_text(reference, topic.name_ar, topic.name_fr, place.name_ar, place.name_fr),
        )
    )
    record("session.planned", session, by=by, first_day=session.starts_on, half_days=len(wanted), seats=seats)
    return session


def _wanted(first: dt.date | None, last: dt.date | None, half_days: Sequence[HalfDay]) -> list[HalfDay]:
    if half_days:
        return sorted(set(half_days))
    if first is None:
        raise ValidationError({"first_day": _("A session has a first day.")})
    last = last or first
    if last < first:
        raise ValidationError({"last_day": _("A session ends after it begins.")})
    if first.year > clock.today().year + FARTHEST:
        raise ValidationError({"first_day": _("A session is planned at most %(n)s years ahead.") % {"n": FARTHEST}})
    if last - first > LONGEST:
        raise ValidationError({"last_day": _("A session lasts at most two weeks: plan several.")})
    return halves_between(first, last)


def _next_reference(owner: Body, first_day: dt.date) -> str:
    code = owner.short_code or f"B{owner.pk}"
    return f"{code}-{first_day:%y}-{take_number(owner, 'session', first_day.year):03d}"


def _certificate_half_days(half_days: Sequence[HalfDay], owner: Body) -> int:
    """The rule of the day (three half-days of four) in proportion to the session, rounded up."""
    rule = parameters(["certificate_least_half_days", "certificate_of_half_days"], on=half_days[0].day, owner=owner)
    least: int = -(-len(half_days) * rule["certificate_least_half_days"] // rule["certificate_of_half_days"])
    return least


@transaction.atomic
def correct_session(session: TrainingSession, *, motive: str = "", by: User | None, **facts: Any) -> TrainingSession:
    """Correct seats, minimum, cost, rule of the certificate or what the session belongs to.

    Another agreement that does not bind the years of the session asks for a ``motive``.
    New seats go at once to those who wait; seats are never lowered below those already enrolled (who may be more
    than them: people who came uninvited).
    """
    if unknown := facts.keys() - CORRECTED:
        raise TypeError(f"not a fact that is corrected here: {', '.join(sorted(unknown))}")
    session = locked_open(session)
    former_seats, former_agreement = session.seats, session.agreement_id
    for name, value in facts.items():
        setattr(session, name, value)
    taken = seats_of(session)
    if session.seats < min(taken.enrolled, former_seats):
        raise ValidationError(
            _("%(enrolled)s people are already enrolled: withdraw some first.") % {"enrolled": taken.enrolled}
        )
    if session.seats < sum(taken.kept.values()):
        raise ValidationError(
            _("%(kept)s seats are kept for bodies; the session has %(seats)s.")
            % {"kept": sum(taken.kept.values()), "seats": session.seats}
        )
    half_days = half_days_of(session)
    halves = len(half_days)
    if session.agreement_id != former_agreement and (unpaid := agreement_warnings(half_days, session.agreement)):
        motivated([], motive, agreement=unpaid)
        session.motive = joined([session.motive, motive.strip()])
    if session.certificate_half_days > halves:
        raise ValidationError({"certificate_half_days": _("The session has only %(n)s half-days.") % {"n": halves}})
    checked(session)
    record("session.corrected", session, by=by, fields=sorted(facts))
    fill_seats(session, by=by)
    return session


@transaction.atomic
def confirm_session(session: TrainingSession, *, motive: str = "", by: User | None) -> TrainingSession:
    """Say that the session will be held. Below the minimum of participants it needs a motive.

    The row is locked: two officers clicking at once confirm it once.
    """
    session = locked(session)
    move(session, "confirm")
    motivated(confirmation_warnings(session), motive)
    session.confirmed_at = clock.now()
    worded(session, motive=joined([session.motive, motive.strip()]))
    gaps = len(programme_gaps(session))
    if gaps and not session.programme_motive:
        worded(session, programme_motive=motive)
    session.save(update_fields=["state", "confirmed_at", "motive", "programme_motive"])
    record("session.confirmed", session, by=by, enrolled=seats_of(session).enrolled, seats=session.seats, gaps=gaps)
    return session


def confirmation_warnings(session: TrainingSession) -> list[str]:
    """What speaks against confirming now; what the session's motive already answered is not said again."""
    enrolled = seats_of(session).enrolled
    said = [] if session.motive else day_warnings(half_days_of(session), session.place)
    if enrolled < session.minimum:
        told = {"enrolled": enrolled, "minimum": session.minimum}
        said.append(_("%(enrolled)s people are enrolled; the minimum is %(minimum)s.") % told)
    return said + unanswered_gaps(session)


@transaction.atomic
def hold_session(session: TrainingSession, *, by: User | None) -> TrainingSession:
    """Say that the session is being held, from its first day on."""
    session = locked(session)
    move(session, "hold")
    if clock.today() < session.starts_on:
        raise ValidationError(_("The session has not begun: it is held from its first day on."))
    session.save(update_fields=["state"])
    record("session.held", session, by=by)
    return session


@transaction.atomic
def close_session(session: TrainingSession, *, by: User | None) -> TrainingSession:
    """Close a session whose half-days are all sealed: certificates may be issued, nobody is enrolled any more."""
    session = locked(session)
    move(session, "close")
    open_halves = session.register.half_days.filter(sealed_at=None).count()
    if open_halves:
        raise ValidationError(_("%(n)s half-days are not sealed yet.") % {"n": open_halves})
    session.save(update_fields=["state"])
    record("session.closed", session, by=by)
    return session


@transaction.atomic
def postpone_session(
    session: TrainingSession,
    *,
    first_day: dt.date | None = None,
    last_day: dt.date | None = None,
    half_days: Sequence[HalfDay] = (),
    reason: str,
    motive: str = "",
    without_taken: bool = False,
    by: User | None,
) -> TrainingSession:
    """Move a session to other days: rooms, trainers and participants are freed and taken again.

    When any of them is taken on the new days everything is refused, with each obstacle named; participants who are
    may be left out instead (``without_taken``), and whoever waits comes in. Those already convened are convened anew
    or told that they are left out, and answer anew; trainers who had accepted are asked again. The session waits to
    be confirmed again.
    """
    session = locked(session)
    convened = set(session.enrolments.filter(convocations__rank=session.round).values_list("pk", flat=True))
    move(session, "postpone")
    if not reason.strip():
        raise ValidationError(_("Postponing or cancelling needs a reason."))
    wanted = _wanted(first_day, last_day, half_days)
    if len(wanted) != len(half_days_of(session)):
        session.certificate_half_days = _certificate_half_days(wanted, session.owner)
    move_register(session.register, default_hours(wanted, session.owner), by=by)
    session.starts_on, session.ends_on = wanted[0].day, wanted[-1].day
    session.round += 1
    gaps = unanswered_gaps(session) if convened else []  # the new days are told at once
    unpaid = agreement_warnings(wanted, session.agreement)
    motivated([*day_warnings(wanted, session.place), *unpaid, *gaps], motive)
    worded(session, reason=reason, motive=motive)
    if gaps:
        worded(session, programme_motive=motive)
    session.save(
        update_fields=[
            "state", "starts_on", "ends_on", "round", "reason", "motive", "programme_motive", "certificate_half_days",
        ]
    )  # fmt: skip
    session.enrolments.update(reply=Reply.NONE, reply_note="", replied_at=None, walk_in=False)
    void_unanswered(session, by=by)
    freed = teaching.free_accepted(session, by=by)
    left_out = claim_again(session, without_taken=without_taken, by=by)
    record("session.postponed", session, by=by, first_day=session.starts_on, left_out=len(left_out))
    fill_seats(session, by=by)
    teaching.ask_again(session, freed, by=by)
    if channels_used(session):
        later(tell_trainers_by_the_same_channels, session=session, by=by)
    if convened:
        later(send_convocations, session=session, by=by)
        told = [line.pk for line in left_out if line.pk in convened]
        later(tell_left_out, session=session, enrolments=told, by=by)
    return session


@transaction.atomic
def cancel_session(session: TrainingSession, *, reason: str, by: User | None) -> TrainingSession:
    """Give the session up: rooms and people are free again, whoever was convened is told, and so is the governor.

    The list of participants stays, to show for whom it had been meant.
    """
    session = locked(session)
    convened = session.enrolments.filter(convocations__rank=session.round).exists()
    move(session, "cancel")
    if not reason.strip():
        raise ValidationError(_("Postponing or cancelling needs a reason."))
    if is_begun(session.register):
        raise ValidationError(_("Presence is already recorded: a session that was held is closed, not cancelled."))
    release_all(session.register)
    worded(session, reason=reason)
    session.save(update_fields=["state", "reason"])
    void_unanswered(session, by=by)
    enrolled = session.enrolments.filter(state=EnrolmentState.ENROLLED).count()
    record("session.cancelled", session, by=by, enrolled=enrolled)
    if channels_used(session):
        later(tell_trainers_by_the_same_channels, session=session, by=by)
    if convened:
        later(tell_cancelled, session=session, by=by)
    return session
