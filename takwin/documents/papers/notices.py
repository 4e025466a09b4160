"""The facts of a plain letter."""

from collections.abc import Sequence
from typing import Any, TypedDict

from takwin.core.amounts import Language
from takwin.documents.papers.engine import qr
from takwin.documents.papers.parts import Letter, Letterhead, Paper, Reference, Signatory


class Table(TypedDict):
    """Lines between two paragraphs; ``widths`` are shares of the sheet, 0 for what takes its own room."""

    header: list[str]
    widths: list[int]
    rows: list[list[str]]


def table(columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[str]]) -> Table:
    """Columns are headed, each with its share of the sheet."""
    return {
        "header": [header for header, _width in columns],
        "widths": [width for _header, width in columns],
        "rows": [list(row) for row in rows],
    }


def notice(
    paper: Paper,
    issuer: Letterhead,
    ref: Reference,
    letter: Letter,
    *,
    paragraphs: Sequence[str | Table],
    signatures: Sequence[Signatory],
) -> dict[str, Any]:
    """`notice`: a letter in Arabic of a few paragraphs and tables; `letter["salutation"]` calls the addressee."""
    return {
        "paper": paper,
        "issuer": issuer,
        "reference": ref,
        "letter": letter,
        "paragraphs": list(paragraphs),
        "signatures": list(signatures),
    }


def reply(before: str, code: str, url: str, language: Language = "ar") -> dict[str, Any]:
    """What a letter that asks for an answer has besides: the day, the code, and the square that opens the page."""
    alt = {"ar": "رمز يفتح صفحة جوابكم", "fr": "Code qui ouvre votre page de réponse"}
    return {"reply": {"before": before, "code": code}, "qr": qr(url, alt[language])}


def own_page(code: str, url: str, language: Language = "ar") -> dict[str, Any]:
    """What a letter that asks for no answer has besides when it opens its addressee's page: the square and the code."""
    alt = {"ar": "رمز يفتح صفحتكم", "fr": "Code qui ouvre votre page"}
    return {"reply": {"before": "", "code": code}, "qr": qr(url, alt[language])}
