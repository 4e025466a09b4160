"""What speaks against an act without forbidding it."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class NeedsMotive(ValidationError):
    """Something speaks against this, nothing forbids it: going on needs a motive, which is kept."""


def motivated(warnings: Sequence[str], motive: str) -> None:
    """Go on when nothing speaks against it or a motive answers it."""
    if warnings and not motive.strip():
        raise NeedsMotive([*warnings, _("To go on, write why.")])
