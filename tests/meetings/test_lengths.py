"""No action cuts a text: what is longer than its column is refused at its field."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from takwin.core import clock
from takwin.meetings import actions
from takwin.meetings.queries.meetings import Guest, guest_of
from takwin.people.enums import Sex, Title
from tests.factories.accounts import make_user
from tests.factories.directory import make_body, make_commune
from tests.factories.meetings import (
    DUE,
    QUOTE,
    THE_DAY,
    make_binding,
    make_held,
    make_meeting,
    make_obligation,
    make_series,
)
from tests.factories.people import make_office, make_person

pytestmark = pytest.mark.django_db


def plan(**told: Any) -> None:
    make_meeting(**told)


def move(**told: Any) -> None:
    actions.move_meeting(make_meeting(), **{"day": THE_DAY, "starts_at": None, **told}, by=None)


def cancel(**told: Any) -> None:
    actions.cancel_meeting(make_meeting(), **told, by=None)


def add_point(**told: Any) -> None:
    actions.add_point(make_meeting(), **told, by=None)


def mark(**told: Any) -> None:
    make_obligation(make_held(), **told)


def correct(**told: Any) -> None:
    facts = {"text": "تحويل", "quote": QUOTE, "amount": None, "due_on": DUE, **told}
    actions.correct_obligation(make_obligation(), **facts, by=None)


def keep(**told: Any) -> None:
    actions.keep_obligation(make_binding(), done_on=clock.today(), **told, by=make_user())


def seat(**told: Any) -> None:
    actions.add_member(make_series(), body=make_body(), **told, by=None)


def invite(*, capacity: str = "رئيس", guest_name: str = "") -> None:
    meeting = make_meeting()
    guest = Guest(make_body(place=make_commune(meeting.place)), None, capacity, guest_name)
    actions.invite(meeting, [guest], by=None)


@pytest.mark.parametrize(("act", "field", "most"), [
    (plan, "subject", 300), (plan, "venue", 200), (move, "venue", 200), (move, "reason", 300), (cancel, "reason", 300),
    (add_point, "text", 500), (mark, "quote", 1000), (mark, "text", 400), (correct, "quote", 1000),
    (correct, "text", 400), (keep, "proof", 300), (seat, "capacity", 120), (invite, "capacity", 200),
    (invite, "guest_name", 120),
])  # fmt: skip
def test_a_text_too_long_is_refused_at_its_field_and_never_cut(act: Callable[..., None], field: str, most: int) -> None:
    act(**{field: "ن" * most})
    with pytest.raises(ValidationError) as refusal:
        act(**{field: "ن" * (most + 1)})
    assert set(refusal.value.error_dict) == {field}


def test_an_official_in_charge_of_much_is_invited_with_all_his_words() -> None:
    meeting, charge = make_meeting(), "ت" * 120
    office = make_office(person=make_person(sex=Sex.FEMALE), title=Title.VICE_PRESIDENT, detail=charge)
    actions.invite(meeting, [guest_of(office)], by=None)
    assert meeting.invitations.get().capacity == f"نائبة رئيس المجلس المكلفة ب{charge}"
