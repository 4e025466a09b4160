"""Hand over the tax withheld on the payments of a month; take a remittance back."""

import datetime as dt
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.core import clock, formats
from takwin.core.identifiers import western
from takwin.core.money import dirhams
from takwin.core.refused import checked, refused
from takwin.directory.models import Body
from takwin.journal.actions import record
from takwin.treasury.models import Expense, Remittance
from takwin.treasury.remittances.queries import taxed_in, withheld_by_month
from takwin.treasury.years.queries import open_day, refuse_closed


@transaction.atomic
def tell_numbers_given(owner: Body, month: dt.date, *, by: User) -> None:
    """Write down that someone was given the identity numbers of those paid less a tax in a month, to declare it."""
    record("tax.numbers_given", owner, by=by, month=month, count=taxed_in(owner, month).count())


@transaction.atomic
def remit(owner: Body, month: dt.date, *, number: str, paid_on: dt.date, amount: Decimal, by: User) -> Remittance:
    """Record that the tax withheld on the payments of a month was handed over, whole.

    The expenses are locked, so that two officers never hand the same tax over twice; ``amount`` is what the receipt
    says, refused when it is not what was withheld.
    """
    if paid_on > clock.today():
        raise ValidationError({"paid_on": _("This date is in the future: record what has happened.")})
    refuse_closed(owner.pk, paid_on)
    locked = Expense.objects.select_for_update(of=("self",)).filter(owner=owner, remittance=None, withheld__gt=0)
    pks = list(locked.order_by("pk").values_list("pk", flat=True))
    groups = withheld_by_month(Expense.objects.filter(pk__in=pks))
    found = next((group for group in groups if group.month == month), None)
    if found is None:
        raise ValidationError(_("Nothing withheld in that month is still to be handed over."))
    if paid_on < found.last_paid_on:
        said = _("Something was paid on %(day)s: its tax is not handed over before.")
        raise ValidationError({"paid_on": said % {"day": formats.day(found.last_paid_on)}})
    if dirhams(amount) != found.amount:
        said = _("What was withheld comes to %(amount)s: look at the receipt and at the list.")
        raise ValidationError({"amount": said % {"amount": formats.dirhams(found.amount)}})
    with refused(Remittance, Expense):
        made = checked(
            Remittance(
                owner=owner, month=month, number=western(number), paid_on=paid_on, amount=found.amount,
                recorded_by=by, recorded_at=clock.now(),
            )
        )  # fmt: skip
        Expense.objects.filter(pk__in=[one.pk for one in found.expenses]).update(remittance=made)
    record("tax.remitted", made, by=by, amount=made.amount, month=month, expenses=len(found.expenses))
    return made


@transaction.atomic
def take_back(remittance: Remittance, *, motive: str, by: User) -> Remittance:
    """Take back a remittance recorded by mistake, on a day that is open: what it covered is owed again."""
    on = open_day(remittance.owner_id, clock.today())
    remittance = Remittance.objects.select_for_update(of=("self",)).get(pk=remittance.pk)
    if remittance.cancelled_on:
        raise ValidationError(_("This remittance is already taken back."))
    if not motive:
        raise ValidationError({"motive": _("Say why this remittance is taken back.")})
    remittance.expenses.update(remittance=None)
    remittance.cancelled_on, remittance.motive = on, motive
    with refused(Remittance):
        checked(remittance)
    record("tax.remittance_taken_back", remittance, by=by, amount=remittance.amount)
    return remittance
