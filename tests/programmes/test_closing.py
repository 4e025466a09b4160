"""The closing of a year at its frontiers (decision 14)."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given, settings
from hypothesis import strategies as st

from takwin.core import formats
from takwin.directory.enums import BodyKind
from takwin.journal.models import Entry
from takwin.programmes import actions, benefits
from takwin.programmes.enums import ClosingRule, TopUpKind
from takwin.programmes.models import CostShare, Programme, Share
from takwin.programmes.papers import cost_share_facts
from takwin.programmes.queries.closing import closed_bases
from takwin.programmes.queries.shares import Part, carried_to
from tests.factories.accounts import make_user
from tests.factories.directory import make_body
from tests.factories.programmes import make_act, make_councils, make_programme, make_shared

REGION, PROVINCE, COMMUNE = 1, 2, 3
CENTIME = Decimal("0.01")


def money(text: str) -> Decimal:
    return Decimal(text)


def parts(heads=(0, 0), top_ups=("0.00", "0.00", "0.00"), kind=TopUpKind.LOWERS):
    """The region, a province and a commune."""
    counted = [0, *heads]
    return [
        Part(body, counted[n], body == REGION, money(top_ups[n]), kind)
        for n, body in enumerate((REGION, PROVINCE, COMMUNE))
    ]


def closed(actual, some=None, forecast=(0, 0), percent=25, *, to_dirham=False):
    expected = dict(zip((PROVINCE, COMMUNE), forecast, strict=True))
    return closed_bases(money(actual), Decimal(percent), some or parts(), expected, to_dirham=to_dirham)


# ── Each rule at its frontier ───────────────────────────────────────────────


def test_those_who_came_share_the_actual_cost():
    found = closed("1000.00", parts(heads=(1, 2)), forecast=(9, 9))
    assert found.rule == ClosingRule.PRESENCE
    assert found.bases == {REGION: money("250.00"), PROVINCE: money("250.00"), COMMUNE: money("500.00")}


def test_when_nobody_came_those_expected_remain_the_basis():
    found = closed("1000.00", forecast=(2, 1))
    assert found.rule == ClosingRule.FORECAST
    assert found.bases == {REGION: money("250.00"), PROVINCE: money("500.00"), COMMUNE: money("250.00")}


def test_one_member_who_came_is_enough_to_leave_the_forecast():
    found = closed("1000.00", parts(heads=(0, 1)), forecast=(9, 1))
    assert found.rule == ClosingRule.PRESENCE
    assert found.bases[COMMUNE] == money("750.00")


def test_when_nobody_was_expected_either_the_body_of_the_programme_bears_the_rest():
    found = closed("1000.00", parts(top_ups=("0.00", "100.00", "0.00")))
    assert found.rule == ClosingRule.OWNER_ALONE
    assert found.bases == {REGION: money("900.00"), PROVINCE: 0, COMMUNE: 0}
    assert found.top_ups[PROVINCE] == money("100.00")


def test_when_nothing_was_spent_nobody_bears_anything():
    found = closed("0.00", parts(heads=(3, 3), top_ups=("10.00", "20.00", "0.00")))
    assert found.rule == ClosingRule.NOTHING_SPENT
    assert set(found.bases.values()) | set(found.top_ups.values()) == {Decimal(0)}


@pytest.mark.parametrize(
    ("actual", "rule", "shares", "top_ups"),
    [
        # a quarter of 400.01 is 100.00: with 300.00 of top-ups one centime is left to share
        ("400.01", ClosingRule.PRESENCE, ("100.00", "0.01", "0.00"), ("0.00", "200.00", "100.00")),
        ("400.00", ClosingRule.COVERED, ("100.00", "0.00", "0.00"), ("0.00", "200.00", "100.00")),
        ("399.99", ClosingRule.COVERED, ("100.00", "0.00", "0.00"), ("0.00", "199.99", "100.00")),
        ("200.00", ClosingRule.COVERED, ("50.00", "0.00", "0.00"), ("0.00", "100.00", "50.00")),
        ("0.01", ClosingRule.COVERED, ("0.00", "0.00", "0.00"), ("0.00", "0.01", "0.00")),
    ],
)
def test_one_centime_above_at_and_below_what_the_region_and_the_top_ups_cover(actual, rule, shares, top_ups):
    found = closed(actual, parts(heads=(1, 1), top_ups=("0.00", "200.00", "100.00")))
    assert found.rule == rule
    assert tuple(found.bases.values()) == tuple(money(one) for one in shares)
    assert tuple(found.top_ups.values()) == tuple(money(one) for one in top_ups)


def test_the_part_the_law_asks_of_the_region_is_taken_before_its_own_top_up():
    found = closed("100.00", parts(heads=(1, 1), top_ups=("500.00", "0.00", "0.00")))
    assert (found.bases[REGION], found.top_ups[REGION]) == (money("25.00"), money("75.00"))


def test_an_earmarked_top_up_is_kept_whole_whatever_the_year_cost():
    found = closed("0.00", parts(top_ups=("0.00", "70.00", "0.00"), kind=TopUpKind.EARMARKED))
    assert found.top_ups[PROVINCE] == money("70.00")


def test_a_cost_below_zero_is_refused():
    with pytest.raises(ValidationError, match="not negative"):
        closed("-0.01")


amounts = st.decimals(min_value=0, max_value=10**7, places=2)
percents = st.decimals(min_value=0, max_value=100, places=2)
council = st.tuples(
    st.integers(0, 40), st.integers(0, 40), amounts, st.sampled_from([TopUpKind.LOWERS, TopUpKind.EARMARKED])
)


@given(amounts, percents, amounts, st.lists(council, max_size=12), st.booleans())
@example(money("0.01"), Decimal(0), money("0.01"), [(0, 0, money("0.01"), TopUpKind.LOWERS)], True)
@example(money("0.75"), Decimal(100), money("0.00"), [], True)
@example(money("2.50"), Decimal(0), money("0.00"), [(0, 0, money("1.50"), TopUpKind.LOWERS)] * 2, True)
def test_whatever_the_year_the_parts_make_the_cost_and_none_is_negative(actual, percent, own, councils, to_dirham):
    every = [Part(0, 0, is_region=True, top_up=own)]
    every += [Part(n, came, top_up=extra, top_up_kind=kind) for n, (came, _e, extra, kind) in enumerate(councils, 1)]
    forecast = {n: expected for n, (_c, expected, _x, _k) in enumerate(councils, 1)}
    found = closed_bases(actual, percent, every, forecast, to_dirham=to_dirham)
    lowering = [found.top_ups[part.body_id] for part in every if part.top_up_kind == TopUpKind.LOWERS]
    assert sum(found.bases.values()) + sum(lowering) == actual
    assert min(found.bases.values()) >= 0
    assert all(0 <= found.top_ups[part.body_id] <= part.top_up for part in every)


# ── The closing itself ──────────────────────────────────────────────────────


@pytest.fixture
def programme(db) -> Programme:
    """Adopted: 100 000 dirhams, a quarter for the region, the rest by ten members in each of three councils."""
    region = make_body(BodyKind.REGION)
    one = make_programme(region)
    make_shared(one, make_councils(region))
    return one


@pytest.fixture
def nobody(monkeypatch) -> None:
    monkeypatch.setattr(benefits, "_sources", [])


def close(programme: Programme, actual: str) -> None:
    by = make_user()
    if programme.state == "draft":
        actions.adopt_programme(programme, act=make_act(programme.owner), by=by)
    actions.close_year(programme, actual_total=money(actual), by=by)


def differences(programme: Programme) -> list[Decimal]:
    return [share.difference for share in Share.objects.filter(programme=programme).order_by("pk")]


def test_a_year_nobody_attended_is_closed_and_its_rule_kept_and_journaled(programme, nobody):
    close(programme, "60000.00")
    assert CostShare.objects.get().closing_rule == ClosingRule.FORECAST
    assert Entry.objects.get(verb="programme.closed").facts["rule"] == "forecast"
    assert differences(programme) == [money("-10000.00")] * 4


def test_a_year_without_cost_credits_all_that_was_asked(programme, nobody):
    close(programme, "0.00")
    following = make_programme(programme.owner, year=2027)
    assert set(carried_to(following).values()) == {money("-25000.00")}
    assert sum(share.recounted for share in Share.objects.filter(programme=programme)) == 0


def test_a_top_up_not_called_for_is_a_credit_and_the_paper_says_what_was_kept(programme, nobody):
    give = {"kind": TopUpKind.LOWERS, "by": make_user()}
    commune = programme.shares.order_by("pk").last().body
    actions.top_up(programme, body=commune, amount=money("40000.00"), **give)
    close(programme, "20000.00")
    share = Share.objects.get(programme=programme, body=commune)
    assert (share.recounted, share.top_up_kept, share.top_up_returned) == (0, money("15000.00"), money("25000.00"))
    assert share.difference == money("15000.00") - share.amount
    every = programme.shares.all()
    assert sum(one.recounted + one.top_up_kept for one in every) == money("20000.00")
    cost = CostShare.objects.get()
    facts = cost_share_facts(cost, state="final", made_at=cost.recounted_at)
    assert "15000.00" in str(facts)
    assert "المساهمات الإضافية" in str(facts)


def test_the_paper_of_a_closed_year_says_why_its_rates_do_not_make_a_hundred(programme, nobody):
    """Of 80 000 dirhams spent 40 000 are a top-up: the shares are the other half."""
    commune = programme.shares.order_by("pk").last().body
    actions.top_up(programme, body=commune, amount=money("40000.00"), kind=TopUpKind.LOWERS, by=make_user())
    close(programme, "80000.00")
    cost = CostShare.objects.get()
    state = cost_share_facts(cost, state="final", made_at=cost.recounted_at)["state"]
    assert state["total"]["rate"] == "50,00%"
    assert formats.dirhams(40000, language="ar") in state["basis"]


def test_a_year_closed_after_the_next_was_adopted_is_carried_to_the_one_after(programme, nobody):
    by = make_user()
    actions.adopt_programme(programme, act=make_act(programme.owner), by=by)
    following = make_programme(programme.owner, year=2027)
    councils = [share.body for share in programme.shares.exclude(body=programme.owner)]
    make_shared(following, councils)
    actions.adopt_programme(following, act=make_act(programme.owner, number="13/2027"), by=by)
    programme.refresh_from_db()
    close(programme, "0.00")
    assert not following.shares.exclude(carried=0).exists()
    assert set(carried_to(make_programme(programme.owner, year=2028)).values()) == {money("-25000.00")}


def test_a_year_closed_before_the_next_is_adopted_is_carried_to_it(programme, nobody):
    following = make_programme(programme.owner, year=2027)
    councils = [share.body for share in programme.shares.exclude(body=programme.owner)]
    make_shared(following, councils[:2])
    close(programme, "60000.00")
    actions.adopt_programme(following, act=make_act(programme.owner, number="13/2027"), by=make_user())
    assert [share.carried for share in following.shares.all()] == [money("-10000.00")] * 4


def year(region, councils, number):
    programme = make_programme(region, year=number)
    make_shared(programme, councils)
    return programme


def adopt(programme):
    actions.adopt_programme(
        programme, act=make_act(programme.owner, number=f"{programme.year}/{programme.version}"), by=make_user()
    )
    programme.refresh_from_db()


def test_a_year_drafted_and_never_adopted_eats_no_credit(db):
    region = make_body(kind=BodyKind.REGION)
    councils = make_councils(region)
    first = year(region, councils, 2023)
    close(first, "0.00")
    year(region, councils, 2024)
    after = year(region, councils, 2025)
    assert set(carried_to(after).values()) == {money("-25000.00")}


def test_a_credit_is_given_once_when_years_are_adopted_out_of_order(db):
    region = make_body(kind=BodyKind.REGION)
    councils = make_councils(region)
    close(year(region, councils, 2023), "0.00")
    later, earlier = year(region, councils, 2025), year(region, councils, 2024)
    adopt(later)
    adopt(earlier)
    assert {share.carried for share in later.shares.all()} == {money("-25000.00")}
    assert {share.carried for share in earlier.shares.all()} == {money("0.00")}


@settings(max_examples=12)
@given(
    order=st.permutations([2023, 2024, 2025, 2026]),
    closings=st.lists(st.sampled_from(["0.00", "60000.00", "130000.00"]), min_size=4, max_size=4),
    late=st.lists(st.booleans(), min_size=4, max_size=4),
)
def test_in_any_order_what_closings_leave_is_carried_once(db, order, closings, late):
    region = make_body(kind=BodyKind.REGION)
    councils = make_councils(region, communes=1)
    years = [year(region, councils, number) for number in order]
    waiting = []
    for programme, actual, is_late in zip(years, closings, late, strict=True):
        adopt(programme)
        if is_late:
            waiting.append((programme, actual))
        else:
            actions.close_year(programme, actual_total=money(actual), by=make_user())
    for programme, actual in waiting:
        actions.close_year(programme, actual_total=money(actual), by=make_user())
    every = Share.objects.filter(programme__owner=region)
    left = carried_to(make_programme(region, year=2027))
    for body in [region, *councils]:
        shares = every.filter(body=body)
        given = sum(share.due - share.amount for share in shares)
        assert given + left.get(body.pk, 0) == sum(share.difference for share in shares)
