"""The state of transfers: what is due, requested, ordered, received and late, by payer and year.

*Declared* (what a commune says) and *confirmed* (what the region or the bank says) are apart in every figure.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    DecimalField,
    Exists,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from takwin.accounts.models import User
from takwin.agreements.enums import StepKind
from takwin.agreements.models import Instalment, Step
from takwin.core.money import ZERO, dirhams
from takwin.directory.models import Body, Place
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.treasury.enums import Stage
from takwin.treasury.models import AccountLine, FundsRequest, PaymentOrder, Receipt

MANY = 500
NO_ORDER = (ZERO, ZERO)
NOBODY = Body()  # stands for the payer of a line until all payers are read in one query


@dataclass(slots=True)
class Transfers:
    """Sums for one payer, or for several added together. ``late`` is what is due and not received, past its date.

    ``promised`` is what its payer has neither voted nor signed (see ``based``): nothing of it is due yet, nor late,
    not even what came of it all the same (``ahead``, which ``received`` holds too).
    ``ordered`` is confirmed, ``declared`` rests on the payer's word alone: neither holds any of the other.
    ``given_up`` is no longer due: written off, or promised in an agreement that was cancelled and never paid.
    """

    due: Decimal = ZERO
    promised: Decimal = ZERO
    requested: Decimal = ZERO
    ordered: Decimal = ZERO
    declared: Decimal = ZERO
    received: Decimal = ZERO
    ahead: Decimal = ZERO
    late: Decimal = ZERO
    given_up: Decimal = ZERO
    late_since: dt.date | None = None

    @property
    def settled(self) -> Decimal:
        """Received of what is due."""
        return self.received - self.ahead

    @property
    def remaining(self) -> Decimal:
        return self.due - self.settled

    @property
    def on_the_way(self) -> Decimal:
        """Ordered, as who keeps the account confirmed, and not received yet."""
        return min(max(self.ordered - self.settled, ZERO), self.remaining)

    @property
    def share(self) -> Decimal:
        return self.settled / self.due if self.due else ZERO

    def add(self, other: "Transfers") -> None:
        self.due += other.due
        self.promised += other.promised
        self.requested += other.requested
        self.ordered += other.ordered
        self.declared += other.declared
        self.received += other.received
        self.ahead += other.ahead
        self.late += other.late
        self.given_up += other.given_up
        if other.late_since and (self.late_since is None or other.late_since < self.late_since):
            self.late_since = other.late_since


@dataclass(slots=True)
class PayerLine:
    """One payer's transfers over the years asked for, when it was last asked and how often it was reminded."""

    payer: Body
    total: Transfers = field(default_factory=Transfers)
    asked_on: dt.date | None = None
    reminders: int = 0


@dataclass
class ProvinceLines:
    """The payers of one province, in order, with their total. ``province_id`` is none for a region that pays."""

    province_id: int | None
    region_id: int | None
    region_iso: str
    name: str
    payers: list[PayerLine] = field(default_factory=list)
    total: Transfers = field(default_factory=Transfers)

    @property
    def late_payers(self) -> int:
        return sum(line.total.late > 0 for line in self.payers)


def state_of_transfers(
    instalments: QuerySet[Instalment], on: dt.date, years: Iterable[int] | None = None
) -> list[ProvinceLines]:
    """The state of transfers of the instalments given (already ``allowed``), by province then payer, in five queries.

    A payer's province is that of its seat; a region pays under its own name. The sums are made here and not by the
    database: whether an instalment is late is asked of each.
    """
    rows = instalments.filter(year__in=years) if years is not None else instalments
    chosen = rows.order_by().values("pk")
    received = received_for(chosen)
    orders = _orders(chosen)
    lines: dict[int, PayerLine] = {}
    payer_of: dict[int, PayerLine] = {}
    cancelled_on = "commitment__party__agreement__cancelled_on"
    told = rows.order_by().annotate(has_base=HAS_BASE)
    facts = told.values_list("pk", "payer_id", "due_on", "amount", "written_off", "has_base", cancelled_on)
    for pk, payer_id, due_on, promised, written_off, has_base, given_up_on in facts:
        line = lines.get(payer_id)
        if line is None:
            line = lines[payer_id] = PayerLine(NOBODY)
        payer_of[pk] = line
        total, got = line.total, received.get(pk, ZERO)
        is_given_up = bool(given_up_on and given_up_on <= on)
        is_promised = not has_base and not is_given_up
        amount = ZERO if is_promised else got if is_given_up else promised - written_off
        total.given_up += promised - got if is_given_up else written_off
        total.promised += promised - written_off if is_promised else ZERO
        total.ahead += got if is_promised else ZERO
        ordered, declared = orders.get(pk, NO_ORDER)
        total.due += amount
        total.received += got
        total.ordered += ordered
        total.declared += declared
        if due_on < on and got < amount:
            total.late += amount - got
            total.late_since = min(total.late_since or due_on, due_on)
    asked = FundsRequest.objects.filter(instalment__in=chosen).order_by()
    for pk, rank, amount, asked_on in asked.values_list("instalment", "rank", "amount", "requested_on"):
        line = payer_of[pk]
        line.total.requested += ZERO if rank else amount
        line.asked_on = max(line.asked_on or asked_on, asked_on)
        line.reminders = max(line.reminders, rank)
    return _by_province(lines)


def received_for(chosen: QuerySet[Any] | Sequence[int]) -> dict[int, Decimal]:
    """What has been received for each instalment of these keys."""
    rows = Receipt.objects.filter(instalment__in=chosen).order_by().values("instalment")
    return {pk: dirhams(total) for pk, total in rows.annotate(total=Sum("amount")).values_list("instalment", "total")}


def _orders(chosen: QuerySet[Any]) -> dict[int, tuple[Decimal, Decimal]]:
    """What was ordered for each instalment and is confirmed, then what its payer only declares."""
    rows = PaymentOrder.objects.filter(instalment__in=chosen, withdrawn_at=None).order_by().values("instalment")
    sums = rows.annotate(
        sure=Sum("amount", filter=Q(confirmed_at__isnull=False)), told=Sum("amount", filter=Q(confirmed_at=None))
    )
    return {
        pk: (dirhams(sure or ZERO), dirhams(told or ZERO))
        for pk, sure, told in sums.values_list("instalment", "sure", "told")
    }


def _by_province(lines: dict[int, PayerLine]) -> list[ProvinceLines]:
    """One query: among many payers it reads every body, since a list of a thousand keys would be slower."""
    bodies = Body.objects.filter(pk__in=lines.keys()) if len(lines) < MANY else Body.objects.all()
    province = "place__province__name_ar" if get_language() == "ar" else "place__province__name_fr"
    rows = bodies.order_by("place__code", "pk").values_list(
        "pk", "kind", "name_ar", "name_fr", "place", "place__province", province, "place__region", "place__region__iso"
    )
    provinces: dict[int, ProvinceLines] = {}
    for pk, kind, name_ar, name_fr, place_id, province_id, name, region_id, iso in rows:
        line = lines.get(pk)
        if line is None:
            continue
        line.payer = Body(pk=pk, kind=kind, name_ar=name_ar, name_fr=name_fr, place_id=place_id)
        key = province_id or -pk
        if key not in provinces:
            provinces[key] = ProvinceLines(province_id, region_id, iso or "", name or line.payer.name)
        provinces[key].payers.append(line)
        provinces[key].total.add(line.total)
    return list(provinces.values())


def grand_total(provinces: Sequence[ProvinceLines]) -> Transfers:
    """All provinces together."""
    total = Transfers()
    for province in provinces:
        total.add(province.total)
    return total


def late_lines(provinces: Sequence[ProvinceLines]) -> list[PayerLine]:
    """The payers who are late, the oldest debt first, then the largest."""
    late = [line for province in provinces for line in province.payers if line.total.late > 0]
    return sorted(late, key=lambda line: (line.total.late_since or dt.date.max, -line.total.late, line.payer.pk))


def years_of(instalments: QuerySet[Instalment]) -> list[int]:
    """The years for which something is due, the latest first."""
    return list(instalments.order_by("-year").values_list("year", flat=True).distinct())


# ── One instalment ──────────────────────────────────────────────────────────


def received_of(instalment: Instalment) -> Decimal:
    """What has been received for an instalment, counter-entries taken off."""
    return dirhams(instalment.receipts.aggregate(total=Sum("amount"))["total"] or ZERO)


def said_ordered_of(instalment: Instalment) -> Decimal:
    """What its payer says it ordered, confirmed or not, orders taken back left out."""
    return dirhams(instalment.orders.filter(withdrawn_at=None).aggregate(total=Sum("amount"))["total"] or ZERO)


def left_to_order(instalment: Instalment) -> Decimal:
    """What is neither ordered nor received yet: what came was ordered, whether its order is told here or not."""
    return max(instalment.owed - max(said_ordered_of(instalment), received_of(instalment)), ZERO)


def left_on(line: AccountLine) -> Decimal:
    """What remains of an account line to be received for an instalment; nothing once the bank has undone it."""
    if line.undone_on:
        return ZERO
    return line.amount - dirhams(line.receipts.aggregate(total=Sum("amount"))["total"] or ZERO)


def _total(rows: QuerySet[Any], key: str) -> Coalesce:
    sums = rows.filter(**{key: OuterRef("pk")}).order_by().values(key).annotate(total=Sum("amount")).values("total")
    money = DecimalField(max_digits=14, decimal_places=2)
    return Coalesce(Subquery(sums, output_field=money), Value(ZERO, output_field=money))


def with_money(instalments: QuerySet[Instalment]) -> QuerySet[Instalment]:
    """Annotate what was ``received``, what its payer says it ordered, confirmed or not (``said_ordered``), what of that
    is confirmed (``ordered_confirmed``), when first asked, whether there is a base to ask on (``has_base``), and the
    day its agreement was cancelled (``given_up_on``)."""
    orders, letters = PaymentOrder.objects.filter(withdrawn_at=None), FundsRequest.objects.order_by("rank")
    return instalments.annotate(
        received=_total(Receipt.objects.all(), "instalment"),
        said_ordered=_total(orders, "instalment"),
        ordered_confirmed=_total(orders.filter(confirmed_at__isnull=False), "instalment"),
        requested_on=Subquery(letters.filter(instalment=OuterRef("pk")).values("requested_on")[:1]),
        has_base=HAS_BASE,
        given_up_on=F("commitment__party__agreement__cancelled_on"),
    )


def stage_of(instalment: Any) -> Stage:
    """Where a row of ``with_money`` stands."""
    if instalment.received >= instalment.owed:
        return Stage.RECEIVED
    if instalment.received > 0:
        return Stage.PARTLY
    if instalment.ordered_confirmed > 0:
        return Stage.ORDERED
    if instalment.said_ordered > 0:
        return Stage.DECLARED
    return Stage.REQUESTED if instalment.requested_on else Stage.TO_REQUEST


def open_ones(instalments: QuerySet[Instalment]) -> QuerySet[Instalment]:
    """Those of which something remains to be received."""
    return with_money(instalments).filter(Q(received__lt=F("amount") - F("written_off")))


def standing_ones(instalments: QuerySet[Instalment]) -> QuerySet[Instalment]:
    """Those of agreements that are not cancelled: under the others nothing is requested or ordered any more."""
    return instalments.filter(commitment__party__agreement__cancelled_on=None)


def based(parties: str = "commitment__party") -> Q:
    """What a request for funds is based on: its payer's own deliberation or signature, confirmed and not opposed.

    ``parties`` leads to the party of a row.
    """
    own = Step.objects.filter(withdrawn_at=None, party=OuterRef(parties))
    given = own.filter(kind__in=[StepKind.VOTE, StepKind.SIGNATURE], confirmed_at__isnull=False)
    return Q(Exists(given)) & ~Q(Exists(own.filter(kind=StepKind.OPPOSITION)))


HAS_BASE = ExpressionWrapper(based(), output_field=BooleanField())


def awaited_ones(instalments: QuerySet[Instalment]) -> QuerySet[Instalment]:
    """Those that fall due on their day: their agreement stands and their payer has voted or signed it. Of the others
    one has a promise only, on which nobody is late."""
    return standing_ones(instalments).filter(based())


def with_left(lines: QuerySet[AccountLine]) -> QuerySet[AccountLine]:
    """Annotate what was ``taken`` of each line and what is ``left`` of it: nothing once the bank has undone it."""
    money = DecimalField(max_digits=14, decimal_places=2)
    left = Case(When(undone_on__isnull=False, then=Value(ZERO)), default=F("amount") - F("taken"), output_field=money)
    return lines.annotate(taken=_total(Receipt.objects.all(), "line")).annotate(left=left)


# ── Whose word it is ────────────────────────────────────────────────────────


def asked_by(user: User) -> QuerySet[Instalment]:
    """The instalments ``user`` requests and receives: those paid to a body whose finances he holds."""
    bodies = allowed(Body.objects, user, Permission.TREASURY_REQUEST)
    return Instalment.objects.filter(beneficiary__in=bodies)


def paid_by(user: User) -> QuerySet[Instalment]:
    """The instalments of which ``user`` declares the payment orders."""
    return Instalment.objects.filter(payer__in=allowed(Body.objects, user, Permission.AGREEMENT_DECLARE))


def confirmed_by(user: User) -> QuerySet[Instalment]:
    """The instalments whose declared orders ``user`` confirms: those paid to an account he keeps."""
    return asked_by(user)


def account_owners(user: User) -> QuerySet[Body]:
    """The bodies whose account ``user`` keeps: those to which contributions are paid."""
    paid_to = Instalment.objects.order_by().values("beneficiary")
    return allowed(Body.objects, user, Permission.TREASURY_REQUEST).filter(pk__in=paid_to)


def statement_owners(user: User) -> QuerySet[Body]:
    """The bodies in whose name ``user`` issues the state of transfers: he keeps their account, or signs for them."""
    paid_to = Instalment.objects.order_by().values("beneficiary")
    keeps = allowed(Body.objects, user, Permission.TREASURY_REQUEST)
    return (keeps | allowed(Body.objects, user, Permission.ACCOUNT_CERTIFY)).filter(pk__in=paid_to)


def in_place(instalments: QuerySet[Instalment], place: Place) -> QuerySet[Instalment]:
    """Those whose payer sits in a region, a province or a commune."""
    return instalments.filter(Q(payer__place=place) | Q(**{f"payer__place__{place.level}": place}))


@dataclass(frozen=True)
class DueSoon:
    """Instalments of a year that nobody has asked for yet."""

    year: int
    count: int
    first_due_on: dt.date


def to_request(instalments: QuerySet[Instalment], until: dt.date) -> list[DueSoon]:
    """What falls due by a day and has never been requested, by year."""
    unasked = awaited_ones(instalments).filter(requests=None, due_on__lte=until)
    rows = unasked.order_by("year").values_list("year", "due_on")
    counts = Counter(year for year, _due in rows)
    firsts = dict(unasked.order_by().values_list("year").annotate(first=Min("due_on")))
    return [DueSoon(year, count, firsts[year]) for year, count in sorted(counts.items())]
