"""Write the minutes, validate them, publish them."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core import clock
from takwin.core.identifiers import unprinted
from takwin.core.moves import move
from takwin.core.refused import checked
from takwin.documents.actions import issue_paper, take_number
from takwin.documents.enums import PaperKind
from takwin.journal.actions import record
from takwin.letters.actions import next_number
from takwin.meetings import papers
from takwin.meetings.actions.agenda import bring_points
from takwin.meetings.actions.locks import locked
from takwin.meetings.enums import MeetingState
from takwin.meetings.models import CHAIRS, Meeting, Minutes, Obligation
from takwin.meetings.queries.meetings import came

RESTED = dt.timedelta(hours=1)  # text taken up again after that is told again


class WrittenByAnother(ValidationError):
    """Someone else has kept the minutes since this page was opened."""


@transaction.atomic
def write_minutes(meeting: Meeting, *, text: str, revision: int | None, by: User) -> Minutes:
    """Keep the text as it stands. Refused when another has kept it since ``revision`` was read: nothing is undone.

    Kept again and again while one writes, it is journaled when another takes the pen, or after an hour.
    """
    meeting = locked(meeting)
    if meeting.state != MeetingState.HELD:
        raise ValidationError(_("Minutes are written once the meeting was held and until they are validated."))
    minutes = Minutes.objects.select_for_update(of=("self",)).get(meeting=meeting)
    if text == minutes.text:
        return minutes
    if revision != minutes.revision:
        raise WrittenByAnother(
            _("Someone else has written these minutes since you opened them. Copy your text, then open them again.")
        )
    now = clock.now()
    rested = minutes.written_at is None or now - minutes.written_at > RESTED
    is_new = rested or minutes.written_by_id != by.pk
    minutes.text, minutes.revision = text, minutes.revision + 1
    minutes.written_by, minutes.written_at = by, now
    checked(minutes)
    if is_new:
        record("minutes.written", meeting, by=by, revision=minutes.revision)
    return minutes


def faults_of(meeting: Meeting, minutes: Minutes) -> list[str]:
    """What keeps minutes from being validated."""
    faults = []
    if not minutes.text.strip():
        faults.append(_("The minutes are empty."))
    if not came(meeting):
        faults.append(_("Nobody is said to have come: record the presence first."))
    flat = " ".join(minutes.text.split())
    lost = [one for one in meeting.obligations.all() if " ".join(one.quote.split()) not in flat]
    told = _("The sentence of this promise no longer stands in the minutes: %(what)s")
    faults += dict.fromkeys(told % {"what": one} for one in lost)  # ten communes promise in one sentence
    return faults + _unprinted_in(meeting, minutes)


def _unprinted_in(meeting: Meeting, minutes: Minutes) -> list[str]:
    """The signs that would stop the paper once it has its number, when nobody can take them out any more."""
    texts = [
        (_("What was said"), minutes.text),
        (_("Written by"), minutes.secretary),
        (_("Subject"), meeting.subject),
        (_("Venue"), meeting.venue),
        *((_("Chaired by"), getattr(meeting, name)) for name in CHAIRS),
        *((_("Point of the agenda"), item.text) for item in meeting.agenda.all()),
        *((_("What is promised"), one.text) for one in meeting.obligations.all()),
    ]
    told = _("%(where)s: “%(sign)s” cannot be printed on an official paper.")
    return [told % {"where": where, "sign": sign} for where, text in texts if (sign := unprinted(text))]


@transaction.atomic
def validate_minutes(meeting: Meeting, *, secretary: str, by: User) -> Minutes:
    """Freeze the minutes under the next number of the register: their promises bind from now on.

    The meeting's row is locked: of two who validate at once the second is refused, and one number is taken. Promises
    go to the agenda of the next meeting of the series there, when it is already planned.
    """
    meeting = locked(meeting)
    move(meeting, "validate")
    minutes = Minutes.objects.select_for_update(of=("self",)).get(meeting=meeting)
    minutes.secretary = secretary.strip()
    if faults := faults_of(meeting, minutes):
        raise ValidationError(faults)
    year = clock.today().year
    number = f"{take_number(meeting.series.owner, 'minutes', year)}/{year % 100:02d}"
    minutes.validated_by, minutes.validated_at = by, clock.now()
    minutes.paper = issue_paper(
        owner=meeting.series.owner,
        kind=PaperKind.MINUTES,
        template="minutes",
        facts=papers.minutes_facts(meeting, minutes, number=number),
        subject=meeting,
        reference=number,
        by=by,
    )
    meeting.save(update_fields=["state"])
    checked(minutes)
    promised = Obligation.objects.filter(meeting=meeting).count()
    record("minutes.validated", meeting, by=by, number=number, promises=promised)
    later = Meeting.objects.filter(
        series=meeting.series_id, place=meeting.place_id, number__gt=meeting.number,
        state__in=[MeetingState.PLANNED, MeetingState.CONVENED],
    ).order_by("number")  # fmt: skip
    if following := later.select_related("series__owner", "place").first():
        bring_points(following)
    return minutes


@transaction.atomic
def publish_minutes(meeting: Meeting, *, press_text: str, by: User) -> Minutes:
    """Tell the press: the note is numbered and frozen, in the words that were chosen for it."""
    meeting = locked(meeting)
    move(meeting, "publish")
    if not press_text.strip():
        raise ValidationError({"press_text": _("Write what the press is told.")})
    minutes = Minutes.objects.select_for_update(of=("self",)).get(meeting=meeting)
    minutes.press_text = press_text.strip()
    number = next_number(meeting.series.owner)
    minutes.press_paper = issue_paper(
        owner=meeting.series.owner,
        kind=PaperKind.PRESS_NOTE,
        template="press-note",
        facts=papers.press_facts(meeting, minutes, number=number),
        subject=meeting,
        reference=number,
        by=by,
    )
    meeting.save(update_fields=["state"])
    checked(minutes)
    record("minutes.published", meeting, by=by, number=number)
    return minutes
