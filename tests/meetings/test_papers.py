"""What the papers of a meeting say: of a woman as of a woman, and nothing that nobody typed."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from takwin.core import later
from takwin.documents.papers.engine import render
from takwin.meetings import actions
from takwin.meetings.models import Meeting
from takwin.meetings.papers import minutes_facts, numbers_told, opening_of, press_proposal
from tests.factories.meetings import make_guest, make_held, make_meeting, make_series
from tests.factories.rights import officer_of

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]


@pytest.mark.parametrize(("chair", "said"), [("السيدة أمينة العلوي", "ترأسته"), ("السيد عمر بناني", "ترأسه")])
def test_the_verb_agrees_with_who_chaired(chair: str, said: str) -> None:
    meeting = actions.hold_meeting(make_meeting(), actions.Chair(chair, "نائب"), by=None)
    assert f"، {said} {chair}، نائب" in opening_of(meeting)


def test_two_chairs_stand_on_the_invitation_the_page_the_minutes_and_the_press_note(as_user: AsUser) -> None:
    meeting = make_meeting()
    client = as_user(officer_of(meeting.series.owner.place))
    url = reverse("meetings:chairs", args=[meeting.pk])
    assert url in client.get(meeting.get_absolute_url()).content.decode()
    told = {"chair": "السيد عمر بناني", "chair_capacity": "رئيس مجلس الجهة", "co_chair_capacity": "عامل الإقليم"}
    assert client.post(url, told).status_code == 422, "a capacity without a name"
    told |= {"co_chair": "السيدة ليلى الصقلي"}
    assert client.post(url, told).status_code == 302
    actions.invite(meeting, [make_guest(meeting)], by=None)
    actions.send_invitations(meeting, by=None)
    line = meeting.invitations.select_related("letter__paper").get()
    both = "كل من السيد عمر بناني، رئيس مجلس الجهة، والسيدة ليلى الصقلي، عاملة الإقليم"
    assert f"ويترأسه {both}".replace("عاملة", "عامل") in str(line.letter.paper.facts)  # type: ignore[union-attr]
    page = client.get(reverse("meetings:hold", args=[meeting.pk])).content.decode()
    assert "السيدة ليلى الصقلي" in page, "who was to chair is proposed"
    held = {**told, "co_chair_capacity": "عاملة الإقليم"}
    assert client.post(reverse("meetings:hold", args=[meeting.pk]), held).status_code == 302
    meeting = Meeting.objects.select_related("minutes", "series__owner", "place", "room").get(pk=meeting.pk)
    assert f"، ترأسه {both}." in opening_of(meeting)
    assert both in press_proposal(meeting, meeting.minutes)
    facts = minutes_facts(meeting, meeting.minutes, state="draft")
    assert [one["name"] for one in facts["signatures"][1:]] == ["السيد عمر بناني", "السيدة ليلى الصقلي"]
    assert render("minutes", facts).startswith(b"%PDF")
    assert "السيدة ليلى الصقلي" in client.get(meeting.get_absolute_url()).content.decode()
    assert client.post(url, told).status_code == 422, "it was held"


def test_the_second_chair_is_somebody_else_of_the_list_in_his_own_capacity(as_user: AsUser) -> None:
    meeting = make_meeting()
    actions.invite(meeting, [make_guest(meeting), make_guest(meeting)], by=None)
    first, second = meeting.invitations.order_by("pk")
    client, url = as_user(officer_of(meeting.series.owner.place)), reverse("meetings:hold", args=[meeting.pk])
    told = {"chaired_by": first.pk, "chair_capacity": "رئيس"}
    for wrong in (
        {"co_chaired_by": first.pk},
        {"co_chaired_by": second.pk, "co_chair": "س"},
        {"co_chair_capacity": "س"},
    ):
        assert client.post(url, told | wrong).status_code == 422
    assert client.post(url, told | {"co_chaired_by": second.pk}).status_code == 302
    meeting.refresh_from_db()
    assert second.person
    assert second.person.name_ar in meeting.co_chair
    assert meeting.co_chair_capacity == second.capacity


def test_nobody_chairs_together_with_himself() -> None:
    meeting, first = make_meeting(), actions.Chair("السيد عمر بناني", "رئيس")
    with pytest.raises(ValidationError, match="somebody else"):
        actions.name_chairs(meeting, first, actions.Chair(" السيد عمر بناني ", "عضو"), by=None)
    actions.invite(meeting, [make_guest(meeting)], by=None)
    line = meeting.invitations.get()
    with pytest.raises(ValidationError, match="somebody else"):
        actions.hold_meeting(meeting, actions.Chair(capacity="رئيس", line=line), actions.Chair(line=line), by=None)


def test_letters_are_not_written_with_a_capacity_that_has_changed_meanwhile() -> None:
    meeting = make_meeting()
    actions.name_chairs(meeting, actions.Chair("السيد عمر بناني", "رئيس"), by=None)
    actions.invite(meeting, [make_guest(meeting)], by=None)

    def change(_done: int, _total: int) -> None:
        actions.name_chairs(meeting, actions.Chair("السيد عمر بناني", "نائب الرئيس"), by=None)

    with later.told(change), pytest.raises(ValidationError, match="send them again"):
        actions.send_invitations(meeting, by=None)
    assert not meeting.invitations.exclude(letter=None).exists()


def test_no_hour_is_printed_that_nobody_typed_and_letters_need_one(as_user: AsUser) -> None:
    meeting = make_meeting(starts_at=None)
    assert "على الساعة" not in opening_of(meeting)
    actions.invite(meeting, [make_guest(meeting)], by=None)
    with pytest.raises(ValidationError, match="tell the hour"):
        actions.send_invitations(meeting, by=None)
    client = as_user(officer_of(meeting.series.owner.place))
    answer = client.post(reverse("meetings:send", args=[meeting.pk]))
    assert answer["location"] == reverse("meetings:move", args=[meeting.pk])
    assert client.get(meeting.get_absolute_url()).status_code == 200
    assert "على الساعة 10:00" in opening_of(make_meeting())


def test_a_draft_bears_the_reference_of_its_meeting_and_closes_no_agenda_that_was_not_set() -> None:
    meeting = make_held()
    facts = minutes_facts(meeting, meeting.minutes, state="draft")
    assert facts["reference"]["number"] == meeting.reference
    assert facts["agenda"] == []
    assert "جدول الأعمال" not in " ".join(facts["closing"])
    assert render("minutes", facts).startswith(b"%PDF")


def test_a_series_whose_name_begins_with_that_word_is_not_called_a_series_twice() -> None:
    meeting = make_held(make_meeting(make_series(name_ar="سلسلة اللقاءات التواصلية")))
    assert "سلسلة «اللقاءات التواصلية»" in opening_of(meeting)


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ([3], "الالتزام 3"),
        ([1, 2], "الالتزامان 1 و2"),
        ([1, 12], "الالتزامان 1 و12"),
        ([2, 3, 4], "الالتزامات من 2 إلى 4"),
        ([1, 4, 12], "الالتزامات 1 و4 و12"),
    ],
)
def test_a_sentence_tells_the_numbers_of_its_promises_and_no_other(numbers: list[int], told: str) -> None:
    assert numbers_told(numbers) == told
