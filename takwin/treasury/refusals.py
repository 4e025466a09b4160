"""What the treasury refuses to the apps below: it answers their questions inside the act's own transaction."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from takwin.agreements.models import Agreement, Instalment, Party
from takwin.core import formats
from takwin.core.money import ZERO, dirhams
from takwin.directory.models import Body
from takwin.programmes.models import Programme
from takwin.treasury.enums import ExpenseState
from takwin.treasury.models import Expense, FundsRequest
from takwin.treasury.queries import open_ones, received_of, standing_ones
from takwin.treasury.remittances.queries import to_hand_over
from takwin.treasury.years.queries import refuse_closed

TO_PAY = (ExpenseState.DONE, ExpenseState.INVOICED)


def refuse_reopening(sender: type[Programme], programme: Programme, **_signal: Any) -> None:
    """A programme whose shares have been requested is not reopened: letters have gone out with those amounts."""
    if FundsRequest.objects.filter(instalment__commitment__programme=programme).exists():
        raise ValidationError(
            _("Funds have been requested for the shares of this programme: they move at the year's closing only.")
        )


def refuse_writing_off(sender: type[Instalment], instalment: Instalment, amount: Decimal, **_signal: Any) -> None:
    """What was received, or ordered and not taken back, is not written off."""
    ordered = sum((order.amount for order in instalment.orders.filter(withdrawn_at=None)), ZERO)
    left = instalment.amount - max(received_of(instalment), ordered)
    if amount > left:
        raise ValidationError(
            {"amount": _("Only %(left)s may be written off: the rest is received or ordered.") % {
                "left": formats.dirhams(max(left, ZERO))
            }}
        )  # fmt: skip


def refuse_text_reopening(sender: type[Agreement], agreement: Agreement, **_signal: Any) -> None:
    """A text on the strength of which funds were requested, ordered or received keeps its last signature."""
    moved = Q(requests__isnull=False) | Q(orders__withdrawn_at=None, orders__isnull=False)
    moved |= Q(receipts__cancels=None, receipts__cancelled_at=None, receipts__isnull=False)
    if Instalment.objects.filter(moved, commitment__party__agreement=agreement).exists():
        raise ValidationError(
            _("Money was asked for, ordered or received under this text: its last signature is not withdrawn.")
        )


def refuse_new_dues(sender: type[Party], beneficiary: Body, year: int, **_signal: Any) -> None:
    """What was due for a year of the account is settled once the year is closed."""
    refuse_closed(beneficiary.pk, dt.date(year, 12, 31))


def refuse_ending(sender: type[Body], body: Body, **_signal: Any) -> None:
    """A body that still owes a contribution, or is owed one or a payment, is not ended: who would settle it?

    What will never come is written off first, with its motive.
    """
    rows: Any = open_ones(standing_ones(Instalment.objects.filter(Q(payer=body) | Q(beneficiary=body))))
    sums = {True: ZERO, False: ZERO}
    for row in rows:
        sums[row.payer_id == body.pk] += row.owed - dirhams(row.received)
    if sums[True]:
        owes = _("%(body)s still owes %(amount)s: receive it or write it off first.")
        raise ValidationError({"ends_on": owes % {"body": body, "amount": formats.dirhams(sums[True])}})
    if sums[False]:
        owed = _("%(body)s is still owed %(amount)s: receive it or write it off first.")
        raise ValidationError({"ends_on": owed % {"body": body, "amount": formats.dirhams(sums[False])}})
    if Expense.objects.filter(body=body, state__in=TO_PAY).exists():
        raise ValidationError({"ends_on": _("What %(body)s delivered is not paid yet.") % {"body": body}})
    if Expense.objects.filter(owner=body, state__in=TO_PAY).exists():
        raise ValidationError({"ends_on": _("%(body)s has not paid what was delivered to it.") % {"body": body}})
    if to_hand_over(Expense.objects.filter(owner=body)).exists():
        raise ValidationError({"ends_on": _("%(body)s has not handed over the tax it withheld.") % {"body": body}})
    if Expense.objects.filter(Q(body=body) | Q(owner=body), state=ExpenseState.ORDERED).exists():
        raise ValidationError(
            {"ends_on": _("%(body)s has orders under way: certify or give them up first.") % {"body": body}}
        )
