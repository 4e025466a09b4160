"""What the database itself refuses of series, meetings, minutes and promises."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from takwin.agreements.actions import cancel_agreement
from takwin.core import clock
from takwin.meetings.actions import invite, open_series
from takwin.meetings.models import (
    AgendaItem,
    AnnualReport,
    Invitation,
    Meeting,
    Minutes,
    Obligation,
    Series,
    SeriesMember,
)
from tests.constraints import breaks
from tests.factories.accounts import make_user
from tests.factories.agreements import make_agreement
from tests.factories.directory import make_body
from tests.factories.letters import make_letter
from tests.factories.meetings import THE_DAY, make_binding, make_guest, make_held, make_meeting, make_series

pytestmark = pytest.mark.django_db


def again(row: Any, **facts: Any) -> None:
    """The same row a second time, with other facts."""
    row.pk = None
    for name, value in facts.items():
        setattr(row, name, value)
    row.save(force_insert=True)


def test_a_series_is_of_an_agreement_when_it_is_its_committee() -> None:
    series = make_series()
    with breaks(Series, "series_agreement_matches_kind"):
        Series.objects.filter(pk=series.pk).update(kind="steering")


def test_a_series_is_there_once() -> None:
    series = make_series()
    with breaks(Series, "series_once"):
        again(series)


def test_an_agreement_has_one_committee_of_each_kind() -> None:
    agreement = make_agreement()
    series = make_series(kind="steering", agreement=agreement)
    with breaks(Series, "series_one_committee_of_each_kind"):
        again(series, name_ar="لجنة أخرى")


def test_a_cancelled_agreement_has_no_committee_any_more() -> None:
    agreement = make_agreement()
    by = make_user()
    cancel_agreement(agreement, motive="خطأ", by=by)
    told = {"owner": agreement.owner, "kind": "steering", "place": agreement.place, "name_ar": "ل", "name_fr": "c"}
    with pytest.raises(ValidationError, match="is cancelled"):
        open_series(**told, agreement=agreement, by=by)


def test_a_member_sits_once_and_ends_after_starting() -> None:
    member = SeriesMember.objects.create(series=make_series(), body=make_body(), capacity="عضو", starts_on=THE_DAY)
    with breaks(SeriesMember, "series_member_ends_after_it_starts"):
        SeriesMember.objects.update(ends_on=THE_DAY)
    with breaks(SeriesMember, "series_member_once"):
        again(member)


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("meeting_number_positive", {"number": 0}),
        ("meeting_cancelled_with_reason", {"state": "cancelled"}),
        ("meeting_second_chair_beside_a_first", {"co_chair": "السيد العامل"}),
        ("meeting_second_chair_beside_a_first", {"chair": "السيد الرئيس", "co_chair_capacity": "العامل"}),
    ],
)
def test_a_meeting_says_what_it_must(name: str, facts: dict[str, Any]) -> None:
    make_meeting()
    with breaks(Meeting, name):
        Meeting.objects.update(**facts)


def test_a_number_is_given_once_in_a_series() -> None:
    series = make_series()
    make_meeting(series)
    other = make_meeting(series)
    with breaks(Meeting, "meeting_number_once"):
        Meeting.objects.filter(pk=other.pk).update(number=other.number - 1)


def test_a_person_and_an_office_are_invited_once() -> None:
    meeting = make_meeting()
    guest = make_guest(meeting)
    line = Invitation.objects.create(meeting=meeting, body=guest.body, person=guest.person, capacity="رئيس")
    with breaks(Invitation, "invitation_presence_is_of_the_register"):
        Invitation.objects.update(came="present")
    with breaks(Invitation, "invitation_change_follows_a_letter"):
        Invitation.objects.filter(pk=line.pk).update(change=make_letter())
    with breaks(Invitation, "invitation_once_a_person"):
        again(line)
    office = Invitation.objects.create(meeting=meeting, body=guest.body, capacity="ممثل")
    with breaks(Invitation, "invitation_once_an_office"):
        again(office)
    again(office, guest_name="سعيد العلمي")
    with breaks(Invitation, "invitation_once_an_office"):
        again(office)
    with breaks(Invitation, "invitation_typed_name_of_no_person"):
        Invitation.objects.filter(person=guest.person).update(guest_name="سعيد العلمي")


def test_validated_minutes_have_their_paper_and_a_press_note_follows_them() -> None:
    made = make_binding()
    paper = made.meeting.minutes.paper
    held = make_held()
    with breaks(Minutes, "minutes_validated_with_their_paper"):
        Minutes.objects.filter(meeting=held).update(validated_at=clock.now())
    with breaks(Minutes, "press_note_of_validated_minutes"):
        Minutes.objects.filter(meeting=held).update(press_paper=paper)


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("obligation_amount_positive", {"amount": 0}),
        ("obligation_kept_with_proof", {"done_on": THE_DAY, "settled_at": dt.datetime(2026, 6, 1, tzinfo=dt.UTC)}),
        ("obligation_settled_by_someone", {"done_on": THE_DAY, "proof": "x"}),
    ],
)
def test_a_promise_says_what_it_must(name: str, facts: dict[str, Any]) -> None:
    made = make_binding()
    with breaks(Obligation, name):
        Obligation.objects.filter(pk=made.pk).update(**facts)


def test_a_promise_is_between_two_bodies_and_ends_once() -> None:
    made = make_binding()
    with breaks(Obligation, "obligation_between_two_bodies"):
        Obligation.objects.filter(pk=made.pk).update(creditor=made.debtor_id)
    with breaks(Obligation, "obligation_ends_once"):
        Obligation.objects.filter(pk=made.pk).update(
            replaced_by=made.pk, done_on=THE_DAY, proof="x", settled_at=clock.now()
        )


def test_a_point_follows_one_promise_once() -> None:
    made = make_binding()
    meeting = make_meeting(made.meeting.series, day=THE_DAY + dt.timedelta(days=9))
    item = meeting.agenda.get()
    with breaks(AgendaItem, "agenda_origin_matches_promise"):
        AgendaItem.objects.filter(pk=item.pk).update(origin="own")
    with breaks(AgendaItem, "agenda_follows_a_promise_once"):
        again(item)


def test_a_report_is_recorded_once_a_year() -> None:
    report = AnnualReport.objects.create(series=make_series(kind="commission"), year=2025, adopted_on=THE_DAY)
    with breaks(AnnualReport, "annual_report_once"):
        again(report)


def test_the_second_chair_is_another_of_the_list() -> None:
    meeting = make_meeting()
    invite(meeting, [make_guest(meeting)], by=None)
    line = meeting.invitations.get()
    with breaks(Meeting, "meeting_second_chair_is_another_of_the_list"):
        Meeting.objects.filter(pk=meeting.pk).update(chair_line=line, co_chair_line=line)
