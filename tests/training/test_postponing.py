"""What moves with a session that is put off, and what is left behind."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from takwin.attendance import actions as attendance
from takwin.attendance.models import Mark
from takwin.attendance.queries import to_seal
from takwin.core import clock, formats
from takwin.core.models import Job
from takwin.directory.enums import BodyKind
from takwin.documents.enums import PaperKind
from takwin.documents.models import Paper
from takwin.letters.models import Letter, Purpose
from takwin.programmes.models import Action
from takwin.training import actions, panels
from takwin.training.actions.telling import to_tell
from takwin.training.enums import EnrolmentState, Reply
from takwin.training.messages import said_of, text_for
from takwin.training.models import TrainingSession
from takwin.training.queries import still_open
from tests.factories.catalogue import make_trainer
from tests.factories.cohorts import co_teach, make_candidate
from tests.factories.directory import make_body, make_sitting
from tests.factories.programmes import make_programme
from tests.factories.rights import make_user, officer_of
from tests.factories.training import WHY, make_enrolment, make_member, make_session, next_tuesday, teach

pytestmark = pytest.mark.django_db


def put_off(session: TrainingSession, *, days: int = 2, **facts: object) -> TrainingSession:
    first = next_tuesday(8)
    return actions.postpone_session(
        session, first_day=first, last_day=first + dt.timedelta(days=days - 1), reason="strike", motive=WHY, by=None,
        **facts,  # type: ignore[arg-type]
    )  # fmt: skip


def test_answers_to_the_former_days_are_asked_anew() -> None:
    line = make_enrolment()
    actions.reply(line, Reply.EXCUSED, note="travel", by=None)
    put_off(line.session)
    line.refresh_from_db()
    assert (line.reply, line.reply_note, line.replied_at) == (Reply.NONE, "", None)


def test_a_trainer_of_a_half_day_that_is_dropped_no_longer_keeps_the_register() -> None:
    session = make_session()
    staying, leaving = make_trainer(session.owner), make_trainer(session.owner)
    halves = list(session.register.half_days.all())
    actions.set_slot(session, halves[0], trainer=staying, by=None)
    actions.set_slot(session, halves[-1], trainer=leaving, by=None)
    session = put_off(session, days=1)
    assert list(session.register.keepers.all()) == [staying.person]


def test_the_certificate_never_asks_for_more_half_days_than_there_are() -> None:
    session = put_off(make_session(), days=1)
    assert session.certificate_half_days == 2
    with pytest.raises(ValidationError, match="only 2 half-days"):
        actions.correct_session(session, certificate_half_days=3, by=None)


def test_one_may_go_on_without_those_taken_and_whoever_waits_comes_in() -> None:
    owner = make_body(BodyKind.REGION)
    session, other = make_session(owner=owner, seats=1), make_session(owner=owner, first_day=next_tuesday(8))
    taken, waiting = make_enrolment(session), make_enrolment(session)
    assert waiting.state == EnrolmentState.WAITING
    actions.nominate(other, taken.person, body=taken.body, by=None)
    put_off(session, without_taken=True)
    taken.refresh_from_db()
    waiting.refresh_from_db()
    assert (taken.state, waiting.state) == (EnrolmentState.WITHDRAWN, EnrolmentState.ENROLLED)
    assert [line.person for line in session.register.expected.all()] == [waiting.person]


def test_whoever_was_convened_and_is_left_out_is_told_once() -> None:
    owner = make_body(BodyKind.REGION)
    session, other = make_session(owner=owner), make_session(owner=owner, first_day=next_tuesday(8))
    make_body(BodyKind.STATE, session.place)
    taken = make_enrolment(session)
    session = actions.confirm_session(teach(session), by=None)
    actions.send_convocations(session, by=None)
    actions.nominate(other, taken.person, body=taken.body, by=None)
    session = put_off(session, without_taken=True)
    asked = Job.objects.get(action__endswith="tell_left_out").arguments["enrolments"]
    assert asked == [taken.pk]
    actions.tell_left_out(session, enrolments=asked, by=None)
    actions.tell_left_out(session, enrolments=asked, by=None)
    assert Paper.objects.filter(kind=PaperKind.NOTICE, letters__person=taken.person).count() == 1


def test_whoever_was_convened_then_withdrew_is_told_neither_of_new_days_nor_of_a_cancellation(
    django_capture_on_commit_callbacks: Any,
) -> None:
    session = make_session()
    make_body(BodyKind.STATE, session.place)
    gone, staying = make_enrolment(session), make_enrolment(session)
    session = actions.confirm_session(teach(session), by=None)
    actions.send_convocations(session, by=None)
    actions.withdraw(gone, by=None)
    with django_capture_on_commit_callbacks(execute=True):
        session = put_off(session)
    assert not Paper.objects.filter(kind=PaperKind.NOTICE).exists()
    actions.withdraw(staying, by=None)
    with django_capture_on_commit_callbacks(execute=True):
        actions.cancel_session(session, reason="strike", by=None)
    assert not Paper.objects.filter(kind=PaperKind.NOTICE, letters__person__isnull=False).exists()


def test_a_room_that_is_taken_is_an_obstacle_even_without_the_participants() -> None:
    owner = make_body(BodyKind.REGION)
    session, other = make_session(owner=owner), make_session(owner=owner, first_day=next_tuesday(8))
    trainer = make_trainer(owner)
    for one in (session, other):
        actions.set_slot(one, one.register.half_days.first(), trainer=trainer, by=None)
    with pytest.raises(ValidationError, match="already expected elsewhere"):
        put_off(session, without_taken=True)


@pytest.mark.parametrize("stopped", ["tentative", "postponed", "cancelled"])
def test_presence_is_neither_marked_nor_sealed_nor_asked_for_unless_a_session_is_confirmed(stopped: str) -> None:
    session = make_session(first_day=clock.today() - dt.timedelta(days=1), motive=WHY, state="confirmed")
    line, officer = make_enrolment(session), officer_of(session.place)
    half_day = session.register.half_days.first()
    assert half_day in to_seal(officer)
    confirmed_at = None if stopped == "tentative" else session.confirmed_at
    TrainingSession.objects.filter(pk=session.pk).update(state=stopped, reason=WHY, confirmed_at=confirmed_at)
    assert not to_seal(officer).exists()
    with pytest.raises(ValidationError, match="not confirmed, or are postponed"):
        attendance.mark(half_day, line.person, "present", by=None)
    with pytest.raises(ValidationError, match="not confirmed, or are postponed"):
        attendance.seal(half_day, by=make_user())
    assert not Mark.objects.exists()


def test_a_phone_that_opened_the_roll_before_the_days_moved_marks_nothing() -> None:
    session = make_session(first_day=clock.today(), motive=WHY)
    line = make_enrolment(session)
    half_day = session.register.half_days.first()
    actions.confirm_session(put_off(session), motive=WHY, by=None)
    with pytest.raises(ValidationError, match="not confirmed, or are postponed"):
        attendance.mark(half_day, line.person, "present", by=None)


def test_no_desk_asks_for_a_register_where_nobody_is_expected() -> None:
    session = make_session(first_day=clock.today() - dt.timedelta(days=1), motive=WHY)
    assert not to_seal(officer_of(session.place)).exists()


def test_seats_do_not_fall_below_those_kept_for_bodies() -> None:
    session = make_session(seats=10)
    _person, body = make_member()
    actions.keep_seats(session, {body: 8}, by=None)
    with pytest.raises(ValidationError, match="8 seats are kept"):
        actions.correct_session(session, seats=5, by=None)


def test_new_days_are_told_with_the_former_ones_and_the_reason_and_a_cancellation_with_its_own(
    django_capture_on_commit_callbacks: Any, as_user: Any
) -> None:
    session = make_session()
    make_body(BodyKind.STATE, session.place)
    line = make_enrolment(session)
    session = actions.confirm_session(teach(session), by=None)
    actions.send_convocations(session, by=None)
    former = formats.days({half.day for half in session.register.half_days.all()}, language="ar")
    with django_capture_on_commit_callbacks(execute=True):
        session = put_off(session)
    (convocation,) = to_tell(session)
    text = text_for(convocation, Purpose.CONVENE, said_of(session))
    assert former in text
    assert "strike" in text
    assert convocation.letter.paper.facts["session"]["put_off"] == {"days": former, "reason": "strike"}
    with django_capture_on_commit_callbacks(execute=True):
        session = actions.cancel_session(session, reason="no room", by=None)
    assert "no room" in text_for(to_tell(session)[0], Purpose.CANCEL, said_of(session))
    page = as_user(officer_of(session.owner.place)).get(session.get_absolute_url()).content.decode()
    for letter in Letter.objects.filter(body__isnull=False):
        assert reverse("training:letter", args=[letter.pk]) in page
    assert page.count("replaced") == 1
    line.refresh_from_db()
    assert panels.convoked(line.person)["convoked"][0][0].session.reason == "no room"  # type: ignore[index]


def test_the_year_of_a_programme_is_not_closed_before_its_sessions_are() -> None:
    programme = make_programme()
    session = make_session(
        action=Action.objects.create(programme=programme, number=1, name_ar="تكوين", name_fr="Action")
    )
    make_session(owner=session.owner)  # of no programme: it stands in nobody's way
    assert session.reference in still_open(programme)
    actions.cancel_session(session, reason="strike", by=None)
    assert still_open(programme) == ""


def test_a_candidate_who_teaches_beside_is_not_moved_onto_a_day_on_which_his_council_sits() -> None:
    candidate = make_candidate()
    session, tuesday = co_teach(candidate, sealed=False), next_tuesday(20)
    make_sitting(candidate.body, tuesday, convened_on=clock.today())
    with pytest.raises(ValidationError, match="the council is convened"):
        actions.postpone_session(
            session, first_day=tuesday, last_day=tuesday + dt.timedelta(days=1), reason="x", motive=WHY, by=None
        )
