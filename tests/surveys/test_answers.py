"""Answers: by those who were asked and no others, once, and never led back to a person."""

import datetime as dt
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import models

from takwin.core import clock
from takwin.journal.models import Entry
from takwin.surveys.actions import answer, close_round, publish_version, write_version
from takwin.surveys.enums import Kind
from takwin.surveys.models import Answer, Sheet, Version, Voice
from takwin.surveys.starting import Asked
from tests.factories.accounts import make_user
from tests.factories.people import make_person
from tests.factories.surveys import make_questionnaire, make_round, make_version, over, said
from tests.races import at_once, refusals

pytestmark = pytest.mark.django_db


def test_an_answer_is_taken_once_and_the_line_is_ticked() -> None:
    asked, [person] = make_round()
    answer(asked, person, said(asked, text=" très utile "), by=None)
    assert asked.voices.get().has_answered
    assert sorted(str(row) for row in Answer.objects.all() if row.text) == ["très utile"]
    with pytest.raises(ValidationError, match="already answered"):
        answer(asked, person, said(asked), by=None)
    assert asked.sheets.count() == 1


def test_who_was_not_there_is_not_heard() -> None:
    asked, _persons = make_round()
    with pytest.raises(ValidationError, match="those who were there"):
        answer(asked, make_person(), said(asked), by=None)
    assert not asked.sheets.exists()


def test_no_answer_is_taken_outside_the_days() -> None:
    asked, [person] = make_round()
    with pytest.raises(ValidationError, match="no answers today"):
        answer(over(asked), person, said(asked), by=None)


def test_no_key_and_no_time_lead_from_an_answer_to_a_person() -> None:
    """No relation of the bag reaches a person or an account, its keys are drawn at random, its finest time is a day."""
    for model in (Sheet, Answer):
        assert isinstance(model._meta.pk, models.UUIDField)
        fields = model._meta.get_fields()
        assert not [field for field in fields if isinstance(field, models.DateTimeField)]
        reached = {field.related_model.__name__ for field in fields if field.related_model}
        assert reached <= {"Sheet", "Answer", "Round", "Question", "Option"}
    assert not [field for field in Voice._meta.get_fields() if isinstance(field, models.DateField)]


def test_answering_writes_nothing_in_the_journal() -> None:
    asked, [person] = make_round()
    before = Entry.objects.count()
    answer(asked, person, said(asked), by=None)
    assert Entry.objects.count() == before


def test_what_is_missing_or_strange_is_said_at_its_question_and_nothing_is_kept() -> None:
    asked, [person] = make_round()
    faces, yes_no, choice, _words = asked.version.questions.all()
    whole = said(asked)
    for question, given, sentence in (
        (faces, "", "Answer this question."),
        (faces, "6", "Choose one of the answers."),
        (faces, "0", "Choose one of the answers."),
        (yes_no, "2", "Choose one of the answers."),
        (choice, "9" * 30, "Choose one of the answers."),
        (choice, "<script>", "Choose one of the answers."),
    ):
        with pytest.raises(ValidationError) as refusal:
            answer(asked, person, whole | {question.pk: given}, by=None)
        assert refusal.value.message_dict == {str(question.pk): [sentence]}
    assert not asked.sheets.exists()
    assert not asked.voices.get().has_answered


def test_a_question_left_out_leaves_no_answer() -> None:
    asked, [person] = make_round()
    choice = asked.version.questions.get(kind=Kind.CHOICE)
    answer(asked, person, said(asked) | {choice.pk: "  "}, by=None)
    assert not Answer.objects.filter(question=choice).exists()


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_put_one_sheet_in_the_bag() -> None:
    asked, [person] = make_round()
    given = said(asked)
    said_to_each = at_once(*[lambda: answer(asked, person, given, by=None)] * 2)
    assert refusals(said_to_each) == ["You have already answered: thank you."]
    assert asked.sheets.count() == 1


def test_a_published_version_never_changes_and_the_next_is_a_draft() -> None:
    first = make_version()
    questions = list(first.questions.values_list("text_ar", flat=True))
    second = write_version(first.questionnaire, [Asked(Kind.TEXT, "سؤال", "question")], by=None)
    assert (second.number, list(first.questions.values_list("text_ar", flat=True))) == (first.number + 1, questions)
    third = write_version(first.questionnaire, [Asked(Kind.TEXT, "آخر", "autre")], by=None)
    assert third == second
    assert [str(q.text_fr) for q in Version.objects.get(pk=second.pk).questions.all()] == ["autre"]


def test_publishing_twice_and_asking_a_draft_are_refused() -> None:
    draft = make_questionnaire().versions.get()
    with pytest.raises(ValidationError, match="Publish the questionnaire"):
        make_round(version=draft)
    published = publish_version(draft, by=make_user())
    with pytest.raises(ValidationError, match="already published"):
        publish_version(published, by=make_user())


def test_a_choice_without_two_answers_and_an_empty_questionnaire_are_refused() -> None:
    made = make_questionnaire()
    kept = list(made.versions.get().questions.values_list("text_ar", flat=True))
    with pytest.raises(ValidationError, match="at least one question"):
        write_version(made, [], by=None)
    with pytest.raises(ValidationError, match="at least two answers"):
        write_version(made, [Asked(Kind.CHOICE, "س", "q", True, (("أ", "a"),))], by=None)
    assert list(made.versions.get().questions.values_list("text_ar", flat=True)) == kept


def test_a_round_closed_early_takes_no_more_answers() -> None:
    asked, [person] = make_round()
    closed = close_round(asked, by=make_user())
    assert closed.is_over
    assert closed.closes_on == clock.today() - dt.timedelta(days=1)
    with pytest.raises(ValidationError, match="no answers today"):
        answer(closed, person, said(asked), by=None)
    with pytest.raises(ValidationError, match="already closed"):
        close_round(closed, by=make_user())


def test_sheets_come_out_of_the_bag_in_no_order_of_arrival() -> None:
    """Keys drawn one after another are not in order: twenty in order by chance alone would be a miracle."""
    drawn = [Sheet().pk for _n in range(20)]
    assert any(first > second for first, second in pairwise(drawn))
