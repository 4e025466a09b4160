"""Invite a trainer, keep his answer, charge him with his half-days, draw up what they earn him."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.attendance.models import RegisterHalfDay
from takwin.catalogue.models import Trainer
from takwin.catalogue.pool.queries import obstacles
from takwin.core import clock, formats
from takwin.core.moves import move
from takwin.core.refused import checked, refused
from takwin.documents.actions import cancel_paper, issue_paper
from takwin.documents.enums import PaperKind
from takwin.journal.actions import record
from takwin.letters.actions import next_number, open_personal_link, send_letter
from takwin.letters.models import Channel
from takwin.training.actions.locks import locked, locked_open
from takwin.training.actions.slots import set_slot
from takwin.training.models import Slot, TrainingSession
from takwin.training.papers import language_of
from takwin.training.trainers import papers
from takwin.training.trainers.enums import InvitationState
from takwin.training.trainers.messages import said_to
from takwin.training.trainers.models import PaidHalfDay, TrainerInvitation, TrainerMission
from takwin.training.trainers.queries import dues, given_by, named, taught_by, to_pay, without_trainer
from takwin.training.trainers.voiding import void
from takwin.treasury.enums import ExpenseKind, ExpenseState
from takwin.treasury.models import Expense
from takwin.treasury.spending.actions import Ordered, certify, order

TEMPLATE = "trainer-letter"
WEEK = dt.timedelta(days=7)


@transaction.atomic
def invite(
    session: TrainingSession,
    trainer: Trainer,
    half_days: Sequence[RegisterHalfDay],
    *,
    answer_before: dt.date,
    by: User | None,
) -> TrainerInvitation:
    """Ask a trainer of the pool for half-days that have none, by a numbered letter with his link and code.

    Nothing is taken yet: he is free until he accepts, and so are the half-days. What stands against him is refused in
    words. The session's row is locked, so that two officers do not write to him twice.
    """
    session = locked_open(session)
    halves = _asked(session, trainer, half_days)
    if not clock.today() <= answer_before <= halves[0].day:
        raise ValidationError({"answer_before": _("The answer is awaited from today on, before the first half-day.")})
    against = obstacles([trainer], [half.half_day for half in halves])[trainer.pk]
    if against:
        raise ValidationError([f"{trainer}{formats.colon()} {sentence}" for sentence in against.values()])
    link, _code = open_personal_link(trainer.person, by=by)
    number, given = next_number(session.owner), given_by(session, trainer, halves)
    facts = papers.invitation_facts(session, trainer, given, number=number, answer_before=answer_before, link=link)
    paper = issue_paper(
        owner=session.owner, kind=PaperKind.TRAINER_INVITATION, template=TEMPLATE, facts=facts, subject=session,
        reference=number, language=language_of(trainer.person), by=by,
    )  # fmt: skip
    letter = send_letter(paper, person=trainer.person, channel=Channel.HAND, by=by)
    with refused(TrainerInvitation):
        found = checked(
            TrainerInvitation(
                session=session, trainer=trainer, letter=letter, round=session.round, answer_before=answer_before,
                told=said_to(session, given),
            )
        )  # fmt: skip
    found.half_days.set(halves)
    record("trainer.invited", session, by=by, trainer=trainer.pk, half_days=len(halves))
    return found


def _asked(session: TrainingSession, trainer: Trainer, half_days: Sequence[RegisterHalfDay]) -> list[RegisterHalfDay]:
    """The half-days as they are now, refused when one has a trainer, is another session's or has gone."""
    if trainer.owner_id != session.owner_id or not trainer.is_open:
        raise ValidationError(_("Choose a trainer of the pool of %(owner)s.") % {"owner": session.owner})
    lacking = {half.pk: half for half in without_trainer(session)}
    wanted = [lacking[half.pk] for half in half_days if half.pk in lacking and lacking[half.pk].day >= clock.today()]
    if not half_days or len(wanted) < len(half_days):
        raise ValidationError(_("Choose half-days to come that have no trainer."))
    return sorted(wanted, key=lambda half: half.half_day)


def _locked(invitation: TrainerInvitation) -> TrainerInvitation:
    """The session's row first, as everywhere else, then the invitation's."""
    locked(invitation.session)
    rows = TrainerInvitation.objects.select_for_update(of=("self",))
    return rows.select_related("session", "trainer__person", "letter__paper").get(pk=invitation.pk)


@transaction.atomic
def accept(invitation: TrainerInvitation, *, by: User | None) -> TrainerInvitation:
    """He accepts: the half-days are his, all of them or none; what was taken since is refused with its place."""
    session = locked_open(invitation.session)
    invitation = _locked(invitation)
    move(invitation, "accept")
    refusals: list[str] = []
    for half in invitation.half_days.order_by("day", "part"):
        slots = list(Slot.objects.filter(session=session, half_day=half).order_by("pk"))
        slot = next((one for one in slots if one.trainer_id is None), None)
        if slots and slot is None:
            refusals.append(_("%(half_day)s: another trainer has been named since.") % {"half_day": named(half)})
            continue
        title, room = (slot.title, slot.room) if slot else ("", None)
        try:
            set_slot(session, half, title=title, room=room, trainer=invitation.trainer, slot=slot, by=by)
        except ValidationError as refusal:
            refusals += [f"{named(half)}{formats.colon()} {message}" for message in refusal.messages]
    if refusals:
        raise ValidationError(refusals)
    return _answered(invitation, "trainer.accepted", by=by)


@transaction.atomic
def decline(invitation: TrainerInvitation, *, reason: str, by: User | None) -> TrainerInvitation:
    """He declines, and says why; the half-days wait for somebody else."""
    invitation = _locked(invitation)
    move(invitation, "decline")
    invitation.reason = reason.strip()
    return _answered(invitation, "trainer.declined", by=by)


def _answered(invitation: TrainerInvitation, verb: str, *, by: User | None) -> TrainerInvitation:
    invitation.replied_at = clock.now()
    with refused(TrainerInvitation):
        checked(invitation)
    record(verb, invitation.session, by=by, trainer=invitation.trainer_id)
    return invitation


@transaction.atomic
def take_back(invitation: TrainerInvitation, *, reason: str, by: User | None) -> TrainerInvitation:
    """Take back an invitation, answered or not: its letter is void, and what he had accepted by it waits for somebody
    else; what he teaches by another is still his, and he is charged with it anew.

    Refused once one of its half-days is sealed: he gave it.
    """
    session = locked_open(invitation.session)
    invitation = _locked(invitation)
    if invitation.state == InvitationState.ACCEPTED:
        accepted = Slot.objects.filter(
            session=session, trainer=invitation.trainer, half_day__in=invitation.half_days.all()
        ).select_related("half_day", "room")
        if any(slot.half_day.sealed_at for slot in accepted):
            raise ValidationError(_("He has already given half-days of this session: correct the programme instead."))
        for slot in accepted:
            set_slot(session, slot.half_day, title=slot.title, room=slot.room, slot=slot, by=by)
        _end_missions(session, invitation.trainer, by=by)
    return void(invitation, reason=reason, by=by)


@transaction.atomic
def free_accepted(session: TrainingSession, *, by: User | None) -> list[tuple[Trainer, list[RegisterHalfDay]]]:
    """Give back the trainers who had accepted days that are given up, with the half-days these have become.

    He said yes to other days: his letters are void, and his half-days wait. Under the session's lock, once its register
    has moved.
    """
    rows = TrainerInvitation.objects.filter(session=session, state=InvitationState.ACCEPTED)
    freed: dict[Trainer, list[RegisterHalfDay]] = {}  # one who accepted twice is asked again by one letter
    for invitation in rows.select_related("letter__paper", "session", "trainer__person").order_by("pk"):
        halves = list(invitation.half_days.order_by("day", "part"))
        Slot.objects.filter(session=session, trainer=invitation.trainer, half_day__in=halves).update(trainer=None)
        _end_missions(session, invitation.trainer, by=by)
        void(invitation, reason=session.reason, by=by)
        freed.setdefault(invitation.trainer, []).extend(halves)
    return [(trainer, sorted(halves, key=lambda half: (half.day, half.part))) for trainer, halves in freed.items()]


def ask_again(
    session: TrainingSession, freed: Sequence[tuple[Trainer, list[RegisterHalfDay]]], *, by: User | None
) -> None:
    """Invite for the new days whoever had accepted the former. One whom something stands against is not written to:
    his half-days wait for somebody else, and the journal says so."""
    for trainer, halves in freed:
        try:
            with transaction.atomic():
                invite(session, trainer, halves, answer_before=_answer_before(halves), by=by)
        except ValidationError:
            record("trainer.not_asked_again", session, by=by, trainer=trainer.pk, half_days=len(halves))


def _answer_before(halves: Sequence[RegisterHalfDay]) -> dt.date:
    """A week, or until the eve of his first half-day when that is sooner; never before today."""
    eve = halves[0].day - dt.timedelta(days=1) if halves else clock.today()
    return max(clock.today(), min(clock.today() + WEEK, eve))


def _end_missions(session: TrainingSession, trainer: Trainer, *, by: User | None) -> None:
    """The letters that charged him are void."""
    for mission in session.missions.filter(trainer=trainer, ended_at=None).select_related("letter__paper"):
        mission.ended_at = clock.now()
        mission.save(update_fields=["ended_at"])
        cancel_paper(mission.letter.paper, by=by)


@transaction.atomic
def charge(session: TrainingSession, trainer: Trainer, *, by: User | None) -> TrainerMission:
    """Issue the mission letter of a trainer for all his half-days of the session, whoever named him in them. One who
    has accepted no invitation, which would open his page, is given his link and his code by this letter.

    One for the present days: once they move another follows, and the former is void.
    """
    session = locked_open(session)
    halves = list(taught_by(session, trainer))
    if not halves:
        raise ValidationError(_("No half-day of this session is his."))
    if session.missions.filter(trainer=trainer, round=session.round, ended_at=None).exists():
        raise ValidationError(_("This trainer already has his mission letter."))
    _end_missions(session, trainer, by=by)
    accepted = session.trainer_invitations.filter(trainer=trainer, state=InvitationState.ACCEPTED).exists()
    link = None if accepted else open_personal_link(trainer.person, by=by)[0]
    number, given = next_number(session.owner), given_by(session, trainer, halves)
    paper = issue_paper(
        owner=session.owner, kind=PaperKind.MISSION_LETTER, template=TEMPLATE, subject=session, reference=number, by=by,
        language=language_of(trainer.person),
        facts=papers.mission_facts(session, trainer, given, number=number, link=link),
    )  # fmt: skip
    letter, told = send_letter(paper, person=trainer.person, channel=Channel.HAND, by=by), said_to(session, given)
    with refused(TrainerMission):
        found = checked(TrainerMission(session=session, trainer=trainer, letter=letter, round=session.round, told=told))
    record("trainer.charged", session, by=by, trainer=trainer.pk, half_days=len(halves))
    return found


@transaction.atomic
def draw_up_fees(session: TrainingSession, trainer: Trainer, *, by: User) -> list[Expense]:
    """Draw up what a trainer is owed for the half-days he gave: an expense ordered and certified at once, to be paid.

    The seal of each half-day says that he gave it; its hours are the planned ones, at the price of that day. Half-days
    of two rates of tax are two statements. None is in two: a statement that was given up frees its half-days.
    """
    session = locked(session)
    trainer = Trainer.objects.select_for_update(of=("self",)).select_related("person", "owner").get(pk=trainer.pk)
    halves = to_pay(session, trainer)
    if not halves:
        raise ValidationError(_("None of his half-days is sealed and still to be paid."))
    PaidHalfDay.objects.filter(trainer=trainer, expense__state=ExpenseState.CANCELLED).delete()
    drawn = []
    rows = sorted(dues(session, trainer, halves), key=lambda row: row.percent)
    for percent, same in groupby(rows, key=lambda row: row.percent):
        own = list(same)
        expense = order(
            session.owner, kind=ExpenseKind.FEES, title=papers.title_of_fees(session), person=trainer.person,
            register=session.register, withheld_percent=percent, by=by,
            lines=[Ordered(papers.line_of(row.half_day), row.hours, row.rate) for row in own],
        )  # fmt: skip
        with refused(PaidHalfDay):
            PaidHalfDay.objects.bulk_create(
                [PaidHalfDay(trainer=trainer, half_day=row.half_day, expense=expense) for row in own]
            )
        drawn.append(certify(expense, delivered={}, done_on=clock.today(), by=by))
    record("trainer.fees_drawn_up", session, by=by, trainer=trainer.pk, half_days=len(halves))
    return drawn
