"""The facts of the minutes of a meeting and of the press note that follows them, both in Arabic."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from takwin.documents.papers.parts import Letterhead, Paper, Reference, Signatory


@dataclass(frozen=True)
class Present:
    """Who came for a body; ``name`` is empty when only the office is known."""

    name: str
    capacity: str


@dataclass(frozen=True)
class Promise:
    """A line of the table of promises; ``number`` is that which stands in the text."""

    number: str
    what: str
    who: str
    amount: str
    by: str


def minutes(
    paper: Paper,
    issuer: Letterhead,
    ref: Reference,
    *,
    title: str,
    series: str,
    opening: Sequence[str],
    present: Sequence[tuple[str, Sequence[Present]]],
    excused: Sequence[str],
    agenda: Sequence[str],
    paragraphs: Sequence[str],
    promises: Sequence[Promise],
    note: str = "",
    closing: Sequence[str],
    version: object = 0,
    signatures: Sequence[Signatory],
) -> dict[str, Any]:
    """`minutes`: who came by body, what was to be discussed, what was said, who promised what by when;
    ``note`` is said once under the promises."""
    return {
        "paper": paper,
        "issuer": issuer,
        "reference": ref,
        "title": title,
        "series": series,
        "opening": list(opening),
        "present": [{"body": body, "people": [vars(one) for one in people]} for body, people in present],
        "excused": list(excused),
        "agenda": list(agenda),
        "paragraphs": list(paragraphs),
        "promises": [vars(promise) for promise in promises],
        "note": note,
        "closing": list(closing),
        "version": version,
        "signatures": list(signatures),
    }


def press_note(
    paper: Paper,
    issuer: Letterhead,
    ref: Reference,
    *,
    title: str,
    lead: str,
    paragraphs: Sequence[str],
    signatures: Sequence[Signatory],
) -> dict[str, Any]:
    """`press-note`: a title, when and where, then the paragraphs chosen for the press."""
    return {
        "paper": paper,
        "issuer": issuer,
        "reference": ref,
        "title": title,
        "lead": lead,
        "paragraphs": list(paragraphs),
        "signatures": list(signatures),
    }
