"""Sessions, year by year: planned and moved by the product's own acts, their rolls and presence written in bulk."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from django.core.exceptions import ValidationError

from takwin.agreements.models import Agreement
from takwin.attendance.enums import COUNTED, Status
from takwin.attendance.models import Claim, Expected, Mark, Presence, RegisterHalfDay
from takwin.catalogue.models import Trainer
from takwin.certificates.actions import issue_certificates
from takwin.core.halfdays import Part, half_days
from takwin.core.text import search_text
from takwin.people.labels import capacity
from takwin.people.models import Office
from takwin.portal.demo.agreements import province_agreements
from takwin.portal.demo.calendar import Planned, sessions_of
from takwin.portal.demo.catalogue import LESSONS
from takwin.portal.demo.institutions import university_of
from takwin.portal.demo.world import BATCH, Province, World
from takwin.programmes.models import Action, Programme
from takwin.training.actions import (
    SlotRow,
    cancel_session,
    close_session,
    confirm_session,
    hold_session,
    plan_session,
    postpone_session,
    set_programme,
)
from takwin.training.enums import EnrolmentState
from takwin.training.models import BodySeats, Enrolment, TrainingSession
from takwin.training.warnings import day_warnings

WHY = "تعذر برمجة الدورة خارج أشهر دورات المجالس وأيام العطل"
MOST = 18  # half-days: nobody has more than nine days
CONFIRMED_BEFORE = dt.timedelta(days=21)
CLOSED_AFTER = dt.timedelta(days=6)
CERTIFIED_AFTER = dt.timedelta(days=9)
CANCELLED = 11  # the number in a year of the session that is given up
MOVED_AFTER = dt.timedelta(days=21)  # the first session beyond is moved to other days
LEFT_OPEN = dt.timedelta(days=30)  # the last session that ended since then has its last half-day unsealed
ZEAL = (0.0, 0.3, 0.8, 1.0, 1.0, 1.6, 4.0)  # most come once or twice, some never, a few to everything
SAID = (Status.PRESENT,) * 88 + (Status.LATE,) * 4 + (Status.EXCUSED,) * 3 + (Status.ABSENT,) * 5


def hold_year(world: World, year: int, programme: Programme | None) -> None:
    """Every session of the year that had been planned by the end of the story, as far as it had come."""
    actions = {a.topic_id: a for a in programme.actions.exclude(topic=None)} if programme else {}
    agreements = agreements_of(world, year)
    told = sessions_of(world, year)
    moved = next((planned for planned in told if planned.first_day > world.as_of + MOVED_AFTER), None)
    ended = [planned for planned in told if planned.days[1] < world.as_of and planned.number != CANCELLED]
    last = [planned for planned in ended[-2:] if planned.days[1] > world.as_of - 2 * LEFT_OPEN]
    waiting = []
    for planned in told:
        people = choose_people(world, planned)
        session = plan(world, planned, actions, agreements, seats=max(len(people), 25))
        if planned.number == CANCELLED:
            _cancel(world, planned, session)
        elif planned == moved:
            waiting.append((planned, session))
        else:
            _run(world, planned, session, people, waits=planned in last, leave_open=planned in last[-1:])
    for planned, session in waiting:
        _postpone(world, planned, session)


def choose_people(world: World, planned: Planned) -> list[Office]:
    """Twenty-five to forty of the province, each for one council: those who come come again, up to nine days."""
    rng, days = world.rng, set(planned.days)
    wanted = rng.randint(25, 40)
    drawn: dict[int, tuple[float, Office]] = {}
    for body in planned.province.payers:
        for office in world.offices[body.pk]:
            person = office.person_id
            weight = world.zeal.setdefault(person, rng.choice(ZEAL))
            if weight and world.received[person] <= MOST - 4 and not days & world.taken[person]:
                drawn[person] = (rng.random() ** (1 / weight), office)
    best = sorted(drawn.values(), key=lambda pair: pair[0], reverse=True)[: wanted - 3]
    staff = [office for body in planned.province.communes for office in world.staff[body.pk]]
    free = [office for office in staff if not days & world.taken[office.person_id]]
    return [office for _drawn, office in best] + rng.sample(free, min(3, len(free)))


def agreements_of(world: World, year: int) -> dict[int, Agreement]:
    """The agreement that pays for the sessions of a province, by its place, where one binds that year."""
    told = province_agreements(world)
    return {a.place_id: a for a in told if a.first_year <= year <= (a.last_year or year)}


def plan(
    world: World,
    planned: Planned,
    actions: dict[int | None, Action],
    agreements: dict[int, Agreement],
    *,
    seats: int,
    trainer: Trainer | None = None,
) -> TrainingSession:
    """A session with its four lessons, one room, a trainer for each day."""
    by, province = world.team.region, planned.province
    first, last = planned.days
    topic = world.topics[planned.topic]
    with world.on(planned.planned_on, 9 + planned.number % 7):
        warned = day_warnings(half_days(first, last), province.place)
        session = plan_session(
            owner=world.council,
            topic=topic,
            place=province.place,
            first_day=first,
            last_day=last,
            seats=seats,
            minimum=15,
            action=actions.get(topic.pk),
            agreement=agreements.get(province.place.pk),
            host=province.state,
            motive=WHY if warned else "",
            by=by,
        )
        room = province.rooms[planned.number % len(province.rooms)]
        teachers = {day: trainer or _free_trainer(world, province, planned.topic, day) for day in (first, last)}
        halves = zip(session.register.half_days.all(), LESSONS, strict=True)
        said = [SlotRow(half, None, lesson, room, teachers[half.day]) for half, lesson in halves]
        set_programme(session, said, by=by)
    return session


def _free_trainer(world: World, province: Province, topic: int, day: dt.date) -> Trainer:
    """One who holds the topic, of the province's university before the others."""
    home = university_of(world, province).pk
    free = [trainer for trainer in world.trainers if day not in world.taken[trainer.person_id]]
    count = len(world.topics)
    trainer = min(
        free, key=lambda t: ((world.trainers.index(t) - topic) % 4 != 0, t.body_id != home, (t.pk + topic) % count)
    )
    world.taken[trainer.person_id].add(day)
    return trainer


def _cancel(world: World, planned: Planned, session: TrainingSession) -> None:
    day = planned.first_day - dt.timedelta(days=12)
    if world.has_come(day):
        with world.on(day):
            cancel_session(session, reason="عدم بلوغ الحد الأدنى من المشاركين", by=world.team.region)


def _postpone(world: World, planned: Planned, session: TrainingSession) -> None:
    """Some weeks later, once the room and the trainers are free."""
    for weeks in range(3, 12):
        first, last = (day + dt.timedelta(weeks=weeks) for day in planned.days)
        try:
            with world.on(world.as_of, 11):
                postpone_session(
                    session,
                    first_day=first,
                    last_day=last,
                    reason="تزامن الموعد مع نشاط رسمي بالإقليم",
                    motive=WHY,
                    by=world.team.region,
                )
        except ValidationError:
            continue
        return


def _run(
    world: World,
    planned: Planned,
    session: TrainingSession,
    people: Sequence[Office],
    *,
    waits: bool,
    leave_open: bool,
) -> None:
    """Nominations, confirmation, presence, seals, closing, certificates: each when its day has come. The last two
    that ended wait for somebody: one for its certificates, one for its last seal."""
    by, (first, last) = world.team.region, planned.days
    if not world.has_come(planned.first_day - CONFIRMED_BEFORE - dt.timedelta(days=14)):
        return
    enrol(world, planned, session, people)
    if world.has_come(first - CONFIRMED_BEFORE):
        with world.on(first - CONFIRMED_BEFORE):
            confirm_session(session, motive=WHY, by=by)
    if not world.has_come(last):
        return
    with world.on(first, 9):
        hold_session(session, by=by)
    attend(world, planned, session, people, leave_open=leave_open)
    if world.has_come(last + CLOSED_AFTER) and not leave_open:
        with world.on(last + CLOSED_AFTER):
            session = close_session(session, by=by)
        if world.has_come(last + CERTIFIED_AFTER) and not waits:
            with world.on(last + CERTIFIED_AFTER):
                issue_certificates(session, by=by)


def enrol(world: World, planned: Planned, session: TrainingSession, people: Sequence[Office]) -> None:
    """Each on the roll, taken for its half-days, for the body whose seat he has."""
    at = world.instant(planned.first_day - CONFIRMED_BEFORE - dt.timedelta(days=9), 11)
    halves = list(session.register.half_days.all())
    seats = Counter(office.body_id for office in people)
    BodySeats.objects.bulk_create(
        [BodySeats(session=session, body_id=body, seats=n) for body, n in sorted(seats.items())]
    )
    lines = [_enrolment(world, session, office, at) for office in people]
    Expected.objects.bulk_create(
        [
            Expected(register=session.register, person=line.person, body=line.body, capacity=line.capacity)
            for line in lines
        ]
    )
    Claim.objects.bulk_create(
        [Claim(register=session.register, day=h.day, part=h.part, person=o.person) for h in halves for o in people],
        BATCH,
    )
    Enrolment.objects.bulk_create(lines)
    for office in people:
        world.taken[office.person_id] |= set(planned.days)
    for body, n in sorted(seats.items()):
        by = world.team.communes.get(body, world.team.provinces.get(planned.province.place.pk))
        world.note("session.nominated", session, by=by, at=at, body=body, people=n, waiting=0)


def _enrolment(world: World, session: TrainingSession, office: Office, at: dt.datetime) -> Enrolment:
    person, body = office.person, office.body
    return Enrolment(
        session=session,
        person=person,
        body=body,
        office=office,
        capacity=capacity(office.title, person.sex, "ar", office.detail, kind=body.kind)[:120],
        state=EnrolmentState.ENROLLED,
        nominated_by=world.team.communes.get(body.pk, world.team.region),
        nominated_at=at,
        search_text=search_text(person.name_ar, person.name_fr, body.name_ar, body.name_fr),
    )


def attend(
    world: World, planned: Planned, session: TrainingSession, people: Sequence[Office], *, leave_open: bool
) -> None:
    """What was said of each in each half-day, then its seal. One in twelve never comes. Left open, the last half-day
    says nothing of a third of them and has no seal."""
    absent = {office.person_id for office in people if world.rng.random() < 1 / 12}
    keeper = world.team.provinces[planned.province.place.pk]
    marks: list[Mark] = []
    halves = list(session.register.half_days.all())
    for half in halves:
        at = world.instant(half.day, 9 if half.part == Part.MORNING else 15, 20)
        is_open = leave_open and half == halves[-1]
        for office in people[len(people) // 3 :] if is_open else people:
            status = Status.ABSENT if office.person_id in absent else world.rng.choice(SAID)
            world.received[office.person_id] += status in COUNTED
            marks.append(
                Mark(
                    register=session.register, person=office.person, day=half.day, part=half.part, status=status,
                    at=at, by=keeper,
                )
            )  # fmt: skip
        if not is_open:
            _seal(world, half, len(people))
    Mark.objects.bulk_create(marks, BATCH)
    body_of = {office.person_id: office.body_id for office in people}
    Presence.objects.bulk_create(
        [
            Presence(
                register=session.register, person=m.person, body_id=body_of[m.person_id], day=m.day, part=m.part,
                status=m.status, marked_at=m.at,
            )
            for m in marks
        ],
        BATCH,
    )  # fmt: skip


def _seal(world: World, half: RegisterHalfDay, expected: int) -> None:
    half.sealed_at = world.instant(half.day, 12 if half.part == Part.MORNING else 17, 40)
    half.sealed_by = world.team.region
    half.save(update_fields=["sealed_at", "sealed_by"])
    world.note("half_day.sealed", half, by=half.sealed_by, at=half.sealed_at, expected=expected, unmarked=0)
