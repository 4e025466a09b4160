"""What the screens of the catalogue share: do what a form asks, answer with the form."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from takwin.rights.access import UserRequest
from takwin.ui.forms import done as answered
from takwin.ui.things import Words

T = TypeVar("T")


def done(request: UserRequest, form: forms.Form, act: Callable[..., T]) -> T | None:
    """Do what a form asks, if it was sent and says enough; what is refused goes back into the form."""
    return answered(request, form, lambda: act(**form.cleaned_data, by=request.user))


def form_page(
    request: UserRequest,
    form: forms.Form,
    *,
    title: Words,
    submit: Words,
    back: str,
    template: str = "ui/form.html",
    **more: Any,
) -> HttpResponse:
    context = {"form": form, "title": title, "submit": submit, "back_url": back, **more}
    return render(request, template, context, status=422 if form.errors else 200)
