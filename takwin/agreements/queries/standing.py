"""What binds whom on a day: the instruments read from the database, then folded."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Sum

from takwin.agreements.enums import AgreementKind, CommitmentKind, StepKind
from takwin.agreements.folding import (
    ClauseFact,
    CommitmentFact,
    Due,
    Instrument,
    PartyFact,
    Standing,
    fold,
)
from takwin.agreements.models import Agreement, Clause, Commitment, Delivery, Instalment, Party
from takwin.agreements.queries.states import until_year_of, with_progress
from takwin.core import clock


def standing_on(agreement: Agreement, on: dt.date) -> Standing:
    """What an agreement and its amendments say together on a day; an amendment is answered by its base.

    In six queries, whatever the number of amendments.
    """
    base = root_of(agreement)
    return standings([base], on)[base.pk]


def root_of(agreement: Agreement) -> Agreement:
    """The agreement an amendment changes; any other is its own."""
    return agreement.base if agreement.kind == AgreementKind.AMENDMENT and agreement.base else agreement


def has_article(agreement: Agreement, key: str) -> bool:
    """Whether an article has that number, in this text or in the version that an amendment changes."""
    if Clause.objects.filter(agreement=agreement, key=key).exists():
        return True
    if agreement.kind != AgreementKind.AMENDMENT:
        return False
    return any(one.clause.key == key for one in standing_on(agreement, clock.today()).clauses)


def standings(bases: Iterable[Agreement], on: dt.date) -> dict[int, Standing]:
    """What stands of several agreements on a day, by their keys, in six queries."""
    chains = instruments(bases)
    return {pk: fold(chain[0], chain[1:], on) for pk, chain in chains.items()}


def is_empty(agreement: Agreement) -> bool:
    """Whether its signature would bind nobody to anything: no article, no promise; an amendment that leaves the
    parties, their roles and the last year as they are."""
    if agreement.clauses.exists() or Commitment.objects.filter(party__agreement=agreement).exists():
        return False
    if agreement.kind != AgreementKind.AMENDMENT or agreement.base is None:
        return True
    was = {(one.body, one.role) for one in standing_on(agreement.base, clock.today()).parties}
    now = set(agreement.parties.filter(leaves=False).values_list("body", "role"))
    return was == now and agreement.last_year == until_year_of(agreement.base)


def is_asked_knowingly(agreement: Agreement, kind: StepKind) -> bool:
    """Whether a step of a party leads a text towards its signature that would bind nobody to anything."""
    return kind != StepKind.OPPOSITION and is_empty(agreement)


def replaceable_in(agreement: Agreement) -> QuerySet[Commitment]:
    """The promises in kind that an amendment may take the place of: they stand, and nothing of them is delivered."""
    bound = standing_on(agreement, clock.today()) if agreement.kind == AgreementKind.AMENDMENT else None
    stands = [one.commitment.pk for one in bound.commitments] if bound else []
    delivered = Delivery.objects.filter(commitment=OuterRef("pk"), withdrawn_at=None)
    rows = Commitment.objects.filter(~Exists(delivered), pk__in=stands).exclude(kind=CommitmentKind.MONEY)
    return rows.select_related("party__body")


def instruments(bases: Iterable[Agreement]) -> dict[int, list[Instrument]]:
    """Each base with its amendments, as they were signed, by the key of the base."""
    keys = [base.pk for base in bases]
    amendments = Agreement.objects.filter(base__in=keys, kind=AgreementKind.AMENDMENT)
    rows: list[Any] = [*with_progress(Agreement.objects.filter(pk__in=keys)), *with_progress(amendments)]
    among = Agreement.objects.filter(pk__in=[row.pk for row in rows])
    parties, clauses, commitments = _parties(among), _clauses(among), _commitments(among)
    chains: dict[int, list[Instrument]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.rank):
        is_signed = row.party_count and row.signed_count == row.party_count
        key = row.base_id if row.kind == AgreementKind.AMENDMENT else row.pk
        chains[key].append(
            Instrument(
                pk=row.pk,
                reference=row.reference,
                rank=row.rank,
                signed_on=row.last_signed_on if is_signed else None,
                cancelled_on=row.cancelled_on,
                last_year=row.last_year,
                parties=tuple(parties[row.pk]),
                clauses=tuple(clauses[row.pk]),
                commitments=tuple(commitments[row.pk]),
            )
        )
    return chains


def _parties(among: QuerySet[Agreement]) -> dict[int, list[PartyFact]]:
    found: dict[int, list[PartyFact]] = defaultdict(list)
    for row in Party.objects.filter(agreement__in=among).order_by("order", "pk"):
        found[row.agreement_id].append(PartyFact(row.body_id, row.role, row.leaves))
    return found


def _clauses(among: QuerySet[Agreement]) -> dict[int, list[ClauseFact]]:
    found: dict[int, list[ClauseFact]] = defaultdict(list)
    for row in Clause.objects.filter(agreement__in=among).order_by("order", "pk"):
        fact = ClauseFact(
            key=row.key, kind=row.kind, text_ar=row.text_ar, text_fr=row.text_fr, amount=row.amount, months=row.months,
            day=row.day, body=row.body_id, order=row.order, pk=row.pk, removes=row.removes,
        )  # fmt: skip
        found[row.agreement_id].append(fact)
    return found


def _commitments(among: QuerySet[Agreement]) -> dict[int, list[CommitmentFact]]:
    dues: dict[int, list[Due]] = defaultdict(list)
    for due in Instalment.objects.filter(commitment__party__agreement__in=among).order_by("number"):
        dues[due.commitment_id].append(Due(due.due_on, due.amount, due.written_off, due.written_off_on))
    found: dict[int, list[CommitmentFact]] = defaultdict(list)
    promised = Commitment.objects.filter(party__agreement__in=among).select_related("party__agreement")
    for row in promised.order_by("pk"):
        agreement = row.party.agreement
        fact = CommitmentFact(
            pk=row.pk, body=row.party.body_id, kind=row.kind, beneficiary=row.beneficiary_id or agreement.owner_id,
            year=row.year, amount=row.amount, what_ar=row.what_ar, what_fr=row.what_fr, quantity=row.quantity,
            unit=row.unit, due_on=row.due_on, added_on=row.added_on, replaces=row.replaces_id,
            written_off_on=row.written_off_on, dues=tuple(dues[row.pk]),
        )  # fmt: skip
        found[agreement.pk].append(fact)
    return found


def left_to_deliver(commitment: Commitment) -> Decimal | None:
    """How much of what is promised has not been delivered yet; none when no quantity is promised."""
    if commitment.quantity is None:
        return None
    had = commitment.deliveries.filter(withdrawn_at=None).aggregate(total=Sum("quantity"))["total"]
    return commitment.quantity - (had or Decimal(0))
