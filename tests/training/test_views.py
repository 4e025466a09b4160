"""The screens of sessions: what each role sees and does, and what a neighbour does not."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.attendance import actions as attendance
from takwin.core.models import Job
from takwin.directory.enums import BodyKind
from takwin.documents.enums import KeyUse
from takwin.documents.keys import path_of_key, renew_key
from takwin.programmes.models import Action
from takwin.rights.enums import Role
from takwin.training import actions
from takwin.training.enums import SessionState
from takwin.training.forms import SeatsForm
from takwin.training.models import Convocation, TrainingSession
from tests.factories.agreements import make_agreement
from tests.factories.catalogue import make_topic, make_trainer
from tests.factories.directory import make_body, make_commune, make_province, make_region, make_room
from tests.factories.programmes import make_programme
from tests.factories.rights import officer_of, user_as
from tests.factories.training import WHY, make_enrolment, make_member, make_session, next_tuesday, teach
from tests.factories.years import on

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
STEPS = ["programme", "seats", "correct", "confirm", "postpone", "cancel", "convene", "hold", "close"]
A_TUESDAY = dt.date(2026, 3, 10)


@pytest.fixture
def session() -> TrainingSession:
    return make_session()


@pytest.fixture
def officer(session: TrainingSession) -> User:
    return officer_of(session.owner.place)


def url(name: str, *args: Any) -> str:
    return reverse(f"training:{name}", args=args)


def test_the_list_shows_the_sessions_of_my_territory(as_user: Browser, officer: User, session: TrainingSession) -> None:
    make_session()
    page = as_user(officer).get(url("sessions"))
    assert session.reference in page.content.decode()
    assert page.context["page"].paginator.count == 1


@pytest.mark.parametrize("tab", ["coming", "to_confirm", "now", "closed", ""])
def test_the_list_answers_each_of_its_tabs_and_to_htmx(as_user: Browser, officer: User, tab: str) -> None:
    whole = as_user(officer).get(url("sessions"), {"tab": tab})
    part = as_user(officer, htmx=True).get(url("sessions"), {"tab": tab, "q": "nothing of the kind"})
    assert (whole.status_code, part.status_code) == (200, 200)
    assert b"<html" not in part.content


def test_the_list_costs_the_same_for_one_and_for_many(
    as_user: Browser, officer: User, session: TrainingSession, django_assert_max_num_queries: Any
) -> None:
    browser = as_user(officer)
    browser.get(url("sessions"))
    for _n in range(2):
        with django_assert_max_num_queries(12):
            browser.get(url("sessions"))
        make_session(owner=session.owner)


def test_the_list_is_exported(as_user: Browser, officer: User) -> None:
    assert as_user(officer).get(url("sessions"), {"export": "xlsx"}).status_code == 200


def test_the_page_of_a_session_costs_the_same_for_one_participant_and_for_many(
    as_user: Browser, officer: User, session: TrainingSession, django_assert_num_queries: Any
) -> None:
    make_enrolment(session)
    browser = as_user(officer)
    browser.get(session.get_absolute_url())
    with django_assert_num_queries(40, exact=False):
        one = browser.get(session.get_absolute_url())
    assert one.status_code == 200


@pytest.mark.parametrize("language_of_page", ["ar", "fr"])
@pytest.mark.parametrize("state", list(SessionState))
def test_the_page_of_a_session_shows_in_every_state(
    as_user: Browser, officer: User, state: SessionState, session: TrainingSession, language_of_page: str
) -> None:
    make_enrolment(session)
    actions.set_slot(
        session, session.register.half_days.first(), room=make_room(), trainer=make_trainer(session.owner), by=None
    )
    confirmed = dt.datetime.now(dt.UTC) if state in ("confirmed", "held", "closed") else None
    TrainingSession.objects.filter(pk=session.pk).update(state=state, confirmed_at=confirmed, reason=WHY)
    page = as_user(officer, language=language_of_page).get(session.get_absolute_url())
    assert page.status_code == 200
    assert SessionState(state).label


@pytest.mark.parametrize("name", ["session", "nominate", "sheet", *STEPS])
def test_a_session_of_a_neighbour_is_not_found(as_user: Browser, session: TrainingSession, name: str) -> None:
    stranger = officer_of(make_region())
    method = as_user(stranger).post if name in ("convene", "hold", "close") else as_user(stranger).get
    assert method(url(name, session.pk)).status_code == 404


@pytest.mark.parametrize("name", STEPS)
def test_an_auditor_changes_nothing(as_user: Browser, session: TrainingSession, name: str) -> None:
    auditor = user_as(Role.AUDITOR, session.owner.place)
    assert as_user(auditor).get(session.get_absolute_url()).status_code == 200
    assert as_user(auditor).post(url(name, session.pk)).status_code == 403


def test_a_commune_sees_a_session_that_keeps_seats_for_it_and_only_its_own_people(
    as_user: Browser, session: TrainingSession
) -> None:
    mine, other = make_enrolment(session), make_enrolment(session)
    actions.keep_seats(session, {mine.body: 2}, by=None)
    page = as_user(user_as(Role.COMMUNE, body=mine.body)).get(session.get_absolute_url()).content.decode()
    assert str(mine.person.name_fr) in page
    assert str(other.person.name_fr) not in page


def test_a_session_is_planned_in_two_steps(as_user: Browser, officer: User, session: TrainingSession) -> None:
    topic, trainer, room = make_topic(session.owner), make_trainer(session.owner), make_room(place=session.place)
    browser = as_user(officer)
    sent = {
        "owner": session.owner_id, "topic": topic.pk, "place": session.place_id, "seats": 30, "minimum": 10,
        "first_day": next_tuesday(7).isoformat(), "motive": WHY, "cost": "42.000,00",
    }  # fmt: skip
    response = browser.post(url("plan"), sent)
    made = TrainingSession.objects.get(topic=topic)
    assert response["Location"] == url("programme", made.pk)
    first = made.register.half_days.first()
    key = f"h{first.pk}_0"
    fields = {f"{key}_title": "Budget", f"{key}_room": room.pk, f"{key}_trainer": trainer.pk}
    assert browser.post(url("programme", made.pk), fields)["Location"] == url("seats", made.pk)
    assert (made.slots.get().title, made.cost) == ("Budget", 42000)


def test_a_session_planned_again_from_the_same_page_is_planned_once(
    as_user: Browser, officer: User, session: TrainingSession
) -> None:
    topic, browser = make_topic(session.owner), as_user(officer)
    sent = {
        "owner": session.owner_id, "topic": topic.pk, "place": session.place_id, "seats": 30, "minimum": 10,
        "first_day": next_tuesday(7).isoformat(), "motive": WHY, "csrfmiddlewaretoken": "of this page",
    }  # fmt: skip
    assert browser.post(url("plan"), sent).status_code == 302
    again = browser.post(url("plan"), sent)
    assert (again.status_code, "recorded already" in again.content.decode()) == (422, True)
    assert TrainingSession.objects.filter(topic=topic).count() == 1


def test_a_plan_begins_with_the_region_and_lists_topics_under_their_owner(
    as_user: Browser, officer: User, session: TrainingSession
) -> None:
    region = session.owner
    foundation = make_body(kind=BodyKind.FOUNDATION, place=region.place, name_fr="Fondation")
    foreign = make_topic(foundation)
    page = as_user(officer).get(url("plan"))
    assert page.context["form"]["owner"].value() == region.pk
    groups = {str(name) for name, _rows in page.context["form"].fields["topic"].choices if _rows}
    assert {str(region), str(foundation)} <= groups
    sent = {"owner": region.pk, "topic": foreign.pk}
    form = as_user(officer).post(url("plan"), sent).context["form"]
    assert str(region) in form.errors["topic"][0]


def test_a_plan_for_the_only_institution_does_not_ask_which(
    as_user: Browser, officer: User, session: TrainingSession
) -> None:
    owner = as_user(officer).get(url("plan")).context["form"]["owner"]
    assert owner.is_hidden
    assert owner.value() == session.owner_id


def test_an_action_that_comes_back_each_year_is_told_by_its_programme(
    as_user: Browser, officer: User, session: TrainingSession
) -> None:
    for year in (2025, 2026):
        programme = make_programme(session.owner, year=year, name_fr=f"Programme annuel {year}")
        Action.objects.create(programme=programme, number=1, name_ar="لقاءات", name_fr="Rencontres")
    choices = as_user(officer).get(url("plan")).context["form"].fields["action"].choices
    groups = {str(group): rows for group, rows in choices if isinstance(rows, list)}
    assert [name.split(" · ")[0] for name in groups] == ["Programme annuel 2026", "Programme annuel 2025"]
    assert all([label for _pk, label in rows] == ["1. Rencontres"] for rows in groups.values())


def test_only_agreements_that_cover_the_province_are_offered_and_taken(
    as_user: Browser, officer: User, session: TrainingSession
) -> None:
    region, here = session.owner.place, session.place
    elsewhere = make_province(region)
    of_region, of_here, of_elsewhere = (make_agreement(session.owner, place) for place in (region, here, elsewhere))
    cancelled = make_agreement(session.owner, here, cancelled_on=dt.date(2026, 1, 5), motive="Remplacée")
    browser = as_user(officer)

    def offered(asked: str) -> set[int]:
        rows = browser.get(url("plan") + asked).context["form"].fields["agreement"].queryset
        return {row.pk for row in rows}

    assert offered("") == {of_region.pk, of_here.pk, of_elsewhere.pk}
    assert offered(f"?place={here.pk}") == {of_region.pk, of_here.pk}
    assert offered(f"?place={region.pk}") == {of_region.pk, of_here.pk, of_elsewhere.pk}
    assert offered("?place=x") == offered("")
    assert cancelled.pk not in offered("")
    page = browser.get(url("plan") + f"?place={here.pk}").content.decode()
    assert f"{of_here.reference} · {of_here.name_fr} · {here.name_fr}" in page
    sent = {"place": here.pk, "agreement": of_elsewhere.pk}
    form = browser.post(url("plan"), sent).context["form"]
    assert "does not cover" in form.errors["agreement"][0]


def test_a_warning_asks_for_a_motive_on_the_form(as_user: Browser, officer: User, session: TrainingSession) -> None:
    topic = make_topic(session.owner)
    sent = {
        "owner": session.owner_id, "topic": topic.pk, "place": session.place_id, "seats": 30, "minimum": 10,
        "first_day": "2026-03-10",
    }  # fmt: skip
    page = as_user(officer).post(url("plan"), sent)
    assert page.status_code == 422
    told = page.content.decode()
    assert "is already past" in told
    assert "call warn" in told
    assert "call bad" not in told
    assert told.count('name="motive"') == 1
    assert told.index('name="motive"') < told.index('name="topic"')
    assert not topic.sessions.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("seats", "-3"), ("first_day", "tomorrow"), ("minimum", "50"), ("topic", "999999"), ("cost", "-1")],
)
def test_a_bad_plan_is_said_at_its_field(
    as_user: Browser, officer: User, session: TrainingSession, field: str, value: str
) -> None:
    sent = {
        "owner": session.owner_id, "topic": session.topic_id, "place": session.place_id, "seats": 30, "minimum": 10,
        "first_day": next_tuesday(7).isoformat(), "motive": WHY,
    }  # fmt: skip
    page = as_user(officer).post(url("plan"), sent | {field: value})
    assert page.status_code == 422
    assert field in page.context["form"].errors


def test_a_room_taken_elsewhere_is_said_on_the_programme(
    as_user: Browser, officer: User, session: TrainingSession
) -> None:
    other, room = make_session(owner=session.owner), make_room(place=session.place)
    actions.set_slot(other, other.register.half_days.first(), room=room, by=None)
    half = session.register.half_days.first()
    page = as_user(officer).post(url("programme", session.pk), {f"h{half.pk}_0_room": room.pk})
    assert page.status_code == 422
    assert "already taken" in page.context["form"].errors[f"h{half.pk}_0_room"][0]
    assert not session.slots.exists()


def test_rooms_may_be_exchanged_between_half_days(as_user: Browser, officer: User, session: TrainingSession) -> None:
    first, second = list(session.register.half_days.all())[:2]
    rooms = [make_room(place=session.place) for _n in range(2)]
    for half, room in zip((first, second), rooms, strict=True):
        actions.set_slot(session, half, room=room, by=None)
    sent = {f"h{first.pk}_0_room": rooms[1].pk, f"h{second.pk}_0_room": rooms[0].pk}
    as_user(officer).post(url("programme", session.pk), sent)
    assert [slot.room for slot in session.slots.all()] == rooms[::-1]


def test_one_more_workshop_is_added_to_a_half_day_and_what_was_typed_is_kept(
    as_user: Browser, officer: User, session: TrainingSession
) -> None:
    half = session.register.half_days.first()
    sent = {"half_day": half.pk, f"h{half.pk}_0_title": "Budget"}
    as_user(officer).post(url("workshop", session.pk), sent)
    assert sorted(slot.title for slot in half.slots.all()) == ["", "Budget"]
    form = as_user(officer).get(url("programme", session.pk)).content.decode()
    assert f"h{half.pk}_1_title" in form


def test_seats_are_proposed_in_proportion_to_the_members_of_each_council(session: TrainingSession) -> None:
    large, small = (make_member(place=make_commune(session.place.province))[1] for _ in range(2))
    empty = make_body(BodyKind.COMMUNE, make_commune(session.place.province))
    for _ in range(3):
        make_member(body=large)
    form = SeatsForm(session=session)
    assert [form[f"b{body.pk}"].initial for body in (large, small, empty)] == [32, 8, None]


def test_seats_are_kept_by_council(as_user: Browser, officer: User, session: TrainingSession) -> None:
    council = make_body(BodyKind.COMMUNE, make_commune(session.place))
    form = as_user(officer).get(url("seats", session.pk)).context["form"]
    assert form.fields[f"b{council.pk}"].initial is None  # nobody is in office yet: nothing is proposed
    as_user(officer).post(url("seats", session.pk), {f"b{council.pk}": "5"})
    assert session.seats_by_body.get().seats == 5
    assert as_user(officer).post(url("seats", session.pk), {f"b{council.pk}": "41"}).status_code == 422


def test_each_step_is_taken_from_its_form(as_user: Browser, officer: User, session: TrainingSession) -> None:
    browser = as_user(officer)
    make_body(BodyKind.STATE, session.place)
    make_enrolment(teach(session))
    assert browser.post(url("confirm", session.pk)).status_code == 302
    browser.post(url("correct", session.pk), {"seats": 12, "minimum": 1, "certificate_half_days": 3})
    browser.post(
        url("postpone", session.pk), {"first_day": next_tuesday(8).isoformat(), "reason": "strike", "motive": WHY}
    )
    browser.post(url("confirm", session.pk))
    assert browser.post(url("cancel", session.pk), {"reason": "no trainer"}).status_code == 302
    session.refresh_from_db()
    assert (session.state, session.seats, session.reason) == (SessionState.CANCELLED, 12, "no trainer")


@pytest.mark.parametrize("name", ["postpone", "cancel"])
def test_a_step_without_its_reason_is_not_taken(
    as_user: Browser, officer: User, session: TrainingSession, name: str
) -> None:
    assert as_user(officer).post(url(name, session.pk), {"first_day": "2026-12-08"}).status_code == 422
    session.refresh_from_db()
    assert session.state == SessionState.TENTATIVE


def test_below_the_minimum_the_form_of_confirmation_says_so(as_user: Browser, officer: User) -> None:
    session = make_session(minimum=20)
    page = as_user(officer_of(session.owner.place)).post(url("confirm", session.pk))
    assert page.status_code == 422
    assert "the minimum is 20" in page.content.decode()


def test_convocations_are_asked_for_and_followed(
    as_user: Browser, officer: User, session: TrainingSession, django_capture_on_commit_callbacks: Any
) -> None:
    make_body(BodyKind.STATE, session.place)
    make_enrolment(session)
    actions.confirm_session(teach(session), by=None)
    with django_capture_on_commit_callbacks(execute=True):
        response = as_user(officer).post(url("convene", session.pk))
    assert response["Location"].startswith(reverse("portal:job", args=[Job.objects.get().pk]))
    assert Convocation.objects.count() == 1


def test_convocations_that_did_not_leave_are_said_on_the_page_with_the_reason(
    as_user: Browser, officer: User, session: TrainingSession, django_capture_on_commit_callbacks: Any
) -> None:
    make_body(BodyKind.STATE, session.place)
    make_enrolment(session)
    actions.confirm_session(teach(session), by=None)
    key = renew_key(KeyUse.PRESENCE, by=None)
    path_of_key(key.kid).unlink()
    with django_capture_on_commit_callbacks(execute=True):
        as_user(officer).post(url("convene", session.pk))
    page = as_user(officer).get(session.get_absolute_url()).content.decode()
    assert "The convocations did not leave." in page
    assert f"The private half of the signing key {key.kid} is not on this machine." in page
    assert "takwin credentials renew --use presence" in page


BEFORE_HELD = "Send the convocations before noting"
SEND = "Send 1 convocation"


@pytest.mark.parametrize(
    ("state", "days_after", "offered"), [("confirmed", 1, True), ("confirmed", 2, False), ("held", 1, False)]
)
def test_a_session_whose_day_has_come_says_who_was_not_convened(
    as_user: Browser, state: str, days_after: int, *, offered: bool
) -> None:
    """On its second day letters still leave; once its days are past, or it is held, nobody is convened any more."""
    session = make_session(first_day=A_TUESDAY, state="confirmed")
    make_enrolment(session)
    TrainingSession.objects.filter(pk=session.pk).update(state=state)
    with on(A_TUESDAY + dt.timedelta(days=days_after)):
        page = as_user(officer_of(session.owner.place)).get(session.get_absolute_url()).content.decode()
    assert "1 person is not convened." in page
    assert ((BEFORE_HELD in page), (SEND in page)) == (offered, offered)


def test_a_session_is_held_and_closed_from_its_page(as_user: Browser) -> None:
    session = make_session(first_day=A_TUESDAY, state="confirmed")
    officer = officer_of(session.owner.place)
    browser = as_user(officer)
    browser.post(url("close", session.pk))
    browser.post(url("hold", session.pk))
    browser.post(url("close", session.pk))
    session.refresh_from_db()
    assert session.state == SessionState.HELD
    for half in session.register.half_days.all():
        attendance.seal(half, by=officer)
    browser.post(url("close", session.pk))
    session.refresh_from_db()
    assert session.state == SessionState.CLOSED
