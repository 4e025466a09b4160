"""The roll on a phone, the seal, corrections, the sheet."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from takwin.accounts.models import User
from takwin.attendance import actions
from takwin.attendance.models import Expected, Mark, Presence, RegisterHalfDay
from takwin.attendance.queries import counted_half_days, half_day_now, marks_of, tallies
from takwin.attendance.shown import SHOWN, waiting
from takwin.attendance.validation.queries import registers_to_validate
from takwin.core import clock
from takwin.rights.enums import Role
from takwin.rights.panels import waiting_for
from tests.factories.accounts import PASSWORD, sign
from tests.factories.attendance import FIRST_DAY, make_expected, make_half_day, make_register
from tests.factories.directory import make_region
from tests.factories.people import make_person
from tests.factories.rights import make_appointment, make_user, officer_of, user_as

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


@pytest.fixture
def half_day() -> RegisterHalfDay:
    return make_half_day()


@pytest.fixture
def line(half_day: RegisterHalfDay) -> Expected:
    return make_expected(half_day.register)


@pytest.fixture
def trainer(half_day: RegisterHalfDay) -> User:
    """Someone who keeps the register and nothing else."""
    user = make_user()
    make_appointment(user, Role.TRAINER)
    actions.keep(half_day.register, make_person(user=user))
    return user


def tap(browser: Client, half_day: RegisterHalfDay, person: Any, status: str = "present") -> Any:
    return browser.post(reverse("attendance:mark"), {"half_day": half_day.pk, "person": person, "status": status})


def test_the_register_opens_at_the_half_day_to_keep_now(
    as_user: Browser, trainer: User, half_day: RegisterHalfDay
) -> None:
    response = as_user(trainer).get(half_day.register.get_absolute_url())
    assert response["Location"] == reverse("attendance:roll", args=[half_day.register_id, half_day.pk])


def test_the_half_day_now_is_the_first_open_else_the_next_else_the_last() -> None:
    past = list(make_register().half_days.all())
    assert half_day_now(past) == past[0]
    for half in past:
        half.sealed_at = dt.datetime.now(dt.UTC)
    assert half_day_now(past) == past[-1]
    coming = list(make_register(first_day=dt.date(2999, 1, 1)).half_days.all())
    assert half_day_now([*past, *coming]) == coming[0]


@pytest.mark.parametrize("query", ["", "?by=body", "?open=1"])
def test_the_roll_shows_everyone_expected(
    as_user: Browser, trainer: User, half_day: RegisterHalfDay, line: Expected, query: str
) -> None:
    page = as_user(trainer).get(reverse("attendance:roll", args=[half_day.register_id, half_day.pk]) + query)
    assert str(line.person.name_fr) in page.content.decode()


def test_the_roll_costs_the_same_for_one_and_for_many(
    as_user: Browser, trainer: User, half_day: RegisterHalfDay, line: Expected, django_assert_num_queries: Any
) -> None:
    browser = as_user(trainer)
    address = reverse("attendance:roll", args=[half_day.register_id, half_day.pk])
    browser.get(address)
    for _n in range(2):
        with django_assert_num_queries(13):  # four of them ask the apps above what it is
            browser.get(address)
        make_expected(half_day.register)


def test_a_half_day_of_another_register_is_not_found(
    as_user: Browser, trainer: User, half_day: RegisterHalfDay
) -> None:
    other = make_half_day()
    browser = as_user(trainer)
    assert browser.get(reverse("attendance:roll", args=[half_day.register_id, other.pk])).status_code == 404
    actions.keep(other.register, trainer.person)
    assert browser.get(reverse("attendance:roll", args=[half_day.register_id, other.pk])).status_code == 404


def test_a_tap_marks_and_answers_the_line(
    as_user: Browser, trainer: User, half_day: RegisterHalfDay, line: Expected
) -> None:
    response = tap(as_user(trainer, htmx=True), half_day, line.person_id)
    assert 'class="is-in"' in response.content.decode()
    assert Presence.objects.get().status == "present"
    assert Mark.objects.get().by == trainer


def test_a_second_tap_takes_it_back(as_user: Browser, trainer: User, half_day: RegisterHalfDay, line: Expected) -> None:
    browser = as_user(trainer, htmx=True)
    tap(browser, half_day, line.person_id)
    response = tap(browser, half_day, line.person_id, "")
    assert 'data-status=""' in response.content.decode()
    assert not Presence.objects.exists()


def test_without_a_script_a_tap_comes_back_to_the_roll(
    as_user: Browser, trainer: User, half_day: RegisterHalfDay, line: Expected
) -> None:
    response = tap(as_user(trainer), half_day, line.person_id)
    assert response["Location"].endswith(f"#p{line.person_id}")


def test_a_tap_costs_few_queries(
    as_user: Browser, trainer: User, half_day: RegisterHalfDay, line: Expected, django_assert_max_num_queries: Any
) -> None:
    browser = as_user(trainer, htmx=True)
    tap(browser, half_day, line.person_id)
    with django_assert_max_num_queries(13):  # six of the mark, its transaction, the session, the user and his right
        tap(browser, half_day, line.person_id, "late")


def test_a_refused_tap_says_why_and_shows_what_holds(
    as_user: Browser, trainer: User, half_day: RegisterHalfDay, line: Expected
) -> None:
    actions.seal(half_day, by=trainer)
    response = tap(as_user(trainer, htmx=True), half_day, line.person_id)
    assert response.status_code == 422
    assert "is sealed" in response["HX-Trigger"]
    assert 'class="is-off"' in response.content.decode()


@pytest.mark.parametrize(
    ("person", "status"),
    [("x", "present"), ("", "present"), ("1", "asleep"), ("999999", "present"), (str(2**70), "present")],
)
def test_a_tap_that_means_nothing_is_not_found(
    as_user: Browser, trainer: User, half_day: RegisterHalfDay, person: str, status: str
) -> None:
    assert tap(as_user(trainer, htmx=True), half_day, person, status).status_code == 404
    assert not Mark.objects.exists()


def test_a_neighbour_marks_and_seals_nothing(as_user: Browser, half_day: RegisterHalfDay, line: Expected) -> None:
    browser = as_user(officer_of(make_region()))
    assert tap(browser, half_day, line.person_id).status_code == 404
    for name, args in [
        ("register", [half_day.register_id]), ("sheet", [half_day.register_id]),
        ("roll", [half_day.register_id, half_day.pk]), ("seal", [half_day.pk]),
        ("correct", [half_day.pk, line.person_id]),
    ]:  # fmt: skip
        assert browser.get(reverse(f"attendance:{name}", args=args)).status_code == 404, name


def test_an_auditor_reads_the_roll_and_has_nothing_to_tap(
    as_user: Browser, half_day: RegisterHalfDay, line: Expected
) -> None:
    browser = as_user(user_as(Role.AUDITOR, half_day.register.place))
    page = browser.get(half_day.register.get_absolute_url(), follow=True).content.decode()
    assert str(line.person) in page
    for act in ("mark", "seal", "sheet"):
        args = [] if act == "mark" else [half_day.register_id if act == "sheet" else half_day.pk]
        address = reverse(f"attendance:{act}", args=args)
        assert address not in page
        assert browser.get(address).status_code == 403


def test_neither_a_commune_nor_another_territory_s_auditor_reads_the_roll(
    as_user: Browser, half_day: RegisterHalfDay
) -> None:
    address = reverse("attendance:roll", args=[half_day.register_id, half_day.pk])
    assert as_user(user_as(Role.COMMUNE, half_day.register.place)).get(address).status_code == 403
    assert as_user(user_as(Role.AUDITOR, make_region())).get(address).status_code == 404


def test_before_its_hour_the_roll_says_from_when_a_half_day_is_sealed(
    as_user: Browser, trainer: User, half_day: RegisterHalfDay, line: Expected
) -> None:
    roll = reverse("attendance:roll", args=[half_day.register_id, half_day.pk])
    seal = reverse("attendance:seal", args=[half_day.pk])
    opens = dt.datetime.combine(half_day.day, half_day.starts_at, clock.CASABLANCA)
    with clock.at(opens - dt.timedelta(minutes=30)):
        shown = as_user(trainer, language="fr").get(roll).content.decode()
        assert f'href="{seal}"' not in shown
        assert "9:00" in shown or "9 h" in shown or "09:00" in shown
    with clock.at(opens):
        assert f'href="{seal}"' in as_user(trainer).get(roll).content.decode()


def test_the_seal_tells_first_who_will_be_absent(
    as_user: Browser, trainer: User, half_day: RegisterHalfDay, line: Expected
) -> None:
    browser, address = as_user(trainer), reverse("attendance:seal", args=[half_day.pk])
    assert "1 person not marked will be absent" in browser.get(address).content.decode()
    sign(browser)
    assert browser.post(address).status_code == 302
    assert Presence.objects.get().status == "absent"
    assert browser.post(address).status_code == 422


def test_the_seal_waits_for_the_password_of_who_closes(
    as_user: Browser, trainer: User, half_day: RegisterHalfDay, line: Expected
) -> None:
    browser, address = as_user(trainer), reverse("attendance:seal", args=[half_day.pk])
    asked = browser.post(address)
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    wrong = browser.post(asked["Location"], {"password": "not this one", "next": address})
    assert "This is not your password." in wrong.content.decode()
    assert not Presence.objects.exists()
    done = browser.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": address})
    assert done["Location"] == reverse("attendance:register", args=[half_day.register_id])
    half_day.refresh_from_db()
    assert half_day.sealed_by == trainer


def test_what_was_sealed_meanwhile_is_told_after_the_password(
    as_user: Browser, trainer: User, half_day: RegisterHalfDay, line: Expected
) -> None:
    browser, address = as_user(trainer, language="ar"), reverse("attendance:seal", args=[half_day.pk])
    browser.post(address)
    actions.seal(half_day, by=trainer)
    told = browser.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": address})
    assert told.status_code == 422
    assert 'lang="ar"' in told.content.decode()


def test_a_sealed_half_day_is_corrected_with_a_reason_by_the_officer(
    as_user: Browser, half_day: RegisterHalfDay, line: Expected, trainer: User
) -> None:
    officer = officer_of(half_day.register.place, Role.REGION_OFFICER)
    actions.seal(half_day, by=trainer)
    address = reverse("attendance:correct", args=[half_day.pk, line.person_id])
    browser = as_user(officer)
    assert address in browser.get(reverse("attendance:roll", args=[half_day.register_id, half_day.pk])).content.decode()
    assert browser.post(address, {"status": "present", "reason": ""}).status_code == 422
    assert browser.post(address, {"status": "present", "reason": "signed"}).status_code == 302
    assert Presence.objects.get().status == "present"
    assert as_user(trainer).get(address).status_code == 403


def test_the_sheet_prints_with_the_last_signs_of_the_cards_only(
    as_user: Browser, trainer: User, half_day: RegisterHalfDay
) -> None:
    make_expected(half_day.register, make_person(cin="DA123456"))
    assert as_user(trainer).get(reverse("attendance:sheet", args=[half_day.register_id])).content.startswith(b"%PDF")


def test_registers_are_listed_with_their_state(as_user: Browser, trainer: User, half_day: RegisterHalfDay) -> None:
    page = as_user(trainer).get(reverse("attendance:registers"), {"tab": "open"})
    assert half_day.register.title in page.content.decode()
    for half in half_day.register.half_days.all():
        actions.seal(half, by=trainer)
    page = as_user(trainer).get(reverse("attendance:registers"), {"tab": "open"})
    assert half_day.register.title not in page.content.decode()
    assert "sealed" in as_user(trainer).get(reverse("attendance:registers")).content.decode()


def test_the_desk_asks_for_the_seal_once_a_register(trainer: User, half_day: RegisterHalfDay) -> None:
    make_expected(half_day.register)
    assert [str(item.title) for item in waiting_for(trainer)] == [str(half_day.register)]
    for half in half_day.register.half_days.all():
        actions.seal(half, by=trainer)
    assert waiting_for(trainer) == []


def test_the_half_day_of_today_is_not_hidden_by_those_that_nobody_sealed_in_time(
    trainer: User, half_day: RegisterHalfDay
) -> None:
    today = make_register(clock.today(), days=1)
    for register in [*(make_register(days=1) for _old in range(6)), today]:
        actions.keep(register, trainer.person)
        make_expected(register)
    told = [item.url for item in waiting(trainer)]
    first = today.half_days.earliest("day", "part")
    assert told[0] == reverse("attendance:roll", args=[today.pk, first.pk])
    assert len(told) == SHOWN


def test_the_desk_opens_a_register_at_today_else_at_the_first_half_day_that_was_left(trainer: User) -> None:
    past, running = make_register(), make_register(clock.today() - dt.timedelta(days=1))
    for register in (past, running):
        actions.keep(register, trainer.person)
        make_expected(register)
    halves = [running.half_days.get(day=clock.today(), part="1"), past.half_days.earliest("day", "part")]
    opened = [reverse("attendance:roll", args=[half.register_id, half.pk]) for half in halves]
    assert [item.url for item in waiting(trainer)] == opened


def test_half_days_counted_are_those_present_or_late_between_two_days() -> None:
    register = make_register()
    person, other = make_expected(register).person, make_expected(register).person
    for half, status in zip(register.half_days.all(), ["present", "late", "excused", "present"], strict=True):
        actions.mark(half, person, status, by=None)
    next_day = FIRST_DAY + dt.timedelta(days=1)
    assert counted_half_days([person, other], FIRST_DAY, next_day + dt.timedelta(days=1)) == {person.pk: 3, other.pk: 0}
    assert counted_half_days([person.pk], FIRST_DAY, next_day) == {person.pk: 2}


def test_who_left_before_the_end_counts_and_is_told_among_the_present(as_user: Callable[..., Client]) -> None:
    half_day = make_half_day()
    officer = officer_of(half_day.register.place)
    person = make_expected(half_day.register).person
    browser = as_user(officer)
    said = {"half_day": half_day.pk, "person": person.pk, "status": "left"}
    browser.post(reverse("attendance:mark"), said)
    told = tallies(half_day.register)[half_day.half_day]
    assert (told.present, told.late, told.came, told.silent) == (1, 0, 1, 0)
    assert counted_half_days([person.pk], half_day.day, half_day.day + dt.timedelta(days=1)) == {person.pk: 1}
    actions.seal(half_day, by=officer)
    roll = browser.get(reverse("attendance:roll", args=[half_day.register_id, half_day.pk])).content.decode()
    assert "left before the end" in roll or "غادر قبل النهاية" in roll
    assert registers_to_validate(officer).get().present == 1  # type: ignore[attr-defined]


def test_tallies_and_marks_tell_each_half_day() -> None:
    register = make_register(days=1)
    first, second = register.half_days.all()
    person = make_expected(register).person
    make_expected(register)
    actions.mark(first, person, "late", by=None)
    told = tallies(register)
    assert (told[first.half_day].late, told[first.half_day].came, told[first.half_day].silent) == (1, 1, 1)
    assert (told[second.half_day].silent, told[second.half_day].share_marked) == (2, 0.0)
    assert marks_of(register) == {person.pk: ["late", ""]}
