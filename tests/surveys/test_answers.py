"""Answers: by those who were asked and no others, once, and never led back to a person."""

import datetime as dt
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, models

from takwin.core import clock
from takwin.journal.models import Entry
from takwin.people.merging.actions import merge_persons, undo_merge
from takwin.surveys.actions import answer, close_round, publish_version, write_version
from takwin.surveys.enums import Kind
from takwin.surveys.models import Answer, Round, Sheet, Version, Voice, drawn
from takwin.surveys.queries import open_to, unheard
from takwin.surveys.starting import Asked
from tests.factories.accounts import make_user
from tests.factories.people import make_person
from tests.factories.surveys import all_answer, make_questionnaire, make_round, make_version, over, said
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
    """No relation of the bag reaches a person or an account, its keys are drawn at random, it bears no time."""
    for model in (Sheet, Answer):
        assert model._meta.pk.default is drawn
        fields = model._meta.get_fields()
        assert not [field for field in fields if isinstance(field, models.DateField)]
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


def written(table: str) -> list[str]:
    """What the database itself remembers of when a row was written: the transaction, or the place in the file."""
    column = {"postgresql": "xmin::text", "sqlite": "rowid - id"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        return [str(row[0]) for row in cursor.fetchall()]


@pytest.mark.django_db(transaction=True)
def test_neither_transaction_nor_place_of_rows_leads_from_a_tick_to_a_sheet() -> None:
    """All voices, ticked or not, all sheets and all answers are written anew by each who answers."""
    asked, persons = make_round(6)
    for person in persons[:5]:
        answer(asked, person, said(asked, text=f"words of {person.pk}"), by=None)
        marks = {mark for table in ("surveys_voice", "surveys_sheet", "surveys_answer") for mark in written(table)}
        assert len(marks) == 1
    assert asked.voices.filter(has_answered=True).count() == asked.sheets.count() == 5
    words = Answer.objects.exclude(text="").values_list("text", flat=True)
    assert sorted(words) == sorted(f"words of {person.pk}" for person in persons[:5])


def test_sheets_lie_in_the_order_of_their_keys_not_of_their_arrival() -> None:
    asked, persons = make_round(4)
    all_answer(asked, persons)
    place = "ctid" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        for table in ("surveys_sheet", "surveys_answer"):
            cursor.execute(f"SELECT id FROM {table} ORDER BY {place}")
            keys = [key for (key,) in cursor.fetchall()]
            assert keys == sorted(keys)


def test_each_answer_gives_new_keys_to_those_before() -> None:
    asked, persons = make_round(3)
    all_answer(asked, persons[:2])
    before = set(Sheet.objects.values_list("pk", flat=True)) | set(Answer.objects.values_list("pk", flat=True))
    all_answer(asked, persons[2:])
    assert not Sheet.objects.filter(pk__in=before).exists()
    assert not Answer.objects.filter(pk__in=before).exists()
    assert Answer.objects.count() == 9


def test_a_null_sign_in_free_words_is_left_out() -> None:
    asked, [person] = make_round()
    answer(asked, person, said(asked, text="très\0 utile"), by=None)
    assert Answer.objects.exclude(text="").get().text == "très utile"


def test_no_answer_is_taken_on_a_page_opened_before_the_closing() -> None:
    asked, persons = make_round(6)
    all_answer(asked, persons[:5])
    opened_before = Round.objects.get(pk=asked.pk)
    close_round(asked, by=make_user())
    with pytest.raises(ValidationError, match="no answers today"):
        answer(opened_before, persons[5], said(asked), by=None)
    assert asked.sheets.count() == 5


def test_the_tablet_is_taken_on_its_day_only_and_its_answers_are_counted() -> None:
    asked, persons = make_round(2)
    answer(asked, persons[0], said(asked), on_tablet=True, by=None)
    asked.refresh_from_db()
    assert asked.tablet_answers == 1
    Round.objects.update(tablet_on=clock.today() - dt.timedelta(days=1))
    with pytest.raises(ValidationError, match="in the room only"):
        answer(asked, persons[1], said(asked), on_tablet=True, by=None)
    answer(asked, persons[1], said(asked), by=None)
    asked.refresh_from_db()
    assert (asked.tablet_answers, asked.sheets.count()) == (1, 2)


def test_who_was_asked_under_two_rows_answers_once() -> None:
    """The second row is merged into the first after it has answered; undone, each speaks for itself again."""
    asked, (kept, gone) = make_round(2)
    answer(asked, gone, said(asked), by=None)
    merge = merge_persons(kept, gone, by=None)
    assert not merge.cases.exists()
    assert not unheard().exists()
    assert not open_to(kept, clock.today())
    with pytest.raises(ValidationError, match="already answered"):
        answer(asked, kept, said(asked), by=None)
    undo_merge(merge, by=None)
    answer(asked, kept, said(asked), by=None)
    assert asked.sheets.count() == 2


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


@pytest.mark.django_db(transaction=True)
def test_who_writes_while_another_publishes_writes_the_next_version_or_comes_first() -> None:
    """What is published is what stood when it was published, whoever pressed first."""
    made = make_questionnaire()
    draft, by = made.versions.get(), make_user()
    at_once(lambda: publish_version(draft, by=by), lambda: write_version(made, [Asked(Kind.TEXT, "س", "new")], by=None))
    published = made.versions.get(published_at__isnull=False)
    texts = [question.text_fr for question in published.questions.all()]
    assert texts == ["new"] or (len(texts) > 1 and made.versions.count() == 2)


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
    keys = [Sheet().pk for _n in range(20)]
    assert any(first > second for first, second in pairwise(keys))
