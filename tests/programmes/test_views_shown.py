"""What the pages of a plan, of a programme and of a member say of them."""

import pytest

from takwin.core import formats
from takwin.directory.actions.parameters import seed_parameters
from takwin.directory.enums import BodyKind
from takwin.programmes.enums import ActionKind
from takwin.programmes.models import Action, Axis
from takwin.programmes.queries.entitlement import due_before
from tests.factories.directory import make_body
from tests.factories.programmes import make_act, make_member, make_plan, make_programme
from tests.factories.rights import officer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    seed_parameters(by=None)
    return make_body(BodyKind.REGION)


@pytest.fixture
def text(region, as_user):
    """The words of a page, on one line."""
    browser = as_user(officer_of(region.place))
    return lambda thing: " ".join(browser.get(thing.get_absolute_url()).text.split())


def test_a_plan_names_its_axes_and_the_act_that_approved_each_version(region, text):
    plan, act = make_plan(owner=region), make_act(region)
    Axis.objects.create(plan=plan, number=1, name_ar="محور", name_fr="Gouvernance locale")
    plan.versions.update_or_create(number=1, defaults={"act": act})
    shown = text(plan)
    assert "Gouvernance locale" in shown
    assert act.number in shown
    assert formats.day(act.taken_on) in shown


def test_a_programme_says_of_each_action_its_kind_and_its_axis(region, text):
    plan = make_plan(owner=region)
    axis = Axis.objects.create(plan=plan, number=1, name_ar="محور", name_fr="Gouvernance locale")
    programme = make_programme(region, plan=plan)
    names = {"name_ar": "دراسة", "name_fr": "Besoins"}
    Action.objects.create(programme=programme, number=1, kind=ActionKind.STUDY, axis=axis, **names)
    shown = text(programme)
    assert '<td role="cell">study</td>' in shown
    assert "Gouvernance locale" in shown


def test_the_page_of_a_member_says_before_which_day_his_days_are_due(region, text):
    office = make_member(region)
    assert formats.day(due_before(office.starts_on, 3)) in text(office.person)
