import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from takwin.ui import cells
from takwin.ui.states import Look


@pytest.mark.parametrize("kind", cells.SHOWN)
def test_what_is_not_known_is_an_empty_cell_of_any_kind(kind: cells.Kind) -> None:
    assert cells.shown(kind, None) == ""


def test_data_is_escaped_and_isolated_and_words_of_ours_too() -> None:
    attack = "<img src=x onerror=alert(1)>"
    assert cells.shown("text", attack) == "<bdi>&lt;img src=x onerror=alert(1)&gt;</bdi>"
    for kind, value in (("reference", attack), ("phone", attack), ("state", Look(attack))):
        assert "<img" not in cells.shown(kind, value)


def test_a_day_or_an_amount_that_a_column_of_text_gives_is_written_as_the_reader_writes() -> None:
    with translation.override("fr"):
        assert cells.shown("text", dt.date(2026, 1, 2)) == "<bdi>2 janvier 2026</bdi>"
        assert cells.shown("text", Decimal("1234.50")) == "<bdi>1234,50</bdi>"
