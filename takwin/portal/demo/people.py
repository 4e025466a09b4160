"""Councils with their members, the staff of communes, the governors and their offices."""

from collections.abc import Iterator
from typing import Any

from takwin.accounts.models import User
from takwin.directory.models import Body
from takwin.people.enums import DocumentKind, Sex, Title
from takwin.people.models import IdentityDocument, Mandate, Office, Person
from takwin.portal.demo.accounts import COMMUNE, FINANCE, PROVINCE, REGION, Login
from takwin.portal.demo.names import Identity, Name, identities
from takwin.portal.demo.world import BATCH, BEGINS, IFRANE, MANDATE, World

# How many members a communal council has, by population: near what the elections of 2021 gave.
SEATS = (
    (4_000, 11), (6_500, 13), (9_000, 15), (12_500, 16), (16_000, 18), (22_000, 21), (35_000, 25), (60_000, 29),
    (100_000, 31), (200_000, 35),
)  # fmt: skip
SEATS_OF_A_CITY = 61
SEATS_OF_THE_REGION = 69
REGION_ONLY = 25  # members of the region's council who sit in no commune
COMMITTEES = (
    "لجنة الميزانية والشؤون المالية والبرمجة",
    "لجنة المرافق العمومية والخدمات",
    "لجنة التنمية البشرية والشؤون الاجتماعية",
)
IN_CHARGE = "التكوين المستمر والتشغيل وتطوير الكفاءات"


class Cast:
    """People and offices as they are invented, written together at the end."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.people: list[tuple[Person, Identity]] = []
        self.offices: list[Office] = []
        self._invented: Iterator[Identity] = identities(world.rng)

    def invent(self, user: User | None = None, *, name: Name | None = None, sex: Sex | None = None) -> Person:
        """Somebody new; the holder of an account shown bears its name."""
        who = next(self._invented)
        called = name or who.name
        person = Person(
            name_ar=called.ar,
            name_fr=called.fr,
            sex=sex or who.sex,
            birth_year=who.birth_year,
            phone=who.phone,
            user=user,
        )
        person.index()
        self.people.append((person, who))
        return person

    def give(
        self,
        person: Person,
        body: Body,
        title: Title,
        *,
        detail: str = "",
        mandate: Mandate | None = None,
    ) -> Office:
        """An office held from the day of the elections, with the role its holder has in Takwin, if any."""
        office = Office(person=person, body=body, title=title, detail=detail, mandate=mandate, starts_on=MANDATE[0])
        if person.user:
            office.appointment = person.user.appointments.first()
        self.offices.append(office)
        if title in (Title.PRESIDENT, Title.GOVERNOR, Title.WALI):
            self.world.heads[body.pk] = office
        (self.world.offices if mandate else self.world.staff)[body.pk].append(office)
        return office

    def write(self) -> None:
        """Persons, then what names them; the day Takwin began is that of all of them."""
        people = [person for person, _who in self.people]
        Person.objects.bulk_create(people, BATCH)
        IdentityDocument.objects.bulk_create(
            [IdentityDocument(person=p, kind=DocumentKind.CIN, number=who.card) for p, who in self.people], BATCH
        )
        Office.objects.bulk_create(self.offices, BATCH)
        at, by = self.world.instant(BEGINS, 11), self.world.team.region
        for person in people:
            self.world.note("person.added", person, by=by, at=at)
        for o in self.offices:
            self.world.note(
                "office.given", o, by=by, at=at,
                person=o.person_id, body=o.body_id, title=o.title, starts_on=o.starts_on,
            )  # fmt: skip


def seats_of_council(population: int) -> int:
    return next((seats for most, seats in SEATS if population <= most), SEATS_OF_A_CITY)


def fill_councils(world: World, cast: Cast) -> None:
    """Every council with its members, bureau and committees. Provincial councillors, and most of the region's, are
    also members of a commune: they sit on two councils."""
    mandates = _open_mandates(world)
    communal: list[Person] = []
    for province in world.provinces:
        here: list[Person] = []
        for commune in province.communes:
            people = [cast.invent() for _ in range(seats_of_council(commune.place.population or 0))]
            _seat(cast, commune, people, mandates[commune.pk])
            here += people[1:]
        size = min(len(here), 11 + 2 * (len(province.communes) // 8))
        _seat(cast, province.council, world.rng.sample(here, size), mandates[province.council.pk])
        communal += here
    only = [cast.invent() for _ in range(max(3, round(REGION_ONLY * world.scale)))]
    shared = world.rng.sample(communal, max(5, round((SEATS_OF_THE_REGION - REGION_ONLY) * world.scale)))
    _seat(cast, world.council, [*only, *shared], mandates[world.council.pk])
    _add_staff(world, cast)


def _open_mandates(world: World) -> dict[int, Mandate]:
    councils = [world.council, *(body for province in world.provinces for body in province.payers)]
    starts_on, ends_on = MANDATE
    mandates = Mandate.objects.bulk_create(
        [Mandate(body=body, starts_on=starts_on, ends_on=ends_on) for body in councils], BATCH
    )
    at = world.instant(BEGINS)
    for mandate in mandates:
        world.note(
            "mandate.opened", mandate, by=world.team.region, at=at,
            body=mandate.body_id, starts_on=starts_on, ends_on=ends_on,
        )  # fmt: skip
    return {mandate.body_id: mandate for mandate in mandates}


def _seat(cast: Cast, council: Body, people: list[Person], mandate: Mandate) -> None:
    """President, vice-presidents, secretary and his deputy, chairs of committees, members."""
    deputies = max(3, min(9, len(people) // 5))
    titles: list[tuple[Title, str]] = [(Title.PRESIDENT, "")]
    titles += [(Title.VICE_PRESIDENT, "")] * deputies
    titles += [(Title.SECRETARY, ""), (Title.DEPUTY_SECRETARY, "")]
    titles += [(Title.COMMITTEE_CHAIR, name) for name in COMMITTEES[: 2 if len(people) < 15 else 3]]
    if council == cast.world.council:
        titles[1] = (Title.VICE_PRESIDENT, IN_CHARGE)
    titles += [(Title.MEMBER, "")] * (len(people) - len(titles))
    for person, (title, detail) in zip(people, titles, strict=False):
        cast.give(person, council, title, detail=detail, mandate=mandate)


def _add_staff(world: World, cast: Cast) -> None:
    """Directors of services and finance staff of the communes, governors and their offices, the region's own."""
    team = world.team
    for province in world.provinces:
        shown = province.place.code == IFRANE
        for n, commune in enumerate(province.communes):
            user = team.communes.get(commune.pk)
            cast.give(
                cast.invent(user, **(_named(COMMUNE, Sex.MALE) if user and shown else {})), commune, Title.DIRECTOR
            )
            if n % 5 != 4:  # a few small communes have nobody for the budget but their director
                cast.give(cast.invent(), commune, Title.FINANCE_STAFF)
        cast.give(cast.invent(), province.council, Title.DIRECTOR)
        cast.give(cast.invent(), province.council, Title.FINANCE_STAFF)
        cast.give(cast.invent(), province.state, Title.GOVERNOR)
        cast.give(cast.invent(), province.state, Title.SECRETARY_GENERAL)
        head = cast.invent(team.provinces[province.place.pk], **(_named(PROVINCE, Sex.FEMALE) if shown else {}))
        cast.give(head, province.state, Title.DIVISION_HEAD, detail="قسم الجماعات الترابية")
    cast.give(cast.invent(), world.council, Title.DIRECTOR)
    cast.give(cast.invent(), world.council, Title.DIVISION_HEAD, detail="قسم الموارد البشرية والتكوين")
    training = cast.invent(team.region, **_named(REGION, Sex.FEMALE))
    cast.give(training, world.council, Title.SERVICE_HEAD, detail="مصلحة التكوين المستمر")
    budget = cast.invent(team.finance, **_named(FINANCE, Sex.MALE))
    cast.give(budget, world.council, Title.SERVICE_HEAD, detail="مصلحة الميزانية والمحاسبة")
    for _ in range(round(12 * world.scale)):
        cast.give(cast.invent(), world.council, Title.STAFF)


def _named(login: Login, sex: Sex) -> dict[str, Any]:
    return {"name": login.name, "sex": sex}
