"""Two writers at once, on both databases: one wins, the other is told why."""

from functools import partial

import pytest

from takwin.attendance import actions as attendance
from takwin.attendance.models import Mark, Presence
from takwin.directory.enums import BodyKind
from takwin.training import actions
from takwin.training.enums import EnrolmentState
from takwin.training.models import Slot, TrainerInvitation, TrainingSession
from takwin.training.trainers.actions import accept
from tests.factories.attendance import make_expected, make_half_day
from tests.factories.directory import make_body, make_commune, make_room
from tests.factories.rights import make_user
from tests.factories.trainers import halves_of, make_invitation
from tests.factories.training import make_enrolment, make_member, make_session, teach
from tests.races import at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_last_seat_goes_to_one_of_two_communes() -> None:
    session = make_session(seats=1)
    people = [make_member(make_commune(session.place)) for _n in range(2)]
    acts = [lambda p=person, b=body: actions.nominate(session, p, body=b, by=None).state for person, body in people]
    assert sorted(at_once(*acts)) == [EnrolmentState.ENROLLED, EnrolmentState.WAITING]


def test_twenty_communes_at_once_never_take_more_than_the_last_five_seats() -> None:
    session = make_session(seats=5)
    people = [make_member(make_commune(session.place)) for _n in range(20)]
    acts = [lambda p=person, b=body: actions.nominate(session, p, body=b, by=None).state for person, body in people]
    said = at_once(*acts)
    assert said.count(EnrolmentState.ENROLLED) == 5
    assert said.count(EnrolmentState.WAITING) == 15
    assert session.enrolments.filter(state=EnrolmentState.ENROLLED).count() == session.register.expected.count() == 5


def test_seats_given_back_at_once_are_each_given_once() -> None:
    session = make_session(seats=3)
    lines = [make_enrolment(session) for _n in range(6)]
    at_once(*[lambda one=line: actions.withdraw(one, by=None) for line in lines[:3]])
    assert session.enrolments.filter(state=EnrolmentState.ENROLLED).count() == 3


def test_a_room_goes_to_one_of_two_sessions() -> None:
    owner, room = make_body(BodyKind.REGION), make_room()
    sessions = [make_session(owner=owner) for _n in range(2)]
    halves = [session.register.half_days.first() for session in sessions]
    pairs = zip(sessions, halves, strict=True)
    said = at_once(*[lambda s=s, h=h: actions.set_slot(s, h, room=room, by=None) for s, h in pairs])
    assert len([one for one in said if isinstance(one, str)]) == 1
    assert room.claims.count() == 1


def test_a_person_goes_to_one_of_two_sessions() -> None:
    owner = make_body(BodyKind.REGION)
    sessions = [make_session(owner=owner) for _n in range(2)]
    person, body = make_member()
    said = at_once(*[lambda s=s: actions.nominate(s, person, body=body, by=None) for s in sessions])
    refusals = [one for one in said if isinstance(one, str)]
    assert refusals == ["This person is already expected elsewhere on this half-day."]
    assert person.claims.count() == 4


def test_two_officers_confirming_at_once_confirm_once() -> None:
    session = teach(make_session())
    make_enrolment(session)
    said = at_once(*[lambda: actions.confirm_session(session, by=None)] * 2)
    assert sum(isinstance(one, TrainingSession) for one in said) == 1


def test_marks_of_several_phones_are_neither_lost_nor_doubled() -> None:
    half_day = make_half_day()
    lines = [make_expected(half_day.register) for _n in range(6)]
    taps = [lambda p=line.person: attendance.mark(half_day, p, "present", by=None) for line in lines for _n in range(2)]
    at_once(*taps)
    assert (Mark.objects.count(), Presence.objects.count()) == (6, 6)


def test_a_mark_is_before_the_seal_or_refused_by_it() -> None:
    half_day, trainer = make_half_day(), make_user()
    line = make_expected(half_day.register)
    said = at_once(
        lambda: attendance.mark(half_day, line.person, "present", by=trainer),
        lambda: attendance.seal(half_day, by=trainer),
    )
    status = Presence.objects.get().status
    assert status == ("absent" if isinstance(said[0], str) else "present")


def test_two_works_convening_at_once_convene_each_person_once() -> None:
    session = make_session()
    make_body(BodyKind.STATE, session.place)
    make_enrolment(session)
    session = actions.confirm_session(teach(session), by=None)
    at_once(*[lambda: actions.send_convocations(session, by=None)] * 2)
    assert [line.convocations.count() for line in session.enrolments.all()] == [1]


def test_of_two_trainers_who_accept_one_place_at_once_one_has_it() -> None:
    session = make_session()
    asked = [make_invitation(session, half_days=halves_of(session)[:1]) for _n in range(2)]
    said = at_once(*(partial(accept, one, by=None) for one in asked))
    assert len(refusals(said)) == 1
    assert "another trainer has been named since" in refusals(said)[0]
    slot = Slot.objects.get(session=session)
    assert session.register.claims.filter(person=slot.trainer.person).count() == session.register.claims.count() == 1
    assert sorted(TrainerInvitation.objects.values_list("state", flat=True)) == ["accepted", "waiting"]
