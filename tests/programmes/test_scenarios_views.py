"""The page of scenarios and its forms."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from takwin.directory.actions.parameters import seed_parameters
from takwin.directory.enums import BodyKind
from takwin.programmes.enums import Split
from takwin.programmes.models import CostShare, Scenario
from takwin.programmes.scenarios import actions
from takwin.rights.enums import Role
from tests.factories.directory import make_body
from tests.factories.programmes import make_councils, make_programme
from tests.factories.rights import officer_of, user_as

pytestmark = pytest.mark.django_db
TERMS = {"total": Decimal("100000.00"), "region_percent": Decimal(25)}


@pytest.fixture
def programme():
    seed_parameters(by=None)
    programme = make_programme(make_body(BodyKind.REGION))
    make_councils(programme.owner)
    return programme


@pytest.fixture
def officer(programme):
    return officer_of(programme.owner.place)


@pytest.fixture
def browser(officer, as_user):
    return as_user(officer)


@pytest.fixture
def equal(programme, officer):
    return actions.write_scenario(programme, name="بالتساوي", split=Split.EQUAL, **TERMS, by=officer)


def page(programme):
    return reverse("programmes:scenarios", args=[programme.pk])


def test_without_a_scenario_the_page_says_what_to_do(browser, programme):
    assert "Write the usual ways in one act" in browser.get(page(programme)).content.decode()


def test_the_usual_ways_are_written_from_the_page(browser, programme):
    address = reverse("programmes:usual_scenarios", args=[programme.pk])
    assert browser.post(address, {"total": "100.000,00", "region_percent": "25"}).url == page(programme)
    assert Scenario.objects.count() == 3
    answer = browser.get(page(programme))
    assert (
        answer.content.decode().count('class="bar thin"') == 2
    )  # a region and a province; nobody is known to count for the others


def test_a_scenario_is_copied_by_hand_corrected_and_kept(browser, programme, equal):
    browser.post(reverse("programmes:duplicate_scenario", args=[equal.pk]), {"name": "متفاوض", "by_hand": "on"})
    copy = Scenario.objects.get(name="متفاوض")
    councils = copy.parts.exclude(body=programme.owner)
    place = councils.first().body.place.province
    amounts = {f"body_{part.body_id}": "20.000,50" for part in councils}
    answer = browser.post(reverse("programmes:scenario_parts", args=[copy.pk, place.pk]), amounts)
    assert answer.url == f"{page(programme)}?open={place.pk}"
    browser.post(reverse("programmes:keep_scenario", args=[copy.pk]))
    assert CostShare.objects.get().region_percent == Decimal("40.00")
    assert programme.shares.get(body=programme.owner).base == Decimal("39998.50")
    opened = browser.get(f"{page(programme)}?open={place.pk}&against={equal.pk}").content.decode()
    assert "−4,999.50" in opened or "-4,999.50" in opened


def test_what_cannot_be_shared_is_said_at_the_form_and_not_kept(browser, programme, equal):
    copy = actions.duplicate_scenario(equal, name="يدوي", by_hand=True, by=None)
    place = copy.parts.exclude(body=programme.owner).first().body.place.province
    amounts = {f"body_{part.body_id}": "90.000,00" for part in copy.parts.exclude(body=programme.owner)}
    answer = browser.post(reverse("programmes:scenario_parts", args=[copy.pk, place.pk]), amounts)
    assert answer.status_code == 422
    assert "exceed the cost" in answer.content.decode()


@pytest.mark.parametrize(("field", "value"), [("total", "-1"), ("total", "0"), ("region_percent", "101"), ("name", "")])
def test_a_wrong_figure_is_refused_at_its_field(browser, programme, field, value):
    data = {"name": "أ", "split": "equal", "total": "100", "region_percent": "25"} | {field: value}
    answer = browser.post(reverse("programmes:new_scenario", args=[programme.pk]), data)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Scenario.objects.exists()


def test_a_name_taken_is_refused(browser, programme, equal):
    data = {"name": equal.name, "split": "equal", "total": "100", "region_percent": "25"}
    answer = browser.post(reverse("programmes:new_scenario", args=[programme.pk]), data)
    assert "already has a scenario of that name" in answer.content.decode()


def test_a_commune_that_bears_a_share_does_not_see_the_working_papers(as_user, programme, equal):
    actions.keep_scenario(equal, by=None)
    commune = equal.parts.filter(body__kind=BodyKind.COMMUNE).first().body
    reader = as_user(user_as(Role.COMMUNE, body=commune))
    assert reader.get(programme.get_absolute_url()).status_code == 200
    assert reader.get(page(programme)).status_code == 404


def test_an_officer_of_another_region_finds_nothing(as_user, programme, equal):
    other = as_user(officer_of(make_body(BodyKind.REGION).place))
    assert other.get(page(programme)).status_code == 404
    for name in ("change_scenario", "duplicate_scenario", "top_up_scenario", "keep_scenario"):
        assert other.get(reverse(f"programmes:{name}", args=[equal.pk])).status_code == 404
    assert other.post(reverse("programmes:remove_scenario", args=[equal.pk])).status_code == 404


def test_the_page_asks_the_database_the_same_for_one_scenario_and_four(browser, programme, equal, officer):
    counts = []
    for names in ([], ["ب", "ج", "د"]):
        for name in names:
            actions.write_scenario(programme, name=name, split=Split.EQUAL, **TERMS, by=officer)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(page(programme)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_usual_ways_written_twice_are_said_to_be_there(browser, programme):
    address = reverse("programmes:usual_scenarios", args=[programme.pk])
    told = {"total": "100000", "region_percent": "25"}
    browser.post(address, told)
    answer = browser.post(address, told)
    assert answer.status_code == 422
    assert "usual scenarios are written already" in answer.content.decode()
    assert Scenario.objects.count() == 3
