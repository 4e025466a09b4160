"""Figures of law: what they are on a day, for whom, and how another value is set."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from takwin.directory.actions import seed_parameters, set_parameter
from takwin.directory.models import Parameter
from takwin.directory.parameters import DEFINITIONS, parameter, parameters, read_value
from takwin.journal.models import Entry
from tests.factories.accounts import make_user
from tests.factories.directory import make_body

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("training_days_owed", 8),
        ("training_years_before_due", 3),
        ("mandate_years", 6),
        ("region_least_percent", Decimal(25)),
        ("certificate_least_half_days", 3),
        ("morning_hours", (dt.time(9), dt.time(12))),
        ("session_months_commune", (2, 5, 10)),
        ("visa_delay_days", 20),
    ],
)
def test_figures_are_read_in_their_own_type(key, value):
    seed_parameters(by=None)
    assert parameter(key, on=TODAY) == value


def test_every_figure_has_a_first_value_that_can_be_read_and_a_source():
    for definition in DEFINITIONS.values():
        read_value(definition.key, definition.default)
        assert definition.source


@pytest.mark.parametrize("key", ["tax_remittance_months", "retention_person_years", "training_days_owed"])
@pytest.mark.parametrize("value", ["-1", "100000"])
def test_no_count_is_set_that_leads_beyond_the_calendar(key, value):
    """A mistyped delay would otherwise break each page that counts with it."""
    with pytest.raises(ValidationError, match="cannot be read"):
        read_value(key, value)


def test_a_missing_value_is_told_with_its_name_and_day():
    with pytest.raises(ValidationError, match="No value is set for “years of a mandate” on 2026-11-22"):
        parameter("mandate_years", on=TODAY)


def test_a_day_before_the_first_value_has_none():
    seed_parameters(by=None)
    with pytest.raises(ValidationError, match="No value is set"):
        parameter("training_days_owed", on=dt.date(2010, 1, 1))


def test_a_new_value_holds_from_its_day_and_the_one_before_ends_that_day():
    seed_parameters(by=None)
    set_parameter(key="training_days_owed", value="10", starts_on=dt.date(2027, 1, 1), source="Décret", by=make_user())
    assert parameter("training_days_owed", on=dt.date(2026, 12, 31)) == 8
    assert parameter("training_days_owed", on=dt.date(2027, 1, 1)) == 10
    entry = Entry.objects.get(verb="parameter.set")
    assert (entry.facts["before"], entry.facts["value"]) == ("8", "10")


def test_a_value_set_between_two_others_ends_where_the_next_begins():
    user = make_user()
    seed_parameters(by=None)
    for year, value in ((2028, "12"), (2027, "10")):
        set_parameter(key="training_days_owed", value=value, starts_on=dt.date(year, 1, 1), source="Décret", by=user)
    told = [parameter("training_days_owed", on=dt.date(year, 6, 1)) for year in (2026, 2027, 2028)]
    assert told == [8, 10, 12]


def test_a_value_of_the_same_day_is_replaced_so_that_a_slip_can_be_mended():
    user = make_user()
    seed_parameters(by=None)
    for value in ("100", "10"):
        set_parameter(key="training_days_owed", value=value, starts_on=dt.date(2027, 1, 1), source="Décret", by=user)
    assert parameter("training_days_owed", on=dt.date(2027, 1, 1)) == 10
    assert Parameter.objects.filter(key="training_days_owed").count() == 2


def test_a_body_has_its_own_value_and_others_keep_the_common_one():
    mine, other = make_body(), make_body()
    seed_parameters(by=None)
    facts = {"value": "15", "starts_on": dt.date(2026, 1, 1), "source": "Décision", "by": make_user()}
    set_parameter(key="convocation_notice_days", owner=mine, **facts)
    told = [parameter("convocation_notice_days", on=TODAY, owner=owner) for owner in (mine, other, None)]
    assert told == [15, 7, 7]


def test_seeding_again_leaves_what_was_set():
    seed_parameters(by=None)
    set_parameter(key="training_days_owed", value="9", starts_on=dt.date(2026, 1, 1), source="Décret", by=make_user())
    assert seed_parameters(by=None) == 0
    assert parameter("training_days_owed", on=TODAY) == 9


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("training_days_owed", "eight"),
        ("training_days_owed", "-1"),
        ("region_least_percent", "101"),
        ("region_least_percent", "a quarter"),
        ("morning_hours", "12:00-09:00"),
        ("morning_hours", "9h"),
        ("session_months_commune", "2,13"),
        ("nothing_known", "1"),
    ],
)
def test_a_value_that_cannot_be_read_is_refused(key, value):
    with pytest.raises(ValidationError):
        set_parameter(key=key, value=value, starts_on=TODAY, source="Décret", by=make_user())
    assert not Parameter.objects.exists()


def test_a_value_without_a_source_is_refused():
    with pytest.raises(ValidationError, match="Say where this figure comes from"):
        set_parameter(key="mandate_years", value="5", starts_on=TODAY, source=" ", by=make_user())


def test_several_figures_cost_one_query(django_assert_num_queries):
    seed_parameters(by=None)
    with django_assert_num_queries(1):
        parameters(["mandate_years", "visa_delay_days", "morning_hours"], on=TODAY)
