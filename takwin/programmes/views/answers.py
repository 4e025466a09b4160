"""How every form of this app is answered, and how what was uploaded is kept."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect

from takwin.accounts.models import User
from takwin.directory.models import Body
from takwin.documents.actions import store_file
from takwin.documents.models import StoredFile
from takwin.rights.access import UserRequest
from takwin.ui.forms import done as answered
from takwin.ui.forms import form_page


def answer_form(
    request: UserRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Model],
    *,
    done: str,
    back: str,
    goes_to_result: bool = False,
    template: str = "ui/form.html",
    **page: Any,
) -> HttpResponse:
    """Show a form; once sent and sound, ``act`` in one transaction, then go ``back`` or to what was made.

    What the act refuses is said at its field, and nothing of it is kept. ``page``: ``title``, ``submit``, ``crumbs``…
    """

    def in_one_transaction() -> Model:
        with transaction.atomic():
            return act(form.cleaned_data)

    made = answered(request, form, in_one_transaction)
    if made is None:
        return form_page(request, form, template, back=back, **page)
    messages.success(request, done)
    return redirect(_page_of(made) if goes_to_result else back)


def _page_of(made: Any) -> str:
    page: str = made.get_absolute_url()
    return page


def kept(upload: "UploadedFile[Any] | None", *, owner: Body, by: User) -> StoredFile | None:
    """The file as it is kept, when there is one."""
    if upload is None:
        return None
    kind = upload.content_type or "application/octet-stream"
    return store_file(upload.read(), name=upload.name or "", content_type=kind, owner=owner, by=by)


def refused_aloud(request: UserRequest, refusal: ValidationError, to: str) -> HttpResponse:
    """Say what a button without a form could not do, and go back."""
    messages.error(request, " ".join(refusal.messages))
    return redirect(to)
