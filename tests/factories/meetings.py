"""Series, meetings and promises for tests."""

import datetime as dt
from itertools import count
from typing import Any

from takwin.accounts.models import User
from takwin.attendance.actions import mark
from takwin.attendance.enums import Status
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.meetings import actions
from takwin.meetings.models import Meeting, Obligation, Series
from takwin.meetings.queries.meetings import Guest
from takwin.people.enums import Title
from tests.factories.accounts import make_user
from tests.factories.directory import make_body, make_commune, make_province
from tests.factories.people import make_office
from tests.factories.training import figures

SAID = "تعهد السادة الرؤساء بتحويل مساهماتهم قبل متم شهر يونيو 2026. ونوه الجميع بالورش."
QUOTE = "تعهد السادة الرؤساء بتحويل مساهماتهم قبل متم شهر يونيو 2026."
THE_DAY = dt.date(2026, 5, 11)
DUE = dt.date(2026, 6, 30)
_numbers = count(1)


def make_series(owner: Body | None = None, **facts: Any) -> Series:
    """A region's series in one of its provinces, of which four meetings were held before."""
    figures()
    n = next(_numbers)
    owner = owner or make_body(BodyKind.REGION, short_code=f"M{n}")
    place = facts.pop("place", None) or make_province(owner.place)
    facts = {
        "kind": "outreach", "name_ar": f"اللقاءات التواصلية {n}", "name_fr": f"Rencontres {n}", "last": 4,
    } | facts  # fmt: skip
    return actions.open_series(owner=owner, place=place, by=None, **facts)


def make_meeting(series: Series | None = None, **facts: Any) -> Meeting:
    """The fifth, in the past, planned."""
    facts = {"subject": "برنامج التكوين المستمر", "day": THE_DAY, "starts_at": dt.time(10)} | facts
    return actions.plan_meeting(series or make_series(), by=None, **facts)


def make_guest(meeting: Meeting, body: Body | None = None) -> Guest:
    """The president of a commune of the meeting's province."""
    body = body or make_body(place=make_commune(meeting.place))
    office = make_office(body=body, title=Title.PRESIDENT)
    return Guest(body, office.person, "رئيس المجلس")


def make_held(meeting: Meeting | None = None, text: str = SAID, by: User | None = None) -> Meeting:
    """Held, with a president who came and what was said."""
    meeting = meeting or make_meeting()
    guest = make_guest(meeting)
    actions.invite(meeting, [guest], by=None)
    mark(meeting.register.half_days.get(), guest.person, Status.PRESENT, by=None)
    meeting = actions.hold_meeting(meeting, actions.Chair("السيدة أمينة العلوي", "نائبة الرئيس"), by=None)
    actions.write_minutes(meeting, text=text, revision=0, by=by or make_user())
    return Meeting.objects.select_related("minutes", "series__owner").get(pk=meeting.pk)


def make_obligation(meeting: Meeting | None = None, debtor: Body | None = None, **facts: Any) -> Obligation:
    """A promise on the draft minutes, of a commune to the region."""
    meeting = meeting or make_held()
    debtor = debtor or make_body(place=make_commune(meeting.place))
    facts = {"quote": QUOTE, "text": "تحويل المساهمة", "due_on": DUE} | facts
    [made] = actions.mark_obligation(meeting, debtors=[debtor], creditor=meeting.series.owner, by=None, **facts)
    return made


def validated(meeting: Meeting, by: User | None = None) -> Meeting:
    actions.validate_minutes(meeting, secretary="كاتب", by=by or make_user())
    return Meeting.objects.select_related("minutes").get(pk=meeting.pk)


def make_binding(**facts: Any) -> Obligation:
    """A promise of validated minutes."""
    made = make_obligation(**facts)
    validated(made.meeting)
    return Obligation.objects.select_related("meeting__series").get(pk=made.pk)
