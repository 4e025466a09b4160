"""Opinions on paper: printed, ticked, photographed, read, put in the bag; and nothing left of whose hand it was."""

import datetime as dt
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from takwin.core import clock
from takwin.directory.actions import seed_parameters
from takwin.documents.actions import path_of
from takwin.documents.models import StoredFile
from takwin.documents.scans.geometry import form_of
from takwin.people.models import Person
from takwin.surveys.actions import answer, close_round
from takwin.surveys.enums import Kind
from takwin.surveys.models import Answer, PaperCopy, Round
from takwin.surveys.paper import actions
from takwin.surveys.paper.discarding import discard_copy
from takwin.surveys.paper.enums import CopyState
from takwin.surveys.paper.layout import LONGEST_QUESTION, MOST_ANSWERS, MOST_QUESTIONS, PAPER, Line, lines_of, said_on
from takwin.surveys.paper.papers import code_of, copies, number_in
from takwin.surveys.privacy import copies_due, let_copies_go
from takwin.surveys.queries import results_of, satisfaction
from takwin.surveys.starting import Asked
from tests.documents.reading import pages, text_of
from tests.factories.rights import make_user, officer_of
from tests.factories.surveys import make_round, make_version, over, said
from tests.surveys.copies import photographed

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
SURE, DOUBT = 0.99, 0.6


@pytest.fixture
def asked() -> Round:
    made, _persons = make_round(people=6)
    return made


def persons_of(asked: Round) -> list[Person]:
    return [voice.person for voice in asked.voices.select_related("person")]


def read(asked: Round, *photos: bytes) -> list[PaperCopy]:
    """Receive photographs and read them, as the worker does."""
    actions.receive_copies(asked, [(f"{n}.jpg", data) for n, data in enumerate(photos)], by=make_user())
    actions.read_copies(asked, by=None)
    return list(asked.copies.order_by("pk"))


def test_the_paper_has_room_for_as_many_questions_as_are_printed() -> None:
    boxes = form_of(PAPER).boxes
    assert set(boxes) == {f"{r}:{c}" for r in range(1, MOST_QUESTIONS + 1) for c in range(1, MOST_ANSWERS + 1)}


def test_there_is_a_copy_for_each_person_asked_and_nobody_is_named(asked: Round) -> None:
    pdf = copies(asked)
    assert pages(pdf) == asked.people
    assert not any(person.name_fr in text_of(pdf) for person in persons_of(asked))


def test_what_is_longer_than_a_sheet_or_asks_for_words_alone_is_not_printed() -> None:
    long = make_version(asked=[Asked(Kind.YES_NO, f"س {n}", f"Q {n}") for n in range(MOST_QUESTIONS + 1)])
    words = make_version(asked=[Asked(Kind.TEXT, "ملاحظات", "Remarques", False)])
    with pytest.raises(ValidationError, match="longer"):
        lines_of(long)
    with pytest.raises(ValidationError, match="words alone"):
        lines_of(words)
    for text, holds in (("ب" * LONGEST_QUESTION, True), ("ب" * (LONGEST_QUESTION + 1), False)):
        version = make_version(asked=[Asked(Kind.YES_NO, text, "Q")])
        with nullcontext() if holds else pytest.raises(ValidationError, match="too long"):
            lines_of(version)


@pytest.mark.parametrize(
    ("boxes", "meant"),
    [
        ([("hand", SURE), ("none", SURE), ("none", SURE)], "a"),
        ([("none", SURE), ("none", SURE), ("none", SURE)], ""),
        ([("hand", SURE), ("hand", SURE), ("none", SURE)], None),
        ([("hand", DOUBT), ("none", SURE), ("none", SURE)], None),
        ([("hand", SURE), ("none", DOUBT), ("none", SURE)], None),
        ([("struck", SURE), ("none", SURE), ("none", SURE)], None),
    ],
)
def test_one_sure_mark_is_an_answer_and_anything_else_is_asked(
    boxes: list[tuple[str, float]], meant: str | None
) -> None:
    line = Line(4, None, ["a", "b", "c"])  # type: ignore[arg-type]
    assert said_on(line, {f"4:{n}": box for n, box in enumerate(boxes, 1)}) == meant


def test_a_code_names_a_copy_of_this_round_and_of_no_other(asked: Round) -> None:
    other, _persons = make_round(people=6)
    assert number_in(asked, code_of(asked, 6)) == 6
    for code in (code_of(asked, 7), code_of(asked, 0), code_of(other, 1), "TKW1/TKW-ATT-1-1/1", "", "https://x/1"):
        assert number_in(asked, code) is None


def test_a_clear_copy_goes_into_the_bag_and_its_picture_goes_away(asked: Round) -> None:
    (copy,) = read(asked, photographed(asked, 3, {1: 4, 2: 2}))
    asked.refresh_from_db()
    assert (copy.state, copy.number, copy.file, copy.boxes) == (CopyState.RECORDED, 3, None, {})
    assert list(Answer.objects.order_by("value").values_list("value", flat=True)) == [0, 4]
    assert (asked.sheets.count(), asked.paper_answers) == (1, 1)
    assert not StoredFile.objects.exists()


def test_two_marks_wait_for_a_person_and_a_copy_counts_once(
    asked: Round, as_user: Browser, django_capture_on_commit_callbacks: Any
) -> None:
    photo = photographed(asked, 2, {1: 0, 2: 1})
    (copy,) = read(asked, photo)
    assert (copy.state, asked.sheets.count()) == (CopyState.READ, 0)
    with pytest.raises(ValidationError, match="which answer"):
        actions.record_copy(copy, {}, by=make_user())
    browser, question = as_user(officer_of(asked.place)), asked.version.questions.first()
    address = copy.get_absolute_url()
    page = browser.get(address).content.decode()
    assert reverse("surveys:crop_of_copy", args=[copy.pk, 1]) in page
    assert browser.get(reverse("surveys:crop_of_copy", args=[copy.pk, 1]))["Content-Type"] == "image/jpeg"
    picture = path_of(copy.file.sha256)  # type: ignore[union-attr]
    _doubtful, *clear = lines_of(asked.version)
    sent = {f"q{line.question.pk}": said_on(line, copy.boxes) or "none" for line in clear}
    assert browser.post(address, sent).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(address, sent | {f"q{question.pk}": "2"})
    assert list(Answer.objects.order_by("value").values_list("value", flat=True)) == [1, 2]
    assert not picture.exists()
    again = read(asked, photo + b"\0")[-1]
    assert (again.state, again.refusal) == (CopyState.REFUSED, "This copy was already photographed.")
    assert (again.file, asked.sheets.count()) == (None, 1)
    assert not StoredFile.objects.exists()


def test_a_photograph_cut_short_keeps_none_of_the_others_from_the_bag(asked: Round) -> None:
    whole = photographed(asked, 1, {1: 4})
    cut, clear = read(asked, whole[: len(whole) // 2], photographed(asked, 2, {1: 3}))
    assert (cut.state, clear.state) == (CopyState.REFUSED, CopyState.RECORDED)
    assert cut.refusal


def test_a_copy_removed_while_it_is_read_keeps_none_of_the_others_from_the_bag(
    asked: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    def while_it_is_removed(*given: Any) -> Any:
        monkeypatch.undo()
        asked.copies.first().delete()  # type: ignore[union-attr]  # the last sent is read first
        return actions.read_page(*given)

    actions.receive_copies(asked, [(f"{n}.jpg", photographed(asked, n, {1: 4})) for n in (1, 2)], by=make_user())
    monkeypatch.setattr(actions, "read_page", while_it_is_removed)
    actions.read_copies(asked, by=None)
    assert list(asked.copies.values_list("number", "state")) == [(1, CopyState.RECORDED)]


def test_a_copy_read_but_not_recorded_when_the_work_was_cut_short_goes_on_its_way(asked: Round) -> None:
    (copy,) = read(asked, photographed(asked, 1, {1: 0}))
    boxes = copy.boxes | {"1:2": ["none", SURE]}
    PaperCopy.objects.filter(pk=copy.pk).update(boxes=boxes)
    actions.read_copies(asked, by=None)
    assert asked.copies.get().state == CopyState.RECORDED


def test_what_came_before_the_end_is_recorded_after_it_and_nothing_is_read_before(asked: Round) -> None:
    for person in persons_of(asked)[:5]:
        answer(asked, person, said(asked), by=None)
    (copy,) = read(asked, photographed(asked, 1, {1: 0}))
    with pytest.raises(ValidationError, match="copies still wait"):
        close_round(asked, by=make_user())
    yesterday = clock.today() - dt.timedelta(days=1)
    PaperCopy.objects.update(received_on=yesterday)
    over(asked)
    assert results_of(asked).told == []
    assert satisfaction([asked]) is None
    question = asked.version.questions.first()
    actions.record_copy(copy, {question.pk: "1"}, by=make_user())  # type: ignore[union-attr]
    assert results_of(asked).answered == 6
    assert results_of(asked).told != []


def test_ticked_sheets_nobody_looked_at_are_let_go(asked: Round) -> None:
    seed_parameters(by=None)
    read(asked, photographed(asked, 1, {1: 0}))
    over(asked)
    assert not copies_due(clock.today()).exists()
    let_copies_go(list(copies_due(clock.today() + dt.timedelta(days=95)).values_list("pk", flat=True)))
    assert not PaperCopy.objects.exists()


def test_what_is_no_copy_of_this_round_is_refused_with_its_reason(asked: Round) -> None:
    other, _persons = make_round(people=6)
    refused, blank = read(asked, photographed(other, 1, {1: 1}), photographed(asked, 1, {}))
    assert refused.refusal == "This is not a copy of this questionnaire."
    assert (blank.state, asked.sheets.count()) == (CopyState.READ, 0)
    with pytest.raises(ValidationError, match="Nothing is ticked"):
        actions.record_copy(blank, {}, by=make_user())


def test_paper_brings_no_more_voices_than_were_asked_and_none_after_the_end() -> None:
    asked, (person,) = make_round(people=1)
    answer(asked, person, said(asked), by=None)
    (copy,) = read(asked, photographed(asked, 1, {1: 5}))
    with pytest.raises(ValidationError, match="speak twice"):
        actions.record_copy(copy, {}, by=make_user())
    over(asked)
    with pytest.raises(ValidationError, match="no answers today"):  # it came after the end
        actions.record_copy(copy, {}, by=make_user())
    with pytest.raises(ValidationError, match="no answers today"):
        actions.receive_copies(asked, [("x.jpg", b"\xff\xd8\xff")], by=make_user())


def test_results_say_how_many_came_on_paper(asked: Round) -> None:
    Round.objects.filter(pk=asked.pk).update(paper_answers=2)
    assert results_of(over(asked)).on_paper == 2


def test_a_file_that_is_no_picture_is_named_and_none_of_the_others_is_kept(asked: Round, as_user: Browser) -> None:
    browser = as_user(officer_of(asked.place))
    sent = [SimpleUploadedFile("a.jpg", photographed(asked, 1, {1: 1})), SimpleUploadedFile("b.xlsx", b"PK")]
    answer_ = browser.post(reverse("surveys:copies", args=[asked.pk]), {"photos": sent})
    assert answer_.status_code == 422
    assert "b.xlsx" in answer_.content.decode()
    assert not PaperCopy.objects.exists()


def test_a_copy_that_is_of_no_use_is_removed_but_not_what_is_in_the_bag(asked: Round) -> None:
    doubtful, clear = read(asked, photographed(asked, 1, {1: 0}), photographed(asked, 2, {1: 3}))
    discard_copy(doubtful, by=make_user())
    with pytest.raises(ValidationError, match="told apart"):
        discard_copy(clear, by=make_user())
    assert list(asked.copies.values_list("number", flat=True)) == [2]


def test_a_copy_bears_the_day_it_came_and_no_hour(asked: Round) -> None:
    read(asked, photographed(asked, 1, {1: 0}))
    assert type(asked.copies.get().received_on) is dt.date
    assert asked.copies.get().received_on == clock.today()
