"""What sessions keep of persons."""

from django.utils.translation import gettext_lazy as _

from takwin.core.personal import Keep
from takwin.people.privacy.sections import section
from takwin.training.models import Enrolment


def bring_privacy() -> None:
    section(
        Enrolment,
        _("Enrolments in sessions"),
        purpose="fill seats and keep the waiting list",
        keep=Keep.PERMANENT,
        facts=(
            (_("Session"), "session.reference"),
            (_("Topic"), "session.topic.name"),
            (_("For the body"), "body.name"),
            (_("Capacity"), "capacity"),
            (_("State"), "get_state_display"),
            (_("Reply"), "get_reply_display"),
            (_("Reason given"), "reply_note"),
            (_("reason of the withdrawal"), "withdrawal_reason"),
        ),
        related=("session__topic", "body"),
        order=30,
    )
