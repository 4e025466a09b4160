"""The panels the treasury brings to the pages of instalments, lines, agreements, bodies, places and programmes."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from takwin.accounts.models import User
from takwin.agreements.models import Agreement, Instalment
from takwin.core import clock, formats
from takwin.directory.enums import Level
from takwin.directory.models import Body, Place
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed, may
from takwin.treasury.models import AccountLine, BankLine, PaymentOrder, Receipt
from takwin.treasury.queries import grand_total, in_place, state_of_transfers, with_money
from takwin.treasury.shown import Contribution
from takwin.treasury.words import promised
from takwin.ui.states import Look

SEE = Permission.TREASURY_VIEW
DECLARED = Look(_("declared, not confirmed"), "warn", "dot")
CONFIRMED = Look(_("confirmed"), "go", "half")
WITHDRAWN = Look(_("withdrawn"), "bad", "no")
RECEIVED = Look(pgettext_lazy("transfers", "received"), "go", "full")
CANCELLED = Look(pgettext_lazy("transfers", "cancelled"), "bad", "no")
COUNTER = Look(_("counter-entry"), "", "dash")


def facts(thing: Instalment, user: User) -> dict[str, Any]:
    left = Contribution.of(thing, clock.today()).missing
    row: Any = thing
    declared = row.said_ordered - row.ordered_confirmed
    return {
        "instalment": thing, "agreement": thing.commitment.party.agreement, "left": left, "declared": declared
    }  # fmt: skip


def requests(thing: Instalment, user: User) -> dict[str, Any]:
    """The letters written for an instalment, the latest first."""
    found = thing.requests.select_related("paper", "requested_by").order_by("-rank")
    return {"requests": list(found)}


@dataclass(frozen=True)
class OrderRow:
    order: PaymentOrder
    look: Look
    confirm_url: str
    withdraw_url: str


def orders(thing: Instalment, user: User) -> dict[str, Any]:
    """The payment orders told by the payer, those taken back included, with what the reader may do of each."""
    confirms = may(user, Permission.TREASURY_REQUEST, thing.beneficiary)
    declares = may(user, Permission.AGREEMENT_DECLARE, thing.payer)
    is_open = thing.commitment.party.agreement.cancelled_on is None
    rows = []
    for order in thing.orders.order_by("-ordered_on", "-pk"):
        standing = order.withdrawn_at is None
        waits = standing and order.confirmed_at is None
        rows.append(
            OrderRow(
                order,
                _look(order),
                reverse("treasury:confirm", args=[order.pk]) if waits and confirms and is_open else "",
                reverse("treasury:withdraw", args=[order.pk])
                if (standing and confirms) or (waits and declares)
                else "",
            )
        )
    return {"orders": rows}


def _look(order: PaymentOrder) -> Look:
    if order.withdrawn_at:
        return WITHDRAWN
    return CONFIRMED if order.confirmed_at else DECLARED


@dataclass(frozen=True)
class ReceiptRow:
    receipt: Receipt
    look: Look
    cancel_url: str
    line_url: str


def look_of_receipt(one: Receipt) -> Look:
    return COUNTER if one.cancels_id else CANCELLED if one.cancelled_at else RECEIVED


def _receipt_rows(receipts: Any, user: User) -> list[ReceiptRow]:
    """Receipts and their counter-entries, the latest first; those the reader may cancel have their address."""
    kept = set(allowed(Body.objects, user, Permission.TREASURY_REQUEST).values_list("pk", flat=True)[:1000])
    lines = set(allowed(AccountLine.objects.filter(receipts__in=receipts), user, SEE).values_list("pk", flat=True))
    rows = []
    for one in receipts.select_related("line", "instalment__payer").order_by("-recorded_at", "-pk"):
        stands = one.cancels_id is None and one.cancelled_at is None
        rows.append(
            ReceiptRow(
                one,
                look_of_receipt(one),
                reverse("treasury:cancel", args=[one.pk]) if stands and one.line.owner_id in kept else "",
                reverse("treasury:line", args=[one.line_id]) if one.line_id in lines else "",
            )
        )
    return rows


def receipts(thing: Instalment, user: User) -> dict[str, Any]:
    return {"receipts": _receipt_rows(thing.receipts.all(), user), "of_line": False}


def received_from(thing: AccountLine, user: User) -> dict[str, Any]:
    """What was received from a line, and for whom."""
    return {"receipts": _receipt_rows(thing.receipts.all(), user), "of_line": True}


def received_from_bank(thing: BankLine, user: User) -> dict[str, Any] | None:
    """The same of a line of the bank, once it is on the account."""
    return received_from(thing.account_line, user) if thing.account_line else None


def line_facts(thing: AccountLine, user: User) -> dict[str, Any]:
    return {"line": thing}


def bank_line_facts(thing: BankLine, user: User) -> dict[str, Any]:
    return {"line": thing}


def _contributions(rows: Any) -> list[Contribution]:
    today = clock.today()
    return [Contribution.of(row, today) for row in with_money(rows).select_related("payer", "commitment__party")]


@dataclass(frozen=True)
class PayerRow:
    """A payer of an agreement: each year of the table with its contributions, in order."""

    payer: Body
    cells: list[tuple[int, list[Contribution]]]


def of_agreement(thing: Agreement, user: User) -> dict[str, Any] | None:
    """The contributions promised in an agreement, by payer and year: each reader sees those he may, a commune its
    own."""
    seen = allowed(Instalment.objects, user, SEE).filter(commitment__party__agreement=thing)
    rows = _contributions(seen.order_by("commitment__party__order", "year", "number"))
    if not rows:
        return None
    years = sorted({row.instalment.year for row in rows})
    payers = {row.instalment.payer_id: row.instalment.payer for row in rows}
    cells: dict[tuple[int, int], list[Contribution]] = {}
    for row in rows:
        cells.setdefault((row.instalment.payer_id, row.instalment.year), []).append(row)
    table = [PayerRow(payer, [(year, cells.get((pk, year), [])) for year in years]) for pk, payer in payers.items()]
    total = grand_total(state_of_transfers(seen, clock.today()))
    return {"years": years, "table": table, "total": total, "promised": promised(total.promised, formats.dirhams)}


def of_body(thing: Body, user: User) -> dict[str, Any] | None:
    """What a body owes, on its page."""
    seen = allowed(Instalment.objects, user, SEE).filter(payer=thing)
    rows = _contributions(seen.order_by("-year", "number"))
    if not rows:
        return None
    total = grand_total(state_of_transfers(seen, clock.today()))
    return {"contributions": rows, "total": total, "url": reverse("treasury:payer", args=[thing.pk]), "own": True}


def of_place(thing: Place, user: User) -> dict[str, Any] | None:
    """The transfers of a region or a province, in figures."""
    if thing.level not in (Level.REGION, Level.PROVINCE):
        return None
    provinces = state_of_transfers(in_place(allowed(Instalment.objects, user, SEE), thing), clock.today())
    if not provinces:
        return None
    late = sum(province.late_payers for province in provinces)
    url = f"{reverse('treasury:place', args=[thing.pk])}?year=all"  # the panel counts every year: so does its page
    return {"total": grand_total(provinces), "late": late, "url": url}
