"""A short sample of the trial on mean lists; ``make trial`` runs ten thousand."""

from hypothesis import HealthCheck, given, settings

from tests.fuzz.layouts import LAYOUTS
from tests.fuzz.trial import lost_rows, read


@settings(max_examples=150, derandomize=True, suppress_health_check=list(HealthCheck))
@given(layout=LAYOUTS)
def test_no_list_makes_the_reader_fall_or_lose_a_row_in_silence(layout):
    book, reading, _persons, _expected = read(layout)
    assert lost_rows(book, reading) == []
