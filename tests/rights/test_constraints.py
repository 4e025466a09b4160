"""What the database itself refuses of appointments."""

import datetime as dt

import pytest

from takwin.directory.enums import BodyKind
from takwin.rights.enums import Role
from takwin.rights.models import Appointment
from tests.constraints import breaks
from tests.factories.accounts import make_user
from tests.factories.directory import make_body, make_region
from tests.factories.rights import LONG_AGO, make_appointment

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def appointed(**facts):
    return make_appointment(make_user(), Role.AUDITOR, facts.pop("place", None) or make_region(), **facts)


def test_a_role_is_not_over_a_place_and_a_body_at_once() -> None:
    with breaks(Appointment, "appointment_over_one_thing"):
        appointed(body=make_body(BodyKind.REGION))


def test_a_role_may_be_over_nothing_but_one_s_own() -> None:
    assert make_appointment(make_user(), Role.AUDITOR).pk


def test_a_role_does_not_end_before_it_starts() -> None:
    with breaks(Appointment, "appointment_ends_after_it_starts"):
        appointed(ends_on=LONG_AGO - DAY)


def test_a_role_taken_back_on_its_first_day_was_never_held() -> None:
    assert appointed(ends_on=LONG_AGO).pk


def test_a_delegation_has_a_last_day() -> None:
    source = appointed()
    with breaks(Appointment, "appointment_delegated_for_a_time"):
        appointed(place=source.place, delegated_from=source)
    assert appointed(place=source.place, delegated_from=source, ends_on=LONG_AGO + DAY).pk
