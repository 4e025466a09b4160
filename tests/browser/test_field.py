"""The trainer's telephone without a network: bound once, it works alone, and hands everything over when it can."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from takwin.attendance.actions import keep, seal
from takwin.attendance.models import Mark, Presence, RegisterHalfDay
from takwin.attendance.sync import page_views
from takwin.attendance.sync.models import Case, Received
from takwin.core import clock
from takwin.rights.enums import Role
from takwin.training.enums import Reply
from takwin.training.models import TrainingSession
from tests.browser.conftest import OpenPage
from tests.browser.scenes import corner
from tests.factories.catalogue import make_topic
from tests.factories.people import make_person
from tests.factories.rights import user_as
from tests.factories.training import make_enrolment, make_session

EXPECTED = 12
PIN = "2468"
WHY = "انقطع الهاتف أمس"  # yesterday is out of its hours: each word is a correction


@pytest.fixture(autouse=True)
def own_key(settings, tmp_path) -> None:
    settings.DATA_DIR = tmp_path


def session_of_yesterday(enrolled: int = EXPECTED, *, later: int = -1) -> TrainingSession:
    """A session that began yesterday, or so many days ``later`` than today."""
    here = corner()
    topic = make_topic(here.council, name_ar="تدبير ميزانية الجماعة", name_fr="La gestion du budget communal")
    session = make_session(
        owner=here.council, place=here.province, topic=topic, first_day=clock.today() + dt.timedelta(days=later),
        seats=40, state="confirmed",
    )  # fmt: skip
    for _ in range(enrolled):
        make_enrolment(session)
    return session


def bound(open_page: OpenPage, session: TrainingSession, *, why: str = WHY, **how: object) -> Page:
    """A trainer's telephone, bound, with the roll of his session open and everything kept for later."""
    trainer = user_as(Role.TRAINER, name="الأستاذ حميد")
    keep(session.register, make_person(name_ar="حميد الإدريسي", user=trainer))
    page = open_page(trainer, **how)
    page.goto("/attendance/field/")
    page.locator("#pin").fill(PIN)
    page.locator("#bind-form button").tap()
    expect(page.locator("#list button")).to_have_count(1)
    page.evaluate("navigator.serviceWorker.ready")
    until(page, "caches.match('/attendance/field/')")
    open_roll(page)
    if why:
        page.locator("#why").fill(why)
    return page


def until(page: Page, promised: str) -> None:
    """Wait for what a promise gives: ``wait_for_function`` takes the promise itself for an answer."""
    page.evaluate(f"async () => {{ while (!(await {promised})) await new Promise((go) => setTimeout(go, 50)); }}")


def open_roll(page: Page) -> None:
    page.locator("#list button").first.tap()
    page.locator("#halves a").first.tap()
    expect(page.locator("#halves a").first).to_have_attribute("aria-current", "page")
    expect(page.locator("#roll li[data-person]").first).to_be_visible()


def tap_all(page: Page, many: int) -> None:
    for n in range(many):
        page.locator("#roll li[data-person] .hit").nth(n).tap()
        expect(page.locator("#roll li[data-person]").nth(n)).to_have_attribute("data-status", "present")


def all_handed_over(page: Page) -> None:
    expect(page.locator("#line")).to_have_attribute("data-waiting", "0", timeout=30_000)


def test_a_day_without_a_network_is_handed_over_whole_when_it_comes_back(
    open_page: OpenPage, picture: Callable[[Page, str], None]
) -> None:
    session = session_of_yesterday()
    page = bound(open_page, session)
    page.context.set_offline(True)
    tap_all(page, EXPECTED - 1)
    expect(page.locator("#line")).to_contain_text("لا شبكة")
    expect(page.locator("#roll li[data-alone]")).to_have_count(EXPECTED - 1)
    picture(page, "field-offline")
    page.reload()
    expect(page.locator("#line")).to_contain_text("لا شبكة")
    open_roll(page)
    expect(page.locator("#why")).to_have_value(WHY)
    expect(page.locator("#roll li[data-alone]")).to_have_count(EXPECTED - 1)
    page.locator("#stranger").tap()
    page.locator("#who").fill("يوسف الناصري")
    page.locator('#stranger-form button[value="yes"]').tap()
    expect(page.locator("#roll")).to_contain_text("يوسف الناصري")
    expect(page.locator('#tally [data-only="all"] b')).to_have_text(f"{EXPECTED}+1")
    page.locator("#find").fill("لا أحد بهذا الاسم")
    expect(page.locator("#roll li[data-person]")).to_have_count(0)
    page.locator("#find").fill("")
    page.locator("#close").tap()
    page.locator("#close-pin").fill("0000")
    page.locator('#close-form button[value="yes"]').tap()
    expect(page.locator("#close-wrong")).to_be_visible()
    page.locator("#close-pin").fill(PIN)
    page.locator('#close-form button[value="yes"]').tap()
    expect(page.locator("#closed")).to_be_visible()
    assert not Received.objects.exists()
    page.context.clear_cookies()
    page.context.set_offline(False)
    all_handed_over(page)
    half = RegisterHalfDay.objects.exclude(sealed_at=None).get()
    said = Presence.objects.filter(day=half.day, part=half.part)
    assert sorted(said.values_list("status", flat=True)) == ["absent"] + ["present"] * (EXPECTED - 1)
    assert Case.objects.get().who["name"] == "يوسف الناصري"
    page.locator("#back").tap()
    picture(page, "field-sessions")
    expect(page.locator("#answers li")).to_have_count(1)


def test_a_word_is_changed_noted_and_taken_back(open_page: OpenPage) -> None:
    session = session_of_yesterday(3)
    page = bound(open_page, session)
    rows = page.locator("#roll li[data-person]")
    rows.nth(0).locator("[data-more]").tap()
    rows.nth(0).locator("[data-note]").fill("عذر طبي")
    rows.nth(0).locator('[data-say="excused"]').tap()
    expect(rows.nth(0)).to_have_attribute("data-status", "excused")
    rows.nth(1).locator(".hit").tap()
    expect(rows.nth(1)).to_have_attribute("data-status", "present")
    rows.nth(1).locator(".hit").tap()
    expect(rows.nth(1)).to_have_attribute("data-status", "")
    rows.nth(2).locator("[data-more]").tap()
    rows.nth(2).locator('[data-say="left"]').tap()
    expect(rows.nth(2)).to_contain_text("غادر قبل النهاية")
    expect(page.locator('#tally [data-only="present"] b')).to_have_text("1")
    all_handed_over(page)
    assert sorted(Presence.objects.values_list("status", flat=True)) == ["excused", "left"]
    assert Mark.objects.filter(reason="عذر طبي").exists()
    page.locator("#by-body").tap()
    expect(page.locator("#roll h2").first).to_have_text(re.compile(r"\d/\d"))


def test_who_sent_apologies_is_told_and_excused_at_once_and_the_rest_are_absent_once_closed(
    open_page: OpenPage, picture: Callable[[Page, str], None]
) -> None:
    session = session_of_yesterday(3)
    line = session.enrolments.earliest("pk")
    session.enrolments.filter(pk=line.pk).update(reply=Reply.EXCUSED, reply_note="عملية جراحية")
    page = bound(open_page, session)
    page.context.set_offline(True)
    expect(page.locator("#halves b").first).to_have_text(re.compile(r"^[^\s،]+ \d+$"))
    row = page.locator(f'#roll li[data-person="{line.person_id}"]')
    expect(row).to_contain_text("اعتذر")
    expect(row).to_have_attribute("data-status", "")
    expect(page.locator("#roll")).not_to_contain_text("جراحية")
    picture(page, "field-apology")
    row.locator("button.apology").tap()
    expect(row).to_have_attribute("data-status", "excused")
    expect(row).not_to_contain_text("اعتذر")
    page.locator("#close").tap()
    page.locator("#close-pin").fill(PIN)
    page.locator('#close-form button[value="yes"]').tap()
    expect(page.locator("#closed")).to_be_visible()
    expect(page.locator('#tally [data-only="absent"] b')).to_have_text("2")
    page.context.set_offline(False)
    all_handed_over(page)
    assert sorted(Presence.objects.values_list("status", flat=True)) == ["absent", "absent", "excused"]


def test_before_closing_those_who_sent_apologies_are_told_and_excused_at_once_without_a_network(
    open_page: OpenPage, picture: Callable[[Page, str], None]
) -> None:
    session = session_of_yesterday(4)
    sorry = session.enrolments.order_by("pk")[:2]
    session.enrolments.filter(pk__in=[line.pk for line in sorry]).update(reply=Reply.EXCUSED, reply_note="عملية")
    page = bound(open_page, session)
    page.context.set_offline(True)
    page.locator("#close").tap()
    expect(page.locator("#close-sorry")).to_contain_text("ومنهم 2 اعتذرا")
    picture(page, "field-close-apologies")
    page.locator("#close-excuse").tap()
    expect(page.locator("#close-sorry")).to_be_hidden()
    expect(page.locator("#close-what")).to_contain_text("2")
    page.locator("#close-pin").fill(PIN)
    page.locator("#close-sign").tap()
    expect(page.locator("#closed")).to_be_visible()
    page.context.set_offline(False)
    all_handed_over(page)
    half = RegisterHalfDay.objects.exclude(sealed_at=None).get()
    assert sorted(Presence.objects.filter(day=half.day, part=half.part).values_list("status", flat=True)) == [
        "absent", "absent", "excused", "excused",
    ]  # fmt: skip


def test_nothing_is_said_on_the_phone_of_a_half_day_that_has_not_begun(open_page: OpenPage) -> None:
    page = bound(open_page, session_of_yesterday(2, later=1), why="")
    expect(page.locator("#why-field")).to_be_hidden()
    first = page.locator("#roll li[data-person]").first
    first.locator(".hit").tap()
    expect(page.locator("#toasts")).to_contain_text("لم يبدأ نصف اليوم")
    expect(first).to_have_attribute("data-status", "")
    page.locator("#stranger").tap()
    expect(page.locator("#stranger-form")).not_to_be_visible()
    assert not Received.objects.exists()


def test_what_the_server_answered_of_a_half_day_is_told_on_its_roll(open_page: OpenPage) -> None:
    session = session_of_yesterday(2)
    page = bound(open_page, session)
    half = session.register.half_days.order_by("day", "part")[0]
    seal(half, by=user_as(Role.ADMINISTRATOR))
    page.context.set_offline(True)
    page.locator("#stranger").tap()
    page.locator("#who").fill("يوسف الناصري")
    page.locator('#stranger-form button[value="yes"]').tap()
    page.context.set_offline(False)
    all_handed_over(page)
    expect(page.locator("#heard")).to_contain_text("يوسف الناصري")
    expect(page.locator("#toasts")).to_contain_text("يوسف الناصري")
    page.locator("#halves a").nth(1).tap()
    expect(page.locator("#heard li")).to_have_count(0)


def test_at_360_px_the_bars_leave_room_for_names_and_the_menu_opens_in_sight(
    open_page: OpenPage, picture: Callable[[Page, str], None]
) -> None:
    page = bound(open_page, session_of_yesterday(20))
    rows = page.locator("#roll li[data-person]")
    page.evaluate("scrollTo({top: 600, behavior: 'instant'})")
    picture(page, "field-scrolled")
    room = page.evaluate(
        "document.querySelector('.roll-end').getBoundingClientRect().top"
        " - document.querySelector('.roll-top').getBoundingClientRect().bottom"
    )
    assert room > 6 * rows.nth(10).bounding_box()["height"]
    low = page.evaluate(
        "[...document.querySelectorAll('#roll li')].findLastIndex((li) => li.getBoundingClientRect().top"
        " < document.querySelector('.roll-end').getBoundingClientRect().top - 60)"
    )
    rows.nth(low).locator("[data-more]").tap()
    menu = rows.nth(low).locator(".others")
    expect(menu).to_be_visible()
    assert page.evaluate(
        "document.querySelector('#roll .others').getBoundingClientRect().bottom"
        " <= document.querySelector('.roll-end').getBoundingClientRect().top"
    )
    picture(page, "field-menu")


def test_without_a_network_every_way_back_leads_to_the_sessions_that_the_phone_holds(open_page: OpenPage) -> None:
    page = bound(open_page, session_of_yesterday(2))
    page.context.set_offline(True)
    expect(page.locator("#line")).to_be_visible()
    page.locator("#back").tap()
    expect(page.locator("#list button")).to_have_count(1)
    open_roll(page)
    page.go_back()
    expect(page.locator("#list button")).to_have_count(1)
    page.locator("#site").tap()
    expect(page.locator(".toast")).to_contain_text("لا شبكة")
    expect(page.locator("#list button")).to_have_count(1)
    page.context.set_offline(False)
    expect(page.locator("#line")).to_be_hidden()
    page.locator("#site").tap()
    page.wait_for_url("**/attendance/")


def test_a_page_that_no_line_leads_to_says_so_and_leads_back_to_what_the_phone_holds(open_page: OpenPage) -> None:
    page = bound(open_page, session_of_yesterday(2))
    page.wait_for_function("navigator.serviceWorker.controller")
    page.context.set_offline(True)
    page.goto("/attendance/?state=closed")
    expect(page.locator("h1")).to_have_text("لا شبكة")
    page.context.set_offline(False)
    page.locator("main a").last.tap()
    page.wait_for_url("**/attendance/?state=closed")
    expect(page.locator("h1")).not_to_have_text("لا شبكة")
    page.context.set_offline(True)
    page.goto("/")
    page.locator("main a.main-act").tap()
    expect(page.locator("#list button")).to_have_count(1)


def test_of_another_half_day_nothing_is_said_without_its_reason(open_page: OpenPage) -> None:
    page = bound(open_page, session_of_yesterday(2))
    first = page.locator("#roll li[data-person]").first
    page.locator("#why").fill(" ")
    first.locator(".hit").tap()
    expect(page.locator("#toasts")).to_contain_text("قولوا أولا")
    expect(first).to_have_attribute("data-status", "")
    page.locator("#why").fill(WHY)
    first.locator(".hit").tap()
    expect(first).to_have_attribute("data-status", "present")
    all_handed_over(page)
    assert list(Mark.objects.values_list("source", "reason")) == [("correction", WHY)]


def test_a_half_day_that_has_not_begun_is_not_closed_on_the_phone_either(open_page: OpenPage) -> None:
    page = bound(open_page, session_of_yesterday(2, later=1), why="")
    page.locator("#close").tap()
    expect(page.locator("#toasts")).to_contain_text("لا يختم قبل ذلك")
    expect(page.locator("#close-form")).not_to_be_visible()


def test_the_server_falls_silent_and_the_page_says_so_within_three_seconds(open_page: OpenPage) -> None:
    session = session_of_yesterday(2)
    page = bound(open_page, session)
    page.context.route("**/api/v1/presence/**", lambda route: None)
    page.locator("#roll li[data-person] .hit").first.tap()
    expect(page.locator("#roll li[data-alone]")).to_have_count(1)
    expect(page.locator("#line")).to_contain_text("لا شبكة", timeout=8_000)


def test_an_answer_that_was_on_its_way_when_the_network_went_does_not_hide_that_it_went(open_page: OpenPage) -> None:
    page = bound(open_page, session_of_yesterday(2))
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    page.context.route("**/api/v1/presence/rolls", hold)
    with page.expect_request("**/api/v1/presence/rolls"):
        page.evaluate("void line.tend()")
    page.context.set_offline(True)
    expect(page.locator("#line")).to_contain_text("لا شبكة")
    held = page.evaluate("line.state.rolls")
    late[0].fulfill(json=held | {"server_time": "2026-03-10T09:00:00Z"})
    page.wait_for_function("line.state.rolls.server_time === '2026-03-10T09:00:00Z'")
    expect(page.locator("#line")).to_contain_text("لا شبكة")


UPDATE = "navigator.serviceWorker.getRegistration().then((held) => held.update()).catch(() => undefined)"
SETTLED = "navigator.serviceWorker.getRegistration().then((held) => !held.installing && !held.waiting)"
RENEWED = "caches.match('/attendance/field/').then((kept) => kept.text()).then((text) => text.includes('RENEWED'))"


def test_an_update_of_the_application_whole_or_broken_off_leaves_what_the_phone_keeps(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = bound(open_page, session_of_yesterday(3))
    page.context.route("**/api/v1/presence/**", lambda route: route.abort())
    tap_all(page, 2)
    with monkeypatch.context() as broken:  # the new page came, and the line was lost before its scripts did
        broken.setattr(page_views, "SCRIPTS", tuple(f"{name}.new" for name in page_views.SCRIPTS))
        page.reload()
        page.evaluate(UPDATE)
        until(page, SETTLED)
    page.context.set_offline(True)
    page.reload()
    open_roll(page)
    expect(page.locator("#roll li[data-alone]")).to_have_count(2)
    page.context.set_offline(False)
    said = page_views.words()
    monkeypatch.setattr(page_views, "words", lambda: said | {"all": "RENEWED"})
    page.evaluate(UPDATE)
    until(page, RENEWED)
    page.reload()
    open_roll(page)
    expect(page.locator('#tally [data-only="all"]')).to_contain_text("RENEWED")
    expect(page.locator("#roll li[data-alone]")).to_have_count(2)
    page.context.unroute("**/api/v1/presence/**")
    all_handed_over(page)
    assert Presence.objects.filter(status="present").count() == 2
