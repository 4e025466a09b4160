"""What the screens of sessions share: fetch a session by right, answer a form."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from takwin.core import once
from takwin.rights.access import UserRequest
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.training.actions.motives import NeedsMotive
from takwin.training.models import TrainingSession
from takwin.ui.forms import form_page, is_sound, refuse
from takwin.ui.things import Crumb

T = TypeVar("T")
RELATED = ("topic", "place", "owner__place", "host", "register", "action__programme", "agreement")


def session_seen(request: UserRequest, pk: int, permission: Permission) -> TrainingSession:
    rows = allowed(TrainingSession.objects, request.user, permission)
    return get_object_or_404(rows.select_related(*RELATED), pk=pk)


def done(request: HttpRequest, form: forms.Form, act: Callable[[], T]) -> T | None:
    """Do what a form asks, if it was sent and says enough; what is refused goes back into the form."""
    if request.method != "POST" or not is_sound(form):
        return None
    try:
        return once.do(request, act)
    except NeedsMotive as warned:
        form.warnings = warned.messages  # type: ignore[attr-defined]
        form.ask_motive()  # type: ignore[attr-defined]
        for name in warned.at.keys() & form.fields.keys():
            form.fields[name].warned = warned.at[name]  # type: ignore[attr-defined]
        return None
    except ValidationError as refusal:
        refuse(form, refusal)
        return None


def crumbs_to(session: TrainingSession, label: str = "") -> Sequence[Crumb]:
    way = [Crumb(_("Training sessions"), reverse("training:sessions"))]
    if not label:
        return [*way, Crumb(session.reference)]
    return [*way, Crumb(session.reference, session.get_absolute_url()), Crumb(label)]


def session_form(
    request: UserRequest, session: TrainingSession, form: forms.Form, *, title: str, submit: str, **context: Any
) -> HttpResponse:
    """A form about one session, which leads back to its page."""
    return form_page(
        request,
        form,
        title=title,
        submit=submit,
        back_url=session.get_absolute_url(),
        crumbs=crumbs_to(session, title),
        **context,
    )
