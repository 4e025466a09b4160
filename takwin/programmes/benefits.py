"""Who benefited from a programme: told by the app above that holds its sessions, at start-up."""

from collections.abc import Callable

from takwin.programmes.models import Programme

Heads = Callable[[Programme], dict[int, int]]
_sources: list[Heads] = []


def heads_source(query: Heads) -> None:
    """Register a query giving, for a programme, how many members of each body (by primary key) attended something."""
    _sources.append(query)


def heads_who_benefited(programme: Programme) -> dict[int, int]:
    """Distinct members with a counted presence under the programme, by body."""
    total: dict[int, int] = {}
    for source in _sources:
        for body_id, heads in source(programme).items():
            total[body_id] = total.get(body_id, 0) + heads
    return total
