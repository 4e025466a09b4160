"""Request funds, note payment orders, receive what the account shows; nothing is ever received twice."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.agreements.actions import standing
from takwin.agreements.models import Instalment, Party
from takwin.core import clock, formats
from takwin.core.identifiers import western
from takwin.core.money import ZERO, dirhams
from takwin.core.refused import checked, refused
from takwin.core.uploads import Scan
from takwin.directory.models import Body
from takwin.documents.actions import Content, issue_papers, store_file, take_numbers
from takwin.documents.enums import PaperKind
from takwin.documents.models import StoredFile
from takwin.journal.actions import record, record_each
from takwin.rights.enums import Permission
from takwin.rights.queries import may
from takwin.treasury.enums import LineSource
from takwin.treasury.letters import letter_of_day, why_not_asked
from takwin.treasury.models import AccountLine, BankLine, FundsRequest, PaymentOrder, Receipt
from takwin.treasury.papers import behind, request_facts, template_of
from takwin.treasury.queries import left_on, left_to_order, received_of
from takwin.treasury.words import other_words
from takwin.treasury.years.queries import credit_lines, lock_accounts, lock_years, open_day, refuse_closed


def _standing(instalment: Instalment) -> None:
    """Refuse what is due under a cancelled agreement, whose row stays locked: nobody cancels it meanwhile."""
    standing(Party.objects.values_list("agreement", flat=True).get(commitments__instalments=instalment))


@transaction.atomic
def request_funds(instalment: Instalment, *, by: User) -> FundsRequest:
    """Ask a payer for what remains of an instalment, by a numbered letter; asked again another day, it is a reminder.

    The instalment's row is locked, so that of two officers asking at once, or of one who asks twice in a day, the
    second is given the letter of the first. Nothing is asked for under a cancelled agreement.
    """
    _standing(instalment)
    return _request(instalment, by=by)


def _request(instalment: Instalment, *, by: User) -> FundsRequest:
    """Under an agreement that stands, whose row is locked."""
    (instalment,) = locked_for_letters([instalment.pk])
    if instalment.owed <= (received := received_of(instalment)):
        raise ValidationError(_("Nothing remains to be requested: this instalment has been received."))
    if written := letter_of_day(instalment, clock.today()):
        return written
    if refused_base := why_not_asked(instalment):
        raise ValidationError(refused_base)
    return write_letters([instalment], {instalment.pk: received}, by=by)[0]


def locked_for_letters(keys: Iterable[int]) -> QuerySet[Instalment]:
    """The instalments, locked in the order of their keys, with all that their letters name."""
    rows = Instalment.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    return rows.select_related("beneficiary__place", "payer__place__province", "commitment__party__agreement")


def write_letters(instalments: Sequence[Instalment], received: dict[int, Decimal], *, by: User) -> list[FundsRequest]:
    """The numbered letters of instalments of one account, locked and found fit to be asked for, with what was received
    of each: the same few queries for one letter and for a hundred."""
    owner, today = instalments[0].beneficiary, clock.today()
    if not owner.rib:
        raise ValidationError(
            _("The account (RIB) of %(body)s is not known: write it on its page, then request."), params={"body": owner}
        )
    written = FundsRequest.objects.filter(instalment__in=instalments).order_by().values("instalment")
    ranks = dict(written.annotate(next=Max("rank") + 1).values_list("instalment", "next"))
    requests = FundsRequest.objects.bulk_create(
        FundsRequest(
            instalment=one,
            rank=ranks.get(one.pk, 0),
            amount=one.owed - received.get(one.pk, ZERO),
            requested_on=today,
            requested_by=by,
        )
        for one in instalments
    )
    numbers = take_numbers(owner, PaperKind.FUNDS_REQUEST, today.year, len(requests))
    references, known = [f"{number}/{today.year}" for number in numbers], behind(requests, received)
    contents = (
        Content(reference, template_of(request), request_facts(request, reference, known), request)
        for request, reference in zip(requests, references, strict=True)
    )
    papers = issue_papers(contents, owner=owner, kind=PaperKind.FUNDS_REQUEST, by=by)
    for request, paper in zip(requests, papers, strict=True):
        request.paper = paper
    FundsRequest.objects.bulk_update(requests, ["paper"])
    told: list[tuple[Instalment, dict[str, Any]]] = [
        (request.instalment, {"amount": request.amount, "rank": request.rank, "reference": reference})
        for request, reference in zip(requests, references, strict=True)
    ]
    record_each("funds.requested", [one for one in told if not one[1]["rank"]], by=by)
    record_each("funds.reminded", [one for one in told if one[1]["rank"]], by=by)
    return requests


@transaction.atomic
def ask(instalment: Instalment, *, by: User) -> FundsRequest | None:
    """Lay to an instalment what its payer is ahead, then ask for the rest; no letter when nothing is left to ask for.

    Nobody is asked for money that is already on the account.
    """
    lock_accounts([instalment.beneficiary_id])
    _standing(instalment)
    if lay_credit(instalment, by=by) and instalment.owed <= received_of(instalment):
        return None
    return _request(instalment, by=by)


@transaction.atomic
def declare_order(
    instalment: Instalment, *, number: str, ordered_on: dt.date, amount: Decimal, words: str = "", by: User
) -> PaymentOrder:
    """Note the payment order a payer says it issued; confirmed at once when noted by one who may confirm.

    Not under a cancelled agreement, under which nobody pays any more. Who keeps the account confirms it; the payer only
    declares.
    """
    number = western(number)
    _standing(instalment)
    instalment = Instalment.objects.select_for_update(of=("self",)).get(pk=instalment.pk)
    if wrong := _wrong_in_order(instalment, number, ordered_on, amount, words):
        raise ValidationError(wrong)
    confirmed = may(by, Permission.TREASURY_REQUEST, instalment.beneficiary)
    now = clock.now()
    with refused(PaymentOrder):
        order = checked(
            PaymentOrder(
                instalment=instalment,
                number=number,
                ordered_on=ordered_on,
                amount=dirhams(amount),
                declared_by=by,
                declared_at=now,
                confirmed_by=by if confirmed else None,
                confirmed_at=now if confirmed else None,
            )
        )
    record("order.recorded" if confirmed else "order.declared", instalment, by=by, amount=order.amount, order=order.pk)
    return order


def _wrong_in_order(
    instalment: Instalment, number: str, ordered_on: dt.date, amount: Decimal, words: str
) -> dict[str, Any]:
    """All that keeps an order from being noted, at the field of each. Words that say another amount than the figures
    are refused since the accountant will reject it; nobody orders what he has paid, or ordered, already."""
    wrong: dict[str, Any] = {}
    if said := other_words(amount, words):
        wrong["words"] = said
    if ordered_on > clock.today():
        wrong["ordered_on"] = _("This date is in the future: record what has happened.")
    if instalment.orders.filter(withdrawn_at=None, number=number).exists():
        wrong["number"] = _("This payment order is already declared.")
    if (left := left_to_order(instalment)) <= 0:
        wrong["amount"] = _("Nothing is left to be ordered.")
    elif amount > left:
        sentence = _("The orders would exceed what is due: %(left)s remain to be ordered.")
        wrong["amount"] = sentence % {"left": formats.dirhams(left)}
    return wrong


@transaction.atomic
def confirm_order(order: PaymentOrder, *, by: User) -> PaymentOrder:
    """Who keeps the account confirms a declared order. It is still not money: only a receipt is.

    Not under a cancelled agreement, where the region expects no order: it is withdrawn, or what came is received.
    """
    _standing(order.instalment)
    order = PaymentOrder.objects.select_for_update(of=("self",)).get(pk=order.pk)
    if order.confirmed_at or order.withdrawn_at:
        raise ValidationError(_("This is already settled."))
    order.confirmed_by, order.confirmed_at = by, clock.now()
    order.save(update_fields=["confirmed_by", "confirmed_at"])
    record("order.confirmed", order.instalment, by=by, amount=order.amount, order=order.pk)
    return order


@transaction.atomic
def withdraw_order(order: PaymentOrder, *, motive: str, by: User) -> PaymentOrder:
    """Take back an order declared by mistake, or rejected by the accountant; it stays in the story.

    Under a cancelled agreement too: that is how an order that will not be executed leaves the figures.
    """
    order = PaymentOrder.objects.select_for_update(of=("self",)).get(pk=order.pk)
    if order.withdrawn_at:
        raise ValidationError(_("This is already settled."))
    if not motive:
        raise ValidationError({"motive": _("Say why this order is withdrawn.")})
    order.withdrawn_at, order.motive = clock.now(), motive
    order.save(update_fields=["withdrawn_at", "motive"])
    record("order.withdrawn", order.instalment, by=by, amount=order.amount, order=order.pk)
    return order


@transaction.atomic
def record_line(
    *,
    owner: Body,
    source: LineSource,
    reference: str,
    booked_on: dt.date,
    amount: Decimal,
    label: str = "",
    file: StoredFile | None = None,
    by: User,
) -> AccountLine:
    """Record a credit of the account, from a statement or a treasury slip; its reference is taken once.

    Not in a year whose figures are closed: what comes to light later is entered on the day it does.
    """
    refuse_closed(owner.pk, booked_on)
    if booked_on > clock.today():
        raise ValidationError({"booked_on": _("This date is in the future: record what has happened.")})
    with refused(AccountLine):
        line = checked(
            AccountLine(
                owner=owner,
                source=source,
                reference=western(reference),
                booked_on=booked_on,
                amount=dirhams(amount),
                label=label,
                file=file,
                recorded_by=by,
            )
        )
    record("account.line_recorded", line, by=by, amount=line.amount, source=source)
    return line


@transaction.atomic
def record_proved_line(*, owner: Body, proof: Scan, by: User, **facts: Any) -> AccountLine:
    """Record a line together with the scan that proves it: both are kept, or neither.

    The scan is written last, once nothing can refuse the line any more, so that a refusal leaves no file behind.
    """
    line = record_line(owner=owner, by=by, **facts)
    line.file = store_file(proof.data, name=proof.name, content_type=proof.content_type, owner=owner, by=by)
    line.save(update_fields=["file"])
    return line


@transaction.atomic
def take_back_line(line: AccountLine, *, motive: str, by: User) -> AccountLine:
    """Take back a line recorded by hand by mistake: the books give its amount back on a day that is open, and its
    reference may be recorded anew. What was received from it is cancelled first; the bank's own lines are not ours."""
    undone_on = open_day(line.owner_id, line.booked_on)
    line = AccountLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    if line.undone_on:
        raise ValidationError(_("This line is already taken back."))
    if BankLine.objects.filter(account_line=line).exists():
        raise ValidationError(_("This line comes from a statement of the bank: only the bank undoes it."))
    if line.receipts.filter(cancels=None, cancelled_at=None).exists():
        raise ValidationError(_("Contributions were received from this line: cancel these receipts first."))
    if not motive:
        raise ValidationError({"motive": _("Say why this line is taken back.")})
    line.undone_on, line.motive, line.credit_of = undone_on, motive, None
    with refused(AccountLine):
        checked(line)
    record("account.line_taken_back", line, by=by, amount=line.amount)
    return line


@transaction.atomic
def receive(line: AccountLine, amounts: Mapping[Instalment, Decimal], *, by: User) -> list[Receipt]:
    """Receive an account line for one or several instalments, all or none.

    Never more than the line holds, nor than an instalment still lacks: the account, the line and the instalments are
    locked in that order, so that two officers cannot receive the same money. An instalment of a cancelled agreement is
    received like any other: the money is on the account, and leaving it without a payer would make the books false.
    A receipt bears the day of its line, or today's once that year is closed.
    """
    lock_accounts([line.owner_id])
    received_on = open_day(line.owner_id, line.booked_on)
    line = AccountLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    wanted = {instalment.pk: dirhams(amount) for instalment, amount in amounts.items() if amount}
    if not wanted or min(wanted.values()) <= 0:
        raise ValidationError(_("Say what is received, above zero, for at least one instalment."))
    if sum(wanted.values()) > left_on(line):
        raise ValidationError(
            _("This line holds %(left)s still to be received, not more."),
            params={"left": formats.dirhams(left_on(line))},
        )
    locked = Instalment.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    return [
        _receive_one(line, instalment, wanted[instalment.pk], received_on, by)
        for instalment in locked.select_related("payer", "beneficiary")
    ]


def _receive_one(line: AccountLine, instalment: Instalment, amount: Decimal, on: dt.date, by: User) -> Receipt:
    if instalment.beneficiary_id != line.owner_id:
        raise ValidationError(_("This instalment is paid to another account."))
    missing = instalment.owed - received_of(instalment)
    if amount > missing:
        raise ValidationError(
            _("%(payer)s owes %(missing)s for %(year)s: more cannot be received for it."),
            params={"payer": instalment.payer, "missing": formats.dirhams(missing), "year": instalment.year},
        )
    with refused(Receipt):
        receipt = Receipt.objects.create(
            instalment=instalment,
            line=line,
            amount=amount,
            received_on=on,
            recorded_by=by,
            recorded_at=clock.now(),
        )
    record("funds.received", instalment, by=by, amount=amount, line=line.pk)
    return receipt


@transaction.atomic
def lay_credit(instalment: Instalment, *, by: User) -> bool:
    """Receive for an instalment what its payer is ahead, from the oldest credit; whether there was any.

    All is locked before anything is counted, so that of two who lay one credit the second finds nothing left. A line
    that already pays for part of this instalment is received anew, for both parts at once.
    """
    lock_accounts([instalment.beneficiary_id])
    lock_years(instalment.beneficiary_id)
    own = AccountLine.objects.filter(owner=instalment.beneficiary_id, credit_of=instalment.payer_id, undone_on=None)
    list(own.select_for_update(of=("self",)).order_by("booked_on", "pk"))
    instalment = Instalment.objects.select_for_update(of=("self",)).get(pk=instalment.pk)
    laid = False
    for held in credit_lines(instalment.beneficiary_id, instalment.payer_id):
        amount = min(held.left, instalment.owed - received_of(instalment))
        if amount > 0:
            earlier = held.line.receipts.filter(instalment=instalment, cancels=None, cancelled_at=None).first()
            if earlier:
                cancel_receipt(earlier, motive=str(_("received anew with the credit left on its line")), by=by)
                amount += earlier.amount
            laid = bool(receive(held.line, {instalment: amount}, by=by))
    return laid


@transaction.atomic
def cancel_receipt(receipt: Receipt, *, motive: str, on: dt.date | None = None, by: User) -> Receipt:
    """Undo a receipt by a counter-entry of the opposite amount; both stay.

    It is dated today, or the day the bank took the money back (``on``): never in a closed year, so that what was
    certified stays as it was.
    """
    lock_accounts([receipt.instalment.beneficiary_id])
    cancelled_on = open_day(receipt.instalment.beneficiary_id, on or clock.today())
    AccountLine.objects.select_for_update(of=("self",)).get(pk=receipt.line_id)
    receipt = Receipt.objects.select_for_update(of=("self",)).get(pk=receipt.pk)
    if receipt.cancels_id or receipt.cancelled_at:
        raise ValidationError(_("This receipt is already cancelled."))
    if not motive:
        raise ValidationError({"motive": _("Say why this receipt is cancelled.")})
    receipt.cancelled_at = clock.now()
    receipt.save(update_fields=["cancelled_at"])
    with refused(Receipt):
        counter = Receipt.objects.create(
            instalment=receipt.instalment,
            line=receipt.line,
            amount=-receipt.amount,
            received_on=cancelled_on,
            cancels=receipt,
            motive=motive,
            recorded_by=by,
            recorded_at=receipt.cancelled_at,
        )
    record("funds.receipt_cancelled", receipt.instalment, by=by, amount=receipt.amount, receipt=receipt.pk)
    return counter
