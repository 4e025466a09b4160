"""Where an invitation to teach stands."""

from django.db import models
from django.utils.translation import pgettext_lazy

from takwin.ui.states import looks


class InvitationState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("trainer", "no answer yet")
    ACCEPTED = "accepted", pgettext_lazy("trainer", "accepted")
    DECLINED = "declined", pgettext_lazy("trainer", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("trainer", "taken back")


INVITATION_LOOKS = looks(
    InvitationState,
    {
        InvitationState.WAITING: ("warn", "wait"),
        InvitationState.ACCEPTED: ("go", "full"),
        InvitationState.DECLINED: ("bad", "no"),
    },
)
