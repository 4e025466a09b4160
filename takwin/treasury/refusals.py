"""What the treasury refuses to the apps below: it answers their questions inside the act's own transaction."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from takwin.agreements.models import Agreement, Instalment, Party
from takwin.core import formats
from takwin.core.money import ZERO
from takwin.directory.models import Body
from takwin.programmes.models import Programme
from takwin.treasury.models import FundsRequest
from takwin.treasury.queries import received_of
from takwin.treasury.years.queries import refuse_closed


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
