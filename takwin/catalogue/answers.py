"""What the screens of the catalogue share: do what a form asks, answer with the form."""

from collections.abc import Callable
from typing import TypeVar

from django import forms

from takwin.rights.access import UserRequest
from takwin.ui.forms import done as answered

T = TypeVar("T")


def done(request: UserRequest, form: forms.Form, act: Callable[..., T]) -> T | None:
    """Do what a form asks, if it was sent and says enough; what is refused goes back into the form."""
    return answered(request, form, lambda: act(**form.cleaned_data, by=request.user))
