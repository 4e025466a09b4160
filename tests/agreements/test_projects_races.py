"""Two officers at once on the same projects: one wins, and no circle is closed, nothing is spent twice."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from takwin.agreements.actions import confirm_step, record_step
from takwin.agreements.enums import StepKind
from takwin.agreements.models import ProjectMoney, Waits
from takwin.agreements.projects.actions import do_milestone, plan_milestone, record_money, reopen_milestone, wait_for
from takwin.agreements.projects.enums import MilestoneKind, MoneyKind
from takwin.agreements.projects.queries import money_of
from takwin.directory.enums import BodyKind
from tests.factories.accounts import make_user
from tests.factories.agreements import make_agreement, make_party
from tests.factories.directory import make_body, make_province
from tests.factories.people import make_office
from tests.factories.projects import make_milestone, make_project
from tests.factories.rights import officer_of
from tests.races import at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)
ON = dt.date(2026, 3, 2)


def test_a_circle_is_not_closed_from_its_two_ends() -> None:
    agreement, by = make_agreement(), make_user()
    one, other = make_milestone(make_project(agreement)), make_milestone(make_project(agreement))
    said = at_once(lambda: wait_for(one, on=other, by=by), lambda: wait_for(other, on=one, by=by))
    assert len(refusals(said)) == 1
    assert "circle" in refusals(said)[0]
    assert Waits.objects.count() == 1


def test_works_do_not_start_while_their_land_is_taken_back() -> None:
    project, by = make_project(), make_user()
    land = make_milestone(project, done_on=ON, reference="12/26")
    works = make_milestone(project, MilestoneKind.STARTED)
    said = at_once(
        lambda: reopen_milestone(land, by=by), lambda: do_milestone(works, done_on=ON, reference="13/26", by=by)
    )
    assert len(refusals(said)) == 1
    land.refresh_from_db()
    works.refresh_from_db()
    assert (land.done_on is None) == (works.done_on is None)


def test_what_is_engaged_is_not_spent_twice() -> None:
    project, by = make_project(), make_user()
    engaged: dict[str, Any] = {"on": ON, "label": "الأشغال", "reference": "4/26", "by": by}
    record_money(project, MoneyKind.ENGAGED, amount=Decimal(100), **engaged)

    def spend() -> ProjectMoney:
        return record_money(project, MoneyKind.SPENT, amount=Decimal(60), **engaged)

    assert len(refusals(at_once(spend, spend, spend))) == 2
    assert money_of(project)[MoneyKind.SPENT] == 60


def test_a_signature_expected_while_the_last_party_signs_is_done() -> None:
    project = make_project()
    party, by = make_party(project.agreement, make_body(BodyKind.UNIVERSITY)), officer_of(make_province().region)
    office = make_office(body=party.body, starts_on=dt.date(2020, 1, 1))
    said = {"signatory": office.person, "capacity": "رئيس", "knowingly": True, "by": by}
    step = record_step(party, StepKind.SIGNATURE, done_on=ON, **said)
    at_once(
        lambda: confirm_step(step, by=by),
        lambda: plan_milestone(project, MilestoneKind.SIGNED, planned_on=ON, by=by),
    )
    assert project.milestones.get().done_on == ON
