"""What speaks against an act without forbidding it."""

from collections.abc import Mapping, Sequence
from itertools import chain

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class NeedsMotive(ValidationError):
    """Something speaks against this, nothing forbids it: going on needs a motive, which is kept. ``at`` says again, by
    the name of its field, what speaks of one."""

    at: Mapping[str, Sequence[str]] = {}


def motivated(warnings: Sequence[str], motive: str, **at: Sequence[str]) -> None:
    """Go on when nothing speaks against it or a motive answers it; ``at`` are the warnings of one field each."""
    said = [*warnings, *chain.from_iterable(at.values())]
    if said and not motive.strip():
        needed = NeedsMotive([*said, _("To go on, write why.")])
        needed.at = at
        raise needed
