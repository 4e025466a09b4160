"""Rates of presence: what is counted, of whom, and who reads them."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from takwin.accounts.models import User
from takwin.attendance.enums import Status
from takwin.attendance.models import Presence, RegisterHalfDay
from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.rights.enums import Role
from takwin.training.models import TrainingSession
from takwin.training.rates import queries
from takwin.training.rates.tables import WAYS
from tests.factories.certificates import make_closed_session
from tests.factories.directory import make_body, make_commune, make_region
from tests.factories.rights import make_user, user_as

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


def seal(session: TrainingSession) -> TrainingSession:
    """Seal its half-days: whoever was silent is absent."""
    for half in session.register.half_days.all():
        for line in session.enrolments.all():
            slot = {"register": session.register, "person": line.person, "day": half.day, "part": half.part}
            absent = {"body": line.body, "status": Status.ABSENT, "marked_at": clock.now()}
            Presence.objects.get_or_create(**slot, defaults=absent)
    RegisterHalfDay.objects.filter(register=session.register).update(sealed_at=clock.now(), sealed_by=make_user())
    return session


def officer(session: TrainingSession) -> User:
    return user_as(Role.REGION_OFFICER, session.owner.place)


def rates(user: User, by: str) -> dict[str, tuple[int, int, float]]:
    way = WAYS[by]
    rows = queries.with_rates(way.rows(), queries.sealed_presences(user), way.path)
    return {str(row): (row.came, row.half_days, row.share) for row in rows}


def test_present_and_late_are_counted_of_all_that_were_expected() -> None:
    session = seal(make_closed_session(4, 2, 0))
    Presence.objects.filter(pk=Presence.objects.filter(status=Status.PRESENT).first().pk).update(status=Status.LATE)  # type: ignore[union-attr]
    whole = queries.whole(queries.sealed_presences(officer(session)))
    assert whole == {"half_days": 12, "came": 6, "late": 1, "excused": 0, "absent": 6, "share": 0.5}


def test_excused_is_not_present() -> None:
    session = seal(make_closed_session(0))
    Presence.objects.update(status=Status.EXCUSED)
    assert queries.whole(queries.sealed_presences(officer(session)))["share"] == 0


def test_a_half_day_that_is_not_sealed_is_not_counted_yet() -> None:
    session = make_closed_session(3)
    assert queries.whole(queries.sealed_presences(officer(session)))["share"] is None
    RegisterHalfDay.objects.filter(pk=session.register.half_days.earliest("day", "part").pk).update(
        sealed_at=clock.now(), sealed_by=make_user()
    )
    assert queries.whole(queries.sealed_presences(officer(session)))["half_days"] == 1


@pytest.mark.parametrize("by", WAYS)
def test_each_way_counts_the_same_half_days(by: str) -> None:
    session = seal(make_closed_session(4, 1))
    found = rates(officer(session), by)
    if by == "programme":
        assert found == {}  # the session belongs to none
    else:
        assert [sum(column) for column in zip(*[told[:2] for told in found.values()], strict=True)] == [5, 8]


def test_a_neighbour_counts_nothing_of_it() -> None:
    seal(make_closed_session(4))
    assert rates(user_as(Role.REGION_OFFICER, make_region()), "session") == {}


def test_a_province_counts_its_own_people_only() -> None:
    session = seal(make_closed_session(4, 0))
    lines = list(session.enrolments.order_by("pk"))
    mine = make_body(BodyKind.COMMUNE, place=make_commune())
    Presence.objects.filter(person=lines[1].person).update(body=mine)
    user = user_as(Role.PROVINCE_OFFICER, mine.place)
    assert rates(user, "body") == {str(mine): (0, 4, 0.0)}


def url(by: str) -> str:
    return reverse(f"training:rates_{by}")


@pytest.mark.parametrize("by", WAYS)
def test_each_list_opens_with_its_bar_and_what_is_counted(by: str, as_user: Browser) -> None:
    session = seal(make_closed_session(3, 3))
    page = as_user(officer(session)).get(url(by)).content.decode()
    assert "6 half-days out of 8" in page
    assert "75" in page
    assert ('class="b-on"' in page) is (by != "programme")


def test_the_list_goes_out_as_a_workbook(as_user: Browser) -> None:
    session = seal(make_closed_session(3, 1))
    answer = as_user(officer(session)).get(url("session"), {"export": "xlsx"})
    sheet = load_workbook(BytesIO(b"".join(answer))).active  # type: ignore[arg-type]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]  # type: ignore[union-attr]
    assert any(0.5 in row and 4 in row and 8 in row for row in rows), rows


def test_before_the_first_seal_the_list_says_why_it_is_empty(as_user: Browser) -> None:
    session = make_closed_session(3)
    assert "No half-day is sealed yet" in as_user(officer(session)).get(url("body")).content.decode()


def test_it_asks_as_much_for_one_line_as_for_three(as_user: Browser, django_assert_num_queries: Any) -> None:
    session = seal(make_closed_session(3))
    user = officer(session)
    browser = as_user(user)
    browser.get(url("session"))
    with django_assert_num_queries(7) as one:
        browser.get(url("session"))
    for _ in range(2):
        seal(make_closed_session(2, owner=session.owner, place=session.place))
    with django_assert_num_queries(len(one)):
        assert browser.get(url("session")).content.decode().count("b-on") == 3
