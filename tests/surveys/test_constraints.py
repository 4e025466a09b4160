"""What the database itself refuses of questionnaires and answers."""

import datetime as dt

import pytest

from takwin.core import clock
from takwin.documents.actions import store_file
from takwin.surveys.enums import Kind
from takwin.surveys.models import Answer, Option, PaperCopy, Question, Questionnaire, Round, Sheet, Version, Voice
from tests.constraints import breaks
from tests.factories.surveys import make_questionnaire, make_round, make_version

pytestmark = pytest.mark.django_db


def test_an_institution_names_a_questionnaire_once() -> None:
    made = make_questionnaire()
    with breaks(Questionnaire, "questionnaire_named_once"):
        Questionnaire.objects.create(owner=made.owner, purpose=made.purpose, name_ar=made.name_ar, name_fr="other")


def test_a_version_has_its_own_number() -> None:
    version = make_version()
    with breaks(Version, "survey_version_numbered_once"):
        Version.objects.create(questionnaire=version.questionnaire, number=version.number)


def test_a_questionnaire_has_one_draft() -> None:
    made = make_questionnaire()
    with breaks(Version, "survey_version_one_draft"):
        Version.objects.create(questionnaire=made, number=7)


def test_a_publication_has_its_author() -> None:
    draft = make_questionnaire().versions.get()
    with breaks(Version, "survey_version_published_by_someone"):
        Version.objects.filter(pk=draft.pk).update(published_at=clock.now())


def test_two_questions_do_not_share_a_place() -> None:
    question = make_version().questions.first()
    with breaks(Question, "question_rank_once"):
        Question.objects.create(version=question.version, rank=question.rank, kind=Kind.TEXT, text_ar="س", text_fr="q")


def test_two_options_do_not_share_a_place_and_one_is_right() -> None:
    question = make_version().questions.get(kind=Kind.CHOICE)
    with breaks(Option, "option_rank_once"):
        Option.objects.create(question=question, rank=0, text_ar="ج", text_fr="r")
    with breaks(Option, "option_one_right"):
        Option.objects.create(question=question, rank=9, text_ar="ج", text_fr="r", is_right=True)


def test_a_round_does_not_close_before_it_opens() -> None:
    asked, _persons = make_round()
    with breaks(Round, "round_days_in_order"):
        Round.objects.filter(pk=asked.pk).update(closes_on=asked.opens_on - dt.timedelta(days=1))


def test_a_person_answers_a_round_once() -> None:
    asked, [person] = make_round()
    with breaks(Voice, "voice_once"):
        Voice.objects.create(round=asked, person=person)


def test_a_question_is_answered_once_on_a_sheet_and_says_one_thing() -> None:
    asked, _persons = make_round()
    question = asked.version.questions.first()
    sheet = Sheet.objects.create(round=asked)
    Answer.objects.create(sheet=sheet, question=question, value=4)
    with breaks(Answer, "answer_once"):
        Answer.objects.create(sheet=sheet, question=question, value=5)
    other = Sheet.objects.create(round=asked)
    for facts in ({}, {"value": 6}, {"value": 3, "text": "both"}):
        with breaks(Answer, "answer_says_one_thing"):
            Answer.objects.create(sheet=other, question=question, **facts)


def test_a_copy_of_paper_counts_once_and_leaves_nothing_behind() -> None:
    asked, _persons = make_round(people=2)
    owner = asked.version.questionnaire.owner
    file = store_file(b"x", name="x.jpg", content_type="image/jpeg", owner=owner, by=None)
    other = store_file(b"y", name="y.jpg", content_type="image/jpeg", owner=owner, by=None)
    facts = {"round": asked, "received_on": clock.today()}
    PaperCopy.objects.create(**facts, file=file, state="read", number=1)
    with breaks(PaperCopy, "paper_copy_once"):
        PaperCopy.objects.create(**facts, file=other, state="read", number=1)
    with breaks(PaperCopy, "paper_copy_photo_once"):
        PaperCopy.objects.create(**facts, file=file, state="waiting")
    with breaks(PaperCopy, "paper_copy_number_known_when_read"):
        PaperCopy.objects.create(**facts, file=other, state="read")
    with breaks(PaperCopy, "paper_copy_picture_gone_once_done"):
        PaperCopy.objects.create(**facts, file=other, state="recorded", number=2)
