"""Fees paid less the tax in the two months before: the first was handed over, the second is still to be."""

import datetime as dt
from decimal import Decimal

from takwin.people.models import Person
from takwin.portal.demo.world import World
from takwin.treasury.enums import ExpenseKind
from takwin.treasury.models import Expense
from takwin.treasury.remittances.actions import remit
from takwin.treasury.spending.actions import Ordered, certify, order, pay

WITHHELD = Decimal(30)


def hand_over_the_tax(world: World) -> None:
    """Within the year of the day: an earlier one may be closed."""
    person = world.trainers[0].person if world.trainers else None
    if person is None or world.as_of.month < 3:
        return
    last = (world.as_of.replace(day=1) - dt.timedelta(days=1)).replace(day=15)
    before = (last.replace(day=1) - dt.timedelta(days=1)).replace(day=15)
    for day, hours in ((before, 10), (last, 14)):
        fees = _taught(world, person, day, hours)
        if day == before:
            with world.on(last, 11):
                remit(
                    world.council, day.replace(day=1), number=f"TR-{day:%m}/{day.year}", paid_on=last,
                    amount=fees.withheld, by=world.team.finance,
                )  # fmt: skip


def _taught(world: World, person: Person, day: dt.date, hours: int) -> Expense:
    lines = [Ordered("ساعة تكوين", Decimal(hours), Decimal("350.00"))]
    with world.on(day, 10):
        fees = order(
            world.council, kind=ExpenseKind.FEES, title="أتعاب ورشة تحضيرية", lines=lines, person=person,
            withheld_percent=WITHHELD, by=world.team.region,
        )  # fmt: skip
        done = certify(fees, delivered={}, done_on=day, by=world.team.region)
        pay(done, number=f"OP-{day:%m%d}", paid_on=day, amount=done.net, by=world.team.finance)
    return done
