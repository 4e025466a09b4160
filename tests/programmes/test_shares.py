from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from takwin.core import clock, formats
from takwin.directory.actions.parameters import seed_parameters
from takwin.directory.enums import BodyKind
from takwin.programmes import actions, benefits
from takwin.programmes.enums import TopUpKind
from takwin.programmes.models import CostShare, Share
from takwin.programmes.papers import cost_share_facts
from takwin.programmes.queries.shares import Part, bases, warnings_of
from tests.factories.accounts import make_user
from tests.factories.directory import make_body, make_commune, make_province
from tests.factories.programmes import make_act, make_councils, make_member, make_programme, make_shared
from tests.factories.rights import officer_of

percents = st.decimals(min_value=0, max_value=100, places=2)
totals = st.decimals(min_value=0, max_value=10**8, places=2)
heads = st.lists(st.integers(min_value=0, max_value=60), min_size=1, max_size=40).filter(any)


@given(totals, percents, heads, st.booleans())
@example(Decimal("0.75"), Decimal(100), [1], True)
def test_what_each_bears_sums_to_the_cost(total, percent, counts, to_dirham):
    parts = [Part(0, 0, is_region=True), *(Part(n, count) for n, count in enumerate(counts, start=1))]
    assert sum(bases(total, percent, parts, to_dirham=to_dirham).values()) == total


def test_a_top_up_that_lowers_is_taken_off_before_the_rest_is_shared():
    parts = [Part(1, 0, is_region=True, top_up=Decimal("10000.00")), Part(2, 3), Part(3, 1)]
    shared = bases(Decimal("100000.00"), Decimal(25), parts, to_dirham=False)
    assert shared == {1: Decimal("25000.00"), 2: Decimal("48750.00"), 3: Decimal("16250.00")}


def test_an_earmarked_top_up_lowers_nobody_s_share():
    parts = [Part(1, 0, is_region=True), Part(2, 1, top_up=Decimal("500.00"), top_up_kind=TopUpKind.EARMARKED)]
    assert bases(Decimal("1000.00"), Decimal(25), parts, to_dirham=False)[2] == Decimal("750.00")


def test_top_ups_beyond_what_is_left_are_refused():
    parts = [Part(1, 0, is_region=True, top_up=Decimal("900.00")), Part(2, 1)]
    with pytest.raises(ValidationError, match="exceed what is left"):
        bases(Decimal("1000.00"), Decimal(25), parts, to_dirham=False)


def test_a_cost_that_nobody_can_bear_is_refused():
    with pytest.raises(ValidationError, match="cannot be shared"):
        bases(Decimal("1000.00"), Decimal(25), [Part(1, 0, is_region=True), Part(2, 0)], to_dirham=False)


@pytest.fixture
def region(db):
    seed_parameters(by=None)
    return make_body(kind=BodyKind.REGION)


@pytest.fixture
def councils(region):
    province = make_province(region.place)
    places = [province, make_commune(province), make_commune(province)]
    return [make_body(place=place) for place in places]


def shared(programme, councils, *, total="100000.00", percent=25, counts=(10, 20, 10), by):
    return actions.share_cost(
        programme,
        total=Decimal(total),
        region_percent=Decimal(percent),
        heads=dict(zip(councils, counts, strict=True)),
        by=by,
    )


def amounts(programme):
    return dict(Share.objects.filter(programme=programme).values_list("body", "amount"))


def test_the_cost_is_shared_by_the_members_who_benefit(region, councils):
    programme = make_programme(region)
    shared(programme, councils, by=make_user())
    assert amounts(programme) == dict(
        zip(
            [region.pk, *(c.pk for c in councils)],
            [Decimal(n) for n in ("25000.00", "18750.00", "37500.00", "18750.00")],
            strict=True,
        )
    )


def test_rounded_to_the_dirham_the_shares_are_whole_from_the_form_to_the_closing(region, councils, as_user):
    programme, officer = make_programme(region), officer_of(region.place)
    for council in councils:
        make_member(council)
    typed = {"total": "1001", "region_percent": "25", "to_dirham": "on"}
    as_user(officer).post(reverse("programmes:edit_cost", args=[programme.pk]), typed)
    assert sorted(amounts(programme).values()) == [250, 250, 250, 251]
    actions.adopt_programme(programme, act=make_act(region), by=officer)
    actions.close_year(programme, actual_total=Decimal(802), by=officer)
    recounted = [share.amount + share.difference for share in Share.objects.all()]
    assert sorted(recounted) == [200, 200, 201, 201]


def test_sharing_again_forgets_who_no_longer_benefits(region, councils):
    programme, officer = make_programme(region), make_user()
    shared(programme, councils, by=officer)
    actions.share_cost(programme, total=Decimal(1000), region_percent=Decimal(25), heads={councils[0]: 5}, by=officer)
    assert set(amounts(programme)) == {region.pk, councils[0].pk}


def test_below_the_least_share_of_the_region_the_law_is_recalled_and_nothing_is_blocked(region, councils):
    cost = shared(make_programme(region), councils, percent=22, by=make_user())
    assert "at least 25" in warnings_of(cost)[0]


def test_at_the_least_share_nothing_is_said(region, councils):
    assert warnings_of(shared(make_programme(region), councils, percent=25, by=make_user())) == []


@pytest.mark.parametrize(("total", "to_dirham"), [("1000000.01", False), ("1000001.00", True)])
def test_a_least_share_rounded_down_is_not_said_to_be_below_itself(region, councils, total, to_dirham):
    programme = make_programme(region)
    actions.share_cost(
        programme, total=Decimal(total), region_percent=Decimal(25), heads={councils[0]: 5}, to_dirham=to_dirham,
        by=make_user(),
    )  # fmt: skip
    own = Share.objects.get(programme=programme, body=region).base
    assert own * 4 < Decimal(total)
    assert warnings_of(programme.cost_share) == []


def test_adoption_fixes_the_shares(region, councils):
    programme, officer = make_programme(region), make_user()
    shared(programme, councils, by=officer)
    actions.adopt_programme(programme, act=make_act(region), by=officer)
    with pytest.raises(ValidationError, match="adopted"):
        shared(programme, councils, total="5.00", by=officer)
    assert CostShare.objects.get().fixed_at


def test_a_programme_whose_cost_is_not_shared_is_adopted_without_shares(region):
    programme = actions.adopt_programme(make_programme(region, shares_cost=False), act=make_act(region), by=make_user())
    assert programme.adopted_at


def test_a_programme_is_not_adopted_before_its_cost_is_shared(region):
    with pytest.raises(ValidationError, match="Share the cost"):
        actions.adopt_programme(make_programme(region), act=make_act(region), by=make_user())


def test_the_closing_recounts_and_carries_the_difference_to_the_year_after(region, councils, monkeypatch):
    officer = make_user()
    programme = make_programme(region)
    shared(programme, councils, by=officer)
    actions.adopt_programme(programme, act=make_act(region), by=officer)
    came = {councils[0].pk: 10, councils[1].pk: 10, councils[2].pk: 20}
    monkeypatch.setattr(benefits, "_sources", [lambda _programme: came])
    actions.close_year(programme, actual_total=Decimal("80000.00"), by=officer)
    left = dict(Share.objects.values_list("body", "difference"))
    assert left == {
        region.pk: Decimal("-5000.00"),
        councils[0].pk: Decimal("-3750.00"),
        councils[1].pk: Decimal("-22500.00"),
        councils[2].pk: Decimal("11250.00"),
    }
    following = make_programme(region, year=2027)
    shared(following, councils, by=officer)
    dues = {share.body_id: share.due for share in Share.objects.filter(programme=following)}
    assert dues[councils[1].pk] == Decimal("15000.00")
    assert dues[councils[2].pk] == Decimal("30000.00")


def test_a_credit_larger_than_the_share_asks_for_nothing_and_is_carried_further():
    share = Share(amount=Decimal("100.00"), carried=Decimal("-250.00"))
    assert (share.due, share.credit_left) == (Decimal("0.00"), Decimal("-150.00"))


def test_an_earmarked_amount_says_what_it_is_for(region, councils):
    programme, officer = make_programme(region), make_user()
    shared(programme, councils, by=officer)
    with pytest.raises(ValidationError, match="what the earmarked amount is for"):
        actions.top_up(programme, body=councils[0], amount=Decimal(100), kind=TopUpKind.EARMARKED, by=officer)


def test_a_top_up_moves_the_shares_of_the_others(region, councils):
    programme, officer = make_programme(region), make_user()
    shared(programme, councils, by=officer)
    actions.top_up(programme, body=region, amount=Decimal("15000.00"), kind=TopUpKind.LOWERS, by=officer)
    assert sum(amounts(programme).values()) == Decimal("100000.00")
    assert amounts(programme)[councils[1].pk] == Decimal("30000.00")


def test_a_programme_lies_within_the_years_of_its_plan(region):
    plan = actions.make_plan(
        owner=region, name_ar="تصميم", name_fr="Schéma", first_year=2023, last_year=2026, by=make_user()
    )
    with pytest.raises(ValidationError, match="outside"):
        actions.make_programme(owner=region, plan=plan, year=2027, name_ar="ب", name_fr="P", by=make_user())


def test_an_emergency_programme_stands_without_a_plan(region):
    programme = actions.make_programme(
        owner=region, year=2022, kind="emergency", name_ar="البرنامج الاستعجالي", name_fr="Urgence", by=make_user()
    )
    assert programme.plan is None


@pytest.mark.django_db
def test_the_rate_of_the_paper_is_that_of_the_screen_and_a_top_up_says_why_the_shares_are_less(as_user):
    region = make_body(kind=BodyKind.REGION)
    seed_parameters(by=None)
    programme = make_programme(region)
    councils = make_councils(region)
    make_shared(programme, councils)
    give = {"amount": Decimal("10000.00"), "kind": TopUpKind.LOWERS, "by": make_user()}
    actions.top_up(programme, body=councils[0], **give)
    cost = CostShare.objects.get()
    state = cost_share_facts(cost, state="draft", made_at=clock.now())["state"]
    percent = f"{cost.region_percent:.2f}%".replace(".", ",")
    assert state["groups"][0]["rows"][0]["rate"] == percent
    assert state["total"]["rate"] == "90,00%"
    assert formats.dirhams(10000, language="ar") in state["basis"]
    browser = as_user(officer_of(region.place))
    page = browser.get(reverse("programmes:cost", args=[programme.pk])).content.decode()
    assert "lower what is shared: with the shares" in page
