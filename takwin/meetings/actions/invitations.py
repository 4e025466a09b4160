"""Say who is invited, write to them, and note who came although his name is not known."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.attendance.actions import enlist, mark, unexpect
from takwin.attendance.enums import Status
from takwin.attendance.queries import roll
from takwin.core import clock
from takwin.core.later import progress
from takwin.core.moves import move
from takwin.core.refused import checked_many
from takwin.core.text import tidy
from takwin.directory.models import Body
from takwin.documents.actions import Content, issue_papers
from takwin.documents.enums import PaperKind
from takwin.journal.actions import record
from takwin.letters.actions import Sending, next_numbers, send_letters
from takwin.meetings import papers
from takwin.meetings.actions.locks import locked, locked_open
from takwin.meetings.enums import MeetingState, Nameless
from takwin.meetings.models import CHAIRS, Invitation, Meeting
from takwin.meetings.queries.meetings import Guest, is_expected, lines_of
from takwin.meetings.queries.namesakes import twin_told

PORTION = 20  # letters written in one transaction
TOLD = ("round", "day", "starts_at", "place_id", "venue", "room_id", *CHAIRS)  # what the letters say


@transaction.atomic
def invite(meeting: Meeting, guests: Iterable[Guest], *, came: bool = False, by: User | None) -> int:
    """Put guests on the list; persons are on the common register at once, and stay free to be elsewhere.

    ``came``: they were there without a letter, so their presence is recorded with them; whoever is no member of the
    committee, where others had letters, came uninvited. A typed name that the list or the body bears already, spelt
    otherwise perhaps, is refused unless it is said to be another's.
    """
    meeting = locked_open(meeting)
    if came and meeting.day > clock.today():
        raise ValidationError(_("The meeting has not taken place yet."))
    half_day = meeting.register.half_days.get()
    done = 0
    for guest in guests:
        if told := twin_told(meeting, guest):
            raise ValidationError({"name": told})
        uninvited = came and not is_expected(meeting, guest.body)
        line = Invitation(
            meeting=meeting, body=guest.body, person=guest.person, capacity=guest.capacity,
            guest_name=tidy(guest.name), uninvited=uninvited,
            came=Nameless.PRESENT if came and not guest.person else "",
        )  # fmt: skip
        checked_many([line])
        if guest.person:
            enlist(meeting.register, guest.person, body=guest.body, capacity=guest.capacity, by=by)
            if came:
                mark(half_day, guest.person, Status.PRESENT, by=by, reason=_("came uninvited") if uninvited else "")
        done += 1
    record("meeting.invited", meeting, by=by, count=done)
    return done


@transaction.atomic
def uninvite(line: Invitation, *, by: User | None) -> None:
    """Take someone off the list, as long as no letter has gone, nothing was said of his presence and he is not the
    chair."""
    meeting = locked_open(line.meeting)
    line = Invitation.objects.select_related("person").get(pk=line.pk)
    if line.letter_id:
        raise ValidationError(_("The invitation has been sent: it stays on the list."))
    if line.came:
        raise ValidationError(_("The presence of this office is recorded: it stays on the list."))
    if line.pk in (meeting.chair_line_id, meeting.co_chair_line_id):
        raise ValidationError(_("The minutes say that this one chaired: put right first who chaired."))
    if line.person:
        unexpect(meeting.register, line.person, by=by)
    line.delete()
    record("meeting.uninvited", meeting, by=by)


@transaction.atomic
def say_came(line: Invitation, *, came: str, by: User | None) -> Invitation:
    """Whether somebody came for an office whose holder is not named; the last word holds until validation."""
    meeting = locked_open(line.meeting)
    line = Invitation.objects.select_for_update(of=("self",)).get(pk=line.pk)
    if line.person_id:
        raise ValidationError(_("The presence of a named person is kept in the register."))
    if meeting.day > clock.today():
        raise ValidationError(_("The meeting has not taken place yet."))
    line.came = came if came in Nameless.values else ""
    line.save(update_fields=["came"])
    record("meeting.came", meeting, by=by, invitation=line.pk, came=line.came)
    return line


@transaction.atomic
def say_all_came(meeting: Meeting, *, by: User | None) -> int:
    """All those of whom nothing was said yet were there: the persons of the register, and the offices."""
    meeting = locked_open(meeting)
    if meeting.day > clock.today():
        raise ValidationError(_("The meeting has not taken place yet."))
    half_day = meeting.register.half_days.get()
    silent = [line.person_id for line in roll(half_day) if not line.status]  # type: ignore[attr-defined]
    for person in silent:
        mark(half_day, person, Status.PRESENT, by=by)
    offices = meeting.invitations.filter(person=None, came="").update(came=Nameless.PRESENT)
    record("meeting.came", meeting, by=by, count=len(silent) + offices)
    return len(silent) + offices


class _Letters(NamedTuple):
    """What is written in one go: to whom it is due, what it says to one, and where his line keeps it."""

    column: str
    is_due: Callable[[Invitation], bool]
    facts: Callable[[Invitation, str], dict[str, Any]]


def send_invitations(meeting: Meeting, *, by: User | None) -> int:
    """Write to each on the list who has no letter of this round; the first sending makes the meeting convened.

    A long work: each portion of the letters is a transaction of its own under the meeting's lock, so that two works
    write each once.
    """
    meeting = _prepared(meeting)
    if meeting.starts_at is None:
        raise ValidationError(_("The invitations tell the hour: set it first."))
    sender, agenda = papers.sender_of(meeting), [item.text for item in meeting.agenda.all()]
    letters = _Letters(
        "letter",
        lambda line: not line.letter_id and not line.uninvited,
        lambda line, number: papers.invitation_facts(meeting, line, sender, number=number, agenda=agenda),
    )
    lines = [line for line in lines_of(meeting) if letters.is_due(line)]
    if not lines:
        raise ValidationError(_("Nobody is left to invite: choose first who is invited."))
    _write_all(letters, lines, meeting, sender.owner, by=by)
    _convene(meeting, by=by)
    return len(lines)


def send_changes(meeting: Meeting, *, by: User | None) -> int:
    """Write to each whose last letter does not say who chairs now, that and no more; his invitation holds.

    Written in portions, as the invitations are.
    """
    meeting = _prepared(meeting)
    sender = papers.sender_of(meeting)
    letters = _Letters(
        "change",
        lambda line: papers.holds_an_older_letter(meeting, line),
        lambda line, number: papers.change_facts(meeting, line, sender, number=number),
    )
    lines = [line for line in lines_of(meeting) if letters.is_due(line)]
    if not lines:
        raise ValidationError(_("All those invited know who chairs."))
    _write_all(letters, lines, meeting, sender.owner, by=by)
    record("meeting.change_told", meeting, by=by, letters=len(lines))
    return len(lines)


def _prepared(meeting: Meeting) -> Meeting:
    meeting = Meeting.objects.select_related("series__owner__place", "place", "room").get(pk=meeting.pk)
    if meeting.state not in (MeetingState.PLANNED, MeetingState.CONVENED):
        raise ValidationError(_("Invitations are sent before the meeting is held."))
    return meeting


def _write_all(
    letters: _Letters, lines: Sequence[Invitation], meeting: Meeting, owner: Body, *, by: User | None
) -> None:
    for done in range(0, len(lines), PORTION):
        progress(done, len(lines))
        _write(letters, lines[done : done + PORTION], meeting, owner, by=by)
    progress(len(lines), len(lines))


@transaction.atomic
def _write(letters: _Letters, lines: Sequence[Invitation], meeting: Meeting, owner: Body, *, by: User | None) -> None:
    now = locked_open(meeting)
    if any(getattr(now, name) != getattr(meeting, name) for name in TOLD):
        raise ValidationError(_("The meeting changed while its invitations were being written: send them again."))
    rows = Invitation.objects.select_for_update(of=("self",))
    there = rows.select_related("body", "person", "letter__paper", "change__paper").in_bulk([line.pk for line in lines])
    waiting = [there[line.pk] for line in lines if line.pk in there and letters.is_due(there[line.pk])]
    contents = [
        Content(number, "notice", letters.facts(line, number), meeting)
        for line, number in zip(waiting, next_numbers(owner, len(waiting)), strict=True)
    ]
    issued = issue_papers(contents, owner=owner, kind=PaperKind.INVITATION, by=by)
    sendings = [
        Sending(paper, line.person) if line.person else Sending(paper, body=line.body)
        for paper, line in zip(issued, waiting, strict=True)
    ]
    for line, letter in zip(waiting, send_letters(sendings, by=by), strict=True):
        setattr(line, letters.column, letter)
    Invitation.objects.bulk_update(waiting, [letters.column])


@transaction.atomic
def _convene(meeting: Meeting, *, by: User | None) -> None:
    meeting = locked(meeting)
    letters = meeting.invitations.filter(letter__isnull=False).count()
    if meeting.state == MeetingState.PLANNED:
        move(meeting, "convene")
        meeting.save(update_fields=["state"])
    record("meeting.convened", meeting, by=by, letters=letters)
