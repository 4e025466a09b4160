"""What the database itself refuses of registers, rolls, claims and presences."""

import datetime as dt
from typing import Any

import pytest
from django.db.models import ProtectedError

from takwin.attendance.models import Claim, Expected, Presence, RegisterHalfDay
from takwin.attendance.sync.models import Case, Device, Received
from takwin.core.halfdays import Part
from tests.constraints import breaks
from tests.factories.attendance import FIRST_DAY, make_expected, make_half_day, make_register
from tests.factories.directory import make_room
from tests.factories.people import make_person
from tests.factories.rights import make_user

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 10, 9, tzinfo=dt.UTC)
HOURS = {"starts_at": dt.time(9), "ends_at": dt.time(12)}


def half_day(**facts: Any) -> RegisterHalfDay:
    """A half-day added to a register behind the actions' back."""
    facts = {"day": dt.date(2026, 5, 5), "part": Part.MORNING} | HOURS | facts
    return RegisterHalfDay.objects.create(register=facts.pop("register", None) or make_register(), **facts)


def test_a_half_day_is_once_in_a_register() -> None:
    half = make_half_day()
    with breaks(RegisterHalfDay, "register_half_day_once"):
        half_day(register=half.register, day=half.day, part=half.part)
    assert half_day(register=half.register, day=half.day + dt.timedelta(days=1), part=half.part).pk


def test_a_half_day_ends_after_it_starts() -> None:
    with breaks(RegisterHalfDay, "register_half_day_hours"):
        half_day(ends_at=HOURS["starts_at"])
    assert half_day(ends_at=dt.time(9, 1)).pk


@pytest.mark.parametrize("facts", [{"sealed_at": NOW}, {"sealed_by": True}])
def test_a_seal_has_its_date_and_its_author(facts: dict[str, Any]) -> None:
    facts = {name: make_user() if value is True else value for name, value in facts.items()}
    with breaks(RegisterHalfDay, "register_half_day_sealed_by_someone"):
        half_day(**facts)


def test_a_person_is_once_on_a_roll() -> None:
    line = make_expected(make_register())
    with breaks(Expected, "expected_once"):
        make_expected(line.register, line.person)
    assert make_expected(make_register(), line.person).pk


def claim(**facts: Any) -> Claim:
    return Claim.objects.create(**{"register": make_register(), "day": FIRST_DAY, "part": Part.MORNING} | facts)


def test_a_room_is_taken_once_a_half_day() -> None:
    room = make_room()
    claim(room=room)
    with breaks(Claim, "claim_room_once"):
        claim(room=room)
    assert claim(room=room, part=Part.AFTERNOON).pk


def test_a_person_is_taken_once_a_half_day() -> None:
    person = make_person()
    claim(person=person)
    with breaks(Claim, "claim_person_once"):
        claim(person=person)
    assert claim(person=person, part=Part.AFTERNOON).pk


@pytest.mark.parametrize("both", [True, False])
def test_a_claim_takes_one_thing(both: bool) -> None:
    things = {"room": make_room(), "person": make_person()} if both else {}
    with breaks(Claim, "claim_one_thing"):
        claim(**things)


def presence(**facts: Any) -> Presence:
    register = facts.pop("register", None) or make_register()
    told = {"person": facts.pop("person", None) or make_person(), "status": "present", "day": FIRST_DAY, "part": "1"}
    return Presence.objects.create(register=register, body=register.owner, marked_at=NOW, **told | facts)


def test_a_presence_is_once_in_a_register() -> None:
    made = presence(status="absent")
    with breaks(Presence, "presence_once"):
        presence(register=made.register, person=made.person, status="absent")
    assert presence(register=made.register, person=made.person, status="absent", part="2").pk


@pytest.mark.parametrize(
    ("first", "second"), [("present", "late"), ("late", "present"), ("late", "late"), ("left", "late")]
)
def test_a_presence_counts_once_a_half_day(first: str, second: str) -> None:
    person = presence(status=first).person
    with breaks(Presence, "presence_counted_once"):
        presence(person=person, status=second)


@pytest.mark.parametrize("status", ["absent", "excused"])
def test_who_is_counted_in_one_place_may_be_missed_in_another(status: str) -> None:
    person = presence().person
    assert presence(person=person, status=status).pk


def test_a_marked_register_is_not_deleted() -> None:
    made = presence()
    with pytest.raises(ProtectedError):
        made.register.delete()


def test_a_half_day_is_validated_by_someone_once_it_is_sealed() -> None:
    with breaks(RegisterHalfDay, "register_half_day_validated_once_sealed"):
        half_day(validated_at=NOW, validated_by=make_user())
    with breaks(RegisterHalfDay, "register_half_day_validated_once_sealed"):
        half_day(sealed_at=NOW, sealed_by=make_user(), validated_at=NOW)


def device(**facts: Any) -> Device:
    code = f"{Device.objects.count()}"
    return Device.objects.create(
        **{"code": code, "token_digest": code, "user": make_user(), "name": "phone", "bound_at": NOW} | facts
    )


def test_a_revocation_has_its_date_and_its_author() -> None:
    with breaks(Device, "device_revoked_by_someone"):
        device(revoked_at=NOW)


def received(nonce: str, digest: str, **facts: Any) -> Received:
    owner = facts.pop("device", None) or device()
    return Received.objects.create(device=owner, nonce=nonce, digest=digest, said={}, received_at=NOW, **facts)


def test_a_nonce_is_taken_once_for_ever() -> None:
    received("n", "a")
    with breaks(Received, "received_first"):
        received("n", "b")
    received("n", "b", first=False)
    with breaks(Received, "received_once"):
        received("n", "b", first=False)


def test_a_case_that_is_settled_says_when_by_whom_and_how() -> None:
    with breaks(Case, "case_settled_by_someone"):
        Case.objects.create(why="forged", opened_at=NOW, settled_at=NOW, settled_by=make_user())
    with breaks(Case, "case_settled_by_someone"):
        Case.objects.create(why="forged", opened_at=NOW, decision="left")


def test_a_second_place_opens_one_case_at_a_time() -> None:
    half, person = make_half_day(), make_person()
    said = {"why": "two_places", "register": half.register, "person": person, "day": half.day, "part": half.part}
    case = Case.objects.create(**said, opened_at=NOW)
    with breaks(Case, "case_two_places_once"):
        Case.objects.create(**said, opened_at=NOW)
    Case.objects.filter(pk=case.pk).update(settled_at=NOW, settled_by=make_user(), decision="left")
    assert Case.objects.create(**said, opened_at=NOW).pk
