"""What the database itself refuses of pairs, merges, rows moved and cases."""

from typing import Any

import pytest

from takwin.core import clock
from takwin.people.merging.models import Candidate, Merge, MergeCase, MovedRow
from takwin.people.models import Person
from tests.constraints import breaks
from tests.factories.merging import make_candidate, make_pair
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def merge_of(kept: Person, gone: Person) -> Merge:
    return Merge.objects.create(kept=kept, gone=gone, at=clock.now())


def test_a_pair_has_one_row_however_it_is_found() -> None:
    pair = make_candidate()
    with breaks(Candidate, "candidate_pair_once"):
        make_candidate(pair.b, pair.a)


def test_a_pair_is_of_two_persons_the_older_row_first() -> None:
    a, b = make_pair()
    for one, other in ((b, a), (a, a)):
        with breaks(Candidate, "candidate_two_persons_in_order"):
            Candidate.objects.create(a=one, b=other, score=0.5, proposed_at=clock.now())


@pytest.mark.parametrize("score", [-0.1, 1.1])
def test_a_likeness_is_a_share(score: float) -> None:
    with breaks(Candidate, "candidate_score_is_a_share"):
        make_candidate(score=score)


@pytest.mark.parametrize("facts", [{"verdict": "different"}, {"verdict": "pending", "decided_at": clock.now()}])
def test_a_decision_has_its_moment(facts: dict[str, Any]) -> None:
    with breaks(Candidate, "candidate_decided_at_matches_verdict"):
        make_candidate(**facts)


def test_a_person_is_not_merged_into_himself() -> None:
    person = make_person()
    with breaks(Person, "person_not_merged_into_himself"):
        Person.objects.filter(pk=person.pk).update(merged_into=person)
    with breaks(Merge, "merge_of_two_persons"):
        merge_of(person, person)


def test_a_person_is_merged_away_once_at_a_time() -> None:
    gone = make_person()
    first = merge_of(make_person(), gone)
    with breaks(Merge, "merge_gone_once"):
        merge_of(make_person(), gone)
    Merge.objects.filter(pk=first.pk).update(undone_at=clock.now())
    assert merge_of(make_person(), gone).pk


def test_a_row_is_moved_once_and_stays_once_by_a_merge() -> None:
    merge = merge_of(make_person(), make_person())
    row = {"merge": merge, "model": "people.Office", "row": 1}
    MovedRow.objects.create(**row, field="person")
    with breaks(MovedRow, "moved_row_once"):
        MovedRow.objects.create(**row, field="person")
    MergeCase.objects.create(**row, rule="office_once")
    with breaks(MergeCase, "merge_case_once"):
        MergeCase.objects.create(**row, rule="another")


@pytest.mark.parametrize("facts", [{"decision": "said"}, {"closed_at": clock.now()}])
def test_a_case_is_closed_with_a_decision(facts: dict[str, Any]) -> None:
    merge = merge_of(make_person(), make_person())
    with breaks(MergeCase, "merge_case_closed_with_a_decision"):
        MergeCase.objects.create(merge=merge, model="people.Office", row=1, rule="office_once", **facts)
