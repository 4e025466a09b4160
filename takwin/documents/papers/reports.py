"""The facts of the report of a training session (تقرير الدورة), in Arabic."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from takwin.documents.papers.parts import Letterhead, Paper, Reference, Signatory


@dataclass(frozen=True)
class Counted:
    """A line of a table: what it counts, then its figures as they are written."""

    name: str
    figures: Sequence[str]


def session_report(
    paper: Paper,
    issuer: Letterhead,
    ref: Reference,
    *,
    title: str,
    particulars: Sequence[tuple[str, str]],
    half_days: Sequence[Counted],
    bodies: Sequence[Counted],
    sections: Sequence[tuple[str, Sequence[str]]],
    signatures: Sequence[Signatory],
) -> dict[str, Any]:
    """`session-report`: what was held, who came by half-day and by council, what was observed and is recommended.

    A line of ``half_days`` counts present, late, excused and absent; one of ``bodies`` enrolled, came and rate.
    """
    return {
        "paper": paper,
        "issuer": issuer,
        "reference": ref,
        "title": title,
        "particulars": [list(pair) for pair in particulars],
        "half_days": [{"name": line.name, "figures": list(line.figures)} for line in half_days],
        "bodies": [{"name": line.name, "figures": list(line.figures)} for line in bodies],
        "sections": [{"title": title, "paragraphs": list(paragraphs)} for title, paragraphs in sections],
        "signatures": list(signatures),
    }
