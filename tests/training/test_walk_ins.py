"""Someone uninvited, in the room: found by name from the roll, added, told apart, never convened."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.attendance import actions as attendance
from takwin.attendance.models import Presence
from takwin.attendance.sync.actions import bind, receive
from takwin.attendance.sync.models import Case
from takwin.attendance.sync.settling import take
from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.people.enums import DocumentKind
from takwin.people.models import IdentityDocument
from takwin.rights.enums import Role
from takwin.training import actions
from takwin.training.actions.motives import NeedsMotive
from takwin.training.enums import EnrolmentState
from takwin.training.models import Convocation, Enrolment, TrainingSession
from takwin.training.queries import uninvited
from takwin.training.shown import brief_of, door_for_walk_ins
from tests.factories.catalogue import make_trainer
from tests.factories.directory import make_body, make_commune, make_region
from tests.factories.people import make_person
from tests.factories.rights import make_user, officer_of, user_as
from tests.factories.training import WHY, make_enrolment, make_member, make_session, next_tuesday

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
YESTERDAY = -1


def under_way(**facts: Any) -> TrainingSession:
    first = clock.today() + dt.timedelta(days=YESTERDAY)
    return make_session(**{"first_day": first, "state": "confirmed"} | facts)


def member_near(session: TrainingSession, **facts: Any) -> Any:
    return make_member(make_commune(session.place), **facts)


def keeper_of(session: TrainingSession) -> User:
    user = user_as(Role.TRAINER)
    attendance.keep(session.register, make_person(user=user))
    return user


def address(session: TrainingSession) -> str:
    return reverse("training:walk_in", args=[session.pk, session.register.half_days.first().pk])


@pytest.fixture
def session() -> TrainingSession:
    return under_way()


@pytest.fixture
def trainer(session: TrainingSession) -> User:
    user = user_as(Role.TRAINER)
    teacher = make_trainer(session.owner, make_person(user=user))
    actions.set_slot(session, session.register.half_days.first(), trainer=teacher, by=None)
    return user


def test_who_came_uninvited_is_on_the_roll_and_told_apart(session: TrainingSession) -> None:
    person, body = member_near(session)
    line = actions.walk_in(session, person, body=body, by=None)
    assert (line.state, line.walk_in, line.motive) == (EnrolmentState.ENROLLED, True, "")
    attendance.mark(session.register.half_days.first(), person, "present", by=None)


def test_who_came_uninvited_is_not_convened(session: TrainingSession) -> None:
    make_body(BodyKind.STATE, session.place)
    person, body = member_near(session)
    actions.walk_in(session, person, body=body, by=None)
    assert brief_of(session).to_convene == 0
    assert actions.send_convocations(session, by=None) == 0
    assert not Convocation.objects.exists()


def test_beyond_the_last_seat_it_needs_a_motive_which_is_kept() -> None:
    session = under_way(seats=1)
    make_enrolment(session)
    person, body = member_near(session)
    with pytest.raises(NeedsMotive, match="All 1 seats are taken"):
        actions.walk_in(session, person, body=body, by=None)
    line = actions.walk_in(session, person, body=body, motive="a chair was added", by=None)
    assert line.motive == "a chair was added"
    assert actions.correct_session(session, minimum=0, by=None).seats == 1


def test_a_seat_kept_for_a_council_that_did_not_come_is_no_obstacle() -> None:
    session = under_way(seats=1)
    absent, _place = make_body(BodyKind.COMMUNE, make_commune(session.place)), None
    actions.keep_seats(session, {absent: 1}, by=None)
    person, body = member_near(session)
    assert actions.walk_in(session, person, body=body, by=None).walk_in


def test_whoever_waited_for_a_seat_comes_in_on_the_same_line() -> None:
    session = under_way(seats=1)
    make_enrolment(session)
    waiting = make_enrolment(session)
    assert actions.walk_in(session, waiting.person, body=waiting.body, motive=WHY, by=None) == waiting
    assert session.enrolments.count() == 2


def test_nobody_is_added_before_the_day_nor_to_a_session_that_is_not_confirmed() -> None:
    coming = make_session(state="confirmed")
    person, body = member_near(coming)
    with pytest.raises(ValidationError, match="has not begun"):
        actions.walk_in(coming, person, body=body, by=None)
    tentative = under_way(state="tentative")
    with pytest.raises(ValidationError, match="must be confirmed"):
        actions.walk_in(tentative, *member_near(tentative)[:1], body=body, by=None)


def test_nobody_is_added_once_presence_is_sealed(session: TrainingSession) -> None:
    person, body = member_near(session)
    session = under_way(owner=session.owner, first_day=clock.today() - dt.timedelta(days=9), place=session.place)
    for half in session.register.half_days.all():
        attendance.seal(half, by=make_user())
    with pytest.raises(ValidationError, match="Presence is sealed"):
        actions.walk_in(session, person, body=body, by=None)


def test_who_is_expected_elsewhere_that_day_is_refused(session: TrainingSession) -> None:
    other = under_way(owner=session.owner, place=session.place)
    line = make_enrolment(other)
    with pytest.raises(ValidationError, match="already expected elsewhere"):
        actions.walk_in(session, line.person, body=line.body, by=None)


def test_only_people_in_office_near_are_found_and_none_without_a_word(session: TrainingSession) -> None:
    near, _body = member_near(session, name_fr="Zineb Tazi")
    make_member(make_commune(), name_fr="Zineb Tazi")
    make_enrolment(session, person=None)
    assert [candidate.person for candidate in uninvited(session, "zineb")] == [near]
    assert uninvited(session, " ") == []


def test_finding_costs_the_same_for_one_and_for_three(session: TrainingSession, django_assert_num_queries: Any) -> None:
    for _n in range(2):
        member_near(session, name_fr="Zineb Tazi")
        with django_assert_num_queries(3):
            uninvited(session, "zineb")


def test_a_session_put_off_convenes_who_had_come_uninvited(session: TrainingSession) -> None:
    person, body = member_near(session)
    line = actions.walk_in(session, person, body=body, by=None)
    actions.postpone_session(session, first_day=next_tuesday(8), reason=WHY, motive=WHY, by=None)
    line.refresh_from_db()
    assert not line.walk_in


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_trainer_adds_someone_from_the_roll_in_two_pages(
    as_user: Browser, session: TrainingSession, trainer: User, language: str
) -> None:
    person, body = member_near(session, name_fr="Zineb Tazi")
    browser, half = as_user(trainer, language=language), session.register.half_days.first()
    roll = reverse("attendance:roll", args=[half.register_id, half.pk])
    assert address(session) in browser.get(roll).content.decode()
    page = browser.get(address(session), {"q": "tazi"})
    assert f'value="{person.pk}"' in page.content.decode()
    response = browser.post(address(session), {"q": "tazi", "person": person.pk})
    assert response["Location"] == f"{roll}#p{person.pk}"
    assert Enrolment.objects.get(person=person).nominated_by == trainer
    assert str(body) in browser.get(roll).content.decode()


def test_a_full_session_warns_and_asks_the_motive_at_its_place(as_user: Browser) -> None:
    session = under_way(seats=1)
    make_enrolment(session)
    person, _body = member_near(session, name_fr="Zineb Tazi")
    browser = as_user(officer_of(session.owner.place))
    page = browser.post(address(session), {"q": "tazi", "person": person.pk})
    assert page.status_code == 422
    assert 'name="motive"' in page.content.decode()
    assert not Enrolment.objects.filter(person=person).exists()
    sent = {"q": "tazi", "person": person.pk, "motive": "a chair was added"}
    assert browser.post(address(session), sent).status_code == 302
    told = browser.get(session.get_absolute_url()).content.decode()
    assert "came uninvited" in told
    assert "a chair was added" in told


@pytest.mark.parametrize(
    ("motive", "sentence"),
    [("a chair 😀", "cannot be printed"), ("a chair\x00", "Null characters"), ("a" * 301, "it has 301")],
)
def test_a_motive_that_cannot_be_kept_whole_is_told_at_its_field_and_stays_typed(
    as_user: Browser, motive: str, sentence: str
) -> None:
    session = under_way(seats=1)
    make_enrolment(session)
    person, _body = member_near(session, name_fr="Zineb Tazi")
    page = as_user(officer_of(session.owner.place)).post(
        address(session), {"q": "tazi", "person": person.pk, "motive": motive}
    )
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert f'value="{motive}"' in page.content.decode()
    assert not Enrolment.objects.filter(person=person).exists()


@pytest.mark.parametrize("person", ["", "x", "999999"])
def test_a_person_who_was_not_found_is_not_added(as_user: Browser, session: TrainingSession, person: str) -> None:
    browser = as_user(officer_of(session.owner.place))
    assert browser.post(address(session), {"q": "tazi", "person": person}).status_code == 422
    assert not session.enrolments.exists()


def test_a_refusal_is_said_on_the_page(as_user: Browser, session: TrainingSession) -> None:
    line = make_enrolment(under_way(owner=session.owner, place=session.place))
    page = as_user(officer_of(session.owner.place)).post(
        address(session), {"q": line.person.name_fr, "person": line.person_id}
    )
    assert page.status_code == 422
    assert "already expected elsewhere" in page.content.decode()


def test_who_does_not_mark_adds_nobody(as_user: Browser, session: TrainingSession) -> None:
    assert as_user(user_as(Role.AUDITOR, session.place)).get(address(session)).status_code == 403
    assert as_user(officer_of(make_region())).post(address(session)).status_code == 404
    other = under_way()
    half = other.register.half_days.first()
    mixed = reverse("training:walk_in", args=[session.pk, half.pk])
    assert as_user(officer_of(session.owner.place)).get(mixed).status_code == 404


def test_the_roll_of_days_to_come_or_sealed_leads_to_no_door(session: TrainingSession) -> None:
    half = session.register.half_days.first()
    assert door_for_walk_ins(half)
    assert not door_for_walk_ins(attendance.seal(half, by=make_user()))
    assert not door_for_walk_ins(make_session(state="confirmed").register.half_days.first())


def stranger_of(session: TrainingSession, trainer: User, **who: str) -> Case:
    """What a telephone without a network handed over of somebody it did not know."""
    half = session.register.half_days.order_by("day", "part")[0]
    at = dt.datetime.combine(half.day, half.starts_at, clock.CASABLANCA).isoformat()
    mark = {"nonce": f"{session.pk} {who}", "kind": "tap", "register": half.register_id, "status": "present"}
    receive(
        bind(name="phone", by=trainer)[0], [mark | {"taken_at": at, "walk_in": {"name": "Zineb"} | who}],
        sent_at=clock.now(),
    )  # fmt: skip
    return Case.objects.latest("pk")


def settled_as(case: Case, person: Any, officer: User) -> None:
    half = case.register.half_days.order_by("day", "part")[0]
    take(case, half, note="he had the card", person=person, status="present", by=officer)


@pytest.mark.parametrize(("seats", "motive"), [(30, ""), (1, "he had the card")])
def test_whom_a_phone_recorded_uninvited_is_enrolled_once_he_is_named_with_or_without_a_seat(
    seats: int, motive: str
) -> None:
    session = under_way(seats=seats)
    make_enrolment(session)
    trainer, officer = keeper_of(session), officer_of(session.owner.place)
    person, body = member_near(session)
    case = stranger_of(session, trainer)
    attendance.seal(session.register.half_days.first(), by=officer)
    settled_as(case, person, officer)
    line = Enrolment.objects.get(person=person)
    assert (line.state, line.walk_in, line.body, line.motive) == (EnrolmentState.ENROLLED, True, body, motive)
    assert person.pk in session.register.expected.values_list("person", flat=True)
    assert brief_of(session).enrolled == 2
    kept = Presence.objects.get(person=person)
    assert (kept.status, kept.counts, kept.body) == ("present", True, body)


def test_a_phone_that_knew_the_card_leads_to_the_same_line_once_settled() -> None:
    session = under_way()
    person, body = make_member(make_commune(session.place))
    IdentityDocument.objects.create(person=person, kind=DocumentKind.CIN, number="ZZ445566")
    trainer, officer = keeper_of(session), officer_of(session.owner.place)
    case = stranger_of(session, trainer, cin="zz 445566")
    assert case.why == "not_invited"
    settled_as(case, person, officer)
    assert Enrolment.objects.get(person=person).walk_in
    assert Presence.objects.get(person=person).body == body


def test_who_waited_for_a_seat_or_is_enrolled_already_is_not_enrolled_twice() -> None:
    session = under_way(seats=1)
    here = make_enrolment(session)
    waiting = make_enrolment(session)  # no seat is left
    trainer, officer = keeper_of(session), officer_of(session.owner.place)
    for n, line in enumerate((waiting, here)):
        settled_as(stranger_of(session, trainer, body=str(n)), line.person, officer)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.walk_in) == (EnrolmentState.ENROLLED, True)
    assert session.enrolments.count() == 2
    assert session.register.expected.count() == 2


def test_who_is_expected_elsewhere_or_holds_no_office_is_on_the_roll_all_the_same() -> None:
    session = under_way()
    elsewhere = make_enrolment(under_way(owner=session.owner, place=session.place))
    trainer, officer = keeper_of(session), officer_of(session.owner.place)
    nobody = make_person()
    for n, person in enumerate((elsewhere.person, nobody)):
        settled_as(stranger_of(session, trainer, body=str(n)), person, officer)
    assert session.register.expected.count() == 2
    assert session.enrolments.filter(walk_in=True).count() == 2
    assert session.enrolments.get(person=nobody).body == session.owner


def test_of_two_strangers_the_second_sees_the_seat_that_the_first_took() -> None:
    session = under_way(seats=1)
    trainer, officer = keeper_of(session), officer_of(session.owner.place)
    for n in range(2):
        person, _body = member_near(session)
        settled_as(stranger_of(session, trainer, body=str(n)), person, officer)
    assert list(session.enrolments.order_by("pk").values_list("motive", flat=True)) == ["", "he had the card"]
