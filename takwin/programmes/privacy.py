"""What programmes keep of persons."""

from django.utils.translation import gettext_lazy as _

from takwin.core.personal import Keep
from takwin.people.privacy.sections import section
from takwin.programmes.models import ElsewhereDay


def bring_privacy() -> None:
    section(
        ElsewhereDay,
        _("Days received elsewhere"),
        purpose="prove the days received",
        keep=Keep.PERMANENT,
        facts=(
            (_("Day"), "day"),
            (_("As member of"), "body.name"),
            (_("Given by"), "provider"),
            (_("Topic"), "topic"),
            (_("State"), "get_state_display"),
            (_("Motive"), "motive"),
        ),
        related=("body",),
        order=45,
    )
