"""Every address of the product, walked by every role: no fault, no open door, no view into a neighbour's territory."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import get_converters

from takwin.core.access import PUBLIC
from takwin.directory.models import Place
from takwin.rights.enums import Role
from tests.factories.accounts import make_user
from tests.factories.directory import make_commune
from tests.factories.rights import user_as
from tests.factories.walk import COMMON, HELD_BY_VISITORS, NEIGHBOURS

pytestmark = pytest.mark.django_db
WELL = {200, 204, 302, 304, 400, 401, 403, 404, 405, 410, 422}


def named(patterns: list[Any], space: str = "") -> Iterator[tuple[str, Any, set[str]]]:
    """The names, views and arguments of the product's own addresses."""
    for entry in patterns:
        if isinstance(entry, URLResolver):
            yield from named(entry.url_patterns, f"{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern) and entry.name and entry.callback.__module__.startswith("takwin."):
            yield space + entry.name, entry.callback, set(entry.pattern.regex.groupindex)


def arguments_of(patterns: list[Any], space: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """The kind of each argument of the product's own addresses: ``{"pk": "key"}``."""
    kinds = {type(converter): kind for kind, converter in get_converters().items()}
    for entry in patterns:
        if isinstance(entry, URLResolver):
            yield from arguments_of(entry.url_patterns, f"{entry.namespace}:" if entry.namespace else space)
        elif entry.name and entry.callback.__module__.startswith("takwin."):
            yield space + entry.name, {name: kinds[type(one)] for name, one in entry.pattern.converters.items()}


ADDRESSES = sorted(named(get_resolver().url_patterns), key=lambda address: address[0])
KINDS = dict(arguments_of(get_resolver().url_patterns))
PLAIN = [(name, view) for name, view, arguments in ADDRESSES if not arguments]
WALKERS = [None, "no role", *Role]


def walker(kind: Role | str | None, place: Place) -> Any:
    if kind is None:
        return None
    if kind == "no role":
        return make_user()
    role = Role(kind)
    return user_as(role) if role == Role.TRAINER else user_as(role, place)


@pytest.mark.parametrize("kind", WALKERS)
def test_no_address_fails_for_anyone(kind: Role | str | None, as_user: Callable[..., Client]) -> None:
    browser = as_user(walker(kind, make_commune()))
    faults = [
        f"{name}: {answer.status_code}"
        for name, _view in PLAIN
        if (answer := browser.get(reverse(name))).status_code not in WELL
    ]
    assert not faults, "\n".join(faults)


def test_a_visitor_is_sent_to_the_login_page_unless_the_page_is_public() -> None:
    ajar = []
    for name, view in PLAIN:
        answer = Client().get(reverse(name))
        is_sent = answer.status_code == 302 and answer["location"].startswith("/account/login/")
        if getattr(view, "permission", None) != PUBLIC and not is_sent and answer.status_code not in (404, 405):
            ajar.append(f"{name}: {answer.status_code}")
    assert not ajar, "\n".join(ajar)


@pytest.mark.parametrize("name", sorted(NEIGHBOURS))
def test_a_neighbour_s_thing_is_not_there(name: str, as_user: Callable[..., Client]) -> None:
    """404 for who may do such a thing elsewhere, 403 for who may nowhere; nothing is changed by asking."""
    address = reverse(name, kwargs=NEIGHBOURS[name](make_commune()))
    seen = []
    for role in Role:
        browser = as_user(walker(role, make_commune()))
        statuses = {ask.__name__: ask(address).status_code for ask in (browser.get, browser.post)}
        seen += [f"{role} {asked}: {status}" for asked, status in statuses.items() if status not in (403, 404, 405)]
    assert not seen, "\n".join(seen)


NUMBERED = [(name, kinds) for name, kinds in KINDS.items() if "key" in kinds.values()]
SAMPLES = {"key": 7654321, "str": "x", "slug": "x", "uuid": "00000000-0000-4000-8000-000000000000"}


@pytest.mark.parametrize("number", [2**63, 10**30], ids=["a little", "far"])
def test_a_number_that_no_row_can_bear_is_an_address_that_does_not_exist(
    number: int, as_user: Callable[..., Client]
) -> None:
    """SQLite refuses to be asked for it: the address itself must say no."""
    browser = as_user(user_as(Role.ADMINISTRATOR, make_commune()))
    seen = []
    for name, kinds in NUMBERED:
        address = reverse(name, kwargs={argument: SAMPLES[kind] for argument, kind in kinds.items()})
        asked = address.replace(str(SAMPLES["key"]), str(number))
        seen += [
            f"{name}: {status}" for ask in (browser.get, browser.post) if (status := ask(asked).status_code) != 404
        ]
    assert not seen, "\n".join(seen)


def test_every_number_in_an_address_is_a_key() -> None:
    assert not [name for name, kinds in KINDS.items() if "int" in kinds.values()]


def test_the_walk_knows_every_address_of_a_thing() -> None:
    """A new address of one thing says whose a neighbour's is, or is named among those that are everybody's."""
    of_things = {name for name, _view, arguments in ADDRESSES if arguments}
    assert of_things - NEIGHBOURS.keys() - COMMON - HELD_BY_VISITORS == set()


def test_the_walk_knows_real_addresses() -> None:
    assert NEIGHBOURS.keys() | COMMON | HELD_BY_VISITORS <= {name for name, _view, _arguments in ADDRESSES}
