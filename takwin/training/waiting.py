"""What sessions ask of each user: to confirm, to convene, to nominate, to hold and to close."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Exists, F, OuterRef, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from takwin.accounts.models import User
from takwin.core import clock, formats
from takwin.core.text import joined
from takwin.directory.models import Body
from takwin.rights.enums import Permission
from takwin.rights.panels import Waiting
from takwin.rights.queries import allowed, holds
from takwin.training.enums import EnrolmentState, Reply, SessionState
from takwin.training.models import BodySeats, Enrolment, TrainingSession
from takwin.training.queries import ENROLLED, days_of, seats_of_each, sessions_for

SHOWN = 5
CONVENE_BEFORE = dt.timedelta(days=10)
NOMINATE_BEFORE = dt.timedelta(days=15)
DECIDE_BEFORE = dt.timedelta(days=14)


def to_those_who_see(request: HttpRequest) -> bool:
    return holds(request.user, Permission.SESSION_VIEW)


def to_those_who_nominate(request: HttpRequest) -> bool:
    return holds(request.user, Permission.SESSION_NOMINATE)


def _where(session: TrainingSession) -> str:
    return joined([session.place.name, formats.short_days(days_of(session))])


def to_confirm(user: User) -> Iterator[Waiting]:
    """Sessions whose minimum is reached, to be confirmed two weeks ahead."""
    rows = sessions_for(user, Permission.SESSION_CONFIRM).filter(
        state__in=[SessionState.TENTATIVE, SessionState.POSTPONED], starts_on__gte=clock.today()
    )
    rows = rows.alias(n=ENROLLED).filter(n__gte=F("minimum"))
    for session in rows.order_by("starts_on", "pk")[:SHOWN]:
        said = ngettext("%(n)s enrolled", "%(n)s enrolled", session.enrolled) % {"n": session.enrolled}  # type: ignore[attr-defined]
        url = reverse("training:confirm", args=[session.pk])
        yield Waiting(
            session.topic.name,
            joined([_where(session), said]),
            session.starts_on - DECIDE_BEFORE,
            url,
            _("Confirm the session"),
        )


def to_convene(user: User) -> Iterator[Waiting]:
    """Confirmed sessions ten days away at most, some of whose people are not convened; sooner, once others are."""
    to_come = Enrolment.objects.filter(session=OuterRef("pk"), state=EnrolmentState.ENROLLED, walk_in=False)
    convened = Q(convocations__rank=F("session__round"))
    soon = Q(starts_on__lte=clock.today() + CONVENE_BEFORE) | Q(Exists(to_come.filter(convened)))
    rows = sessions_for(user, Permission.SESSION_CONFIRM).filter(
        soon, Exists(to_come.exclude(convened)), state=SessionState.CONFIRMED, starts_on__gte=clock.today()
    )
    for session in rows.order_by("starts_on", "pk")[:SHOWN]:
        due = session.starts_on - CONVENE_BEFORE
        yield Waiting(session.topic.name, _where(session), due, session.get_absolute_url(), _("Send the convocations"))


def to_replace(user: User) -> Iterator[Waiting]:
    """Sessions to come where somebody excused himself while others wait for a seat."""
    lines = Enrolment.objects.filter(session=OuterRef("pk"))
    excused = lines.filter(state=EnrolmentState.ENROLLED, reply=Reply.EXCUSED)
    waiting = lines.filter(state=EnrolmentState.WAITING)
    rows = sessions_for(user, Permission.SESSION_CONFIRM).filter(
        Exists(excused), Exists(waiting), state=SessionState.CONFIRMED, starts_on__gt=clock.today()
    )
    for session in rows.order_by("starts_on", "pk")[:SHOWN]:
        said = joined([_where(session), _("somebody excused himself, others wait")])
        url = session.get_absolute_url()
        yield Waiting(session.topic.name, said, session.starts_on - DECIDE_BEFORE, url, _("Give his seat"))


def to_close(user: User) -> Iterator[Waiting]:
    """Sessions that are over: to be noted as held, or closed once every half-day is sealed."""
    today = clock.today()
    open_halves = Count("register__half_days", filter=Q(register__half_days__sealed_at=None), distinct=True)
    over = allowed(TrainingSession.objects, user, Permission.SESSION_CONFIRM).filter(ends_on__lt=today)
    sealed = Q(state=SessionState.HELD, unsealed=0)  # the others wait for the seal, which attendance asks for
    rows = over.annotate(unsealed=open_halves).filter(sealed | Q(state=SessionState.CONFIRMED))
    for session in rows.select_related("topic", "place").order_by("-ends_on", "pk")[:SHOWN]:
        verb = _("Close the session") if session.state == SessionState.HELD else _("Note that it was held")
        yield Waiting(session.topic.name, _where(session), session.ends_on, session.get_absolute_url(), verb)


def to_nominate(user: User) -> Iterator[Waiting]:
    """For those who act for one council: the sessions that still keep seats for it."""
    councils = allowed(Body.objects, user, Permission.SESSION_NOMINATE)
    if holds(user, Permission.SESSION_CONFIRM) or not councils.exists():
        return
    standing = [SessionState.TENTATIVE, SessionState.CONFIRMED, SessionState.POSTPONED]
    asked = BodySeats.objects.filter(
        body__in=councils, session__starts_on__gt=clock.today(), session__state__in=standing
    )
    rows = asked.select_related("body", "session__topic", "session__place").order_by("session__starts_on", "pk")
    seats = seats_of_each([kept.session for kept in rows])
    for kept in [row for row in rows if seats[row.session_id].own_left(row.body_id)][:SHOWN]:
        said = joined([kept.body.name, seats[kept.session_id].said_for(kept.body_id)])
        yield Waiting(
            kept.session.topic.name,
            joined([_where(kept.session), said]),
            kept.session.starts_on - NOMINATE_BEFORE,
            reverse("training:nominate_for", args=[kept.session_id, kept.body_id]),
            _("Nominate people"),
        )


def to_follow(user: User) -> Iterator[Waiting]:
    """For a trainer: the sessions he teaches in the coming week."""
    if holds(user, Permission.SESSION_NOMINATE) or not holds(user, Permission.PRESENCE_SEAL):
        return
    today = clock.today()
    rows = sessions_for(user).filter(
        starts_on__range=(today + dt.timedelta(days=1), today + dt.timedelta(days=7)), state=SessionState.CONFIRMED
    )
    for session in rows.order_by("starts_on", "pk")[:SHOWN]:
        yield Waiting(
            session.topic.name, _where(session), session.starts_on, session.get_absolute_url(), _("Prepare the session")
        )


def coming(user: User) -> dict[str, object] | None:
    """At the side of the desk: the next sessions of the reader's territory."""
    states = [SessionState.TENTATIVE, SessionState.CONFIRMED, SessionState.POSTPONED, SessionState.HELD]
    rows = sessions_for(user).filter(ends_on__gte=clock.today(), state__in=states)
    found = list(rows.order_by("starts_on", "pk")[:SHOWN])
    return {"sessions": [(session, days_of(session)) for session in found]} if found else None
