"""The shares of a programme, province by province, and the agreement under which each is promised, or is to be."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from takwin.agreements.enums import AgreementKind, CommitmentKind
from takwin.agreements.models import Agreement, Commitment, Party
from takwin.core.money import ZERO
from takwin.directory.models import Body, Place
from takwin.programmes.models import Programme
from takwin.programmes.queries.shares import shares_of, table_of


@dataclass(frozen=True)
class ProvinceShares:
    """What the councils of one province owe of a programme. ``agreement`` already pays the programmes of this body
    there, in that year; none: one is to be drafted. ``outside`` have a share and are no party to it."""

    province: Place
    dues: Mapping[Body, Decimal]
    promised: frozenset[int]
    agreement: Agreement | None
    parties: frozenset[int]

    @property
    def total(self) -> Decimal:
        return sum(self.dues.values(), ZERO)

    @property
    def to_commit(self) -> list[Body]:
        """The bodies to be committed now."""
        left = [body for body in self.dues if body.pk not in self.promised]
        return [body for body in left if self.agreement is None or body.pk in self.parties]

    @property
    def outside(self) -> list[Body]:
        if self.agreement is None:
            return []
        return [body for body in self.dues if body.pk not in self.promised | self.parties]


def provinces_of(programme: Programme) -> list[ProvinceShares]:
    """Every province with a share to pay, the body of the programme apart; in five queries whatever their number."""
    table = table_of(shares_of(programme), programme.owner)
    money = Commitment.objects.filter(kind=CommitmentKind.MONEY, programme=programme)
    standing = money.filter(party__agreement__cancelled_on=None)
    promised = frozenset(standing.values_list("party__body", flat=True))
    paying = _paying(programme)
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
            found.append(ProvinceShares(group.place, dues, promised & {b.pk for b in dues}, agreement, members_of))
    return found


def _paying(programme: Programme) -> dict[int, Agreement]:
    """The agreement or amendment of each place that binds in the programme's year and pays such programmes of its
    body; of several the latest version."""
    rows = Agreement.objects.filter(
        owner=programme.owner,
        cancelled_on=None,
        kind__in=[AgreementKind.SPECIFIC, AgreementKind.AMENDMENT],
        programmes__owner=programme.owner,
        programmes__kind=programme.kind,
        first_year__lte=programme.year,
        last_year__gte=programme.year,
    )
    return {row.place_id: row for row in rows.distinct().order_by("rank", "pk")}
