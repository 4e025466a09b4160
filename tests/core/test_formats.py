import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.formats import date_format, get_format, sanitize_separators

from takwin.core import formats
from takwin.core.formats import LRM

TUESDAY = dt.date(2026, 12, 8)
WEDNESDAY = dt.date(2026, 12, 9)
NBSP = "\u00a0"


def test_months_are_those_of_morocco() -> None:
    months = [formats.month(dt.date(2026, n, 1), language="ar").split()[0] for n in range(1, 13)]
    assert " ".join(months[:6]) == "يناير فبراير مارس أبريل ماي يونيو"
    assert " ".join(months[6:]) == "يوليوز غشت شتنبر أكتوبر نونبر دجنبر"


@pytest.mark.parametrize(
    ("language", "plain", "named", "short"),
    [
        ("ar", "8 دجنبر 2026", "الثلاثاء 8 دجنبر 2026", "8 دجنبر"),
        ("fr", "8 décembre 2026", "mardi 8 décembre 2026", "8 décembre"),
        ("en", "8 December 2026", "Tuesday 8 December 2026", "8 December"),
    ],
)
def test_a_day_is_written_in_each_language(language: str, plain: str, named: str, short: str) -> None:
    assert formats.day(TUESDAY, language=language) == plain
    assert formats.day(TUESDAY, weekday=True, language=language) == named
    assert formats.short_day(TUESDAY, language=language) == short


def test_the_first_of_a_month_is_an_ordinal_in_french_only() -> None:
    assert formats.day(dt.date(2026, 12, 1), language="fr") == "1er décembre 2026"
    assert formats.day(dt.date(2026, 12, 21), language="fr") == "21 décembre 2026"
    assert formats.day(dt.date(2026, 12, 1), language="ar") == "1 دجنبر 2026"
    assert formats.short_days([dt.date(2026, 12, 1), dt.date(2026, 12, 2)], language="fr") == "1er et 2 décembre"


def test_two_days_are_joined_by_a_word_never_by_a_dash() -> None:
    both = [WEDNESDAY, TUESDAY]
    assert formats.days(both, language="ar") == "الثلاثاء 8 والأربعاء 9 دجنبر 2026"
    assert formats.days(both, language="fr") == "mardi 8 et mercredi 9 décembre 2026"
    assert formats.short_days(both, language="ar") == "8 و9 دجنبر"


def test_days_across_months_and_years_say_what_changes() -> None:
    assert formats.days([dt.date(2026, 11, 30), dt.date(2026, 12, 1)], weekday=False, language="ar") == (
        "30 نونبر و1 دجنبر 2026"
    )
    assert formats.days([dt.date(2026, 12, 31), dt.date(2027, 1, 1)], weekday=False, language="fr") == (
        "31 décembre 2026 et 1er janvier 2027"
    )
    over = [dt.date(2026, 12, 31), dt.date(2027, 1, 1)]
    assert formats.short_days(over, language="ar") == "31 دجنبر 2026 و1 يناير 2027"


def test_a_run_is_told_by_its_ends_and_scattered_days_one_by_one() -> None:
    run = [TUESDAY + dt.timedelta(days=n) for n in range(3)]
    assert formats.days(run, language="ar") == "من الثلاثاء 8 إلى الخميس 10 دجنبر 2026"
    assert formats.days([run[0], run[2], dt.date(2026, 12, 20)], weekday=False, language="fr") == (
        "8, 10 et 20 décembre 2026"
    )
    assert formats.days([TUESDAY], language="ar") == "الثلاثاء 8 دجنبر 2026"
    assert formats.days([], language="ar") == ""


def test_a_moment_is_told_on_the_clock_of_casablanca() -> None:
    now = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
    told = [
        formats.moment(instant, now=now, language="ar")
        for instant in (
            dt.datetime(2026, 11, 23, 8, 42, tzinfo=dt.UTC),
            dt.datetime(2026, 11, 22, 15, 20, tzinfo=dt.UTC),
            dt.datetime(2026, 11, 17, 14, 10, tzinfo=dt.UTC),
            dt.datetime(2025, 11, 17, 14, 10, tzinfo=dt.UTC),
        )
    ]
    assert told == ["اليوم 09:42", "أمس 16:20", "17 نونبر 15:10", "17 نونبر 2025 15:10"]


def test_midnight_in_casablanca_is_already_the_next_day() -> None:
    now = dt.datetime(2026, 11, 23, 23, 30, tzinfo=dt.UTC)
    assert formats.moment(now, now=now, language="fr") == "aujourd’hui 00:30"
    assert formats.moment(now - dt.timedelta(hours=1), now=now, language="fr") == "hier 23:30"


def test_amounts_are_grouped_by_a_dot_in_arabic_and_a_no_break_space_in_french() -> None:
    amount = Decimal("1028588.23")
    assert formats.money(amount, language="ar") == "1.028.588,23"
    assert formats.money(amount, language="fr") == f"1{NBSP}028{NBSP}588,23"
    assert formats.money(Decimal(-5), language="ar") == "\u200e-5,00", "the sign stays before the figures"
    assert formats.money(Decimal(-5), language="fr") == "-5,00"
    assert formats.dirhams(Decimal("42000.00"), language="ar") == f"42.000{NBSP}درهم"
    assert formats.dirhams(amount, language="fr") == f"1{NBSP}028{NBSP}588,23{NBSP}DH"


def test_figures_keep_western_digits() -> None:
    assert formats.number(4127, language="ar") == "4.127"
    assert formats.number(4127, language="fr") == f"4{NBSP}127"
    assert formats.number(2.5, language="ar") == "2,5"
    assert formats.hours(dt.time(9), dt.time(12, 30), language="ar") == "من 09:00 إلى 12:30"


def test_a_share_is_full_only_when_it_is_full() -> None:
    assert formats.percent(Decimal("0.9999"), language="ar") == f"{LRM}99%"
    assert formats.percent(0.29, language="fr") == f"29{NBSP}%"
    assert formats.percent(1, language="ar") == f"{LRM}100%"


@pytest.mark.parametrize(
    ("share", "told"),
    [("0.6893", 69), ("0.685", 69), ("0.6849", 68), ("0", 0), ("0.004", 0), ("0.995", 99), ("1", 100), ("1.2", 120)],
)
def test_a_share_is_told_to_the_nearest_percent_and_never_as_all_before_it_is(share: str, told: int) -> None:
    assert formats.whole_percent(Decimal(share)) == told
    assert formats.percent(Decimal(share), language="ar") == f"{LRM}{told}%"


def test_a_colon_keeps_its_space_in_french_only() -> None:
    assert [formats.colon(language=language) for language in ("ar", "fr", "en")] == [":", "\u00a0:", ":"]


def test_a_bank_identity_is_written_by_bank_city_account_and_key() -> None:
    assert formats.rib("310270000000100200300463") == "310 270 0000001002003004 63"
    assert formats.rib("") == ""


def test_a_phone_is_written_as_it_is_read_out() -> None:
    assert formats.phone("+212661234567") == f"06{NBSP}61{NBSP}23{NBSP}45{NBSP}67"
    assert formats.phone("+33612345678") == "+33612345678"


def test_forms_read_and_write_days_and_figures_as_morocco_does(language: str) -> None:
    assert get_format("FIRST_DAY_OF_WEEK") == 1
    assert get_format("DATE_INPUT_FORMATS")[0] == "%Y-%m-%d"
    assert get_format("DECIMAL_SEPARATOR") == ","
    assert sanitize_separators("12,50") == "12.50"
    assert date_format(TUESDAY, "SHORT_DATE_FORMAT") == "08/12/2026"


def test_the_years_of_a_plan_are_joined_by_a_word() -> None:
    assert formats.years(2023, 2026, language="ar") == "2023 إلى 2026"
    assert formats.years(2023, 2026, language="fr") == "2023 à 2026"
    assert formats.years(2023, 2023, language="ar") == "2023"


@pytest.mark.parametrize(("code", "told"), [("ar", "أزرو، إفران"), ("fr", "أزرو, إفران")])
def test_names_are_listed_with_the_comma_of_the_reader(code: str, told: str) -> None:
    with translation.override(code):
        assert formats.listed(["أزرو", "إفران"]) == told
