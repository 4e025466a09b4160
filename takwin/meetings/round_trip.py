"""Meetings, promises and series as forms: sent to those who met or promised, and only what changed is recorded."""

from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from takwin.accounts.models import User
from takwin.core import identifiers
from takwin.core.text import joined
from takwin.documents.forms.lists import ListForm
from takwin.documents.forms.reading import a_day, day_said, rule, words
from takwin.documents.forms.spec import FormField
from takwin.meetings.actions import keep_obligation, move_meeting
from takwin.meetings.actions.locks import locked
from takwin.meetings.enums import MeetingState
from takwin.meetings.forms import MoveForm
from takwin.meetings.models import Meeting, Obligation, Series
from takwin.meetings.queries.obligations import binding
from takwin.meetings.settling_forms import KeptForm
from takwin.meetings.tables import meetings_listing, obligations_listing, series_listing
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed

EDIT, SETTLE = Permission.MEETING_EDIT, Permission.OBLIGATION_SETTLE
WHEN = ("day", "starts_at", "venue")


def _is_planned(meeting: Meeting, _language: str) -> bool:
    """Before its invitations go; afterwards whoever moves it says why, on its page."""
    return meeting.state == MeetingState.PLANNED


def _hour(meeting: Meeting) -> str:
    return f"{meeting.starts_at:%H:%M}" if meeting.starts_at else ""


def moved(meeting: Meeting, values: dict[str, Any], *, by: User) -> None:
    """On another day, at another hour or elsewhere; the reason that invitations already told stays with it."""
    meeting = locked(meeting)
    if meeting.state == MeetingState.CONVENED:
        raise ValidationError(gettext("Invitations have been sent: move this meeting on its page, with the reason."))
    move_meeting(meeting, by=by, **{name: getattr(meeting, name) for name in (*WHEN, "reason")} | values)


def _is_awaited(obligation: Obligation, _language: str) -> bool:
    return not (obligation.done_on or obligation.replaced_by_id)


def promises_to_settle(user: User) -> QuerySet[Obligation]:
    """Those of validated minutes, as the list has them: a promise in a draft binds nobody."""
    return binding(allowed(Obligation.objects, user, SETTLE))


def kept(obligation: Obligation, values: dict[str, Any], *, by: User) -> None:
    if not values.get("done_on"):
        raise ValidationError(gettext("Say on which day the promise was kept."))
    keep_obligation(obligation, done_on=values["done_on"], proof=values.get("proof", ""), by=by)


def kept_for_good(obligation: Obligation, values: dict[str, Any], *, by: User) -> NoReturn:
    raise ValidationError(gettext("A promise held as kept is not taken back by a form."))


FORMS = (
    ListForm(
        "meetings", Meeting, EDIT, lambda: meetings_listing(None), "meetings:meetings",
        fields=(
            FormField("day", _("Day"), lambda meeting: day_said(meeting.day), a_day, is_open=_is_planned, width=14),
            FormField(
                "starts_at", _("Hour"), _hour, rule(MoveForm.base_fields["starts_at"]), is_open=_is_planned, width=10
            ),
            FormField(
                "venue", _("Venue"), lambda meeting: meeting.venue, rule(MoveForm.base_fields["venue"]),
                is_open=_is_planned, width=30,
            ),
        ),
        write=moved,
        related=("series",),
        named=lambda meeting: joined([str(meeting), meeting.reference]),
    ),
    ListForm(
        "promises", Obligation, SETTLE, obligations_listing, "meetings:obligations",
        fields=(
            FormField(
                "done_on", _("Kept on"), lambda promise: day_said(promise.done_on), identifiers.day,
                is_open=_is_awaited, width=14,
            ),
            FormField(
                "proof", _("Proof"), lambda promise: promise.proof, words(300), is_open=_is_awaited, width=36,
                hint=KeptForm.base_fields["proof"].help_text,
            ),
        ),
        write=kept,
        restore=kept_for_good,
        related=("debtor", "meeting"),
        named=lambda promise: joined([promise.debtor.name, promise.text]),
        mine=promises_to_settle,
        lead=_("A promise held as kept is not taken back by a form."),
        is_final=True,
    ),
    ListForm("series", Series, EDIT, lambda: series_listing(None), "meetings:series"),
)  # fmt: skip
