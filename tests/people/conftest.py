"""What every installation has before its first person, and three councils with their officer."""

import pytest

from takwin.accounts.models import User
from takwin.directory.actions import seed_parameters
from takwin.directory.models import Body
from takwin.rights.enums import Role
from tests.factories.rights import officer_of
from tests.people.lists import ifrane


@pytest.fixture
def parameters(db: None) -> None:
    """Pages show panels of apps above, which reckon with them."""
    seed_parameters(by=None)


@pytest.fixture
def councils(db: None) -> tuple[Body, Body, Body]:
    return ifrane()


@pytest.fixture
def azrou(councils: tuple[Body, Body, Body]) -> Body:
    return councils[1]


@pytest.fixture
def officer(councils: tuple[Body, Body, Body]) -> User:
    return officer_of(councils[0].place, Role.PROVINCE_OFFICER)
