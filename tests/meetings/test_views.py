"""The pages of meetings: what they cost, and who may open them."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from takwin.meetings import actions
from tests.factories.directory import make_body, make_commune
from tests.factories.meetings import make_guest, make_held, make_meeting, make_obligation, make_series, validated
from tests.factories.rights import officer_of

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_and_pages_cost_the_same_whatever_their_rows(
    as_user: AsUser, django_assert_max_num_queries: Any, rows: int
) -> None:
    series = make_series()
    for _n in range(rows):
        meeting = make_held(make_meeting(series))
        for _m in range(rows):
            make_obligation(meeting, make_body(place=make_commune(meeting.place)))
        validated(meeting)
    planned = make_meeting(series)
    actions.invite(planned, [make_guest(planned) for _n in range(rows)], by=None)
    client = as_user(officer_of(series.owner.place))
    costs = {
        reverse("meetings:meetings"): 14,
        reverse("meetings:obligations"): 14,
        reverse("meetings:series"): 14,
        planned.get_absolute_url(): 45,
        meeting.get_absolute_url(): 45,
    }
    for url, most in costs.items():
        with django_assert_max_num_queries(most):
            assert client.get(url).status_code == 200
    drawn = BeautifulSoup(client.get(reverse("meetings:obligations")).content, "html.parser")
    assert len(drawn.select("#rows tbody tr")) == rows * rows


def test_a_neighbour_neither_sees_nor_writes_minutes(as_user: AsUser) -> None:
    meeting = make_held()
    neighbour = as_user(officer_of(make_series().owner.place))
    for name in ("meeting", "write", "mark", "validate", "draft"):
        assert neighbour.get(reverse(f"meetings:{name}", args=[meeting.pk])).status_code == 404


def test_without_a_script_the_last_sentence_is_proposed_and_what_was_typed_is_kept(as_user: AsUser) -> None:
    meeting = make_held()
    client = as_user(officer_of(meeting.series.owner.place))
    sent = {"text": "نوه الجميع بالورش. تلتزم العمالة بالقاعة.", "revision": "1", "quote": ""}
    page = BeautifulSoup(client.post(reverse("meetings:mark", args=[meeting.pk]), sent).content, "html.parser")
    [quote] = page.select("textarea[name=quote]")
    assert quote.text.strip() == "تلتزم العمالة بالقاعة."
    meeting.minutes.refresh_from_db()
    assert meeting.minutes.text == sent["text"]


def test_a_point_too_long_is_refused_at_its_field_with_all_its_words(as_user: AsUser) -> None:
    meeting = make_meeting()
    client = as_user(officer_of(meeting.series.owner.place))
    asked, text = reverse("meetings:add_point", args=[meeting.pk]), "نقطة " * 200
    answer = client.post(asked, {"text": text})
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422
    assert page.select_one("#id_text")["value"] == text
    assert "at most 500 characters (it has 999)" in page.select_one("#id_text_error").text
    assert not meeting.agenda.exists()
    assert client.post(asked, {"text": text[:499]})["location"] == f"{meeting.get_absolute_url()}#agenda"
    assert meeting.agenda.get().text == text[:499]
    assert client.get(asked).status_code == 200


def test_a_point_on_the_agenda_of_a_closed_meeting_is_refused_in_words(as_user: AsUser) -> None:
    meeting = actions.cancel_meeting(make_meeting(), reason="مرض", by=None)
    client = as_user(officer_of(meeting.series.owner.place))
    answer = client.post(reverse("meetings:add_point", args=[meeting.pk]), {"text": "نقطة"})
    assert answer.status_code == 422
