"""States of sessions and enrolments."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from takwin.ui.states import looks


class SessionState(models.TextChoices):
    TENTATIVE = "tentative", pgettext_lazy("session", "tentative")
    CONFIRMED = "confirmed", pgettext_lazy("session", "confirmed")
    HELD = "held", pgettext_lazy("session", "held")
    CLOSED = "closed", pgettext_lazy("session", "closed")
    POSTPONED = "postponed", pgettext_lazy("session", "postponed")
    CANCELLED = "cancelled", pgettext_lazy("session", "cancelled")


class EnrolmentState(models.TextChoices):
    ENROLLED = "enrolled", pgettext_lazy("participant", "enrolled")
    WAITING = "waiting", pgettext_lazy("participant", "on the waiting list")
    WITHDRAWN = "withdrawn", pgettext_lazy("participant", "withdrawn")


class Reply(models.TextChoices):
    NONE = "none", _("no reply yet")
    COMING = "coming", _("coming")
    EXCUSED = "excused", pgettext_lazy("presence", "excused")
    REPLACED = "replaced", _("replaced by a colleague")


SESSION_LOOKS = looks(
    SessionState,
    {
        SessionState.TENTATIVE: ("", "draft"),
        SessionState.CONFIRMED: ("go", "half"),
        SessionState.HELD: ("go", "full"),
        SessionState.CLOSED: ("go", "done"),
        SessionState.POSTPONED: ("warn", "wait"),
        SessionState.CANCELLED: ("bad", "no"),
    },
)
ENROLMENT_LOOKS = looks(
    EnrolmentState,
    {
        EnrolmentState.ENROLLED: ("go", "half"),
        EnrolmentState.WAITING: ("warn", "wait"),
        EnrolmentState.WITHDRAWN: ("", "no"),
    },
)
REPLY_LOOKS = looks(
    Reply, {Reply.COMING: ("go", "done"), Reply.EXCUSED: ("warn", "dash"), Reply.REPLACED: ("", "half")}
)
