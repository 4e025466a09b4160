"""Rows written in a few statements are as the ORM would have written them, and refused as it would."""

import datetime as dt
from contextlib import suppress
from typing import Any

import pytest
from django.db import DataError, transaction

from takwin.attendance.models import Presence, Received, Register
from takwin.attendance.sync.actions import bind
from takwin.core import bulk
from tests.constraints import breaks
from tests.factories.attendance import FIRST_DAY, make_expected, make_register
from tests.factories.rights import make_user

pytestmark = pytest.mark.django_db
NAMES = ("device", "nonce", "digest", "first", "kind", "said", "at", "received_at", "outcome", "why", "day", "part")
NOW = dt.datetime(2026, 3, 10, 9, 0, 0, 123456, tzinfo=dt.UTC)
KEYS = ("register", "person", "day", "part")
PRESENCE = (*KEYS, "status", "marked_at", "counts", "body")


def received(device: int, nonce: str, **facts: Any) -> tuple[Any, ...]:
    facts = {"said": {"name": "عائشة", "n": [1, None]}, "at": NOW, "day": FIRST_DAY} | facts
    return (
        device, nonce, "d", True, "tap", facts["said"], facts["at"], NOW, "accepted", "", facts["day"], "1"
    )  # fmt: skip


def test_what_is_written_is_read_back_as_it_was_and_the_keys_come_in_order() -> None:
    device = bind(name="x", by=make_user())[0].pk
    rows = [received(device, f"{n:04}") for n in range(bulk.ROWS + 3)]
    keys = bulk.insert(Received, NAMES, rows)
    assert [row.nonce for row in Received.objects.filter(pk__in=keys).order_by("pk")] == [row[1] for row in rows]
    assert sorted(keys) == keys
    last = Received.objects.get(pk=keys[-1])
    assert (last.said, last.at, last.day) == ({"name": "عائشة", "n": [1, None]}, NOW, FIRST_DAY)


def test_what_is_not_said_stays_empty() -> None:
    device = bind(name="x", by=make_user())[0].pk
    (key,) = bulk.insert(Received, NAMES, [received(device, "1", at=None, day=None)])
    kept = Received.objects.get(pk=key)
    assert (kept.at, kept.day) == (None, None)


def test_nothing_to_write_asks_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert bulk.insert(Received, NAMES, []) == []


def test_the_database_refuses_what_it_always_refuses() -> None:
    device = bind(name="x", by=make_user())[0].pk
    with breaks(Received, "received_first"):
        bulk.insert(
            Received, NAMES, [received(device, "1"), (*received(device, "1")[:2], "e", *received(device, "1")[3:])]
        )


def presence(register: Register, status: str) -> tuple[Any, ...]:
    line = register.expected.get()
    return register.pk, line.person_id, FIRST_DAY, "1", status, NOW, True, line.body_id


def test_a_row_that_is_there_takes_the_new_values_and_keeps_its_key() -> None:
    register = make_register()
    make_expected(register)
    first = bulk.insert(Presence, PRESENCE, [presence(register, "present")])
    again = bulk.insert(Presence, PRESENCE, [presence(register, "late")], unique_fields=KEYS, update_fields=["status"])
    assert (first, Presence.objects.get().status) == (again, "late")


def test_a_person_counted_elsewhere_is_refused_by_its_own_constraint() -> None:
    here = make_expected(make_register())
    there = make_register()
    make_expected(there, here.person)
    bulk.insert(Presence, PRESENCE, [presence(here.register, "present")])
    with breaks(Presence, "presence_counted_once"):
        bulk.insert(Presence, PRESENCE, [presence(there, "present")], unique_fields=KEYS, update_fields=["status"])


def test_what_is_too_long_is_refused_or_kept_whole_and_never_cut() -> None:
    """PostgreSQL bounds its texts, SQLite does not."""
    device = bind(name="x", by=make_user())[0].pk
    with suppress(DataError), transaction.atomic():
        bulk.insert(Received, NAMES, [received(device, "n" * 300)])
    assert not Received.objects.exclude(nonce="n" * 300).exists()
