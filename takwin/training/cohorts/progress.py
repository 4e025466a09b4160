"""How far each candidate of a cohort has come: a fold over sealed presence and observations, never typed."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from takwin.attendance.enums import COUNTED
from takwin.attendance.models import Presence, RegisterHalfDay
from takwin.catalogue.models import Topic
from takwin.core import clock, formats
from takwin.training.cohorts.enums import CandidateState, Criterion, Level
from takwin.training.enums import EnrolmentState, SessionState
from takwin.training.models import Candidate, Cohort, CoTeaching, Enrolment, Observation, ObservedCriterion


@dataclass
class Module:
    """What a candidate did of one module: the half-days present, sealed, of those its best session asks for."""

    topic: Topic
    came: int = 0
    asked: int = 0
    enrolled_on: dt.date | None = None

    @property
    def is_done(self) -> bool:
        return self.asked > 0 and self.came >= self.asked

    @property
    def marks(self) -> list[str]:
        """His half-days as tiles: those present, then those still missing."""
        return ["present"] * min(self.came, self.asked) + [""] * max(self.asked - self.came, 0)


@dataclass
class Taught:
    """What he gave of a topic beside a trainer: half-days favourably observed, waiting to be observed, to come."""

    topic: Topic
    asked: int
    favourable: int = 0
    waiting: int = 0
    unfavourable: int = 0
    to_come: int = 0

    @property
    def is_done(self) -> bool:
        return self.favourable >= self.asked


@dataclass
class Progress:
    """One candidate: each module, each topic he is to teach."""

    candidate: Candidate
    modules: list[Module] = field(default_factory=list)
    taught: list[Taught] = field(default_factory=list)

    @property
    def ready_in(self) -> list[Topic]:
        """The topics in which he may be accredited today; none while a module is missing."""
        if self.candidate.state != CandidateState.CHOSEN or not all(module.is_done for module in self.modules):
            return []
        return [row.topic for row in self.taught if row.is_done]

    @property
    def modules_done(self) -> int:
        return sum(module.is_done for module in self.modules)

    @property
    def missing(self) -> list[str]:
        """What still stands between him and accreditation, in words, what comes first first."""
        said = [_missing_of_module(module) for module in self.modules if not module.is_done]
        if self.ready_in:
            return said
        return said + [_missing_of_topic(row) for row in self.taught if not row.is_done]


def _missing_of_module(module: Module) -> str:
    said: dict[str, object] = {"topic": module.topic.name}
    if module.enrolled_on:
        return _("%(topic)s: enrolled in the session of %(day)s") % (
            said | {"day": formats.short_day(module.enrolled_on)}
        )
    if module.came:
        left = module.asked - module.came
        lacks = ngettext("%(topic)s: %(n)s half-day is missing", "%(topic)s: %(n)s half-days are missing", left)
        return lacks % (said | {"n": left})
    return _("%(topic)s: not followed yet") % said


def _missing_of_topic(row: Taught) -> str:
    said = {"topic": row.topic.name, "n": row.asked - row.favourable}
    if row.waiting:
        return _("%(topic)s: taught, the trainer has not written what he observed") % said
    if row.to_come:
        return _("%(topic)s: teaches beside a trainer in a session to come") % said
    if row.unfavourable:
        return _("%(topic)s: observed, some criteria not yet acquired") % said
    return (
        ngettext(
            "%(topic)s: %(n)s half-day to teach beside a trainer",
            "%(topic)s: %(n)s half-days to teach beside a trainer",
            row.asked - row.favourable,
        )
        % said
    )


def progress_of(cohort: Cohort, candidates: Iterable[Candidate] | None = None) -> list[Progress]:
    """The progress of the candidates given, by default of all who follow the path or were accredited.

    Eight queries whatever their number. Presence counts from the first day of the cohort.
    """
    if candidates is None:
        states = [CandidateState.CHOSEN, CandidateState.ACCREDITED]
        candidates = cohort.candidates.filter(state__in=states).select_related("person", "body")
        candidates = candidates.prefetch_related("topics")
    rows = list(candidates)
    modules = list(cohort.modules.order_by("code", "pk"))
    found = {
        row.pk: Progress(
            row,
            [Module(topic) for topic in modules],
            [Taught(topic, cohort.taught_half_days) for topic in row.topics.all()],
        )
        for row in rows
    }
    _fill_modules(cohort, list(found.values()))
    _fill_taught(list(found.values()))
    return list(found.values())


def _fill_modules(cohort: Cohort, rows: Sequence[Progress]) -> None:
    """Half-days present in sealed half-days of sessions of each module; the session that brings him furthest counts."""
    cells = {(row.candidate.person_id, module.topic.pk): module for row in rows for module in row.modules}
    persons = [row.candidate.person_id for row in rows]
    sealed = RegisterHalfDay.objects.filter(
        register=OuterRef("register"), day=OuterRef("day"), part=OuterRef("part"), sealed_at__isnull=False
    )
    came = Presence.objects.filter(
        Exists(sealed), person__in=persons, counts=True, status__in=COUNTED, day__gte=cohort.starts_on,
        register__session__topic__cohorts=cohort,
    )  # fmt: skip
    facts = ("person", "register__session__topic", "register__session__certificate_half_days")
    for _register, person, topic, asked, n in came.order_by().values_list("register", *facts).annotate(n=Count("pk")):
        module = cells[person, topic]
        if not module.asked or n - asked > module.came - module.asked:
            module.came, module.asked = n, asked
    coming = Enrolment.objects.filter(
        person__in=persons, state=EnrolmentState.ENROLLED, session__topic__cohorts=cohort,
        session__ends_on__gte=clock.today(),
    ).exclude(session__state=SessionState.CANCELLED)  # fmt: skip
    for person, topic, day in coming.order_by("-session__starts_on").values_list(
        "person", "session__topic", "session__starts_on"
    ):
        cells[person, topic].enrolled_on = day


def _fill_taught(rows: Sequence[Progress]) -> None:
    favourable = observed_well([row.candidate.pk for row in rows])
    cells = {(row.candidate.pk, taught.topic.pk): taught for row in rows for taught in row.taught}
    given = CoTeaching.objects.filter(candidate__in=[row.candidate for row in rows])
    given = given.exclude(slot__session__state=SessionState.CANCELLED)
    for candidate, topic, session, sealed_at in given.values_list(
        "candidate", "slot__session__topic", "slot__session", "slot__half_day__sealed_at"
    ):
        taught = cells.get((candidate, topic))
        if taught is None:
            continue
        verdict = favourable.get((candidate, session))
        if sealed_at is None:
            taught.to_come += 1
        elif verdict is None:
            taught.waiting += 1
        elif verdict:
            taught.favourable += 1
        else:
            taught.unfavourable += 1


def observed_well(candidates: Sequence[int]) -> dict[tuple[int, int], bool]:
    """For each candidate and session observed, whether every criterion is acquired."""
    levels: dict[int, list[int]] = defaultdict(list)
    lines = ObservedCriterion.objects.filter(observation__candidate__in=candidates)
    for observation, level in lines.values_list("observation", "level"):
        levels[observation].append(level)
    return {
        (candidate, session): is_favourable(levels[pk])
        for pk, candidate, session in Observation.objects.filter(candidate__in=candidates).values_list(
            "pk", "candidate", "session"
        )
    }


def is_favourable(levels: Sequence[int]) -> bool:
    return len(levels) == len(Criterion) and min(levels) >= Level.ACQUIRED
