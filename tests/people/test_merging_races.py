"""Two officers at once, on both databases: one wins, and nothing is half done."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import translation

from takwin.people.merging.actions import decide, merge_persons, merge_sure, undo_merge
from takwin.people.merging.enums import Verdict
from takwin.people.merging.models import Merge
from takwin.people.models import Office, Person
from tests.factories.merging import make_candidate, make_pair
from tests.factories.people import make_office

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run the acts side by side, each on its own connection; what each gives, or the sentence that refused it."""
    start = threading.Barrier(len(acts))
    said: list[Any] = [None] * len(acts)

    def run(n: int, act: Callable[[], Any]) -> None:
        start.wait()
        try:
            with translation.override("en"):
                said[n] = act()
        except ValidationError as refusal:
            said[n] = refusal.messages[0]
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, act)) for n, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def refusals(said: list[Any]) -> list[str]:
    return [one for one in said if isinstance(one, str)]


def test_the_same_pair_is_merged_once() -> None:
    pair = make_candidate()
    said = at_once(*[lambda: decide(pair, Verdict.SAME, by=None)] * 2)
    assert refusals(said) == ["One of the two has been merged meanwhile. Reload the page."]
    assert Merge.objects.count() == 1


def test_crossed_merges_keep_one_of_the_two() -> None:
    a, b = make_pair()
    said = at_once(lambda: merge_persons(a, b, by=None), lambda: merge_persons(b, a, by=None))
    assert refusals(said) == ["One of the two has been merged meanwhile. Reload the page."]
    kept = Person.objects.get()
    assert set(Office.objects.values_list("person", flat=True)) == {kept.pk}


def test_a_ring_of_three_is_broken_by_whoever_comes_last() -> None:
    a, b = make_pair()
    c = make_office().person
    said = at_once(
        lambda: merge_persons(a, b, by=None), lambda: merge_persons(b, c, by=None), lambda: merge_persons(c, a, by=None)
    )
    standing = Person.objects.count()
    assert standing == len(refusals(said)) >= 1
    everyone = Person.everyone.all()
    assert all(person.standing().merged_into is None for person in everyone)
    assert {office.person.merged_into for office in Office.objects.all()} == {None}


def test_sure_pairs_and_a_merge_by_hand_take_turns_although_a_side_was_merged_meanwhile() -> None:
    a, b = make_pair()
    c = make_office().person
    pair = make_candidate(b, c)
    merge_persons(a, b, by=None)
    said = at_once(lambda: merge_sure([pair], by=None), lambda: merge_persons(a, c, by=None))
    assert len(refusals(said)) == 1
    assert list(Person.objects.all()) == [a]


def test_a_merge_is_undone_once() -> None:
    merge = merge_persons(*make_pair(), by=None)
    said = at_once(*[lambda: undo_merge(merge, by=None)] * 2)
    assert refusals(said) == ["This merge has already been undone."]
    assert Person.objects.count() == 2
