"""Plans, programmes and shares for tests."""

import datetime as dt
from decimal import Decimal
from typing import Any

from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.documents.enums import ActKind
from takwin.documents.models import Act
from takwin.programmes.models import Plan, Programme
from tests.factories.directory import make_body


def make_plan(**facts: Any) -> Plan:
    defaults = {"name_ar": "التصميم المديري", "name_fr": "Schéma directeur", "first_year": 2023, "last_year": 2026}
    facts.setdefault("owner", None)
    owner = facts.pop("owner") or make_body(kind=BodyKind.REGION)
    return Plan.objects.create(owner=owner, **defaults | facts)


def make_programme(owner: Body | None = None, **facts: Any) -> Programme:
    """A draft programme of 2026."""
    owner = owner or make_body(kind=BodyKind.REGION)
    defaults = {"year": 2026, "name_ar": "البرنامج السنوي 2026", "name_fr": "Programme annuel 2026"}
    return Programme.objects.create(owner=owner, **defaults | facts)


def make_act(body: Body, **facts: Any) -> Act:
    defaults = {"kind": ActKind.DECISION, "number": "12/2026", "taken_on": dt.date(2026, 1, 12)}
    return Act.objects.create(body=body, **defaults | facts)


HUNDRED_THOUSAND = Decimal("100000.00")
