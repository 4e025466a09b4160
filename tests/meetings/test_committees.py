"""A body leaves a committee on a day that was asked for; a commission is told what the decree asks of it."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.meetings import actions
from takwin.meetings.desk import to_report
from takwin.meetings.models import Meeting
from tests.factories.directory import make_body, make_kingdom
from tests.factories.meetings import THE_DAY, make_meeting, make_series
from tests.factories.rights import officer_of

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]


def test_a_body_seated_elsewhere_is_found_and_seated(as_user: AsUser) -> None:
    series, ministry = make_series(kind="commission"), make_body(BodyKind.NATIONAL, make_kingdom())
    client = as_user(officer_of(series.owner.place), htmx=True)
    asked = {"name": "body", "body_words": ministry.name_fr}
    assert f'value="{ministry.pk}"' in client.get(reverse("meetings:bodies"), asked).content.decode()
    seat, told = reverse("meetings:add_member", args=[series.pk]), {"body": ministry.pk, "capacity": "ممثل الوزارة"}
    assert client.post(seat, told | {"body": 999_999}).status_code == 422
    client.post(seat, told)
    assert series.members.get().body == ministry
    meeting = make_meeting(series)
    client.post(reverse("meetings:add", args=[meeting.pk]), told)
    assert meeting.invitations.get().body == ministry


def test_a_membership_is_ended_once_its_day_is_confirmed(as_user: AsUser) -> None:
    series = make_series(kind="commission")
    member = actions.add_member(series, body=make_body(), capacity="عضو", starts_on=THE_DAY, by=None)
    client = as_user(officer_of(series.owner.place))
    url = reverse("meetings:end_member", args=[member.pk])
    assert url in client.get(series.get_absolute_url()).content.decode()
    assert member.body.name in client.get(url).content.decode()
    member.refresh_from_db()
    assert member.ends_on is None, "reading the page ends nothing"
    for day, said in ((clock.today() + dt.timedelta(days=1), "not come yet"), (THE_DAY, "ends after it starts")):
        refused = client.post(url, {"ends_on": day})
        assert (refused.status_code, said in refused.content.decode()) == (422, True)
    client.post(url, {"ends_on": THE_DAY + dt.timedelta(days=9)})
    member.refresh_from_db()
    assert member.ends_on == THE_DAY + dt.timedelta(days=9)
    assert "no longer sits" in client.post(url, {"ends_on": clock.today()}).content.decode()
    today = actions.add_member(series, body=make_body(), capacity="عضو", by=None)
    actions.end_member(today, ends_on=clock.today() + dt.timedelta(days=1), by=None)


def test_the_desk_says_what_the_decree_asks_of_a_commission_in_time_and_blocks_nothing() -> None:
    series, year = make_series(kind="commission"), clock.today().year + 1
    officer = officer_of(series.owner.place)

    def told(month: int, day: int) -> list[str]:
        with clock.at(dt.datetime(year, month, day, 12, tzinfo=dt.UTC)):
            return [one.detail for one in to_report(officer)]

    report, none, one = (
        f"annual report of {year}",
        f"0 of 2 meetings held in {year}.",
        f"1 of 2 meetings held in {year}.",
    )
    assert told(9, 30) == []
    assert told(10, 1) == [none]
    assert told(10, 31) == [report, none]
    make_meeting(series, day=dt.date(year, 3, 4))
    assert told(12, 1) == [report, none], "a meeting that is only planned was not held; what is late is still told"
    Meeting.objects.update(state="held")
    with clock.at(dt.datetime(year, 11, 20, 12, tzinfo=dt.UTC)):
        actions.record_report(series, year=year, adopted_on=dt.date(year, 11, 20), by=None)
    assert told(11, 20) == [one]
    make_meeting(series, day=dt.date(year, 10, 7))
    Meeting.objects.update(state="held")
    assert told(12, 31) == []
