"""Reads of agreements: their state is derived from the dated paths of their parties."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from takwin.agreements.enums import AgreementState, StepKind
from takwin.agreements.models import Agreement, Party, Step
from takwin.directory.enums import COLLECTIVITIES
from takwin.directory.models import Body

FULL_PATH = (StepKind.SITTING, StepKind.VOTE, StepKind.VISA, StepKind.SIGNATURE)


def path_of(body: Body) -> tuple[StepKind, ...]:
    """The steps a body goes through: a council deliberates and is visaed before it signs, others sign."""
    return FULL_PATH if body.kind in COLLECTIVITIES else (StepKind.SIGNATURE,)


def with_progress(agreements: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """Annotate the number of parties, of those who have signed (confirmed), and the day of the last signature."""
    signed = Q(
        parties__steps__kind=StepKind.SIGNATURE,
        parties__steps__withdrawn_at=None,
        parties__steps__confirmed_at__isnull=False,
    )
    return agreements.annotate(
        party_count=Count("parties", distinct=True),
        signed_count=Count("parties", filter=signed, distinct=True),
        last_signed_on=Max("parties__steps__done_on", filter=signed),
    )


def state_of(agreement: Agreement, on: dt.date) -> AgreementState:
    """The state of an agreement on a day; asks the database unless it comes from ``with_progress``.

    In force from the last signature on, once every party has signed; ended after its last year.
    """
    if agreement.cancelled_on and agreement.cancelled_on <= on:
        return AgreementState.CANCELLED
    if not hasattr(agreement, "signed_count"):
        agreement = with_progress(Agreement.objects.filter(pk=agreement.pk)).get()
    signed: int = agreement.signed_count  # type: ignore[attr-defined]
    parties: int = agreement.party_count  # type: ignore[attr-defined]
    if not parties or signed < parties or agreement.last_signed_on > on:  # type: ignore[attr-defined]
        return AgreementState.DRAFT
    return AgreementState.ENDED if on.year > agreement.last_year else AgreementState.IN_FORCE


@dataclass(frozen=True)
class StepOfPath:
    """One step of a party's path: the fact that stands, if any, or what is expected."""

    kind: StepKind
    step: Step | None
    is_next: bool


@dataclass(frozen=True)
class PartyPath:
    """A party with its path."""

    party: Party
    steps: list[StepOfPath]

    @property
    def has_signed(self) -> bool:
        return any(s.kind == StepKind.SIGNATURE and s.step and s.step.confirmed_at for s in self.steps)


def paths(agreement: Agreement) -> list[PartyPath]:
    """Every party with its path, in two queries."""
    standing: dict[tuple[int, str], Step] = {
        (step.party_id, step.kind): step
        for step in Step.objects.filter(party__agreement=agreement, withdrawn_at=None).select_related(
            "act", "signatory", "declared_by", "confirmed_by"
        )
    }
    found = []
    for party in agreement.parties.select_related("body"):
        kinds = path_of(party.body)
        done = [standing.get((party.pk, kind)) for kind in kinds]
        first_missing = next((i for i, step in enumerate(done) if step is None), -1)
        found.append(
            PartyPath(
                party,
                [
                    StepOfPath(kind, step, i == first_missing)
                    for i, (kind, step) in enumerate(zip(kinds, done, strict=True))
                ],
            )
        )
    return found


def declared_steps(steps: QuerySet[Step]) -> QuerySet[Step]:
    """Steps declared and not yet confirmed, the oldest first: what waits for the region."""
    waiting = steps.filter(confirmed_at=None, withdrawn_at=None)
    return waiting.select_related("party__body", "party__agreement", "act").order_by("declared_at")


def unsigned_parties(parties: QuerySet[Party]) -> QuerySet[Party]:
    """Parties of standing agreements that have not signed."""
    signed = Step.objects.filter(party=OuterRef("pk"), kind=StepKind.SIGNATURE, withdrawn_at=None)
    waiting = parties.filter(~Exists(signed), agreement__cancelled_on=None)
    return waiting.select_related("body", "agreement")
