"""The facts of a plain letter."""

from collections.abc import Sequence
from typing import Any

from takwin.documents.papers.parts import Letter, Letterhead, Paper, Reference, Signatory


def notice(
    paper: Paper,
    issuer: Letterhead,
    ref: Reference,
    letter: Letter,
    *,
    paragraphs: Sequence[str],
    signatures: Sequence[Signatory],
) -> dict[str, Any]:
    """`notice`: a letter in Arabic of a few paragraphs; `letter["salutation"]` calls the addressee."""
    return {
        "paper": paper,
        "issuer": issuer,
        "reference": ref,
        "letter": letter,
        "paragraphs": list(paragraphs),
        "signatures": list(signatures),
    }
