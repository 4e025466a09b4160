"""Months as people write them."""

import pytest

from takwin.core.months import WORDS, month_named


@pytest.mark.parametrize(("word", "month"), [
    ("شتنبر", 9), ("سبتمبر", 9), ("ابريل", 4), ("Févr.", 2), ("AOÛT", 8), ("septemb", 9), ("nove", 11), ("june", 6),
    ("جانفي", 1), ("juill", 7), ("كانون الأول", 12), ("كانون الثاني", 1), ("تشرين الاول", 10), ("تشرين الثاني", 11),
])  # fmt: skip
def test_a_month_is_known_in_each_language_whole_or_cut_short(word: str, month: int) -> None:
    assert month_named(word) == month


@pytest.mark.parametrize("word", ["jui", "ma", "no", "total", "", "مجموع", "كانون", "تشرين"])
def test_what_several_months_begin_with_or_none_is_no_month(word: str) -> None:
    assert month_named(word) is None


def test_no_name_is_that_of_two_months() -> None:
    said = [name for names in WORDS for name in names.split()]
    assert len(said) == len(set(said))
