"""What a telephone hands over badly, without a token, or to close a half-day."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from joserfc.jwk import ECKey

from takwin.accounts.models import User
from takwin.attendance.models import Expected, RegisterHalfDay
from takwin.attendance.sync.enums import OUTCOMES, Outcome, Why
from takwin.attendance.sync.models import Device, Received
from takwin.core import clock
from tests.attendance.phones import Phone, reasons, statuses
from tests.factories.attendance import make_expected
from tests.factories.rights import officer_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "broken",
    [
        {"kind": "dance"}, {"status": "asleep"}, {"register": "x"}, {"person": True}, {"taken_at": "yesterday"},
        {"taken_at": None}, {"nonce": ""}, {"nonce": 7}, {"nonce": "n" * 200}, {"part": "night", "day": "2026-03-10"},
        {"register": 2**70}, {"walk_in": {"name": ""}}, {"walk_in": "him"}, {"nonce": "a\x00b", "status": "\x00"},
        {"reason": "\ud800", "kind": "tap2"}, {"taken_at": "0001-01-01T00:00:00+23:00"},
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_kept_and_shown(
    phone: Phone, half_day: RegisterHalfDay, line: Expected, broken: dict[str, Any]
) -> None:
    good, bad = phone.mark(half_day.register, line.person), phone.mark(half_day.register, line.person) | broken
    taken, refused = phone.hand(good, bad)
    assert (taken["result"], refused["result"], refused["reason"]) == ("accepted", "rejected", "malformed")
    assert reasons() == ["malformed"]
    assert phone.hand(bad)[0]["result"] == "duplicate"


@pytest.mark.parametrize("mark", [None, 7, "mark", [], {}])
def test_what_is_no_mark_is_kept_too(phone: Phone, mark: Any) -> None:
    assert phone.hand(mark)[0]["reason"] == "malformed"
    assert Received.objects.get().said == ({"unreadable": "null"} if mark is None else mark)


def test_a_number_too_large_for_any_database_loses_no_batch(
    phone: Phone, half_day: RegisterHalfDay, line: Expected
) -> None:
    good, other = phone.mark(half_day.register, line.person), phone.mark(half_day.register, line.person, lat="LARGE")
    said = {"device": phone.device.code, "sent_at": clock.now().isoformat(), "marks": [good, other]}
    answer = Client().post(
        reverse("presence:sync"),
        json.dumps(said).replace('"LARGE"', "-1e999"),
        "application/json",
        headers={"authorization": f"Bearer {phone.token}"},
    )
    assert answer.status_code == 200
    assert statuses() == {line.person_id: "present"}
    assert Received.objects.get(nonce=other["nonce"]).said["lat"] == "-1e999"


@pytest.mark.parametrize(
    "key",
    [None, {}, "key", 7, ECKey.generate_key("P-384").as_dict(private=False)],
)
def test_a_phone_is_bound_from_its_page_with_a_key_on_p_256_only(
    half_day: RegisterHalfDay, as_user: Any, key: Any
) -> None:
    """Bound without one, it would close half-days that no PIN signed."""
    trainer = officer_of(half_day.register.place)
    told = {"name": "x\0y", "public_key": key}
    answer = as_user(trainer).post(reverse("attendance:field_bind"), json.dumps(told), "application/json")
    assert answer.status_code == 400
    assert not Device.objects.exists()
    told["public_key"] = ECKey.generate_key("P-256").as_dict(private=False)
    answer = as_user(trainer).post(reverse("attendance:field_bind"), json.dumps(told), "application/json")
    assert answer.status_code == 201
    assert Device.objects.get().name == "xy"


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"marks": 3, "sent_at": "2026-03-10T09:00:00Z"}', "[" * 10_000])
def test_a_batch_that_is_none_is_refused_whole(phone: Phone, body: str) -> None:
    answer = Client().post(
        reverse("presence:sync"), body, "application/json", headers={"authorization": f"Bearer {phone.token}"}
    )
    assert answer.status_code == 400
    assert not Received.objects.exists()


def test_without_the_token_of_a_phone_nothing_is_taken(phone: Phone) -> None:
    for headers in ({}, {"authorization": "Bearer nothing"}, {"authorization": f"Basic {phone.token}"}):
        answer = Client().post(reverse("presence:sync"), "{}", "application/json", headers=headers)
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert phone.post(device="another").status_code == 403
    assert Client().get(reverse("presence:sync")).status_code == 401


def test_a_closing_signed_with_the_key_of_the_phone_seals(
    trainer: User, half_day: RegisterHalfDay, line: Expected
) -> None:
    phone = Phone(trainer, key=ECKey.generate_key("P-256"))
    silent = make_expected(half_day.register)
    answers = phone.hand(phone.close(half_day), phone.mark(half_day.register, line.person))
    assert [answer["result"] for answer in answers] == ["accepted", "accepted"]
    assert statuses() == {line.person_id: "present", silent.person_id: "absent"}
    half_day.refresh_from_db()
    assert half_day.sealed_by == trainer


@pytest.mark.parametrize("spoilt", [{"signature": ""}, {"part": "pm"}, {"nonce": "other"}, {"signature": "a.b.c"}])
def test_a_closing_that_is_not_signed_seals_nothing(
    trainer: User, half_day: RegisterHalfDay, spoilt: dict[str, Any]
) -> None:
    phone = Phone(trainer, key=ECKey.generate_key("P-256"))
    (answer,) = phone.hand(phone.close(half_day) | spoilt)
    assert (answer["result"], answer["reason"]) == ("rejected", "bad_signature")
    assert not RegisterHalfDay.objects.exclude(sealed_at=None).exists()
    assert reasons() == ["bad_signature"]


def test_two_trainers_who_close_at_once_close_it_once(
    phone: Phone, trainer: User, half_day: RegisterHalfDay, line: Expected
) -> None:
    phone.hand(phone.close(half_day))
    (answer,) = Phone(trainer).hand(phone.close(half_day))
    assert (answer["result"], answer["reason"]) == ("conflict", "already_closed")
    assert answer["message"] == "Another keeper had already closed this half-day."
    assert reasons() == []


def test_each_reason_is_told_in_the_protocol_with_its_result() -> None:
    """Other devices speak it: a reason that the document does not know would be one that nobody expects."""
    text = (Path(__file__).parents[2] / "docs" / "presence-sync.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `(\w+)` \| (accepted|conflict|rejected) \|", text, re.MULTILINE))
    assert told == {why.value: OUTCOMES.get(why, Outcome.REJECTED).value for why in Why}
