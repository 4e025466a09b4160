"""The facts of the certificate that a trainer is accredited."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from takwin.core import formats
from takwin.core.amounts import Language
from takwin.documents.papers.parts import Gender, Letterhead, Paper, Signatory


def accreditation(
    paper: Paper,
    issuer: Letterhead,
    *,
    place: str,
    issued_on: dt.date,
    gender: Gender,
    said: Mapping[str, Mapping[Language, str]],
    topics: Sequence[tuple[str, str]],
    signatures: Sequence[Signatory],
) -> dict[str, Any]:
    """`accreditation`: both languages on one sheet; `topics` in each language, none when it is every topic he holds.

    `said` has, in each language: `title`, `authority`, `name`, `from`, `act` and `period`.
    """
    return {
        "paper": paper,
        "issuer": issuer,
        "reference": {"place": place, "date": formats.day(issued_on, language=paper["lang"])},
        "accreditation": {**said, "gender": gender},
        "topics": [{"ar": ar, "fr": fr} for ar, fr in topics],
        "signatures": list(signatures),
    }
