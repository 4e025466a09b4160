"""What a text said when it was signed, and whether the data still says it."""

import hashlib
import json
from typing import Any

from takwin.agreements.models import Agreement, Clause, Commitment, Party
from takwin.documents.actions import path_of
from takwin.documents.models import StoredFile


def facts_of(agreement: Agreement) -> dict[str, Any]:
    """What the text of an agreement fixes, as plain values in a fixed order: names of bodies are not in it, since a
    name may be corrected; bodies are."""
    parties = Party.objects.filter(agreement=agreement).order_by("order", "pk")
    clauses = Clause.objects.filter(agreement=agreement).order_by("order", "key")
    promised = Commitment.objects.filter(party__agreement=agreement, added_on=None).select_related("party")
    return {
        "kind": str(agreement.kind),
        "base": agreement.base_id,
        "title": [agreement.name_ar, agreement.name_fr],
        "years": [agreement.first_year, agreement.last_year],
        "parties": [[party.body_id, str(party.role), party.leaves] for party in parties],
        "clauses": [_clause(clause) for clause in clauses],
        "commitments": [_commitment(row) for row in promised.prefetch_related("instalments").order_by("pk")],
    }


def _clause(clause: Clause) -> dict[str, Any]:
    return {
        "article": clause.key,
        "kind": str(clause.kind),
        "text": [clause.text_ar, clause.text_fr],
        "amount": _said(clause.amount),
        "months": clause.months,
        "day": _said(clause.day),
        "body": clause.body_id,
        "removes": clause.removes,
    }


def _commitment(row: Commitment) -> dict[str, Any]:
    return {
        "commitment": row.pk,
        "body": row.party.body_id,
        "kind": str(row.kind),
        "to": row.beneficiary_id,
        "year": row.year,
        "amount": _said(row.amount),
        "what": [row.what_ar, row.what_fr],
        "quantity": [_said(row.quantity), row.unit],
        "due": _said(row.due_on),
        "replaces": row.replaces_id,
        "instalments": [[_said(one.due_on), _said(one.amount)] for one in row.instalments.all()],
    }


def _said(fact: Any) -> str | None:
    """An amount or a day as it is kept: the database may give 10 or 10.00, which are one amount."""
    if fact is None:
        return None
    return fact.isoformat() if hasattr(fact, "isoformat") else f"{fact:.2f}"


def digest_of(facts: dict[str, Any]) -> str:
    """The SHA-256 of the facts, written the one way."""
    written = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def differs(agreement: Agreement) -> list[str]:
    """The parts of a frozen text that the data no longer says: none when it was not frozen or all is as it was.

    The frozen facts themselves are checked by their digest: ``digest`` is told when they were touched.
    """
    if not agreement.frozen_on or agreement.frozen is None:
        return []
    frozen, now = agreement.frozen, json.loads(json.dumps(facts_of(agreement)))
    touched = [] if digest_of(frozen) == agreement.frozen_sha256 else ["digest"]
    return touched + [part for part in now if frozen.get(part) != now[part]]


def since_frozen(agreement: Agreement) -> int:
    """How many commitments were recorded under a frozen text: they are compared with nothing, being no part of it."""
    if not agreement.frozen_on:
        return 0
    return Commitment.objects.filter(party__agreement=agreement, added_on__isnull=False).count()


def is_whole(file: StoredFile) -> bool:
    """Whether the bytes that are stored are those that were received: a scan of an agreement, a few megabytes."""
    try:
        with path_of(file.sha256).open("rb") as stored:
            return hashlib.file_digest(stored, "sha256").hexdigest() == file.sha256
    except OSError:
        return False
