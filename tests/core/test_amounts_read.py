from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takwin.core.amounts import in_words
from takwin.core.amounts_read import amount_in


@given(st.decimals(min_value=0, max_value=10**11, places=2), st.sampled_from(["ar", "fr"]))
def test_what_is_written_in_words_is_read_as_the_same_amount(amount: Decimal, language: str) -> None:
    assert amount_in(in_words(amount, language)) == amount


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("مئة وخمسين ألف درهم فقط", "150000"),
        ("ألفي درهم", "2000"),
        ("درهمان وخمسون سنتيما", "2.50"),
        ("Deux cent mille dirhams et vingt centimes", "200000.20"),
    ],
)
def test_other_spellings_are_read_as_well(words: str, amount: str) -> None:
    assert amount_in(words) == Decimal(amount)


def test_what_is_not_an_amount_is_not_guessed() -> None:
    assert amount_in("مبلغ كبير جدا") is None
