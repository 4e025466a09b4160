"""What must hold of the data, whoever wrote them: bulk writes pass by the acts, so it is asked of the result."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from django.db.models import Count, DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from takwin.agreements.models import Commitment, Instalment, Step
from takwin.attendance.enums import COUNTED
from takwin.attendance.models import Claim, Expected, Presence, RegisterHalfDay
from takwin.certificates.models import Certificate
from takwin.core.money import ZERO
from takwin.journal.queries import findings
from takwin.people.models import Office
from takwin.programmes.models import CostShare, ElsewhereDay
from takwin.training.enums import EnrolmentState, SessionState
from takwin.training.models import Enrolment, TrainingSession
from takwin.treasury.models import AccountLine, PaymentOrder, Receipt

MONEY = DecimalField(max_digits=14, decimal_places=2)
SLIP = Decimal("0.005")  # SQLite adds decimals as binary fractions


class DemoIsWrong(Exception):
    """The story contradicts itself: nothing of it is kept."""


def check() -> None:
    """Raise with every rule that is broken; the transaction of the story then keeps nothing."""
    broken = [f"{rule.__name__}: {fault}" for rule in RULES for fault in rule()]
    if broken:
        raise DemoIsWrong("\n".join(broken[:40]))


def _sum(rows: QuerySet[Receipt] | QuerySet[Instalment] | QuerySet[PaymentOrder], key: str) -> Coalesce:
    total = rows.filter(**{key: OuterRef("pk")}).order_by().values(key).annotate(n=Sum("amount")).values("n")
    return Coalesce(Subquery(total, output_field=MONEY), Value(ZERO), output_field=MONEY)


def shares_sum_to_the_cost() -> Iterator[object]:
    """Shares and the top-ups that lower them make the total, to the centime."""
    for cost in CostShare.objects.all():
        shares = list(cost.programme.shares.all())
        lowering = sum((share.top_up for share in shares if share.top_up_kind == "lowers"), ZERO)
        if sum((share.base for share in shares), ZERO) + lowering != cost.total:
            yield cost.pk


def instalments_sum_to_their_commitment() -> QuerySet[Commitment]:
    return (
        Commitment.objects.filter(kind="money")
        .annotate(n=_sum(Instalment.objects.all(), "commitment"))
        .exclude(n__gt=F("amount") - SLIP, n__lt=F("amount") + SLIP)
    )


def nothing_is_received_beyond_what_is_due() -> QuerySet[Instalment]:
    return Instalment.objects.annotate(n=_sum(Receipt.objects.all(), "instalment")).filter(n__gt=F("amount") + SLIP)


def nothing_is_ordered_beyond_what_is_due() -> QuerySet[Instalment]:
    standing = PaymentOrder.objects.filter(withdrawn_at=None)
    return Instalment.objects.annotate(n=_sum(standing, "instalment")).filter(n__gt=F("amount") + SLIP)


def no_line_is_received_beyond_its_amount() -> QuerySet[AccountLine]:
    return AccountLine.objects.annotate(n=_sum(Receipt.objects.all(), "line")).filter(n__gt=F("amount") + SLIP)


def signatures_are_by_people_in_office() -> Iterator[object]:
    held = set(Office.objects.values_list("person", "body"))
    for step in Step.objects.filter(kind="signature", signatory__isnull=False).select_related("party"):
        if (step.signatory_id, step.party.body_id) not in held:
            yield step.pk


def presence_is_of_people_expected_and_taken() -> Iterator[object]:
    """A presence without its line on the roll, or, unless it is of a meeting, without its claim."""
    expected = set(Expected.objects.values_list("register", "person"))
    claimed = set(Claim.objects.filter(room=None).values_list("register", "person", "day", "part"))
    for *row, counts in Presence.objects.values_list("register", "person", "day", "part", "counts"):
        if tuple(row[:2]) not in expected or (counts and tuple(row) not in claimed):
            yield tuple(row)


def each_enrolled_is_on_the_roll() -> Iterator[object]:
    roll = set(Expected.objects.filter(register__counts=True).values_list("register", "person"))
    lines = Enrolment.objects.filter(state=EnrolmentState.ENROLLED)
    enrolled = set(lines.values_list("session__register", "person"))
    yield from roll ^ enrolled


def nobody_is_enrolled_beyond_the_seats() -> QuerySet[TrainingSession]:
    enrolled = Count("enrolments", filter=Q(enrolments__state=EnrolmentState.ENROLLED))
    return TrainingSession.objects.annotate(n=enrolled).filter(n__gt=F("seats"))


def closed_sessions_are_sealed() -> QuerySet[RegisterHalfDay]:
    return RegisterHalfDay.objects.filter(sealed_at=None, register__session__state=SessionState.CLOSED)


def sealed_half_days_say_something_of_everyone() -> Iterator[object]:
    roll = dict(Expected.objects.order_by().values_list("register").annotate(n=Count("pk")))
    said: dict[tuple[object, ...], int] = {
        row[:3]: row[3]
        for row in Presence.objects.order_by().values_list("register", "day", "part").annotate(n=Count("pk"))
    }
    for register, day, part in RegisterHalfDay.objects.exclude(sealed_at=None).values_list("register", "day", "part"):
        if said.get((register, day, part), 0) != roll.get(register, 0):
            yield register, day, part


def certificates_are_earned() -> Iterator[object]:
    counted = Presence.objects.filter(counts=True, status__in=COUNTED).order_by().values_list("register", "person")
    earned = {(register, person): n for register, person, n in counted.annotate(n=Count("pk"))}
    for one in Certificate.objects.select_related("session"):
        half_days = earned.get((one.session.register_id, one.person_id), 0)
        if half_days != one.half_days or half_days < one.session.certificate_half_days:
            yield one.pk


def days_elsewhere_are_not_days_here() -> Iterator[object]:
    here = set(Presence.objects.filter(counts=True, status__in=COUNTED).values_list("person", "day", "part"))
    for row in ElsewhereDay.objects.filter(state="accepted").values_list("person", "day", "part"):
        if row in here:
            yield row


def the_journal_is_whole() -> Iterator[object]:
    yield from findings()


RULES: tuple[Callable[[], Iterable[object]], ...] = (
    shares_sum_to_the_cost,
    instalments_sum_to_their_commitment,
    nothing_is_received_beyond_what_is_due,
    nothing_is_ordered_beyond_what_is_due,
    no_line_is_received_beyond_its_amount,
    signatures_are_by_people_in_office,
    presence_is_of_people_expected_and_taken,
    each_enrolled_is_on_the_roll,
    nobody_is_enrolled_beyond_the_seats,
    closed_sessions_are_sealed,
    sealed_half_days_say_something_of_everyone,
    certificates_are_earned,
    days_elsewhere_are_not_days_here,
    the_journal_is_whole,
)
