"""What every form of this app answers: itself, with what was refused beside the field it is about."""

from collections.abc import Sequence

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from takwin.ui.things import Crumb, Words


def form_page(
    request: HttpRequest,
    form: forms.BaseForm,
    *,
    title: Words,
    submit: Words,
    back: str,
    crumbs: Sequence[Crumb] = (),
    lead: Words = "",
) -> HttpResponse:
    context = {"form": form, "title": title, "submit": submit, "back_url": back, "crumbs": crumbs, "lead": lead}
    return render(request, "ui/form.html", context, status=422 if form.errors else 200)


def key_in(request: HttpRequest, name: str) -> int:
    """The key of a row named in the address; zero, which no row has, when it is no number."""
    typed = request.GET.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() else 0
