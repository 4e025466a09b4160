"""The whole map, loaded once for all the tests of a module that ask for it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from takwin.directory.actions import load_places, seed_parameters
from takwin.directory.actions.seeding import seed_holidays
from takwin.directory.source import Source, read_source


@pytest.fixture(scope="session")
def source() -> Source:
    return read_source()


@pytest.fixture(scope="module")
def the_map(django_db_setup: Any, django_db_blocker: Any, source: Source) -> Iterator[Source]:
    """Places, bodies, holidays and parameters as ``takwin places load`` leaves them; gone when the module ends."""
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        load_places(source, by=None)
        seed_holidays(by=None)
        seed_parameters(by=None)
        yield source
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)
