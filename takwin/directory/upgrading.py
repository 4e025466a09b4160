"""What ``takwin migrate`` brings beside tables: the figures of law that a newer version counts with (ADR 56)."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS

from takwin.core.management import preparation
from takwin.directory.actions import seed_parameters
from takwin.directory.models import Place


def bring_new_figures(*, using: str, plan: object = None, **told: Any) -> None:
    """Give the figures that this version adds their first value, in a database that has its map.

    One without places gets them from ``takwin places load``. A flush says no plan; after a step back, or one that stops
    short of this version, the tables are not those that the code knows: both are left alone.
    """
    if plan is None or using != DEFAULT_DB_ALIAS:
        return
    if not preparation.migrations_missing() and Place.objects.exists():
        seed_parameters(by=None)
