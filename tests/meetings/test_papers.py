"""What the papers of a meeting say: of a woman as of a woman, and nothing that nobody typed."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from takwin.documents.papers.engine import render
from takwin.meetings import actions
from takwin.meetings.papers import minutes_facts, opening_of
from tests.factories.meetings import make_guest, make_held, make_meeting
from tests.factories.rights import officer_of

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]


@pytest.mark.parametrize(("chair", "said"), [("السيدة أمينة العلوي", "ترأسته"), ("السيد عمر بناني", "ترأسه")])
def test_the_verb_agrees_with_who_chaired(chair: str, said: str) -> None:
    meeting = actions.hold_meeting(make_meeting(), chair=chair, chair_capacity="نائب", by=None)
    assert f"، {said} {chair}، نائب" in opening_of(meeting)


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
