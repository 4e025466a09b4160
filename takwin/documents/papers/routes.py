"""The facts of the list that follows convocations from hand to hand."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from takwin.documents.papers.facts import Nominee, said_before
from takwin.documents.papers.parts import Letterhead, Paper, Reference


@dataclass(frozen=True)
class RouteStage:
    """The letters of one council; `caid` names the circle whose services hand them over, "" where there is none."""

    caid: str
    council: str
    people: Sequence[Nominee]


def route_list(
    paper: Paper,
    issuer: Letterhead,
    ref: Reference,
    *,
    session: dict[str, Any],
    authority: str,
    stages: Sequence[RouteStage],
    before: dt.date | None,
) -> dict[str, Any]:
    """`route-list`: printed with the letter to one authority, signed at each step, then ticked back.

    It bears the number of that letter, and may be printed again.
    """
    rows = iter(range(1, sum(len(stage.people) for stage in stages) + 1))
    return {
        "paper": paper,
        "issuer": issuer,
        "reference": ref,
        "session": {name: session[name] for name in ("topic", "dates", "venue")},
        "authority": authority,
        "count": sum(len(stage.people) for stage in stages),
        "before": said_before(before),
        "stages": [
            {
                "caid": stage.caid,
                "council": stage.council,
                "rows": [
                    {"number": next(rows), "name": one.name, "capacity": one.capacity, "code": one.code}
                    for one in stage.people
                ],
            }
            for stage in stages
        ],
    }
