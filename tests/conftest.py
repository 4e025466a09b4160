"""What every test may ask for, and what none may do: reach the network.

``DATABASE_URL`` decides the database, so the same tests run on SQLite and on PostgreSQL.
"""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AbstractBaseUser
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

# No examples against the clock: a busy machine is no fault of the code. A fixture may serve all examples of a test.
settings.register_profile(
    "takwin", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
settings.load_profile("takwin")
LOOPBACK = {"127.0.0.1", "::1", "localhost", "0.0.0.0", "", None}


class NetworkReached(RuntimeError):
    """A test tried to leave the machine."""


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Let connections reach this machine only: Takwin works where there is no line outside."""
    connect, resolve = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in LOOPBACK:
            raise NetworkReached(f"connection to {address[0]}")
        connect(self, address)

    def guarded_resolve(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host not in LOOPBACK:
            raise NetworkReached(f"name {host}")
        return resolve(host, *args, **kwargs)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded_connect)
    patch.setattr(socket, "getaddrinfo", guarded_resolve)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Make the tables from the models, three times as fast as from the migrations, which `make migrations` applies; the
    table in which migrations are noted is there all the same, since backups read it."""
    with django_db_blocker.unblock():
        MigrationRecorder(connection).ensure_schema()


@pytest.fixture(autouse=True)
def files_of_this_test(settings: Any, tmp_path: Path) -> Path:
    """Keep what a test stores, and what it signs with, in folders of its own."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.KEYS_DIR = tmp_path / "keys"
    return tmp_path / "files"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Sentences are compared as they stand in the code, unless a test asks for ``language``."""
    with translation.override("en"):
        yield


@pytest.fixture(params=["ar", "fr"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Run the test once in Arabic and once in French."""
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def as_user() -> Callable[..., Client]:
    """Give the browser of a user: ``as_user(officer).get(url)``; ``language="ar"`` sets his language."""

    def browser(user: AbstractBaseUser | None = None, *, language: str = "en", htmx: bool = False) -> Client:
        headers = {"accept-language": language}
        if htmx:
            headers["hx-request"] = "true"
        client = Client(headers=headers)
        if user is not None:
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return browser
