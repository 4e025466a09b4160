"""The session of the day, told by the acts themselves, and what waits around it: what one sees on logging in."""

import datetime as dt
from collections import defaultdict

from takwin.accounts.models import User
from takwin.agreements.models import Instalment
from takwin.attendance.actions import mark, seal
from takwin.attendance.enums import Status
from takwin.attendance.models import Expected, RegisterHalfDay
from takwin.catalogue.models import Trainer
from takwin.certificates.actions import reissue_certificate, revoke_certificate
from takwin.certificates.models import Certificate
from takwin.people.actions import correct_person
from takwin.people.models import Office
from takwin.portal.demo.accounts import COMMUNE, TRAINER, first_commune
from takwin.portal.demo.calendar import Planned, days_of_today
from takwin.portal.demo.custody import follow_convocations
from takwin.portal.demo.sessions import agreements_of, choose_people, plan
from takwin.portal.demo.world import World
from takwin.programmes.models import Programme
from takwin.training.actions import (
    confirm_session,
    hold_session,
    keep_seats,
    nominate,
    nominate_all,
    reply,
    send_convocations,
)
from takwin.training.enums import Reply, SessionState
from takwin.training.models import TrainingSession
from takwin.treasury.actions import declare_order

TOPIC = 11  # the budget of communes
NEXT_TOPIC = 3
WHY = "بطلب من رؤساء الجماعات المعنية"
EXCUSE = "التزام مهني خارج الإقليم"


def keep_the_day(world: World) -> None:
    """Nobody else may take the trainer of the day; told before the other sessions are."""
    world.taken[_trainer(world).person_id] |= set(days_of_today(world.as_of))


def _trainer(world: World) -> Trainer:
    return Trainer.objects.select_related("person__user").get(person__user__username=TRAINER.username)


def hold_today(world: World, programme: Programme | None) -> TrainingSession:
    """Planned, nominated for by each commune, confirmed, convened, answered, begun: every step by its own act."""
    first, _second = days_of_today(world.as_of)
    planned = Planned(0, world.home, first, TOPIC)
    people = choose_people(world, planned)
    running = programme is not None and programme.adopted_at is not None and programme.closed_at is None
    actions = {a.topic_id: a for a in programme.actions.exclude(topic=None)} if programme and running else {}
    session = plan(world, planned, actions, agreements_of(world, first.year), seats=40, trainer=_trainer(world))
    _fill(world, session, people, first)
    by = world.team.region
    with world.on(first - dt.timedelta(days=18)):
        confirm_session(session, motive=WHY, by=by)
    with world.on(first - dt.timedelta(days=16), 11):
        send_convocations(session, by=by)
    follow_convocations(world, session, sent_on=first - dt.timedelta(days=16))
    _answer(world, session, first - dt.timedelta(days=8))
    with world.on(first, 8, 40):
        hold_session(session, by=_trainer(world).person.user)
    _mark_the_day_before(world, session)
    return session


def _fill(world: World, session: TrainingSession, people: list[Office], first: dt.date) -> None:
    """Each body names its own people for the seats it was given."""
    named: dict[int, list[Office]] = defaultdict(list)
    for office in people:
        named[office.body_id].append(office)
    with world.on(first - dt.timedelta(days=40)):
        keep_seats(session, {offices[0].body: len(offices) for offices in named.values()}, by=world.team.region)
    officer = world.team.provinces[world.home.place.pk]
    with world.on(first - dt.timedelta(days=26), 12):
        for body, offices in named.items():
            nominate_all(
                session,
                [office.person for office in offices],
                body=offices[0].body,
                by=world.team.communes.get(body, officer),
            )


def _answer(world: World, session: TrainingSession, day: dt.date) -> None:
    """Half of them answer: most are coming, a few cannot."""
    with world.on(day, 14):
        for n, line in enumerate(session.enrolments.order_by("pk")):
            if n % 2 == 0:
                excused = n % 14 == 0
                reply(line, Reply.EXCUSED if excused else Reply.COMING, note=EXCUSE if excused else "", by=None)


def _mark_the_day_before(world: World, session: TrainingSession) -> None:
    """When the session began yesterday, the trainer has marked and sealed that day; today waits for its marks."""
    trainer = User.objects.get(username=TRAINER.username)
    for half in session.register.half_days.filter(day__lt=world.as_of):
        lines = list(Expected.objects.filter(register=session.register).order_by("pk"))
        for n, line in enumerate(lines):
            with world.on(half.day, _hour(half), 10 + n):
                mark(half, line.person_id, _status(n), by=trainer)
        with world.on(half.day, _hour(half) + 3):
            seal(half, by=trainer)


def _hour(half: RegisterHalfDay) -> int:
    return half.starts_at.hour


def _status(n: int) -> Status:
    return {5: Status.LATE, 9: Status.ABSENT, 14: Status.EXCUSED}.get(n % 17, Status.PRESENT)


def plan_next(world: World) -> None:
    """Ifrane's next one is not confirmed yet: common seats are taken, some wait, one commune has yet to nominate."""
    first = world.as_of + dt.timedelta(days=24)
    planned = Planned(1, world.home, first - dt.timedelta(days=(first.weekday() - 1) % 7), NEXT_TOPIC)
    people = choose_people(world, planned)
    session = plan(world, planned, {}, {}, seats=25)
    officer = world.team.provinces[world.home.place.pk]
    late = first_commune(world.home)
    people = [office for office in people if office.body != late]
    with world.on(world.as_of - dt.timedelta(days=3), 11):
        others = {office.body: 0 for office in people[:28]}
        keep_seats(session, {late: 3, **others}, by=world.team.region)
    with world.on(world.as_of - dt.timedelta(days=3), 12):
        for office in people[:28]:
            nominate(session, office.person, body=office.body, office=office, by=officer)


def declare_orders(world: World) -> None:
    """A few communes have just declared a payment order: the region has not confirmed it yet.

    Not the one whose login the demo prints: whoever follows the story declares it.
    """
    with world.on(world.as_of - dt.timedelta(days=1), 15):
        for commune, director in world.team.communes.items():
            if director.username == COMMUNE.username:
                continue
            untouched = Instalment.objects.filter(payer=commune, orders=None, receipts=None)
            if unpaid := untouched.order_by("-year", "number").first():
                declare_order(
                    unpaid, number=f"{commune % 90 + 200}/{world.as_of.year}", amount=unpaid.amount, by=director,
                    ordered_on=world.as_of - dt.timedelta(days=2),
                )  # fmt: skip


def convene_next(world: World) -> None:
    """The two next confirmed sessions have had their convocations."""
    coming = TrainingSession.objects.filter(state=SessionState.CONFIRMED, starts_on__gt=world.as_of)
    for session in coming.order_by("starts_on", "pk")[:2]:
        with world.on(world.as_of - dt.timedelta(days=1), 15):
            send_convocations(session, by=world.team.region)
        follow_convocations(world, session, sent_on=world.as_of - dt.timedelta(days=1))


def mend_certificates(world: World) -> None:
    """One certificate was revoked, and one reissued because the name was spelt wrong."""
    day = world.as_of - dt.timedelta(days=30)
    issued = list(Certificate.objects.filter(issued_on__lt=day).order_by("pk")[:60])
    if len(issued) == 60:
        with world.on(day, 16):
            revoke_certificate(issued[20], reason="ثبت أن المعني لم يحضر سوى نصف يوم", by=world.team.region)
            given, _space, family = issued[40].person.name_fr.partition(" ")
            correct_person(issued[40].person, name_fr=f"{given} El {family}", by=world.team.region)
            reissue_certificate(issued[40], reason="خطأ في كتابة الاسم العائلي بالفرنسية", by=world.team.region)
