"""What waits for each in the treasury, the figure of the desk, and who sees its entries."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from takwin.accounts.models import User
from takwin.agreements.models import Instalment
from takwin.core import clock, formats
from takwin.core.money import dirhams
from takwin.core.text import joined
from takwin.rights.enums import Permission
from takwin.rights.panels import Figure, Found, Waiting, most_pressing
from takwin.rights.queries import allowed, holds
from takwin.treasury.enums import BankLineState
from takwin.treasury.models import AccountLine, BankLine, FundsRequest, PaymentOrder
from takwin.treasury.queries import (
    Transfers,
    asked_by,
    awaited_ones,
    grand_total,
    open_ones,
    paid_by,
    standing_ones,
    state_of_transfers,
    to_request,
    with_left,
)
from takwin.treasury.words import promised

FEW = 5
LATE_WARNS, LATE_ALARMS = Decimal("0.10"), Decimal("0.25")
SOON = dt.timedelta(days=30)


def to_readers(request: HttpRequest) -> bool:
    return holds(request.user, Permission.TREASURY_VIEW)


def to_accountants(request: HttpRequest) -> bool:
    return holds(request.user, Permission.TREASURY_REQUEST)


def _title(instalment: Instalment) -> str:
    return _("Contribution %(year)s: %(payer)s") % {"year": instalment.year, "payer": instalment.payer}


def to_order(user: User) -> Iterable[Waiting]:
    """The contributions a commune is asked for of which something is neither ordered nor received."""
    asked = Exists(FundsRequest.objects.filter(instalment=OuterRef("pk")))
    rows = open_ones(standing_ones(paid_by(user))).filter(asked, Q(said_ordered__lt=F("amount") - F("written_off")))
    for row in rows.select_related("payer", "beneficiary").order_by(*most_pressing("due_on"), "pk")[:FEW]:
        left: Decimal = row.owed - dirhams(max(row.received, row.said_ordered))  # type: ignore[attr-defined]
        detail = joined([formats.dirhams(left), str(row.beneficiary)])
        url = reverse("treasury:order", args=[row.pk])
        yield Waiting(_title(row), detail, row.due_on, url, _("Declare the payment order"))


def to_confirm(user: User) -> Iterable[Waiting]:
    """Payment orders declared by their payers, for who keeps the account."""
    mine = standing_ones(asked_by(user))
    waiting = PaymentOrder.objects.filter(instalment__in=mine, withdrawn_at=None, confirmed_at=None)
    for order in waiting.select_related("instalment__payer").order_by("declared_at")[:FEW]:
        told = _("order %(number)s of %(amount)s") % {
            "number": order.number,
            "amount": formats.dirhams(order.amount),
        }
        url = order.instalment.get_absolute_url()
        yield Waiting(_title(order.instalment), told, None, url, _("Confirm the order"))


def _late(instalments: QuerySet[Instalment]) -> QuerySet[Instalment]:
    return open_ones(awaited_ones(instalments).filter(due_on__lt=clock.today())).order_by("due_on", "pk")


def to_remind(user: User) -> Iterable[Waiting]:
    """All the late payers in one line: each has its own in the list it leads to."""
    rows = _late(asked_by(user))
    late = list(rows.values_list("payer", "due_on"))
    if not late:
        return
    payers = len({payer for payer, _due_on in late})
    told = ngettext(
        "%(count)s body is late, all years together", "%(count)s bodies are late, all years together", payers
    )
    url = f"{reverse('treasury:batch')}?year=all&kind=late"
    since = _("the longest late since %(day)s") % {"day": formats.day(late[0][1])}
    said = joined([told % {"count": payers}, since])
    yield Waiting(_("Late contributions"), said, late[-1][1], url, _("Write the reminders"))


def to_match(user: User) -> Iterable[Waiting]:
    """The lines of statements that nobody has said anything of yet, in one line."""
    lines = allowed(BankLine.objects, user, Permission.TREASURY_REQUEST).filter(state=BankLineState.WAITING)
    found = lines.aggregate(count=Count("pk"), oldest=Min("booked_on"), latest=Max("booked_on"))
    if not found["count"]:
        return
    told = ngettext("%(count)s line to match", "%(count)s lines to match", found["count"])
    since = _("the longest waiting since %(day)s") % {"day": formats.day(found["oldest"])}
    said = joined([told % {"count": found["count"]}, since])
    url = reverse("treasury:bank")
    yield Waiting(_("Statement of the account"), said, found["latest"], url, _("Match the lines"))


def to_receive(user: User) -> Iterable[Waiting]:
    """Account lines of which something is still to be received for a contribution."""
    mine = AccountLine.objects.filter(owner__in=asked_by(user).order_by().values("beneficiary"))
    for line in with_left(mine).filter(Q(left__gt=0), credit_of=None).order_by("booked_on", "pk")[:FEW]:
        left = formats.dirhams(line.left)  # type: ignore[attr-defined]
        title = _("%(amount)s to receive") % {"amount": left}
        detail = joined([line.reference, line.label])
        yield Waiting(title, detail, None, reverse("treasury:receive", args=[line.pk]), _("Receive this line"))


def to_ask(user: User) -> Iterable[Waiting]:
    """What falls due within the month, or is due, and has never been requested: one line a year."""
    for soon in to_request(asked_by(user), clock.today() + SOON):
        told = ngettext("%(count)s contribution to request", "%(count)s contributions to request", soon.count)
        url = f"{reverse('treasury:batch')}?year={soon.year}"
        title = _("Contributions of %(year)s") % {"year": soon.year}
        yield Waiting(title, told % {"count": soon.count}, soon.first_due_on, url, _("Request the funds"))


def tone_of(total: Transfers) -> str:
    """What the figure of the desk says by its colour: not that something is late, which is every day's lot, but how
    much of what is due is. A tenth warns, a quarter alarms."""
    if not total.due or total.late < total.due * LATE_WARNS:
        return ""
    return "bad" if total.late >= total.due * LATE_ALARMS else "warn"


def to_payers(request: HttpRequest) -> bool:
    return holds(request.user, Permission.AGREEMENT_DECLARE)


def own_debt(user: User) -> Figure | None:
    """What the bodies in whose name one declares have left to pay, all years; it leads to their page in one tap."""
    total = grand_total(state_of_transfers(paid_by(user), clock.today()))
    if not total.due and not total.promised:
        return None
    late = _("%(amount)s late") % {"amount": formats.dirhams(total.late)} if total.late else _("nothing is late")
    note = joined([late, promised(total.promised, formats.dirhams)])
    tone = "bad" if total.late else ""
    return Figure(_("What we owe"), formats.dirhams(total.remaining), note, tone, reverse("treasury:own"))


def figure(user: User) -> Figure | None:
    """What part of the year's contributions has been received."""
    today = clock.today()
    total = grand_total(
        state_of_transfers(allowed(Instalment.objects, user, Permission.TREASURY_VIEW), today, [today.year])
    )
    if not total.due:
        return None
    told = _("%(received)s of %(due)s")
    note = told % {"received": formats.dirhams(total.settled), "due": formats.dirhams(total.due)}
    label = _("Contributions received, %(year)s") % {"year": today.year}
    return Figure(label, formats.percent(total.share), note, tone_of(total), reverse("treasury:transfers"))


def search(terms: list[str], user: User) -> Iterable[Found]:
    """Account lines, by the reference and label as they stand on the statement."""
    found = allowed(AccountLine.objects, user, Permission.TREASURY_REQUEST)
    for term in terms:
        found = found.filter(reference__icontains=term) | found.filter(label__icontains=term)
    return [
        Found(line.reference, joined([formats.dirhams(line.amount), line.label]), line.get_absolute_url())
        for line in found.order_by("-booked_on", "-pk")[:FEW]
    ]
