"""The statement of the month, as the treasury sent it: a line of each kind, waiting for the finance officer."""

import datetime as dt
from decimal import Decimal

from takwin.agreements.models import Instalment
from takwin.core.money import dirhams
from takwin.directory.enums import BodyKind
from takwin.portal.demo.world import World
from takwin.treasury.queries import open_ones
from takwin.treasury.statements.actions import import_statement

OPENING = Decimal("486310.25")
DAYS = 24


def send_statement(world: World) -> None:
    """Written as a bank writes it, brought in as an officer does; nothing of it is confirmed yet."""
    due = Instalment.objects.filter(beneficiary=world.council, payer__kind=BodyKind.COMMUNE, receipts=None)
    never_paid = open_ones(due).select_related("payer__place__province").order_by("payer", "year")
    instalments = {instalment.payer_id: instalment for instalment in never_paid}
    if len(instalments) < 8:
        return
    rows = _rows(list(instalments.values())[:8])
    first = world.as_of - dt.timedelta(days=DAYS)
    balance, lines = OPENING, ["Date;Libellé;Débit;Crédit;Solde", f";SOLDE INITIAL;;;{_written(OPENING)}"]
    for after, label, amount in rows:
        balance += amount
        day = first + dt.timedelta(days=after)
        debit, credit = ("", _written(amount)) if amount > 0 else (_written(-amount), "")
        lines.append(f"{day:%d/%m/%Y};{label};{debit};{credit};{_written(balance)}")
    data = "\r\n".join(lines).encode("cp1256")
    with world.on(world.as_of, 9, 30):
        import_statement(data, "releve-tresorerie.csv", owner=world.council, by=world.team.finance)


def _rows(due: list[Instalment]) -> list[tuple[int, str, Decimal]]:
    """Whole, in Arabic, in part, paid twice, above the due, undone by the bank, by a stranger, and charges."""
    french = [one.payer.place.name_fr.upper() if one.payer.place else "" for one in due]
    arabic = [one.payer.place.name_ar if one.payer.place else "" for one in due]
    undone = f"VIR RECU COMMUNE {french[5]} FORMATION {due[5].year}"
    return [
        (0, f"VIR RECU COMMUNE {french[0]} CONTRIB {due[0].year}", due[0].amount),
        (1, f"تحويل جماعة {arabic[1]} مساهمة التكوين {due[1].year}", due[1].amount),
        (2, f"MANDAT 214 COMMUNE {french[2]} PART {due[2].year}", dirhams(due[2].amount * 2 / 5)),
        (3, "COMMISSION VIREMENT", Decimal("-22.00")),
        (4, f"VIREMENT C/{french[3]} FORM CONTINUE ELUS {due[3].year}", due[3].amount),
        (6, f"VIREMENT C/{french[3]} FORM CONTINUE ELUS {due[3].year}", due[3].amount),
        (7, f"مساهمة جماعة {arabic[4]} برسم سنة {due[4].year}", due[4].amount + 100),
        (8, undone, due[5].amount),
        (10, f"ANNULATION {undone}", -due[5].amount),
        (11, "VIR RECU CT TAZARINE PROV ZAGORA FORMATION", Decimal("12000.00")),
        (12, "VERSEMENT ESPECES GUICHET 4", Decimal("3150.00")),
        (14, f"CR {french[6]} CONTRIB. {due[6].year}", due[6].amount),
        (DAYS - 1, f"تحويل جماعة {arabic[7]} مساهمة {due[7].year}", due[7].amount),
    ]


def _written(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")
