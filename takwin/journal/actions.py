"""Write the journal and seal it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import models, transaction

from takwin.accounts.models import User
from takwin.core import clock
from takwin.journal.digests import GENESIS, chained, digest_of
from takwin.journal.models import Entry, Seal, SealedEntry, target_of
from takwin.journal.queries import last_seal, unsealed
from takwin.journal.standing_in import in_whose_place

BATCH = 2000

__all__ = ["plain", "record", "record_each", "record_many", "seal", "seal_all", "target_of"]


def record(verb: str, thing: models.Model, *, by: User | None, **facts: Any) -> Entry:
    """Write one entry, in the transaction of the act it tells. Amounts and days are kept as text."""
    told = plain(facts) | in_whose_place(by, thing)
    return Entry.objects.create(at=clock.now(), by=by, verb=verb, target=target_of(thing), facts=told)


def record_many(
    verb: str, things: Iterable[models.Model], *, by: User | None, at: dt.datetime | None = None, **facts: Any
) -> None:
    """The entry of a bulk act whose things each deserve their own line of story, in one query.

    ``at`` is for a past that is told for the first time (the demo): once a seal is made, an entry dated long
    before it is an alarm.
    """
    moment = at or clock.now()
    told = plain(facts)
    Entry.objects.bulk_create(
        [
            Entry(at=moment, by=by, verb=verb, target=target_of(thing), facts=told | in_whose_place(by, thing))
            for thing in things
        ],
        500,
    )


def record_each(verb: str, told: Iterable[tuple[models.Model, dict[str, Any]]], *, by: User | None) -> None:
    """The same act on several things, each with facts of its own, in one query."""
    now = clock.now()
    Entry.objects.bulk_create(
        [
            Entry(at=now, by=by, verb=verb, target=target_of(thing), facts=plain(facts) | in_whose_place(by, thing))
            for thing, facts in told
        ],
        500,
    )


def plain(value: Any) -> Any:
    """Facts as JSON that reads back the same: what is not a whole number, a truth, a list or a table becomes text."""
    if isinstance(value, dict):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value if value is None or isinstance(value, bool | int) else str(value)


@transaction.atomic
def seal(*, at: dt.datetime | None = None) -> Seal | None:
    """Close the committed entries that no seal holds yet under the next digest; none, nothing.

    An entry may commit after another of higher number, so a batch is *what is not sealed yet*, in order of
    number, and not a range. The first seal's row is the lock: sealers take turns.
    """
    Seal.objects.select_for_update().order_by("pk").first()
    last = last_seal()
    entries = list(unsealed().order_by("pk")[:BATCH])
    if not entries:
        return None
    digests = [digest_of(entry) for entry in entries]
    at = at or clock.now()
    batch = Seal.objects.create(
        at=at, count=len(entries), digest=chained(last.digest if last else GENESIS, at, digests)
    )
    SealedEntry.objects.bulk_create(
        [SealedEntry(seal=batch, entry_id=e.pk, digest=d) for e, d in zip(entries, digests, strict=True)], 500
    )
    return batch


def seal_all() -> int:
    """Seal until nothing is left; the batches of one sitting bear one moment. Gives the number of entries sealed."""
    sitting, sealed = clock.now(), 0
    while batch := seal(at=sitting):
        sealed += batch.count
    return sealed
