"""A small region with its officer, its auditor, and a neighbour."""

from typing import Any, NamedTuple

import pytest

from takwin.accounts.models import User
from takwin.directory.actions import seed_parameters
from takwin.directory.models import Body, Place
from takwin.rights.enums import Role
from tests.factories.directory import make_body, make_commune, make_kingdom, make_province, make_region
from tests.factories.rights import officer_of, user_as


class World(NamedTuple):
    kingdom: Place
    region: Place
    province: Place
    commune: Place
    council: Body
    neighbour: Place
    foreign_council: Body
    officer: User
    auditor: User


@pytest.fixture
def world(db: Any) -> World:
    seed_parameters(by=None)
    region = make_region(code="03", iso="MA-03", name_fr="Fès-Meknès", name_ar="فاس-مكناس")
    province = make_province(region, code="03.271", iso="MA-IFR", name_fr="Ifrane", name_ar="إفران", population=160904)
    commune = make_commune(province, name_fr="Azrou", name_ar="أزرو")
    neighbour = make_commune(name_fr="Sefrou", name_ar="صفرو")
    return World(
        make_kingdom(),
        region,
        province,
        commune,
        make_body(place=commune),
        neighbour,
        make_body(place=neighbour),
        officer_of(region),
        user_as(Role.AUDITOR, region),
    )
