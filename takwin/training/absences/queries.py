"""Who was absent without excuse, council by council, beside what his council was told."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from takwin.accounts.models import User
from takwin.attendance.enums import Status
from takwin.attendance.models import Presence
from takwin.core import clock
from takwin.core.halfdays import HalfDay, Part
from takwin.directory.models import Body
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.training.at_risk.queries import SESSIONS_SHOWN, Offer, offers
from takwin.training.enums import EnrolmentState, Reply
from takwin.training.models import AbsenceLetter, Enrolment, TrainingSession


@dataclass(frozen=True)
class Absent:
    """A person who was expected, said nothing, and missed half-days."""

    line: Enrolment
    missed: list[HalfDay]


@dataclass(frozen=True)
class CouncilAbsent:
    """The absent of one council, and the last letter it was sent about them."""

    session: TrainingSession
    body: Body
    absent: list[Absent] = field(default_factory=list)
    letter: AbsenceLetter | None = None

    @property
    def told(self) -> dict[str, list[str]]:
        """What a letter would say today, as ``AbsenceLetter.told`` keeps it."""
        return {str(one.line.pk): [f"{day} {part}" for day, part in one.missed] for one in self.absent}

    @property
    def is_to_write(self) -> bool:
        """Whether the council was told nothing, or presence was corrected since."""
        return self.told != (self.letter.told if self.letter else {})

    @property
    def is_corrected(self) -> bool:
        return self.letter is not None and self.is_to_write


def absences_of(sessions: Sequence[TrainingSession], user: User | None = None) -> dict[int, list[CouncilAbsent]]:
    """The councils of each session that have, or had, somebody absent without excuse: three queries for all sessions.

    An excused person is left out, by his presence or by his answer, and so is whoever came uninvited. For a ``user``
    only the people he sees.
    """
    missed = _missed(sessions)
    people = Enrolment.objects.filter(session__in=sessions, state=EnrolmentState.ENROLLED, walk_in=False)
    lines = people if user is None else allowed(people, user, Permission.SESSION_VIEW)
    absent: dict[tuple[int, Body], list[Absent]] = defaultdict(list)
    for line in _in_order(lines.exclude(reply=Reply.EXCUSED)):
        if halves := missed.get((line.session.register_id, line.person_id)):
            absent[line.session_id, line.body].append(Absent(line, halves))
    letters = {(letter.session_id, letter.body): letter for letter in _letters(sessions, user)}  # the last holds
    by_key = {session.pk: session for session in sessions}
    found: dict[int, list[CouncilAbsent]] = {session.pk: [] for session in sessions}
    for key in sorted({**letters, **absent}, key=lambda key: (key[0], key[1].sort_ar, key[1].pk)):
        session, body = by_key[key[0]], key[1]
        found[session.pk].append(CouncilAbsent(session, body, absent.get(key, []), letters.get(key)))
    return found


def _missed(sessions: Sequence[TrainingSession]) -> dict[tuple[int, int], list[HalfDay]]:
    found: dict[tuple[int, int], list[HalfDay]] = defaultdict(list)
    rows = Presence.objects.filter(register__session__in=sessions, status=Status.ABSENT)
    for register, person, day, part in rows.values_list("register", "person", "day", "part"):
        found[register, person].append(HalfDay(day, Part(part)))
    return found


def _in_order(lines: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    return lines.select_related("person", "body", "office", "session").order_by("person__sort_ar", "pk")


def _letters(sessions: Sequence[TrainingSession], user: User | None) -> QuerySet[AbsenceLetter]:
    rows = AbsenceLetter.objects.filter(session__in=sessions)
    seen = rows if user is None else allowed(rows, user, Permission.DOCUMENT_VIEW)
    return seen.select_related("body", "letter__paper").order_by("rank")


def excused_in(session: TrainingSession) -> int:
    """How many people gave an excuse, in their answer or to the trainer: nobody writes to them."""
    lines = session.enrolments.filter(state=EnrolmentState.ENROLLED)
    marked = Presence.objects.filter(register=session.register_id, status=Status.EXCUSED).values("person")
    missing = Presence.objects.filter(register=session.register_id, status=Status.ABSENT).values("person")
    answered = lines.filter(reply=Reply.EXCUSED, person__in=missing)
    return (lines.filter(person__in=marked) | answered).distinct().count()


def still_open_to(body: Body, session: TrainingSession, sessions: Sequence[Offer]) -> list[Offer]:
    """The first sessions to come that keep a seat for the council, those of the same topic before the others."""
    open_to = [offer for offer in sessions if offer.is_for(body) and offer.seats.left_for(body.pk) > 0]
    same_first = sorted(open_to, key=lambda offer: offer.session.topic_id != session.topic_id)
    return same_first[:SESSIONS_SHOWN]


def sessions_to_come(user: User) -> list[Offer]:
    return offers(user, clock.today())


def letters_standing(session: TrainingSession, user: User) -> list[AbsenceLetter]:
    """The letters on absences that the reader may print, one for each council, the last it was sent."""
    last = {letter.body_id: letter for letter in _letters([session], user)}
    return sorted(last.values(), key=lambda letter: letter.pk)
