"""What the page of the tax withheld shows, and what the desk says of it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from takwin.accounts.models import User
from takwin.core import clock, formats
from takwin.core.money import ZERO
from takwin.core.text import joined
from takwin.directory.models import Body
from takwin.rights.enums import Permission
from takwin.rights.panels import Waiting
from takwin.rights.queries import allowed, may
from takwin.treasury.models import Expense, Remittance
from takwin.treasury.remittances.queries import Withheld, withheld_by_month, without_identity

SEE, PAY = Permission.TREASURY_VIEW, Permission.SPENDING_PAY
FEW = 36


@dataclass(frozen=True)
class MonthShown:
    """A month of payments, its tax, the day it is due by; ``remit_url`` for who may record that it was handed over."""

    withheld: Withheld
    remit_url: str
    statement_url: str

    @property
    def is_late(self) -> bool:
        return self.withheld.due_on < clock.today()


@dataclass(frozen=True)
class RemittanceShown:
    remittance: Remittance
    take_back_url: str
    statement_url: str


def remit_url(group: Withheld) -> str:
    return reverse("treasury:remit", args=[group.owner.pk, group.month.year, group.month.month])


def statement_url(owner: int, month: dt.date) -> str:
    return reverse("treasury:withheld_statement", args=[owner, month.year, month.month])


def page(user: User) -> dict[str, Any]:
    """What is owed by month and what was handed over, of the bodies the reader sees."""
    pays = set(allowed(Body.objects, user, PAY).values_list("pk", flat=True))
    groups = withheld_by_month(allowed(Expense.objects, user, SEE))
    rows = allowed(Remittance.objects, user, SEE).select_related("owner")
    return {
        "months": [
            MonthShown(one, remit_url(one) if one.owner.pk in pays else "", statement_url(one.owner.pk, one.month))
            for one in groups
        ],
        "total": _sum(groups),
        "remittances": [
            RemittanceShown(
                one,
                _take_back_url(one) if one.owner_id in pays and not one.cancelled_on else "",
                statement_url(one.owner_id, one.month),
            )
            for one in rows[:FEW]
        ],
    }


def payer_said(owner: Body) -> str:
    """Who pays, with the numbers by which the tax administration knows it."""
    told = [f"{label} {number}" for label, number in ((_("IF"), owner.tax_number), (_("ICE"), owner.ice)) if number]
    return joined([owner.name, *told])


def missing(owner: Body, month: dt.date, user: User) -> dict[str, Any]:
    """What the statement lacks, and where it is filled in by whoever may."""
    absent = [str(label) for label, number in ((_("IF"), owner.tax_number), (_("ICE"), owner.ice)) if not number]
    edits = absent and may(user, Permission.BODY_EDIT, owner)
    unknown = without_identity(owner, month)
    seen = set(allowed(unknown, user, Permission.PERSON_VIEW).values_list("pk", flat=True))
    return {
        "owner": owner,
        "absent": formats.listed(absent),
        "fill_url": reverse("territory:body_edit", args=[owner.pk]) if edits else "",
        "unknown": [(one, one.get_absolute_url() if one.pk in seen else "") for one in unknown],
    }


def _take_back_url(remittance: Remittance) -> str:
    return reverse("treasury:take_back_remittance", args=[remittance.pk])


def _sum(groups: Iterable[Withheld]) -> Decimal:
    return sum((group.amount for group in groups), ZERO)


def waiting_to_be_remitted(user: User) -> Iterable[Waiting]:
    """The months whose tax is still to be handed over, once they are over."""
    owners = allowed(Body.objects, user, PAY)
    for group in withheld_by_month(Expense.objects.filter(owner__in=owners)):
        if group.month < clock.today().replace(day=1):
            count = len(group.expenses)
            told = ngettext("%(count)s payment", "%(count)s payments", count) % {"count": formats.number(count)}
            title = _("Tax withheld in %(month)s") % {"month": formats.month(group.month)}
            detail = joined([formats.dirhams(group.amount), told, group.owner.name])
            yield Waiting(title, detail, group.due_on, remit_url(group), _("Record the remittance"))
