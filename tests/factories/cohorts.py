"""Cohorts of future trainers, as far as a test wants their candidates to have come."""

import datetime as dt
from typing import Any

from takwin.attendance.models import Presence
from takwin.catalogue.models import Topic
from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.people.models import Person
from takwin.training.cohorts import actions
from takwin.training.cohorts.enums import Criterion, Level
from takwin.training.models import Candidate, Cohort, Observation, TrainingSession
from tests.factories.catalogue import make_accreditation, make_holder, make_topic
from tests.factories.directory import make_body, make_commune
from tests.factories.trainers import halves_of, seal_all, teach_all
from tests.factories.training import make_member, make_session, next_tuesday

ALL_ACQUIRED = dict.fromkeys(Criterion, int(Level.ACQUIRED))


def make_cohort(owner: Body | None = None, *, modules: int = 1, **facts: Any) -> Cohort:
    """Open since last month, for a year."""
    owner = owner or make_body(BodyKind.REGION)
    today = clock.today()
    facts = {
        "name_ar": "الفوج الأول لتكوين المكونين", "name_fr": "Premier groupe de formation de formateurs",
        "starts_on": today - dt.timedelta(days=30), "ends_on": today + dt.timedelta(days=335),
    } | facts  # fmt: skip
    return actions.open_cohort(owner=owner, modules=[make_topic(owner) for _n in range(modules)], by=None, **facts)


def make_candidate(
    cohort: Cohort | None = None, *, topic: Topic | None = None, person: Person | None = None, chosen: bool = True
) -> Candidate:
    cohort = cohort or make_cohort()
    body = make_body(BodyKind.COMMUNE, make_commune(cohort.owner.place))
    topics = [topic or make_topic(cohort.owner)]
    if person is None:
        person, _body = make_member(body=body)
    found = actions.propose(cohort, person, body=body, topics=topics, by=None)
    return actions.choose(found, by=None) if chosen else found


def session_of(topic: Topic, *, accredited: bool = True, **facts: Any) -> TrainingSession:
    """A session of a topic, every half-day of it given by a trainer."""
    session = make_session(owner=topic.owner, topic=topic, **facts)
    trainer = make_holder(topic)
    if accredited:
        make_accreditation(trainer)
    teach_all(session, trainer)
    return session


def follow(candidate: Candidate, *, half_days: int = 3, sealed: bool = True) -> None:
    """He was present in half-days of a session of each module, which are sealed."""
    for topic in candidate.cohort.modules.all():
        week = next_tuesday(5 + candidate.person.presences.count())  # of its own: one presence is counted a half-day
        session = make_session(owner=topic.owner, topic=topic, first_day=week)
        for half in halves_of(session)[:half_days]:
            Presence.objects.create(
                register=session.register, person=candidate.person, body=candidate.body, day=half.day, part=half.part,
                status="present", marked_at=clock.now(),
            )  # fmt: skip
        if sealed:
            seal_all(session)


def co_teach(candidate: Candidate, *, half_days: int = 2, sealed: bool = True) -> TrainingSession:
    """He teaches half-days of a session of his topic beside an accredited trainer."""
    topic = candidate.topics.first()
    assert topic
    taken = candidate.co_teachings.count()
    session = session_of(topic, first_day=clock.today() + dt.timedelta(days=70 + 7 * taken))
    slots = list(session.slots.order_by("half_day__day", "half_day__part")[:half_days])
    actions.co_teach(session, candidate, slots, by=None)
    if sealed:
        seal_all(session)
    return session


def observe(candidate: Candidate, session: TrainingSession, **levels: int) -> Observation:
    said = ALL_ACQUIRED | {Criterion(name): level for name, level in levels.items()}
    return actions.observe(candidate, session, said, advice="", by=None)


def make_ready(cohort: Cohort | None = None, **facts: Any) -> Candidate:
    """Modules followed, half-days taught and favourably observed."""
    candidate = make_candidate(cohort, **facts)
    follow(candidate)
    observe(candidate, co_teach(candidate))
    return candidate
