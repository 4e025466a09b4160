"""A region with two communes that owe it a contribution, and those who act on it."""

from typing import Any

import pytest

from takwin.accounts.models import User
from takwin.agreements.models import Instalment
from takwin.directory.actions.parameters import seed_parameters
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body, Place
from takwin.rights.enums import Role
from tests.factories.agreements import make_agreement, make_instalment, make_party
from tests.factories.directory import make_body, make_commune, make_province
from tests.factories.rights import officer_of, user_as
from tests.factories.treasury import RIB


@pytest.fixture
def province() -> Place:
    """A province of a kingdom whose figures of law and usage are set."""
    seed_parameters(by=None)
    return make_province()


@pytest.fixture
def region(province: Place) -> Body:
    return make_body(BodyKind.REGION, province.region, rib=RIB)


@pytest.fixture
def commune(province: Place) -> Body:
    return make_body(place=make_commune(province))


@pytest.fixture
def instalment(region: Body, province: Place, commune: Body, due: Any) -> Instalment:
    """Ten thousand dirhams that the commune owes since 30 June 2026."""
    return due(commune)


@pytest.fixture
def due(region: Body, province: Place) -> Any:
    """Make what a body owes in one agreement of the province."""
    agreement = make_agreement(owner=region, place=province)

    def make(body: Body, amount: str = "10000.00", **facts: Any) -> Instalment:
        party = agreement.parties.filter(body=body).first() or make_party(agreement, body)
        return make_instalment(party, amount, **facts)

    return make


@pytest.fixture
def accountant(province: Place) -> User:
    return officer_of(province.region, Role.FINANCE_OFFICER)


@pytest.fixture
def director(commune: Body) -> User:
    return user_as(Role.COMMUNE, body=commune)
