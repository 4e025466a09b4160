"""Scenarios of the cost share: each split at its frontiers, compared, kept, and what a closing makes of them."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from takwin.core import clock
from takwin.directory.actions.parameters import seed_parameters
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.documents.papers.engine import preview
from takwin.journal.models import Entry
from takwin.programmes import actions as programmes
from takwin.programmes import benefits
from takwin.programmes.enums import ClosingRule, Split, TopUpKind
from takwin.programmes.models import CostShare, Programme, Scenario, ScenarioPart, Share
from takwin.programmes.papers import cost_share_facts
from takwin.programmes.queries.shares import Part, region_part, shared
from takwin.programmes.scenarios import actions
from takwin.programmes.scenarios.queries import borne_by, compare
from tests.constraints import breaks
from tests.factories.accounts import make_user
from tests.factories.directory import make_body
from tests.factories.programmes import make_act, make_councils, make_programme, make_shared
from tests.races import at_once, refusals

TERMS: dict[str, Any] = {"total": Decimal("100000.00"), "region_percent": Decimal(25)}
REGION, ONE, OTHER = 1, 2, 3


@pytest.fixture
def by(db):
    seed_parameters(by=None)
    return make_user()


@pytest.fixture
def programme(by):
    """A draft whose region has a provincial council and two communes, of 300, 100 and 200 inhabitants."""
    programme = make_programme()
    for council, people in zip(make_councils(programme.owner), (300, 100, 200), strict=True):
        council.place.population = people
        council.place.save()
    return programme


def write(programme: Programme, split: Split, *, by, name="أ", **facts: Any) -> Scenario:
    return actions.write_scenario(programme, name=name, split=split, by=by, **TERMS | facts)


def parts(*weights: int, top_up: str = "0.00") -> list[Part]:
    return [Part(REGION, 0, True), Part(ONE, weights[0], top_up=Decimal(top_up)), Part(OTHER, weights[1])]


def councils_of(programme: Programme) -> list[int]:
    """The province, then its communes."""
    return [body.pk for body in programme.owner.__class__.objects.exclude(pk=programme.owner_id).order_by("pk")]


# ── The calculation ─────────────────────────────────────────────────────────


def test_by_hand_the_region_bears_what_the_amounts_leave_to_the_centime():
    borne = shared(Decimal("100.00"), Decimal(25), parts(3333, 4001), split=Split.HAND, to_dirham=False)
    assert borne == {REGION: Decimal("26.66"), ONE: Decimal("33.33"), OTHER: Decimal("40.01")}


@pytest.mark.parametrize(("second", "left"), [(6667, "0.00"), (6666, "0.01")])
def test_by_hand_the_amounts_may_reach_the_cost(second, left):
    borne = shared(Decimal("100.00"), Decimal(25), parts(3333, second), split=Split.HAND, to_dirham=False)
    assert borne[REGION] == Decimal(left)


def test_by_hand_one_centime_beyond_the_cost_is_refused_and_said():
    with pytest.raises(ValidationError, match=r"exceed the cost by 0\.01"):
        shared(Decimal("100.00"), Decimal(25), parts(3333, 6668), split=Split.HAND, to_dirham=False)


def test_by_hand_a_top_up_lowers_what_the_region_bears():
    borne = shared(Decimal("100.00"), Decimal(25), parts(3000, 3000, top_up="15.00"), split=Split.HAND, to_dirham=False)
    assert borne[REGION] == Decimal("25.00")


@given(
    st.decimals(min_value=1, max_value=10**7, places=2),
    st.decimals(min_value=0, max_value=100, places=2),
    st.lists(st.integers(0, 10**6), min_size=1, max_size=8),
    st.sampled_from([Split.HEADS, Split.POPULATION, Split.EQUAL]),
    st.booleans(),
)
def test_the_parts_of_every_split_sum_to_the_cost(total, percent, weights, split, to_dirham):
    rows = [Part(REGION, 0, True), *(Part(n + 2, weight) for n, weight in enumerate([1, *weights]))]
    borne = shared(total, percent, rows, split=split, to_dirham=to_dirham)
    assert sum(borne.values()) == total
    assert min(borne.values()) >= 0


# ── Written and compared ────────────────────────────────────────────────────


def test_each_split_counts_what_it_says(programme, by):
    province, one, other = councils_of(programme)
    people, equal = write(programme, Split.POPULATION, by=by), write(programme, Split.EQUAL, by=by, name="ب")
    assert borne_by(people) == {
        programme.owner_id: Decimal("25000.00"), province: Decimal("37500.00"), one: Decimal("12500.00"),
        other: Decimal("25000.00"),
    }  # fmt: skip
    assert borne_by(equal)[one] == Decimal("25000.00")


def test_the_three_usual_ways_are_written_once(programme, by):
    assert len(actions.write_usual(programme, by=by, **TERMS)) == 3
    assert actions.write_usual(programme, by=by, **TERMS) == []
    assert programme.scenarios.count() == 3


def test_a_scenario_that_nobody_can_bear_says_so_beside_the_others(programme, by):
    write(programme, Split.HEADS, by=by)  # no member is in office
    write(programme, Split.EQUAL, by=by, name="ب")
    compared = compare(programme)
    assert "no" in compared.columns[0].refusal.lower()
    assert compared.against is compared.columns[1]


def test_who_gains_and_who_loses_is_told_against_another(programme, by):
    equal, people = write(programme, Split.EQUAL, by=by), write(programme, Split.POPULATION, by=by, name="ب")
    compared = compare(programme, against=str(equal.pk))
    effect = compared.effects[1]
    assert effect.column.scenario == people
    assert (effect.less, effect.more) == (1, 1)  # the commune of 100 saves, the province pays more, the third the same
    assert [effect.most_saved[1], effect.most_asked[1]] == [Decimal("12500.00")] * 2
    assert [line.cells[1].change for line in compared.lines] == [Decimal(0), Decimal(0)]  # a region and its province


def test_below_a_quarter_the_region_is_warned_and_nothing_is_blocked(programme, by):
    scenario = write(programme, Split.EQUAL, by=by, region_percent=Decimal("24.99"))
    assert "at least 25" in compare(programme).columns[0].warning
    assert actions.keep_scenario(scenario, by=by).pk


def test_four_stand_side_by_side_and_the_others_are_counted(programme, by):
    for n in range(6):
        write(programme, Split.EQUAL, by=by, name=f"سيناريو {n}")
    last = Scenario.objects.order_by("pk").last()
    assert (len(compare(programme).columns), compare(programme).left_out) == (4, 2)
    assert [one.scenario for one in compare(programme, chosen=[str(last.pk)]).columns] == [last]


def test_a_copy_by_hand_starts_from_what_each_bears(programme, by):
    people = write(programme, Split.POPULATION, by=by)
    copy = actions.duplicate_scenario(people, name="نسخة", by_hand=True, by=by)
    assert borne_by(copy) == borne_by(people)
    one = councils_of(programme)[1]
    actions.set_parts(copy, parts={one: 1_000_000}, by=by)  # 10 000 dirhams rather than 12 500
    assert borne_by(copy)[programme.owner_id] == Decimal("27500.00")
    assert borne_by(people)[one] == Decimal("12500.00")


def test_amounts_by_hand_beyond_the_cost_are_refused_and_nothing_is_kept(programme, by):
    copy = actions.duplicate_scenario(write(programme, Split.EQUAL, by=by), name="نسخة", by_hand=True, by=by)
    one = councils_of(programme)[1]
    with pytest.raises(ValidationError, match="exceed the cost"):
        actions.set_parts(copy, parts={one: 10_000_000}, by=by)
    assert copy.parts.get(body=one).weight == 2_500_000


def test_a_split_that_counts_by_itself_is_not_corrected(programme, by):
    with pytest.raises(ValidationError, match="duplicate the scenario by hand"):
        actions.set_parts(write(programme, Split.EQUAL, by=by), parts={}, by=by)


def test_a_top_up_in_a_scenario_lowers_what_the_others_share(programme, by):
    province, one, _other = councils_of(programme)
    scenario = write(programme, Split.EQUAL, by=by)
    terms = {"body": Share(body_id=province).body, "amount": Decimal("30000.00"), "kind": TopUpKind.LOWERS}
    actions.top_up_scenario(scenario, **terms, by=by)
    assert borne_by(Scenario.objects.get(pk=scenario.pk))[one] == Decimal("15000.00")


def test_an_earmarked_top_up_says_what_it_is_for(programme, by):
    body = Share(body_id=councils_of(programme)[0]).body
    scenario = write(programme, Split.EQUAL, by=by)
    with pytest.raises(ValidationError, match="what the earmarked amount"):
        actions.top_up_scenario(scenario, body=body, amount=Decimal(1), kind=TopUpKind.EARMARKED, by=by)


# ── Kept ────────────────────────────────────────────────────────────────────


def test_the_scenario_kept_is_the_cost_share_with_its_top_ups(programme, by):
    other = councils_of(programme)[2]
    scenario = write(programme, Split.POPULATION, by=by)
    body = Share(body_id=other).body
    actions.top_up_scenario(scenario, body=body, amount=Decimal("100.00"), kind=TopUpKind.LOWERS, by=by)
    cost = actions.keep_scenario(scenario, by=by)
    assert (cost.split, cost.scenario, cost.total) == (Split.POPULATION, scenario, TERMS["total"])
    shares = {share.body_id: share for share in programme.shares.all()}
    assert sum(share.base for share in shares.values()) + shares[other].top_up == cost.total
    assert shares[other].amount == shares[other].base + Decimal("100.00")
    assert Entry.objects.filter(verb="scenario.kept").count() == 1


def test_keeping_another_takes_its_place_and_frees_the_first(programme, by):
    first, second = write(programme, Split.EQUAL, by=by), write(programme, Split.POPULATION, by=by, name="ب")
    actions.keep_scenario(first, by=by)
    with pytest.raises(ValidationError, match="keep another one first"):
        actions.remove_scenario(first, by=by)
    actions.keep_scenario(second, by=by)
    actions.remove_scenario(first, by=by)
    assert CostShare.objects.get().scenario == second


def test_by_hand_kept_the_percentage_of_the_region_is_what_is_left(programme, by):
    copy = actions.duplicate_scenario(write(programme, Split.EQUAL, by=by), name="نسخة", by_hand=True, by=by)
    actions.set_parts(copy, parts={councils_of(programme)[1]: 1}, by=by)
    actions.keep_scenario(copy, by=by)
    assert CostShare.objects.get().region_percent == Decimal("50.00")  # 49 999.99 of 100 000


def test_the_members_expected_stay_known_beside_another_split(programme, by):
    councils = [Share(body_id=pk).body for pk in councils_of(programme)]
    make_shared(programme, councils, heads=7)
    actions.keep_scenario(write(programme, Split.EQUAL, by=by), by=by)
    assert set(programme.shares.exclude(body=programme.owner).values_list("heads_forecast", flat=True)) == {7}


def test_sharing_again_by_members_leaves_the_scenario(programme, by):
    actions.keep_scenario(write(programme, Split.EQUAL, by=by), by=by)
    make_shared(programme, [Share(body_id=pk).body for pk in councils_of(programme)])
    cost = CostShare.objects.get()
    assert (cost.split, cost.scenario) == (Split.HEADS, None)
    assert not programme.shares.exclude(weight=None).exists()


def test_nothing_is_written_once_the_programme_is_adopted(programme, by):
    scenario = write(programme, Split.EQUAL, by=by)
    actions.keep_scenario(scenario, by=by)
    programmes.adopt_programme(programme, act=make_act(programme.owner), by=by)
    for act in (
        lambda: write(programme, Split.EQUAL, by=by, name="ب"),
        lambda: actions.keep_scenario(scenario, by=by),
        lambda: actions.duplicate_scenario(scenario, name="ج", by=by),
        lambda: actions.remove_scenario(scenario, by=by),
    ):
        with pytest.raises(ValidationError, match="has been adopted"):
            act()


@pytest.mark.parametrize("split", [Split.POPULATION, Split.HAND])
@pytest.mark.parametrize("actual", ["100000.00", "80000.01"])
def test_a_closing_keeps_the_proportions_that_were_adopted(programme, by, monkeypatch, split, actual):
    one = councils_of(programme)[1]
    monkeypatch.setattr(benefits, "_sources", [lambda _programme: {one: 5}])  # only one sent its members
    actions.keep_scenario(write(programme, split, by=by) if split != Split.HAND else _by_hand(programme, by), by=by)
    before = dict(programme.shares.values_list("body", "base"))
    programmes.adopt_programme(programme, act=make_act(programme.owner), by=by)
    programmes.close_year(programme, actual_total=Decimal(actual), by=by)
    assert CostShare.objects.get().closing_rule == ClosingRule.AGREED
    after = {share.body_id: share.recounted for share in programme.shares.all()}
    assert sum(after.values()) == Decimal(actual)
    if actual == "100000.00":
        assert after == before
    assert "النسب المصادق عليها" in str(cost_share_facts(CostShare.objects.get(), state="final", made_at=clock.now()))


def _by_hand(programme: Programme, by) -> Scenario:
    return actions.duplicate_scenario(write(programme, Split.POPULATION, by=by), name="يدوي", by_hand=True, by=by)


def test_the_paper_says_on_what_the_rest_is_shared(programme, by):
    actions.keep_scenario(write(programme, Split.POPULATION, by=by), by=by)
    facts = cost_share_facts(CostShare.objects.get(), state="draft", made_at=clock.now())
    assert "حسب عدد السكان" in str(facts)
    assert "عدد المنتخبين المستفيدين" not in str(facts)
    assert len(preview("cost-share", facts)) == 1


# ── What the database refuses ───────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("scenario_total_above_zero", {"total": Decimal("0.00")}),
        ("scenario_percent_between_0_and_100", {"region_percent": Decimal("100.01")}),
        ("scenario_percent_between_0_and_100", {"region_percent": Decimal("-0.01")}),
    ],
)
def test_a_scenario_is_a_sum_and_a_percentage(by, name, facts):
    with breaks(Scenario, name):
        Scenario.objects.create(programme=make_programme(), name="أ", split=Split.EQUAL, **TERMS | facts)


def test_a_scenario_has_a_name_of_its_own(programme, by):
    write(programme, Split.EQUAL, by=by)
    with pytest.raises(ValidationError, match="already has a scenario of that name"):
        write(programme, Split.HEADS, by=by)
    with breaks(Scenario, "scenario_name_once"):
        Scenario.objects.create(programme=programme, name="أ", split=Split.EQUAL, **TERMS)


def test_a_body_has_one_part_in_a_scenario(programme, by):
    part = write(programme, Split.EQUAL, by=by).parts.first()
    with breaks(ScenarioPart, "scenario_part_once"):
        ScenarioPart.objects.create(scenario=part.scenario, body=part.body)


def test_a_top_up_of_a_scenario_is_not_negative(programme, by):
    scenario = write(programme, Split.EQUAL, by=by)
    with breaks(ScenarioPart, "scenario_top_up_not_negative"):
        ScenarioPart.objects.create(scenario=scenario, body=make_body(BodyKind.COMMUNE), top_up=Decimal("-0.01"))


@pytest.mark.django_db(transaction=True)
def test_two_who_keep_at_once_leave_one_whole_cost_share():
    seed_parameters(by=None)
    by, programme = make_user(), make_programme()
    make_councils(programme.owner)
    one, other = (
        write(programme, Split.EQUAL, by=by),
        write(programme, Split.EQUAL, by=by, name="ب", total=Decimal(900)),
    )
    said = at_once(*(lambda kept=kept: actions.keep_scenario(kept, by=by) for kept in (one, other)))
    assert not refusals(said)
    cost = CostShare.objects.get()
    assert sum(programme.shares.values_list("base", flat=True)) == cost.total == cost.scenario.total


# ── What happened since a scenario was written ──────────────────────────────


def kept(programme: Programme, split: Split, *, by) -> Scenario:
    scenario = write(programme, split, by=by)
    if split == Split.HEADS:
        actions.set_parts(scenario, parts=dict.fromkeys(councils_of(programme), 10), by=by)
    actions.keep_scenario(scenario, by=by)
    return scenario


def column(programme: Programme) -> Any:
    return next(one for one in compare(Programme.objects.get(pk=programme.pk)).columns if one.scenario)


def test_what_was_promised_on_the_cost_share_is_not_lost_by_keeping_a_scenario(programme, by):
    scenario = kept(programme, Split.EQUAL, by=by)
    share = programme.shares.get(body=councils_of(programme)[0])
    told: dict[str, Any] = {"body": share.body, "amount": Decimal(5000), "kind": TopUpKind.LOWERS, "by": by}
    programmes.top_up(programme, **told)
    with pytest.raises(ValidationError, match=f"promised more than the scenario says: {share.body.name}"):
        actions.keep_scenario(scenario, by=by)
    assert programme.shares.get(pk=share.pk).top_up == 5000
    actions.top_up_scenario(scenario, **told)
    actions.keep_scenario(scenario, by=by)
    assert programme.shares.get(pk=share.pk).top_up == 5000
    assert Entry.objects.filter(verb="scenario.kept").latest("pk").facts["top_ups"] == "5000.00"


@pytest.mark.parametrize("change", ["terms", "parts", "top up", "heads of the share", "top up of the share"])
def test_a_scenario_whose_figures_are_no_longer_those_of_the_share_is_no_longer_kept(programme, by, change):
    scenario = kept(programme, Split.HEADS, by=by)
    assert column(programme).is_kept
    council = Body.objects.get(pk=councils_of(programme)[0])
    top_up: dict[str, Any] = {"body": council, "amount": Decimal(10), "kind": TopUpKind.LOWERS, "by": by}
    acts = {
        "terms": lambda: actions.change_scenario(scenario, name="ب", **TERMS | {"total": Decimal(200000)}, by=by),
        "parts": lambda: actions.set_parts(scenario, parts={council.pk: 40}, by=by),
        "top up": lambda: actions.top_up_scenario(scenario, **top_up),
        "heads of the share": lambda: programmes.set_heads(programme, heads={council.pk: 40}, by=by),
        "top up of the share": lambda: programmes.top_up(programme, **top_up),
    }
    acts[change]()
    assert not column(programme).is_kept


def test_a_scenario_renamed_stays_kept(programme, by):
    scenario = kept(programme, Split.HEADS, by=by)
    actions.change_scenario(scenario, name="ب", **TERMS, by=by)
    assert column(programme).is_kept


def test_a_council_that_ended_since_is_given_no_share(programme, by):
    scenario = write(programme, Split.EQUAL, by=by)
    ended = Body.objects.get(pk=councils_of(programme)[1])
    Body.objects.filter(pk=ended.pk).update(ends_on=clock.today())
    with pytest.raises(ValidationError, match=f"have ended since the scenario was written: {ended.name}"):
        actions.keep_scenario(scenario, by=by)
    assert not programme.shares.exists()


@pytest.mark.parametrize(("total", "to_dirham", "borne"), [("100.10", False, "25.03"), ("10", True, "3.00")])
def test_half_a_centime_goes_up(total, to_dirham, borne):
    assert region_part(Decimal(total), Decimal(25), to_dirham=to_dirham) == Decimal(borne)
