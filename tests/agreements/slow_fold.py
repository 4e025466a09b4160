"""What binds whom, told a second time and slowly: day after day, as a clerk would, sharing no code with the fold."""

import datetime as dt
from typing import Any

from takwin.agreements.folding import Instrument

ONE_DAY = dt.timedelta(days=1)


def slow(base: Instrument, amendments: list[Instrument], on: dt.date) -> dict[str, Any]:
    """The same facts as plain values: the chain is read again from nothing for the day asked about."""
    if base.cancelled_on is not None and not on < base.cancelled_on:
        return {"state": "cancelled"}
    if base.signed_on is None or on < base.signed_on:
        return {"state": "draft"}
    texts = [base]
    for rank in range(1, 1 + max((one.rank for one in amendments), default=0)):
        for one in amendments:
            if one.rank != rank or one.signed_on is None or one.signed_on > on:
                continue
            if one.cancelled_on is None or one.cancelled_on > on:
                texts.append(one)
    last_year = texts[-1].last_year
    over = False if last_year is None else on > dt.date(last_year, 12, 31)
    return {
        "state": "ended" if over else "in_force",
        "until": last_year,
        "sources": [one.pk for one in texts],
        "parties": {body: _role(texts, body) for body in _everyone(texts) if _role(texts, body)},
        "left": {body: _left(texts, body) for body in _everyone(texts) if _left(texts, body)},
        "clauses": {key: _clause(texts, key) for one in texts for key in [c.key for c in one.clauses]
                    if _clause(texts, key)},
        "commitments": sorted(_promises(texts, on)),
    }  # fmt: skip


def _everyone(texts: list[Instrument]) -> set[int]:
    return {fact.body for one in texts for fact in one.parties}


def _role(texts: list[Instrument], body: int) -> str | None:
    """The role the last text that names it gives it; none when that text lets it go."""
    for one in reversed(texts):
        named = [fact for fact in one.parties if fact.body == body]
        if named:
            return None if named[-1].leaves else named[-1].role
    return None


def _left(texts: list[Instrument], body: int) -> int | None:
    """The text by which a body that was bound left for the last time."""
    if _role(texts, body):
        return None
    gone = None
    for n, one in enumerate(texts):
        leaves = any(fact.body == body and fact.leaves for fact in one.parties)
        if leaves and _role(texts[:n], body):
            gone = one.pk
    return gone


def _clause(texts: list[Instrument], key: str) -> int | None:
    for one in reversed(texts):
        for fact in one.clauses:
            if fact.key == key:
                return None if fact.removes else fact.pk
    return None


def _promises(texts: list[Instrument], on: dt.date) -> list[tuple[Any, ...]]:
    told = [(one, fact) for one in texts for fact in one.commitments if fact.added_on is None or fact.added_on <= on]
    replaced = {fact.replaces for _one, fact in told}
    found = []
    for one, fact in told:
        if fact.pk in replaced or (fact.written_off_on is not None and fact.written_off_on <= on):
            continue
        amount = fact.amount
        if fact.kind == "money" and amount is not None:
            for due in fact.dues:
                if due.written_off_on is not None and due.written_off_on <= on:
                    amount = amount - due.written_off
        assert one.signed_on
        since = one.signed_on if fact.added_on is None or fact.added_on < one.signed_on else fact.added_on
        found.append((fact.pk, str(amount), since, one.pk, _role(texts, fact.body) is None))
    return found
