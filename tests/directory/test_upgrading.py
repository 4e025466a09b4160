"""What ``takwin migrate`` brings beside tables."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import DEFAULT_DB_ALIAS

from takwin.core.management import preparation
from takwin.directory.actions import seed_parameters, set_parameter
from takwin.directory.models import Parameter
from takwin.directory.parameters import DEFINITIONS, parameter
from takwin.directory.upgrading import bring_new_figures
from takwin.journal.models import Entry
from tests.factories.accounts import make_user
from tests.factories.directory import make_body, make_region

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 30)


def migrate() -> None:
    call_command("migrate", interactive=False, verbosity=0)


def test_a_figure_of_a_newer_version_is_there_after_migrate_alone_once_the_map_is() -> None:
    make_region()
    seed_parameters(by=None)
    Parameter.objects.filter(key="tax_remittance_months").delete()

    migrate()
    migrate()

    assert parameter("tax_remittance_months", on=TODAY) == 1
    assert Parameter.objects.count() == len(DEFINITIONS)
    assert Entry.objects.filter(verb="parameters.seeded").count() == 2, "the first seeding, and what migrate added"


def test_what_an_office_set_is_left_as_it_is() -> None:
    mine, user = make_body(), make_user()
    for key, owner, value in [("mandate_years", None, "5"), ("visa_delay_days", mine, "15")]:
        set_parameter(
            key=key, value=value, starts_on=dt.date(2026, 1, 1), source="مقرر · Décision", by=user, owner=owner
        )

    migrate()

    assert parameter("mandate_years", on=TODAY) == 5
    assert Parameter.objects.filter(key="mandate_years").count() == 1
    assert parameter("visa_delay_days", on=TODAY, owner=mine) == 15
    assert parameter("visa_delay_days", on=TODAY) == 20, (
        "what one body set for itself leaves the common one to be given"
    )


def test_a_database_without_places_gets_its_figures_with_them() -> None:
    migrate()
    assert not Parameter.objects.exists()


def test_a_database_that_is_not_brought_to_this_version_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    make_region()
    monkeypatch.setattr(preparation, "migrations_missing", lambda: True)
    bring_new_figures(using=DEFAULT_DB_ALIAS, plan=[])
    assert not Parameter.objects.exists()


def test_emptying_a_database_brings_nothing() -> None:
    make_region()
    emit_post_migrate_signal(verbosity=0, interactive=False, db=DEFAULT_DB_ALIAS)
    assert not Parameter.objects.exists()
