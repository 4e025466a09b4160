"""A half-day, a person of its roll, the trainer who keeps it, and his telephone."""

import pytest

from takwin.accounts.models import User
from takwin.attendance import actions
from takwin.attendance.models import Expected, RegisterHalfDay
from takwin.rights.enums import Role
from tests.attendance.phones import Phone
from tests.factories.attendance import make_expected, make_half_day
from tests.factories.people import make_person
from tests.factories.rights import make_appointment, make_user


@pytest.fixture
def half_day() -> RegisterHalfDay:
    return make_half_day()


@pytest.fixture
def line(half_day: RegisterHalfDay) -> Expected:
    return make_expected(half_day.register)


@pytest.fixture
def trainer(half_day: RegisterHalfDay) -> User:
    user = make_user()
    make_appointment(user, Role.TRAINER)
    actions.keep(half_day.register, make_person(user=user))
    return user


@pytest.fixture
def phone(trainer: User) -> Phone:
    return Phone(trainer)
