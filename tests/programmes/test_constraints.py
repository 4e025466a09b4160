"""What the database itself refuses, constraint by constraint."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError

from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.programmes.models import Action, Axis, CostShare, ElsewhereDay, Plan, PlanVersion, Programme, Share
from tests.factories.accounts import make_user
from tests.factories.directory import make_body
from tests.factories.programmes import make_plan, make_programme, make_stay

pytestmark = pytest.mark.django_db


def named(model, name):
    assert name in {constraint.name for constraint in model._meta.constraints}
    return pytest.raises(IntegrityError)


def test_a_plan_ends_after_it_begins():
    with named(Plan, "plan_years_in_order"):
        make_plan(first_year=2026, last_year=2023)


def test_a_version_of_a_plan_exists_once():
    plan = make_plan()
    PlanVersion.objects.create(plan=plan, number=1)
    with named(PlanVersion, "plan_version_once"):
        PlanVersion.objects.create(plan=plan, number=1)


def test_an_axis_has_its_own_number():
    plan = make_plan()
    Axis.objects.create(plan=plan, number=1, name_ar="محور", name_fr="Axe")
    with named(Axis, "axis_number_once"):
        Axis.objects.create(plan=plan, number=1, name_ar="محور", name_fr="Axe")


def test_a_body_has_one_programme_of_a_kind_a_year():
    programme = make_programme()
    with named(Programme, "programme_once_a_year"):
        make_programme(programme.owner)


def test_an_adopted_programme_has_its_date():
    with named(Programme, "programme_dates_match_state"):
        make_programme(state="adopted")


def test_an_action_has_its_own_number():
    programme = make_programme()
    Action.objects.create(programme=programme, number=1, name_ar="عملية", name_fr="Action")
    with named(Action, "action_number_once"):
        Action.objects.create(programme=programme, number=1, name_ar="عملية", name_fr="Action")


def test_a_budget_is_not_negative():
    with named(Action, "action_budget_not_negative"):
        Action.objects.create(programme=make_programme(), number=1, name_ar="ع", name_fr="A", budget=Decimal(-1))


def test_a_cost_is_not_negative():
    with named(CostShare, "cost_share_total_not_negative"):
        CostShare.objects.create(programme=make_programme(), total=Decimal(-1), region_percent=Decimal(25))


def test_a_part_is_at_most_the_whole():
    with named(CostShare, "cost_share_percent_between_0_and_100"):
        CostShare.objects.create(programme=make_programme(), total=Decimal(1), region_percent=Decimal("100.01"))


def test_a_body_has_one_share_of_a_programme():
    programme = make_programme()
    Share.objects.create(programme=programme, body=programme.owner)
    with named(Share, "share_once"):
        Share.objects.create(programme=programme, body=programme.owner)


def test_a_share_is_not_negative():
    with named(Share, "share_not_negative"):
        Share.objects.create(programme=make_programme(), body=make_body(), base=Decimal(-1), amount=Decimal(-1))


def test_what_is_paid_is_the_share_and_the_top_up():
    with named(Share, "share_amount_is_base_and_top_up"):
        Share.objects.create(
            programme=make_programme(), body=make_body(BodyKind.PROVINCE), base=Decimal(10), amount=Decimal(9)
        )


def copy_of(row, **facts):
    told = {"person": row.person, "body": row.body, "day": row.day, "part": row.part, "provider": "ministry"}
    return ElsewhereDay.objects.create(**told | facts)


def test_a_half_day_elsewhere_counts_once_for_a_person():
    row = make_stay()
    with named(ElsewhereDay, "elsewhere_day_once"):
        copy_of(row)


def test_a_refused_half_day_may_be_recorded_again():
    row = make_stay()
    ElsewhereDay.objects.update(state="refused", decided_at=clock.now(), motive="unreadable")
    assert copy_of(row).pk


def test_nobody_decides_what_he_recorded():
    officer = make_user()
    row = make_stay(by=officer)
    with named(ElsewhereDay, "elsewhere_day_decided_by_another"):
        ElsewhereDay.objects.filter(pk=row.pk).update(decided_by=officer)


def test_a_decision_has_its_date():
    row = make_stay()
    with named(ElsewhereDay, "elsewhere_day_decided_at_matches_state"):
        ElsewhereDay.objects.filter(pk=row.pk).update(state="accepted")


def test_a_refusal_has_its_motive():
    row = make_stay(first=dt.date(2023, 3, 1))
    with named(ElsewhereDay, "elsewhere_day_refusal_has_motive"):
        ElsewhereDay.objects.filter(pk=row.pk).update(state="refused", decided_at=clock.now())
