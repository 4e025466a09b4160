"""Addresses that no page of ours links to: whatever their parameters say, a page or a refusal answers."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import django_filters
import pytest
from django.test import Client
from django.urls import reverse

import takwin
from takwin.accounts.models import User
from takwin.rights.enums import Role
from tests.factories.accounts import make_user
from tests.factories.agreements import make_agreement, make_instalment, make_party
from tests.factories.directory import make_body, make_commune
from tests.factories.rights import make_appointment
from tests.portal.test_every_url import PLAIN, WELL

pytestmark = pytest.mark.django_db
# Each of them was once made a number, or handed to the database, as it came.
ABSURD = ["9" * 30, "9" * 5000, "²", "-1", "x\x00"]
READ_BY_HAND = re.compile(r'(?:GET|self\.data)(?:\.get|\.getlist)?[(\[]"(\w+)"')
ENDS = ("", "_min", "_max", "_after", "_before")  # of a range


def below(kind: Any) -> Iterator[Any]:
    for one in kind.__subclasses__():
        yield from (one, *below(one))


@cache
def parameters() -> set[str]:
    """Every name that a filter of a list, or a page by itself, reads in an address."""
    filters = {name + end for kind in below(django_filters.FilterSet) for name in kind.base_filters for end in ENDS}
    sources = Path(takwin.__file__).parent.rglob("*.py")
    return filters | {name for path in sources for name in READ_BY_HAND.findall(path.read_text())}


@pytest.fixture
def busy() -> User:
    """Who holds every role over a region where something is owed."""
    place = make_commune()
    party = make_party(make_agreement(place=place.province), make_body(place=place))
    make_instalment(party)
    user = make_user()
    for role in set(Role) - {Role.TRAINER}:
        make_appointment(user, role, place.region)
    return user


@pytest.mark.parametrize("said", ABSURD, ids=["30 digits", "5,000 digits", "a square", "below zero", "NUL"])
def test_no_parameter_of_an_address_makes_a_page_fail(said: str, busy: User, as_user: Callable[..., Client]) -> None:
    browser = as_user(busy)
    browser.raise_request_exception = False
    asked = dict.fromkeys(parameters(), said)
    faults = [
        f"{name}: {answer.status_code}"
        for name, _view in PLAIN
        if (answer := browser.get(reverse(name), asked)).status_code not in WELL
    ]
    assert not faults, "\n".join(faults)
