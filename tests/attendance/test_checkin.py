"""People who say themselves that they are there, by the code on the trainer's screen."""

import datetime as dt
import html
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from takwin.accounts.models import User
from takwin.attendance import actions
from takwin.attendance.checkin.actions import MOST_WRONG, check_in
from takwin.attendance.checkin.codes import LASTS, code_of, turn_at
from takwin.attendance.enums import Source, Status
from takwin.attendance.models import Expected, Mark, Presence, RegisterHalfDay
from takwin.attendance.sync.models import Case
from takwin.core import clock
from takwin.rights.enums import Role
from tests.factories.attendance import FIRST_DAY, make_expected, make_half_day
from tests.factories.directory import make_region
from tests.factories.letters import make_link
from tests.factories.rights import make_user, user_as
from tests.factories.training import figures, make_session
from tests.races import at_once

Browser = Callable[..., Client]


class Wall:
    """The server's clock, moved by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.patch = monkeypatch
        self.at(9, 5)

    def at(self, hour: int, minute: int, day: dt.date = FIRST_DAY, second: int = 0) -> None:
        self.now = dt.datetime.combine(day, dt.time(hour, minute, second), clock.CASABLANCA).astimezone(dt.UTC)
        self.patch.setattr(clock, "now", lambda: self.now)

    def later(self, seconds: int) -> None:
        self.now += dt.timedelta(seconds=seconds)


@pytest.fixture(autouse=True)
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    return Wall(monkeypatch)


@pytest.fixture
def half_day(db: None) -> RegisterHalfDay:
    return make_half_day()


@pytest.fixture
def line(half_day: RegisterHalfDay) -> Expected:
    return make_expected(half_day.register)


def shown(half_day: RegisterHalfDay) -> str:
    return code_of(half_day.pk, turn_at(clock.now()))


def another(half_day: RegisterHalfDay) -> str:
    """Six digits that are not on the screen, and were not."""
    recent = {code_of(half_day.pk, turn_at(clock.now()) - n) for n in range(60)}
    return next(f"{n:06}" for n in range(1000) if f"{n:06}" not in recent)


def test_the_code_on_the_screen_marks_present_in_ones_own_name(line: Expected, half_day: RegisterHalfDay) -> None:
    code = shown(half_day)
    assert check_in(half_day, line.person, f"{code[:3]} {code[3:]}") == Status.PRESENT
    mark = Mark.objects.get()
    assert (mark.source, mark.takes_back, mark.by) == (Source.SELF, False, None)
    assert Presence.objects.get().status == Status.PRESENT


def test_after_half_an_hour_one_is_late(line: Expected, half_day: RegisterHalfDay, wall: Wall) -> None:
    wall.at(9, 30)
    other = make_expected(half_day.register)
    assert check_in(half_day, other.person, shown(half_day)) == Status.PRESENT
    wall.later(1)
    assert check_in(half_day, line.person, shown(half_day)) == Status.LATE


def test_the_code_changes_and_the_one_before_is_good_for_one_more_turn(
    line: Expected, half_day: RegisterHalfDay, wall: Wall
) -> None:
    code = shown(half_day)
    wall.later(2 * LASTS)
    with pytest.raises(ValidationError, match="has changed"):
        check_in(half_day, line.person, code)
    wall.later(-LASTS)
    assert check_in(half_day, line.person, code) == Status.PRESENT


def test_the_code_of_another_session_is_none_here(line: Expected, half_day: RegisterHalfDay) -> None:
    other = make_half_day()
    with pytest.raises(ValidationError, match="not the code on the screen of this session"):
        check_in(half_day, line.person, shown(other))
    with pytest.raises(ValidationError, match="not on the list"):
        check_in(other, line.person, shown(other))
    assert not Mark.objects.exists()


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "١٢٣٤٥٦", "-", "🙂" * 6])
def test_what_is_no_code_is_refused(line: Expected, half_day: RegisterHalfDay, typed: str) -> None:
    with pytest.raises(ValidationError, match="not the code"):
        check_in(half_day, line.person, typed)


def test_nobody_tries_all_the_codes(line: Expected, half_day: RegisterHalfDay) -> None:
    for _ in range(MOST_WRONG):
        with pytest.raises(ValidationError, match="not the code"):
            check_in(half_day, line.person, another(half_day))
    with pytest.raises(ValidationError, match="the trainer will mark you"):
        check_in(half_day, line.person, shown(half_day))
    assert check_in(half_day, make_expected(half_day.register).person, shown(half_day)) == Status.PRESENT


def test_a_right_code_forgets_the_wrong_ones(line: Expected, half_day: RegisterHalfDay) -> None:
    for _ in range(MOST_WRONG - 1):
        with pytest.raises(ValidationError, match="not the code"):
            check_in(half_day, line.person, another(half_day))
    check_in(half_day, line.person, shown(half_day))
    line.refresh_from_db()
    assert line.wrong_codes == 0


def test_a_sealed_half_day_is_told_to_the_trainer(line: Expected, half_day: RegisterHalfDay) -> None:
    half_day = actions.seal(half_day, by=make_user())
    with pytest.raises(ValidationError, match="tell him that you were there"):
        check_in(half_day, line.person, shown(half_day))


@pytest.mark.parametrize("days", [-1, 1])
def test_another_day_is_not_today(line: Expected, half_day: RegisterHalfDay, wall: Wall, days: int) -> None:
    wall.at(9, 5, FIRST_DAY + dt.timedelta(days=days))
    with pytest.raises(ValidationError, match="not today"):
        check_in(half_day, line.person, shown(half_day))


def test_nobody_says_before_the_hour_that_he_is_there(line: Expected, half_day: RegisterHalfDay, wall: Wall) -> None:
    wall.at(7, 59, second=59)
    with pytest.raises(ValidationError, match="It opens at 08:00"):
        check_in(half_day, line.person, shown(half_day))
    wall.later(1)
    assert check_in(half_day, line.person, shown(half_day)) == Status.PRESENT
    afternoon = half_day.register.half_days.latest("day", "part")
    with pytest.raises(ValidationError, match="It opens at 13:30"):
        check_in(afternoon, line.person, shown(afternoon))


@pytest.mark.django_db
def test_days_that_are_not_confirmed_are_not_kept(wall: Wall) -> None:
    session = make_session()
    half = session.register.half_days.earliest("day", "part")
    wall.at(9, 5, half.day)
    with pytest.raises(ValidationError, match="not confirmed"):
        check_in(half, make_expected(half.register).person, shown(half))


def test_twice_is_once(line: Expected, half_day: RegisterHalfDay) -> None:
    check_in(half_day, line.person, shown(half_day))
    assert check_in(half_day, line.person, shown(half_day)) == Status.PRESENT
    assert Mark.objects.count() == 1


@pytest.mark.parametrize("before", [Status.ABSENT, Status.EXCUSED])
def test_against_the_trainers_word_one_is_heard_and_a_case_is_opened_once(
    line: Expected, half_day: RegisterHalfDay, before: str
) -> None:
    actions.mark(half_day, line.person, before, by=make_user())
    assert check_in(half_day, line.person, shown(half_day)) == before
    assert check_in(half_day, line.person, shown(half_day)) == before
    case = Case.objects.get()
    assert (case.why, case.status, case.person) == ("other_word", Status.PRESENT, line.person)


def test_the_trainers_tap_beats_what_one_said(line: Expected, half_day: RegisterHalfDay) -> None:
    check_in(half_day, line.person, shown(half_day))
    actions.mark(half_day, line.person, Status.ABSENT, by=make_user())
    assert Presence.objects.get().status == Status.ABSENT


def test_late_by_the_trainer_stays_late(line: Expected, half_day: RegisterHalfDay) -> None:
    actions.mark(half_day, line.person, Status.LATE, by=make_user())
    assert check_in(half_day, line.person, shown(half_day)) == Status.LATE
    assert Mark.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_twice_at_the_same_moment_is_once() -> None:
    half_day = make_half_day()
    line = make_expected(half_day.register)
    code = shown(half_day)
    said = at_once(lambda: check_in(half_day, line.person, code), lambda: check_in(half_day, line.person, code))
    assert said == [Status.PRESENT, Status.PRESENT]
    assert Mark.objects.count() == 1


def url(name: str, *args: Any) -> str:
    return reverse(f"attendance:{name}", args=args)


@pytest.fixture
def keeper(half_day: RegisterHalfDay) -> User:
    return user_as(Role.REGION_OFFICER, half_day.register.place)


def test_the_screen_shows_the_code_of_the_moment_and_how_many_are_here(
    keeper: User, half_day: RegisterHalfDay, line: Expected, as_user: Browser, wall: Wall
) -> None:
    browser = as_user(keeper)
    page = browser.get(url("code", half_day.pk)).content.decode()
    code = shown(half_day)
    assert f"{code[:3]} {code[3:]}" in page
    assert "0 here out of 1" in page
    check_in(half_day, line.person, code)
    wall.later(LASTS)
    again = as_user(keeper, htmx=True).get(url("code", half_day.pk)).content.decode()
    assert "<html" not in again
    assert "1 here out of 1" in again
    assert f"{code[:3]} {code[3:]}" not in again


def test_the_screen_shows_no_code_once_sealed_nor_on_another_day(
    keeper: User, half_day: RegisterHalfDay, as_user: Browser, wall: Wall
) -> None:
    wall.at(9, 5, FIRST_DAY + dt.timedelta(days=1))
    code = shown(half_day)
    page = as_user(keeper).get(url("code", half_day.pk)).content.decode()
    assert "shown on the day itself" in page
    assert f"{code[:3]} {code[3:]}" not in page
    actions.seal(half_day, by=keeper)
    assert "This half-day is closed." in as_user(keeper).get(url("code", half_day.pk)).content.decode()


def test_before_its_hour_the_screen_says_when_it_opens_and_opens_by_itself(
    keeper: User, half_day: RegisterHalfDay, as_user: Browser, wall: Wall
) -> None:
    wall.at(7, 0)
    page = as_user(keeper).get(url("code", half_day.pk)).content.decode()
    assert "It opens at 08:00" in page
    assert f'hx-get="{url("code", half_day.pk)}"' in page
    wall.at(8, 0)
    code = shown(half_day)
    assert f"{code[:3]} {code[3:]}" in as_user(keeper, htmx=True).get(url("code", half_day.pk)).content.decode()


def test_a_neighbour_does_not_see_the_screen(half_day: RegisterHalfDay, as_user: Browser) -> None:
    neighbour = user_as(Role.REGION_OFFICER, make_region())
    assert as_user(neighbour).get(url("code", half_day.pk)).status_code == 404


def own_page(browser: Client, line: Expected) -> str:
    """The participant gives the code of his letter; the token of his page."""
    link, code = make_link(line.person)
    browser.post(reverse("personal:code", args=[link.token]), {"code": code})
    return link.token


def test_from_ones_own_page_one_types_the_code_and_is_there(
    line: Expected, half_day: RegisterHalfDay, as_user: Browser
) -> None:
    figures()
    browser = as_user()
    token = own_page(browser, line)
    page = reverse("personal:page", args=[token])
    assert url("here", token, half_day.pk) in browser.get(page).content.decode()
    answer = browser.post(url("here", token, half_day.pk), {"code": another(half_day)})
    assert answer.status_code == 422
    assert "not the code on the screen" in answer.content.decode()
    assert browser.post(url("here", token, half_day.pk), {"code": shown(half_day)})["Location"] == page
    assert "You are marked as being here." in browser.get(page).content.decode()


def test_ones_own_page_says_when_one_may_say_it_and_where_the_code_is(
    line: Expected, half_day: RegisterHalfDay, as_user: Browser, wall: Wall
) -> None:
    figures()
    browser = as_user()
    wall.at(7, 30)
    token = own_page(browser, line)
    page, here = reverse("personal:page", args=[token]), url("here", token, half_day.pk)
    waiting = browser.get(page).content.decode()
    told = strip_tags(waiting)
    assert "From 08:00 on you say here that you are there, by the code that the trainer shows in the room." in told
    assert here not in waiting
    early = browser.get(here).content.decode()
    assert "It opens at 08:00" in early
    assert 'name="code"' not in early
    wall.at(8, 0)
    assert here in browser.get(page).content.decode()
    form = browser.get(here).content.decode()
    told = html.unescape(strip_tags(form))
    assert "from 08:00 until the trainer closes; after 09:30 you are late" in told
    assert "on the trainer's screen, in the room" in told
    assert 'name="code"' in form


def test_who_is_not_on_the_list_learns_nothing_of_the_half_day(
    line: Expected, half_day: RegisterHalfDay, as_user: Browser, wall: Wall
) -> None:
    other = make_half_day()
    browser = as_user()
    token = own_page(browser, line)
    actions.seal(other, by=make_user())
    told = browser.get(url("here", token, other.pk)).content.decode()
    assert "closed this half-day" not in told
    assert str(other.register) not in told
    assert "until the trainer closes" not in told


def test_the_square_leads_to_ones_own_page_with_the_code_typed(
    line: Expected, half_day: RegisterHalfDay, as_user: Browser
) -> None:
    browser, code = as_user(), shown(half_day)
    token = own_page(browser, line)
    answer = browser.get(url("arrive", half_day.pk, code), follow=True)
    assert answer.redirect_chain == [(f"{url('here', token, half_day.pk)}?code={code}", 302)]
    assert f'value="{code}"' in answer.content.decode()
    assert not Mark.objects.exists()


@pytest.mark.parametrize("cookie", ["", "1", "x:y:z", "9" * 40 + ":a:b", "-1:a:b"])
def test_without_ones_page_the_square_says_how_to_open_it(
    half_day: RegisterHalfDay, as_user: Browser, cookie: str
) -> None:
    browser = as_user()
    browser.cookies["personal"] = cookie
    page = browser.get(url("arrive", half_day.pk, shown(half_day))).content.decode()
    assert "Open your own page first" in page


def test_who_is_on_another_list_reads_nothing_of_this_session(half_day: RegisterHalfDay, as_user: Browser) -> None:
    browser = as_user()
    token = own_page(browser, make_expected(make_half_day().register))
    page = browser.post(url("here", token, half_day.pk), {"code": shown(half_day)}).content.decode()
    assert "You are not on the list of this session" in page
    assert str(half_day.register) not in page
