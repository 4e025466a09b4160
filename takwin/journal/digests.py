"""How the journal is made unalterable unnoticed: a digest of each entry, and a chain of batches."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable

from takwin.journal.models import Entry

GENESIS = "0" * 64


def digest_of(entry: Entry) -> str:
    """SHA-256 of what an entry says, in a form that does not depend on the database."""
    said = [entry.pk, entry.at.isoformat(), entry.by_id, entry.verb, entry.target, entry.facts]
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def chained(previous: str, at: dt.datetime, digests: Iterable[str]) -> str:
    """The digest of a batch: it holds everything before it, and the moment of its seal."""
    return hashlib.sha256("".join([previous, at.astimezone(dt.UTC).isoformat(), *digests]).encode()).hexdigest()
