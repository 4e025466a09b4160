"""The emergency programme of 2022, the master plan 2023-2026 and its yearly programmes, a foundation's plan."""

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from takwin.documents.enums import ActKind
from takwin.documents.models import Act
from takwin.people.queries import heads
from takwin.portal.demo.catalogue import AXES, TOPICS
from takwin.portal.demo.world import World
from takwin.programmes.actions import (
    add_action,
    add_axis,
    adopt_programme,
    approve_version,
    close_year,
    make_plan,
    make_programme,
    new_version,
    record_act,
    share_cost,
    top_up,
)
from takwin.programmes.enums import ActionKind, PlanKind, ProgrammeKind, TopUpKind
from takwin.programmes.models import Axis, Plan, Programme

ADOPTED = (2, 15)  # day of a year on which its programme is adopted
CLOSED = (1, 20)  # day of the year after on which it is closed


class Year(NamedTuple):
    """A yearly programme in figures: what it costs, and what it was found to have cost."""

    total: Decimal
    percent: Decimal
    actual: Decimal
    sessions: int


YEARS = {
    2022: Year(Decimal("960000.00"), Decimal("100.00"), Decimal("948350.00"), 18),
    2023: Year(Decimal("2400000.00"), Decimal("30.00"), Decimal("2311480.50"), 26),
    2024: Year(Decimal("2850000.00"), Decimal("30.00"), Decimal("2874250.00"), 28),
    2025: Year(Decimal("3100000.00"), Decimal("28.00"), Decimal("2988760.25"), 28),
    2026: Year(Decimal("3300000.00"), Decimal("24.00"), Decimal("3300000.00"), 28),
}
COMPANIONS = (
    (ActionKind.MEETING, "لقاءات تواصلية مع رؤساء الجماعات بالأقاليم", "Rencontres avec les présidents de communes", 6),
    (ActionKind.TRAINING_OF_TRAINERS, "تكوين المكونين لفائدة أطر الجماعات", "Formation de formateurs", 8),
    (ActionKind.PLATFORM, "منصة التكوين عن بعد والأرشيف الإلكتروني", "Plateforme à distance et archives", 10),
)
HUNDRED = Decimal(100)


def make_region_plan(world: World) -> Plan | None:
    """The master plan with its axes, approved in December 2022, revised in 2024 by another act."""
    first, revised = dt.date(2022, 10, 3), dt.date(2024, 11, 18)
    if not world.has_come(first):
        return None
    by = world.team.region
    with world.on(first):
        plan = make_plan(
            owner=world.council,
            name_ar="التصميم المديري الجهوي للتكوين المستمر 2023-2026",
            name_fr="Schéma directeur régional de la formation continue 2023-2026",
            first_year=2023,
            last_year=2026,
            by=by,
        )
        for ar, fr in AXES:
            add_axis(plan, name_ar=ar, name_fr=fr, by=by)
    _approve(world, plan, dt.date(2022, 12, 19), "31/2022")
    if world.has_come(revised):
        with world.on(revised):
            new_version(plan, note="تحيين منتصف المدة بعد تقييم سنتي 2023 و2024", by=by)
        _approve(world, plan, dt.date(2024, 12, 16), "27/2024")
    return plan


def _approve(world: World, plan: Plan, day: dt.date, number: str) -> None:
    if world.has_come(day):
        with world.on(day):
            act = _act(world, number, day)
            approve_version(plan.versions.order_by("-number")[0], act=act, by=world.team.region)


def _act(world: World, number: str, day: dt.date) -> Act:
    return record_act(body=world.council, kind=ActKind.DELIBERATION, number=number, taken_on=day, by=world.team.region)


def make_emergency(world: World) -> Programme:
    """The programme of 2022 that stood without a plan: the region paid it alone."""
    with world.on(dt.date(2022, 1, 24)):
        programme = make_programme(
            owner=world.council,
            year=2022,
            kind=ProgrammeKind.EMERGENCY,
            name_ar="البرنامج الاستعجالي للتكوين 2022",
            name_fr="Programme d’urgence de formation 2022",
            shares_cost=False,
            by=world.team.region,
        )
        _add_actions(world, programme, None)
    return _adopt(world, programme)


def make_year(world: World, plan: Plan | None, year: int) -> Programme | None:
    """A yearly programme with its actions, its cost shared by the members in office, and its adoption."""
    day = dt.date(year, 1, 25)
    if plan is None or not world.has_come(day):
        return None
    with world.on(day):
        programme = make_programme(
            owner=world.council,
            plan=plan,
            year=year,
            name_ar=f"البرنامج السنوي للتكوين المستمر {year}",
            name_fr=f"Programme annuel de formation continue {year}",
            by=world.team.region,
        )
        _add_actions(world, programme, plan)
        _share(world, programme)
    return _adopt(world, programme)


def _add_actions(world: World, programme: Programme, plan: Plan | None) -> None:
    """Trainings by topic, then what goes with them; budgets sum to the cost of the year."""
    figures, by = YEARS[programme.year], world.team.region
    axes: dict[int, Axis] = {axis.number: axis for axis in plan.axes.all()} if plan else {}
    companions = COMPANIONS if plan else ()
    left = figures.total
    for kind, ar, fr, percent in companions:
        budget = figures.total * percent / HUNDRED
        left -= budget
        add_action(programme, kind=kind, axis=axes.get(4), name_ar=ar, name_fr=fr, budget=budget, by=by)
    part = (left / len(TOPICS)).quantize(Decimal("0.01"))
    for n, (facts, topic) in enumerate(zip(TOPICS, world.topics, strict=True)):
        last = n == len(TOPICS) - 1
        add_action(
            programme,
            kind=ActionKind.TRAINING,
            axis=axes.get(facts.axis),
            name_ar=facts.ar,
            name_fr=facts.fr,
            topic=topic,
            planned_sessions=max(1, figures.sessions // len(TOPICS)),
            planned_seats=70,
            budget=left - part * n if last else part,
            by=by,
        )


def _share(world: World, programme: Programme) -> None:
    """The forecast is the members in office; two bodies give more than their share."""
    figures, by = YEARS[programme.year], world.team.region
    councils = [body for province in world.provinces for body in province.payers]
    counted = heads(councils, dt.date(programme.year, 1, 25))
    share_cost(
        programme,
        total=figures.total,
        region_percent=figures.percent,
        heads={body: counted[body.pk] for body in councils},
        by=by,
    )
    generous, earmarking = world.provinces[0], world.provinces[-1]
    top_up(programme, body=generous.council, amount=Decimal("60000.00"), kind=TopUpKind.LOWERS, by=by)
    top_up(
        programme, body=earmarking.council, amount=Decimal("25000.00"), kind=TopUpKind.EARMARKED,
        purpose="تكوين المستشارات الجماعيات بالإقليم", by=by,
    )  # fmt: skip


def _adopt(world: World, programme: Programme) -> Programme:
    day = dt.date(programme.year, *ADOPTED)
    if world.has_come(day):
        with world.on(day):
            adopt_programme(
                programme, act=_act(world, f"{programme.year % 100}/{programme.year}", day), by=world.team.region
            )
    return Programme.objects.get(pk=programme.pk)


def close(world: World, programme: Programme) -> None:
    """The closing of a year, when it has come: presence is recounted and each difference carried on."""
    day = dt.date(programme.year + 1, *CLOSED)
    if world.has_come(day):
        with world.on(day):
            close_year(programme, actual_total=YEARS[programme.year].actual, by=world.team.region)


def make_foundation_plan(world: World) -> None:
    """A foundation trains too, and asks nobody to pay: a plan, and each year its programme."""
    day = dt.date(2024, 1, 15)
    if not world.has_come(day):
        return
    owner, by = world.universities["foundation"], world.team.region
    with world.on(day):
        plan = make_plan(
            owner=owner,
            kind=PlanKind.FOUNDATION,
            name_ar="مخطط المؤسسة لدعم القدرات 2024-2026",
            name_fr="Plan de la fondation 2024-2026",
            first_year=2024,
            last_year=2026,
            by=by,
        )
        axis = add_axis(plan, name_ar="المرأة في التدبير المحلي", name_fr="Les femmes dans la gestion locale", by=by)
    for year in (2024, 2025, 2026):
        day = dt.date(year, 1, 15)
        if not world.has_come(day):
            break
        with world.on(day):
            programme = make_programme(
                owner=owner, plan=plan, year=year, shares_cost=False,
                name_ar=f"برنامج المؤسسة {year}", name_fr=f"Programme de la fondation {year}", by=by,
            )  # fmt: skip
            add_action(
                programme, axis=axis, kind=ActionKind.TRAINING, name_ar="القيادة النسائية بالجماعات",
                name_fr="Leadership des élues", planned_sessions=2, planned_seats=60,
                budget=Decimal("180000.00"), by=by,
            )  # fmt: skip
            decision = record_act(body=owner, kind=ActKind.DECISION, number=f"2/{year}", taken_on=day, by=by)
            adopt_programme(programme, act=decision, by=by)
