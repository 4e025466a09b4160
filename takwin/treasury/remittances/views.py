"""The tax withheld: what is still to be handed over by month, and what was."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from takwin.core import formats
from takwin.core.money import ZERO
from takwin.directory.models import Body
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.treasury.forms import MotiveForm
from takwin.treasury.models import Expense, Remittance
from takwin.treasury.remittances import actions, shown
from takwin.treasury.remittances.forms import RemittanceForm
from takwin.treasury.remittances.queries import withheld_by_month
from takwin.ui.forms import done, form_page
from takwin.ui.things import Crumb

SEE, PAY = Permission.TREASURY_VIEW, Permission.SPENDING_PAY


def _crumbs(label: str, *, inside: bool = True) -> list[Crumb]:
    way = [Crumb(_("Expenses"), reverse("treasury:expenses"))]
    return [*way, *([Crumb(_("Tax withheld"), reverse("treasury:withheld"))] if inside else []), Crumb(label)]


def _back(label: str) -> dict[str, Any]:
    return {"crumbs": _crumbs(label), "back": reverse("treasury:withheld")}


@requires(SEE)
def withheld(request: UserRequest) -> HttpResponse:
    """What was withheld and is not handed over, month by month, then what was."""
    page = shown.page(request.user)
    title = _("Tax withheld")
    context = {"title": title, "crumbs": _crumbs(title, inside=False), **page}
    return render(request, "treasury/remittances/withheld.html", context)


@requires(PAY)
def remit(request: UserRequest, pk: int, year: int, month: int) -> HttpResponse:
    """Record that the tax of a month was handed over; the amount proposed is what was withheld."""
    owner = get_object_or_404(allowed(Body.objects, request.user, PAY), pk=pk)
    if not (2000 <= year <= 2100 and 1 <= month <= 12):
        raise Http404
    first = dt.date(year, month, 1)
    groups = withheld_by_month(Expense.objects.filter(owner=owner))
    owed = sum((group.amount for group in groups if group.month == first), ZERO)
    form = RemittanceForm(request.POST or None, initial={"amount": owed or None})
    if done(request, form, lambda: actions.remit(owner, first, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The remittance is recorded."))
        return redirect("treasury:withheld")
    title = _("Tax withheld in %(month)s") % {"month": formats.month(first)}
    page: dict[str, Any] = {
        "title": title,
        "lead": owner.name,
        "crumbs": _crumbs(title),
        "back": reverse("treasury:withheld"),
    }
    return form_page(request, form, submit=_("Record the remittance"), **page)


@requires(PAY)
def take_back(request: UserRequest, pk: int) -> HttpResponse:
    """Take back a remittance recorded by mistake."""
    owners = allowed(Body.objects, request.user, PAY)
    found = get_object_or_404(Remittance.objects.filter(owner__in=owners, cancelled_on=None), pk=pk)
    form = MotiveForm(request.POST or None)
    if done(request, form, lambda: actions.take_back(found, **form.cleaned_data, by=request.user)):
        messages.success(request, _("The remittance is taken back: its tax is to be handed over again."))
        return redirect("treasury:withheld")
    title = _("Take back the remittance %(number)s") % {"number": found.number}
    page: dict[str, Any] = {
        "title": title,
        "crumbs": _crumbs(title),
        "back": reverse("treasury:withheld"),
        "danger": True,
    }
    return form_page(request, form, submit=_("Take back this remittance"), **page)
