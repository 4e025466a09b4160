"""For which institution a plan or a programme is first proposed."""

import pytest
from django.urls import reverse

from takwin.directory.actions.parameters import seed_parameters
from takwin.directory.enums import BodyKind
from tests.factories.directory import make_body
from tests.factories.programmes import make_plan
from tests.factories.rights import officer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    seed_parameters(by=None)
    return make_body(BodyKind.REGION)


@pytest.fixture
def browser(region, as_user):
    return as_user(officer_of(region.place))


def test_a_plan_or_a_programme_is_first_proposed_for_the_readers_own_institution(browser, region):
    make_body(BodyKind.ASSOCIATION, region.place, name_ar="ائتلاف", name_fr="Association")  # first of the list
    for name in ("programmes:new_plan", "programmes:new_programme"):
        form = browser.get(reverse(name)).context["form"]
        assert form.fields["owner"].queryset.count() > 1
        assert form["owner"].value() == region.pk


def test_a_programme_opened_from_a_plan_is_of_the_body_whose_plan_it_is(browser, region):
    association = make_body(BodyKind.ASSOCIATION, region.place)
    plan = make_plan(owner=association)
    form = browser.get(reverse("programmes:new_programme") + f"?plan={plan.pk}").context["form"]
    assert (form["owner"].value(), form["plan"].value()) == (association.pk, str(plan.pk))
