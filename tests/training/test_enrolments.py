"""Nominations, seats, the waiting list, replies."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from takwin.attendance import actions as attendance
from takwin.attendance.models import Expected
from takwin.directory.enums import BodyKind
from takwin.people.actions import end_office
from takwin.training import actions
from takwin.training.enums import EnrolmentState, Reply
from takwin.training.models import Enrolment
from takwin.training.queries import candidates, qualified, seats_of
from tests.factories.directory import make_body, make_committee, make_sitting
from tests.factories.people import make_office, make_person
from tests.factories.rights import make_user
from tests.factories.training import WHY, make_enrolment, make_member, make_session

pytestmark = pytest.mark.django_db
A_TUESDAY = dt.date(2026, 3, 10)


def states(*lines: Enrolment) -> list[str]:
    return [Enrolment.objects.get(pk=line.pk).state for line in lines]


def test_whoever_is_enrolled_is_expected_and_taken_for_every_half_day() -> None:
    line = make_enrolment()
    assert line.state == EnrolmentState.ENROLLED
    assert line.session.register.claims.filter(person=line.person).count() == 4
    assert Expected.objects.get(register=line.session.register).body == line.body


def test_the_capacity_is_that_of_the_office_said_of_the_person() -> None:
    person, body = make_member(sex="f")
    assert make_enrolment(person=person, body=body).capacity == "عضوة المجلس"


def test_a_body_nominates_only_its_own_people() -> None:
    person, _body = make_member()
    with pytest.raises(ValidationError, match="is not in office in"):
        make_enrolment(person=person, body=make_body())


def test_a_former_member_is_not_nominated() -> None:
    person, body = make_person(), make_body()
    make_office(person=person, body=body, ends_on=dt.date(2025, 1, 1))
    with pytest.raises(ValidationError, match="is not in office in"):
        make_enrolment(person=person, body=body)


def test_an_office_of_somebody_else_is_refused() -> None:
    person, body = make_member()
    with pytest.raises(ValidationError, match="is not in office in"):
        make_enrolment(person=person, body=body, office=make_office(body=body))


def test_a_person_is_nominated_once_and_again_after_a_withdrawal() -> None:
    line = make_enrolment()
    with pytest.raises(ValidationError, match="already nominated"):
        make_enrolment(line.session, person=line.person, body=line.body)
    actions.withdraw(line, by=None)
    assert make_enrolment(line.session, person=line.person, body=line.body).state == "enrolled"


def test_a_person_of_two_councils_comes_for_one_of_them_only() -> None:
    person, body = make_member()
    other = make_body()
    make_office(person=person, body=other)
    session = make_session()
    make_enrolment(session, person=person, body=body)
    with pytest.raises(ValidationError, match="already nominated"):
        make_enrolment(session, person=person, body=other)


def test_beyond_the_seats_one_waits_and_is_taken_for_nothing() -> None:
    session = make_session(seats=1)
    make_enrolment(session)
    waiting = make_enrolment(session)
    assert waiting.state == EnrolmentState.WAITING
    assert not session.register.claims.filter(person=waiting.person).exists()
    assert not Expected.objects.filter(person=waiting.person).exists()


def test_the_seats_kept_for_a_body_are_not_given_to_another() -> None:
    session = make_session(seats=2)
    mine, other = make_body(), make_body()
    actions.keep_seats(session, {mine: 1, other: 0}, by=None)
    lines = [make_enrolment(session, body=other) for _n in range(2)]
    assert states(*lines) == ["enrolled", "waiting"]
    assert make_enrolment(session, body=mine).state == "enrolled"
    assert seats_of(session).free == 0


def test_beyond_its_own_seats_a_body_takes_common_ones() -> None:
    session = make_session(seats=3)
    mine, other = make_body(), make_body()
    actions.keep_seats(session, {mine: 1, other: 1}, by=None)
    lines = [make_enrolment(session, body=mine) for _n in range(3)]
    assert states(*lines) == ["enrolled", "enrolled", "waiting"]


def test_once_councils_are_named_no_other_nominates() -> None:
    session = make_session(seats=5)
    invited, other = make_body(), make_body()
    actions.keep_seats(session, {invited: 1}, by=None)
    with pytest.raises(ValidationError, match="is not invited"):
        make_enrolment(session, body=other)
    person, _body = make_member(body=other)
    with pytest.raises(ValidationError, match="is not invited"):
        actions.nominate_all(session, [person], body=other, by=None)
    assert not session.enrolments.exists()
    actions.keep_seats(session, {invited: 1, other: 0}, by=None)
    assert make_enrolment(session, person=person, body=other).state == "enrolled"


def test_seats_are_said_in_the_same_words_everywhere() -> None:
    session = make_session(seats=6)
    mine, other = make_body(), make_body()
    assert seats_of(session).said_for(mine.pk) == "6 common seats are left"
    actions.keep_seats(session, {mine: 2, other: 0}, by=None)
    make_enrolment(session, body=mine)
    make_enrolment(session, body=other)
    assert seats_of(session).said_for(mine.pk) == "seats kept and still free: 1 of 2 · 3 common seats are left"
    assert seats_of(session).said_for(other.pk) == "3 common seats are left"
    assert seats_of(session).common == 3


def test_no_more_seats_are_kept_than_there_are() -> None:
    session = make_session(seats=2)
    with pytest.raises(ValidationError, match="3 seats are kept"):
        actions.keep_seats(session, {make_body(): 1, make_body(): 2}, by=None)


def test_seats_no_longer_kept_go_to_those_who_wait() -> None:
    session = make_session(seats=1)
    body = make_body()
    actions.keep_seats(session, {make_body(): 1, body: 0}, by=None)
    waiting = make_enrolment(session, body=body)
    assert waiting.state == "waiting"
    actions.keep_seats(session, {}, by=None)
    assert states(waiting) == ["enrolled"]


def test_a_withdrawal_admits_the_next_of_the_same_body_first() -> None:
    session = make_session(seats=1)
    line = make_enrolment(session)
    stranger, colleague = make_enrolment(session), make_enrolment(session, body=line.body)
    actions.withdraw(line, by=None)
    assert states(line, stranger, colleague) == ["withdrawn", "waiting", "enrolled"]
    assert session.register.claims.filter(person=colleague.person).count() == 4


def test_a_withdrawal_admits_the_first_who_waits_when_the_body_has_nobody_else() -> None:
    session = make_session(seats=1)
    line = make_enrolment(session)
    first, second = make_enrolment(session), make_enrolment(session)
    actions.withdraw(line, by=None)
    assert states(first, second) == ["enrolled", "waiting"]


def test_whoever_waits_but_is_by_now_expected_elsewhere_lets_the_next_pass() -> None:
    owner = make_body(BodyKind.REGION)
    session, other = make_session(owner=owner, seats=1), make_session(owner=owner)
    line = make_enrolment(session)
    busy, free = make_enrolment(session), make_enrolment(session)
    make_enrolment(other, person=busy.person, body=busy.body)
    actions.withdraw(line, by=None)
    assert states(busy, free) == ["waiting", "enrolled"]


def test_whoever_waits_and_whose_office_has_ended_lets_the_next_pass() -> None:
    session = make_session(seats=1)
    first, gone, last = (make_enrolment(session) for _n in range(3))
    end_office(gone.office, on=session.starts_on, by=None)
    actions.withdraw(first, by=None)
    assert states(gone, last) == [EnrolmentState.WAITING, EnrolmentState.ENROLLED]


def test_whoever_waits_in_an_office_that_ends_after_the_first_day_is_admitted() -> None:
    session = make_session(seats=1)
    first, waiting = (make_enrolment(session) for _n in range(2))
    end_office(waiting.office, on=session.starts_on + dt.timedelta(days=1), by=None)
    actions.withdraw(first, by=None)
    assert states(waiting) == [EnrolmentState.ENROLLED]


def test_the_reason_of_a_withdrawal_is_kept_with_the_enrolment() -> None:
    line = make_enrolment()
    actions.withdraw(line, by=None, reason=" مرض السيد إدريس ")
    assert Enrolment.objects.get(pk=line.pk).withdrawal_reason == "مرض السيد إدريس"


def test_whoever_waits_and_withdraws_frees_no_seat() -> None:
    session = make_session(seats=1)
    make_enrolment(session)
    first, second = make_enrolment(session), make_enrolment(session)
    actions.withdraw(first, by=None)
    assert states(first, second) == ["withdrawn", "waiting"]


def test_a_withdrawn_person_is_not_withdrawn_twice() -> None:
    line = make_enrolment()
    actions.withdraw(line, by=None)
    with pytest.raises(ValidationError, match="can no longer be done"):
        actions.withdraw(line, by=None)


def test_a_person_whose_presence_is_recorded_is_not_withdrawn() -> None:
    line = make_enrolment(make_session(first_day=A_TUESDAY, state="confirmed"))
    attendance.mark(line.session.register.half_days.first(), line.person, "present", by=None)
    with pytest.raises(ValidationError, match="presence is already recorded"):
        actions.withdraw(line, by=None)
    assert states(line) == ["enrolled"]


def test_a_convened_sitting_refuses_the_nomination_even_to_wait() -> None:
    session = make_session(seats=1)
    person, body = make_member()
    make_sitting(body, session.ends_on, convened_on=session.starts_on - dt.timedelta(days=10))
    with pytest.raises(ValidationError, match="the council is convened"):
        make_enrolment(session, person=person, body=body)
    make_enrolment(session)
    with pytest.raises(ValidationError, match="the council is convened"):
        make_enrolment(session, person=person, body=body)


def test_nobody_is_nominated_once_it_is_cancelled() -> None:
    session = actions.cancel_session(make_session(), reason=WHY, by=None)
    with pytest.raises(ValidationError, match="can no longer be done"):
        make_enrolment(session)


def test_several_are_nominated_together_or_not_at_all() -> None:
    session = make_session()
    body = make_body()
    people = [make_member(body=body)[0] for _n in range(2)]
    with pytest.raises(ValidationError) as refusal:
        actions.nominate_all(session, [*people, stranger := make_person()], body=body, by=None)
    assert str(stranger) in refusal.value.messages[0]
    assert not session.enrolments.exists()
    lines = actions.nominate_all(session, people, body=body, by=None)
    assert states(*lines) == ["enrolled", "enrolled"]


@pytest.mark.parametrize(("language", "colon"), [("ar", ":"), ("fr", "\u00a0:")])
def test_who_cannot_be_nominated_is_named_before_the_reason_as_the_language_writes_it(
    language: str, colon: str
) -> None:
    stranger = make_person(name_ar="كريم العلوي", name_fr="Karim Alaoui")
    with translation.override(language), pytest.raises(ValidationError) as refusal:
        actions.nominate_all(make_session(), [stranger], body=make_body(), by=None)
    with translation.override(language):
        assert refusal.value.messages[0].startswith(f"{stranger}{colon} ")


def test_candidates_are_told_with_what_stands_in_their_way() -> None:
    owner = make_body(BodyKind.REGION)
    session, other = make_session(owner=owner), make_session(owner=owner)
    body = make_body()
    free, busy, named = (make_member(body=body)[0] for _n in range(3))
    make_office(person=free, body=make_committee(body))
    make_enrolment(other, person=busy, body=body)
    make_enrolment(session, person=named, body=body)
    found = {c.person: c.obstacle for c in candidates(session, body, {free.pk: 7})}
    assert found.keys() == {free, busy, named}
    assert found[free] == ""
    assert found[busy].startswith("expected elsewhere")
    assert found[named] == "already nominated: enrolled"
    assert [c.days for c in candidates(session, body, {free.pk: 7}) if c.person == free] == [3.5]


def test_candidates_cost_the_same_for_one_and_for_many(django_assert_num_queries: object) -> None:
    session, body = make_session(), make_body()
    make_member(body=body)
    for _n in range(2):
        with django_assert_num_queries(5):  # type: ignore[operator]
            list(candidates(session, body))
        make_member(body=body)


def test_a_convened_person_answers_and_may_change_his_mind() -> None:
    line = make_enrolment()
    assert actions.reply(line, Reply.COMING, by=None).reply == Reply.COMING
    changed = actions.reply(line, Reply.EXCUSED, note="surgery", by=None)
    assert (changed.reply, changed.reply_note, changed.state) == ("excused", "surgery", "enrolled")


@pytest.mark.parametrize(
    ("answer", "note", "sentence"),
    [("excused", " ", "why you cannot come"), ("perhaps", "", "coming or that you are excused")],
)
def test_an_excuse_has_its_reason_and_an_answer_is_one_of_two(answer: str, note: str, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        actions.reply(make_enrolment(), answer, note=note, by=None)


def test_replies_are_closed_once_it_has_begun_and_for_who_waits() -> None:
    with pytest.raises(ValidationError, match="replies are closed"):
        actions.reply(make_enrolment(make_session(first_day=A_TUESDAY)), Reply.COMING, by=None)
    session = make_session(seats=1)
    make_enrolment(session)
    with pytest.raises(ValidationError, match="not on the list"):
        actions.reply(make_enrolment(session), Reply.COMING, by=None)


@pytest.mark.parametrize(
    ("marks", "qualifies"),
    [
        (["present", "present", "late"], True),
        (["present", "present", "excused"], False),
        (["present", "present"], False),
        (["late", "late", "late", "absent"], True),
    ],
)
def test_the_certificate_is_for_three_half_days_of_four(marks: list[str], qualifies: bool) -> None:
    session = make_session(first_day=A_TUESDAY, state="confirmed")
    line = make_enrolment(session)
    for half_day, status in zip(session.register.half_days.all(), marks, strict=False):
        attendance.mark(half_day, line.person, status, by=None)
    assert [met.pk for met in qualified(session)] == ([line.pk] if qualifies else [])


def test_whoever_withdrew_does_not_qualify() -> None:
    session = make_session(first_day=A_TUESDAY, state="confirmed")
    actions.withdraw(make_enrolment(session), by=None)
    for half_day in session.register.half_days.all():
        attendance.seal(half_day, by=make_user())
    assert qualified(session) == []
