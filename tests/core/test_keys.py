"""What a text from outside says as the number of a row."""

import pytest

from takwin.core.keys import LARGEST, key_of


@pytest.mark.parametrize("text", ["", "x", "-1", "1.5", "١٢", "²", str(LARGEST + 1), "9" * 4400])
def test_what_no_row_can_bear_is_no_number(text: str) -> None:
    assert key_of(text) is None


def test_the_largest_number_is_one() -> None:
    assert key_of(str(LARGEST)) == LARGEST
    assert key_of("7") == 7
