"""The shares of a programme, province by province, and the agreement under which each is promised, or is to be."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from takwin.agreements.enums import AgreementKind, CommitmentKind
from takwin.agreements.models import Agreement, Commitment, Party
from takwin.agreements.queries.states import lasts_until, until_year_of, with_until_year
from takwin.core.money import ZERO
from takwin.directory.models import Body, Place
from takwin.programmes.enums import ProgrammeState
from takwin.programmes.models import Programme, Share
from takwin.programmes.queries.shares import shares_of, table_of


@dataclass(frozen=True)
class ProvinceShares:
    """What the councils of one province owe of a programme. ``agreement`` already pays the programmes of this body
    there, in that year; none: one is to be drafted. ``outside`` have a share and are no party to it; ``taken`` have
    promised something else under it for the year, and a party promises once a year."""

    province: Place
    dues: Mapping[Body, Decimal]
    promised: Mapping[int, Decimal]
    agreement: Agreement | None
    parties: frozenset[int]
    taken: frozenset[int]

    @property
    def total(self) -> Decimal:
        return sum(self.dues.values(), ZERO)

    @property
    def to_commit(self) -> list[Body]:
        """The bodies to be committed now."""
        left = [body for body in self.dues if body.pk not in self.promised.keys() | self.taken]
        return [body for body in left if self.agreement is None or body.pk in self.parties]

    @property
    def otherwise(self) -> list[Body]:
        """Those whose promise of the year is not their share: another one, or another amount."""
        told = {body: self.promised.get(body.pk) for body in self.dues}
        return [b for b, amount in told.items() if (b.pk in self.taken if amount is None else amount != self.dues[b])]

    @property
    def is_whole(self) -> bool:
        """Whether each share is promised, and nothing else is."""
        return not (self.to_commit or self.outside or self.otherwise)

    @property
    def outside(self) -> list[Body]:
        if self.agreement is None:
            return []
        return [body for body in self.dues if body.pk not in self.promised.keys() | self.parties]


@dataclass(frozen=True)
class PartyShare:
    """The share of a party, and the amount it promised earlier when that is kept: under this agreement for the year, or
    for this programme under another (``elsewhere``)."""

    party: Party
    due: Decimal
    kept: Decimal | None = None
    elsewhere: Agreement | None = None

    @property
    def difference(self) -> Decimal:
        """What the share is above what was promised; below it when negative."""
        return self.due - (self.due if self.kept is None else self.kept)


def shares_under(agreement: Agreement, programme: Programme) -> list[PartyShare]:
    """The parties that owe a share of a programme, in their order: those to be committed, and those that keep the
    amount they promised earlier."""
    dues: Mapping[int, Decimal] = {share.body_id: share.due for share in programme.shares.all()}
    money = Commitment.objects.filter(kind=CommitmentKind.MONEY, party__agreement=agreement, year=programme.year)
    taken: dict[int, Decimal | None] = dict(money.values_list("party", "amount"))
    elsewhere = promised_elsewhere(agreement, programme)
    promised = _promised_for(programme, elsewhere)
    parties = agreement.parties.filter(leaves=False).exclude(body=agreement.owner_id)
    return [
        PartyShare(
            party, due, taken.get(party.pk, promised.get(party.body_id)),
            None if party.pk in taken else elsewhere.get(party.body_id),
        )
        for party in parties.select_related("body", "agreement__owner")
        if (due := dues.get(party.body_id))
    ]  # fmt: skip


def _promised_for(programme: Programme, elsewhere: Mapping[int, Agreement]) -> dict[int, Decimal]:
    """What those who promised their share under another agreement promised there."""
    found: dict[int, Decimal] = defaultdict(Decimal)
    if elsewhere:
        rows = Commitment.objects.filter(kind=CommitmentKind.MONEY, programme=programme, party__body__in=elsewhere)
        under = rows.filter(party__agreement__in={one.pk for one in elsewhere.values()})
        for body_id, amount in under.values_list("party__body", "amount"):
            found[body_id] += amount or ZERO
    return found


def programmes_within(agreement: Agreement) -> QuerySet[Programme]:
    """The programmes of the carrying body whose cost is shared, in the years the agreement binds."""
    shared = Programme.objects.filter(owner=agreement.owner_id, shares_cost=True, year__gte=agreement.first_year)
    last = until_year_of(agreement)
    return shared.filter(year__lte=last) if last else shared


def adopted_within(agreement: Agreement) -> QuerySet[Programme]:
    return programmes_within(agreement).exclude(state=ProgrammeState.DRAFT)


def has_shares_to_commit(agreement: Agreement) -> bool:
    """Whether a party owes a share of an adopted programme that nobody has committed yet."""
    money = Commitment.objects.filter(kind=CommitmentKind.MONEY, party__body=OuterRef("body"))
    here = Q(party__agreement=agreement, year=OuterRef("programme__year"))
    anywhere = Q(party__agreement__cancelled_on=None, programme=OuterRef("programme"))
    parties = agreement.parties.filter(leaves=False).exclude(body=agreement.owner_id)
    shares = Share.objects.filter(programme__in=adopted_within(agreement), body__in=parties.values("body"))
    owed = shares.filter(amount__gt=-F("carried"))
    return owed.exclude(Exists(money.filter(here | anywhere))).exists()


def promised_elsewhere(agreement: Agreement, programme: Programme) -> dict[int, Agreement]:
    """The parties whose share of a programme is already promised under an agreement that stands and is not of this
    family: a share is owed once."""
    root = agreement.base_id if agreement.kind == AgreementKind.AMENDMENT else agreement.pk
    standing = Commitment.objects.filter(kind=CommitmentKind.MONEY, party__agreement__cancelled_on=None)
    own = Q(party__agreement=root) | Q(party__agreement__base=root, party__agreement__kind=AgreementKind.AMENDMENT)
    others = standing.filter(programme=programme, party__body__in=agreement.parties.values("body")).exclude(own)
    return {one.party.body_id: one.party.agreement for one in others.select_related("party__agreement")}


def provinces_of(programme: Programme) -> list[ProvinceShares]:
    """Every province with a share to pay, the body of the programme apart; in six queries whatever their number."""
    table = table_of(shares_of(programme), programme.owner)
    money = Commitment.objects.filter(kind=CommitmentKind.MONEY, party__agreement__cancelled_on=None).order_by()
    promised: dict[int, Decimal] = defaultdict(Decimal)
    for body_id, amount in money.filter(programme=programme).values_list("party__body", "amount"):
        promised[body_id] += amount or ZERO
    paying = _paying(programme)
    others = money.filter(party__agreement__in=[one.pk for one in paying.values()], year=programme.year)
    taken = set(others.values_list("party__agreement", "party__body"))
    parties: dict[int, set[int]] = {}
    members = Party.objects.filter(agreement__in=[one.pk for one in paying.values()], leaves=False)
    for agreement_id, body_id in members.values_list("agreement", "body"):
        parties.setdefault(agreement_id, set()).add(body_id)
    found = []
    for group in table.provinces:
        dues = {share.body: share.due for share in group.shares if share.due}
        if group.place is not None and dues:
            agreement = paying.get(group.place.pk)
            members_of = frozenset(parties.get(agreement.pk, ()) if agreement else ())
            own = {body.pk: promised[body.pk] for body in dues if body.pk in promised}
            other = frozenset(b.pk for b in dues if agreement and b.pk not in own and (agreement.pk, b.pk) in taken)
            found.append(ProvinceShares(group.place, dues, own, agreement, members_of, other))
    return found


def _paying(programme: Programme) -> dict[int, Agreement]:
    """The agreement or amendment of each place that binds in the programme's year and pays such programmes of its
    body; of several the latest version."""
    rows = with_until_year(Agreement.objects.all()).filter(
        lasts_until(programme.year),
        owner=programme.owner,
        cancelled_on=None,
        kind__in=[AgreementKind.SPECIFIC, AgreementKind.AMENDMENT],
        programmes__owner=programme.owner,
        programmes__kind=programme.kind,
        first_year__lte=programme.year,
    )
    return {row.place_id: row for row in rows.distinct().order_by("rank", "pk")}
