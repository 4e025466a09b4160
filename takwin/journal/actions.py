"""Write the journal and seal it."""

import hashlib
import json
from typing import Any

from django.db import models, transaction

from takwin.accounts.models import User
from takwin.core import clock
from takwin.journal.models import Entry, Seal, SealedEntry

BATCH = 2000
GENESIS = "0" * 64


def target_of(thing: models.Model) -> str:
    """How the journal names a thing: ``app.Model:pk``."""
    return f"{thing._meta.label}:{thing.pk}"


def record(verb: str, thing: models.Model, *, by: User | None, **facts: Any) -> Entry:
    """Write one entry, in the transaction of the act it tells. Amounts and days are kept as text."""
    return Entry.objects.create(at=clock.now(), by=by, verb=verb, target=target_of(thing), facts=plain(facts))


def record_many(verb: str, things: list[models.Model], *, by: User | None, at: Any = None, **facts: Any) -> None:
    """The entry of a bulk act whose things each deserve their own line of story, in one query."""
    moment = at or clock.now()
    Entry.objects.bulk_create(
        [Entry(at=moment, by=by, verb=verb, target=target_of(thing), facts=plain(facts)) for thing in things], 500
    )


def plain(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts as JSON that reads back the same: what is not a number, a truth or a list becomes text."""
    return {
        name: value if value is None or isinstance(value, bool | int | list | dict) else str(value)
        for name, value in facts.items()
    }


def digest_of(entry: Entry) -> str:
    """SHA-256 of what an entry says, in a form that does not depend on the database."""
    said = [entry.pk, entry.at.isoformat(), entry.by_id, entry.verb, entry.target, entry.facts]
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def chained(previous: str, digests: list[str]) -> str:
    return hashlib.sha256("".join([previous, *digests]).encode()).hexdigest()


@transaction.atomic
def seal() -> Seal | None:
    """Close the committed entries that no seal holds yet under the next digest; none, nothing.

    An entry may commit after another of higher number, so a batch is *what is not sealed yet*, in order of
    number, and not a range.
    """
    last = Seal.objects.select_for_update().order_by("-pk").first()
    sealed = SealedEntry.objects.filter(entry_id=models.OuterRef("pk"))
    entries = list(Entry.objects.filter(~models.Exists(sealed)).order_by("pk")[:BATCH])
    if not entries:
        return None
    digests = [digest_of(entry) for entry in entries]
    batch = Seal.objects.create(
        at=clock.now(), count=len(entries), digest=chained(last.digest if last else GENESIS, digests)
    )
    SealedEntry.objects.bulk_create(
        [SealedEntry(seal=batch, entry_id=e.pk, digest=d) for e, d in zip(entries, digests, strict=True)], 500
    )
    return batch
