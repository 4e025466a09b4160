"""Warnings about planned days, holidays, sittings, default hours."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from takwin.core.halfdays import HalfDay, Part, half_days
from takwin.directory.actions import (
    add_holiday,
    add_sitting,
    cancel_sitting,
    confirm_holiday,
    convene,
    seed_parameters,
)
from takwin.directory.actions.seeding import seed_holidays
from takwin.directory.calendar import WarningKind, default_hours, is_ramadan, warnings_for
from takwin.directory.enums import BodyKind
from takwin.directory.models import Holiday, Sitting
from takwin.journal.models import Entry
from tests.factories.accounts import make_user
from tests.factories.directory import make_body, make_holiday, make_province, make_region, make_sitting

pytestmark = pytest.mark.django_db
MORNING, AFTERNOON = Part.MORNING, Part.AFTERNOON


@pytest.fixture(autouse=True)
def parameters():
    seed_parameters(by=None)


def kinds(first, last=None, place=None):
    return [w.kind for w in warnings_for(half_days(first, last or first), place or make_province())]


def test_a_plain_day_warns_of_nothing():
    assert kinds(dt.date(2026, 12, 8), dt.date(2026, 12, 9)) == []
    assert warnings_for([], make_province()) == []


def test_a_weekend_is_told_once_a_day():
    assert kinds(dt.date(2026, 12, 11), dt.date(2026, 12, 13)) == [WarningKind.WEEKEND, WarningKind.WEEKEND]


def test_a_holiday_is_told_once_of_the_day_it_falls_on():
    make_holiday(dt.date(2026, 12, 9))
    (found,) = warnings_for(half_days(dt.date(2026, 12, 8), dt.date(2026, 12, 9)), make_province())
    assert found.kind == WarningKind.HOLIDAY
    assert found.sentence == "Wednesday 9 December 2026 is a holiday: Fête de l’Indépendance."


def test_a_holiday_beside_two_days_is_told_once_of_the_nearer():
    make_holiday(dt.date(2026, 12, 10))
    found = warnings_for(half_days(dt.date(2026, 12, 8), dt.date(2026, 12, 9)), make_province())
    assert [(w.kind, w.day) for w in found] == [(WarningKind.MARGIN, dt.date(2026, 12, 9))]


def test_an_estimated_holiday_says_that_it_is_estimated():
    make_holiday(dt.date(2026, 12, 9), is_estimated=True)
    found = warnings_for(half_days(dt.date(2026, 12, 8), dt.date(2026, 12, 9)), make_province())
    assert all("estimated" in w.sentence for w in found)


@pytest.mark.parametrize(
    ("day", "councils"),
    [
        (dt.date(2026, 2, 3), ["communal"]),
        (dt.date(2026, 3, 3), ["regional"]),
        (dt.date(2026, 6, 2), ["provincial"]),
        (dt.date(2026, 10, 6), ["regional", "communal"]),
        (dt.date(2026, 12, 8), []),
    ],
)
def test_months_of_ordinary_sessions_warn_for_each_level_of_the_place(day, councils):
    found = warnings_for([HalfDay(day, MORNING)], make_province())
    assert len(found) == len(councils)
    assert all(word in w.sentence for word, w in zip(councils, found, strict=True))


def test_a_region_is_not_warned_of_the_sessions_of_its_communes():
    assert kinds(dt.date(2026, 2, 3), place=make_region()) == []


def test_sentences_are_in_the_language_of_the_reader(language):
    (found,) = warnings_for([HalfDay(dt.date(2026, 12, 12), MORNING)], make_province())
    assert ("السبت" in found.sentence) == (language == "ar")


def test_warnings_cost_the_same_for_one_day_and_for_five(django_assert_num_queries):
    place = make_province()
    for last in (8, 12):
        with django_assert_num_queries(3):
            warnings_for(half_days(dt.date(2026, 12, 8), dt.date(2026, 12, last)), place)


def test_holidays_of_ten_years_are_seeded_in_both_languages_with_those_of_the_moon_estimated():
    seed_holidays(by=None)
    fitr = Holiday.objects.filter(name_fr="Aïd al-Fitr", day__year=2026)
    assert [holiday.is_estimated for holiday in fitr] == [True, True]
    assert Holiday.objects.get(name_fr="Fête de l’Unité", day__year=2026).day == dt.date(2026, 10, 31)
    assert not Holiday.objects.get(name_fr="Nouvel an amazigh", day__year=2027).is_estimated
    assert not Holiday.objects.filter(name_fr="Nouvel an amazigh", day__year=2023).exists()


def test_a_confirmed_holiday_is_not_estimated_again_by_a_later_load():
    user = make_user()
    seed_holidays(by=None)
    first = Holiday.objects.filter(name_fr="Aïd al-Fitr", day__year=2026).earliest("day")
    confirm_holiday(first, day=dt.date(2026, 3, 22), source="Communiqué", by=user)
    assert seed_holidays(by=None) == 0
    days = Holiday.objects.filter(name_fr="Aïd al-Fitr", day__year=2026).values_list("day", flat=True)
    assert set(days) == {dt.date(2026, 3, 21), dt.date(2026, 3, 22)}
    entry = Entry.objects.get(verb="holiday.confirmed")
    assert (entry.facts["before"], entry.facts["day"]) == ("2026-03-20", "2026-03-22")


def test_a_holiday_is_recorded_once_on_a_day():
    user = make_user()
    facts = {"day": dt.date(2026, 12, 9), "name_ar": "عطلة", "name_fr": "Férié", "source": "Communiqué"}
    assert not add_holiday(**facts, by=user).is_estimated
    with pytest.raises(ValidationError, match="already recorded on that day"):
        add_holiday(**facts, by=user)


def test_ramadan_is_told_by_the_feast_that_ends_it():
    seed_holidays(by=None)
    told = [
        is_ramadan(dt.date(2026, month, day)) for month, day in [(2, 17), (2, 20), (3, 19), (3, 20), (3, 21), (3, 25)]
    ]
    assert told == [False, True, True, False, False, False]


def test_default_hours_follow_the_half_day_and_ramadan():
    seed_holidays(by=None)
    halves = [HalfDay(dt.date(2026, 12, 8), AFTERNOON), HalfDay(dt.date(2026, 3, 3), MORNING)]
    hours = [(dt.time(14, 30), dt.time(17, 30)), (dt.time(9, 30), dt.time(12, 0))]
    assert default_hours(halves) == [(half, *told) for half, told in zip(halves, hours, strict=True)]


def test_a_sitting_is_written_down_then_convened_once():
    user = make_user()
    sitting = add_sitting(body=make_body(), day=dt.date(2026, 10, 6), by=user)
    sitting = convene(sitting, on=dt.date(2026, 9, 20), by=user)
    assert sitting.convened_on == dt.date(2026, 9, 20)
    with pytest.raises(ValidationError, match="already convened"):
        convene(sitting, on=dt.date(2026, 9, 21), by=user)
    with pytest.raises(ValidationError, match="so it stays"):
        cancel_sitting(sitting, by=user)


def test_a_council_is_not_convened_after_it_sat():
    with pytest.raises(ValidationError, match="convened before it sits"):
        convene(make_sitting(day=dt.date(2026, 10, 6)), on=dt.date(2026, 10, 7), by=make_user())


def test_a_council_sits_once_a_day():
    sitting = make_sitting()
    with pytest.raises(ValidationError, match="already sits on that day"):
        add_sitting(body=sitting.body, day=sitting.day, by=make_user())


def test_only_a_council_sits():
    with pytest.raises(ValidationError, match="Only a council sits"):
        add_sitting(body=make_body(BodyKind.UNIVERSITY), day=dt.date(2026, 10, 6), by=make_user())


def test_a_day_that_was_not_convened_can_be_taken_back():
    sitting = make_sitting()
    cancel_sitting(sitting, by=make_user())
    assert not Sitting.objects.filter(pk=sitting.pk).exists()
