"""Reads of agreements: their state is derived from the dated paths of their parties."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from takwin.accounts.models import User
from takwin.agreements.enums import AgreementState, StepKind
from takwin.agreements.models import Agreement, Party, Step
from takwin.directory.enums import COLLECTIVITIES, BodyKind, Level
from takwin.directory.models import Body, Place
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed, may

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


def in_state(state: AgreementState, on: dt.date) -> Q:
    """The condition that a row of ``with_progress`` is in that state on a day: what ``state_of`` says, asked of the
    database."""
    standing = Q(cancelled_on=None) | Q(cancelled_on__gt=on)
    signed = Q(party_count__gt=0, signed_count=F("party_count"), last_signed_on__lte=on)
    return {
        AgreementState.CANCELLED: Q(cancelled_on__lte=on),
        AgreementState.DRAFT: standing & ~signed,
        AgreementState.IN_FORCE: standing & signed & Q(last_year__gte=on.year),
        AgreementState.ENDED: standing & signed & Q(last_year__lt=on.year),
    }[state]


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
    def next_step(self) -> StepKind | None:
        return next((s.kind for s in self.steps if s.is_next), None)


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


# ── Who may say what ────────────────────────────────────────────────────────
# Seeing an agreement and acting on it are not over the same thing: a party's region sees what another region carries,
# and confirms nothing in it. So an act is asked of the body whose word it is.


@dataclass(frozen=True)
class Powers:
    """What a user may do in an agreement: the parties in whose name he declares, those he visas, and, over the body
    that carries the agreement, whether he confirms and whether he prepares."""

    declares: frozenset[int]
    visas: frozenset[int]
    confirms: bool
    edits: bool

    def may_record(self, party: Party, kind: StepKind) -> bool:
        if kind == StepKind.VISA:
            return self.confirms or party.pk in self.visas
        return self.confirms or party.pk in self.declares

    def may_withdraw(self, step: Step) -> bool:
        """The region takes back any step; a commune its own word until it is confirmed, a province its visa."""
        own_word = step.party_id in self.declares and step.confirmed_at is None and step.kind != StepKind.VISA
        return self.confirms or own_word or (step.kind == StepKind.VISA and step.party_id in self.visas)


def powers(user: User, agreement: Agreement) -> Powers:
    """In four queries whatever the number of parties."""
    parties = Party.objects.filter(agreement=agreement)
    bodies = Body.objects.filter(parties__agreement=agreement)
    declares, visas = (
        frozenset(parties.filter(body__in=allowed(bodies, user, permission).values("pk")).values_list("pk", flat=True))
        for permission in (Permission.AGREEMENT_DECLARE, Permission.AGREEMENT_VISA)
    )
    return Powers(
        declares=declares,
        visas=visas,
        confirms=may(user, Permission.AGREEMENT_CONFIRM, agreement.owner),
        edits=may(user, Permission.AGREEMENT_EDIT, agreement.owner),
    )


def parties_whose_word(user: User, permission: Permission) -> QuerySet[Party]:
    """The parties of standing agreements in whose name ``user`` declares, or whose acts he visas."""
    bodies = allowed(Body.objects, user, permission)
    parties = Party.objects.filter(body__in=bodies, agreement__cancelled_on=None)
    return parties.select_related("body", "agreement")


def at_step(parties: QuerySet[Party], kind: StepKind) -> QuerySet[Party]:
    """The parties whose next step is ``kind``; a session and the vote it takes are one thing to do."""

    def done(one: StepKind) -> Exists:
        return Exists(Step.objects.filter(party=OuterRef("pk"), kind=one, withdrawn_at=None))

    councils = parties.filter(body__kind__in=COLLECTIVITIES)
    if kind in (StepKind.SITTING, StepKind.VOTE):
        return councils.filter(~done(StepKind.VOTE))
    if kind == StepKind.VISA:
        return councils.filter(done(StepKind.VOTE), ~done(StepKind.VISA))
    ready = ~Q(body__kind__in=COLLECTIVITIES) | Q(done(StepKind.VISA))
    return parties.filter(ready, ~done(StepKind.SIGNATURE))


def steps_to_confirm(user: User) -> QuerySet[Step]:
    """What communes have declared to the bodies whose word confirms it, the oldest first."""
    owners = allowed(Body.objects, user, Permission.AGREEMENT_CONFIRM)
    return declared_steps(Step.objects.filter(party__agreement__owner__in=owners, party__agreement__cancelled_on=None))


def usual_parties(province: Place) -> list[Body]:
    """Who is proposed as party of a province's agreement: the region, the province's council, its communes and its
    administration, in that order."""
    order = {BodyKind.REGION: 0, BodyKind.PROVINCE: 1, BodyKind.COMMUNE: 2, BodyKind.STATE: 3}
    here = Q(kind__in=[BodyKind.PROVINCE, BodyKind.STATE], place=province)
    here |= Q(kind=BodyKind.COMMUNE, place__province=province) | Q(kind=BodyKind.REGION, place=province.region)
    found = Body.objects.filter(here, ends_on=None).select_related("place")
    return sorted(found, key=lambda body: (order[BodyKind(body.kind)], body.sort_ar, body.pk))


def provinces_to_agree_with(user: User) -> QuerySet[Place]:
    """The provinces of the regions for which ``user`` prepares agreements."""
    owners = allowed(Body.objects.filter(kind=BodyKind.REGION), user, Permission.AGREEMENT_EDIT)
    provinces = Place.objects.filter(level=Level.PROVINCE, region__in=owners.values("place"))
    return provinces.select_related("region").order_by("sort_ar")
