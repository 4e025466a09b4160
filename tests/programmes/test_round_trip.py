"""Plans, programmes, days owed and days received elsewhere go out as forms, and come back with a word on their rows."""

from collections.abc import Callable

import pytest
from django.test import Client

from takwin.directory.enums import BodyKind
from takwin.documents.models import Observation
from takwin.people.models import Office
from takwin.programmes.models import ElsewhereDay, Plan, Programme
from takwin.rights.enums import Role
from tests.factories.directory import make_body, make_region
from tests.factories.programmes import make_member, make_plan, make_programme, make_stay
from tests.factories.rights import officer_of, user_as
from tests.round_trips import cells_of, fill_in, is_offered, open_in, queries_to_take, read_back, take, undo

pytestmark = pytest.mark.django_db
LISTS = ["programmes", "plans", "days-owed", "days-elsewhere"]


@pytest.fixture
def office() -> Office:
    """A member with a stay elsewhere, in a region that has a plan and a programme."""
    office = make_member()
    make_stay(office)
    region = make_body(BodyKind.REGION, place=office.body.place.region)
    make_plan(owner=region)
    make_programme(region)
    return office


@pytest.fixture
def browser(office: Office, as_user: Callable[..., Client]) -> Client:
    return as_user(officer_of(office.body.place.region))


@pytest.mark.parametrize("name", LISTS)
def test_what_acts_decide_is_locked_and_an_observation_comes_back(browser: Client, office: Office, name: str) -> None:
    assert open_in(take(browser, name), name) == {"observation"}
    assert "1 change recorded" in fill_in(browser, name, observation="He was in Rabat in May")
    found = Observation.objects.get()
    assert (found.kind, found.text) == (f"list.{name}", "He was in Rabat in May")
    assert "He was in Rabat in May" in browser.get(found.get_absolute_url()).text
    assert "1 change taken back" in undo(browser)
    assert not Observation.objects.exists()


@pytest.mark.parametrize(("name", "model"), [("programmes", Programme), ("plans", Plan)])
def test_what_was_observed_is_shown_on_the_page_of_the_row(
    browser: Client, office: Office, name: str, model: type[Programme | Plan]
) -> None:
    fill_in(browser, name, observation="Voted in October")
    assert "Voted in October" in browser.get(model.objects.get().get_absolute_url()).text


def test_the_days_owed_are_told_as_on_the_list(browser: Client, office: Office) -> None:
    cells = cells_of(take(browser, "days-owed"), "days-owed")
    assert (cells["received"].value, cells["remaining"].value) == ("0", "8")


def test_a_stay_is_one_row_with_all_its_days(browser: Client, office: Office) -> None:
    book = take(browser, "days-elsewhere")
    assert book.worksheets[0].max_row == 2
    assert cells_of(book, "days-elsewhere")["half_days"].value == "3"


@pytest.mark.parametrize("name", LISTS)
def test_a_row_of_another_region_is_refused(browser: Client, office: Office, name: str) -> None:
    book = take(browser, name)
    elsewhere = make_body(BodyKind.REGION)
    Programme.objects.update(owner=elsewhere)
    Plan.objects.update(owner=elsewhere)
    ElsewhereDay.objects.update(body=elsewhere)
    Office.objects.update(body=make_body(place=make_region()))
    assert "not yours to change" in read_back(browser, name, book, observation="He was in Rabat in May")


@pytest.mark.parametrize("name", ["programmes", "plans", "days-owed"])
def test_an_auditor_reads_the_list_and_is_offered_no_form(
    office: Office, as_user: Callable[..., Client], name: str
) -> None:
    assert not is_offered(as_user(user_as(Role.AUDITOR, office.body.place.region)), name)


def test_a_commune_takes_the_form_of_its_own_members_only(office: Office, as_user: Callable[..., Client]) -> None:
    make_member()
    commune = as_user(user_as(Role.COMMUNE, body=office.body))
    assert take(commune, "days-owed").worksheets[0].max_row == 2


@pytest.mark.parametrize("name", ["days-owed", "days-elsewhere"])
def test_a_form_of_days_asks_as_many_queries_for_one_member_as_for_ten(
    browser: Client, office: Office, name: str
) -> None:
    few = queries_to_take(browser, name)
    for _n in range(10):
        make_stay(make_member(office.body))
    assert queries_to_take(browser, name) == few
