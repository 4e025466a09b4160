"""What training tells of a province on its one page: sessions held and to come, and who came."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.attendance.enums import COUNTED
from takwin.attendance.models import Presence
from takwin.core import clock, formats
from takwin.directory.models import Place
from takwin.rights.enums import Permission
from takwin.rights.panels import Figure, counted
from takwin.rights.queries import allowed
from takwin.training.enums import SessionState
from takwin.training.models import TrainingSession

HELD = [SessionState.HELD, SessionState.CLOSED]
COMING = [SessionState.TENTATIVE, SessionState.CONFIRMED, SessionState.POSTPONED]


def sessions(place: Place, user: User) -> list[Figure]:
    """The sessions of the year in the province, and the share of half-days that those expected attended, as marked.

    Two queries: presences are reached through the sessions the reader sees, as their own pages show them.
    """
    today = clock.today()
    rows = allowed(TrainingSession.objects, user, Permission.SESSION_VIEW).filter(place=place)
    held = Q(state__in=HELD, starts_on__year=today.year)
    counts = rows.aggregate(
        held=Count("pk", filter=held), coming=Count("pk", filter=Q(state__in=COMING, starts_on__gte=today))
    )
    marks = Presence.objects.filter(register__session__in=rows.filter(held).order_by().values("pk"))
    marked = marks.aggregate(every=Count("pk"), came=Count("pk", filter=Q(status__in=COUNTED)))
    held_url = _list([("state", state) for state in HELD] + [("year", today.year)], place)
    figures = [
        counted(_("Sessions held, %(year)s") % {"year": today.year}, counts["held"], held_url),
        counted(_("Sessions to come"), counts["coming"], _list([("tab", "coming")], place)),
    ]
    if marked["every"]:
        told = {"came": formats.number(marked["came"]), "every": formats.number(marked["every"])}
        note = _("%(came)s half-days of %(every)s") % told
        rate = formats.percent(marked["came"] / marked["every"])
        figures.append(Figure(_("Presence"), rate, note, url=held_url))
    return figures


def _list(asked: list[tuple[str, str | int]], place: Place) -> str:
    return f"{reverse('training:sessions')}?{urlencode([*asked, ('place', place.pk)])}"
