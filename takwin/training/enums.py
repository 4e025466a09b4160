"""States of sessions and enrolments."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from takwin.ui.states import looks


class SessionState(models.TextChoices):
    TENTATIVE = "tentative", _("tentative")
    CONFIRMED = "confirmed", _("confirmed")
    HELD = "held", _("held")
    CLOSED = "closed", _("closed")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("cancelled")


class EnrolmentState(models.TextChoices):
    ENROLLED = "enrolled", _("enrolled")
    WAITING = "waiting", _("on the waiting list")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Reply(models.TextChoices):
    NONE = "none", _("no reply yet")
    COMING = "coming", _("coming")
    EXCUSED = "excused", _("excused")


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
REPLY_LOOKS = looks(Reply, {Reply.COMING: ("go", "done"), Reply.EXCUSED: ("warn", "dash")})
