"""What the database refuses, constraint by constraint."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from takwin.attendance.models import Claim, Expected, Presence, RegisterHalfDay
from takwin.core.refused import refused
from tests.factories.attendance import FIRST_DAY, make_expected, make_half_day, make_register
from tests.factories.directory import make_room
from tests.factories.people import make_person
from tests.factories.rights import make_user

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 10, 9, tzinfo=dt.UTC)
HOURS = {"starts_at": dt.time(9), "ends_at": dt.time(12)}


def sentence(model: Any, **facts: Any) -> str:
    """What the database says when this row is written behind the actions' back."""
    with pytest.raises(ValidationError) as refusal, refused(model):
        model.objects.create(**facts)
    return refusal.value.messages[0]


def test_a_half_day_is_once_in_a_register() -> None:
    half = make_half_day()
    said = sentence(RegisterHalfDay, register=half.register, day=half.day, part=half.part, **HOURS)
    assert said == "This half-day is already in the register."


def test_a_half_day_ends_after_it_starts() -> None:
    said = sentence(
        RegisterHalfDay,
        register=make_register(),
        day=dt.date(2026, 5, 5),
        part="1",
        starts_at=dt.time(9),
        ends_at=dt.time(9),
    )
    assert said == "A half-day ends after it starts."


@pytest.mark.parametrize("facts", [{"sealed_at": NOW}, {"sealed_by": True}])
def test_a_seal_has_its_date_and_its_author(facts: dict[str, Any]) -> None:
    facts = {name: make_user() if value is True else value for name, value in facts.items()}
    said = sentence(RegisterHalfDay, register=make_register(), day=dt.date(2026, 5, 5), part="1", **HOURS, **facts)
    assert said == "A seal has its date and its author."


def test_a_person_is_once_on_a_roll() -> None:
    line = make_expected(make_register())
    said = sentence(Expected, register=line.register, person=line.person, body=line.body, capacity="x")
    assert said == "This person is already on the list."


def test_a_room_is_taken_once_a_half_day() -> None:
    taken = {"day": FIRST_DAY, "part": "1", "room": make_room()}
    Claim.objects.create(register=make_register(), **taken)
    assert sentence(Claim, register=make_register(), **taken) == "The room is already taken on this half-day."


def test_a_person_is_taken_once_a_half_day() -> None:
    taken = {"day": FIRST_DAY, "part": "1", "person": make_person()}
    Claim.objects.create(register=make_register(), **taken)
    said = sentence(Claim, register=make_register(), **taken)
    assert said == "This person is already expected elsewhere on this half-day."


@pytest.mark.parametrize("both", [True, False])
def test_a_claim_takes_one_thing(both: bool) -> None:
    things = {"room": make_room(), "person": make_person()} if both else {}
    said = sentence(Claim, register=make_register(), day=FIRST_DAY, part="1", **things)
    assert said == "A claim takes a room or a person."


def presence(**facts: Any) -> dict[str, Any]:
    register = facts.pop("register", None) or make_register()
    return {
        "register": register, "person": make_person(), "body": register.owner, "day": FIRST_DAY, "part": "1",
        "status": "present", "marked_at": NOW,
    } | facts  # fmt: skip


def test_a_presence_is_once_in_a_register() -> None:
    said = presence(status="absent")
    Presence.objects.create(**said)
    assert sentence(Presence, **said) == "This presence is already recorded."


def test_a_presence_counts_once_a_half_day() -> None:
    person = make_person()
    Presence.objects.create(**presence(person=person))
    said = sentence(Presence, **presence(person=person, status="late"))
    assert said == "This person is already counted present elsewhere on this half-day."
    Presence.objects.create(**presence(person=person, status="excused"))


def test_a_marked_register_is_not_deleted() -> None:
    made = Presence.objects.create(**presence())
    with pytest.raises(ProtectedError):
        made.register.delete()
