"""A convocation says where to go and what for: a programme with gaps is mended, or a motive answers them."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from takwin.core.models import Job
from takwin.directory.enums import BodyKind
from takwin.journal.models import Entry
from takwin.rights.enums import Role
from takwin.training import actions
from takwin.training.actions.motives import NeedsMotive
from takwin.training.actions.slots import SlotRow
from takwin.training.models import Convocation, TrainingSession
from takwin.training.queries import lacking, programme_gaps
from tests.factories.catalogue import make_trainer
from tests.factories.directory import make_body, make_region, make_room
from tests.factories.rights import officer_of, user_as
from tests.factories.training import make_enrolment, make_session, next_tuesday, teach

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


@pytest.fixture
def session() -> TrainingSession:
    """Somebody is enrolled; nothing is said of any half-day."""
    session = make_session()
    make_body(BodyKind.STATE, session.place)
    make_enrolment(session)
    return session


def address(name: str, session: TrainingSession) -> str:
    return reverse(f"training:{name}", args=[session.pk])


def test_each_half_day_without_a_room_or_a_subject_is_named(session: TrainingSession) -> None:
    first, second, *others = session.register.half_days.all()
    room = make_room(session.owner, place=session.place)
    rows = [SlotRow(first, None, "Budget", room, None), SlotRow(second, None, "Budget", None, None)]
    rows += [SlotRow(half, None, "", room, None) for half in others]
    actions.set_programme(session, rows, by=None)
    no_room, no_subject = programme_gaps(session)
    assert no_room.startswith("No room is set for")
    assert no_room.count("afternoon") == 1
    assert "morning" not in no_room
    assert no_subject.startswith("What is taught is not said for")
    assert no_subject.count("morning") == 1
    assert programme_gaps(teach(make_session(first_day=next_tuesday(9)))) == []


def test_a_second_workshop_without_a_room_is_a_gap(session: TrainingSession) -> None:
    teach(session)
    half = session.register.half_days.earliest("day", "part")
    actions.set_slot(session, half, title="Workshop", by=None)
    assert len(programme_gaps(session)) == 1


def test_confirming_without_a_programme_needs_a_motive_that_is_kept_for_the_convocations(
    session: TrainingSession,
) -> None:
    with pytest.raises(NeedsMotive, match="No room is set"):
        actions.confirm_session(session, by=None)
    session = actions.confirm_session(session, motive="the hall is being chosen", by=None)
    assert session.programme_motive == "the hall is being chosen"
    assert actions.send_convocations(session, by=None) == 1
    assert Entry.objects.get(verb="session.confirmed").facts["gaps"] == 2


def test_a_programme_undone_after_the_confirmation_stops_the_convocations(session: TrainingSession) -> None:
    session = actions.confirm_session(teach(session), by=None)
    actions.remove_slot(session.slots.earliest("pk"), by=None)
    with pytest.raises(ValidationError, match="Say it in the programme"):
        actions.send_convocations(session, by=None)
    assert not Convocation.objects.exists()
    actions.allow_convening(session, motive="the room is told by phone", by=None)
    assert actions.send_convocations(session, by=None) == 1
    assert "phone" not in str(Entry.objects.get(verb="session.gaps_answered").facts)


def test_new_days_told_at_once_ask_for_their_programme_too(session: TrainingSession) -> None:
    session = actions.confirm_session(teach(session), by=None)
    actions.send_convocations(session, by=None)
    first = next_tuesday(8)
    days = {"first_day": first, "last_day": first + dt.timedelta(days=2), "reason": "strike"}
    with pytest.raises(NeedsMotive, match="No room is set for"):
        actions.postpone_session(session, **days, by=None)
    session = actions.postpone_session(session, **days, motive="asked by the governor", by=None)
    assert session.programme_motive == "asked by the governor"


def test_the_page_says_what_is_missing_and_leads_to_where_it_is_mended(
    as_user: Browser, session: TrainingSession
) -> None:
    officer = as_user(user_as(Role.REGION_OFFICER, session.owner.place))
    page = officer.get(session.get_absolute_url()).content.decode()
    assert "No room is set for" in page
    assert address("programme", session) in page
    answer = officer.post(address("confirm", session))
    assert answer.status_code == 422
    assert address("programme", session) in answer.content.decode()
    officer.post(address("confirm", session), {"motive": "urgent"})
    session.refresh_from_db()
    assert session.state == "confirmed"


def before(browser: Client, session: TrainingSession) -> str:
    """The list on the session's page of what is missing; nothing when it is not shown."""
    panel = BeautifulSoup(browser.get(session.get_absolute_url()).content, "html.parser").select_one("#before")
    return str(panel) if panel else ""


def test_before_convening_the_page_lists_what_is_missing_each_with_its_link(as_user: Browser) -> None:
    session = make_session(first_day=next_tuesday(9))
    officer = as_user(officer_of(session.owner.place))
    told = before(officer, session)
    for said in ("No room is set for", "What is taught is not said", "No trainer is named", "Nobody is enrolled yet"):
        assert said in told
    for name in ("programme", "invite_trainer", "nominate"):
        assert address(name, session) in told
    assert "it leaves only for a motive" in told
    teach(session)
    told = before(officer, session)
    assert "No room is set for" not in told
    assert "No trainer is named" in told
    assert "it leaves only for a motive" not in told, "that nobody teaches yet stops nothing"
    for slot in session.slots.all():
        slot.trainer = make_trainer()
        slot.save()
    make_enrolment(session)
    assert before(officer, session) == ""


def test_the_list_stands_until_all_are_convened_and_shows_the_motive_that_answered_it(
    as_user: Browser, session: TrainingSession
) -> None:
    make_enrolment(session)
    officer = as_user(officer_of(session.owner.place))
    session = actions.confirm_session(session, motive="the hall is being chosen", by=None)
    told = before(officer, session)
    assert "No room is set for" in told
    assert "the hall is being chosen" in told
    assert "it leaves only for a motive" not in told
    actions.send_convocations(session, by=None)
    assert before(officer, session) == ""
    make_enrolment(session)
    assert "No room is set for" in before(officer, session)
    actions.cancel_session(session, reason="strike", by=None)
    assert before(officer, session) == ""


def test_who_only_reads_a_session_is_not_asked_to_complete_it(as_user: Browser, session: TrainingSession) -> None:
    auditor = as_user(user_as(Role.AUDITOR, session.owner.place))
    assert before(auditor, session) == ""


def test_convening_asks_once_more_and_goes_on_with_a_motive(
    as_user: Browser, session: TrainingSession, django_capture_on_commit_callbacks: Any
) -> None:
    actions.confirm_session(teach(session), by=None)
    actions.remove_slot(session.slots.earliest("pk"), by=None)
    officer = as_user(user_as(Role.REGION_OFFICER, session.owner.place))
    assert "No room is set for" in officer.get(address("convene", session)).content.decode()
    assert officer.post(address("convene", session)).status_code == 422
    assert not Job.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert officer.post(address("convene", session), {"motive": "told by phone"}).status_code == 302
    assert Convocation.objects.count() == 1


def test_all_the_convocations_are_one_file_for_whoever_has_them_delivered(
    as_user: Browser, session: TrainingSession, django_assert_max_num_queries: Any
) -> None:
    make_enrolment(session)
    actions.send_convocations(actions.confirm_session(teach(session), by=None), by=None)
    officer = as_user(user_as(Role.REGION_OFFICER, session.owner.place))
    assert address("convocations", session) in officer.get(session.get_absolute_url()).content.decode()
    with django_assert_max_num_queries(15):
        printed = officer.get(address("convocations", session))
    assert printed["Content-Type"] == "application/pdf"
    assert b"/Count 2/" in printed.content
    assert officer.get(address("convocations", session), {"portion": "2"}).status_code == 404
    assert officer.get(address("convocations", session), {"portion": "x"}).status_code == 404


def test_a_commune_prints_its_own_and_a_neighbour_or_an_auditor_none(
    as_user: Browser, session: TrainingSession
) -> None:
    make_enrolment(session)
    actions.send_convocations(actions.confirm_session(teach(session), by=None), by=None)
    own = session.enrolments.earliest("pk").body
    printed = as_user(user_as(Role.COMMUNE, body=own)).get(address("convocations", session))
    assert b"/Count 1/" in printed.content
    stranger = user_as(Role.REGION_OFFICER, make_region())
    assert as_user(stranger).get(address("convocations", session)).status_code == 404
    auditor = user_as(Role.AUDITOR, session.owner.place)
    assert as_user(auditor).get(address("convocations", session)).status_code == 403


def test_half_days_without_a_trainer_are_told_before_confirming_and_stop_nothing(as_user: Browser) -> None:
    session = teach(make_session(first_day=next_tuesday(9)))
    half = session.register.half_days.order_by("day", "part")[0]
    page = reverse("training:confirm", args=[session.pk])
    officer = officer_of(session.owner.place)
    assert "No trainer is named for:" in as_user(officer).get(page).content.decode()
    for slot in session.slots.exclude(half_day=half):
        slot.trainer = make_trainer()
        slot.save()
    assert lacking(session).trainers.count("morning") == 1
    assert "afternoon" not in lacking(session).trainers
    assert programme_gaps(session) == []
