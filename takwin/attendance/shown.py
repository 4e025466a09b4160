"""What attendance brings to pages below: its entries of the side, what waits on the desk."""

from collections.abc import Iterator

from django.db.models import Count, Min
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from takwin.accounts.models import User
from takwin.attendance.enums import PhotoState
from takwin.attendance.models import RegisterHalfDay, SheetPhoto
from takwin.attendance.queries import to_seal
from takwin.attendance.sync.queries import open_cases
from takwin.attendance.validation.queries import to_validate
from takwin.core import clock, formats
from takwin.core.text import joined
from takwin.rights.enums import Permission
from takwin.rights.panels import Waiting
from takwin.rights.queries import allowed, holds

SHOWN = 5


def to_readers(request: HttpRequest) -> bool:
    return holds(request.user, Permission.PRESENCE_VIEW)


def waiting(user: User) -> Iterator[Waiting]:
    """The registers with half-days begun and not sealed, the latest first; each opens at that of today, which is being
    held, else at the first that was left."""
    found: dict[int, list[RegisterHalfDay]] = {}
    for half_day in to_seal(user)[: SHOWN * 4]:
        found.setdefault(half_day.register_id, []).append(half_day)
    today = clock.today()
    for halves in list(found.values())[:SHOWN]:
        half_day = min(halves, key=lambda half: (half.day != today, half.day, half.part))
        said = joined(
            [half_day.register.place.name, formats.day(half_day.day, weekday=True), half_day.get_part_display()]
        )
        url = reverse("attendance:roll", args=[half_day.register_id, half_day.pk])
        yield Waiting(str(half_day.register), said, half_day.day, url, _("Record and seal presence"))


def photos(user: User) -> Iterator[Waiting]:
    """The pages of signed sheets that were read and wait for somebody to look at what is doubtful, then record them."""
    mine = allowed(SheetPhoto.objects, user, Permission.PRESENCE_MARK).filter(state=PhotoState.READ)
    for photo in mine.select_related("register__place").order_by("-received_at", "pk")[:SHOWN]:
        said = joined([_("Page %(page)s of the signed sheet") % {"page": photo.page}, photo.register.place.name])
        due = photo.received_at.astimezone(clock.CASABLANCA).date()
        yield Waiting(str(photo.register), said, due, photo.get_absolute_url(), _("Look and record"))


def to_correctors(request: HttpRequest) -> bool:
    return holds(request.user, Permission.PRESENCE_CORRECT)


def doubts(user: User) -> Iterator[Waiting]:
    """One line for all the doubts on presence."""
    if count := open_cases(user):
        said = ngettext("%(count)s doubt on presence", "%(count)s doubts on presence", count) % {"count": count}
        told = _("What phones handed over and does not agree")
        yield Waiting(said, told, None, f"{reverse('attendance:cases')}?tab=open", _("Settle the doubts"))


def closed(user: User) -> Iterator[Waiting]:
    """One line for all the half-days that trainers closed and nobody has read: it leads to their list."""
    halves = to_validate(user)
    told = halves.aggregate(halves=Count("pk"), registers=Count("register", distinct=True), oldest=Min("day"))
    if count := told["halves"]:
        said = ngettext("%(count)s half-day to validate", "%(count)s half-days to validate", count) % {"count": count}
        where = ngettext("in %(n)s session or meeting", "in %(n)s sessions or meetings", told["registers"])
        since = _("the oldest of %(day)s") % {"day": formats.day(told["oldest"])}
        detail = joined([where % {"n": told["registers"]}, since])
        yield Waiting(said, detail, None, reverse("attendance:to_validate"), _("Read and validate presence"))
