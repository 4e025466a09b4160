"""What was received before Takwin: lines of the account, laid to the shares they were received for, many at once."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.agreements.models import Instalment, Party
from takwin.core import clock
from takwin.core.money import ZERO, dirhams
from takwin.core.refused import checked_many
from takwin.directory.models import Body
from takwin.documents.models import StoredFile
from takwin.journal.actions import record_each
from takwin.treasury.enums import LineSource
from takwin.treasury.models import AccountLine, Receipt
from takwin.treasury.years.queries import open_day, refuse_closed


class Opening(NamedTuple):
    """What a party had paid of its shares, by year, under the reference of its line."""

    party: Party
    reference: str
    by_year: Mapping[int, Decimal]


@transaction.atomic
def open_balances(
    owner: Body, openings: Sequence[Opening], *, booked_on: dt.date, file: StoredFile | None, by: User
) -> list[AccountLine | Receipt]:
    """Record a line for each party and receive it for its instalments of each year, one after the other; the same few
    queries whatever their number (see ``record_line`` and ``receive``)."""
    if not openings:
        return []
    refuse_closed(owner.pk, booked_on)
    if booked_on > clock.today():
        raise ValidationError({"booked_on": _("This date is in the future: record what has happened.")})
    lines = checked_many([
        AccountLine(
            owner=owner, source=LineSource.OPENING, reference=one.reference, booked_on=booked_on,
            amount=dirhams(sum(one.by_year.values(), ZERO)), label=str(one.party.body), file=file, recorded_by=by,
        )
        for one in openings
    ])  # fmt: skip
    told = [(line, {"amount": line.amount, "source": line.source}) for line in lines]
    record_each("account.line_recorded", told, by=by)
    on, now = open_day(owner.pk, booked_on), clock.now()
    laid = _laid(owner, lines, openings)
    if {line.pk for line, _due, _part in laid} != {line.pk for line in lines}:
        raise ValidationError(_("Say what is received, above zero, for at least one instalment."))
    receipts = checked_many([
        Receipt(instalment=due, line=line, amount=part, received_on=on, recorded_by=by, recorded_at=now)
        for line, due, part in laid
    ])  # fmt: skip
    record_each("funds.received", [(one.instalment, {"amount": one.amount, "line": one.line_id}) for one in receipts],
                by=by)  # fmt: skip
    return [*lines, *receipts]


def _laid(
    owner: Body, lines: Sequence[AccountLine], openings: Sequence[Opening]
) -> list[tuple[AccountLine, Instalment, Decimal]]:
    """Which part of each line goes to which instalment, never more than it still lacks; the instalments are locked."""
    locked = Instalment.objects.select_for_update(of=("self",)).order_by("pk")
    rows = list(locked.filter(commitment__party__in=[one.party for one in openings]).select_related("commitment"))
    slips = Receipt.objects.filter(instalment__in=rows).order_by().values("instalment")
    had = dict(slips.annotate(total=Sum("amount")).values_list("instalment", "total"))
    dues: dict[tuple[int, int], list[Instalment]] = {}
    for due in sorted(rows, key=lambda one: (one.year, one.number, one.pk)):
        dues.setdefault((due.commitment.party_id, due.year), []).append(due)
    laid = []
    for line, one in zip(lines, openings, strict=True):
        for year, whole in one.by_year.items():
            left = whole
            for due in dues.get((one.party.pk, year), ()):
                if (part := min(left, due.owed - dirhams(had.get(due.pk, ZERO)))) <= ZERO:
                    continue
                if due.beneficiary_id != owner.pk:
                    raise ValidationError(_("This instalment is paid to another account."))
                laid.append((line, due, part))
                left -= part
    return laid
