"""Convocations are numbered, sent once, replaced when the session moves; the authority has the list."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from takwin.attendance.papers import sheet_facts
from takwin.attendance.scans.actions import remember_print
from takwin.core import clock
from takwin.core.later import Job, run
from takwin.core.models import JobState
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.documents.enums import PaperKind
from takwin.documents.models import Paper
from takwin.documents.papers.engine import render
from takwin.letters.actions import enter
from takwin.letters.codes import HIDDEN, to_hand_over
from takwin.letters.models import Letter, Purpose
from takwin.training import actions
from takwin.training.actions import convocations
from takwin.training.messages import said_of, text_for
from takwin.training.models import Convocation, TrainingSession
from takwin.training.papers import answer_before
from tests.documents.reading import text_of
from tests.factories.catalogue import make_trainer
from tests.factories.directory import make_body, make_commune, make_province, make_room
from tests.factories.training import WHY, make_enrolment, make_member, make_session, next_tuesday

pytestmark = pytest.mark.django_db


def convened_session(people: int = 2, **facts: object) -> TrainingSession:
    """A confirmed session of a province with its administration, and people enrolled."""
    session = make_session(**facts)
    if not Body.objects.filter(kind=BodyKind.STATE, place=session.place).exists():
        make_body(BodyKind.STATE, session.place, name_ar="عمالة إقليم إفران")
    for _n in range(people):
        make_enrolment(session)
    return actions.confirm_session(session, motive=WHY, by=None)


def test_each_enrolled_person_is_convened_with_a_number_and_the_authority_has_the_list() -> None:
    session = convened_session(people=2)
    assert actions.send_convocations(session, by=None) == 2
    references = [c.letter.paper.reference for c in Convocation.objects.order_by("pk")]
    year = clock.today().year % 100
    assert references == [f"1/{year}", f"2/{year}"]
    letter = Letter.objects.get(body__isnull=False)
    assert letter.body.kind == BodyKind.STATE
    assert [person["code"] for person in letter.paper.facts["people"]] == references
    assert set(Convocation.objects.values_list("listed_in", flat=True)) == {letter.pk}
    assert letter.paper.facts["reference"]["attachments"] == "لائحة اسمية واستدعاءان"


def test_the_attendance_sheet_lists_people_in_the_order_of_the_list_that_goes_with_their_letters() -> None:
    session = make_session()
    make_body(BodyKind.STATE, session.place, name_ar="عمالة إقليم إفران")
    body = make_body(BodyKind.COMMUNE, make_commune(session.place))
    for name in ("يوسف", "أمينة", "سعاد"):
        make_enrolment(session, person=make_member(body=body, name_ar=name)[0], body=body)
    session = actions.confirm_session(session, motive=WHY, by=None)
    actions.send_convocations(session, by=None)
    listed = [row["name"] for row in Letter.objects.get(body__isnull=False).paper.facts["people"]]
    printed = remember_print(session.register, by=None)
    rows = [row["name"] for row in sheet_facts(printed)["pages"][0]["rows"] if row["name"]]
    assert rows == listed == ["يوسف", "أمينة", "سعاد"]


def test_a_convocation_keeps_no_code_and_is_printed_with_the_one_that_opens_the_page() -> None:
    session = convened_session(people=1)
    actions.send_convocations(session, by=None)
    letter = Convocation.objects.get().letter
    assert letter.paper.facts["reply"]["code"] == HIDDEN
    link = letter.person.links.get()
    assert enter(link, to_hand_over(letter).facts["reply"]["code"]) == link


def test_sent_twice_nothing_goes_twice() -> None:
    session = convened_session()
    actions.send_convocations(session, by=None)
    assert actions.send_convocations(session, by=None) == 0
    assert (Convocation.objects.count(), Letter.objects.count()) == (2, 3)


def test_who_is_enrolled_later_is_convened_alone_and_listed_in_a_second_letter() -> None:
    session = convened_session(people=1)
    actions.send_convocations(session, by=None)
    make_enrolment(session)
    assert actions.send_convocations(session, by=None) == 1
    letters = Paper.objects.filter(kind=PaperKind.GOVERNOR_LETTER)
    assert [paper.facts["count"] for paper in letters.order_by("pk")] == [1, 1]


def test_people_of_two_provinces_are_listed_to_their_own_authorities() -> None:
    region_session = make_session()
    session = make_session(owner=region_session.owner, place=region_session.owner.place, first_day=next_tuesday(9))
    authorities = []
    for _n in range(2):
        province = make_province(session.place)
        authorities.append(make_body(BodyKind.STATE, province))
        make_enrolment(session, body=make_body(BodyKind.COMMUNE, make_commune(province)))
    actions.confirm_session(session, motive=WHY, by=None)
    actions.send_convocations(session, by=None)
    assert set(Letter.objects.filter(body__isnull=False).values_list("body", flat=True)) == {a.pk for a in authorities}


def test_those_who_wait_are_not_convened() -> None:
    session = convened_session(people=2, seats=1)
    assert actions.send_convocations(session, by=None) == 1


def test_nothing_is_sent_before_the_session_is_confirmed() -> None:
    session = make_session()
    make_enrolment(session)
    with pytest.raises(ValidationError, match="once the session is confirmed"):
        actions.send_convocations(session, by=None)
    assert not Paper.objects.exists()


def test_without_an_authority_the_convened_stay_convened_and_the_fault_is_said() -> None:
    session = make_session()
    make_enrolment(session)
    actions.confirm_session(session, motive=WHY, by=None)
    with pytest.raises(ValidationError, match="No State administration"):
        actions.send_convocations(session, by=None)
    make_body(BodyKind.STATE, session.place)
    assert actions.send_convocations(session, by=None) == 0
    assert Letter.objects.filter(body__isnull=False).count() == 1


def test_a_postponed_session_convenes_anew_those_convened(django_capture_on_commit_callbacks: object) -> None:
    session = convened_session(people=1)
    actions.send_convocations(session, by=None)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        actions.postpone_session(session, first_day=next_tuesday(8), reason="strike", motive=WHY, by=None)
    assert list(Convocation.objects.order_by("rank").values_list("rank", flat=True)) == [0, 1]
    last = Convocation.objects.get(rank=1).letter.paper
    assert last.facts["letter"]["subject"].startswith("تأجيل")


def test_a_postponed_session_that_had_convened_nobody_sends_nothing() -> None:
    session = convened_session(people=1)
    actions.postpone_session(session, first_day=next_tuesday(8), reason="strike", motive=WHY, by=None)
    assert not Job.objects.exists()


def test_a_cancelled_session_tells_each_convened_person_and_the_authority_once(
    django_capture_on_commit_callbacks: object,
) -> None:
    session = convened_session(people=2)
    actions.send_convocations(session, by=None)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        actions.cancel_session(session, reason="no trainer", by=None)
    notices = Paper.objects.filter(kind=PaperKind.NOTICE)
    assert notices.count() == 3
    assert "no trainer" in notices.first().facts["paragraphs"][0]
    actions.tell_cancelled(session, by=None)
    assert notices.count() == 3


def test_the_work_tells_its_progress() -> None:
    session = convened_session(people=2)
    job = Job.objects.create(
        action="takwin.training.actions.convocations.send_convocations",
        arguments={"session": {"model": "training.TrainingSession", "pk": session.pk}, "by": None},
    )
    run.func(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (JobState.DONE, 3, 3)


def test_every_paper_of_a_session_prints() -> None:
    session = convened_session(people=1)
    trainer, room = make_trainer(session.owner), make_room()
    actions.set_slot(session, session.register.half_days.first(), room=room, trainer=trainer, by=None)
    actions.send_convocations(session, by=None)
    actions.cancel_session(session, reason="no trainer", by=None)
    actions.tell_cancelled(session, by=None)
    for paper in Paper.objects.all():
        assert render(paper.template, paper.facts).startswith(b"%PDF")
    assert Paper.objects.count() == 4


@pytest.fixture
def midway(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Have something happen once the first of the letters is written."""

    def happen(act: Callable[[], object]) -> None:
        acts = [act]
        monkeypatch.setattr(convocations, "PORTION", 1)
        monkeypatch.setattr(convocations, "progress", lambda done, _total: acts.pop()() if done and acts else None)

    return happen


def test_a_session_put_off_while_people_are_convened_tells_nobody_the_days_given_up(
    midway: Callable[..., None], django_capture_on_commit_callbacks: object
) -> None:
    session = convened_session(people=3)
    moved = next_tuesday(8)
    midway(lambda: actions.postpone_session(session, first_day=moved, reason="strike", motive=WHY, by=None))
    with (
        django_capture_on_commit_callbacks(execute=True),  # type: ignore[operator]
        pytest.raises(ValidationError, match="The days moved"),
    ):
        actions.send_convocations(session, by=None)
    ranks = list(Convocation.objects.order_by("rank", "pk").values_list("rank", flat=True))
    assert ranks == [0, 1, 1, 1]  # one had been told the former days; all are told the new ones
    days = {row.letter.paper.facts["session"]["dates"] for row in Convocation.objects.filter(rank=1)}
    assert len(days) == 1


def test_a_session_cancelled_while_people_are_convened_convenes_no_more(midway: Callable[..., None]) -> None:
    session = convened_session(people=3)
    midway(lambda: actions.cancel_session(session, reason="no trainer", by=None))
    with pytest.raises(ValidationError, match="cancelled"):
        actions.send_convocations(session, by=None)
    assert Convocation.objects.count() == 1


@pytest.mark.parametrize("days", [0, 1, 2, 9])
def test_no_letter_asks_for_an_answer_before_a_day_that_is_not_before_the_session(days: int) -> None:
    """Of a session of today or tomorrow no day is left: one answers on receipt."""
    session = convened_session(people=1, first_day=clock.today() + dt.timedelta(days=days))
    actions.send_convocations(session, by=None)
    day = answer_before(session)
    assert day is None if days < 2 else day is not None and clock.today() < day < session.starts_on
    for paper in Paper.objects.all():
        text = text_of(render("convocation", paper.facts))
        assert ("فور" in text, "قبليوم" in text) == (not day, bool(day))
    body = text_for(Convocation.objects.get(), Purpose.CONVENE, said_of(session))
    assert ("أجيبوا فور التوصل" in body, "Répondez dès réception" in body) == (not day, not day)
