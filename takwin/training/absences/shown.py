"""The absent on the page of a closed session, and on the desk of whoever closes sessions."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from takwin.accounts.models import User
from takwin.attendance.queries import marks_of
from takwin.core import clock, formats
from takwin.core.text import joined
from takwin.rights.enums import Permission
from takwin.rights.panels import Waiting
from takwin.rights.queries import allowed, permissions_on
from takwin.training.absences.queries import absences_of, excused_in
from takwin.training.enums import SessionState
from takwin.training.models import TrainingSession

WRITE_WITHIN = dt.timedelta(days=7)  # of the last day
FORGOTTEN_AFTER = dt.timedelta(days=90)  # the desk no longer asks
SHOWN = 5


def of_session(session: TrainingSession, user: User) -> dict[str, Any] | None:
    """Council by council who was absent without excuse, with the half-days of each and the letter that told it."""
    if session.state != SessionState.CLOSED:
        return None
    councils = absences_of([session], user)[session.pk]
    if not councils:
        return None
    marks = marks_of(session.register)
    return {
        "session": session,
        "councils": [(one, [(absent, marks[absent.line.person_id]) for absent in one.absent]) for one in councils],
        "people": sum(len(one.absent) for one in councils),
        "excused": excused_in(session),
        "to_write": sum(one.is_to_write for one in councils),
        "letters": sum(one.letter is not None for one in councils),
        "may_write": Permission.SESSION_CONFIRM in permissions_on(user, session),
    }


def waiting(user: User) -> Iterator[Waiting]:
    """Sessions just closed whose absent were not written to, or whose presence was corrected since they were."""
    since = clock.today() - FORGOTTEN_AFTER
    mine = allowed(TrainingSession.objects, user, Permission.SESSION_CONFIRM)
    rows = mine.filter(state=SessionState.CLOSED, ends_on__gte=since).select_related("topic", "place")
    sessions = list(rows.order_by("-ends_on", "pk"))
    absences = absences_of(sessions)
    left = [session for session in sessions if any(one.is_to_write for one in absences[session.pk])]
    for session in left[:SHOWN]:
        councils = [one for one in absences[session.pk] if one.is_to_write]
        people = sum(len(one.absent) for one in councils)
        said = ngettext("%(n)s person absent without excuse", "%(n)s people absent without excuse", people)
        if any(one.is_corrected for one in councils):
            said = _("presence was corrected since")
        where = joined([session.place.name, formats.short_day(session.ends_on), said % {"n": people}])
        url = f"{session.get_absolute_url()}#absent"
        yield Waiting(session.topic.name, where, session.ends_on + WRITE_WITHIN, url, _("Write to the absent"))
