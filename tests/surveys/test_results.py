"""What is told of answers: honest intervals, and never so few that one could be told apart."""

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takwin.core import clock
from takwin.surveys.actions import answer
from takwin.surveys.enums import Kind
from takwin.surveys.models import Questionnaire, Round
from takwin.surveys.privacy import let_voices_go, voices_due
from takwin.surveys.queries import FEWEST, Interval, latest_published, mean, results_of, satisfaction, share, student
from takwin.surveys.starting import Asked
from tests.factories.surveys import all_answer, make_questionnaire, make_round, make_version, over


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_of_a_share_holds_it_and_stays_between_none_and_all(case: tuple[int, int]) -> None:
    part, whole = case
    told = share(part, whole)
    assert 0 <= told.low <= told.figure <= told.high <= 1


def test_the_interval_of_a_share_is_wilsons() -> None:
    told = share(8, 10)
    assert (round(told.low, 4), round(told.high, 4)) == (0.4902, 0.9433)


@pytest.mark.parametrize(("freedom", "table"), [(4, 2.776), (9, 2.262), (29, 2.045), (200, 1.972)])
def test_students_law_is_within_two_hundredths_of_its_table(freedom: int, table: float) -> None:
    assert abs(student(freedom) - table) < 0.02


def test_a_mean_comes_with_its_interval_within_the_scale() -> None:
    assert mean(Counter({5: 6}), 1, 5) == Interval(5, 5, 5)
    told = mean(Counter({1: 2, 5: 8}), 1, 5)
    assert told.figure == 4.2
    assert (round(told.low, 2), told.high) == (2.99, 5)


@pytest.mark.django_db
def test_nothing_is_told_before_the_round_is_over() -> None:
    asked, persons = make_round(FEWEST)
    all_answer(asked, persons)
    assert results_of(asked).told == []
    assert len(results_of(over(asked)).told) == 4


@pytest.mark.django_db
@pytest.mark.parametrize("answered", [0, 1, FEWEST - 1])
def test_nothing_is_told_of_fewer_than_five(answered: int) -> None:
    asked, persons = make_round(FEWEST)
    all_answer(asked, persons[:answered])
    told = results_of(over(asked))
    assert (told.asked, told.answered, told.told, told.too_few) == (FEWEST, answered, [], True)


@pytest.mark.django_db
def test_each_kind_of_question_is_told_in_its_way() -> None:
    asked, persons = make_round(6)
    all_answer(asked, persons[:4], face=5, yes=1, option=1)
    all_answer(asked, persons[4:], face=2, yes=0, option=0, text="bien")
    faces, yes_no, choice, words = results_of(over(asked)).told
    assert faces.mean.figure == 4
    assert [count for _label, count, _share in faces.bars] == [0, 2, 0, 0, 4]
    assert round(faces.share.figure, 3) == round(yes_no.share.figure, 3) == round(choice.share.figure, 3) == 0.667
    assert (words.answered, words.texts) == (2, [])


@pytest.mark.django_db
@pytest.mark.parametrize(("wrote", "told"), [(FEWEST - 1, 0), (FEWEST, FEWEST)])
def test_words_are_told_from_five_who_wrote(wrote: int, told: int) -> None:
    asked, persons = make_round(6)
    all_answer(asked, persons[:wrote], text="trop long")
    all_answer(asked, persons[wrote:])
    words = results_of(over(asked)).told[3]
    assert (words.answered, len(words.texts)) == (wrote, told)


@pytest.mark.django_db
def test_the_face_of_one_is_not_told_by_a_sum() -> None:
    """Five sheets, of which one alone answers by a face: its question is left out."""
    version = make_version(asked=(Asked(Kind.YES_NO, "أ", "a"), Asked(Kind.FACES, "ب", "b", False)))
    asked, persons = make_round(FEWEST, version)
    yes_no, face = version.questions.all()
    for n, person in enumerate(persons):
        answer(asked, person, {yes_no.pk: "1", face.pk: "" if n else "2"}, by=None)
    assert satisfaction([over(asked)]) is None


@pytest.mark.django_db
def test_a_round_with_too_few_sheets_is_left_out_of_a_sum_whole() -> None:
    version = make_version()
    large, persons = make_round(6, version)
    all_answer(large, persons, face=4)
    small, few = make_round(2, version)
    all_answer(small, few, face=1)
    over(large), over(small)
    people, told = satisfaction(Round.objects.all())
    assert (people, told.figure) == (6, 1)
    assert satisfaction([small]) is None


@pytest.mark.django_db
def test_what_still_runs_is_left_out_of_a_sum() -> None:
    asked, persons = make_round(6)
    all_answer(asked, persons)
    assert satisfaction([asked]) is None


@pytest.mark.django_db
def test_the_latest_published_version_is_the_one_asked() -> None:
    draft_only = make_questionnaire()
    first = make_version()
    second = make_version(first.questionnaire)
    assert list(latest_published(Questionnaire.objects.all())) == [second]
    assert draft_only.versions.count() == 1


@pytest.mark.django_db
def test_results_cost_the_same_whatever_was_answered(django_assert_num_queries) -> None:
    for people in (5, 12):
        asked, persons = make_round(people)
        all_answer(asked, persons)
        asked = Round.objects.select_related("version").get(pk=over(asked).pk)
        with django_assert_num_queries(5):
            results_of(asked)


@pytest.mark.django_db
def test_who_was_asked_is_let_go_of_ninety_days_after_the_end_and_the_figures_stay() -> None:
    asked, persons = make_round(6)
    all_answer(asked, persons[:5])
    over(asked)
    before = results_of(asked)
    day = clock.today()
    assert not voices_due(day + dt.timedelta(days=88)).exists()
    due = voices_due(day + dt.timedelta(days=89))
    assert due.count() == 6
    let_voices_go(list(due.values_list("pk", flat=True)))
    assert not asked.voices.exists()
    assert results_of(asked) == before
    assert (before.asked, before.answered) == (6, 5)
