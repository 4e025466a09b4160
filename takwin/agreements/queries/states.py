"""The state of agreements, derived from the dated paths of their parties; and whom one agrees with."""

import datetime as dt
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from takwin.accounts.models import User
from takwin.agreements.enums import CARRYING, AgreementKind, AgreementState, StepKind
from takwin.agreements.models import Agreement, Party, Step
from takwin.core import clock
from takwin.directory.enums import COLLECTIVITIES, BodyKind, Level
from takwin.directory.models import Body, Place
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed

ENDLESS = 9999  # the last year, where years are compared, of what lasts until it is given up
FULL_PATH = (StepKind.SITTING, StepKind.VOTE, StepKind.VISA, StepKind.SIGNATURE)


def path_of(body: Body) -> tuple[StepKind, ...]:
    """The steps a body goes through: a council deliberates and is visaed before it signs, others sign."""
    return FULL_PATH if body.kind in COLLECTIVITIES else (StepKind.SIGNATURE,)


def with_progress(agreements: QuerySet[Agreement], on: dt.date | None = None) -> QuerySet[Agreement]:
    """Annotate the number of parties, of those who have signed (confirmed), the day of the last signature, and the
    last year as the amendments that all have signed leave it (those not cancelled on a day, today unless told);
    ``ENDLESS`` when there is none."""
    amended = _signed_amendments(on or clock.today()).annotate(until=Coalesce(F("last_year"), ENDLESS))
    signed = Q(
        parties__steps__kind=StepKind.SIGNATURE,
        parties__steps__withdrawn_at=None,
        parties__steps__confirmed_at__isnull=False,
    )
    return agreements.annotate(
        party_count=Count("parties", distinct=True),
        signed_count=Count("parties", filter=signed, distinct=True),
        last_signed_on=Max("parties__steps__done_on", filter=signed),
        until_year=Coalesce(Subquery(amended.values("until")[:1]), F("last_year"), ENDLESS),
    )


def _signed_amendments(on: dt.date) -> QuerySet[Agreement]:
    """The amendments of the agreement outside that all their parties have signed, the latest version first.

    An amendment is signed while its base runs, and never shortens it into the past: so its last year needs no day.
    """
    signed = Step.objects.filter(
        party=OuterRef("pk"), kind=StepKind.SIGNATURE, withdrawn_at=None, confirmed_at__isnull=False
    )
    parties = Party.objects.filter(agreement=OuterRef("pk"))
    amendments = Agreement.objects.filter(Q(cancelled_on=None) | Q(cancelled_on__gt=on), base=OuterRef("pk"))
    whole = amendments.filter(Exists(parties), ~Exists(parties.filter(~Exists(signed))), kind=AgreementKind.AMENDMENT)
    return whole.order_by("-rank")


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
    return AgreementState.ENDED if on.year > row.until_year else AgreementState.IN_FORCE


def in_state(state: AgreementState, on: dt.date) -> Q:
    """The condition that a row of ``with_progress`` is in that state on a day: what ``state_of`` says, asked of the
    database."""
    standing = Q(cancelled_on=None) | Q(cancelled_on__gt=on)
    signed = Q(party_count__gt=0, signed_count=F("party_count"), last_signed_on__lte=on)
    return {
        AgreementState.CANCELLED: Q(cancelled_on__lte=on),
        AgreementState.DRAFT: standing & ~signed,
        AgreementState.IN_FORCE: standing & signed & Q(until_year__gte=on.year),
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
