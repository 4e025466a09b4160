"""The fold of an agreement and its amendments, held against a slow one on random chains."""

import datetime as dt
import os
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from takwin.agreements.enums import AgreementState
from takwin.agreements.folding import (
    ClauseFact,
    CommitmentFact,
    Due,
    Instrument,
    PartyFact,
    Standing,
    fold,
)
from tests.agreements.slow_fold import slow

CASES = int(os.environ.get("TRIAL_CASES", "150"))
FIRST = dt.date(2023, 1, 1)
days = st.integers(0, 1500).map(lambda n: FIRST + dt.timedelta(days=n))
bodies = st.integers(1, 6)


@st.composite
def chains(draw: Any) -> tuple[Instrument, list[Instrument]]:
    """A base and up to five amendments: signed or not, cancelled or not, with parties, articles and promises."""
    texts: list[Instrument] = []
    in_kind: list[int] = []
    for rank in range(draw(st.integers(1, 6))):
        parties = draw(st.lists(st.tuples(bodies, st.sampled_from(["funder", "host", "owner"]), st.booleans()),
                                max_size=6, unique_by=lambda one: one[0]))  # fmt: skip
        keys = draw(st.lists(st.integers(1, 5), max_size=4, unique=True))
        promised = []
        for n in range(draw(st.integers(0, 4))):
            pk, kind = rank * 10 + n + 1, draw(st.sampled_from(["money", "land"]))
            replaces = draw(st.sampled_from(in_kind)) if kind == "land" and in_kind and draw(st.booleans()) else None
            off = draw(st.none() | days)
            dues = (Due(FIRST, Decimal(60)), Due(FIRST, Decimal(40), Decimal(15 if off else 0), off))
            promised.append(CommitmentFact(
                pk, draw(bodies), kind, 9, 2024, Decimal(100) if kind == "money" else None,
                added_on=draw(st.none() | days) if kind == "money" else None, replaces=replaces,
                written_off_on=draw(st.none() | days) if kind == "land" else None,
                dues=dues if kind == "money" else (),
            ))  # fmt: skip
        in_kind += [fact.pk for fact in promised if fact.kind == "land"]
        texts.append(Instrument(
            pk=100 + rank, reference=f"CV-{rank}", rank=rank, signed_on=draw(st.none() | days),
            cancelled_on=draw(st.none() | days), last_year=draw(st.none() | st.integers(2023, 2027)),
            parties=tuple(PartyFact(body, role, leaves and rank > 0) for body, role, leaves in parties),
            clauses=tuple(ClauseFact(str(key), "text", pk=rank * 10 + key, order=key,
                                     removes=rank > 0 and draw(st.booleans())) for key in keys),
            commitments=tuple(promised),
        ))  # fmt: skip
    return texts[0], draw(st.permutations(texts[1:]))


def told(standing: Standing) -> dict[str, Any]:
    if standing.state in (AgreementState.DRAFT, AgreementState.CANCELLED):
        assert not (standing.parties)
        assert not (standing.clauses)
        assert not (standing.commitments)
        assert not (standing.sources)
        return {"state": standing.state.value}
    return {
        "state": standing.state.value,
        "until": standing.until_year,
        "sources": list(standing.sources),
        "parties": {one.body: one.role for one in standing.parties},
        "left": {one.body: one.source for one in standing.left},
        "clauses": {one.clause.key: one.clause.pk for one in standing.clauses},
        "commitments": sorted(
            (one.commitment.pk, str(one.commitment.amount_on(standing.on)), one.since, one.source, one.has_left)
            for one in standing.commitments
        ),
    }


@settings(max_examples=CASES)
@given(chains(), days)
def test_the_fold_says_what_a_clerk_reading_day_after_day_would(
    chain: tuple[Instrument, list[Instrument]], on: dt.date
) -> None:
    base, amendments = chain
    assert told(fold(base, amendments, on)) == slow(base, amendments, on)


def base(**facts: Any) -> Instrument:
    return Instrument(**{
        "pk": 1, "reference": "CV-1", "rank": 0, "signed_on": dt.date(2023, 6, 1), "cancelled_on": None,
        "last_year": 2025, "parties": (PartyFact(1, "funder"), PartyFact(2, "operator")),
    } | facts)  # fmt: skip


def amendment(**facts: Any) -> Instrument:
    return Instrument(**{
        "pk": 2, "reference": "CV-2", "rank": 1, "signed_on": dt.date(2024, 6, 1), "cancelled_on": None,
        "last_year": 2027,
    } | facts)  # fmt: skip


def test_it_binds_from_the_day_of_the_last_signature_and_not_the_day_before() -> None:
    assert fold(base(), [], dt.date(2023, 5, 31)).state == AgreementState.DRAFT
    assert fold(base(), [], dt.date(2023, 6, 1)).state == AgreementState.IN_FORCE
    assert fold(base(), [], dt.date(2025, 12, 31)).state == AgreementState.IN_FORCE
    assert fold(base(), [], dt.date(2026, 1, 1)).state == AgreementState.ENDED


def test_an_amendment_prolongs_from_its_own_signature() -> None:
    assert fold(base(), [amendment()], dt.date(2024, 5, 31)).until_year == 2025
    assert fold(base(), [amendment()], dt.date(2024, 6, 1)).until_year == 2027
    assert fold(base(), [amendment(cancelled_on=dt.date(2024, 9, 1))], dt.date(2024, 9, 1)).until_year == 2025


def test_what_a_party_that_left_had_promised_stays_owed_in_its_name() -> None:
    owed = CommitmentFact(7, 1, "money", 9, 2024, Decimal(100))
    leaves = amendment(parties=(PartyFact(1, "funder", leaves=True), PartyFact(3, "host")))
    after = fold(base(commitments=(owed,)), [leaves], dt.date(2024, 6, 1))
    assert [one.body for one in after.parties] == [2, 3]
    assert [(one.body, one.source) for one in after.left] == [(1, 2)]
    assert [(one.commitment.pk, one.has_left) for one in after.commitments] == [(7, True)]
