"""The officer reads what trainers closed and validates it: a half-day by itself, or those of a session in one act."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.attendance import actions as attendance
from takwin.attendance.models import Expected, RegisterHalfDay
from takwin.attendance.sync.models import Case
from takwin.attendance.validation.actions import Validated, validate, validate_seen
from takwin.attendance.validation.queries import marks_of_halves, seen_of
from takwin.core import clock
from takwin.journal.models import Entry
from takwin.rights.panels import waiting_for
from tests.factories.attendance import make_expected, make_half_day, make_register
from tests.factories.directory import make_region
from tests.factories.rights import make_user, officer_of
from tests.races import at_once, refusals

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
LIST = "attendance:to_validate"


@pytest.fixture
def half_day() -> RegisterHalfDay:
    return make_half_day(register=make_register(place=make_region()))


@pytest.fixture
def line(half_day: RegisterHalfDay) -> Expected:
    return make_expected(half_day.register)


@pytest.fixture
def officer(half_day: RegisterHalfDay) -> User:
    return officer_of(half_day.register.place)


def halves_of(half_day: RegisterHalfDay) -> list[RegisterHalfDay]:
    return list(half_day.register.half_days.order_by("day", "part"))


def seal_all(half_day: RegisterHalfDay, by: User) -> list[RegisterHalfDay]:
    return [attendance.seal(half, by=by) for half in halves_of(half_day)]


def doubt(half: RegisterHalfDay) -> Case:
    where = {"register": half.register, "day": half.day, "part": half.part}
    return Case.objects.create(why="other_word", opened_at=clock.now(), **where)


def as_seen(half_day: RegisterHalfDay) -> dict[int, int]:
    return {one.half.pk: one.marks for one in seen_of(half_day.register)}


def page_of(half_day: RegisterHalfDay) -> str:
    return reverse("attendance:validate_register", args=[half_day.register_id])


def validated(half_day: RegisterHalfDay) -> list[bool]:
    return [half.validated_at is not None for half in halves_of(half_day)]


def test_a_half_day_is_validated_once_after_its_seal(
    as_user: Browser, officer: User, trainer: User, half_day: RegisterHalfDay, line: Expected
) -> None:
    browser, address = as_user(officer), reverse("attendance:validate", args=[half_day.pk])
    answer = browser.post(address, follow=True)
    assert "The trainer closes the half-day first." in answer.content.decode()
    assert validated(half_day) == [False] * 4
    attendance.seal(half_day, by=trainer)
    roll = reverse("attendance:roll", args=[half_day.register_id, half_day.pk])
    assert "Validate this half-day" in browser.get(roll).content.decode()
    for _again in range(2):
        browser.post(address)
    half_day.refresh_from_db()
    assert half_day.validated_by == officer
    assert Entry.objects.filter(verb="half_day.validated").count() == 1
    assert "Validate this half-day" not in browser.get(roll).content.decode()
    assert as_user(trainer).post(address).status_code == 403


def test_the_desk_leads_to_the_list_of_what_is_to_be_validated(
    as_user: Browser, officer: User, half_day: RegisterHalfDay, line: Expected
) -> None:
    def told() -> list[str]:
        return [str(one.title) for one in waiting_for(officer) if one.url == reverse(LIST)]

    assert told() == []
    first, *_others = seal_all(half_day, officer)
    assert told() == ["4 half-days to validate"]
    validate(first, by=officer)
    assert told() == ["3 half-days to validate"]
    row = as_user(officer).get(reverse(LIST)).context["rows"][0]
    assert row.url == page_of(half_day)
    assert [cell.value for cell in row.cells if cell.column.kind == "number"] == [3, 3, 0, 0, 0, 3]


def test_the_sessions_closed_last_come_first_and_those_read_are_gone(
    as_user: Browser, officer: User, half_day: RegisterHalfDay, line: Expected
) -> None:
    later = make_half_day(register=make_register(clock.today() - dt.timedelta(days=1), place=half_day.register.place))
    make_expected(later.register)
    for half in (half_day, later):
        seal_all(half, officer) if half == half_day else attendance.seal(half, by=officer)
    browser = as_user(officer)
    assert [row.url for row in browser.get(reverse(LIST)).context["rows"]] == [page_of(later), page_of(half_day)]
    place = half_day.register.place_id
    assert len(browser.get(reverse(LIST), {"place": place}).context["rows"]) == 2
    validate_seen(half_day.register, as_seen(half_day), by=officer)
    assert [row.url for row in browser.get(reverse(LIST)).context["rows"]] == [page_of(later)]


def test_the_half_days_of_a_session_are_validated_in_one_act(
    as_user: Browser, officer: User, half_day: RegisterHalfDay, line: Expected
) -> None:
    seal_all(half_day, officer)
    browser = as_user(officer)
    page = browser.get(page_of(half_day))
    assert "Validate these 4 half-days" in page.content.decode()
    answer = browser.post(page_of(half_day), page.context["form"].initial, follow=True)
    assert answer.redirect_chain == [(reverse(LIST), 302)]
    assert "4 half-days are validated." in answer.content.decode()
    assert validated(half_day) == [True] * 4
    entries = Entry.objects.filter(verb="half_day.validated", by=officer)
    assert len(set(entries.values_list("target", flat=True))) == 4
    again = browser.post(page_of(half_day), page.context["form"].initial, follow=True)
    assert "A colleague had already validated these half-days." in again.content.decode()
    assert entries.count() == 4


def test_a_half_day_that_a_doubt_holds_is_named_and_stays(
    as_user: Browser, officer: User, half_day: RegisterHalfDay, line: Expected
) -> None:
    first, second, *_others = seal_all(half_day, officer)
    browser = as_user(officer)
    before = browser.get(page_of(half_day)).context["form"].initial
    case = doubt(second)
    with pytest.raises(ValidationError, match="1 doubt is open on this half-day: settle it first"):
        validate(second, by=officer)
    page = browser.get(page_of(half_day)).content.decode()
    assert "1 doubt holds it" in page
    assert "Validate these 3 half-days" in page
    assert [tab.rows for tab in browser.get(reverse(LIST)).context["list_tabs"]] == [1, 0, 1]
    assert len(browser.get(reverse(LIST), {"tab": "doubted"}).context["rows"]) == 1
    assert not browser.get(reverse(LIST), {"tab": "ready"}).context["rows"]
    answer = browser.post(page_of(half_day), before, follow=True).content.decode()
    assert "3 half-days are validated." in answer
    assert "afternoon stays: 1 doubt is open on this half-day" in answer
    assert validated(half_day) == [True, False, True, True]
    Case.objects.filter(pk=case.pk).update(settled_at=clock.now(), settled_by=officer, decision="left")
    validate(second, by=officer)
    assert validated(half_day) == [True] * 4
    assert first.register == second.register


def test_a_doubt_of_another_half_day_or_of_none_holds_nothing(
    officer: User, half_day: RegisterHalfDay, line: Expected
) -> None:
    seal_all(half_day, officer)
    other = make_half_day()
    for where in ({"register": half_day.register}, {"register": other.register, "day": half_day.day, "part": "1"}):
        Case.objects.create(why="malformed", opened_at=clock.now(), **where)
    told = validate_seen(half_day.register, as_seen(half_day), by=officer)
    assert (len(told.done), told.stay) == (4, [])


def test_what_was_said_since_the_page_was_opened_is_looked_at_again(
    officer: User, half_day: RegisterHalfDay, line: Expected
) -> None:
    seal_all(half_day, officer)
    seen = as_seen(half_day)
    attendance.mark(half_day, line.person_id, "present", by=officer, reason="he signed the sheet")
    told = validate_seen(half_day.register, seen, by=officer)
    assert [(half.pk, "look again" in why) for half, why in told.stay] == [(half_day.pk, True)]
    assert validated(half_day) == [False, True, True, True]
    assert [one.corrections for one in seen_of(half_day.register)] == [1, 0, 0, 0]
    assert len(validate_seen(half_day.register, as_seen(half_day), by=officer).done) == 1


def test_only_the_half_days_of_the_session_that_were_seen_are_validated(
    officer: User, half_day: RegisterHalfDay, line: Expected
) -> None:
    other = make_half_day()
    make_expected(other.register)
    attendance.seal(other, by=officer)
    attendance.seal(half_day, by=officer)
    unsealed = halves_of(half_day)[1]
    seen = {half.pk: sum(marks_of_halves(half.register).values()) for half in (half_day, other)} | {unsealed.pk: 0}
    told = validate_seen(half_day.register, seen, by=officer)
    assert [half.pk for half in told.done] == [half_day.pk]
    assert [why for _half, why in told.stay] == ["The trainer closes the half-day first."]
    assert validated(other) == [False, False]


@pytest.mark.parametrize("seen", ["", "x", "1", "1:2;3:4", f"{10**19 - 1}:1", "1:2 " * 101])
def test_what_was_seen_and_cannot_be_read_changes_nothing(
    as_user: Browser, officer: User, half_day: RegisterHalfDay, line: Expected, seen: str
) -> None:
    seal_all(half_day, officer)
    assert as_user(officer).post(page_of(half_day), {"seen": seen}).status_code == 422
    assert validated(half_day) == [False] * 4


def test_a_neighbour_sees_and_validates_nothing(
    as_user: Browser, officer: User, trainer: User, half_day: RegisterHalfDay, line: Expected
) -> None:
    seal_all(half_day, officer)
    browser = as_user(officer_of(make_region()))
    seen = " ".join(f"{half}:{marks}" for half, marks in as_seen(half_day).items())
    assert not browser.get(reverse(LIST)).context["rows"]
    assert browser.get(page_of(half_day)).status_code == 404
    assert browser.post(page_of(half_day), {"seen": seen}).status_code == 404
    assert browser.post(reverse("attendance:validate", args=[half_day.pk])).status_code == 404
    assert as_user(trainer).get(reverse(LIST)).status_code == 403
    assert validated(half_day) == [False] * 4


def test_the_list_and_the_page_cost_the_same_for_one_row_and_for_more(
    as_user: Browser, officer: User, half_day: RegisterHalfDay, line: Expected, django_assert_num_queries: Any
) -> None:
    browser = as_user(officer)
    attendance.seal(half_day, by=officer)
    browser.get(reverse(LIST))
    with django_assert_num_queries(LIST_COSTS):
        browser.get(reverse(LIST))
    with django_assert_num_queries(PAGE_COSTS):
        browser.get(page_of(half_day))
    for half in halves_of(half_day)[1:]:
        attendance.seal(half, by=officer)
        doubt(half)
    for _another in range(2):
        other = make_half_day(register=make_register(place=half_day.register.place))
        make_expected(other.register)
        seal_all(other, officer)
    with django_assert_num_queries(LIST_COSTS):
        browser.get(reverse(LIST))
    with django_assert_num_queries(PAGE_COSTS):
        browser.get(page_of(half_day))


LIST_COSTS, PAGE_COSTS = 8, 13


@pytest.mark.django_db(transaction=True)
def test_two_officers_validate_at_once_and_each_half_day_is_written_once(
    officer: User, half_day: RegisterHalfDay, line: Expected
) -> None:
    seal_all(half_day, officer)
    seen, colleague = as_seen(half_day), make_user()
    said = at_once(*[lambda by=by: validate_seen(half_day.register, seen, by=by) for by in (officer, colleague)])
    assert refusals(said) == []
    assert sorted(len(told.done) for told in said if isinstance(told, Validated)) == [0, 4]
    assert Entry.objects.filter(verb="half_day.validated").count() == 4
