"""What persons bring to other pages: the general search and the desk."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from takwin.core import clock, formats
from takwin.core.text import search_terms
from takwin.directory.actions.parameters import seed_parameters
from takwin.people import panels
from takwin.rights.enums import Role
from tests.factories.directory import make_province
from tests.factories.people import make_mandate, make_office, make_person
from tests.factories.rights import officer_of

pytestmark = pytest.mark.django_db


def test_the_general_search_finds_persons_of_the_territory_only() -> None:
    office = make_office(make_person(name_ar="حسن العبدلاوي", name_fr="Hassan El Abdellaoui"))
    near = officer_of(office.body.place.province, Role.PROVINCE_OFFICER)
    (answer,) = panels.found(search_terms("abdellaoui"), near)
    assert (answer.title, answer.url) == ("Hassan El Abdellaoui", office.person.get_absolute_url())
    assert not list(panels.found(search_terms("abdellaoui"), officer_of(make_province(), Role.PROVINCE_OFFICER)))


def test_a_former_member_is_found_as_such() -> None:
    office = make_office(make_person(name_fr="Hassan"), ends_on=dt.date(2024, 1, 1))
    (answer,) = panels.found(["hassan"], officer_of(office.body.place.province))
    assert answer.detail == "no longer in office"


@pytest.mark.parametrize(("days", "said"), [(-1, "since"), (0, "since"), (1, "from")])
def test_an_office_to_come_is_told_from_its_day(as_user: Any, days: int, said: str) -> None:
    seed_parameters(by=None)
    office = make_office(starts_on=clock.today() + dt.timedelta(days=days))
    officer = officer_of(office.body.place.province, Role.PROVINCE_OFFICER)
    page = as_user(officer).get(office.person.get_absolute_url()).content.decode()
    assert f"{said} {formats.day(office.starts_on, language='en')}" in page


def test_an_office_that_ended_is_told_until_its_last_day(as_user: Any) -> None:
    seed_parameters(by=None)
    office = make_office(starts_on=dt.date(2022, 3, 1), ends_on=dt.date(2024, 1, 1))
    officer = officer_of(office.body.place.province, Role.PROVINCE_OFFICER)
    page = as_user(officer).get(office.person.get_absolute_url()).content.decode()
    assert f"until {formats.day(dt.date(2023, 12, 31), language='en')}" in page


def test_a_mandate_waits_on_the_desk_sixty_days_before_its_end() -> None:
    today = clock.today()
    soon = make_mandate(ends_on=today + panels.SOON)
    officer = officer_of(soon.body.place.province, Role.PROVINCE_OFFICER)
    (waiting,) = panels.ending_mandates(officer)
    assert (waiting.due, waiting.url) == (soon.ends_on, reverse("people:open_mandate", args=[soon.body_id]))
    soon.ends_on += dt.timedelta(days=1)
    soon.save()
    assert not list(panels.ending_mandates(officer))
