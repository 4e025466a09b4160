"""Sessions, seats, who qualifies: what screens and acts read."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.attendance.enums import COUNTED
from takwin.attendance.models import Presence, RegisterHalfDay
from takwin.attendance.queries import attended, claims_of, sitting_conflicts
from takwin.core import formats
from takwin.core.halfdays import HalfDay
from takwin.core.search import answering
from takwin.core.text import joined, search_terms
from takwin.directory.enums import COLLECTIVITIES
from takwin.directory.models import Body, Room
from takwin.letters.models import Letter
from takwin.people.enums import ELECTED
from takwin.people.labels import capacity
from takwin.people.models import Office, Person
from takwin.people.queries import in_office
from takwin.programmes.models import Programme
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.training.enums import EnrolmentState, Reply, SessionState
from takwin.training.models import BodySeats, Convocation, Enrolment, Slot, TrainingSession

ENROLLED = Count("enrolments", filter=Q(enrolments__state=EnrolmentState.ENROLLED))
FEW = 8
PORTION = 60
STANDING = (SessionState.TENTATIVE, SessionState.CONFIRMED, SessionState.POSTPONED)


class Lacking(NamedTuple):
    """What half-days do not say yet, each a sentence that names them; empty where all say it."""

    rooms: str
    subjects: str
    trainers: str


def lacking(session: TrainingSession) -> Lacking:
    """The half-days without a room, without a subject, without a trainer; in two queries."""
    planned = _planned(session)
    placeless = [half for half, slots in planned if not slots or any(slot.room_id is None for slot in slots)]
    untold = [half for half, slots in planned if not slots or any(not slot.title.strip() for slot in slots)]
    untaught = [half for half, slots in planned if all(slot.trainer_id is None for slot in slots)]
    return Lacking(
        rooms=_("No room is set for: %(half_days)s.") % {"half_days": _named(placeless)} if placeless else "",
        subjects=_("What is taught is not said for: %(half_days)s.") % {"half_days": _named(untold)} if untold else "",
        trainers=_("No trainer is named for: %(half_days)s.") % {"half_days": _named(untaught)} if untaught else "",
    )


def programme_gaps(session: TrainingSession) -> list[str]:
    """What the programme does not say yet, in sentences: the half-days without a room, those without a subject.

    A convocation says where to go and what for: with such a gap it leaves only for a motive. That no trainer is named
    stops nothing: who teaches may be found late.
    """
    told = lacking(session)
    return [sentence for sentence in (told.rooms, told.subjects) if sentence]


def _planned(session: TrainingSession) -> list[tuple[RegisterHalfDay, list[Slot]]]:
    """Each half-day with its workshops, in two queries."""
    slots: dict[int, list[Slot]] = {}
    for slot in session.slots.all():
        slots.setdefault(slot.half_day_id, []).append(slot)
    return [(half, slots.get(half.pk, [])) for half in session.register.half_days.order_by("day", "part")]


def unanswered_gaps(session: TrainingSession) -> list[str]:
    """What the programme does not say and no motive has answered."""
    return [] if session.programme_motive else programme_gaps(session)


def _named(halves: list[RegisterHalfDay]) -> str:
    each = [f"{formats.day(half.day, weekday=True)} {half.get_part_display()}" for half in halves]
    return formats.listed(each)


@dataclass(frozen=True)
class Seats:
    """The seats of a session: kept for bodies, and common to whoever comes first once a body's own are taken."""

    seats: int
    kept: dict[int, int]
    taken: Counter[int]

    @property
    def enrolled(self) -> int:
        return self.taken.total()

    @property
    def free(self) -> int:
        return max(0, self.seats - self.enrolled)

    @property
    def common(self) -> int:
        """The common seats still left to all who are invited."""
        return min(self.free, max(0, self.common_free))

    @property
    def common_free(self) -> int:
        common = self.seats - sum(self.kept.values())
        return common - sum(max(0, n - self.kept.get(body, 0)) for body, n in self.taken.items())

    def own_left(self, body_id: int) -> int:
        """Of the seats kept for a body, those that nobody of it has taken yet."""
        return min(self.free, max(0, self.kept.get(body_id, 0) - self.taken[body_id]))

    def common_left(self, body_id: int) -> int:
        """The common seats that a body may still take once its own are taken: whoever comes first has them."""
        return self.left_for(body_id) - self.own_left(body_id)

    def left_for(self, body_id: int) -> int:
        """How many more people of a body may be enrolled now, on its own seats and on the common ones."""
        return min(self.free, self.own_left(body_id) + max(0, self.common_free))

    def invites(self, body_id: int) -> bool:
        """Whether a body may nominate: once councils are named for the session, only they may."""
        return not self.kept or body_id in self.kept

    def told_for(self, body_id: int) -> tuple[int, int, int]:
        """Seats kept for a body, its people enrolled, and of the seats kept those still free."""
        return self.kept.get(body_id, 0), self.taken[body_id], self.own_left(body_id)

    def said_for(self, body_id: int) -> str:
        """The seats of one body, in the same words on each page and paper: those kept for it, then the common ones."""
        own, common, kept = self.own_left(body_id), self.common_left(body_id), self.kept.get(body_id, 0)
        said = []
        if kept:
            said.append(_("seats kept and still free: %(left)s of %(kept)s") % {"left": own, "kept": kept})
        said.append(ngettext("%(n)s common seat is left", "%(n)s common seats are left", common) % {"n": common})
        return joined(said)


def seats_of(session: TrainingSession) -> Seats:
    """Two queries; exact when the caller holds the session's lock."""
    return seats_of_each([session])[session.pk]


def seats_of_each(sessions: Sequence[TrainingSession]) -> dict[int, Seats]:
    """The seats of each session by its key: two queries for all of them."""
    found = {session.pk: Seats(session.seats, {}, Counter()) for session in sessions}
    for seats in BodySeats.objects.filter(session__in=found):
        found[seats.session_id].kept[seats.body_id] = seats.seats
    enrolled = Enrolment.objects.filter(session__in=found, state=EnrolmentState.ENROLLED).order_by()
    for session_id, body_id, people in enrolled.values_list("session", "body").annotate(n=Count("pk")):
        found[session_id].taken[body_id] = people
    return found


def half_days_of(session: TrainingSession) -> list[HalfDay]:
    return [row.half_day for row in session.register.half_days.order_by("day", "part")]


def when_and_where(half: RegisterHalfDay, rooms: Iterable[Room]) -> str:
    """A half-day as whoever comes to it needs it: the day, the hours and the room."""
    named = f"{formats.day(half.day, weekday=True)} {half.get_part_display()}"
    return joined([named, formats.hours(half.starts_at, half.ends_at), *(room.name for room in rooms)])


def timetable_of(session: TrainingSession) -> list[str]:
    """Each half-day of a session in one line; of two workshops at once both rooms are told."""
    rooms: dict[int, dict[int, Room]] = {}
    for slot in session.slots.all():
        if slot.room:
            rooms.setdefault(slot.half_day_id, {})[slot.room_id or 0] = slot.room
    halves = sorted(session.register.half_days.all(), key=lambda half: half.half_day)
    return [when_and_where(half, rooms.get(half.pk, {}).values()) for half in halves]


def days_of(session: TrainingSession) -> list[dt.date]:
    """Every day from the first to the last, as a list tells them."""
    count = (session.ends_on - session.starts_on).days + 1
    return [session.starts_on + dt.timedelta(days=n) for n in range(count)]


def qualified(session: TrainingSession) -> list[Enrolment]:
    """Those enrolled who were present, or late, in at least the half-days the certificate asks for.

    Each has ``half_days``, the number counted.
    """
    counts = attended(session.register)
    lines = session.enrolments.filter(state=EnrolmentState.ENROLLED).select_related("person", "body", "office__body")
    met = []
    for line in lines:
        line.half_days = counts.get(line.person_id, 0)  # type: ignore[attr-defined]
        if counts.get(line.person_id, 0) >= session.certificate_half_days:
            met.append(line)
    return met


def current_convocations(session: TrainingSession, user: User) -> list[Convocation]:
    """Those to the present days of people still enrolled, that the reader may have delivered; council by council."""
    rows = Convocation.objects.filter(
        enrolment__session=session, rank=session.round, enrolment__state=EnrolmentState.ENROLLED
    )
    related = ("letter__paper", "enrolment__body", "enrolment__person", "enrolment__session__register")
    mine = allowed(rows, user, Permission.SESSION_NOMINATE).select_related(*related)
    return list(
        mine.prefetch_related("letter__sendings", "enrolment__convocations").order_by(
            "enrolment__body__sort_ar", "enrolment__person__sort_ar", "pk"
        )
    )


def letters_read_by(user: User) -> QuerySet[Letter]:
    """The letters to authorities and councils that a user may open: those his bodies wrote, and those they received."""
    written = allowed(Letter.objects, user, Permission.DOCUMENT_VIEW).values("pk")
    received = allowed(Body.objects, user, Permission.DOCUMENT_VIEW).values("pk")
    return Letter.objects.filter(Q(pk__in=written) | Q(body__in=received))


def portions(convocations: list[Convocation]) -> list[list[Convocation]]:
    """As many letters as a page is willingly waited for; those of a usual session are one portion."""
    return [convocations[n : n + PORTION] for n in range(0, len(convocations), PORTION)]


def sessions_for(user: User, permission: Permission = Permission.SESSION_VIEW) -> QuerySet[TrainingSession]:
    """The sessions this user may see, each with ``enrolled``, and what a line of a list shows."""
    mine = allowed(TrainingSession.objects, user, permission).select_related("topic", "place", "owner")
    return mine.annotate(enrolled=ENROLLED)


def registers_not_kept() -> QuerySet[TrainingSession, Any]:
    """The keys of the registers of sessions not confirmed, put off and not confirmed again, or given up."""
    not_kept = [SessionState.TENTATIVE, SessionState.POSTPONED, SessionState.CANCELLED]
    return TrainingSession.objects.order_by().filter(state__in=not_kept).values("register")


def apologies_standing(registers: Collection[int]) -> QuerySet[Enrolment, tuple[int, int]]:
    """The register and the person of each participant who answered that he cannot come."""
    lines = Enrolment.objects.filter(session__register__in=registers, state=EnrolmentState.ENROLLED)
    return lines.filter(reply=Reply.EXCUSED).values_list("session__register", "person")


def invited_bodies(session: TrainingSession) -> QuerySet[Body]:
    """The councils a session may keep seats for: those of its province, or of its region."""
    place = session.place
    near = Q(place__province=place.province_id) if place.province_id else Q(place__region=place.region_id)
    return Body.objects.filter(near, kind__in=COLLECTIVITIES, ends_on=None).order_by("kind", "sort_ar", "pk")


def still_open(programme: Programme) -> str:
    """Why the year of a programme is not to be closed yet: its sessions that are neither closed nor cancelled."""
    over = [SessionState.CLOSED, SessionState.CANCELLED]
    left = TrainingSession.objects.filter(action__programme=programme).exclude(state__in=over)
    names = [session.reference for session in left.order_by("starts_on", "pk")]
    if not names:
        return ""
    return _("Sessions of this year are not closed: %(sessions)s. Close, cancel or move them first.") % {
        "sessions": formats.listed(names[:5]) + (" …" if names[5:] else "")
    }


def uninvited(session: TrainingSession, words: str) -> list["Candidate"]:
    """The first people whose name answers to the words, in office in a council that is invited or could be, and not
    yet among the enrolled: each once, under the highest office. Nobody before a word is typed."""
    there = session.enrolments.filter(state=EnrolmentState.ENROLLED).values("person")
    terms = search_terms(words)
    persons = answering(Person.objects.exclude(pk__in=there), terms) if terms else Person.objects.none()
    held = Office.objects.filter(in_office(session.starts_on), _of_invited(session), person__in=persons)
    offices: dict[int, Office] = {}
    for office in sorted(held.select_related("person", "body__parent"), key=lambda o: _rank(o, council_of(o))):
        offices.setdefault(office.person_id, office)
    return [Candidate(office, "", 0) for office in list(offices.values())[:FEW]]


def _of_invited(session: TrainingSession) -> Q:
    """That an office is held in a council that is invited to a session or could be, or in an organ of it."""
    bodies = set(invited_bodies(session).values_list("pk", flat=True)) | set(
        session.seats_by_body.values_list("body", flat=True)
    )
    return Q(body__in=bodies) | Q(body__parent__in=bodies)


def highest_office(session: TrainingSession, person: Person) -> Office | None:
    """For whom somebody who came uninvited came: his highest office on the first day, first in a council that is
    invited or could be."""
    held = Office.objects.filter(in_office(session.starts_on), person=person).select_related("body__parent")
    near = set(held.filter(_of_invited(session)).values_list("pk", flat=True))
    return min(held, key=lambda one: (one.pk not in near, _rank(one, council_of(one))), default=None)


def council_of(office: Office) -> Body:
    """The council for which someone comes: that of an office in one of its organs."""
    return office.body.parent or office.body


def heads_who_came(programme: Programme) -> dict[int, int]:
    """The elected members of each body (by primary key) who came to a session of the programme, each once."""
    came = Presence.objects.filter(
        register=OuterRef("session__register"), person=OuterRef("person"), counts=True, status__in=COUNTED
    )
    lines = Enrolment.objects.filter(
        Exists(came), session__action__programme=programme, state=EnrolmentState.ENROLLED, office__title__in=ELECTED
    )
    return dict(lines.order_by().values("body").annotate(n=Count("person", distinct=True)).values_list("body", "n"))


def office_in(person: Person, body: Body, on: dt.date) -> Office | None:
    """The highest office a person holds in a body, or in an organ of it, on a day."""
    held = Office.objects.filter(in_office(on), Q(body=body) | Q(body__parent=body), person=person)
    return min(held.select_related("body"), key=lambda office: _rank(office, body), default=None)


def _rank(office: Office, body: Body) -> tuple[bool, int, int]:
    titles = [choice for choice, _label in Office._meta.get_field("title").choices or []]
    return (office.body_id != body.pk, titles.index(office.title), office.pk)


@dataclass(frozen=True)
class Candidate:
    """Someone a body may nominate: ``obstacle`` says why not, in a sentence; empty when nothing stands in the way."""

    office: Office
    obstacle: str
    half_days: int

    @property
    def person(self) -> Person:
        return self.office.person

    @property
    def key(self) -> str:
        return str(self.office.person_id)

    @property
    def council(self) -> Body:
        return council_of(self.office)

    @property
    def capacity(self) -> str:
        """The office in the reader's language, as said of the person."""
        office, language = self.office, get_language() or "ar"
        return capacity(office.title, self.person.sex, language, office.detail, kind=office.body.kind)

    @property
    def days(self) -> float:
        return self.half_days / 2


def candidates(session: TrainingSession, body: Body, received: dict[int, int] | None = None) -> list[Candidate]:
    """Each person in office in the body on the first day, once, under the highest office, and what prevents him."""
    held = Office.objects.filter(in_office(session.starts_on), Q(body=body) | Q(body__parent=body))
    offices: dict[int, Office] = {}
    for office in sorted(held.select_related("person", "body"), key=lambda office: _rank(office, body)):
        offices.setdefault(office.person_id, office)
    obstacles = obstacles_to([session], list(offices))[session.pk]
    days = received or {}
    return [Candidate(o, obstacles.get(pk, ""), days.get(pk, 0)) for pk, o in offices.items()]


def colleagues_for(line: Enrolment) -> list[Candidate]:
    """Who may take the seat of somebody enrolled: those of his body whom nothing prevents, if the session allows it."""
    if not line.session.replacement:
        return []
    return [one for one in candidates(line.session, line.body) if not one.obstacle]


def obstacles_to(sessions: Sequence[TrainingSession], persons: Sequence[int]) -> dict[int, dict[int, str]]:
    """For each session by its key, why each of these persons cannot come: four queries whatever their number.

    What the person is already enrolled in comes first, then a sitting of his council, then another register.
    """
    halves: dict[int, set[HalfDay]] = {session.register_id: set() for session in sessions}
    for row in RegisterHalfDay.objects.filter(register__in=halves):
        halves[row.register_id].add(row.half_day)
    everything = set().union(*halves.values())
    claims = list(claims_of(sorted(everything), persons=persons))
    sittings = sitting_conflicts(persons, {half.day for half in everything})
    standing = Enrolment.objects.exclude(state=EnrolmentState.WITHDRAWN).filter(
        session__in=sessions, person__in=persons
    )
    found: dict[int, dict[int, str]] = {session.pk: {} for session in sessions}
    for session in sessions:
        own, mine = halves[session.register_id], found[session.pk]
        for claim in claims:
            if claim.person_id and claim.register_id != session.register_id and claim.half_day in own:
                mine[claim.person_id] = _("expected elsewhere on %(day)s") % {"day": formats.short_day(claim.day)}
        for person_id, sitting in sittings:
            if sitting.day in {half.day for half in own}:
                mine[person_id] = _("the council sits on %(day)s") % {"day": formats.short_day(sitting.day)}
    for line in standing:
        found[line.session_id][line.person_id] = _("already nominated: %(state)s") % {"state": line.get_state_display()}
    return found
