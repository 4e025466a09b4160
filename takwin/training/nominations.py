"""The people of a council as a form: sent to a commune for one session, it comes back saying who comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from takwin.accounts.models import User
from takwin.core import clock, formats
from takwin.core.keys import key_of
from takwin.core.text import joined
from takwin.directory.models import Body
from takwin.documents.forms import Change, FormField, FormKind, RoundTrip
from takwin.people.models import Person
from takwin.programmes.queries.entitlement import entitlement_of_body
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.training.actions import nominate_all, withdraw
from takwin.training.enums import EnrolmentState
from takwin.training.models import Enrolment, TrainingSession
from takwin.training.queries import Seats, candidates, days_of, seats_of

KIND = "training.nominations_form"
YES, NO = "yes", "no"
ANSWERS = ((YES, pgettext_lazy("nominated", "yes")), (NO, pgettext_lazy("nominated", "no")))


@dataclass(frozen=True)
class Line:
    """Someone in office in the council on the first day, whether he is nominated, and what prevents him."""

    person: Person
    capacity: str
    days: float
    obstacle: str
    enrolment: Enrolment | None

    @property
    def pk(self) -> int:
        return self.person.pk


def lines_of(session: TrainingSession, council: Body) -> list[Line]:
    """The people whom the council may nominate, and those it did, as its page of nominations shows them."""
    received = {one.person.pk: one.received for one in entitlement_of_body(council, clock.today())}
    standing = session.enrolments.exclude(state=EnrolmentState.WITHDRAWN).select_related("person", "session")
    nominated = {line.person_id: line for line in standing}
    return [
        Line(one.person, one.capacity, one.days, one.obstacle, nominated.get(one.person.pk))
        for one in candidates(session, council, received)
    ]


def _is_open(council: Body) -> Any:
    """Whoever is free may be nominated, and whom the council nominated may be withdrawn; nobody else moves."""

    def is_open(line: Line, language: str) -> bool:
        return line.enrolment.body_id == council.pk if line.enrolment else not line.obstacle

    return is_open


def _seats_left(seats: Seats, body_id: int) -> str:
    return joined([seats.said_for(body_id), gettext("those beyond them wait in order")])


def _fields(session: TrainingSession, council: Body) -> tuple[FormField, ...]:
    hint = lazy(_seats_left, str)(seats_of(session), council.pk)
    return (
        FormField("session", gettext_lazy("Session"), lambda line: told(session), width=34),
        FormField("name_ar", gettext_lazy("Name in Arabic"), lambda line: line.person.name_ar, width=26),
        FormField("name_fr", gettext_lazy("Name in French"), lambda line: line.person.name_fr, width=26),
        FormField("office", gettext_lazy("Office"), lambda line: line.capacity, width=26),
        FormField("days", gettext_lazy("Days received"), lambda line: formats.number(line.days), width=14),
        FormField("obstacle", gettext_lazy("What stands in the way"), lambda line: line.obstacle, width=30),
        FormField(
            "comes", gettext_lazy("Nominated?"), lambda line: YES if line.enrolment else NO, lambda code: code or NO,
            choices=ANSWERS, is_open=_is_open(council), width=14, hint=hint,
        ),
    )  # fmt: skip


def told(session: TrainingSession) -> str:
    """The session in one cell: its topic, where and when."""
    return joined([session.topic.name, session.place.name, formats.days(days_of(session))])


def nominations_of(session: TrainingSession, council: Body) -> RoundTrip:
    """The list of one council for one session. What comes back is done by the ordinary acts: seats, waiting list and
    refusals are theirs."""

    def write(changes: Sequence[Change], *, by: User) -> None:
        for change in changes:
            if change.values["comes"] == NO and change.row.enrolment:
                withdraw(change.row.enrolment, by=by)
        if coming := [change.row.person for change in changes if change.values["comes"] == YES]:
            nominate_all(session, coming, body=council, by=by)

    return RoundTrip(
        kind=KIND,
        title=gettext_lazy("Nominations"),
        fields=_fields(session, council),
        rows=lambda user: lines_of(session, council),
        named=lambda line: line.person.name,
        write=write,
        owner=lambda user: council,
        home=session.get_absolute_url(),
        about=f"{session.pk}:{council.pk}",
        lead=gettext_lazy(
            "Seats are given as for any nomination: those for whom none is left wait in order, and a seat given up "
            "goes to whoever waits."
        ),
    )


def _asked(about: str, user: User) -> RoundTrip:
    """The list that a form says it is about, when the session and the council are this user's."""
    session_key, _colon, body_key = about.partition(":")
    sessions = allowed(TrainingSession.objects, user, Permission.SESSION_VIEW)
    session = sessions.select_related("topic", "place").filter(pk=key_of(session_key) or 0).first()
    council = allowed(Body.objects, user, Permission.SESSION_NOMINATE).filter(pk=key_of(body_key) or 0).first()
    if session is None or council is None:
        raise ValidationError(gettext("This form is for a session or a council that is not yours."))
    return nominations_of(session, council)


NOMINATIONS = FormKind(KIND, Permission.SESSION_NOMINATE, _asked)
