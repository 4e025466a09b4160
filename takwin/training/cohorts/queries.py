"""The cohorts a user reads, who may teach beside whom, and trainers against the sessions that ask for them."""

import datetime as dt
from collections import defaultdict

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from takwin.accounts.models import User
from takwin.catalogue.models import Trainer
from takwin.catalogue.pool.queries import accredited
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.training.cohorts.enums import CandidateState, CohortState
from takwin.training.models import Candidate, Cohort, CoTeaching, Observation, Slot, TrainingSession

VIEW = Permission.SESSION_VIEW


def cohorts_for(user: User, permission: Permission = VIEW) -> QuerySet[Cohort]:
    """The cohorts this user may see, with how many follow the path and how many are accredited."""

    def of(*states: CandidateState) -> Count:
        return Count("candidates", filter=Q(candidates__state__in=states))

    mine = allowed(Cohort.objects, user, permission).select_related("owner__place")
    return mine.annotate(
        proposed=of(CandidateState.PROPOSED), following=of(CandidateState.CHOSEN),
        accredited=of(CandidateState.ACCREDITED),
    )  # fmt: skip


def accredited_slots(session: TrainingSession) -> list[Slot]:
    """The workshops, not sealed, whose trainer an act accredits on that day in the topic of the session."""
    slots = session.slots.filter(half_day__sealed_at=None, trainer__isnull=False)
    slots = slots.select_related("half_day", "trainer__person", "session__register")
    days: dict[dt.date, list[Slot]] = defaultdict(list)
    for slot in slots.order_by("half_day__day", "half_day__part", "pk"):
        days[slot.half_day.day].append(slot)
    good = {
        (day, pk)
        for day in days
        for pk in Trainer.objects.filter(accredited(day, session.topic), slots__session=session).values_list(
            "pk", flat=True
        )
    }
    return [slot for day, found in days.items() for slot in found if (day, slot.trainer_id) in good]


def sealed_beside(candidate: Candidate, session: TrainingSession, writer: User | None = None) -> Trainer | None:
    """The trainer, accredited that day, beside whom he gave sealed half-days of a session: ``writer`` when he is one of
    them, else the one of the most. The programme may have named another since the candidate was taken."""
    given = candidate.co_teachings.filter(slot__session=session, slot__half_day__sealed_at__isnull=False)
    pks = [
        trainer
        for trainer, day in given.values_list("slot__trainer", "slot__half_day__day")
        if trainer and Trainer.objects.filter(accredited(day, session.topic), pk=trainer).exists()
    ]
    own = Trainer.objects.filter(pk__in=pks, person__user=writer).first() if writer else None
    return own or (Trainer.objects.filter(pk=max(pks, key=pks.count)).first() if pks else None)


def who_may_co_teach(session: TrainingSession) -> QuerySet[Candidate]:
    """Those on the way, of the open cohorts of the organiser, who are to teach the topic of the session."""
    rows = Candidate.objects.filter(
        cohort__owner=session.owner, cohort__state=CohortState.OPEN, state=CandidateState.CHOSEN, topics=session.topic
    )
    return rows.select_related("person", "body").order_by("person__sort_ar", "pk")


def to_observe(user: User) -> QuerySet[CoTeaching]:
    """Sealed half-days of candidates of which the trainer has written nothing yet."""
    mine = allowed(CoTeaching.objects, user, Permission.PRESENCE_SEAL)
    rows = mine.filter(candidate__state=CandidateState.CHOSEN, slot__half_day__sealed_at__isnull=False)
    written = Observation.objects.filter(candidate=OuterRef("candidate"), session=OuterRef("slot__session"))
    rows = rows.filter(~Exists(written))
    return rows.select_related("candidate__person", "slot__session__topic", "slot__half_day")


def beside_in(session: TrainingSession, user: User) -> list[CoTeaching]:
    """The half-days candidates teach in a session, as far as the reader sees them."""
    rows = allowed(CoTeaching.objects, user, VIEW).filter(slot__session=session)
    related = ("candidate__person", "candidate__cohort", "slot__half_day", "slot__trainer__person")
    return list(rows.select_related(*related).order_by("candidate__person__sort_ar", "slot__half_day__day", "pk"))
