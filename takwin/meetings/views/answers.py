"""What the screens of meetings share: fetch by right, answer a form."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from takwin.meetings.models import Meeting, Obligation, Series
from takwin.rights.access import UserRequest
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.ui.forms import form_page
from takwin.ui.things import Crumb

VIEW, EDIT, VALIDATE = Permission.MEETING_VIEW, Permission.MEETING_EDIT, Permission.MEETING_VALIDATE
SETTLE = Permission.OBLIGATION_SETTLE


def meeting_seen(request: UserRequest, pk: int, permission: Permission) -> Meeting:
    rows = allowed(Meeting.objects, request.user, permission)
    return get_object_or_404(rows.select_related("series__owner__place", "place", "register", "room", "minutes"), pk=pk)


def obligation_seen(request: UserRequest, pk: int, permission: Permission) -> Obligation:
    """A promise of draft minutes is shown to those who write them only."""
    rows = allowed(Obligation.objects, request.user, permission)
    found = get_object_or_404(
        rows.select_related("meeting__series__owner", "meeting__place", "debtor", "creditor", "commitment__party"),
        pk=pk,
    )
    if found.meeting.is_open:
        meeting_seen(request, found.meeting_id, EDIT)
    return found


def series_seen(request: UserRequest, pk: int, permission: Permission) -> Series:
    rows = allowed(Series.objects, request.user, permission).select_related("owner__place", "place", "agreement")
    return get_object_or_404(rows, pk=pk)


def tried(request: HttpRequest, act: Callable[[], object]) -> bool:
    """Do an act that has no form; what is refused is told on the page that follows."""
    try:
        act()
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return False
    return True


def crumbs_to(meeting: Meeting, label: str = "") -> list[Crumb]:
    way = [Crumb(_("Meetings"), reverse("meetings:meetings"))]
    if not label:
        return [*way, Crumb(meeting.reference)]
    return [*way, Crumb(meeting.reference, meeting.get_absolute_url()), Crumb(label)]


def meeting_form(
    request: UserRequest, meeting: Meeting, form: forms.BaseForm, *, title: str, submit: str, **context: Any
) -> HttpResponse:
    """A form about one meeting, which leads back to its page."""
    facts = {"back_url": meeting.get_absolute_url(), "crumbs": crumbs_to(meeting, title), **context}
    return form_page(request, form, title=title, submit=submit, **facts)
