"""Telephones and keepers that speak at the same moment: nothing is lost, nothing is written twice."""

from collections.abc import Callable
from typing import Any

import pytest

from takwin.accounts.models import User
from takwin.attendance import actions
from takwin.attendance.models import Expected, Mark, Presence, RegisterHalfDay
from takwin.attendance.sync.actions import Answer, receive
from takwin.attendance.sync.models import Case, Received
from takwin.core import clock
from takwin.journal.models import Entry
from takwin.rights.enums import Role
from tests.attendance.phones import Phone, statuses
from tests.factories.attendance import make_expected
from tests.factories.people import make_person
from tests.factories.rights import make_appointment, make_user
from tests.races import at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)


def handing(phone: Phone, *marks: dict[str, Any]) -> Callable[[], list[Answer]]:
    return lambda: receive(phone.device, list(marks), sent_at=clock.now())


def test_two_phones_hand_over_the_same_marks_at_once_and_each_is_taken_once(
    trainer: User, phone: Phone, half_day: RegisterHalfDay
) -> None:
    other = Phone(trainer)
    lines = [make_expected(half_day.register) for _ in range(6)]
    marks = [phone.mark(half_day.register, line.person) for line in lines]
    said = at_once(handing(phone, *marks), handing(other, *reversed(marks)))
    new = [answer for answers in said if not isinstance(answers, str) for answer in answers if answer.is_new]
    assert sorted(answer.row.nonce for answer in new) == sorted(mark["nonce"] for mark in marks)
    assert all("send it again" in sentence for sentence in refusals(said))
    for one in (phone, other):
        assert {answer["result"] for answer in one.hand(*marks)} == {"duplicate"}
    assert (Received.objects.count(), Mark.objects.count()) == (len(marks), len(marks))
    assert statuses() == {line.person_id: "present" for line in lines}


def test_two_trainers_close_one_half_day_at_once_and_it_is_sealed_once(
    phone: Phone, half_day: RegisterHalfDay, line: Expected
) -> None:
    colleague = make_user()
    make_appointment(colleague, Role.TRAINER)
    actions.keep(half_day.register, make_person(user=colleague))
    other = Phone(colleague)
    said = at_once(handing(phone, phone.close(half_day)), handing(other, other.close(half_day)))
    assert refusals(said) == []
    assert sorted(answers[0].row.why for answers in said) == ["", "already_closed"]
    assert Entry.objects.filter(verb="half_day.sealed").count() == 1
    assert list(Mark.objects.values_list("source", "status")) == [("seal", "absent")]
    assert not Case.objects.exists()


def test_a_mark_handed_over_during_the_seal_is_in_it_or_opens_a_case(
    trainer: User, phone: Phone, half_day: RegisterHalfDay, line: Expected
) -> None:
    mark = phone.mark(half_day.register, line.person)
    _sealed, answers = at_once(lambda: actions.seal(half_day, by=trainer), handing(phone, mark))
    half_day.refresh_from_db()
    assert half_day.sealed_at
    status = Presence.objects.get().status
    told = [(answer.row.outcome, answer.row.why) for answer in answers]
    assert (status, told, Case.objects.count()) in [
        ("present", [("accepted", "")], 0),
        ("absent", [("conflict", "sealed")], 1),
    ]
    assert Received.objects.count() == 1
