"""What a sentence of minutes tells: the day, in the names of months that people write."""

import datetime as dt

import pytest

from takwin.meetings.reading import day_in

SINCE = dt.date(2026, 3, 1)


@pytest.mark.parametrize(("said", "day"), [
    ("قبل متم شهر أبريل", dt.date(2026, 4, 30)), ("قبل متم شهر ابريل", dt.date(2026, 4, 30)),
    ("قبل 15 نوفمبر 2026", dt.date(2026, 11, 15)), ("قبل متم كانون الأول 2026", dt.date(2026, 12, 31)),
    ("avant le 15 AOÛT 2026", dt.date(2026, 8, 15)), ("avant fin aout", dt.date(2026, 8, 31)),
    ("le 15 sept. 2026", dt.date(2026, 9, 15)), ("avant le 1er juillet", dt.date(2026, 7, 1)),
])  # fmt: skip
def test_a_month_is_read_in_every_name_and_spelling_that_lists_know(said: str, day: dt.date) -> None:
    assert day_in(said, since=SINCE) == day


@pytest.mark.parametrize("said", ["sept communes paieront", "la région le mar", "قبل متم كانون"])
def test_a_word_that_only_resembles_a_month_is_no_day(said: str) -> None:
    assert day_in(said, since=SINCE) is None


@pytest.mark.parametrize(("since", "day"), [
    (SINCE, dt.date(2027, 2, 28)), (dt.date(2026, 1, 15), dt.date(2026, 2, 28)),
    (dt.date(2027, 6, 1), dt.date(2028, 2, 29)), (dt.date(2028, 2, 29), dt.date(2028, 2, 29)),
])  # fmt: skip
@pytest.mark.parametrize("said", ["قبل 29 فبراير", "avant le 29 février", "قبل ٢٩ فبراير"])
def test_29_february_without_a_year_is_the_end_of_the_next_february(said: str, since: dt.date, day: dt.date) -> None:
    assert day_in(said, since=since) == day


def test_29_february_of_a_year_that_has_none_is_no_day() -> None:
    assert day_in("قبل 29 فبراير 2027", since=SINCE) is None


def test_the_end_of_a_year_is_not_read_within_a_word() -> None:
    assert day_in("La route est enfin 2026 ouverte", since=SINCE) is None
    assert day_in("avant fin 2026", since=SINCE) == dt.date(2026, 12, 31)
