"""What the database itself refuses, constraint by constraint."""

import datetime as dt
from decimal import Decimal

import pytest

from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.programmes.models import Action, Axis, CostShare, ElsewhereDay, Plan, PlanVersion, Programme, Share
from tests.constraints import breaks
from tests.factories.accounts import make_user
from tests.factories.directory import make_body
from tests.factories.programmes import make_plan, make_programme, make_stay

pytestmark = pytest.mark.django_db
CENTIME = Decimal("0.01")


def test_a_plan_ends_after_it_begins():
    with breaks(Plan, "plan_years_in_order"):
        make_plan(first_year=2026, last_year=2025)
    assert make_plan(first_year=2026, last_year=2026).pk


def test_a_version_of_a_plan_exists_once():
    plan = make_plan()
    PlanVersion.objects.create(plan=plan, number=1)
    with breaks(PlanVersion, "plan_version_once"):
        PlanVersion.objects.create(plan=plan, number=1)


def test_an_axis_has_its_own_number():
    plan = make_plan()
    Axis.objects.create(plan=plan, number=1, name_ar="محور", name_fr="Axe")
    with breaks(Axis, "axis_number_once"):
        Axis.objects.create(plan=plan, number=1, name_ar="محور", name_fr="Axe")


def test_a_body_has_one_programme_of_a_kind_a_year():
    programme = make_programme()
    with breaks(Programme, "programme_once_a_year"):
        make_programme(programme.owner)


@pytest.mark.parametrize(
    ("state", "dates"),
    [
        ("draft", ["adopted_at"]),
        ("draft", ["closed_at"]),
        ("adopted", []),
        ("adopted", ["adopted_at", "closed_at"]),
        ("closed", ["adopted_at"]),
        ("closed", ["closed_at"]),
    ],
)
def test_a_programme_has_the_dates_of_its_state_and_no_others(state, dates):
    with breaks(Programme, "programme_dates_match_state"):
        make_programme(state=state, **dict.fromkeys(dates, clock.now()))


@pytest.mark.parametrize(("state", "dates"), [("adopted", ["adopted_at"]), ("closed", ["adopted_at", "closed_at"])])
def test_a_programme_with_the_dates_of_its_state_is_kept(state, dates):
    assert make_programme(state=state, **dict.fromkeys(dates, clock.now())).pk


def test_an_action_has_its_own_number():
    programme = make_programme()
    Action.objects.create(programme=programme, number=1, name_ar="عملية", name_fr="Action")
    with breaks(Action, "action_number_once"):
        Action.objects.create(programme=programme, number=1, name_ar="عملية", name_fr="Action")


def test_a_budget_is_not_negative():
    facts = {"programme": make_programme(), "number": 1, "name_ar": "ع", "name_fr": "A"}
    with breaks(Action, "action_budget_not_negative"):
        Action.objects.create(**facts, budget=-CENTIME)
    assert Action.objects.create(**facts, budget=Decimal(0)).pk


def cost(total=Decimal(1), region_percent=Decimal(25)):
    return CostShare.objects.create(programme=make_programme(), total=total, region_percent=region_percent)


def test_a_cost_is_not_negative():
    with breaks(CostShare, "cost_share_total_not_negative"):
        cost(total=-CENTIME)
    assert cost(total=Decimal(0)).pk


@pytest.mark.parametrize("percent", [Decimal("100.01"), Decimal("-0.01")])
def test_a_part_is_at_most_the_whole_and_at_least_nothing(percent):
    with breaks(CostShare, "cost_share_percent_between_0_and_100"):
        cost(region_percent=percent)


@pytest.mark.parametrize("percent", [Decimal(0), Decimal(100)])
def test_a_part_may_be_the_whole_or_nothing(percent):
    assert cost(region_percent=percent).pk


def test_a_body_has_one_share_of_a_programme():
    programme = make_programme()
    Share.objects.create(programme=programme, body=programme.owner)
    with breaks(Share, "share_once"):
        Share.objects.create(programme=programme, body=programme.owner)


def share(base, top_up, amount):
    sums = {"base": Decimal(base), "top_up": Decimal(top_up), "amount": Decimal(amount)}
    return Share.objects.create(programme=make_programme(), body=make_body(BodyKind.PROVINCE), **sums)


@pytest.mark.parametrize(("base", "top_up", "amount"), [(-1, 1, 0), (1, -1, 0)])
def test_a_share_is_not_negative(base, top_up, amount):
    with breaks(Share, "share_not_negative"):
        share(base, top_up, amount)
    assert share(0, 0, 0).pk


@pytest.mark.parametrize("amount", ["10.29", "10.31"])
def test_what_is_paid_is_the_share_and_the_top_up(amount):
    with breaks(Share, "share_amount_is_base_and_top_up"):
        share("10.10", "0.20", amount)
    assert share("10.10", "0.20", "10.30").pk


def copy_of(row, **facts):
    told = {"person": row.person, "body": row.body, "day": row.day, "part": row.part, "provider": "ministry"}
    return ElsewhereDay.objects.create(**told | facts)


def test_a_half_day_elsewhere_counts_once_for_a_person():
    row = make_stay()
    with breaks(ElsewhereDay, "elsewhere_day_once"):
        copy_of(row)


def test_a_refused_half_day_may_be_recorded_again():
    row = make_stay()
    ElsewhereDay.objects.update(state="refused", decided_at=clock.now(), motive="unreadable")
    assert copy_of(row).pk


def test_nobody_decides_what_he_recorded():
    officer = make_user()
    row = make_stay(by=officer)
    with breaks(ElsewhereDay, "elsewhere_day_decided_by_another"):
        ElsewhereDay.objects.filter(pk=row.pk).update(decided_by=officer)
    assert ElsewhereDay.objects.filter(pk=row.pk).update(decided_by=make_user()) == 1


def test_a_decision_has_its_date():
    row = make_stay()
    with breaks(ElsewhereDay, "elsewhere_day_decided_at_matches_state"):
        ElsewhereDay.objects.filter(pk=row.pk).update(state="accepted")


def test_a_refusal_has_its_motive():
    row = make_stay(first=dt.date(2023, 3, 1))
    with breaks(ElsewhereDay, "elsewhere_day_refusal_has_motive"):
        ElsewhereDay.objects.filter(pk=row.pk).update(state="refused", decided_at=clock.now())


def test_an_actual_cost_is_not_negative():
    programme = make_programme()
    with breaks(CostShare, "cost_share_actual_not_negative"):
        CostShare.objects.create(programme=programme, total=0, region_percent=25, actual_total=-CENTIME)
    assert CostShare.objects.create(programme=programme, total=0, region_percent=25, actual_total=0).pk


def test_no_more_is_kept_of_a_top_up_than_was_given():
    programme, body = make_programme(), make_body()
    given = {"programme": programme, "body": body, "top_up": Decimal("5.00"), "amount": Decimal("5.00")}
    for kept in (Decimal("5.01"), -CENTIME):
        with breaks(Share, "share_keeps_no_more_than_its_top_up"):
            Share.objects.create(**given, top_up_kept=kept)
    assert Share.objects.create(**given, top_up_kept=Decimal("5.00")).pk
