"""What was promised: where each promise stands, what proves it, and how many promises a body keeps.

The rule of the rate, recountable by hand: of the promises of validated minutes that fell due in the two years before a
day and were not replaced, those kept by their date, or within the days of grace in force on that date.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Q, QuerySet, Sum

from takwin.agreements.enums import AgreementKind, AgreementState
from takwin.agreements.models import Agreement, Clause, Commitment, Instalment
from takwin.agreements.queries.standing import root_of, standings
from takwin.core import clock
from takwin.core.money import ZERO, dirhams
from takwin.directory.models import Body
from takwin.directory.parameters import parameter
from takwin.meetings.enums import STANDING, ObligationState
from takwin.meetings.models import Meeting, Obligation
from takwin.treasury.models import Receipt
from takwin.treasury.queries import awaited_ones

WINDOW = dt.timedelta(days=730)
FIRST_DUE = (F("due_on").asc(nulls_last=True), "pk")  # those without a day at the end


def binding(rows: QuerySet[Obligation]) -> QuerySet[Obligation]:
    """Those of validated minutes: a promise in a draft binds nobody."""
    return rows.filter(meeting__state__in=STANDING)


def awaited(rows: QuerySet[Obligation]) -> QuerySet[Obligation]:
    """Binding, neither kept nor replaced."""
    return binding(rows).filter(done_on=None, replaced_by=None)


def late(rows: QuerySet[Obligation], on: dt.date) -> QuerySet[Obligation]:
    return awaited(rows).filter(due_on__lt=on)


def state_of(obligation: Obligation, on: dt.date) -> ObligationState:
    """Where a promise stands on a day; its meeting must have been read with it."""
    if obligation.meeting.state not in STANDING:
        return ObligationState.DRAFT
    if obligation.replaced_by_id:
        return ObligationState.REPLACED
    if obligation.done_on:
        return ObligationState.KEPT if in_time(obligation) else ObligationState.KEPT_LATE
    return ObligationState.LATE if obligation.due_on and obligation.due_on < on else ObligationState.OPEN


def in_time(obligation: Obligation) -> bool:
    """Whether one that is kept was kept by its day; one without a day is."""
    return not obligation.due_on or (obligation.done_on is not None and obligation.done_on <= obligation.due_on)


def carried_to(meeting: Meeting) -> QuerySet[Obligation]:
    """The promises awaited that were made in this series for the same territory: they follow to its agenda."""
    before = Obligation.objects.filter(meeting__series=meeting.series_id, meeting__place=meeting.place_id)
    earlier = before.filter(Q(meeting__day__lt=meeting.day) | Q(meeting__number__lt=meeting.number))
    return awaited(earlier.exclude(meeting=meeting)).select_related("debtor", "meeting").order_by(*FIRST_DUE)


def articles_near(meeting: Meeting) -> QuerySet[Clause]:
    """The articles that a promise may carry out: those that stood on the day of the meeting, in the agreements that its
    organiser carries for its territory or its own, and in that of the committee that meets."""
    series = meeting.series
    found = Q(owner=series.owner_id, place__in=[meeting.place_id, series.owner.place_id])
    if series.agreement:
        found |= Q(pk=root_of(series.agreement).pk)
    bases = Agreement.objects.filter(found, cancelled_on=None).exclude(kind=AgreementKind.AMENDMENT)
    stood = standings(bases, meeting.day).values()
    in_force = [one for one in stood if one.state == AgreementState.IN_FORCE]
    rows = Clause.objects.filter(pk__in=[one.clause.pk for standing in in_force for one in standing.clauses])
    return rows.select_related("agreement").order_by("agreement__reference", "order", "pk")


# ── Money ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Cover:
    """What was received for a promise of money since it was made, and when it was enough."""

    amount: Decimal
    on: dt.date
    lines: tuple[str, ...]


@dataclass
class Booked:
    """A receipt, and what of it proves no promise yet."""

    on: dt.date
    left: Decimal
    line: str


def covered(rows: Iterable[Obligation]) -> dict[int, Cover]:
    """The promises of money that receipts on their commitment cover since the meeting: proposed, never settled alone.

    One query. Two promises on one commitment are covered in order: a dirham proves one promise only.
    """
    owed = [row for row in rows if row.commitment_id and row.amount and not row.done_on and not row.replaced_by_id]
    found = Receipt.objects.filter(
        instalment__commitment__in={row.commitment_id for row in owed}, cancels=None, cancelled_at=None
    )
    receipts: dict[int, list[Booked]] = defaultdict(list)
    cells = found.order_by("received_on", "pk").values_list(
        "instalment__commitment", "received_on", "amount", "line__reference"
    )
    for commitment, on, amount, line in cells:
        receipts[commitment].append(Booked(on, dirhams(amount), line))
    covers = {}
    for row in sorted(owed, key=lambda one: (one.due_on or dt.date.max, one.pk)):
        if cover := _taken(receipts[row.commitment_id or 0], row):
            covers[row.pk] = cover
    return covers


def _taken(receipts: list[Booked], row: Obligation) -> Cover | None:
    """Take from the receipts since the meeting what covers the promise; nothing is taken when it does not."""
    missing = row.amount or ZERO
    taken: list[tuple[Booked, Decimal]] = []
    for receipt in receipts:
        if missing <= 0:
            break
        if receipt.on < row.meeting.day or not receipt.left:
            continue
        part = min(missing, receipt.left)
        missing -= part
        taken.append((receipt, part))
    if missing > 0 or not taken:
        return None
    for receipt, part in taken:
        receipt.left -= part
    return Cover(row.amount or ZERO, taken[-1][0].on, tuple(receipt.line for receipt, _part in taken))


def asked_until(meeting: Meeting, due_on: dt.date | None) -> dt.date:
    """The contributions that a promise is about fall due by its day; without a day, within the meeting's year."""
    return due_on or dt.date(meeting.day.year, 12, 31)


def left_to_pay(
    debtors: Iterable[Body], creditor: Body, until: dt.date, on: dt.date
) -> dict[int, list[tuple[Commitment, Decimal]]]:
    """What each debtor owed the creditor as a day began, on instalments due until another, commitment by commitment.

    Only what is due counts, as in the state of transfers: of what a body has neither voted nor signed nothing is left
    to pay, and its promise bears no amount. A vote recorded since, as votes often are, makes it due all the same. What
    came from that day on is not taken off: it is what proves the promise made then.
    """
    rows = Instalment.objects.filter(payer__in=[body.pk for body in debtors], beneficiary=creditor, due_on__lte=until)
    before = Q(receipts__cancels=None, receipts__cancelled_at=None, receipts__received_on__lt=on)
    rows = awaited_ones(rows).annotate(had=Sum("receipts__amount", filter=before))
    owed: dict[int, dict[Commitment, Decimal]] = defaultdict(dict)
    for row in rows.select_related("commitment").order_by("due_on", "pk"):
        left = row.owed - dirhams(row.had or ZERO)
        if left > 0:
            kept = owed[row.payer_id]
            kept[row.commitment] = kept.get(row.commitment, ZERO) + left
    return {payer: list(commitments.items()) for payer, commitments in owed.items()}


# ── The rate ────────────────────────────────────────────────────────────────


@dataclass
class Kept:
    """How many promises fell due, how many were kept in time, how many after."""

    due: int = 0
    in_time: int = 0
    after: int = 0

    @property
    def broken(self) -> int:
        return self.due - self.in_time - self.after

    @property
    def share(self) -> Decimal | None:
        """Kept in time, of those due; nothing is said where nothing was due."""
        return Decimal(self.in_time) / self.due if self.due else None


def counted(rows: QuerySet[Obligation], on: dt.date) -> QuerySet[Obligation]:
    """The promises that the rate counts on a day."""
    grace = dt.timedelta(days=parameter("promise_grace_days", on=on))
    fell = binding(rows).filter(due_on__gte=on - WINDOW, due_on__lt=on, replaced_by=None)
    return fell.filter(Q(due_on__lt=on - grace) | Q(done_on__isnull=False))


def rates(rows: QuerySet[Obligation], on: dt.date) -> dict[int, Kept]:
    """The rate of each debtor on a day, in two queries."""
    grace = dt.timedelta(days=parameter("promise_grace_days", on=on))
    found: dict[int, Kept] = defaultdict(Kept)
    for debtor, due_on, done_on in counted(rows, on).order_by().values_list("debtor", "due_on", "done_on"):
        kept = found[debtor]
        kept.due += 1
        if done_on and due_on:
            in_time = done_on <= due_on + grace
            kept.in_time += in_time
            kept.after += not in_time
    return dict(found)


def rate(rows: QuerySet[Obligation], on: dt.date) -> Kept:
    """All debtors together."""
    total = Kept()
    for kept in rates(rows, on).values():
        total.due += kept.due
        total.in_time += kept.in_time
        total.after += kept.after
    return total


def listed(rows: QuerySet[Obligation]) -> QuerySet[Obligation]:
    """Promises as lists show them."""
    return rows.select_related("debtor", "creditor", "meeting__series").annotate(day_said=F("meeting__day"))


def today_of(obligation: Obligation) -> ObligationState:
    return state_of(obligation, clock.today())
