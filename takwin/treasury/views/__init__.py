"""Screens of the treasury: the state of transfers, one instalment, the lines of the account."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from takwin.agreements.models import Instalment
from takwin.treasury.models import AccountLine, BankLine, Expense, FinancialYear
from takwin.ui.forms import refuse


def answer_form(
    request: HttpRequest,
    form: forms.Form,
    save: Callable[[], Instalment | AccountLine | BankLine | Expense | FinancialYear],
    *,
    title: str,
    submit: str,
    back: str,
    danger: bool = False,
    lead: str = "",
) -> HttpResponse:
    """The form; once it is right, the thing it changed. What the action refuses stands at its field."""
    if request.method == "POST" and form.is_valid():
        try:
            changed = save()
        except ValidationError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Recorded."))
            return redirect(changed)
    context = {"form": form, "title": title, "submit": submit, "back_url": back, "danger": danger, "lead": lead}
    return render(request, "ui/form.html", context, status=422 if form.errors else 200)
