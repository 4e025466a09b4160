"""A framework agreement of a province, the specific one it foresees with land, walls and people, and its amendment."""

import datetime as dt
from decimal import Decimal
from typing import Any

from takwin.agreements import actions
from takwin.agreements.enums import AgreementKind, ClauseKind, CommitmentKind, PartyRole, StepKind
from takwin.agreements.models import Agreement, Commitment, Party
from takwin.directory.actions import add_body
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.people.actions import add_person, give_office
from takwin.people.enums import Sex, Title
from takwin.people.labels import capacity
from takwin.portal.demo.world import IFRANE, Province, World

FRAMEWORK, SPECIFIC, AMENDED = dt.date(2024, 2, 14), dt.date(2024, 3, 20), dt.date(2025, 5, 6)
SIGNED_AFTER = dt.timedelta(days=21)


def make_chain(world: World) -> None:
    """Invented after the life of such agreements: a training centre, its land, its walls, its boarders."""
    province = next((one for one in world.provinces if one.place.code == IFRANE), None)
    if province is None or not world.has_come(AMENDED + SIGNED_AFTER):
        return
    bodies = _bodies(world, province)
    state, office, association, university = province.state, bodies[0], bodies[1], world.universities["aui"]
    parties = [(state, PartyRole.LEADER), (office, PartyRole.OPERATOR), (university, PartyRole.WITNESS)]
    with world.on(FRAMEWORK):
        framework = _draft(
            world, province, AgreementKind.FRAMEWORK, None, parties,
            ("اتفاقية إطار لتطوير التكوين المهني بإقليم إفران",
             "Convention-cadre pour la formation professionnelle dans la province d’Ifrane"),
        )  # fmt: skip
        _clause(world, framework, "1", ClauseKind.TEXT, text_ar="موضوع الاتفاقية: إحداث ثلاثة مراكز وداخلية للمتدربين")
        _clause(world, framework, "2", ClauseKind.DURATION, text_ar="مدة الاتفاقية", months=36)
    _sign(world, framework, FRAMEWORK + SIGNED_AFTER)
    parties = [(state, PartyRole.OWNER), (office, PartyRole.OPERATOR), (association, PartyRole.ASSOCIATION)]
    with world.on(SPECIFIC):
        specific = _draft(
            world, province, AgreementKind.SPECIFIC, framework, parties,
            ("اتفاقية خاصة لإحداث مركز البناء البيئي", "Convention spécifique : centre de construction écologique"),
        )  # fmt: skip
        _clause(world, specific, "1", ClauseKind.TEXT, text_ar="إحداث مركز للبناء البيئي والزخرفة التقليدية")
        _clause(
            world, specific, "2", ClauseKind.OBLIGATION, text_ar="يسير المكتب المركز ويوفر المكونين", body=office,
        )  # fmt: skip
        owner, operator, partner = specific.parties.order_by("order")
        land = _promise(world, owner, CommitmentKind.LAND, "قطعة أرضية لبناء المركز", 5000, "متر مربع", "1500000")
        _promise(world, operator, CommitmentKind.STAFF, "مكونون", 6, "أشخاص")
        _promise(world, partner, CommitmentKind.SEATS, "مقاعد لفائدة النساء", 40, "مقعدا")
    _sign(world, specific, SPECIFIC + SIGNED_AFTER)
    with world.on(SPECIFIC + 3 * SIGNED_AFTER):
        actions.accept_value(
            land, value=Decimal(1_450_000), number="3/2024", taken_on=SPECIFIC + 2 * SIGNED_AFTER, by=world.team.region
        )
        actions.deliver(
            land, delivered_on=SPECIFIC + 3 * SIGNED_AFTER, quantity=Decimal(5000), reference="8/2024",
            by=world.team.region,
        )  # fmt: skip
    _amend(world, specific)


def _amend(world: World, specific: Agreement) -> None:
    with world.on(AMENDED):
        amendment = actions.draft_amendment(
            specific, name_ar="ملحق لتمديد اتفاقية مركز البناء البيئي", name_fr="Avenant : prolongation et internat",
            first_year=2025, last_year=2028, by=world.team.region,
        )  # fmt: skip
        text = "إحداث المركز وداخلية لفائدة متدربي الجماعات البعيدة"
        actions.rewrite_clause(amendment, key="1", text_ar=text, by=world.team.region)
        owner = amendment.parties.order_by("order")[0]
        _promise(world, owner, CommitmentKind.BUILDING, "بناية الداخلية", 1, "بناية", "2400000", dt.date(2027, 9, 1))
    _sign(world, amendment, AMENDED + SIGNED_AFTER)


def _bodies(world: World, province: Province) -> list[Body]:
    """An office and an association of nobody, each with someone who signs for it."""
    told = [
        (BodyKind.INSTITUTION, "المكتب الجهوي للتكوين المهني", "Office régional de la formation professionnelle"),
        (BodyKind.ASSOCIATION, "جمعية مبادرات نسائية بالأطلس", "Association Initiatives féminines de l’Atlas"),
    ]
    found: list[Body] = []
    by = world.team.region
    with world.on(FRAMEWORK, 9):
        for kind, ar, fr in told:
            body = add_body(kind=kind, place=province.place, name_ar=ar, name_fr=fr, by=by)
            person = add_person(name_ar="سلمى التازي" if found else "كريم بنجلون", name_fr="", sex=Sex.FEMALE if found
                                else Sex.MALE, by=by)  # fmt: skip
            world.heads[body.pk] = give_office(
                person, body=body, title=Title.PRESIDENT if found else Title.DIRECTOR, starts_on=dt.date(2023, 1, 1),
                by=by,
            )  # fmt: skip
            found.append(body)
    return found


def _draft(
    world: World,
    province: Province,
    kind: AgreementKind,
    base: Agreement | None,
    parties: list[tuple[Body, PartyRole]],
    names: tuple[str, str],
) -> Agreement:
    return actions.draft_agreement(
        owner=world.council, place=province.place, name_ar=names[0], name_fr=names[1], first_year=2024,
        last_year=2026, parties=parties, kind=kind, base=base, by=world.team.region,
    )  # fmt: skip


def _clause(world: World, agreement: Agreement, key: str, kind: ClauseKind, **facts: Any) -> None:
    actions.write_clause(agreement, key=key, kind=kind, **facts, by=world.team.region)


def _promise(
    world: World, party: Party, kind: CommitmentKind, what: str, quantity: int, unit: str, amount: str = "",
    due_on: dt.date = dt.date(2025, 9, 1),
) -> Commitment:  # fmt: skip
    return actions.promise(
        party, kind=kind, what_ar=what, quantity=Decimal(quantity), unit=unit,
        amount=Decimal(amount) if amount else None, due_on=due_on, by=world.team.region,
    )  # fmt: skip


def _sign(world: World, agreement: Agreement, day: dt.date) -> None:
    """All sign on one day, each by the head of his body."""
    with world.on(day, 12):
        for party in agreement.parties.select_related("body"):
            head = world.heads[party.body_id]
            said = capacity(head.title, head.person.sex, "ar", body=party.body)[:120]
            actions.record_step(
                party, StepKind.SIGNATURE, done_on=day, signatory=head.person, capacity=said, by=world.team.region
            )
