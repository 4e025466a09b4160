"""Registers, half-days to validate, doubts and phones go out as forms, and come back with a word on their rows."""

from collections.abc import Callable

import pytest
from django.test import Client

from takwin.accounts.models import User
from takwin.attendance import actions
from takwin.attendance.models import Register, RegisterHalfDay
from takwin.attendance.sync.actions import bind
from takwin.attendance.sync.models import Case, Device
from takwin.core import clock
from takwin.documents.models import Observation
from takwin.rights.enums import Role
from tests.factories.attendance import make_expected, make_half_day, make_register
from tests.factories.directory import make_body, make_region
from tests.factories.people import make_person
from tests.factories.rights import make_user, officer_of, user_as
from tests.round_trips import fill_in, is_offered, open_in, queries_to_take, read_back, take, undo

pytestmark = pytest.mark.django_db
LISTS = ["registers", "half-days", "doubts", "phones"]


@pytest.fixture
def half_day() -> RegisterHalfDay:
    """Sealed, with a doubt and the phone of its trainer."""
    region = make_region()
    make_body(place=region)
    half = make_half_day(register=make_register(place=region))
    trainer = make_user()
    actions.keep(half.register, make_person(user=trainer))
    bind(name="phone", by=trainer)
    line = make_expected(half.register)
    doubt(half, person=line.person)
    return actions.seal(half, by=trainer)


@pytest.fixture
def officer(half_day: RegisterHalfDay) -> User:
    return officer_of(half_day.register.place)


@pytest.fixture
def browser(officer: User, as_user: Callable[..., Client]) -> Client:
    return as_user(officer)


def doubt(half: RegisterHalfDay, **facts: object) -> Case:
    where = {"register": half.register, "day": half.day, "part": half.part}
    return Case.objects.create(why="other_word", opened_at=clock.now(), **where, **facts)


@pytest.mark.parametrize("name", LISTS)
def test_presence_is_not_written_by_a_form_which_only_takes_an_observation(
    browser: Client, name: str, half_day: RegisterHalfDay
) -> None:
    assert open_in(take(browser, name), name) == {"observation"}
    assert "1 change recorded" in fill_in(browser, name, observation="The phone was lent")
    found = Observation.objects.get()
    assert (found.text, found.kind) == ("The phone was lent", f"list.{name}")
    assert "The phone was lent" in browser.get(found.get_absolute_url()).text
    assert "1 change taken back" in undo(browser)
    assert not Observation.objects.exists()


@pytest.mark.parametrize("name", LISTS)
def test_a_row_that_is_no_longer_the_officers_is_refused(browser: Client, name: str, half_day: RegisterHalfDay) -> None:
    book = take(browser, name)
    Register.objects.update(place=make_region(), owner=make_body())
    assert "not yours to change" in read_back(browser, name, book, observation="The phone was lent")


def test_the_name_of_somebody_unknown_is_not_kept_with_what_is_observed_of_his_doubt(
    browser: Client, half_day: RegisterHalfDay
) -> None:
    Case.objects.all().delete()
    doubt(half_day, who={"name": "Zahra"})
    fill_in(browser, "doubts", observation="She came with the mayor")
    assert "Zahra" not in Observation.objects.get().named


def test_a_trainer_reads_his_registers_and_is_offered_no_form(
    as_user: Callable[..., Client], half_day: RegisterHalfDay
) -> None:
    assert not is_offered(as_user(user_as(Role.TRAINER)), "registers")


def test_the_form_of_doubts_asks_as_many_queries_for_one_as_for_ten(browser: Client, half_day: RegisterHalfDay) -> None:
    few = queries_to_take(browser, "doubts")
    for _n in range(10):
        doubt(half_day, person=make_person(), device=Device.objects.get())
    assert queries_to_take(browser, "doubts") == few
