"""What waits for each about meetings and promises, the figure of the desk, the search."""

import datetime as dt
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db.models import Count, Max, Min, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from takwin.accounts.models import User
from takwin.core import clock, formats
from takwin.core.search import answering
from takwin.core.text import joined
from takwin.directory.parameters import parameter
from takwin.meetings.enums import MeetingState
from takwin.meetings.models import Meeting, Obligation, Series
from takwin.meetings.queries.meetings import duties
from takwin.meetings.queries.obligations import FIRST_DUE, awaited, covered, late, rate
from takwin.rights.enums import Permission
from takwin.rights.panels import Figure, Found, Waiting
from takwin.rights.queries import allowed, holds

FEW = 5
MANY = 400
SOON = dt.timedelta(days=30)
AUTUMN = 10  # the month from which a year's meetings of the commission are missed
VIEW, EDIT = Permission.MEETING_VIEW, Permission.MEETING_EDIT


def to_readers(request: HttpRequest) -> bool:
    return holds(request.user, VIEW)


def to_write(user: User) -> Iterator[Waiting]:
    """Meetings whose day has come and whose minutes are not validated."""
    past = Q(day__lte=clock.today(), state__in=[MeetingState.PLANNED, MeetingState.CONVENED])
    rows = allowed(Meeting.objects, user, EDIT).filter(Q(state=MeetingState.HELD) | past)
    for row in rows.select_related("series", "place").order_by("-day", "pk")[:FEW]:
        detail = joined([row.reference, row.place.name])
        yield Waiting(str(row), detail, row.day, row.get_absolute_url(), _("Write and validate the minutes"))


def late_promises(user: User) -> Iterator[Waiting]:
    """The promises that are late, in one line: each stands in the list it leads to."""
    rows = late(allowed(Obligation.objects, user, VIEW), clock.today())
    found = rows.aggregate(count=Count("pk"), oldest=Min("due_on"), latest=Max("due_on"))
    if not found["count"]:
        return
    told = ngettext("%(count)s promise is late", "%(count)s promises are late", found["count"])
    since = _("the longest late since %(day)s") % {"day": formats.day(found["oldest"])}
    said = joined([told % {"count": found["count"]}, since])
    yield Waiting(_("Promises made in meetings"), said, found["latest"], _late_url(), _("See who promised what"))


def _late_url() -> str:
    return f"{reverse('meetings:obligations')}?tab=late"


def to_confirm(user: User) -> Iterator[Waiting]:
    """Promises of money that receipts seem to have kept: a person confirms."""
    mine = awaited(allowed(Obligation.objects, user, Permission.OBLIGATION_SETTLE)).exclude(commitment=None)
    rows = list(mine.select_related("meeting", "debtor").order_by(*FIRST_DUE)[:MANY])
    proved = covered(rows)
    for row in [row for row in rows if row.pk in proved][:FEW]:
        told = joined([row.debtor.name, formats.dirhams(proved[row.pk].amount)])
        url = reverse("meetings:kept", args=[row.pk])
        yield Waiting(_("A promise seems to be kept"), told, None, url, _("Confirm that it is kept"))


def to_report(user: User) -> Iterator[Waiting]:
    """What the decree asks of the regional commission and is not there yet: its report from a month before the end of
    November on, its meetings from October on."""
    today = clock.today()
    mine = allowed(Series.objects, user, EDIT).select_related("owner")
    try:
        wanted = parameter("commission_meetings", on=today)
    except ValidationError:  # a figure that came with a newer version: the doctor says so, the desk stays open
        return
    for duty in duties(mine, today, wanted):
        url = duty.series.get_absolute_url()
        if today >= duty.due_on - SOON and not duty.reported:
            told = _("annual report of %(year)s") % {"year": duty.year}
            yield Waiting(duty.series.name, told, duty.due_on, url, _("Record the annual report"))
        if today >= dt.date(duty.year, AUTUMN, 1) and duty.held < duty.wanted:
            told = _("%(held)s of %(wanted)s meetings held in %(year)s.")
            said = told % {"held": duty.held, "wanted": duty.wanted, "year": duty.year}
            yield Waiting(duty.series.name, said, dt.date(duty.year, 12, 31), url, _("Plan the next meeting"))


def figure(user: User) -> Figure | None:
    """What part of the promises that fell due was kept in time."""
    kept = rate(allowed(Obligation.objects, user, VIEW), clock.today())
    if kept.share is None:
        return None
    note = _("%(in_time)s of %(due)s in time; %(broken)s not kept") % {
        "in_time": kept.in_time, "due": kept.due, "broken": kept.broken,
    }  # fmt: skip
    return Figure(_("Promises kept"), formats.percent(kept.share), note, "", reverse("meetings:obligations"))


def search(terms: list[str], user: User) -> Iterator[Found]:
    rows = answering(allowed(Meeting.objects, user, VIEW), terms)
    for row in rows.select_related("series", "place").order_by("-day", "-pk")[:FEW]:
        yield Found(str(row), joined([row.reference, row.place.name]), row.get_absolute_url())
