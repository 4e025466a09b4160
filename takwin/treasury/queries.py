"""The state of transfers: what is due, requested, ordered, received and late, by payer and year.

*Declared* (what a commune says) and *confirmed* (what the region or the bank says) are apart in every figure.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import QuerySet, Sum

from takwin.agreements.models import Instalment
from takwin.core.money import ZERO
from takwin.directory.models import Body
from takwin.treasury.models import AccountLine, FundsRequest, PaymentOrder, Receipt


@dataclass
class Transfers:
    """Sums for one payer, or for several added together. ``late`` is what is due and not received, past its date."""

    due: Decimal = ZERO
    requested: Decimal = ZERO
    ordered_declared: Decimal = ZERO
    ordered_confirmed: Decimal = ZERO
    received: Decimal = ZERO
    late: Decimal = ZERO
    late_since: dt.date | None = None

    @property
    def remaining(self) -> Decimal:
        return self.due - self.received

    @property
    def percent(self) -> Decimal:
        """Received of due, in percent, rounded down: 100 only when all has been received."""
        return (self.received * 100 / self.due).quantize(Decimal(1), "ROUND_DOWN") if self.due else ZERO

    def add(self, other: "Transfers") -> None:
        self.due += other.due
        self.requested += other.requested
        self.ordered_declared += other.ordered_declared
        self.ordered_confirmed += other.ordered_confirmed
        self.received += other.received
        self.late += other.late
        if other.late_since and (self.late_since is None or other.late_since < self.late_since):
            self.late_since = other.late_since


@dataclass
class PayerLine:
    """One payer's transfers, over the years asked for and by year."""

    payer: Body
    total: Transfers = field(default_factory=Transfers)
    years: dict[int, Transfers] = field(default_factory=dict)


@dataclass
class ProvinceLines:
    """The payers of one province, in order, with their total. ``province`` is a Place, or none for others."""

    province_id: int | None
    name: str
    payers: list[PayerLine] = field(default_factory=list)
    total: Transfers = field(default_factory=Transfers)

    @property
    def late_payers(self) -> int:
        return sum(line.total.late > 0 for line in self.payers)


def state_of_transfers(
    instalments: QuerySet[Instalment], on: dt.date, years: Iterable[int] | None = None
) -> list[ProvinceLines]:
    """The state of transfers of the instalments given (already ``allowed``), by province then payer, in six queries.

    A payer's province is that of its seat; a region pays under its own name.
    """
    rows = instalments.filter(year__in=years) if years is not None else instalments
    facts = list(rows.order_by().values_list("pk", "payer_id", "year", "due_on", "amount"))
    chosen = rows.order_by().values("pk")
    received = _sums(Receipt.objects.filter(instalment__in=chosen))
    declared = _sums(PaymentOrder.objects.filter(instalment__in=chosen, withdrawn_at=None))
    confirmed = _sums(PaymentOrder.objects.filter(instalment__in=chosen, withdrawn_at=None, confirmed_at__isnull=False))
    requested = dict(FundsRequest.objects.filter(instalment__in=chosen, rank=0).values_list("instalment", "amount"))
    lines: dict[int, PayerLine] = {}
    bodies = Body.objects.filter(pk__in={payer for _pk, payer, *_rest in facts}).select_related("place__province")
    by_pk = {body.pk: body for body in bodies}
    for pk, payer_id, year, due_on, amount in facts:
        got = received.get(pk, ZERO)
        late = max(amount - got, ZERO) if due_on < on else ZERO
        one = Transfers(
            due=amount,
            requested=requested.get(pk, ZERO),
            ordered_declared=declared.get(pk, ZERO),
            ordered_confirmed=confirmed.get(pk, ZERO),
            received=got,
            late=late,
            late_since=due_on if late else None,
        )
        line = lines.setdefault(payer_id, PayerLine(by_pk[payer_id]))
        line.total.add(one)
        line.years.setdefault(year, Transfers()).add(one)
    return _by_province(lines.values())


def _sums(rows: "QuerySet[Receipt] | QuerySet[PaymentOrder]") -> dict[int, Decimal]:
    return dict(rows.order_by().values("instalment").annotate(total=Sum("amount")).values_list("instalment", "total"))


def _by_province(lines: Iterable[PayerLine]) -> list[ProvinceLines]:
    provinces: dict[int | None, ProvinceLines] = {}
    for line in sorted(lines, key=lambda line: (line.payer.place.code, line.payer.pk)):
        province = line.payer.place.province
        key = province.pk if province else None
        group = provinces.setdefault(key, ProvinceLines(key, province.name if province else line.payer.name))
        group.payers.append(line)
        group.total.add(line.total)
    return list(provinces.values())


def grand_total(provinces: Sequence[ProvinceLines]) -> Transfers:
    """All provinces together."""
    total = Transfers()
    for province in provinces:
        total.add(province.total)
    return total


def received_of(instalment: Instalment) -> Decimal:
    """What has been received for an instalment, counter-entries taken off."""
    return instalment.receipts.aggregate(total=Sum("amount"))["total"] or ZERO


def left_on(line: AccountLine) -> Decimal:
    """What remains of an account line to be received for an instalment."""
    return line.amount - (line.receipts.aggregate(total=Sum("amount"))["total"] or ZERO)
