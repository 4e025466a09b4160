"""What was spent, what is still to be paid, and what a participant's day costs."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    DateField,
    DecimalField,
    DurationField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from takwin.attendance.enums import COUNTED
from takwin.attendance.models import Presence, Register, RegisterHalfDay
from takwin.core import clock
from takwin.core.money import ZERO, dirhams
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.people.models import Office, Person
from takwin.people.queries import STANDING, in_office
from takwin.treasury.enums import ExpenseState
from takwin.treasury.models import Expense, Payment

CERTIFIED = (ExpenseState.DONE, ExpenseState.INVOICED, ExpenseState.PAID)


def paid_of(expense: Expense) -> Decimal:
    """What was paid of an expense, counter-entries taken off."""
    return dirhams(expense.payments.aggregate(total=Sum("amount"))["total"] or ZERO)


def with_paid(expenses: QuerySet[Expense]) -> QuerySet[Expense]:
    """Annotate what was ``paid`` of each."""
    sums = Payment.objects.filter(expense=OuterRef("pk")).order_by().values("expense")
    money = DecimalField(max_digits=14, decimal_places=2)
    total = Subquery(sums.annotate(total=Sum("amount")).values("total"), output_field=money)
    return expenses.annotate(paid=Coalesce(total, Value(ZERO, output_field=money)))


def to_pay(expenses: QuerySet[Expense]) -> QuerySet[Any]:
    """Those that nothing but a payment is awaited for: a body has sent its invoice, a person's work is certified."""
    invoiced = expenses.filter(state=ExpenseState.INVOICED)
    return invoiced | expenses.filter(state=ExpenseState.DONE, body=None)


def paying_first(owners: QuerySet[Body]) -> Body | None:
    """The body one orders for when he says nothing: his region, before a foundation seated in it."""
    regions = owners.filter(kind=BodyKind.REGION).order_by("sort_ar", "pk")
    return regions.first() or owners.order_by("sort_ar", "pk").first()


def nearest_first(owners: QuerySet[Body]) -> QuerySet[Register]:
    """The sessions of these bodies, the nearest to today first, with their ``first_day``; those without a day last."""
    today, days = (
        Value(clock.today(), output_field=DateField()),
        RegisterHalfDay.objects.filter(register=OuterRef("pk")),
    )
    held = Register.objects.filter(owner__in=owners, counts=True).annotate(
        first_day=Subquery(days.order_by("day").values("day")[:1])
    )
    ahead, behind = When(first_day__gte=today, then=F("first_day") - today), today - F("first_day")
    away = Case(ahead, default=behind, output_field=DurationField())
    return held.annotate(away=away).order_by(F("away").asc(nulls_last=True), "-pk")


def payable_persons(owners: QuerySet[Body]) -> QuerySet[Person]:
    """Who may be paid fees or sent on a mission by these bodies: their trainers, and who holds an office in them today,
    employees as well as members."""
    held = Office.objects.filter(STANDING, in_office(clock.today()), body__in=owners)
    trainers = Person.objects.filter(trainer_in__owner__in=owners)
    either = Q(pk__in=held.order_by().values("person")) | Q(pk__in=trainers.order_by().values("pk"))
    return Person.objects.filter(either).order_by("sort_ar", "pk")


@dataclass(frozen=True)
class Cost:
    """What a register cost: as ordered for what is not delivered yet, as certified for the rest."""

    certified: Decimal
    ordered: Decimal
    half_days: int

    @property
    def days(self) -> Decimal:
        return Decimal(self.half_days) / 2

    @property
    def a_day(self) -> Decimal | None:
        """The cost of one participant's day; none while nobody was present."""
        return dirhams(self.certified / self.days) if self.half_days else None


def cost_of(register: Register) -> Cost | None:
    """What was spent for a register, by participant's day: half-days on which somebody was present, over two."""
    rows = Expense.objects.filter(register=register).exclude(state=ExpenseState.CANCELLED)
    sums = list(rows.order_by().values_list("state", "gross"))
    if not sums:
        return None
    present = Presence.objects.filter(register=register, counts=True, status__in=COUNTED).count()
    certified = sum((gross for state, gross in sums if state in CERTIFIED), ZERO)
    ordered = sum((gross for state, gross in sums if state == ExpenseState.ORDERED), ZERO)
    return Cost(certified, ordered, present)
