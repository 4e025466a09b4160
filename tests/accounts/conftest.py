from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client


@pytest.fixture(autouse=True)
def attempts_forgotten() -> Iterator[None]:
    """Attempts are counted in the cache, which outlives a test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def client() -> Client:
    """A visitor who reads English, so that sentences are compared as they stand in the code."""
    return Client(headers={"accept-language": "en"})
