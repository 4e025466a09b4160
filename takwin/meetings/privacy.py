"""What meetings keep of persons."""

from django.utils.translation import gettext_lazy as _

from takwin.core.personal import Keep
from takwin.meetings.models import Invitation, SeriesMember
from takwin.people.privacy.sections import section


def bring_privacy() -> None:
    section(
        Invitation,
        _("Invitations to meetings"),
        purpose="say who was invited to a public meeting and in which capacity",
        keep=Keep.PERMANENT,
        facts=(
            (_("Meeting"), "meeting.reference"),
            (_("For the body"), "body.name"),
            (_("Capacity"), "capacity"),
        ),
        related=("meeting", "body"),
        order=42,
    )
    section(
        SeriesMember,
        _("Seats in committees"),
        purpose="say who sits in a committee",
        keep=Keep.PERMANENT,
        facts=(
            (_("Committee"), "series.name"),
            (_("For the body"), "body.name"),
            (_("Capacity"), "capacity"),
        ),
        related=("series", "body"),
        order=43,
    )
