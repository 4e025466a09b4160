"""The state of agreements, derived from the dated paths of their parties; and whom one agrees with."""

import datetime as dt
from typing import Any

from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, When

from takwin.accounts.models import User
from takwin.agreements.enums import CARRYING, AgreementKind, AgreementState, StepKind
from takwin.agreements.models import Agreement, Party, Step
from takwin.core import clock
from takwin.directory.enums import COLLECTIVITIES, BodyKind, Level
from takwin.directory.models import Body, Place
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed

FULL_PATH = (StepKind.SITTING, StepKind.VOTE, StepKind.VISA, StepKind.SIGNATURE)


def path_of(body: Body) -> tuple[StepKind, ...]:
    """The steps a body goes through: a council deliberates and is visaed before it signs, others sign."""
    return FULL_PATH if body.kind in COLLECTIVITIES else (StepKind.SIGNATURE,)


def with_progress(agreements: QuerySet[Agreement], on: dt.date | None = None) -> QuerySet[Agreement]:
    """Annotate the number of parties, of those who have signed (confirmed), the day of the last signature, and what
    ``with_until_year`` does."""
    signed = Q(
        parties__steps__kind=StepKind.SIGNATURE,
        parties__steps__withdrawn_at=None,
        parties__steps__confirmed_at__isnull=False,
    )
    return with_until_year(agreements, on).annotate(
        party_count=Count("parties", distinct=True),
        signed_count=Count("parties", filter=signed, distinct=True),
        last_signed_on=Max("parties__steps__done_on", filter=signed),
    )


def with_until_year(agreements: QuerySet[Agreement], on: dt.date | None = None) -> QuerySet[Agreement]:
    """Annotate the last year as the later amendments that all have signed leave it (those not cancelled on a day, today
    unless told); none when it lasts until it is given up."""
    base = Case(When(kind=AgreementKind.AMENDMENT, then=F("base")), default=F("pk"))
    latest = _versions(on or clock.today()).values("last_year")[:1]
    return agreements.alias(amended=base).annotate(until_year=Subquery(latest))


def _versions(on: dt.date) -> QuerySet[Agreement]:
    """The agreement outside and the later amendments that all their parties have signed, the latest version first.

    An amendment is signed while its base runs, and never shortens it into the past: so its last year needs no day.
    """
    signed = Step.objects.filter(
        party=OuterRef("pk"), kind=StepKind.SIGNATURE, withdrawn_at=None, confirmed_at__isnull=False
    )
    parties = Party.objects.filter(agreement=OuterRef("pk"))
    later = Q(kind=AgreementKind.AMENDMENT, base=OuterRef("amended"), rank__gt=OuterRef("rank"))
    whole = Q(Exists(parties), ~Exists(parties.filter(~Exists(signed))))
    stands = Q(cancelled_on=None) | Q(cancelled_on__gt=on)
    return Agreement.objects.filter(Q(pk=OuterRef("pk")) | (later & stands & whole)).order_by("-rank")


def until_year_of(agreement: Agreement) -> int | None:
    """The last year as its amendments leave it; asks the database unless it comes from ``with_until_year``."""
    row: Any = agreement
    if not hasattr(agreement, "until_year"):
        row = with_until_year(Agreement.objects.filter(pk=agreement.pk)).get()
    last: int | None = row.until_year
    return last


def binds_year(agreement: Agreement, year: int) -> bool:
    """Whether a year is within its own; without a last one it lasts until it is replaced or given up."""
    last = until_year_of(agreement)
    return agreement.first_year <= year and (last is None or year <= last)


def lasts_until(year: int) -> Q:
    """The rows of ``with_until_year`` whose last year is that one or later, or that have none."""
    return Q(until_year=None) | Q(until_year__gte=year)


def state_of(agreement: Agreement, on: dt.date) -> AgreementState:
    """The state of an agreement on a day; asks the database unless it comes from ``with_progress``.

    In force from the last signature on, once every party has signed; ended after its last year, which an amendment
    may move.
    """
    if agreement.cancelled_on and agreement.cancelled_on <= on:
        return AgreementState.CANCELLED
    row: Any = agreement
    if not hasattr(agreement, "signed_count"):
        row = with_progress(Agreement.objects.filter(pk=agreement.pk), on).get()
    if not row.party_count or row.signed_count < row.party_count or row.last_signed_on > on:
        return AgreementState.DRAFT
    return AgreementState.IN_FORCE if row.until_year is None or on.year <= row.until_year else AgreementState.ENDED


def last_signature(agreement: Agreement) -> dt.date | None:
    """The day on which the last of its parties signed; none while a signature is missing or only declared."""
    row: Any = with_progress(Agreement.objects.filter(pk=agreement.pk)).get()
    return row.last_signed_on if row.party_count and row.signed_count == row.party_count else None


def in_state(state: AgreementState, on: dt.date) -> Q:
    """The condition that a row of ``with_progress`` is in that state on a day: what ``state_of`` says, asked of the
    database."""
    standing = Q(cancelled_on=None) | Q(cancelled_on__gt=on)
    signed = Q(party_count__gt=0, signed_count=F("party_count"), last_signed_on__lte=on)
    return {
        AgreementState.CANCELLED: Q(cancelled_on__lte=on),
        AgreementState.DRAFT: standing & ~signed,
        AgreementState.IN_FORCE: standing & signed & lasts_until(on.year),
        AgreementState.ENDED: standing & signed & Q(until_year__lt=on.year),
    }[state]


def usual_parties(province: Place) -> list[Body]:
    """Who is proposed as party of a province's agreement: the region, the province's council, its communes and its
    administration, in that order."""
    order = {BodyKind.REGION: 0, BodyKind.PROVINCE: 1, BodyKind.COMMUNE: 2, BodyKind.STATE: 3}
    here = Q(kind__in=[BodyKind.PROVINCE, BodyKind.STATE], place=province)
    here |= Q(kind=BodyKind.COMMUNE, place__province=province) | Q(kind=BodyKind.REGION, place=province.region)
    found = Body.objects.filter(here, ends_on=None).select_related("place")
    return sorted(found, key=lambda body: (order[BodyKind(body.kind)], body.sort_ar, body.pk))


def provinces_to_agree_with(user: User) -> QuerySet[Place]:
    """The provinces of the regions for which ``user`` prepares agreements, and those for whose own bodies he does."""
    owners = allowed(Body.objects.filter(kind__in=CARRYING), user, Permission.AGREEMENT_EDIT).values("place")
    provinces = Place.objects.filter(Q(region__in=owners) | Q(pk__in=owners), level=Level.PROVINCE)
    return provinces.select_related("region").order_by("sort_ar")


def carriers_in(province: Place, user: User) -> QuerySet[Body]:
    """The bodies of a province or of its region in whose name ``user`` prepares an agreement there."""
    mine = allowed(Body.objects, user, Permission.AGREEMENT_EDIT)
    return mine.filter(kind__in=CARRYING, place__in=[province, province.region])
