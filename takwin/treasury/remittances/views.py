"""The tax withheld: what is still to be handed over by month, and what was."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from takwin.core import formats
from takwin.core.money import ZERO
from takwin.directory.models import Body
from takwin.documents.papers.engine import render as rendered
from takwin.documents.serving import pdf_bytes_response
from takwin.rights.access import UserRequest, requires
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed, may
from takwin.treasury.forms import MotiveForm
from takwin.treasury.models import Expense, Remittance
from takwin.treasury.remittances import actions, shown
from takwin.treasury.remittances.forms import RemittanceForm
from takwin.treasury.remittances.papers import statement_facts
from takwin.treasury.remittances.queries import taxed_in, withheld_by_month
from takwin.treasury.remittances.tables import statement_listing
from takwin.ui.forms import done, form_page
from takwin.ui.lists import list_page
from takwin.ui.things import Act, Crumb

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


def _paid_in(request: UserRequest, pk: int, year: int, month: int) -> tuple[Body, dt.date]:
    """A body whose expenses the reader sees, and the month asked for."""
    owners = allowed(Expense.objects, request.user, SEE).values("owner")
    owner = get_object_or_404(Body.objects.filter(pk__in=owners).select_related("place"), pk=pk)
    return owner, _month(year, month)


def _month(year: int, month: int) -> dt.date:
    if not (2000 <= year <= 2100 and 1 <= month <= 12):
        raise Http404
    return dt.date(year, month, 1)


@requires(SEE)
def statement(request: UserRequest, pk: int, year: int, month: int) -> HttpResponseBase:
    """The tax a body withheld in a month, payee by payee; in Excel too, and on paper."""
    owner, first = _paid_in(request, pk, year, month)
    clear = request.GET.get("export") == "xlsx" and _given_numbers(request, owner, first)
    listing = statement_listing(first, clear=clear)
    act = Act(_("Statement on paper"), reverse("treasury:withheld_paper", args=[pk, year, month]), "print")
    page = {"act": act, "sub": shown.payer_said(owner), "crumbs": _crumbs(str(listing.title))}
    template = "treasury/remittances/statement.html"
    missing = shown.missing(owner, first, request.user)
    return list_page(request, taxed_in(owner, first), listing, template=template, **page, **missing)


def _given_numbers(request: UserRequest, owner: Body, month: dt.date) -> bool:
    """Whether the reader hands the tax over, and so is given the numbers in full; it is written down."""
    pays = may(request.user, PAY, owner)
    if pays:
        actions.tell_numbers_given(owner, month, by=request.user)
    return pays


@requires(SEE)
def statement_paper(request: UserRequest, pk: int, year: int, month: int) -> HttpResponse:
    """The same as the office sends it: its letterhead, in Arabic; drawn from today's figures and kept nowhere."""
    owner, first = _paid_in(request, pk, year, month)
    facts = statement_facts(owner, first, clear=_given_numbers(request, owner, first))
    return pdf_bytes_response(rendered("tax-withheld", facts), f"tax-{pk}-{first:%Y-%m}.pdf")


@requires(PAY)
def remit(request: UserRequest, pk: int, year: int, month: int) -> HttpResponse:
    """Record that the tax of a month was handed over; the amount proposed is what was withheld."""
    owner = get_object_or_404(allowed(Body.objects, request.user, PAY), pk=pk)
    first = _month(year, month)
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
