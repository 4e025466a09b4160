"""What sessions bring to the desk, to the search and to the pages of places, bodies, persons, trainers and topics."""

import datetime as dt

import pytest

from takwin.accounts.models import User
from takwin.attendance import actions as attendance
from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.rights.enums import Role
from takwin.rights.panels import thing_page, waiting_for
from takwin.training import actions
from takwin.training.models import TrainingSession
from takwin.training.panels import found
from tests.factories.catalogue import make_trainer
from tests.factories.directory import make_body
from tests.factories.rights import make_appointment, make_user, officer_of, user_as
from tests.factories.training import WHY, make_enrolment, make_member, make_session, teach

pytestmark = pytest.mark.django_db
A_TUESDAY = dt.date(2026, 3, 10)


@pytest.fixture
def session() -> TrainingSession:
    return make_session()


@pytest.fixture
def officer(session: TrainingSession) -> User:
    return officer_of(session.owner.place)


def test_the_desk_asks_each_for_what_is_his() -> None:
    session = make_session(minimum=1)
    officer = officer_of(session.owner.place)
    line = make_enrolment(session)
    assert [w.verb for w in waiting_for(officer)] == ["Confirm the session"]
    actions.keep_seats(session, {line.body: 3}, by=None)
    commune = user_as(Role.COMMUNE, body=line.body)
    assert [(w.verb, "2 of 3" in w.detail) for w in waiting_for(commune)] == [("Nominate people", True)]
    soon = make_session(owner=session.owner, first_day=clock.today() + dt.timedelta(days=3), state="tentative")
    make_enrolment(soon)
    actions.confirm_session(soon, motive=WHY, by=None)
    assert "Send the convocations" in [str(w.verb) for w in waiting_for(officer)]


def test_the_desk_asks_the_officer_and_the_trainer_for_the_seal_then_to_close() -> None:
    session = make_session(first_day=A_TUESDAY, state="confirmed")
    officer, user = officer_of(session.owner.place), make_user()
    trainer = make_trainer(session.owner)
    type(trainer.person).objects.filter(pk=trainer.person_id).update(user=user)
    make_appointment(user, Role.TRAINER)
    for half in session.register.half_days.all():
        actions.set_slot(session, half, trainer=trainer, by=None)
    make_enrolment(session)
    assert [str(w.verb) for w in waiting_for(user)] == ["Record and seal presence"]
    actions.hold_session(session, by=None)
    assert [str(w.verb) for w in waiting_for(officer)] == ["Record and seal presence"]
    for half in session.register.half_days.all():
        attendance.seal(half, by=user)
    assert [str(w.verb) for w in waiting_for(officer)] == ["Close the session", "Read and validate presence"]


def test_pages_of_places_bodies_persons_trainers_and_topics_show_their_sessions(officer: User) -> None:
    session = make_session()
    user = officer_of(session.owner.place)
    line, trainer = make_enrolment(session), make_trainer(session.owner)
    actions.set_slot(session, session.register.half_days.first(), trainer=trainer, by=None)
    place, body, person = session.place, Body.objects.get(pk=line.body_id), line.person
    for thing in (place, body, person, trainer, session.topic):
        names = [panel["template"] for panel in thing_page(thing, user).main]
        assert any(name.startswith("training/panels/") for name in names), thing


def test_the_general_search_finds_sessions(officer: User, session: TrainingSession) -> None:
    assert [answer.url for answer in found(["s"], officer)] == [session.get_absolute_url()]
    assert list(found(["nothing"], officer)) == []


def test_the_desk_says_where_an_excused_person_keeps_a_seat_from_who_waits() -> None:
    session = make_session(minimum=1, seats=1)
    make_body(BodyKind.STATE, session.place)
    officer, taken = officer_of(session.owner.place), make_enrolment(session)
    session = actions.confirm_session(teach(session), motive=WHY, by=None)
    actions.send_convocations(session, by=None)
    type(taken).objects.filter(pk=taken.pk).update(reply="excused")
    assert "Give his seat" not in [str(w.verb) for w in waiting_for(officer)]
    make_enrolment(session, body=taken.body, person=make_member(body=taken.body)[0])
    assert "Give his seat" in [str(w.verb) for w in waiting_for(officer)]


def test_whoever_comes_in_once_others_are_convened_is_convened_without_waiting() -> None:
    session = make_session(minimum=1)
    make_body(BodyKind.STATE, session.place)
    officer, first = officer_of(session.owner.place), make_enrolment(session)
    session = actions.confirm_session(teach(session), motive=WHY, by=None)
    assert "Send the convocations" not in [str(w.verb) for w in waiting_for(officer)]
    actions.send_convocations(session, by=None)
    make_enrolment(session, body=first.body, person=make_member(body=first.body)[0])
    assert "Send the convocations" in [str(w.verb) for w in waiting_for(officer)]
