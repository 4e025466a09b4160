"""What the database itself refuses of cohorts, candidates, co-teaching and observations."""

import datetime as dt
from typing import Any

import pytest
from django.db.models import F

from takwin.core import clock
from takwin.training.models import Candidate, Cohort, CoTeaching, Observation, ObservedCriterion
from tests.constraints import breaks
from tests.factories.cohorts import co_teach, make_candidate, make_cohort, observe

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("cohort_days_in_order", {"ends_on": F("starts_on") - dt.timedelta(days=1)}),
        ("cohort_has_places", {"places": 0}),
        ("cohort_asks_for_something", {"taught_half_days": 0}),
        ("cohort_asks_for_something", {"years": 11}),
    ],
)
def test_a_cohort_contradicting_itself_is_refused(name: str, facts: dict[str, Any]) -> None:
    cohort = make_cohort()
    with breaks(Cohort, name):
        Cohort.objects.filter(pk=cohort.pk).update(**facts)


def test_a_person_is_once_in_a_cohort_and_follows_one_path() -> None:
    candidate = make_candidate()
    facts: dict[str, Any] = {"person": candidate.person, "body": candidate.body}
    with breaks(Candidate, "candidate_once_per_cohort"):
        Candidate.objects.create(cohort=candidate.cohort, **facts)
    with breaks(Candidate, "candidate_follows_one_path"):
        Candidate.objects.create(cohort=make_cohort(), state="chosen", **facts)


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("candidate_left_with_reason", {"state": "withdrawn"}),
        ("candidate_left_with_reason", {"state": "refused"}),
        ("candidate_accredited_by_an_act", {"state": "accredited"}),
    ],
)
def test_a_candidate_contradicting_himself_is_refused(name: str, facts: dict[str, Any]) -> None:
    candidate = make_candidate()
    with breaks(Candidate, name):
        Candidate.objects.filter(pk=candidate.pk).update(**facts)


def test_a_candidate_teaches_once_in_a_workshop_and_is_observed_once_in_a_session() -> None:
    candidate = make_candidate()
    session = co_teach(candidate)
    row = candidate.co_teachings.first()
    with breaks(CoTeaching, "co_teaching_once"):
        CoTeaching.objects.create(candidate=candidate, slot=row.slot)
    seen = observe(candidate, session)
    with breaks(Observation, "observation_once_a_session"):
        Observation.objects.create(
            candidate=candidate, session=session, trainer=seen.trainer, observed_at=clock.now()
        )  # fmt: skip
    with breaks(ObservedCriterion, "observed_criterion_once"):
        ObservedCriterion.objects.create(observation=seen, criterion="clarity", level=2)
    with breaks(ObservedCriterion, "observed_criterion_level"):
        ObservedCriterion.objects.filter(observation=seen, criterion="clarity").update(level=4)
