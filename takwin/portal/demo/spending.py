"""What sessions of the last weeks cost: one paid, one to pay, one to certify, and the fees of a trainer."""

from decimal import Decimal
from typing import Any

from takwin.attendance.models import Presence, Register
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.portal.demo.world import World
from takwin.treasury.enums import ExpenseKind
from takwin.treasury.spending.actions import Ordered, certify, order, pay, record_invoice

MEALS = [Ordered("وجبة غداء", Decimal(80), Decimal("110.00")), Ordered("استراحة شاي", Decimal(160), Decimal("18.00"))]
KITS = [Ordered("حقيبة ووثائق الدورة", Decimal(40), Decimal("65.00"))]
HOURS = [Ordered("ساعة تكوين", Decimal(12), Decimal("350.00"))]


def spend(world: World) -> None:
    """The officer orders and certifies, the finance officer pays."""
    held = Presence.objects.filter(register__owner=world.council).values("register")
    registers = list(Register.objects.filter(pk__in=held, counts=True).order_by("-pk")[:2])
    if not registers:
        return
    supplier = Body.objects.create(
        kind=BodyKind.COMPANY, place=world.council.place, name_ar="شركة الأطلس للإطعام", name_fr="Atlas Restauration"
    )
    told: dict[str, Any] = {"body": supplier, "by": world.team.region}
    with world.on(world.as_of, 9):
        for n, register in enumerate(registers):
            meals = order(world.council, kind=ExpenseKind.MEALS, title="إطعام المشاركين", lines=MEALS,
                          register=register, **told)  # fmt: skip
            certify(meals, delivered={1: Decimal(74)}, done_on=world.as_of, by=world.team.region)
            meals.refresh_from_db()
            facts: dict[str, Any] = {"number": f"F-{112 + n}", "invoiced_on": world.as_of, "amount": meals.gross}
            record_invoice(meals, **facts, by=world.team.finance)
            if n == 0:
                pay(meals, number="OP-2051", paid_on=world.as_of, amount=meals.net, by=world.team.finance)
        order(world.council, kind=ExpenseKind.KITS, title="حقائب الدورة", lines=KITS, register=registers[0], **told)
        if trainer := world.trainers and world.trainers[0].person:
            fees = order(world.council, kind=ExpenseKind.FEES, title="أتعاب التأطير", lines=HOURS, person=trainer,
                         register=registers[0], withheld_percent=Decimal(30), by=world.team.region)  # fmt: skip
            certify(fees, delivered={}, done_on=world.as_of, by=world.team.region)
