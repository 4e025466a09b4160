"""Presence kept on a phone by the trainer: one tap a person, an undo, a latecomer, someone excused, the seal."""

import datetime as dt
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from takwin.accounts.models import User
from takwin.attendance.actions import keep
from takwin.attendance.enums import Status
from takwin.attendance.models import Presence, RegisterHalfDay
from takwin.rights.enums import Role
from takwin.training.enums import Reply
from takwin.training.models import TrainingSession
from tests.browser.conftest import OpenPage
from tests.browser.scenes import corner
from tests.browser.steps import control, press, pressed, send, sound, tick
from tests.factories.accounts import PASSWORD
from tests.factories.catalogue import make_topic
from tests.factories.directory import make_commune
from tests.factories.people import make_person
from tests.factories.rights import user_as
from tests.factories.training import make_enrolment, make_member, make_session

EXPECTED = 40
A_TUESDAY = dt.date(2026, 3, 10)


def lines(page: Page) -> Locator:
    return page.locator(".roll > li")


def say_otherwise(line: Locator, status: Status) -> None:
    """Open the other words of a line and take one, by the key: lines move as answers come, and a tap may miss."""
    line.locator("a.more").tap()
    line.locator(f'.others button[value="{status}"]').press("Enter")


def all_are_saved(page: Page) -> None:
    """No tap is still on its way: the server has answered for each line."""
    expect(page.locator(".roll > li[data-sending]")).to_have_count(0)


def seal_with_one_absent(page: Page) -> None:
    """The button says how many the seal makes absent; then the password is asked for again."""
    button = page.locator(".form-end button")
    expect(button).to_have_text("ختم نصف اليوم مع غائب واحد")
    pressed(button)
    sign(page)


def sign(page: Page) -> None:
    """Give the password again, and let the page that follows the seal arrive."""
    page.wait_for_url("**/reauthenticate/**")
    sound(page)
    page.locator('[name="password"]').fill(PASSWORD)
    with page.expect_navigation():
        page.locator('[name="password"]').press("Enter")


def begun_session(enrolled: int) -> TrainingSession:
    here = corner()
    topic = make_topic(here.council, name_ar="تدبير ميزانية الجماعة", name_fr="La gestion du budget communal")
    session = make_session(
        owner=here.council, place=here.province, topic=topic, first_day=A_TUESDAY, seats=EXPECTED, state="confirmed"
    )
    for _ in range(enrolled):
        make_enrolment(session)
    return session


def keeper_of(session: TrainingSession) -> User:
    trainer = user_as(Role.TRAINER, name="الأستاذ حميد")
    keep(session.register, make_person(name_ar="حميد الإدريسي", user=trainer))
    return trainer


def test_a_trainer_marks_forty_people_by_one_tap_each_then_seals(
    open_page: OpenPage, capsys: pytest.CaptureFixture[str]
) -> None:
    session = begun_session(EXPECTED)
    page = open_page(keeper_of(session))
    page.goto("/")
    page.locator(".panel.wait .btn").first.tap()
    expect(lines(page)).to_have_count(EXPECTED)
    sound(page)
    taps, began = 0, time.monotonic()
    for n in range(EXPECTED):
        lines(page).nth(n).locator(".hit").tap()
        taps += 1
    expect(page.locator('.roll > li[data-status="present"]')).to_have_count(EXPECTED)
    all_are_saved(page)
    with capsys.disabled():
        print(f"\n{EXPECTED} people marked and saved in {taps} taps, {time.monotonic() - began:.1f} s (bar 120)")
    half = RegisterHalfDay.objects.earliest("day", "part")
    assert Presence.objects.filter(register=session.register, day=half.day, part=half.part).count() == EXPECTED
    undone, late, excused, left = (lines(page).nth(n) for n in range(4))
    undone.locator(".hit").tap()
    expect(undone).to_have_attribute("data-status", "")
    all_are_saved(page)
    say_otherwise(late, Status.LATE)
    expect(late).to_have_attribute("data-status", Status.LATE)
    all_are_saved(page)
    say_otherwise(excused, Status.EXCUSED)
    expect(excused).to_have_attribute("data-status", Status.EXCUSED)
    all_are_saved(page)
    say_otherwise(left, Status.LEFT)
    expect(left).to_contain_text("غادر قبل النهاية")
    expect(page.locator('[data-only="present"] b')).to_have_text("37")
    all_are_saved(page)
    sound(page)
    page.locator(".roll-end a.main-act").tap()
    page.wait_for_url("**/seal/")
    sound(page)
    seal_with_one_absent(page)
    page.wait_for_url(f"**/attendance/{session.register_id}/*/")
    counts = {status: Presence.objects.filter(status=status).count() for status in Status}
    one_each = (Status.LEFT, Status.LATE, Status.EXCUSED, Status.ABSENT)
    assert counts == {Status.PRESENT: 36} | dict.fromkeys(one_each, 1)
    half.refresh_from_db()
    assert half.sealed_at is not None


def test_someone_uninvited_is_found_by_name_and_added_from_the_roll(open_page: OpenPage) -> None:
    session = begun_session(1)
    make_member(make_commune(session.place), name_ar="زينب التازي", name_fr="Zineb Tazi")
    page = open_page(keeper_of(session))
    page.goto(f"/attendance/{session.register_id}/")
    page.locator('a[href*="/walk-in/"]').tap()
    page.wait_for_url("**/walk-in/**")
    page.locator('[name="q"]').fill("التازي")
    page.locator('form[role="search"] button').tap()
    page.wait_for_url("**?q=*")
    sound(page)
    page.locator('button[name="person"]').tap()
    page.wait_for_url("**#p*")
    expect(lines(page)).to_have_count(2)
    sound(page)


def test_a_tap_without_a_line_says_that_it_is_not_saved(open_page: OpenPage) -> None:
    session = begun_session(1)
    page = open_page(keeper_of(session))
    page.goto(f"/attendance/{session.register_id}/")
    page.context.set_offline(True)
    lines(page).first.locator(".hit").tap()
    expect(lines(page).first.locator(".not-saved")).to_be_visible()
    expect(lines(page).first).to_have_attribute("data-status", "")
    page.context.set_offline(False)
    lines(page).first.locator(".hit").tap()
    expect(lines(page).first).to_have_class("is-in")
    all_are_saved(page)
    assert Presence.objects.get().status == Status.PRESENT


def test_a_sealed_presence_is_corrected_by_the_officer_with_a_reason(open_page: OpenPage) -> None:
    session = begun_session(1)
    half = session.register.half_days.first()
    trainer = open_page(keeper_of(session))
    trainer.goto(f"/attendance/half-days/{half.pk}/seal/")
    seal_with_one_absent(trainer)
    trainer.goto(f"/attendance/{session.register_id}/{half.pk}/")
    assert lines(trainer).first.locator("a.more").count() == 0
    page = open_page(user_as(Role.REGION_OFFICER, session.owner.place))
    page.goto(f"/attendance/{session.register_id}/{half.pk}/")
    sound(page)
    lines(page).first.locator("a.more").tap()
    tick(page, Status.PRESENT, "status")
    send(page)
    expect(page.locator(".field.wrong")).to_be_visible()
    page.locator('[name="reason"]').fill("وقع في ورقة الحضور")
    send(page)
    page.wait_for_url(f"**/attendance/{session.register_id}/{half.pk}/")
    assert Presence.objects.get().status == Status.PRESENT
    assert control(page, "Print the attendance sheet").count()


def test_the_page_that_seals_tells_who_sent_apologies_and_excuses_them_in_one_tap(
    open_page: OpenPage, picture: Callable[[Page, str], None]
) -> None:
    session = begun_session(4)
    sorry = list(session.enrolments.order_by("pk")[:2])
    session.enrolments.filter(pk__in=[line.pk for line in sorry]).update(reply=Reply.EXCUSED, reply_note="عملية")
    half = session.register.half_days.first()
    page = open_page(keeper_of(session))
    page.goto(f"/attendance/half-days/{half.pk}/seal/")
    expect(page.locator(".call")).to_contain_text("ومنهم 2 اعتذرا")
    expect(page.locator(".form-end button")).to_have_text("ختم نصف اليوم مع 4 غائبين")
    picture(page, "seal-apologies")
    sound(page)
    press(page, "Mark as excused")
    expect(page.locator(".form-end button")).to_have_text("ختم نصف اليوم مع غائبين اثنين")
    pressed(page.locator(".form-end button"))
    sign(page)
    assert sorted(Presence.objects.values_list("status", flat=True)) == ["absent", "absent", "excused", "excused"]
