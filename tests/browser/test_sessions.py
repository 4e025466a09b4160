"""A session from its plan to the certificate in the hand of a participant."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from takwin.attendance.actions import mark, seal
from takwin.attendance.enums import Status
from takwin.certificates.models import Certificate
from takwin.letters.codes import to_hand_over
from takwin.training.actions import hold_session, keep_seats, set_slot
from takwin.training.enums import EnrolmentState, SessionState
from takwin.training.models import Convocation, Enrolment, TrainingSession
from tests.browser.conftest import OpenPage
from tests.browser.scenes import Corner, corner
from tests.browser.steps import choose, fill, press, reads, sees, send, sound, step, tick, words
from tests.factories.catalogue import make_topic, make_trainer
from tests.factories.directory import make_room
from tests.factories.people import make_office, make_person
from tests.factories.training import make_enrolment, make_session, next_tuesday

A_TUESDAY = dt.date(2026, 3, 10)
BOTH = pytest.mark.parametrize(("language", "wide"), [("ar", False), ("fr", True)])


def session_of(here: Corner, **facts: object) -> TrainingSession:
    topic = make_topic(here.council, name_ar="تدبير ميزانية الجماعة", name_fr="La gestion du budget communal")
    return make_session(owner=here.council, place=here.province, topic=topic, **facts)


def in_programme(page: Page, half_day: int, name: str, value: object) -> None:
    """Choose in the ``half_day``-th group of the programme's form."""
    page.locator("main fieldset.field").nth(half_day).locator(f'select[name$="_{name}"]').select_option(str(value))


@BOTH
def test_a_session_is_planned_given_room_and_trainer_and_confirmed(
    open_page: OpenPage, language: str, wide: bool
) -> None:
    here = corner()
    day = next_tuesday()
    taken, free = make_room(here.governor), make_room(here.governor)
    other = session_of(here, first_day=day)
    set_slot(other, other.register.half_days.first(), title="", room=taken, by=None)
    trainer = make_trainer(here.council)
    saturday = day + dt.timedelta(days=4)
    page = open_page(here.officer, language=language, wide=wide)
    page.goto("/training/")
    press(page, "Plan a session")
    choose(page, "Topic", other.topic_id)
    choose(page, "Province or prefecture", here.province.pk)
    fill(page, "First day", saturday)
    fill(page, "Minimum of participants", 0)
    sound(page)
    send(page)
    expect(page.locator(".call.warn")).to_contain_text(words(page, "To go on, write why."))
    fill(page, "First day", day)
    fill(page, "Last day", day + dt.timedelta(days=1))
    fill(page, "Motive for going on", "الدورة العادية مؤجلة")
    send(page)
    page.wait_for_url("**/programme/")
    in_programme(page, 0, "room", taken.pk)
    in_programme(page, 0, "trainer", trainer.pk)
    sound(page)
    send(page)
    expect(page.locator(".call.bad")).to_contain_text(words(page, "The room is already taken on this half-day."))
    in_programme(page, 0, "room", free.pk)
    send(page)
    page.wait_for_url("**/seats/")
    sound(page)
    send(page)
    reads(page, "The councils invited may now nominate their people.")
    step(page, "Confirm the session")
    page.wait_for_url("**/confirm/")
    fill(page, "Motive for going on", "البرنامج قيد الإعداد")
    send(page)
    reads(page, "The session is confirmed. Convocations may be sent.")
    sound(page)
    planned = TrainingSession.objects.latest("pk")
    assert (planned.state, planned.slots.get(room=free).trainer) == (SessionState.CONFIRMED, trainer)


def test_a_commune_nominates_its_people_and_those_over_its_seats_wait(open_page: OpenPage) -> None:
    here = corner()
    session = session_of(here, state="confirmed", seats=2)
    keep_seats(session, {here.azrou: 2}, by=None)
    members = [make_person() for _ in range(3)]
    for member in members:
        make_office(member, here.azrou)
    page = open_page(here.president)
    page.goto(session.get_absolute_url())
    step(page, "Nominate people")
    for member in members:
        tick(page, member.pk, "person")
    sound(page)
    press(page, "Nominate those ticked")
    page.wait_for_url(f"**{session.get_absolute_url()}")
    expect(page.get_by_role("heading", name=words(page, "Waiting list"))).to_be_visible()
    sound(page)
    states = sorted(Enrolment.objects.values_list("state", flat=True))
    assert states == [EnrolmentState.ENROLLED, EnrolmentState.ENROLLED, EnrolmentState.WAITING]


def test_a_participant_answers_his_convocation_from_his_own_page(open_page: OpenPage) -> None:
    here = corner()
    session = session_of(here, state="confirmed")
    line = make_enrolment(session, body=here.azrou)
    officer = open_page(here.officer)
    officer.goto(session.get_absolute_url())
    officer.locator(f'form[action$="/{session.pk}/convene/"] button').first.click()
    officer.wait_for_url("**/jobs/**")
    sound(officer)
    code = to_hand_over(Convocation.objects.get(enrolment=line).letter).facts["reply"]["code"]
    page = open_page()
    page.goto(line.person.links.get().get_absolute_url())
    sound(page)
    fill(page, "Code", "000000")
    page.locator("main form button").last.click()
    expect(page.locator(".field.wrong .error")).to_be_visible()
    fill(page, "Code", code)
    page.locator("main form button").last.click()
    reads(page, "You are convened")
    sound(page)
    press(page, "Answer the convocation")
    tick(page, "coming", "answer")
    sound(page)
    press(page, "Send your answer")
    reads(page, "Your answer is kept. You may change it until the first day.")
    line.refresh_from_db()
    assert line.reply == "coming"


@BOTH
def test_an_officer_closes_a_session_issues_certificates_and_anyone_checks_one(
    open_page: OpenPage, language: str, wide: bool
) -> None:
    here = corner()
    session = session_of(here, state="confirmed", first_day=A_TUESDAY)
    line = make_enrolment(session, body=here.azrou)
    hold_session(session, by=None)
    for half in session.register.half_days.all():
        mark(half, line.person, Status.PRESENT, by=None)
        seal(half, by=here.officer)
    page = open_page(here.officer, language=language, wide=wide)
    page.goto(session.get_absolute_url())
    press(page, "Close the session")
    reads(page, "The session is closed: certificates may be issued.")
    page.locator('form[action$="/issue/"] button').click()
    page.wait_for_url("**/jobs/**")
    press(page, "See the result")
    certificate = Certificate.objects.get()
    sees(page, certificate.name_ar if language == "ar" else certificate.name_fr)
    visitor = open_page(language=language, wide=wide)
    visitor.goto("/")
    fill(visitor, "Check a certificate", certificate.code.lower().replace("-", " "))
    press(visitor, "Check")
    expect(visitor.get_by_role("heading", level=1)).to_have_text(words(visitor, "This certificate is valid"))
    sound(visitor)
    visitor.goto("/")
    fill(visitor, "Check a certificate", "7K4M-9QXD-2PTA")
    press(visitor, "Check")
    reads(visitor, "No certificate bears this code")
    sound(visitor)
