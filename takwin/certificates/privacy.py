"""What certificates keep of persons: proofs of a right, kept for good with the name they print."""

from django.utils.translation import gettext_lazy as _

from takwin.certificates.models import Certificate
from takwin.core.personal import Keep
from takwin.people.privacy.sections import section


def bring_privacy() -> None:
    section(
        Certificate,
        _("Certificates"),
        purpose="prove what the person has earned",
        keep=Keep.PERMANENT,
        facts=(
            (_("Code"), "code"),
            (_("Name in Arabic"), "name_ar"),
            (_("Name in French"), "name_fr"),
            (_("Session"), "title_fr"),
            (_("issued on"), "issued_on"),
            (_("State"), "get_state_display"),
            (_("Reason"), "reason"),
        ),
        order=50,
    )
