"""What an agreement and its amendments say together on a day: a fold over dated facts, without a database.

An agreement binds from its last signature. Each amendment, in its place in the chain, then adds parties or lets them
go, replaces or removes clauses, adds promises or replaces those in kind. One that is not signed by all on that day, or
is cancelled by then, changes nothing. What a party that left had promised stays owed under its name.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from takwin.agreements.enums import AgreementState, CommitmentKind


@dataclass(frozen=True)
class PartyFact:
    """A body in its role; ``leaves`` when the instrument lets it go."""

    body: int
    role: str
    leaves: bool = False


@dataclass(frozen=True)
class ClauseFact:
    """An article; ``removes`` when the instrument takes it away."""

    key: str
    kind: str
    text_ar: str = ""
    text_fr: str = ""
    amount: Decimal | None = None
    months: int | None = None
    day: dt.date | None = None
    body: int | None = None
    order: int = 0
    pk: int = 0
    removes: bool = False


@dataclass(frozen=True)
class Due:
    """An instalment, and what was written off of it on a day."""

    due_on: dt.date
    amount: Decimal
    written_off: Decimal = Decimal(0)
    written_off_on: dt.date | None = None


@dataclass(frozen=True)
class CommitmentFact:
    """A promise of ``body``; ``replaces`` is the ``pk`` of the promise in kind whose place it takes."""

    pk: int
    body: int
    kind: str
    beneficiary: int
    year: int
    amount: Decimal | None = None
    what_ar: str = ""
    what_fr: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    due_on: dt.date | None = None
    added_on: dt.date | None = None
    replaces: int | None = None
    written_off_on: dt.date | None = None
    dues: tuple[Due, ...] = ()

    def amount_on(self, on: dt.date) -> Decimal | None:
        """What is promised on a day: for money, without what was written off until then."""
        if self.kind != CommitmentKind.MONEY or self.amount is None:
            return self.amount
        return self.amount - sum(
            (due.written_off for due in self.dues if due.written_off_on and due.written_off_on <= on), Decimal(0)
        )


@dataclass(frozen=True)
class Instrument:
    """An agreement or an amendment as it was signed. ``signed_on`` is the last signature, none while one lacks."""

    pk: int
    reference: str
    rank: int
    signed_on: dt.date | None
    cancelled_on: dt.date | None
    last_year: int | None
    parties: tuple[PartyFact, ...] = ()
    clauses: tuple[ClauseFact, ...] = ()
    commitments: tuple[CommitmentFact, ...] = ()

    def binds(self, on: dt.date) -> bool:
        """Whether all had signed it by that day, and it was not cancelled."""
        signed = self.signed_on is not None and self.signed_on <= on
        return signed and (self.cancelled_on is None or on < self.cancelled_on)


@dataclass(frozen=True)
class StandingParty:
    """Who is bound, since when, and by which instrument it is in that role."""

    body: int
    role: str
    since: dt.date
    source: int


@dataclass(frozen=True)
class LeftParty:
    """Who has left, when, and by which amendment."""

    body: int
    on: dt.date
    source: int


@dataclass(frozen=True)
class StandingClause:
    clause: ClauseFact
    since: dt.date
    source: int


@dataclass(frozen=True)
class StandingCommitment:
    """A promise that stands; ``has_left`` when its party has left: it stays in its name."""

    commitment: CommitmentFact
    since: dt.date
    source: int
    has_left: bool


@dataclass(frozen=True)
class Standing:
    """What binds whom on a day. ``sources`` are the instruments it comes from, the base first; without ``until_year``
    it lasts until it is given up."""

    on: dt.date
    state: AgreementState
    until_year: int | None
    sources: tuple[int, ...] = ()
    parties: tuple[StandingParty, ...] = ()
    left: tuple[LeftParty, ...] = ()
    clauses: tuple[StandingClause, ...] = ()
    commitments: tuple[StandingCommitment, ...] = ()


def fold(base: Instrument, amendments: Iterable[Instrument], on: dt.date) -> Standing:
    """What ``base`` and its amendments say together on a day.

    Nothing binds before the base is signed nor once it is cancelled; after its last year it is ended, and what was
    promised and not settled is still told.
    """
    if base.cancelled_on and base.cancelled_on <= on:
        return Standing(on, AgreementState.CANCELLED, base.last_year)
    if base.signed_on is None or base.signed_on > on:
        return Standing(on, AgreementState.DRAFT, base.last_year)
    chain = [base, *(one for one in sorted(amendments, key=lambda one: one.rank) if one.binds(on))]
    until = chain[-1].last_year
    parties, left = _parties(chain)
    return Standing(
        on=on,
        state=AgreementState.ENDED if until is not None and on.year > until else AgreementState.IN_FORCE,
        until_year=until,
        sources=tuple(one.pk for one in chain),
        parties=tuple(parties.values()),
        left=tuple(left.values()),
        clauses=_clauses(chain),
        commitments=_commitments(chain, on, set(parties)),
    )


def _since(one: Instrument) -> dt.date:
    """The day from which an instrument of the chain binds: those that are not signed are not in it."""
    return one.signed_on or dt.date.max


def _parties(chain: list[Instrument]) -> tuple[dict[int, StandingParty], dict[int, LeftParty]]:
    """A body keeps the day it joined and the instrument that gave it its present role."""
    parties: dict[int, StandingParty] = {}
    left: dict[int, LeftParty] = {}
    for one in chain:
        for fact in one.parties:
            before = parties.get(fact.body)
            if fact.leaves:
                if parties.pop(fact.body, None):
                    left[fact.body] = LeftParty(fact.body, _since(one), one.pk)
            elif before is None:
                parties[fact.body] = StandingParty(fact.body, fact.role, _since(one), one.pk)
                left.pop(fact.body, None)
            elif before.role != fact.role:
                parties[fact.body] = replace(before, role=fact.role, source=one.pk)
    return parties, left


def _clauses(chain: list[Instrument]) -> tuple[StandingClause, ...]:
    """Articles in their order; a replaced one keeps its place."""
    clauses: dict[str, StandingClause] = {}
    for one in chain:
        for fact in one.clauses:
            if fact.removes:
                clauses.pop(fact.key, None)
            else:
                clauses[fact.key] = StandingClause(fact, _since(one), one.pk)
    return tuple(sorted(clauses.values(), key=lambda standing: (standing.clause.order, standing.clause.key)))


def _commitments(chain: list[Instrument], on: dt.date, bound: set[int]) -> tuple[StandingCommitment, ...]:
    found: dict[int, StandingCommitment] = {}
    for one in chain:
        for fact in one.commitments:
            if fact.added_on and fact.added_on > on:
                continue
            if fact.replaces is not None:
                found.pop(fact.replaces, None)
            since = max(_since(one), fact.added_on or _since(one))
            found[fact.pk] = StandingCommitment(fact, since, one.pk, fact.body not in bound)
    return tuple(
        standing
        for standing in found.values()
        if standing.commitment.written_off_on is None or standing.commitment.written_off_on > on
    )
