"""What speaks against an act without forbidding it."""

from collections.abc import Mapping, Sequence
from itertools import chain

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class NeedsMotive(ValidationError):
    """Something speaks against this, nothing forbids it: going on needs a motive, which is kept. ``at`` says again, by
    the name of its field, what speaks of one."""

    def __init__(self, warnings: Sequence[str], at: Mapping[str, Sequence[str]]) -> None:
        super().__init__([*warnings, *chain.from_iterable(at.values()), _("To go on, write why.")])
        self.at = at


def motivated(warnings: Sequence[str], motive: str, **at: Sequence[str]) -> None:
    """Go on when nothing speaks against it or a motive answers it; ``at`` are the warnings of one field each."""
    if (warnings or any(at.values())) and not motive.strip():
        raise NeedsMotive(warnings, at)
