"""What waits to be certified and to be paid."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.core import formats
from takwin.core.text import joined
from takwin.directory.models import Body
from takwin.rights.enums import Permission
from takwin.rights.panels import Waiting
from takwin.rights.queries import allowed, holds
from takwin.treasury.models import Expense
from takwin.treasury.spending.queries import to_pay

FEW = 5


def to_spenders(request: HttpRequest) -> bool:
    return holds(request.user, Permission.SPENDING_ORDER) or holds(request.user, Permission.SPENDING_PAY)


def waiting_for_payment(user: User) -> Iterable[Waiting]:
    """What is certified and invoiced, the latest first."""
    owners = allowed(Body.objects, user, Permission.SPENDING_PAY)
    rows = to_pay(Expense.objects.filter(owner__in=owners)).exclude(certified_by=user).select_related("body", "person")
    for row in rows.order_by("-done_on", "pk")[:FEW]:
        detail = joined([formats.dirhams(row.net), row.payee.name])
        url = reverse("treasury:pay_expense", args=[row.pk])
        yield Waiting(row.title, detail, row.invoiced_on or row.done_on, url, _("Record the payment"))
