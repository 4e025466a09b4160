"""The facts of a person's file: plain tables, each with why it is kept and until when."""

from collections.abc import Sequence
from typing import Any, TypedDict

from takwin.documents.papers.parts import Letterhead, Paper, Reference, Signatory


class Table(TypedDict):
    title: str
    purpose: str
    keep: str
    heads: list[str]
    rows: list[list[str]]


def person_file(
    paper: Paper,
    issuer: Letterhead,
    ref: Reference,
    *,
    name: str,
    preamble: Sequence[str],
    own: Table,
    sections: Sequence[Table],
    closing: Sequence[str],
    signatures: Sequence[Signatory],
) -> dict[str, Any]:
    """`person-file`: in Arabic or in French. Never store this paper: it would be a second register of the person."""
    return {
        "paper": paper,
        "issuer": issuer,
        "reference": ref,
        "person": {"name": name},
        "preamble": list(preamble),
        "own": own,
        "sections": list(sections),
        "closing": list(closing),
        "signatures": list(signatures),
    }
