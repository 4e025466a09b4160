"""What the product itself knows of an account: who owes what, the orders announced, and the lines already stored."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet

from takwin.agreements.models import Instalment
from takwin.core.money import ZERO, dirhams
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.treasury.enums import BankLineState
from takwin.treasury.models import AccountLine, BankLine, PaymentOrder, Receipt
from takwin.treasury.queries import based, with_money
from takwin.treasury.statements.entries import Entry, Order, Payer
from takwin.treasury.statements.places import gazetteer
from takwin.treasury.statements.recognising import Book

Open = dict[tuple[str, int], list[tuple[Instalment, Decimal]]]
COUNCILS = {BodyKind.PROVINCE, BodyKind.STATE, BodyKind.REGION}


def book_of(owner: Body) -> tuple[Book, Open]:
    """The book of an account, and its open instalments by payer and year, the oldest due first: those that have a base
    to be asked on. Of the others no order is expected either."""
    payers: dict[str, Payer] = {}
    left: Open = defaultdict(list)
    rows = with_money(Instalment.objects.filter(beneficiary=owner)).select_related("payer__place__province")
    for row in rows.order_by("due_on", "pk"):
        code = str(row.payer_id)
        payer = payers.get(code) or payers.setdefault(code, _payer(row.payer))
        missing = max(row.owed - dirhams(row.received), ZERO)  # type: ignore[attr-defined]
        if not row.has_base:  # type: ignore[attr-defined]
            payer.promised[row.year] = payer.promised.get(row.year, ZERO) + missing
            continue
        payer.due[row.year] = payer.due.get(row.year, ZERO) + row.owed
        payer.open[row.year] = payer.open.get(row.year, ZERO) + missing
        if missing:
            left[code, row.year].append((row, missing))
    return Book(payers, list(_orders(owner)), gazetteer()), left


def _payer(body: Body) -> Payer:
    place = body.place
    names = [body.name_ar, body.name_fr]
    if place:
        names += [place.name_ar, place.name_fr, place.official_ar, place.official_fr]
    return Payer(
        code=str(body.pk),
        province=place.province.code if place and place.province else "",
        is_council=body.kind in COUNCILS,
        names=tuple(dict.fromkeys(name for name in names if name)),
        rib=body.rib or "",
        place=place.code if place else "",
    )


def _orders(owner: Body) -> Iterable[Order]:
    asked = Instalment.objects.filter(based(), beneficiary=owner)
    standing = PaymentOrder.objects.filter(instalment__in=asked, withdrawn_at=None)
    for order in standing.select_related("instalment"):
        if number := re.search(r"\d+", order.number):
            instalment = order.instalment
            year = order.ordered_on.year
            yield Order(str(instalment.payer_id), number[0], instalment.year, order.amount, year)


def entries_of(lines: QuerySet[BankLine]) -> list[Entry]:
    """The lines of an account in order of time, named by their keys; those already matched say their payer."""
    kept = lines.filter(state__in=[BankLineState.WAITING, BankLineState.RECEIVED]).order_by("booked_on", "pk")
    return [
        Entry(
            row.pk,
            row.booked_on,
            row.amount,
            row.label,
            payer=str(row.payer_id or "?") if row.state == BankLineState.RECEIVED else "",
        )
        for row in kept
    ]


def same_money(line: BankLine) -> QuerySet[AccountLine]:
    """The lines recorded by hand that may be the money of a credit of the bank, the likeliest first.

    A line already received from somebody else is other money, however equal: two bodies pay one amount on one day.
    """
    same = AccountLine.objects.filter(
        owner=line.owner_id, booked_on=line.booked_on, amount=line.amount, bank_line=None, undone_on=None
    )
    standing = Receipt.objects.filter(line=OuterRef("pk"), cancels=None, cancelled_at=None)
    others = standing.exclude(instalment__payer=line.payer_id)
    return same.exclude(Exists(others)).annotate(received=Exists(standing)).order_by("-received", "pk")


def spread(left: Open, code: str, year: int, amount: Decimal) -> Sequence[tuple[int, Decimal]]:
    """An amount laid to the open instalments of a payer for a year, which are used up as they are filled."""
    parts: list[tuple[int, Decimal]] = []
    rows = left[code, year]
    for n, (instalment, missing) in enumerate(rows):
        part = min(missing, amount)
        if part:
            parts.append((instalment.pk, part))
            rows[n] = instalment, missing - part
            amount -= part
    return parts
