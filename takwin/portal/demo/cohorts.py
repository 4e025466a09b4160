"""The region's first cohort of trainers: twenty officers of communes, some ready, some on the way, some accredited."""

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from takwin.attendance.models import Claim
from takwin.catalogue.actions import add_topic
from takwin.catalogue.models import Topic, Trainer
from takwin.catalogue.pool.actions import accredit
from takwin.catalogue.pool.queries import accredited
from takwin.certificates.actions import issue_certificates
from takwin.documents.enums import ActKind
from takwin.people.models import Office
from takwin.portal.demo.calendar import Planned
from takwin.portal.demo.sessions import WHY, attend, enrol, plan
from takwin.portal.demo.world import BEGINS, World
from takwin.training.actions import close_session, confirm_session, hold_session
from takwin.training.cohorts.actions import accredit_ready, choose, leave, observe, open_cohort, propose, turn_down
from takwin.training.cohorts.enums import Criterion, Level
from takwin.training.cohorts.progress import progress_of
from takwin.training.enums import SessionState
from takwin.training.models import Candidate, Cohort, CoTeaching, Slot, TrainingSession

PLACES = 20
TEACHING = 12  # of them have taught beside a trainer
HALF_DAYS = 2
OPENED = dt.timedelta(days=160)
WEEK = dt.timedelta(days=7)
MODULES = (
    ("F01", "هندسة التكوين وإعداد البطاقات البيداغوجية", "Ingénierie de formation et fiches pédagogiques"),
    ("F02", "تنشيط مجموعات الراشدين وتقنيات التواصل", "Animation de groupes d’adultes et communication"),
    ("F03", "تقييم المكتسبات وتتبع أثر التكوين", "Évaluation des acquis et suivi de l’effet de la formation"),
)
HELD_BEFORE = (130, 100, 72)  # days before the end of the story
ADVICE = ("تخصيص وقت أطول لأسئلة المشاركين", "الاستعانة بأمثلة من ميزانية جماعة قروية", "")
DECISION = "2026/41"


def make_cohort(world: World) -> None:
    """Nothing of it is told when the story stops too early to have had its modules."""
    opened = world.as_of - OPENED
    if opened <= BEGINS + OPENED:
        return
    by = world.team.region
    with world.on(opened):
        modules = [add_topic(owner=world.council, code=code, name_ar=ar, name_fr=fr, by=by) for code, ar, fr in MODULES]
        cohort = open_cohort(
            owner=world.council, modules=modules, places=PLACES, starts_on=opened + WEEK, ends_on=world.as_of + OPENED,
            name_ar="الفوج الأول لتكوين المكونين", name_fr="Premier groupe de formation de formateurs", by=by,
        )  # fmt: skip
    world.topics += modules
    given = _given_by_the_accredited(world)
    candidates = _choose(world, cohort, given, opened)
    for number, (module, before) in enumerate(zip(modules, HELD_BEFORE, strict=True)):
        absent = len(candidates) // 5 if number == len(MODULES) - 1 else 0
        _hold(world, number, module, before, candidates[: len(candidates) - absent])
    _teach_beside(world, [candidate for candidate, _office in candidates], given)
    with world.on(world.as_of - dt.timedelta(days=9), 16):
        ready = [row.candidate for row in progress_of(cohort) if row.ready_in]
        if ready[2:]:
            accredit_ready(
                cohort, ready[:2], kind=ActKind.DECISION, number=DECISION, taken_on=world.as_of - dt.timedelta(days=10),
                starts_on=world.as_of - dt.timedelta(days=9), by=by,
            )  # fmt: skip
    _end_soon(world)


def _given_by_the_accredited(world: World) -> list[list[Slot]]:
    """Of the sessions held since the cohort began, the two half-days of each day whose trainer was accredited."""
    held = TrainingSession.objects.filter(
        owner=world.council, state=SessionState.CLOSED,
        starts_on__range=(world.as_of - OPENED + 3 * WEEK, world.as_of - WEEK),
    )  # fmt: skip
    found = []
    for session in held.order_by("starts_on", "pk").select_related("topic"):
        good = Trainer.objects.filter(accredited(session.starts_on, session.topic))
        slots = session.slots.filter(trainer__in=good).order_by("half_day__day", "half_day__part")
        by_day: dict[dt.date, list[Slot]] = {}
        for slot in slots.select_related("half_day", "session__topic", "session__register"):
            by_day.setdefault(slot.half_day.day, []).append(slot)
        found += [rows for rows in by_day.values() if len(rows) == HALF_DAYS]
    return (found * 2)[:TEACHING]


def _choose(
    world: World, cohort: Cohort, given: Sequence[Sequence[Slot]], opened: dt.date
) -> list[tuple[Candidate, Office]]:
    """Twenty of the staff of communes, each for the topic of a session given since; one more leaves, two wait."""
    by = world.team.region
    taken = {rows[0].half_day.day for rows in given}
    staff = [office for province in world.provinces for body in province.communes for office in world.staff[body.pk]]
    free = [office for office in staff if not taken & world.taken[office.person_id]]
    world.rng.shuffle(free)
    rows = []
    for n, office in enumerate(free[: PLACES + 4]):
        topic = given[n % len(given)][0].session.topic if given else world.topics[n % len(MODULES)]
        with world.on(opened + dt.timedelta(days=1), 10):
            candidate = propose(cohort, office.person, body=office.body, topics=[topic], by=by)
        with world.on(opened + dt.timedelta(days=5), 11):
            if n < PLACES:
                rows.append((choose(candidate, by=by), office))
            elif n == PLACES:
                turn_down(candidate, reason="أقدميته في التسيير أقل مما يشترطه الإعلان", by=by)
    if len(rows) == PLACES:
        with world.on(opened + 2 * WEEK, 9):
            leave(rows.pop()[0], reason="انتقل إلى جهة أخرى", by=by)
    return rows


def _hold(
    world: World, number: int, module: Topic, before: int, candidates: Sequence[tuple[Candidate, Office]]
) -> None:
    """A module held as any session, in the first week in which its room and its people are free."""
    by, people = world.team.region, [office for _candidate, office in candidates]
    for week in range(4):
        tuesday = _tuesday(world.as_of - dt.timedelta(days=before)) + week * WEEK
        planned = Planned(900 + number, world.home, tuesday, world.topics.index(module))
        days = set(planned.days)
        free = [office for office in people if not days & world.taken[office.person_id]]
        try:
            with transaction.atomic():
                session = plan(world, planned, {}, {}, seats=PLACES + 5)
        except ValidationError:
            continue
        enrol(world, planned, session, free)
        with world.on(tuesday - WEEK):
            confirm_session(session, motive=WHY, by=by)
        with world.on(tuesday, 9):
            hold_session(session, by=by)
        attend(world, planned, session, free, leave_open=False)
        with world.on(tuesday + WEEK):
            session = close_session(session, by=by)
            issue_certificates(session, by=by)
        return


def _tuesday(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=(1 - day.weekday()) % 7)


def _teach_beside(world: World, candidates: Sequence[Candidate], given: Sequence[Sequence[Slot]]) -> None:
    """One session each, already sealed: written in bulk; observed well by most, not by one in four, or not yet."""
    by = world.team.region
    for n, (candidate, slots) in enumerate(zip(candidates, given, strict=False)):
        session, day = slots[0].session, slots[0].half_day.day
        if day in world.taken[candidate.person_id]:
            continue
        at = world.instant(day - WEEK, 11)
        for slot in slots:
            half = slot.half_day
            CoTeaching.objects.create(candidate=candidate, slot=slot)
            Claim.objects.create(register=session.register, person=candidate.person, day=half.day, part=half.part)
        world.note("candidate.co_teaches", session, by=by, at=at, candidate=candidate.pk, half_days=len(slots))
        if n % 5 == 4:
            continue  # the trainer has not written yet
        levels = {one: int(Level.ACQUIRED if (n + k) % 3 else Level.MASTERED) for k, one in enumerate(Criterion)}
        if n % 4 == 2:
            levels[Criterion.TIME] = int(Level.NOT_YET)
        with world.on(day + dt.timedelta(days=3), 18):
            observe(candidate, session, levels, advice=ADVICE[n % len(ADVICE)], by=by)


def _end_soon(world: World) -> None:
    """One of the pool is accredited for two months more: the desk says so."""
    for trainer in world.trainers:
        if not trainer.accreditations.exists():
            with world.on(world.as_of - dt.timedelta(days=300), 12):
                accredit(
                    trainer, topic=trainer.topics.order_by("code").first(), kind=ActKind.DECISION, number="2024/3",
                    taken_on=world.as_of - dt.timedelta(days=700), starts_on=world.as_of - dt.timedelta(days=700),
                    ends_on=world.as_of + dt.timedelta(days=58), by=world.team.region,
                )  # fmt: skip
            return
