"""Roles for tests."""

import datetime as dt
from typing import Any

from takwin.accounts.models import User
from takwin.directory.models import Body, Place
from takwin.rights.enums import Role
from takwin.rights.models import Appointment
from tests.factories.accounts import make_user

LONG_AGO = dt.date(2020, 1, 1)


def make_appointment(
    user: User, role: Role, place: Place | None = None, body: Body | None = None, **facts: Any
) -> Appointment:
    """A role held since long, over a place or a body, or over what is the user's own."""
    facts = {"starts_on": LONG_AGO} | facts
    return Appointment.objects.create(user=user, role=role, place=place, body=body, **facts)


def user_as(role: Role, place: Place | None = None, body: Body | None = None, **facts: Any) -> User:
    """A new user who holds one role."""
    user = make_user(**facts)
    make_appointment(user, role, place, body)
    return user


def officer_of(place: Place, role: Role = Role.REGION_OFFICER) -> User:
    """An officer whose territory is ``place``."""
    return user_as(role, place)
