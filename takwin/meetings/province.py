"""What meetings tell of a province on its one page: held, to come, and what was promised there."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from takwin.accounts.models import User
from takwin.core import clock
from takwin.directory.models import Place
from takwin.meetings.enums import STANDING, MeetingState
from takwin.meetings.models import Meeting, Obligation
from takwin.meetings.queries.obligations import binding
from takwin.rights.enums import Permission
from takwin.rights.panels import Figure, counted
from takwin.rights.queries import allowed

VIEW = Permission.MEETING_VIEW


def meetings(place: Place, user: User) -> list[Figure]:
    """The meetings that concern the province, as the tabs of their list count them."""
    coming = Q(state__in=[MeetingState.PLANNED, MeetingState.CONVENED])
    past = Q(state=MeetingState.HELD) | coming & Q(day__lt=clock.today())
    counts = (
        allowed(Meeting.objects, user, VIEW)
        .filter(place=place)
        .aggregate(
            told=Count("pk", filter=Q(state__in=STANDING)),
            write=Count("pk", filter=past),
            coming=Count("pk", filter=coming & Q(day__gte=clock.today())),
        )
    )
    if not any(counts.values()):
        return []
    labels = {
        "told": pgettext("meetings", "Minutes validated"), "write": _("Minutes to write"), "coming": _("To come"),
    }  # fmt: skip
    return [
        counted(label, counts[tab], _list("meetings:meetings", tab, place=place.pk)) for tab, label in labels.items()
    ]


def promises(place: Place, user: User) -> list[Figure]:
    """What the bodies of the province promised: kept, awaited, late, as the tabs of the list count them."""
    today, open_ones = clock.today(), Q(done_on=None, replaced_by=None)
    counts = (
        binding(allowed(Obligation.objects, user, VIEW))
        .filter(debtor__place__province=place)
        .aggregate(
            kept=Count("pk", filter=Q(done_on__isnull=False)),
            awaited=Count("pk", filter=open_ones & (Q(due_on__gte=today) | Q(due_on=None))),
            late=Count("pk", filter=open_ones & Q(due_on__lt=today)),
        )
    )
    if not any(counts.values()):
        return []
    labels = {
        "kept": pgettext("promises", "Kept"), "awaited": pgettext("promises", "Awaited"),
        "late": pgettext("promises", "Not kept in time"),
    }  # fmt: skip
    return [
        counted(
            label,
            counts[tab],
            _list("meetings:obligations", tab, province=place.pk),
            tone="bad" if tab == "late" else "",
        )
        for tab, label in labels.items()
    ]


def _list(name: str, tab: str, **where: int) -> str:
    return f"{reverse(name)}?{urlencode([('tab', tab), *((key, str(value)) for key, value in where.items())])}"
