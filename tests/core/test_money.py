from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takwin.core.money import CENTIME, DIRHAM, plain, split

amounts = st.decimals(min_value=0, max_value=10**9, places=2)
weights = st.lists(st.integers(min_value=0, max_value=500), min_size=1, max_size=60).filter(any)


@given(amounts, weights)
def test_the_parts_of_a_split_sum_to_the_whole(total, heads):
    assert sum(split(total, heads)) == total


@given(amounts, weights)
def test_a_part_is_within_a_centime_of_its_exact_share(total, heads):
    for part, weight in zip(split(total, heads), heads, strict=True):
        assert abs(part - total * weight / sum(heads)) < CENTIME


@given(amounts, weights)
def test_rounding_to_the_dirham_leaves_centimes_to_the_heaviest_alone(total, heads):
    parts = split(total, heads, unit=DIRHAM)
    assert sum(parts) == total
    assert sum(part % 1 != 0 for part in parts) <= 1


def test_of_equal_remainders_the_earlier_part_wins():
    assert split(Decimal("100.00"), [1, 1, 1]) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]


def test_nobody_to_bear_a_total_is_refused():
    with pytest.raises(ValueError, match="all zero"):
        split(Decimal("10.00"), [0, 0])


def test_nothing_can_be_shared_between_nobody_present():
    assert split(Decimal("0.00"), [0, 0]) == [Decimal("0.00"), Decimal("0.00")]


@pytest.mark.parametrize(("total", "heads"), [(Decimal("-1.00"), [1]), (Decimal("1.00"), [2, -1])])
def test_negative_figures_are_refused(total, heads):
    with pytest.raises(ValueError, match="negative"):
        split(total, heads)


@pytest.mark.parametrize(("kept", "typed"), [("40.00", "40"), ("8000", "8000"), ("2.50", "2.5"), ("0.00", "0")])
def test_a_quantity_is_told_as_one_types_it(kept: str, typed: str) -> None:
    assert str(plain(Decimal(kept))) == typed
