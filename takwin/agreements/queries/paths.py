"""The path of each party: what it has done, what stops it, what is expected next."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from takwin.agreements.enums import StepKind
from takwin.agreements.models import Agreement, Party, Step
from takwin.agreements.queries.states import path_of
from takwin.directory.enums import COLLECTIVITIES, BodyKind
from takwin.directory.models import Body
from takwin.directory.parameters import parameter, parameter_on_days

SESSION_MONTHS = {
    BodyKind.REGION: "session_months_region",
    BodyKind.PROVINCE: "session_months_province",
    BodyKind.COMMUNE: "session_months_commune",
    BodyKind.BOROUGH: "session_months_province",
}


@dataclass(frozen=True)
class StepOfPath:
    """One step of a party's path: the fact that stands, if any, or what is expected."""

    kind: StepKind
    step: Step | None
    is_next: bool


@dataclass(frozen=True)
class PartyPath:
    """A party with its path; ``opposition`` stops it until the council has read the matter again."""

    party: Party
    steps: list[StepOfPath]
    opposition: Step | None = None

    @property
    def next_step(self) -> StepKind | None:
        return next((s.kind for s in self.steps if s.is_next), None)

    @property
    def is_through(self) -> bool:
        """Whether each of its steps is taken and confirmed."""
        return not self.opposition and all(one.step and one.step.confirmed_at for one in self.steps)


def paths(agreement: Agreement) -> list[PartyPath]:
    """Every party with its path, in two queries."""
    standing: dict[tuple[int, str], Step] = {
        (step.party_id, step.kind): step
        for step in Step.objects.filter(party__agreement=agreement, withdrawn_at=None).select_related(
            "act", "signatory", "declared_by", "confirmed_by"
        )
    }
    found = []
    for party in agreement.parties.select_related("body", "agreement"):
        kinds = path_of(party.body)
        done = [standing.get((party.pk, kind)) for kind in kinds]
        first_missing = next((i for i, step in enumerate(done) if step is None), -1)
        opposition = standing.get((party.pk, StepKind.OPPOSITION))
        if opposition:
            first_missing = kinds.index(StepKind.VOTE)
        found.append(
            PartyPath(
                party,
                [
                    StepOfPath(kind, step, i == first_missing)
                    for i, (kind, step) in enumerate(zip(kinds, done, strict=True))
                ],
                opposition,
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


# ── The clocks of the law ───────────────────────────────────────────────────


def silence_is_a_visa_on(received_on: dt.date) -> dt.date:
    """The first day on which the silence of the authority is a visa: the one after the last of the delay, which runs
    from the day it received the deliberation (organic laws 111-14, 112-14 and 113-14)."""
    delay: int = parameter("visa_delay_days", on=received_on)
    return received_on + dt.timedelta(days=delay + 1)


@dataclass(frozen=True)
class VisaClock:
    """Until when the authority may answer a deliberation; the day after, its silence is a visa.

    The delay runs from the day it received it. Until that day is known it is counted from the vote: before ``last``
    silence is no visa whatever the day of reception, and after it nothing is certain.
    """

    is_received: bool
    last: dt.date

    @property
    def silent_on(self) -> dt.date:
        """The first day on which silence is a visa."""
        return self.last + dt.timedelta(days=1)


def visa_clocks(votes: Iterable[Step]) -> dict[int, VisaClock]:
    """The clock of each deliberation by its party, in one query; none for one older than the law."""
    runs_from = {vote.party_id: (vote.received_on, vote.received_on or vote.done_on) for vote in votes}
    if not runs_from:
        return {}
    delays = parameter_on_days("visa_delay_days", {day for _received, day in runs_from.values()})
    return {
        party: VisaClock(received is not None, day + dt.timedelta(days=delays[day]))
        for party, (received, day) in runs_from.items()
        if day in delays
    }


def next_sessions(body: Body, since: dt.date, count: int = 2) -> list[dt.date]:
    """The months, by their first day, of the next ordinary sessions of a council: this month is still possible."""
    if body.kind not in COLLECTIVITIES:
        return []
    held: tuple[int, ...] = parameter(SESSION_MONTHS[BodyKind(body.kind)], on=since)
    months = (dt.date(since.year + ahead, month, 1) for ahead in range(count + 2) for month in sorted(held))
    coming = [month for month in months if (month.year, month.month) >= (since.year, since.month)]
    return coming[:count]
