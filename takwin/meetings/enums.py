"""Kinds of series, states of meetings and obligations, where a point of the agenda comes from."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from takwin.ui.states import looks


class SeriesKind(models.TextChoices):
    """What is held again and again under one numbering."""

    OUTREACH = "outreach", _("outreach meeting")
    STEERING = "steering", _("steering committee")
    MONITORING = "monitoring", _("monitoring committee")
    COMMISSION = "commission", _("regional commission")
    WORKING = "working", _("working meeting")


COMMITTEES = (SeriesKind.STEERING, SeriesKind.MONITORING, SeriesKind.COMMISSION)
OF_AGREEMENTS = (SeriesKind.STEERING, SeriesKind.MONITORING)


class MeetingState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("meeting", "planned")
    CONVENED = "convened", pgettext_lazy("meeting", "convened")
    HELD = "held", pgettext_lazy("meeting", "held, minutes to be validated")
    VALIDATED = "validated", pgettext_lazy("meeting", "minutes validated")
    PUBLISHED = "published", pgettext_lazy("meeting", "published")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "cancelled")


STANDING = (MeetingState.VALIDATED, MeetingState.PUBLISHED)  # states from which an obligation binds


class Nameless(models.TextChoices):
    """Whether someone invited by his office alone, whose name is not known, came."""

    NONE = "", pgettext_lazy("presence", "not said")
    PRESENT = "present", pgettext_lazy("presence", "present")
    EXCUSED = "excused", pgettext_lazy("presence", "excused")


class Origin(models.TextChoices):
    """What put a point on the agenda."""

    OWN = "own", pgettext_lazy("agenda", "added by hand")
    OBLIGATION = "obligation", pgettext_lazy("agenda", "promised before")
    LATE = "late", pgettext_lazy("agenda", "late contributions")
    COMING = "coming", pgettext_lazy("agenda", "coming sessions")


class ObligationState(models.TextChoices):
    """Derived from the facts and the day, stored nowhere."""

    DRAFT = "draft", pgettext_lazy("obligation", "in draft minutes")
    OPEN = "open", pgettext_lazy("obligation", "awaited")
    LATE = "late", pgettext_lazy("obligation", "late")
    KEPT = "kept", pgettext_lazy("obligation", "kept in time")
    KEPT_LATE = "kept_late", pgettext_lazy("obligation", "kept late")
    REPLACED = "replaced", pgettext_lazy("obligation", "replaced")


MEETING_LOOKS = looks(
    MeetingState,
    {
        MeetingState.PLANNED: ("", "draft"),
        MeetingState.CONVENED: ("go", "half"),
        MeetingState.HELD: ("warn", "wait"),
        MeetingState.VALIDATED: ("go", "full"),
        MeetingState.PUBLISHED: ("go", "done"),
        MeetingState.CANCELLED: ("bad", "no"),
    },
)
OBLIGATION_LOOKS = looks(
    ObligationState,
    {
        ObligationState.DRAFT: ("", "draft"),
        ObligationState.OPEN: ("", "wait"),
        ObligationState.LATE: ("bad", "open"),
        ObligationState.KEPT: ("go", "done"),
        ObligationState.KEPT_LATE: ("warn", "done"),
        ObligationState.REPLACED: ("", "dash"),
    },
)
