"""The facts of the order slip, the certificate of service done, the mission order and the travel statement."""

import datetime as dt
from typing import Any

from takwin.core import clock, formats
from takwin.core.text import attached
from takwin.documents.enums import PaperKind
from takwin.documents.issuers import letterhead_of, town_of
from takwin.documents.papers import spending as slips
from takwin.documents.papers.parts import paper, reference
from takwin.treasury.enums import ExpenseKind, Transport
from takwin.treasury.models import Expense, Mission
from takwin.treasury.papers import president_signs

TITLES = {
    PaperKind.ORDER_SLIP: "سند طلب",
    PaperKind.SERVICE_DONE: "شهادة الخدمة المنجزة",
    PaperKind.MISSION_ORDER: "أمر بالقيام بمهمة",
    PaperKind.TRAVEL_STATEMENT: "كشف التعويضات عن التنقل",
}
OPENINGS = {
    PaperKind.ORDER_SLIP: "يطلب من {payee} إنجاز ما يلي لفائدة {owner}:",
    PaperKind.SERVICE_DONE: "نشهد أن {payee} أنجز ما يلي لفائدة {owner} بتاريخ {done}، وأنه مطابق للمطلوب:",
    PaperKind.MISSION_ORDER: "يؤذن {to_payee} بالقيام بالمهمة التالية لفائدة {owner}{journey}:",
    PaperKind.TRAVEL_STATEMENT: "نشهد بصحة التعويضات المستحقة {to_payee} عن مهمة أنجزت لفائدة {owner}{journey}:",
}


BY = {
    Transport.SERVICE: "على متن سيارة المصلحة",
    Transport.OWN: "على متن السيارة الخاصة",
    Transport.PUBLIC: "عبر وسائل النقل العمومي",
    Transport.TRAIN: "عبر القطار",
    Transport.PLANE: "عبر الطائرة",
}


def paper_kind(expense: Expense, *, done: bool) -> PaperKind:
    """A mission is ordered and counted on papers of its own; all else is ordered, then certified."""
    if expense.kind == ExpenseKind.TRAVEL:
        return PaperKind.TRAVEL_STATEMENT if done else PaperKind.MISSION_ORDER
    return PaperKind.SERVICE_DONE if done else PaperKind.ORDER_SLIP


def _journey(expense: Expense) -> str:
    """Where somebody is sent, when and how; of one ordered before this was said, until when at most."""
    mission = Mission.objects.filter(expense=expense).first()
    if mission is None:
        return f" إلى غاية {formats.day(expense.done_on, language='ar')}" if expense.done_on else ""
    first, last = (formats.day(day, language="ar") for day in (mission.leaves_on, mission.returns_on))
    days = f"يوم {first}" if first == last else f"من {first} إلى {last}"
    return f"، {attached('ب', mission.destination)}، {days}، {BY[Transport(mission.transport)]}"


def expense_facts(expense: Expense, kind: PaperKind, number: str, on: dt.date) -> dict[str, Any]:
    """What stands on the paper: who, what for, each line with its price, the tax withheld, and what is to be paid."""
    owner, payee = expense.owner, expense.payee
    done = formats.day(expense.done_on, language="ar") if expense.done_on else ""
    return slips.slip(
        paper(f"TKW-{kind.upper()[:3]}-{number.replace('/', '-')}", TITLES[kind], author=owner.name_ar,
              made_at=clock.now()),
        letterhead_of(owner),
        reference(number, town_of(owner), on),
        opening=OPENINGS[kind].format(
            payee=payee.name_ar, to_payee=attached("ل", payee.name_ar), owner=owner.name_ar, done=done,
            journey=_journey(expense),
        ),
        purpose=expense.title,
        session=f"{expense.register.title} ({expense.register.reference})" if expense.register else "",
        order=expense.reference,
        lines=[
            slips.Line(line.what, line.quantity if line.delivered is None else line.delivered, line.unit_price,
                       line.amount)
            for line in expense.lines.all()
        ],
        withheld=expense.withheld,
        signatures=[president_signs(owner, on)],
    )  # fmt: skip
