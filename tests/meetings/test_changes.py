"""Who chairs changes after the letters have gone: those who hold an older one are named, and told that and no more."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from takwin.core import clock, later
from takwin.documents.models import Paper
from takwin.documents.papers.engine import render
from takwin.journal.models import Entry
from takwin.meetings import actions
from takwin.meetings.models import Invitation, Meeting
from takwin.meetings.papers import with_older_letters
from tests.factories.meetings import make_guest, make_meeting, make_series
from tests.factories.rights import officer_of
from tests.races import at_once, refusals

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]
FIRST = actions.Chair("السيد عمر بناني", "رئيس")
SECOND = actions.Chair("السيدة أمينة العلوي", "نائبة الرئيس")
OLDER = "the letter does not say who chairs now"


def typed(chair: actions.Chair) -> dict[str, str]:
    """As the form asks for it."""
    return {"chair": chair.name, "chair_capacity": chair.capacity}


def convened(guests: int = 2) -> Meeting:
    """In twenty days, chaired by the first, its invitations sent."""
    meeting = make_meeting(day=clock.today() + dt.timedelta(days=20))
    actions.name_chairs(meeting, FIRST, by=None)
    actions.invite(meeting, [make_guest(meeting) for _n in range(guests)], by=None)
    actions.send_invitations(meeting, by=None)
    return Meeting.objects.get(pk=meeting.pk)


def test_those_who_hold_an_older_letter_are_named_and_told_that_and_no_more(
    as_user: AsUser, django_capture_on_commit_callbacks: Any
) -> None:
    meeting = convened()
    client, page = as_user(officer_of(meeting.series.owner.place)), meeting.get_absolute_url()
    url, tell = (reverse(f"meetings:{name}", args=[meeting.pk]) for name in ("chairs", "tell"))
    assert "will say who chairs" in client.post(url, typed(FIRST), follow=True).content.decode(), (
        "the letters say it already"
    )
    assert tell not in client.get(page).content.decode()

    answer = client.post(url, typed(SECOND), follow=True).content.decode()
    assert "The letters of 2 invited do not say who chairs now." in answer
    assert answer.count(OLDER) == 2
    assert tell in answer

    actions.invite(meeting, [make_guest(meeting)], by=None)
    actions.send_invitations(meeting, by=None)
    meeting.refresh_from_db()
    assert len(with_older_letters(meeting)) == 2, "who is invited later is told at once"

    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(tell).status_code == 302
    lines = meeting.invitations.select_related("letter__paper", "change__paper", "person", "body").order_by("pk")
    assert [bool(line.change) for line in lines] == [True, True, False]
    assert lines[0].letter
    assert lines[0].change
    facts = lines[0].change.paper.facts
    [told, rest] = facts["paragraphs"]
    assert f"إلحاقا بدعوتنا عدد {lines[0].letter.paper.reference}" in told
    assert told.endswith("بأن هذا الاجتماع تترأسه السيدة أمينة العلوي، نائبة الرئيس.")
    assert rest == "ولم يتغير موعد الاجتماع ولا مكانه."
    assert render("notice", facts).startswith(b"%PDF")

    page_after = client.get(page).content.decode()
    assert OLDER not in page_after
    assert tell not in page_after
    for name, reference in (("letter", lines[0].letter.paper), ("change", lines[0].change.paper)):
        printed = reverse(f"meetings:{name}", args=[lines[0].pk])
        assert printed in page_after
        assert str(reference.reference) in page_after
        assert client.get(printed)["content-type"] == "application/pdf"
    assert client.get(reverse("meetings:change", args=[lines[2].pk])).status_code == 404
    assert Entry.objects.get(verb="meeting.change_told").facts == {"letters": 2}
    with pytest.raises(ValidationError, match="All those invited know who chairs"):
        actions.send_changes(meeting, by=None)


def test_a_letter_says_who_chairs_word_for_word_not_half_of_it() -> None:
    meeting = convened(1)
    for told in (
        (FIRST._replace(capacity="رئيس المجلس"),),
        (FIRST, SECOND),
        (SECOND,),
    ):
        assert len(with_older_letters(actions.name_chairs(meeting, *told, by=None))) == 1
    assert not with_older_letters(actions.name_chairs(meeting, FIRST, by=None)), "it is as the letter says again"


def test_a_meeting_that_moves_is_told_by_new_invitations_alone() -> None:
    meeting = convened()
    actions.name_chairs(meeting, SECOND, by=None)
    actions.send_changes(meeting, by=None)
    actions.move_meeting(meeting, day=meeting.day + dt.timedelta(days=1), starts_at=dt.time(9), reason="عطلة", by=None)
    assert not meeting.invitations.exclude(letter=None, change=None).exists()
    assert not with_older_letters(Meeting.objects.get(pk=meeting.pk))


def test_nobody_is_told_once_the_day_has_come(as_user: AsUser) -> None:
    meeting = make_meeting()
    actions.invite(meeting, [make_guest(meeting)], by=None)
    actions.send_invitations(meeting, by=None)
    client = as_user(officer_of(meeting.series.owner.place))
    page = client.post(reverse("meetings:chairs", args=[meeting.pk]), typed(SECOND), follow=True).content.decode()
    assert OLDER not in page
    actions.hold_meeting(meeting, SECOND, by=None)
    with pytest.raises(ValidationError, match="before the meeting is held"):
        actions.send_changes(meeting, by=None)


def test_letters_of_change_are_not_written_of_a_chair_that_changed_meanwhile() -> None:
    meeting = convened()
    actions.name_chairs(meeting, SECOND, by=None)

    def change(_done: int, _total: int) -> None:
        actions.name_chairs(meeting, FIRST, by=None)

    with later.told(change), pytest.raises(ValidationError, match="send them again"):
        actions.send_changes(meeting, by=None)
    assert not meeting.invitations.exclude(change=None).exists()


def test_a_neighbour_tells_nobody_and_reads_no_letter(as_user: AsUser) -> None:
    meeting = convened(1)
    actions.name_chairs(meeting, SECOND, by=None)
    actions.send_changes(meeting, by=None)
    neighbour = as_user(officer_of(make_series().owner.place))
    line = meeting.invitations.get()
    assert neighbour.post(reverse("meetings:tell", args=[meeting.pk])).status_code == 404
    assert neighbour.get(reverse("meetings:change", args=[line.pk])).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_who_tell_at_once_write_one_letter_each_person() -> None:
    meeting = convened()
    actions.name_chairs(meeting, SECOND, by=None)
    before = Paper.objects.count()
    said = at_once(*[lambda: actions.send_changes(meeting, by=None) for _n in range(2)])
    assert len(refusals(said)) < 2
    assert Paper.objects.count() - before == Invitation.objects.exclude(change=None).count() == 2
