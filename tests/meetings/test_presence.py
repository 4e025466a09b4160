"""Who is said to have come, who is proposed to have chaired, and which steps were taken."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from takwin.attendance.actions import mark, seal
from takwin.attendance.enums import Status
from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.journal.models import Entry
from takwin.meetings import actions
from takwin.meetings.models import Invitation, Meeting
from takwin.meetings.papers import minutes_facts, press_proposal
from takwin.meetings.queries.meetings import Guest, excused, guest_of, present_at
from takwin.meetings.shown import acts_of, chair_proposed, path_of
from takwin.people.enums import Sex, Title
from takwin.rights.enums import Permission
from tests.factories.accounts import make_user
from tests.factories.directory import make_body, make_commune, make_kingdom
from tests.factories.meetings import SAID, make_guest, make_held, make_meeting, make_series
from tests.factories.people import make_office, make_person
from tests.factories.rights import officer_of

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]
MAY = frozenset({Permission.MEETING_EDIT, Permission.PRESENCE_MARK})


def in_office(body: Body, title: Title) -> Guest:
    return guest_of(make_office(person=make_person(sex=Sex.FEMALE), body=body, title=title))


def came(meeting: Meeting, *guests: Guest) -> None:
    half = meeting.register.half_days.get()
    for guest in guests:
        mark(half, guest.person, Status.PRESENT, by=None)


def test_who_left_before_the_end_came(as_user: AsUser) -> None:
    meeting = make_meeting()
    guest, other = make_guest(meeting), make_guest(meeting)
    actions.invite(meeting, [guest, other], by=None)
    mark(meeting.register.half_days.get(), guest.person, Status.LEFT, by=None)
    assert present_at(meeting) == {guest.person.pk}  # type: ignore[union-attr]
    page = as_user(officer_of(meeting.series.owner.place)).get(meeting.get_absolute_url()).content.decode()
    assert "1 of 2" in page
    assert "left before the end" in page


def test_who_chaired_is_proposed_by_rank_among_those_who_came() -> None:
    meeting = make_meeting()
    region = meeting.series.owner
    head, vice, president = (
        in_office(region, title) for title in (Title.DIVISION_HEAD, Title.VICE_PRESIDENT, Title.PRESIDENT)
    )
    commune = make_guest(meeting)
    assert "chaired_by" not in chair_proposed(meeting)
    actions.invite(meeting, [commune, head, vice, president], by=None)
    assert chair_proposed(meeting)["chaired_by"].person == president.person, "nobody is said to have come yet"
    came(meeting, commune)
    assert commune.person
    assert chair_proposed(meeting)["chaired_by"].person == commune.person
    came(meeting, head, vice)
    assert chair_proposed(meeting)["chaired_by"].person == vice.person


@pytest.mark.parametrize(("kind", "letters", "uninvited"), [
    ("outreach", False, False), ("outreach", True, True), ("commission", True, False),
])  # fmt: skip
def test_who_comes_without_a_letter_is_uninvited_unless_he_is_a_member_or_nobody_had_one(
    kind: str, *, letters: bool, uninvited: bool
) -> None:
    meeting = make_meeting(make_series(kind=kind))
    guest = in_office(meeting.series.owner, Title.VICE_PRESIDENT)
    actions.add_member(meeting.series, body=guest.body, capacity="عضو", starts_on=meeting.day, by=None)
    if kind == "outreach":
        meeting.series.members.all().delete()
    actions.invite(meeting, [make_guest(meeting)], by=None)
    if letters:
        actions.send_invitations(meeting, by=None)
    actions.invite(meeting, [guest], came=True, by=None)
    assert Invitation.objects.get(person=guest.person).uninvited is uninvited
    actions.hold_meeting(meeting, actions.Chair(line=chair_proposed(meeting)["chaired_by"]), by=None)
    assert not Invitation.objects.get(person=guest.person).uninvited, "nobody chairs uninvited"


def test_whoever_chaired_is_a_person_of_the_list_not_one_whose_name_resembles_his(as_user: AsUser) -> None:
    meeting = make_meeting()
    short, chair = make_guest(meeting), make_guest(meeting)
    for guest, name in ((short, "محمد"), (chair, "محمد أمين العلوي")):
        assert guest.person
        guest.person.name_ar = name
        guest.person.save()
    actions.invite(meeting, [make_guest(meeting)], by=None)
    actions.send_invitations(meeting, by=None)
    actions.invite(meeting, [short, chair], came=True, by=None)
    browser, page = as_user(officer_of(meeting.series.owner.place)), reverse("meetings:hold", args=[meeting.pk])
    nobody = browser.post(page, {"chair_capacity": "رئيس"})
    assert (nobody.status_code, "Say who chaired" in nobody.content.decode()) == (422, True)
    line = meeting.invitations.get(person=chair.person)
    two = browser.post(page, {"chaired_by": line.pk, "chair": "السيد والي الجهة", "chair_capacity": "والي"})
    assert (two.status_code, "Two chairs are told" in two.content.decode()) == (422, True)
    assert browser.post(page, {"chaired_by": line.pk, "chair_capacity": "رئيس"}).status_code == 302
    meeting.refresh_from_db()
    assert "محمد أمين العلوي" in meeting.chair
    assert short.person
    assert chair.person
    marks = dict(meeting.invitations.filter(person__in=[short.person, chair.person]).values_list("person", "uninvited"))
    assert (marks[short.person.pk], marks[chair.person.pk]) == (True, False)


def test_an_official_of_no_register_comes_by_his_name_and_capacity(as_user: AsUser) -> None:
    meeting = make_meeting()
    office = make_body(BodyKind.NATIONAL, make_kingdom(), name_ar="مكتب التكوين")
    known = make_office(body=make_body(place=make_commune(meeting.place)), title=Title.PRESIDENT)
    client, url = as_user(officer_of(meeting.series.owner.place)), reverse("meetings:add", args=[meeting.pk])
    told = {"body": office.pk, "name": "سعيد  العلمي", "capacity": "مدير التكوين"}
    assert client.post(url, told | {"capacity": ""}).status_code == 422
    assert client.post(url, told).status_code == 302
    assert client.post(url, told).status_code == 422, "once is enough"
    twin = client.post(url, {"body": known.body_id, "name": known.person.name_ar, "capacity": "رئيس"})
    assert (twin.status_code, "find this person by name above" in twin.content.decode()) == (422, True)
    line = meeting.invitations.get()
    assert (line.guest_name, line.came, line.person) == ("سعيد العلمي", "present", None)
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert "سعيد العلمي" in page
    assert "Did not come" in page
    actions.hold_meeting(meeting, actions.Chair(line=line), by=None)
    actions.write_minutes(meeting, text="شكر الجميع.", revision=0, by=make_user())
    meeting = Meeting.objects.select_related("minutes", "series__owner", "place").get(pk=meeting.pk)
    facts = minutes_facts(meeting, meeting.minutes, state="draft")
    assert facts["present"] == [
        {"body": "مكتب التكوين", "people": [{"name": "سعيد العلمي", "capacity": "مدير التكوين"}]}
    ]
    assert "سعيد العلمي، مدير التكوين" in press_proposal(meeting, meeting.minutes)
    assert "سعيد" not in str(list(Entry.objects.values_list("facts", flat=True)))


def test_a_guest_of_no_register_is_written_to_by_his_name_and_his_excuse_is_told() -> None:
    meeting = make_meeting(day=clock.today() + dt.timedelta(days=20))
    guest = Guest(make_body(BodyKind.NATIONAL, make_kingdom()), None, "مدير التكوين", "سعيد العلمي")
    actions.invite(meeting, [guest], by=None)
    actions.send_invitations(meeting, by=None)
    line = meeting.invitations.select_related("letter__paper", "body").get()
    assert "سعيد العلمي، مدير التكوين" in line.letter.paper.facts["letter"]["recipient"]  # type: ignore[union-attr]
    Invitation.objects.update(came="excused")
    assert excused(meeting) == [f"سعيد العلمي، {guest.body.name_ar}"]


@pytest.mark.parametrize(("letters", "css"), [(False, ""), (True, "done")])
def test_the_step_of_invitations_is_ticked_when_letters_left(*, letters: bool, css: str) -> None:
    meeting = make_meeting()
    actions.invite(meeting, [make_guest(meeting)], by=None)
    if letters:
        actions.send_invitations(meeting, by=None)
    assert path_of(make_held(meeting))[1].css == css


def test_the_main_step_is_presence_until_it_is_sealed() -> None:
    meeting = make_meeting()
    guest = make_guest(meeting)
    actions.invite(meeting, [guest], by=None)

    def first() -> Any:
        return str(acts_of(meeting, MAY)[0].label)

    assert first() == "Record presence"
    came(meeting, guest)
    seal(meeting.register.half_days.get(), by=make_user())
    assert first() == "The meeting was held"


def test_the_press_is_not_proposed_the_sentences_about_what_is_to_be_paid() -> None:
    meeting = make_held(text=SAID)
    told = press_proposal(meeting, meeting.minutes)
    assert "ونوه الجميع بالورش." in told
    assert "مساهماتهم" not in told


def test_all_those_not_marked_are_present_in_one_tap_and_the_sealed_roll_leads_back(as_user: AsUser) -> None:
    meeting = make_meeting()
    excused, other = make_guest(meeting), make_guest(meeting)
    office = Guest(excused.body, None, "ممثل")
    actions.invite(meeting, [excused, other, office], by=None)
    half = meeting.register.half_days.get()
    mark(half, excused.person, Status.EXCUSED, by=None)
    client = as_user(officer_of(meeting.series.owner.place))
    url = reverse("meetings:all_came", args=[meeting.pk])
    assert url in client.get(meeting.get_absolute_url()).content.decode()
    client.post(url)
    assert present_at(meeting) == {other.person.pk}  # type: ignore[union-attr]
    assert meeting.invitations.get(person=None).came == "present"
    assert url not in client.get(meeting.get_absolute_url()).content.decode(), "nobody is left to mark"
    seal(half, by=make_user())
    roll = client.get(reverse("attendance:roll", args=[meeting.register_id, half.pk])).content.decode()
    assert meeting.get_absolute_url() in roll
    tomorrow = make_meeting(day=clock.today() + dt.timedelta(days=1))
    with pytest.raises(ValidationError, match="has not taken place"):
        actions.say_all_came(tomorrow, by=None)
