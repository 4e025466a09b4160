"""Who is said to have come, who is proposed to have chaired, and which steps were taken."""

from typing import Any

import pytest

from takwin.attendance.actions import mark, seal
from takwin.attendance.enums import Status
from takwin.directory.models import Body
from takwin.meetings import actions
from takwin.meetings.models import Invitation, Meeting
from takwin.meetings.papers import press_proposal
from takwin.meetings.queries.meetings import Guest, guest_of
from takwin.meetings.shown import acts_of, chair_proposed, path_of
from takwin.people.enums import Sex, Title
from takwin.rights.enums import Permission
from tests.factories.accounts import make_user
from tests.factories.meetings import SAID, make_guest, make_held, make_meeting, make_series
from tests.factories.people import make_office, make_person

pytestmark = pytest.mark.django_db
MAY = frozenset({Permission.MEETING_EDIT, Permission.PRESENCE_MARK})


def in_office(body: Body, title: Title) -> Guest:
    return guest_of(make_office(person=make_person(sex=Sex.FEMALE), body=body, title=title))


def came(meeting: Meeting, *guests: Guest) -> None:
    half = meeting.register.half_days.get()
    for guest in guests:
        mark(half, guest.person, Status.PRESENT, by=None)


def test_who_chaired_is_proposed_by_rank_among_those_who_came() -> None:
    meeting = make_meeting()
    region = meeting.series.owner
    head, vice, president = (
        in_office(region, title) for title in (Title.DIVISION_HEAD, Title.VICE_PRESIDENT, Title.PRESIDENT)
    )
    commune = make_guest(meeting)
    assert "chair" not in chair_proposed(meeting)
    actions.invite(meeting, [commune, head, vice, president], by=None)
    assert chair_proposed(meeting)["chair_capacity"] == president.capacity, "nobody is said to have come yet"
    came(meeting, commune)
    assert commune.person
    assert commune.person.name_ar in chair_proposed(meeting)["chair"]
    came(meeting, head, vice)
    assert chair_proposed(meeting)["chair_capacity"] == vice.capacity


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
    actions.hold_meeting(meeting, **chair_proposed(meeting), by=None)
    assert not Invitation.objects.get(person=guest.person).uninvited, "nobody chairs uninvited"


@pytest.mark.parametrize(("letters", "css"), [(False, "off"), (True, "done")])
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
