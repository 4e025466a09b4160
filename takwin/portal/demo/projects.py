"""What a framework agreement of Ifrane builds: a school under way, a centre opened at once, a boarding house held back
by its land. All of it is invented."""

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from takwin.agreements.enums import AgreementKind, PartyRole
from takwin.agreements.models import Agreement, Project
from takwin.agreements.projects.actions import do_milestone, open_project, plan_milestone, record_money, wait_for
from takwin.agreements.projects.enums import MilestoneKind, MoneyKind, ProjectKind
from takwin.portal.demo.agreements import Walk, draft, sign_all
from takwin.portal.demo.world import BEGINS, World

K = MilestoneKind
M = MoneyKind
SIGNED = 640  # days before the end of the story


class Told(NamedTuple):
    """A project: its milestones as (kind, planned, done), in days from the end of the story; its money in thousands."""

    kind: ProjectKind
    ar: str
    fr: str
    milestones: tuple[tuple[K, int, int | None], ...]
    money: tuple[tuple[M, int, int, str], ...]


SCHOOL = Told(
    ProjectKind.SCHOOL, "مدرسة البرمجة المعلوماتية", "École de programmation informatique",
    (
        (K.SIGNED, -640, -640), (K.LAND, -600, -588), (K.STUDIES, -520, -505), (K.AWARDED, -430, -402),
        (K.STARTED, -400, -380), (K.RECEIVED, -60, None), (K.EQUIPPED, 70, None), (K.OPENED, 130, None),
    ),
    (
        (M.PLANNED, -640, 18_500, "كلفة المشروع حسب الاتفاقية"), (M.ENGAGED, -402, 14_200, "صفقة الأشغال الكبرى"),
        (M.SPENT, -250, 5_600, "الكشف المؤقت رقم 1"), (M.SPENT, -90, 4_150, "الكشف المؤقت رقم 2"),
    ),
)  # fmt: skip
CENTRE = Told(
    ProjectKind.CENTRE, "مركز التكوين في مهن السمعي البصري وتنظيم التظاهرات",
    "Centre de formation aux métiers de l’audiovisuel et de l’événementiel",
    ((K.RECEIVED, -690, -684), (K.EQUIPPED, -660, -655), (K.SIGNED, -640, -640), (K.OPENED, -640, -640)),
    (
        (M.PLANNED, -690, 6_300, "تهيئة البناية وتجهيزها"), (M.ENGAGED, -688, 6_120, "صفقة التهيئة والتجهيز"),
        (M.SPENT, -600, 6_120, "التسوية النهائية"),
    ),
)  # fmt: skip
BOARDING = Told(
    ProjectKind.BOARDING, "داخلية المتدربين المنحدرين من الجماعات البعيدة",
    "Internat pour les stagiaires des communes éloignées",
    (
        (K.SIGNED, -640, -640), (K.LAND, -420, None), (K.STARTED, 60, None), (K.RECEIVED, 330, None),
        (K.OPENED, 390, None),
    ),
    ((M.PLANNED, -640, 9_400, "كلفة المشروع حسب الاتفاقية"),),
)  # fmt: skip


def build(world: World) -> None:
    """The three projects, told by the acts themselves; nothing when the story is too short for them."""
    if world.as_of - dt.timedelta(days=SIGNED + 60) < BEGINS:
        return
    agreement = _frame(world)
    school, _centre, boarding = (_tell(world, agreement, told) for told in (SCHOOL, CENTRE, BOARDING))
    by = world.team.region
    steps = {one.kind: one for one in boarding.milestones.all()}
    with world.on(_day(world, -SIGNED), 12):
        wait_for(steps[K.STARTED], on=steps[K.LAND], by=by)
        wait_for(steps[K.OPENED], on=school.milestones.get(kind=K.OPENED), by=by)
    with world.on(_day(world, -400), 9):
        plan_milestone(boarding, K.LAND, planned_on=_day(world, -20), by=by)


def _day(world: World, days: int) -> dt.date:
    return world.as_of + dt.timedelta(days=days)


def _frame(world: World) -> Agreement:
    """The framework, signed by all: the region, the province, its administration and a university."""
    home, drafted = world.home, _day(world, -SIGNED - 60)
    parties = draft(
        world, drafted, home.place,
        (
            f"اتفاقية إطار لإحداث مراكز التكوين وداخلياتها بإقليم {home.place.name_ar}",
            f"Convention-cadre pour les centres de formation et leurs internats – {home.place.name_fr}",
        ),
        (_day(world, -SIGNED).year, _day(world, 800).year),
        [
            (world.council, PartyRole.LEADER), (home.council, PartyRole.FUNDER),
            (world.universities["aui"], PartyRole.OPERATOR), (home.state, PartyRole.WITNESS),
        ],
        AgreementKind.FRAMEWORK,
    )  # fmt: skip
    walk = Walk(world)
    sign_all(walk, parties, _day(world, -SIGNED - 30))
    walk.write()
    return parties[0].agreement


def _tell(world: World, agreement: Agreement, told: Told) -> Project:
    """Opened on the day of the signature, which does its own milestone, then done and paid as it came."""
    by = world.team.region
    with world.on(_day(world, -SIGNED), 11):
        planned = {kind: _day(world, day) for kind, day, _done in told.milestones}
        project = open_project(
            agreement, kind=told.kind, owner=world.home.council, place=world.home.place, name_ar=told.ar,
            name_fr=told.fr, planned=planned, by=by,
        )  # fmt: skip
    left = {one.kind: one for one in project.milestones.filter(done_on=None)}
    for n, (kind, _planned, done) in enumerate(told.milestones, 3):
        if done is not None and kind in left:
            with world.on(max(_day(world, done), _day(world, -SIGNED)), 15, n):
                day = _day(world, done)
                do_milestone(left[kind], done_on=day, reference=f"{n * 7}/{day.year}", by=by)
    for n, (money, days, thousands, label) in enumerate(told.money, 1):
        with world.on(max(_day(world, days), _day(world, -SIGNED)), 16, n):
            record_money(
                project, money, on=_day(world, days), amount=Decimal(thousands * 1000), label=label,
                reference=f"{n}/{_day(world, days).year}", by=by,
            )  # fmt: skip
    return project
