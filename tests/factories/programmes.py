"""Plans, programmes, shares and days received elsewhere, for tests."""

import datetime as dt
from decimal import Decimal
from typing import Any

from takwin.accounts.models import User
from takwin.core.halfdays import half_days
from takwin.directory.actions.parameters import seed_parameters
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.documents.actions import store_file
from takwin.documents.enums import ActKind
from takwin.documents.models import Act
from takwin.people.models import Office
from takwin.programmes import actions
from takwin.programmes.models import CostShare, ElsewhereDay, Plan, Programme
from tests.factories.accounts import make_user
from tests.factories.directory import make_body, make_commune, make_province
from tests.factories.people import make_mandate, make_office

PDF = b"%PDF-1.7 a scan"


def make_plan(**facts: Any) -> Plan:
    defaults = {"name_ar": "التصميم المديري", "name_fr": "Schéma directeur", "first_year": 2023, "last_year": 2026}
    owner = facts.pop("owner", None) or make_body(kind=BodyKind.REGION)
    return Plan.objects.create(owner=owner, **defaults | facts)


def make_programme(owner: Body | None = None, **facts: Any) -> Programme:
    """A draft programme of 2026."""
    owner = owner or make_body(kind=BodyKind.REGION)
    defaults = {"year": 2026, "name_ar": "البرنامج السنوي 2026", "name_fr": "Programme annuel 2026"}
    return Programme.objects.create(owner=owner, **defaults | facts)


def make_act(body: Body, **facts: Any) -> Act:
    defaults = {"kind": ActKind.DECISION, "number": "12/2026", "taken_on": dt.date(2026, 1, 12)}
    return Act.objects.create(body=body, **defaults | facts)


def make_councils(region: Body, communes: int = 2) -> list[Body]:
    """A provincial council of the region and its communes."""
    province = make_province(region.place)
    return [make_body(place=place) for place in [province, *(make_commune(province) for _ in range(communes))]]


def make_shared(programme: Programme, councils: list[Body], heads: int = 10, **facts: Any) -> CostShare:
    """A cost of 100 000 dirhams, a quarter for the region, the rest by the same number of members in each council."""
    seed_parameters(by=None)
    defaults = {"total": Decimal("100000.00"), "region_percent": Decimal(25), "by": make_user()}
    return actions.share_cost(programme, heads=dict.fromkeys(councils, heads), **defaults | facts)


def make_member(council: Body | None = None) -> Office:
    """A member of a council whose mandate began in September 2021."""
    seed_parameters(by=None)
    council = council or make_body()
    return make_office(body=council, mandate=council.mandates.first() or make_mandate(council))


def make_stay(
    office: Office | None = None, *, by: User | None = None, first: dt.date = dt.date(2023, 2, 15), days: int = 3
) -> ElsewhereDay:
    """Days received elsewhere by a member, waiting for a second person."""
    office, by = office or make_member(), by or make_user()
    proof = store_file(PDF, name="attestation.pdf", content_type="application/pdf", owner=office.body, by=by)
    stay = half_days(first, first + dt.timedelta(days=days - 1))
    return actions.record_elsewhere(
        office.person, body=office.body, half_days=stay, provider="دار المنتخب مراكش", proof=proof, by=by
    )[0]
