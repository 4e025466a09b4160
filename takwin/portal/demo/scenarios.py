"""Next year's programme as it is being prepared: a draft, and four ways of sharing its cost to choose from."""

import datetime as dt
from decimal import Decimal

from django.utils import translation

from takwin.core.money import CENTIME
from takwin.portal.demo.world import World
from takwin.programmes.actions import add_action, make_programme
from takwin.programmes.enums import ActionKind, TopUpKind
from takwin.programmes.models import Programme
from takwin.programmes.scenarios.actions import duplicate_scenario, set_parts, top_up_scenario, write_usual

YEAR, BEGUN = 2027, dt.date(2026, 10, 12)
ACTIONS = (
    ("دورات تكوينية في الميزانية والصفقات", "Formations : budget et marchés", "1450000.00"),
    ("دورات تكوينية في برامج عمل الجماعات", "Formations : programmes d’action des communes", "1250000.00"),
    ("تكوين المستشارات الجماعيات", "Formation des élues", "700000.00"),
)
RELIEF = Decimal("6000.00")  # what the communes of one province obtained each, at most


def compare_next_year(world: World) -> Programme | None:
    """The programme of 2027, in draft: shared in the three usual ways, and as negotiated with one province."""
    if not world.has_come(BEGUN) or world.as_of.year >= YEAR:
        return None
    by = world.team.region
    with world.on(BEGUN):
        programme = make_programme(
            owner=world.council, year=YEAR, name_ar=f"البرنامج السنوي للتكوين المستمر {YEAR}",
            name_fr=f"Programme annuel de formation continue {YEAR}", by=by,
        )  # fmt: skip
        for ar, fr, budget in ACTIONS:
            add_action(
                programme, kind=ActionKind.TRAINING, name_ar=ar, name_fr=fr, planned_sessions=9, planned_seats=315,
                budget=Decimal(budget), by=by,
            )  # fmt: skip
        total = sum((Decimal(budget) for _ar, _fr, budget in ACTIONS), Decimal(0))
        with translation.override("ar"):
            usual = write_usual(programme, total=total, region_percent=Decimal(30), by=by)
    with world.on(BEGUN + dt.timedelta(days=9)):
        relieved = world.provinces[-1]
        negotiated = duplicate_scenario(usual[0], name=f"بعد التفاوض: {relieved.place.name_ar}", by_hand=True, by=by)
        amounts = dict(negotiated.parts.filter(body__in=relieved.communes).values_list("body", "weight"))
        most = int(RELIEF / CENTIME)
        set_parts(negotiated, parts={pk: amount - min(most, amount // 4) for pk, amount in amounts.items()}, by=by)
        top_up_scenario(negotiated, body=world.home.council, amount=Decimal("40000.00"), kind=TopUpKind.LOWERS, by=by)
    return programme
