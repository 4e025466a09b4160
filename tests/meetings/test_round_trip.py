"""Meetings and promises go out as forms and come back: moved and kept by the acts of their pages, and by no other."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from takwin.core import clock
from takwin.documents.models import Observation
from takwin.journal.models import Entry
from takwin.meetings.models import Meeting, Obligation
from takwin.rights.enums import Role
from tests.factories.meetings import make_binding, make_held, make_meeting, make_obligation, make_series, validated
from tests.factories.rights import officer_of
from tests.round_trips import cells_of, fill_in, open_in, queries_to_take, read_back, record, take, undo

pytestmark = pytest.mark.django_db
AsUser = Callable[..., Client]
TO_COME = dt.date(2026, 12, 14)


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting(day=TO_COME, venue="Siège de la province")


@pytest.fixture
def officer(meeting: Meeting, as_user: AsUser) -> Client:
    return as_user(officer_of(meeting.series.owner.place))


@pytest.fixture
def promise() -> Obligation:
    return make_binding()


@pytest.fixture
def settler(promise: Obligation, as_user: AsUser) -> Client:
    return as_user(officer_of(promise.meeting.series.owner.place))


# ── Meetings ────────────────────────────────────────────────────────────────


def test_a_planned_meeting_is_open_to_another_day_hour_and_venue(officer: Client) -> None:
    book = take(officer, "meetings")
    assert open_in(book, "meetings") == {"day", "starts_at", "venue", "observation"}
    cells = cells_of(book, "meetings")
    assert (cells["day"].value, cells["starts_at"].value) == ("14/12/2026", "10:00")


def test_what_a_form_says_of_its_day_and_place_moves_the_meeting_with_its_register(
    officer: Client, meeting: Meeting
) -> None:
    told = fill_in(officer, "meetings", day="15/12/2026", starts_at="14:30", venue="Salle des fêtes d’Azrou")
    assert "3 changes recorded" in told
    meeting.refresh_from_db()
    assert (meeting.day, meeting.starts_at) == (dt.date(2026, 12, 15), dt.time(14, 30))
    assert meeting.venue == "Salle des fêtes d’Azrou"
    assert meeting.register.half_days.get().day == dt.date(2026, 12, 15)
    assert Entry.objects.filter(verb="meeting.moved").count() == 1
    assert "3 changes taken back" in undo(officer)
    meeting.refresh_from_db()
    assert (meeting.day, meeting.starts_at, meeting.venue) == (TO_COME, dt.time(10), "Siège de la province")


def test_a_meeting_whose_invitations_have_gone_is_moved_on_its_page_alone(officer: Client, meeting: Meeting) -> None:
    book = take(officer, "meetings")
    Meeting.objects.filter(pk=meeting.pk).update(state="convened")
    assert open_in(take(officer, "meetings"), "meetings") == {"observation"}
    read_back(officer, "meetings", book, day="15/12/2026", observation="The governor is away")
    assert "Row 2: Invitations have been sent" in record(officer)
    meeting.refresh_from_db()
    assert meeting.day == TO_COME
    assert not Observation.objects.exists()


def test_a_meeting_whose_invitations_have_gone_since_is_not_moved_back_by_taking_back_the_form(
    officer: Client, meeting: Meeting
) -> None:
    fill_in(officer, "meetings", day="15/12/2026")
    Meeting.objects.filter(pk=meeting.pk).update(state="convened", reason="moved once")
    assert "Invitations have been sent" in undo(officer)
    meeting.refresh_from_db()
    assert (meeting.day, meeting.state) == (dt.date(2026, 12, 15), "convened")


def test_the_reason_that_invitations_told_stays_with_a_meeting_moved_again(officer: Client, meeting: Meeting) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(reason="The governor is away")
    fill_in(officer, "meetings", venue="Azrou")
    meeting.refresh_from_db()
    assert (meeting.venue, meeting.reason) == ("Azrou", "The governor is away")


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"day": ""}, "This field is required"),
        ({"day": "32/12/2026"}, "This day does not exist"),
        ({"starts_at": "noon"}, "Enter a valid time"),
        ({"venue": "x" * 201}, "at most 200 characters"),
    ],
)
def test_a_cell_that_the_page_would_refuse_stops_the_form(
    officer: Client, meeting: Meeting, cells: dict[str, str], told: str
) -> None:
    assert told in read_back(officer, "meetings", take(officer, "meetings"), **cells)
    meeting.refresh_from_db()
    assert meeting.day == TO_COME


def test_the_act_itself_refuses_a_mistyped_year_with_its_row(officer: Client, meeting: Meeting) -> None:
    assert "Row 2: This year is too far away" in fill_in(officer, "meetings", day="15/12/2062")
    meeting.refresh_from_db()
    assert meeting.day == TO_COME


def test_a_neighbour_s_meeting_is_refused(officer: Client, meeting: Meeting, as_user: AsUser) -> None:
    book = take(officer, "meetings")
    neighbour = as_user(officer_of(make_series().owner.place))
    assert "not yours to change" in read_back(neighbour, "meetings", book, day="15/12/2026")


# ── Promises ────────────────────────────────────────────────────────────────


def test_a_promise_is_kept_on_the_day_and_with_the_proof_that_its_debtor_wrote(
    settler: Client, promise: Obligation
) -> None:
    assert open_in(take(settler, "promises"), "promises") == {"done_on", "proof", "observation"}
    book = take(settler, "promises")
    read_back(settler, "promises", book, done_on="01/06/2026", proof="Mandat 12/2026")
    assert "2 changes recorded" in record(settler)
    promise.refresh_from_db()
    assert (promise.done_on, promise.proof) == (dt.date(2026, 6, 1), "Mandat 12/2026")
    assert promise.settled_by is not None
    assert Entry.objects.filter(verb="obligation.kept").count() == 1
    assert open_in(take(settler, "promises"), "promises") == {"observation"}
    assert "Nothing changed" in read_back(settler, "promises", book)


def test_a_promise_that_a_form_settled_is_not_taken_back_with_it(settler: Client, promise: Obligation) -> None:
    fill_in(settler, "promises", done_on="01/06/2026", proof="Mandat 12/2026")
    assert "not taken back by a form" in undo(settler)
    promise.refresh_from_db()
    assert promise.done_on == dt.date(2026, 6, 1)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"done_on": "01/06/2026"}, "Row 2: Say what proves it."),
        ({"proof": "Mandat 12/2026"}, "Row 2: Say on which day the promise was kept."),
        ({"done_on": "01/05/2026", "proof": "x"}, "Row 2: A promise is kept after it was made."),
        ({"done_on": "future", "proof": "x"}, "Row 2: This day has not come yet."),
    ],
)
def test_what_the_page_of_a_promise_refuses_its_form_refuses_and_nothing_is_half_done(
    settler: Client, promise: Obligation, cells: dict[str, str], told: str
) -> None:
    coming = clock.today() + dt.timedelta(days=1)
    cells = {name: f"{coming:%d/%m/%Y}" if value == "future" else value for name, value in cells.items()}
    assert told in fill_in(settler, "promises", observation="Seen on the site", **cells)
    promise.refresh_from_db()
    assert (promise.done_on, promise.proof) == (None, "")
    assert not Observation.objects.exists()


def test_a_promise_of_draft_minutes_is_not_in_the_form(settler: Client, promise: Obligation) -> None:
    make_obligation()
    assert take(settler, "promises").worksheets[0].max_row == 2


def test_a_commune_is_not_offered_the_form_of_its_promises(promise: Obligation, as_user: AsUser) -> None:
    debtor = as_user(officer_of(promise.debtor.place, Role.COMMUNE))
    page = debtor.get(reverse("meetings:obligations")).text
    assert promise.text in page
    assert "export=form" not in page


def test_a_neighbour_s_promise_is_refused(settler: Client, as_user: AsUser) -> None:
    book = take(settler, "promises")
    neighbour = as_user(officer_of(make_series().owner.place))
    assert "not yours to change" in read_back(neighbour, "promises", book, done_on="01/06/2026", proof="x")


def test_the_form_of_promises_asks_as_many_queries_for_two_rows_as_for_five(
    settler: Client, promise: Obligation
) -> None:
    few = queries_to_take(settler, "promises")
    for _ in range(4):
        made = make_obligation(meeting=make_held(make_meeting(promise.meeting.series)))
        validated(made.meeting)
    assert take(settler, "promises").worksheets[0].max_row == 6
    assert queries_to_take(settler, "promises") == few


# ── Series ──────────────────────────────────────────────────────────────────


def test_what_is_observed_of_a_series_is_shown_on_its_page(officer: Client, meeting: Meeting) -> None:
    assert open_in(take(officer, "series"), "series") == {"observation"}
    assert "1 change recorded" in fill_in(officer, "series", observation="Two meetings are missing")
    assert "Two meetings are missing" in officer.get(meeting.series.get_absolute_url()).text
