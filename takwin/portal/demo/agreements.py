"""One agreement per province with its communes, each party at its own pace; and those that are not in force."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from takwin.accounts.models import User
from takwin.agreements.actions import cancel_agreement, draft_agreement, draft_amendment
from takwin.agreements.enums import AgreementKind, AgreementState, PartyRole, StepKind
from takwin.agreements.models import Agreement, Party, Step
from takwin.agreements.queries import state_of
from takwin.directory.enums import COLLECTIVITIES
from takwin.directory.models import Body, Place
from takwin.documents.enums import ActKind
from takwin.documents.models import Act
from takwin.people.labels import capacity
from takwin.portal.demo.institutions import university_of
from takwin.portal.demo.world import BATCH, IFRANE, Province, World

UNSIGNED = "03.591"  # Moulay Yacoub: two communes have not signed
UNVOTED = "03.131"  # Boulemane: four councils have not voted
CONFIRMED_AFTER = dt.timedelta(days=4)
ACTS = {StepKind.VOTE: ActKind.DELIBERATION, StepKind.VISA: ActKind.VISA}
Dates = dict[StepKind, dt.date]


class Walk:
    """Steps of parties gathered, then written together with their acts and the journal's lines."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.steps: list[Step] = []
        self.acts: list[Act] = []
        self.numbers: Counter[int] = Counter()

    def go(
        self, party: Party, dates: Dates, *, declared_by: User | None = None, received_on: dt.date | None = None
    ) -> None:
        """Record the steps whose day has come, a vote with the day the authority received it. What a commune declared
        is confirmed some days later."""
        for kind, day in dates.items():
            if not self.world.has_come(day):
                return
            self._step(party, kind, day, declared_by)
            if kind == StepKind.VOTE:
                self.steps[-1].received_on = received_on

    def _step(self, party: Party, kind: StepKind, day: dt.date, declared_by: User | None) -> None:
        world = self.world
        officer = world.team.provinces.get(party.body.place.province_id or 0) if kind == StepKind.VISA else None
        declares = declared_by if officer is None else None
        said_at = world.instant(day, 15)
        confirmed = declares is None or world.has_come(day + CONFIRMED_AFTER)
        step = Step(party=party, kind=kind, done_on=day, declared_at=said_at)
        step.declared_by = declares or officer or world.team.region
        if confirmed:
            step.confirmed_by = world.team.region if declares else step.declared_by
            step.confirmed_at = world.instant(day + CONFIRMED_AFTER) if declares else said_at
        if kind in ACTS:
            self.numbers[party.body_id] += 1
            number = 3 + party.body_id % 29 + self.numbers[party.body_id]
            step.act = Act(body=party.body, kind=ACTS[kind], number=f"{number}/{day.year}", taken_on=day)
            self.acts.append(step.act)
        if kind == StepKind.SIGNATURE:
            head = world.heads[party.body_id]
            step.signatory = head.person
            step.capacity = capacity(head.title, head.person.sex, "ar", body=party.body)[:120]
        self.steps.append(step)

    def write(self) -> None:
        Act.objects.bulk_create(self.acts, BATCH)
        Step.objects.bulk_create(self.steps, BATCH)
        for step in self.steps:
            at_once = step.confirmed_at == step.declared_at
            told = {"party": step.party_id, "step": step.kind}
            self.world.note(
                "agreement.step_recorded" if at_once else "agreement.step_declared", step.party.agreement,
                by=step.declared_by, at=step.declared_at, **told, done_on=step.done_on,
            )  # fmt: skip
            if step.confirmed_at and not at_once:
                self.world.note(
                    "agreement.step_confirmed", step.party.agreement, by=step.confirmed_by, at=step.confirmed_at, **told
                )


def draft(
    world: World,
    day: dt.date,
    place: Place,
    names: tuple[str, str],
    years: tuple[int, int],
    parties: Iterable[tuple[Body, PartyRole]],
    kind: AgreementKind = AgreementKind.SPECIFIC,
) -> list[Party]:
    """An agreement drafted on a day by the region; none of its parties has done anything yet."""
    with world.on(day):
        agreement = draft_agreement(
            owner=world.council, place=place, name_ar=names[0], name_fr=names[1], first_year=years[0],
            last_year=years[1], parties=list(parties), kind=kind, by=world.team.region,
        )  # fmt: skip
    return list(agreement.parties.select_related("body__place", "agreement"))


def make_province_agreements(world: World) -> None:
    """The nine of 2023-2026: drafted in November 2022, voted from January to March, signed in spring."""
    if not world.has_come(dt.date(2022, 11, 28)):
        return
    walk = Walk(world)
    for n, province in enumerate(world.provinces):
        parties = draft(
            world,
            dt.date(2022, 11, 28),
            province.place,
            (
                f"اتفاقية تمويل وتنفيذ برامج التكوين المستمر لفائدة منتخبي {province.state.name_ar}",
                f"Convention de financement et d’exécution de la formation des élus – {province.place.name_fr}",
            ),
            (2023, 2026),
            [
                (world.council, PartyRole.LEADER),
                (province.council, PartyRole.FUNDER),
                *((commune, PartyRole.FUNDER) for commune in province.communes),
                (university_of(world, province), PartyRole.OPERATOR),
                (province.state, PartyRole.WITNESS),
            ],
        )
        for order, party in enumerate(parties):
            walk.go(
                party, _dates(world, province, party, n + order), declared_by=world.team.communes.get(party.body_id)
            )
    walk.write()


def _dates(world: World, province: Province, party: Party, spread: int) -> Dates:
    """When a party took each step, and which it has not taken yet."""
    signed = dt.date(2023, 4, 3) + dt.timedelta(days=spread % 33)
    if party.body.kind not in COLLECTIVITIES:
        return {StepKind.SIGNATURE: max(signed, dt.date(2023, 5, 8))}
    sat = dt.date(2023, 2, 1) + dt.timedelta(days=spread % 14)
    if party.body == province.council:
        sat = dt.date(2023, 1, 9) + dt.timedelta(days=spread % 5)
    if party.body == world.council:
        sat = dt.date(2023, 3, 6)
    dates = {
        StepKind.SITTING: sat,
        StepKind.VOTE: sat,
        StepKind.VISA: sat + dt.timedelta(days=8 + spread % 12),
        StepKind.SIGNATURE: signed,
    }
    if province.place.code == UNVOTED and party.body in province.communes[-4:]:
        return {}
    if province.place.code == UNSIGNED and party.body in province.communes[-2:]:
        del dates[StepKind.SIGNATURE]
    return dates


def make_others(world: World) -> None:
    """The agreement of the emergency programme, ended; a framework with the universities; one given up."""
    walk = Walk(world)
    council = (world.council, PartyRole.LEADER)
    universities = [(world.universities[key], PartyRole.OPERATOR) for key in ("usmba", "umi", "aui")]
    emergency = draft(
        world, dt.date(2022, 1, 31), world.place,
        ("اتفاقية تنفيذ البرنامج الاستعجالي للتكوين 2022", "Convention du programme d’urgence 2022"),
        (2022, 2022), [council, universities[0]],
    )  # fmt: skip
    sign_all(walk, emergency, dt.date(2022, 3, 7))
    if world.has_come(dt.date(2022, 10, 10)):
        framework = draft(
            world, dt.date(2022, 10, 10), world.place,
            ("اتفاقية إطار للشراكة مع جامعات الجهة", "Convention-cadre avec les universités de la région"),
            (2023, 2027), [council, *universities], AgreementKind.FRAMEWORK,
        )  # fmt: skip
        sign_all(walk, framework, dt.date(2022, 10, 24))
    if world.has_come(dt.date(2025, 9, 15)):
        given_up = draft(
            world, dt.date(2025, 4, 7), world.place,
            ("اتفاقية خاصة بدورات القرب بالمراكز القروية", "Convention de formations de proximité"),
            (2025, 2026), [council, (world.universities["foundation"], PartyRole.FUNDER)],
        )  # fmt: skip
        with world.on(dt.date(2025, 9, 15)):
            cancel_agreement(given_up[0].agreement, motive="تعذر توفير الاعتمادات من طرف المؤسسة", by=world.team.region)
    walk.write()


def extend_ifrane(world: World) -> None:
    """The amendment of Ifrane, whose votes are coming in; told once what it changes is signed."""
    walk = Walk(world)
    _extend(world, walk)
    walk.write()


def sign_all(walk: Walk, parties: list[Party], sat: dt.date) -> None:
    for party in parties:
        dates = {StepKind.SIGNATURE: sat + dt.timedelta(days=30)}
        if party.body.kind in COLLECTIVITIES:
            visa = sat + dt.timedelta(days=16)
            dates = {StepKind.SITTING: sat, StepKind.VOTE: sat, StepKind.VISA: visa} | dates
        walk.go(party, dates)


def _extend(world: World, walk: Walk) -> None:
    """The year 2027 for Ifrane: two communes have voted in October and wait for confirmation, visa and signature; two
    others wait for their visa, and of one the day is known on which the province received its deliberation."""
    province = next((p for p in world.provinces if p.place.code == IFRANE), None)
    day = world.as_of - dt.timedelta(days=60)
    if province is None or world.as_of < dt.date(2026, 3, 1):
        return
    base = next(one for one in province_agreements(world) if one.place_id == province.place.pk)
    if state_of(base, day) != AgreementState.IN_FORCE:
        return
    with world.on(day):
        amendment = draft_amendment(
            base, name_ar="ملحق لتمديد اتفاقية التكوين المستمر بإقليم إفران إلى سنة 2027",
            name_fr="Avenant 2027 à la convention d’Ifrane", first_year=2027, last_year=2027, by=world.team.region,
        )  # fmt: skip
    parties = list(amendment.parties.select_related("body__place", "agreement"))
    received = iter([world.as_of - dt.timedelta(days=12)])
    for party in parties:
        voted = world.as_of - dt.timedelta(days=2 if party.body_id in world.team.communes else 30)
        if party.body in province.communes[:4]:
            walk.go(
                party, {StepKind.SITTING: voted, StepKind.VOTE: voted},
                declared_by=world.team.communes.get(party.body_id),
                received_on=None if party.body_id in world.team.communes else next(received, None),
            )  # fmt: skip


def province_agreements(world: World) -> list[Agreement]:
    """The agreements of 2023-2026, province by province."""
    places = [province.place for province in world.provinces]
    found = Agreement.objects.filter(place__in=places, first_year=2023, kind=AgreementKind.SPECIFIC)
    return list(found.order_by("place__code"))
