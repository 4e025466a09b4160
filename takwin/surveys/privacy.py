"""What surveys keep of persons: that someone may answer, and whether he has."""

from django.utils.translation import gettext_lazy as _

from takwin.core.personal import Keep
from takwin.people.privacy.sections import section
from takwin.surveys.models import Voice


def bring_privacy() -> None:
    section(
        Voice,
        _("Opinions asked"),
        purpose="take one answer a person",
        keep=Keep.SHORT,
        facts=((_("About"), "round.title_ar"), (_("Has answered"), "has_answered")),
        related=("round",),
        order=55,
    )
