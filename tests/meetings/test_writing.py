"""Minutes take what can be printed and no more than they hold; what they refuse stays before whoever wrote it."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from takwin.meetings import actions
from takwin.meetings.enums import MeetingState
from takwin.meetings.models import Meeting, Minutes, Obligation
from takwin.meetings.models.meetings import LONGEST_MINUTES, LONGEST_PRESS
from tests.factories.accounts import make_user
from tests.factories.meetings import SAID, make_held, make_meeting, make_obligation, validated
from tests.factories.rights import officer_of

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]
REFUSED = [
    pytest.param("قال 😀 نعم.", "“😀” cannot be printed", id="an emoji"),
    pytest.param("a\x00b", "Null characters are not allowed", id="a null"),
    pytest.param("ا" * (LONGEST_MINUTES + 1), f"at most {LONGEST_MINUTES} characters (it has 60001)", id="too long"),
]
UNSEEN = dict.fromkeys((0, 0xFFFD))  # a null, and what a reader of pages puts in its place


@pytest.fixture
def meeting() -> Meeting:
    return make_held()


@pytest.fixture
def client(as_user: AsUser, meeting: Meeting) -> Client:
    return as_user(officer_of(meeting.series.owner.place))


def sent(client: Client, name: str, meeting: Meeting, **told: object) -> HttpResponse:
    data = {"revision": meeting.minutes.revision, **told}
    return client.post(reverse(f"meetings:{name}", args=[meeting.pk]), data)  # type: ignore[return-value]


@pytest.mark.parametrize(("text", "why"), REFUSED)
@pytest.mark.parametrize("name", ["write", "mark"])
def test_words_that_minutes_cannot_take_are_refused_at_the_text_and_stay_on_the_page(
    client: Client, meeting: Meeting, name: str, text: str, why: str
) -> None:
    answer = sent(client, name, meeting, text=text)
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422
    assert why in page.select_one("#text-fault").text
    shown = page.select_one("textarea#text").text.strip()
    assert shown.translate(UNSEEN) == text.translate(UNSEEN)
    meeting.minutes.refresh_from_db()
    assert meeting.minutes.text == SAID


@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_words_refused_while_one_writes_are_told_at_the_text_which_is_left_alone(
    client: Client, meeting: Meeting, text: str, why: str
) -> None:
    answer = sent(client, "keep_minutes", meeting, text=text)
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422
    assert why in page.select_one("#text-fault[hx-swap-oob]").text
    assert not page.select("textarea")
    kept = BeautifulSoup(sent(client, "keep_minutes", meeting, text="نعم.").content, "html.parser")
    assert not kept.select_one("#text-fault[hx-swap-oob]").text.strip(), "the reproach goes with its cause"
    assert kept.select_one("[name=revision]")["value"] == "2"


def test_lines_count_as_one_sign_each(client: Client, meeting: Meeting) -> None:
    text = "ا\r\n" * (LONGEST_MINUTES // 2)
    assert sent(client, "write", meeting, text=text).status_code == 302
    meeting.minutes.refresh_from_db()
    assert len(meeting.minutes.text) == LONGEST_MINUTES


@pytest.mark.parametrize("name", ["write", "keep_minutes"])
def test_a_page_refused_because_another_wrote_never_passes_for_one_that_read_him(
    client: Client, meeting: Meeting, name: str
) -> None:
    actions.write_minutes(meeting, text="كتبه غيره.", revision=1, by=make_user())
    answer = sent(client, name, meeting, text="كتبته أنا.")
    page = BeautifulSoup(answer.content, "html.parser")
    assert (answer.status_code, "Someone else has written" in answer.content.decode()) == (422, True)
    assert page.select_one("[name=revision]")["value"] == "1"
    if name == "write":
        assert page.select_one("textarea#text").text.strip() == "كتبته أنا."
    assert sent(client, "write", meeting, text="كتبته أنا.", revision=1).status_code == 422
    assert sent(client, "write", meeting, text="كتبته أنا.", revision="").status_code == 422


def test_an_action_refuses_at_the_text_what_is_too_long(meeting: Meeting) -> None:
    with pytest.raises(ValidationError) as refusal:
        actions.write_minutes(meeting, text="ا" * (LONGEST_MINUTES + 1), revision=1, by=make_user())
    assert set(refusal.value.error_dict) == {"text"}
    with pytest.raises(ValidationError) as refusal:
        actions.validate_minutes(meeting, secretary="ا" * 201, by=make_user())
    assert set(refusal.value.error_dict) == {"secretary"}
    assert Meeting.objects.get(pk=meeting.pk).state == MeetingState.HELD
    held = validated(meeting)
    with pytest.raises(ValidationError) as refusal:
        actions.publish_minutes(held, press_text="ا" * (LONGEST_PRESS + 1), by=make_user())
    assert set(refusal.value.error_dict) == {"press_text"}


@pytest.mark.parametrize(("where", "column"), [
    ("What was said", "text"), ("Written by", "secretary"), ("Subject", "subject"), ("Venue", "venue"),
    ("Chaired by", "chair_capacity"), ("Point of the agenda", "point"), ("What is promised", "promise"),
])  # fmt: skip
def test_what_no_paper_prints_holds_the_minutes_back_and_says_where_it_stands(where: str, column: str) -> None:
    meeting = make_held()
    promise, secretary, odd = make_obligation(meeting), "كاتب", "نعم 😀"
    if column == "text":
        Minutes.objects.filter(meeting=meeting).update(text=f"{SAID} {odd}")
    elif column == "secretary":
        secretary = odd
    elif column == "point":
        actions.add_point(meeting, text=odd, by=None)
    elif column == "promise":
        Obligation.objects.filter(pk=promise.pk).update(text=odd)
    else:
        Meeting.objects.filter(pk=meeting.pk).update(**{column: odd})
    with pytest.raises(ValidationError) as refusal:
        actions.validate_minutes(meeting, secretary=secretary, by=make_user())
    assert refusal.value.messages == [f"{where}: “😀” cannot be printed on an official paper."]
    assert Meeting.objects.get(pk=meeting.pk).state == MeetingState.HELD


def test_what_holds_minutes_back_is_told_before_one_validates(client: Client, meeting: Meeting) -> None:
    Minutes.objects.filter(meeting=meeting).update(text="نعم 😀")
    page = client.get(reverse("meetings:validate", args=[meeting.pk])).content.decode()
    assert "What was said: “😀” cannot be printed on an official paper." in page


def test_minutes_of_a_meeting_that_is_not_held_are_not_written(client: Client) -> None:
    planned = make_meeting()
    with pytest.raises(ValidationError, match="once the meeting was held"):
        actions.write_minutes(planned, text="س", revision=0, by=make_user())


def test_a_sentence_too_long_for_a_promise_is_shown_whole_and_refused_at_its_field(
    client: Client, meeting: Meeting
) -> None:
    sentence = f"{'كلمة ' * 240}الأخيرة."
    url = reverse("meetings:mark", args=[meeting.pk])
    page = BeautifulSoup(sent(client, "mark", meeting, text=sentence, quote=sentence).content, "html.parser")
    assert page.select_one("textarea[name=quote]").text.strip() == sentence
    answer = client.post(url, {"quote": sentence, "text": "التزام", "creditor": meeting.series.owner_id})
    refused = BeautifulSoup(answer.content, "html.parser")
    assert "at most 1000 characters (it has 1208)" in refused.select_one("#id_quote_error").text
