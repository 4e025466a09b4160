"""What was promised, asked, ordered and received, year by year: most of it in time, some provinces far behind."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from takwin.agreements.enums import StepKind
from takwin.agreements.models import Commitment, Instalment
from takwin.core.money import ZERO, dirhams
from takwin.portal.demo.accounts import COMMUNE
from takwin.portal.demo.agreements import province_agreements
from takwin.portal.demo.world import BATCH, World
from takwin.programmes.models import Programme
from takwin.treasury.actions import cancel_receipt, receive, record_line, withdraw_order
from takwin.treasury.batches.actions import request_together
from takwin.treasury.enums import LineSource
from takwin.treasury.models import AccountLine, PaymentOrder, Receipt

IN_TWO = Decimal("40000.00")  # a commitment above it is paid in two instalments
CONFIRMED_AFTER = dt.timedelta(days=6)
# How much of what is due the payers of a province send within the year.
KEEN = {
    "03.271": 0.92, "03.231": 0.88, "03.171": 0.84, "03.061": 0.78, "03.451": 0.72, "03.591": 0.66,
    "03.561": 0.55, "03.531": 0.44, "03.131": 0.30,
}  # fmt: skip


@dataclass
class Payment:
    """What becomes of one instalment: an order, then money, for a part of it or the whole."""

    instalment: Instalment
    ordered_on: dt.date
    received_on: dt.date | None
    amount: Decimal


def run_year(world: World, programme: Programme | None) -> None:
    """Commit the shares of an adopted programme, ask for them, follow the money until the end of the story."""
    if programme is None or programme.adopted_at is None:
        return
    instalments = _commit(world, programme)
    asked_on = dt.date(2023, 5, 25) if programme.year == 2023 else dt.date(programme.year, 3, 24)
    if world.has_come(asked_on):
        for day in range(3):
            with world.on(asked_on + dt.timedelta(days=day), 9 + day, 20 * day):
                request_together([one.pk for one in instalments[day::3]], by=world.team.finance)
        payments = _fates(world, instalments, asked_on)
        _pay(world, programme.year, payments)
        _remind(world, programme.year, instalments)


def _commit(world: World, programme: Programme) -> list[Instalment]:
    """Each party that has voted, for its share less what it is owed back; one or two instalments."""
    day = dt.date(2023, 5, 16) if programme.year == 2023 else dt.date(programme.year, 3, 2)
    if not world.has_come(day):
        return []
    shares = {share.body_id: share.due for share in programme.shares.all()}
    commitments: list[Commitment] = []
    for agreement in province_agreements(world):
        agreement.programmes.add(programme)
        voted = agreement.parties.filter(steps__kind=StepKind.VOTE).exclude(body=world.council)
        commitments += [
            Commitment(party=party, programme=programme, year=programme.year, amount=shares[party.body_id])
            for party in voted.select_related("body__place__province", "agreement")
            if shares.get(party.body_id)
        ]
    Commitment.objects.bulk_create(commitments, BATCH)
    at, by = world.instant(day), world.team.region
    for one in commitments:
        world.note(
            "agreement.committed", one.party.agreement, by=by, at=at,
            party=one.party_id, year=one.year, amount=one.amount,
        )  # fmt: skip
    instalments = [row for commitment in commitments for row in _instalments(world, commitment)]
    Instalment.objects.bulk_create(instalments, BATCH)
    return instalments


def _instalments(world: World, commitment: Commitment) -> list[Instalment]:
    year, amount = commitment.year, commitment.amount or ZERO
    dues = [(dt.date(year, 7, 31), amount)]
    if amount > IN_TWO:
        half = dirhams(amount / 2)
        dues = [(dt.date(year, 6, 30), half), (dt.date(year, 10, 31), amount - half)]
    return [
        Instalment(
            commitment=commitment,
            payer=commitment.party.body,
            beneficiary=world.council,
            year=year,
            number=number,
            due_on=due_on,
            amount=due,
        )
        for number, (due_on, due) in enumerate(dues, start=1)
    ]


def _fates(world: World, instalments: list[Instalment], asked_on: dt.date) -> list[Payment]:
    """Drawn once, whatever the day the story ends: in time, late, in part, ordered and not come, or nothing."""
    rng, payments = world.rng, []
    for one in instalments:
        place = one.payer.place.province
        keen = KEEN.get(place.code, 0.6) if place else 0.6
        keen = min(0.97, keen + 0.12 * max(0, 2025 - one.year))  # what was late long ago has mostly come since
        drawn, first, second, part = rng.random(), rng.randint(25, 95), rng.randint(9, 34), rng.randint(40, 75)
        if _is_shown(world, one) and one.year == world.as_of.year - 1:
            drawn = keen + 0.06  # the commune whose login the demo prints: received in part, the rest is late
        if drawn > keen + 0.22 or (one.year == world.as_of.year and one.payer_id in world.team.communes):
            continue  # those who have an account have something to declare themselves this year
        if drawn > keen * 0.8:
            first += 110  # the order waits for the amended budget of autumn
        ordered_on = asked_on + dt.timedelta(days=first + 40 * (one.number - 1))
        received_on: dt.date | None = ordered_on + dt.timedelta(days=second)
        amount = one.amount
        if keen < drawn <= keen + 0.12:
            amount = dirhams(one.amount * part / 100)
        elif drawn > keen + 0.12:
            received_on = None
        payments.append(Payment(one, ordered_on, received_on, amount))
    return sorted(payments, key=lambda payment: payment.ordered_on)


def _is_shown(world: World, instalment: Instalment) -> bool:
    director = world.team.communes.get(instalment.payer_id)
    return director is not None and director.username == COMMUNE.username


def _pay(world: World, year: int, payments: list[Payment]) -> None:
    ordered = [payment for payment in payments if world.has_come(payment.ordered_on)]
    orders = [_order(world, number, payment) for number, payment in enumerate(ordered, start=1)]
    PaymentOrder.objects.bulk_create(orders, BATCH)
    for order in orders:
        _note_order(world, order)
    landed = [payment for payment in ordered if payment.received_on and world.has_come(payment.received_on)]
    landed.sort(key=lambda payment: payment.received_on or payment.ordered_on)
    lines = [_line(world, year, number, payment) for number, payment in enumerate(landed, start=1)]
    AccountLine.objects.bulk_create(lines, BATCH)
    receipts = [_receipt(world, line, payment) for line, payment in zip(lines, landed, strict=True)]
    Receipt.objects.bulk_create(receipts, BATCH)
    for line, receipt in zip(lines, receipts, strict=True):
        at, by = receipt.recorded_at, world.team.finance
        world.note("account.line_recorded", line, by=by, at=at, amount=line.amount, source=line.source)
        world.note("funds.received", receipt.instalment, by=by, at=at, amount=line.amount, line=line.pk)
    _mend(world, year, orders, receipts)


def _order(world: World, number: int, payment: Payment) -> PaymentOrder:
    """Declared by the commune when it has an account, and confirmed some days later; else noted by the region."""
    team, payer = world.team, payment.instalment.payer
    commune = team.communes.get(payer.pk)
    confirmed_on = payment.ordered_on + (CONFIRMED_AFTER if commune else dt.timedelta(0))
    confirmed = world.has_come(confirmed_on)
    return PaymentOrder(
        instalment=payment.instalment,
        number=f"{number + 40}/{payment.ordered_on.year}",
        ordered_on=payment.ordered_on,
        amount=payment.amount,
        declared_by=commune or team.finance,
        declared_at=world.instant(payment.ordered_on, 15),
        confirmed_by=team.finance if confirmed else None,
        confirmed_at=world.instant(confirmed_on, 15) if confirmed else None,
    )


def _note_order(world: World, order: PaymentOrder) -> None:
    at_once = order.declared_at == order.confirmed_at
    told = {"amount": order.amount, "order": order.pk}
    verb = "order.recorded" if at_once else "order.declared"
    world.note(verb, order.instalment, by=order.declared_by, at=order.declared_at, **told)
    if order.confirmed_at and not at_once:
        world.note("order.confirmed", order.instalment, by=order.confirmed_by, at=order.confirmed_at, **told)


def _line(world: World, year: int, number: int, payment: Payment) -> AccountLine:
    booked_on = payment.received_on or payment.ordered_on
    return AccountLine(
        owner=world.council,
        source=LineSource.SLIP if number % 3 else LineSource.STATEMENT,
        reference=f"TGR-{year}-{number:05}",
        booked_on=booked_on,
        amount=payment.amount,
        label=payment.instalment.payer.name_fr[:200],
        recorded_by=world.team.finance,
    )


def _receipt(world: World, line: AccountLine, payment: Payment) -> Receipt:
    return Receipt(
        instalment=payment.instalment,
        line=line,
        amount=payment.amount,
        received_on=line.booked_on,
        recorded_by=world.team.finance,
        recorded_at=world.instant(line.booked_on, 16),
    )


def _mend(world: World, year: int, orders: list[PaymentOrder], receipts: list[Receipt]) -> None:
    """Once, money was received for the wrong commune and put right; once, an order was rejected by the accountant."""
    day = dt.date(2024, 11, 28)
    if year != 2024 or not world.has_come(day) or not receipts:
        return
    wrong = receipts[len(receipts) // 2]
    paid = {receipt.instalment_id for receipt in receipts}
    rejected = next((order for order in orders if order.instalment_id not in paid), None)
    with world.on(day):
        cancel_receipt(wrong, motive="أدرج المبلغ خطأ، ويعاد إدراجه", by=world.team.finance)
        receive(wrong.line, {wrong.instalment: wrong.amount}, by=world.team.finance)
        if rejected:
            withdraw_order(rejected, motive="رفض الأداء من طرف القابض لعدم توفر الاعتماد", by=world.team.finance)


def _remind(world: World, year: int, instalments: list[Instalment]) -> None:
    """In November, some of those who have never paid anything are reminded; in the spring after, fewer are again."""
    paid = set(Receipt.objects.filter(instalment__year=year).values_list("instalment", flat=True))
    unpaid = [instalment for instalment in instalments if instalment.pk not in paid]
    for rank, day in ((1, dt.date(year, 11, 4)), (2, dt.date(year + 1, 4, 14))):
        if world.has_come(day):
            late = [instalment for instalment in unpaid if instalment.due_on < day]
            with world.on(day):
                request_together([one.pk for one in late[:: 2 * rank]], by=world.team.finance)


def leave_lines_open(world: World) -> None:
    """Credits of the last days that nobody has matched yet: what waits for the finance officer."""
    for n, amount in enumerate(("7412.50", "18240.00", "5180.75"), start=1):
        day = world.as_of - dt.timedelta(days=n)
        with world.on(world.as_of, 9, n):
            record_line(
                owner=world.council,
                source=LineSource.STATEMENT,
                reference=f"REL-{day:%y%m%d}-{n}",
                booked_on=day,
                amount=Decimal(amount),
                label="VIREMENT TGR",
                by=world.team.finance,
            )
