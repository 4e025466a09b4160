"""The journal: what is written, its words, and what is seen of it when it is altered."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from takwin.accounts.models import User
from takwin.core import clock
from takwin.journal.actions import record, record_many, seal, seal_all
from takwin.journal.models import Entry, Seal, SealedEntry
from takwin.journal.queries import Fault, Finding, findings, not_yet_sealed, story_of
from takwin.journal.verbs import DETAILS, verb
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


def written(count: int = 3) -> list[Entry]:
    user = make_user()
    return [record("account.opened", user, by=user, round=n) for n in range(count)]


def found() -> list[Finding]:
    return list(findings())


def verified(*options: str) -> str:
    out = StringIO()
    call_command("journal", "verify", *options, stdout=out)
    return out.getvalue()


def test_amounts_and_days_are_kept_as_text_at_any_depth() -> None:
    user = make_user()
    facts: dict[str, Any] = {
        "amount": Decimal("12.50"),
        "days": [dt.date(2026, 12, 8)],
        "shares": {"a": 0.5},
        "n": 3,
        "yes": True,
    }
    entry = record("account.opened", user, by=user, **facts)
    entry.refresh_from_db()
    assert entry.facts == {"amount": "12.50", "days": ["2026-12-08"], "shares": {"a": "0.5"}, "n": 3, "yes": True}


def test_the_story_of_a_thing_is_its_own_the_latest_first() -> None:
    verb("test.praised", "praised it", tone="go", tile="full")
    user, other = make_user(name="Fatima"), make_user()
    record("account.opened", user, by=other)
    record("test.praised", user, by=user)
    record("test.unknown", user, by=None)
    record("account.opened", other, by=user)
    lines = [(line.by, str(line.text), line.tone) for line in story_of(user)]
    assert lines == [("", "test.unknown", ""), ("Fatima", "praised it", "go"), (other.name, "opened the account", "go")]


def test_what_facts_add_is_asked_once_for_all_events_of_a_subject(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def tell(facts: Sequence[dict[str, Any]]) -> list[str]:
        asked.append(facts)
        return [f"n° {said['n']}" for said in facts]

    monkeypatch.setitem(DETAILS, "test", tell)
    user = make_user()
    record("test.first", user, by=user, n=1)
    record("account.opened", user, by=user)
    record("test.second", user, by=user, n=2)
    assert [event.detail for event in story_of(user)] == ["n° 2", "", "n° 1"]
    assert asked == [[{"n": 2}, {"n": 1}]]


def test_a_story_costs_one_query_whatever_its_length(django_assert_num_queries: Any) -> None:
    user = make_user()
    record_many("account.opened", [user] * 10, by=user)
    with django_assert_num_queries(1):
        assert len(story_of(user)) == 10


def test_an_untouched_journal_verifies_over_several_seals() -> None:
    written(3)
    assert seal_all() == 3
    written(2)
    assert seal_all() == 2
    assert seal() is None
    assert found() == []
    assert "Nothing was altered" in verified()


def test_a_changed_entry_is_named() -> None:
    entries = written()
    seal_all()
    Entry.objects.filter(pk=entries[1].pk).update(facts={"round": 99})
    assert found() == [Finding(Fault.CHANGED, entries[1].pk)]
    with pytest.raises(CommandError, match="has been altered: 1 finding"):
        verified()


@pytest.mark.parametrize("change", [{"verb": "account.closed"}, {"target": "accounts.User:0"}, {"by": None}])
def test_no_column_of_an_entry_can_change_unseen(change: dict[str, Any]) -> None:
    entries = written()
    seal_all()
    Entry.objects.filter(pk=entries[0].pk).update(**change)
    assert found() == [Finding(Fault.CHANGED, entries[0].pk)]


def test_a_removed_entry_is_named() -> None:
    entries = written()
    seal_all()
    Entry.objects.filter(pk=entries[2].pk).delete()
    assert found() == [Finding(Fault.REMOVED, entries[2].pk)]


def test_an_entry_removed_with_its_place_breaks_its_seal() -> None:
    entries = written()
    seal_all()
    Entry.objects.filter(pk=entries[2].pk).delete()
    SealedEntry.objects.filter(entry_id=entries[2].pk).delete()
    assert found() == [Finding(Fault.BROKEN, Seal.objects.get().pk)]


def test_an_entry_changed_with_its_digest_breaks_its_seal() -> None:
    entries = written()
    seal_all()
    SealedEntry.objects.filter(entry_id=entries[0].pk).update(digest="0" * 64)
    assert found() == [Finding(Fault.CHANGED, entries[0].pk), Finding(Fault.BROKEN, Seal.objects.get().pk)]


def test_an_old_entry_inserted_is_named_before_and_after_the_next_seal() -> None:
    user = make_user()
    written()
    seal_all()
    columns = "(at, verb, target, facts, by_id)"
    values = [clock.now() - dt.timedelta(days=30), "account.opened", "accounts.User:1", "{}", user.pk]
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO journal_entry {columns} VALUES (%s, %s, %s, %s, %s)", values)
    inserted = Entry.objects.order_by("pk").last()
    assert inserted is not None
    assert found() == [Finding(Fault.INSERTED, inserted.pk)]
    seal_all()
    assert found() == [Finding(Fault.INSERTED, inserted.pk)]


def test_an_act_committed_after_another_of_higher_number_alarms_nobody() -> None:
    _first, second, _third = written()
    Entry.objects.filter(pk=second.pk).delete()
    seal_all()
    Entry.objects.create(pk=second.pk, at=clock.now(), by=second.by, verb=second.verb, target=second.target)
    assert found() == []
    assert seal_all() == 1
    assert found() == []


def test_what_is_not_sealed_yet_is_counted_and_dated() -> None:
    written(1)
    seal_all()
    entries = written(2)
    waiting = not_yet_sealed()
    assert (waiting.count, waiting.since) == (2, entries[0].at)
    assert "2 entries are not yet sealed, since today" in verified()


def test_a_past_told_at_once_by_the_demo_is_no_alarm() -> None:
    user = make_user()
    record_many("account.opened", [user] * 3, by=user, at=clock.now() - dt.timedelta(days=900))
    seal_all()
    assert found() == []


def test_a_digest_printed_earlier_must_still_be_there() -> None:
    written()
    seal_all()
    out = StringIO()
    call_command("journal", "export", stdout=out)
    printed = out.getvalue().split()[-1]
    assert printed == Seal.objects.get().digest
    assert "Nothing was altered" in verified("--printed", printed)
    with pytest.raises(CommandError, match="altered"):
        verified("--printed", "f" * 64)


def test_a_journal_made_again_from_nothing_does_not_hold_the_printed_digest() -> None:
    written()
    seal_all()
    printed = Seal.objects.get().digest
    SealedEntry.objects.all().delete()
    Seal.objects.all().delete()
    Entry.objects.update(by=User.objects.first())
    Entry.objects.order_by("pk").first().delete()  # type: ignore[union-attr]
    seal_all()
    assert found() == []
    with pytest.raises(CommandError):
        verified("--printed", printed)


def test_the_command_seals_and_says_how_many() -> None:
    written(2)
    out = StringIO()
    call_command("journal", "seal", stdout=out)
    assert out.getvalue() == "2 entries sealed.\n"
    assert "Nothing is sealed yet" not in verified()


def test_an_empty_journal_says_so() -> None:
    assert "Nothing is sealed yet" in verified()
