"""Pairs, merges and cases go out as forms: what is observed of them comes back, and nobody is merged by a file."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from takwin.directory.enums import BodyKind
from takwin.directory.models import Place
from takwin.documents.models import Observation
from takwin.people.merging.actions import merge_persons
from takwin.people.merging.models import MergeCase
from takwin.people.merging.round_trip import FORMS
from takwin.people.models import Person
from takwin.rights.enums import Role
from tests.factories.directory import make_body, make_commune, make_province, make_region
from tests.factories.merging import make_candidate, make_pair
from tests.factories.rights import officer_of
from tests.round_trips import cells_of, open_in, read_back, record, take, undo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("parameters")]
AsUser = Callable[..., Client]
LISTS = {"who-is-who": "people:who", "merges": "people:merges", "merge-cases": "people:cases"}


@pytest.fixture
def province() -> Place:
    return make_province(make_region())


@pytest.fixture
def officer(province: Place, as_user: AsUser) -> Client:
    make_body(BodyKind.REGION, province.region)
    return as_user(officer_of(province.region))


@pytest.fixture
def persons(province: Place) -> tuple[Person, Person]:
    """Two who look alike, in the queue; two more that are one, with a row that stayed behind."""
    make_candidate(*make_pair(make_body(place=make_commune(province))))
    kept, gone = make_pair(make_body(place=make_commune(province)))
    merge = merge_persons(kept, gone, by=officer_of(province.region))
    MergeCase.objects.create(merge=merge, model="people.Office", row=gone.pk, rule="office_held_once")
    return kept, gone


@pytest.mark.parametrize("name", LISTS)
def test_what_is_observed_comes_back_and_everybody_stays_who_he_is(
    officer: Client, persons: tuple[Person, Person], name: str
) -> None:
    page = officer.get(reverse(LISTS[name])).text
    assert "export=form" in page
    assert "export=xlsx" in page
    book = take(officer, name)
    assert open_in(book, name) == {"observation"}
    standing = Person.objects.count()
    read_back(officer, name, book, observation="Two cousins of one village")
    assert "1 change recorded" in record(officer)
    assert "Two cousins" in officer.get(reverse("documents:observations")).text
    found = Observation.objects.get()
    assert found.get_absolute_url() in officer.get(reverse("documents:observations")).text
    row = next(form for form in FORMS if form.name == name).model._default_manager.get(pk=found.key)
    assert found.get_absolute_url() in officer.get(row.get_absolute_url()).text
    assert "Two cousins" in str(cells_of(take(officer, name), name)["observation"].value)
    assert Person.objects.count() == standing
    assert "1 change taken back" in undo(officer)
    assert not Observation.objects.exists()


@pytest.mark.parametrize("name", LISTS)
def test_a_neighbour_does_not_read_back_what_is_said_of_these_persons(
    officer: Client, persons: tuple[Person, Person], name: str, as_user: AsUser
) -> None:
    book, far = take(officer, name), make_province(make_region())
    make_body(BodyKind.REGION, far.region)
    neighbour = as_user(officer_of(far.region))
    assert "not yours to change" in read_back(neighbour, name, book, observation="Mine")


def test_who_may_not_decide_is_given_no_form(persons: tuple[Person, Person], province: Place, as_user: AsUser) -> None:
    commune = as_user(officer_of(province, Role.COMMUNE))
    assert commune.get(reverse("people:who"), {"export": "form"}).status_code == 403


def test_the_form_of_pairs_asks_as_many_queries_for_one_row_as_for_five(
    officer: Client, persons: tuple[Person, Person], province: Place
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            take(officer, "who-is-who", tab="pending")
        return len(queries)

    few = asked()
    for _ in range(4):
        make_candidate(*make_pair(make_body(place=make_commune(province))))
    assert asked() <= few + 1  # a page of pairs asks beside them whether any is sure: of some it looks at both
