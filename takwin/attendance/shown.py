"""What attendance brings to pages below: its entry of the side, what waits on the desk."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.attendance.queries import to_seal
from takwin.core import formats
from takwin.core.text import joined
from takwin.rights.enums import Permission
from takwin.rights.panels import Waiting
from takwin.rights.queries import holds

SHOWN = 5


def to_readers(request: HttpRequest) -> bool:
    return holds(request.user, Permission.PRESENCE_VIEW)


def waiting(user: User) -> Iterator[Waiting]:
    """The half-days begun and not sealed, register by register."""
    told: set[int] = set()
    for half_day in to_seal(user)[: SHOWN * 4]:
        if half_day.register_id in told or len(told) == SHOWN:
            continue
        told.add(half_day.register_id)
        said = joined(
            [half_day.register.place.name, formats.day(half_day.day, weekday=True), half_day.get_part_display()]
        )
        url = reverse("attendance:roll", args=[half_day.register_id, half_day.pk])
        yield Waiting(str(half_day.register), said, half_day.day, url, _("Record and seal presence"))
