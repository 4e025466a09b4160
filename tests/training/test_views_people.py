"""The people of a session on screen: nominated, withdrawn, convened, answering."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.directory.enums import BodyKind
from takwin.letters.access import COOKIE
from takwin.letters.actions import open_personal_link
from takwin.rights.enums import Role
from takwin.training import actions
from takwin.training.models import Convocation, Enrolment, TrainingSession
from takwin.training.queries import seats_of
from tests.factories.directory import make_body, make_commune, make_region
from tests.factories.people import make_office, make_person
from tests.factories.rights import officer_of, user_as
from tests.factories.training import WHY, make_enrolment, make_member, make_session, next_tuesday, teach

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


@pytest.fixture
def session() -> TrainingSession:
    return make_session()


@pytest.fixture
def officer(session: TrainingSession) -> User:
    return officer_of(session.owner.place)


def url(name: str, *args: Any) -> str:
    return reverse(f"training:{name}", args=args)


def test_a_commune_goes_straight_to_its_own_people_and_nominates_them(
    as_user: Browser, session: TrainingSession
) -> None:
    person, body = make_member(make_commune(session.place))
    actions.keep_seats(session, {body: 2}, by=None)
    browser = as_user(user_as(Role.COMMUNE, body=body))
    assert browser.get(url("nominate", session.pk))["Location"] == url("nominate_for", session.pk, body.pk)
    assert person.name_fr in browser.get(url("nominate_for", session.pk, body.pk)).content.decode()
    browser.post(url("nominate_for", session.pk, body.pk), {"person": [person.pk]})
    assert session.enrolments.get().person == person
    twice = browser.post(url("nominate_for", session.pk, body.pk), {"person": [person.pk, "x"]})
    assert twice.status_code == 422
    assert "already nominated" in twice.content.decode()


def test_a_commune_nominates_for_no_other_council(as_user: Browser, session: TrainingSession) -> None:
    _person, body = make_member(make_commune(session.place))
    _other, council = make_member(make_commune(session.place))
    actions.keep_seats(session, {body: 2, council: 2}, by=None)
    browser = as_user(user_as(Role.COMMUNE, body=body))
    assert browser.get(url("nominate_for", session.pk, council.pk)).status_code == 404


@pytest.mark.parametrize("role", [Role.PROVINCE_OFFICER, Role.COMMUNE])
def test_a_key_sent_by_hand_tells_the_name_of_nobody_else(
    as_user: Browser, session: TrainingSession, role: Role
) -> None:
    """A refusal names who was ticked: only those of the council can be."""
    council = make_body(place=make_commune(session.place))
    stranger = make_person(name_ar="سر الدولة", name_fr="Secret Name")
    make_office(stranger, body=make_body(place=make_commune()))
    place, body = (None, council) if role == Role.COMMUNE else (session.place, None)
    browser = as_user(user_as(role, place, body))
    told = [
        browser.post(url("nominate_for", session.pk, council.pk), {"person": [stranger.pk]}, follow=True),
        browser.post(url("at_risk_council", council.pk), {"person": [stranger.pk], "session": session.pk}),
    ]
    for page in told:
        assert "سر الدولة" not in page.content.decode()
        assert "Secret Name" not in page.content.decode()
    assert not session.enrolments.exists()


def test_an_officer_chooses_the_council(as_user: Browser, officer: User, session: TrainingSession) -> None:
    bodies = [make_member(make_commune(session.place))[1] for _n in range(2)]
    page = as_user(officer).get(url("nominate", session.pk)).content.decode()
    assert all(body.name_fr in page for body in bodies)


def test_a_council_that_is_not_invited_is_shown_apart_and_nominates_nobody(
    as_user: Browser, officer: User, session: TrainingSession
) -> None:
    _first, invited = make_member(make_commune(session.place))
    person, other = make_member(make_commune(session.place))
    actions.keep_seats(session, {invited: 2}, by=None)
    browser = as_user(officer)
    page = browser.get(url("nominate", session.pk)).content.decode()
    assert url("nominate_for", session.pk, invited.pk) in page
    assert url("nominate_for", session.pk, other.pk) not in page
    assert "Not invited" in page
    assert url("seats", session.pk) in page
    alone = browser.get(url("nominate_for", session.pk, other.pk)).content.decode()
    assert "This council is not invited" in alone
    assert person.name_fr not in alone
    refused = browser.post(url("nominate_for", session.pk, other.pk), {"person": [person.pk]})
    assert refused.status_code == 422
    assert not session.enrolments.exists()


def test_the_page_the_desk_and_the_nomination_say_the_same_seats(as_user: Browser, session: TrainingSession) -> None:
    person, body = make_member(make_commune(session.place))
    actions.keep_seats(session, {body: 3}, by=None)
    make_enrolment(session, person=person, body=body)
    commune = user_as(Role.COMMUNE, body=body)
    said = seats_of(session).said_for(body.pk)
    browser = as_user(commune)
    assert said in browser.get(url("nominate_for", session.pk, body.pk)).content.decode()
    assert said in browser.get("/").content.decode()


def test_a_participant_is_withdrawn_from_his_line(as_user: Browser, officer: User, session: TrainingSession) -> None:
    line = make_enrolment(session)
    browser = as_user(officer)
    assert browser.get(url("withdraw", line.pk)).status_code == 200
    assert browser.post(url("withdraw", line.pk), {"reason": ""})["Location"] == session.get_absolute_url()
    assert browser.post(url("withdraw", line.pk), {"reason": ""}).status_code == 422
    stranger = officer_of(make_region())
    assert as_user(stranger).post(url("withdraw", line.pk), {"reason": ""}).status_code == 404


def test_participants_are_listed_and_found_by_name(as_user: Browser, officer: User, session: TrainingSession) -> None:
    line = make_enrolment(session)
    page = as_user(officer).get(url("enrolments"), {"q": line.person.name_fr})
    assert page.context["page"].paginator.count == 1
    assert as_user(officer).get(url("enrolments"), {"q": "nobody of that name"}).context["page"].paginator.count == 0


def convened(session: TrainingSession) -> Enrolment:
    make_body(BodyKind.STATE, session.place)
    line = make_enrolment(session)
    actions.confirm_session(teach(session), by=None)
    actions.send_convocations(session, by=None)
    return line


def test_papers_are_read_by_those_they_concern(as_user: Browser, officer: User, session: TrainingSession) -> None:
    line = convened(session)
    convocation = Convocation.objects.get()
    assert as_user(officer).get(url("convocation", convocation.pk))["Content-Type"] == "application/pdf"
    assert as_user(user_as(Role.COMMUNE, body=line.body)).get(url("convocation", convocation.pk)).status_code == 200
    assert as_user(officer).get(url("letter", convocation.listed_in_id)).status_code == 200
    governor = user_as(Role.PROVINCE_OFFICER, session.place)
    assert as_user(governor).get(url("letter", convocation.listed_in_id)).status_code == 200
    assert as_user(officer).get(url("sheet", session.pk)).content.startswith(b"%PDF")


def test_a_page_offers_no_letter_that_its_reader_may_not_open(
    as_user: Browser, officer: User, session: TrainingSession
) -> None:
    line = convened(session)
    letter = url("letter", Convocation.objects.get().listed_in_id)
    commune = as_user(user_as(Role.COMMUNE, body=line.body))
    assert letter in as_user(officer).get(session.get_absolute_url()).content.decode()
    assert letter not in commune.get(session.get_absolute_url()).content.decode()
    assert commune.get(letter).status_code == 404


def test_papers_with_codes_are_hidden_from_auditors_and_neighbours(as_user: Browser, session: TrainingSession) -> None:
    convened(session)
    convocation = Convocation.objects.get()
    auditor, stranger = user_as(Role.AUDITOR, session.owner.place), officer_of(make_region())
    assert as_user(auditor).get(url("convocation", convocation.pk)).status_code == 403
    assert as_user(stranger).get(url("convocation", convocation.pk)).status_code == 404
    assert as_user(stranger).get(url("letter", convocation.listed_in_id)).status_code == 404


def test_a_convened_person_answers_from_his_own_page(session: TrainingSession) -> None:
    line = convened(session)
    other = make_enrolment(make_session(first_day=next_tuesday(9)))
    link, _code = open_personal_link(line.person, by=None)
    browser = Client()
    assert browser.get(url("reply", link.token, line.pk)).status_code == 302
    response = Client().get("/")
    response.set_signed_cookie(COOKIE, str(link.pk), salt=link.token)
    browser.cookies[COOKIE] = response.cookies[COOKIE].value
    room = session.slots.exclude(room=None)[0].room
    for page in (reverse("personal:page", args=[link.token]), url("reply", link.token, line.pk)):
        told = browser.get(page).content.decode()
        assert told.count("09:00") == 2, "each morning has its hour"
        assert told.count(room.name_ar) + told.count(room.name_fr) >= 4, "each half-day has its room"
    assert browser.post(url("reply", link.token, line.pk), {"answer": "excused"}).status_code == 422
    browser.post(url("reply", link.token, line.pk), {"answer": "coming"})
    line.refresh_from_db()
    assert line.reply == "coming"
    assert browser.post(url("reply", link.token, other.pk), {"answer": "coming"}).status_code == 404


@pytest.mark.parametrize("key", ["²", str(2**70), "-1", "1e5", ""])
def test_a_key_that_is_none_nominates_nobody(
    as_user: Browser, session: TrainingSession, officer: User, key: str
) -> None:
    _person, body = make_member(make_commune(session.place))
    answer = as_user(officer).post(url("nominate_for", session.pk, body.pk), {"person": key})
    assert answer.status_code in (302, 422)
    assert not Enrolment.objects.exists()


@pytest.mark.parametrize(
    ("day", "sentence"),
    [("9999-12-31", "check the year"), ("9999-12-30", "check the year"), ("2075-03-02", "years ahead")],
)
def test_a_mistyped_year_is_told_at_once(
    as_user: Browser, session: TrainingSession, officer: User, day: str, sentence: str
) -> None:
    answer = as_user(officer).post(url("postpone", session.pk), {"first_day": day, "reason": WHY, "motive": WHY})
    assert answer.status_code == 422
    assert sentence in answer.context["form"].errors["first_day"][0]


def test_a_reason_too_long_to_be_kept_whole_withdraws_nobody_and_is_refused_at_its_field(
    as_user: Browser, session: TrainingSession, officer: User
) -> None:
    line = make_enrolment(session)
    browser, there = as_user(officer), url("withdraw", line.pk)
    answer = browser.post(there, {"reason": "س" * 201})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["reason"])
    line.refresh_from_db()
    assert line.state == "enrolled"
    assert browser.post(there, {"reason": "س" * 200}).status_code == 302
    line.refresh_from_db()
    assert (line.state, line.withdrawal_reason) == ("withdrawn", "س" * 200)
