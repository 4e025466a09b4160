"""A nation of data: 34,500 members, 200,000 enrolments in 5,000 sessions, 1,590 payers over four years."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from random import Random

from django.db import connection

from takwin.accounts.models import User
from takwin.agreements.enums import PartyRole, StepKind
from takwin.agreements.models import Agreement, Commitment, Instalment, Party, Step
from takwin.attendance.models import Expected, Register, RegisterHalfDay
from takwin.catalogue.models import Topic
from takwin.core import clock
from takwin.core.halfdays import half_days
from takwin.core.text import search_text
from takwin.directory.enums import BodyKind, Level
from takwin.directory.models import Body, Place
from takwin.people.enums import Title
from takwin.people.models import Office, Person
from takwin.portal.demo.catalogue import TOPICS
from takwin.portal.demo.names import identities
from takwin.rights.enums import Role
from takwin.rights.models import Appointment
from takwin.training.models import Enrolment, TrainingSession
from takwin.treasury.enums import LineSource
from takwin.treasury.models import AccountLine, FundsRequest, PaymentOrder, Receipt

MEMBERS, SESSIONS, A_SESSION = 34_500, 5_000, 40
BEGINS = dt.date(2022, 1, 10)
BATCH = 1000
YEARS = (2023, 2024, 2025, 2026)
HOURS = {"1": (dt.time(9), dt.time(12)), "2": (dt.time(14, 30), dt.time(17, 30))}


def user(name: str, role: Role, place: Place | None) -> User:
    made = User.objects.create(username=name, name_fr=name)
    Appointment.objects.create(user=made, role=role, place=place, starts_on=BEGINS)
    return made


def make_users() -> tuple[User, User]:
    """Who sees the nation, and who sees a region of it."""
    kingdom = Place.objects.get(level=Level.KINGDOM)
    region = Place.objects.get(level=Level.REGION, code="03")
    return user("nation", Role.AUDITOR, kingdom), user("region", Role.REGION_OFFICER, region)


def make_members() -> dict[int, list[Office]]:
    """Members of the communal councils of the Kingdom, by province."""
    rng = Random(1)
    communes = list(Body.objects.filter(kind=BodyKind.COMMUNE).select_related("place"))
    known = identities(rng)
    people = []
    for _ in range(MEMBERS):
        who = next(known)
        person = Person(name_ar=who.name.ar, name_fr=who.name.fr, sex=who.sex, birth_year=who.birth_year)
        person.index()
        people.append(person)
    Person.objects.bulk_create(people, BATCH)
    offices = [
        Office(person=person, body=communes[n % len(communes)], title=Title.MEMBER, starts_on=BEGINS)
        for n, person in enumerate(people)
    ]
    Office.objects.bulk_create(offices, BATCH)
    by_province: dict[int, list[Office]] = {}
    for office in offices:
        by_province.setdefault(office.body.place.province_id or 0, []).append(office)
    return by_province


def make_sessions(offices: dict[int, list[Office]]) -> None:
    """Sessions over five years with forty enrolled in each."""
    rng = Random(2)
    regions = {body.place_id: body for body in Body.objects.filter(kind=BodyKind.REGION)}
    topics = {
        region: [Topic(owner=body, code=t.code, name_ar=t.ar, name_fr=t.fr) for t in TOPICS]
        for region, body in regions.items()
    }
    for several in topics.values():
        for topic in several:
            topic.save()
    provinces = list(Place.objects.filter(level=Level.PROVINCE, pk__in=offices))
    now = clock.now()
    sessions = []
    for n in range(SESSIONS):
        place = provinces[n % len(provinces)]
        owner, topic = regions[place.region_id or 0], rng.choice(topics[place.region_id or 0])
        day = BEGINS + dt.timedelta(days=rng.randrange(1700))
        register = Register(
            owner=owner, place=place, title=topic.name_ar, title_fr=topic.name_fr, reference=f"B-{n:05}"
        )
        sessions.append(
            TrainingSession(
                owner=owner, reference=f"B-{n:05}", topic=topic, place=place, register=register, state="closed",
                starts_on=day, ends_on=day + dt.timedelta(days=1), seats=A_SESSION, confirmed_at=now,
                search_text=search_text(f"B-{n:05}", topic.name_ar, topic.name_fr, place.name_ar, place.name_fr),
            )
        )  # fmt: skip
    Register.objects.bulk_create([session.register for session in sessions], BATCH)
    RegisterHalfDay.objects.bulk_create(
        [
            RegisterHalfDay(
                register=session.register, day=half.day, part=half.part, starts_at=HOURS[half.part][0],
                ends_at=HOURS[half.part][1],
            )
            for session in sessions
            for half in half_days(session.starts_on, session.ends_on)
        ],
        BATCH,
    )  # fmt: skip
    TrainingSession.objects.bulk_create(sessions, BATCH)
    lines = _enrolments(sessions, offices, rng, now)
    Enrolment.objects.bulk_create(lines, BATCH)


def _enrolments(
    sessions: list[TrainingSession], offices: dict[int, list[Office]], rng: Random, now: dt.datetime
) -> Iterator[Enrolment]:
    for session in sessions:
        for office in rng.sample(offices[session.place_id], A_SESSION):
            yield Enrolment(
                session=session, person=office.person, body=office.body, office=office, capacity="عضو المجلس",
                nominated_at=now, search_text=search_text(
                    office.person.name_ar, office.person.name_fr, office.body.name_ar, office.body.name_fr
                ),
            )  # fmt: skip


def make_transfers() -> None:
    """Every province and commune owes for four years; two thirds have paid."""
    rng, now = Random(3), clock.now()
    regions = {body.place_id: body for body in Body.objects.filter(kind=BodyKind.REGION)}
    parties = []
    for province in Place.objects.filter(level=Level.PROVINCE):
        owner = regions[province.region_id or 0]
        agreement = Agreement.objects.create(
            owner=owner, reference=f"CV-{province.pk}", place=province, name_ar=province.name_ar,
            name_fr=province.name_fr, first_year=2023, last_year=2026,
        )  # fmt: skip
        payers = Body.objects.filter(kind__in=[BodyKind.PROVINCE, BodyKind.COMMUNE], place__province=province)
        parties += [Party(agreement=agreement, body=body, role=PartyRole.FUNDER) for body in payers]
    parties += [
        Party(agreement=agreement, body=agreement.owner, role=PartyRole.LEADER)
        for agreement in Agreement.objects.order_by("owner", "pk").select_related("owner")[:12]
    ]
    Party.objects.bulk_create(parties, BATCH)
    officer = User.objects.earliest("pk")
    Step.objects.bulk_create(
        [
            Step(
                party=party, kind=StepKind.SIGNATURE, done_on=dt.date(2023, 2, 7), signatory_name="رئيس المجلس",
                capacity="رئيس المجلس", declared_at=now, confirmed_at=now, confirmed_by=officer,
            )
            for party in parties
        ],
        BATCH,
    )  # fmt: skip
    rows = [
        Commitment(party=p, year=year, amount=Decimal(5000 + rng.randrange(9000))) for p in parties for year in YEARS
    ]
    Commitment.objects.bulk_create(rows, BATCH)
    instalments = [
        Instalment(
            commitment=c, payer=c.party.body, beneficiary=c.party.agreement.owner, year=c.year,
            due_on=dt.date(c.year, 6, 30), amount=c.amount,
        )
        for c in rows
    ]  # fmt: skip
    Instalment.objects.bulk_create(instalments, BATCH)
    FundsRequest.objects.bulk_create(
        [FundsRequest(instalment=i, amount=i.amount, requested_on=dt.date(i.year, 3, 20)) for i in instalments], BATCH
    )
    paid = [i for i in instalments if rng.random() < 0.66]
    PaymentOrder.objects.bulk_create(
        [
            PaymentOrder(instalment=i, number=str(i.pk), ordered_on=i.due_on, amount=i.amount, declared_at=now)
            for i in paid
        ],
        BATCH,
    )
    lines = AccountLine.objects.bulk_create(
        [
            AccountLine(
                owner=i.beneficiary, source=LineSource.SLIP, reference=f"T{i.pk}", booked_on=i.due_on, amount=i.amount
            )
            for i in paid
        ],
        BATCH,
    )
    Receipt.objects.bulk_create(
        [
            Receipt(instalment=i, line=line, amount=i.amount, received_on=i.due_on, recorded_at=now)
            for i, line in zip(paid, lines, strict=True)
        ],
        BATCH,
    )


def make_rolls(offices: dict[int, list[Office]], count: int) -> list[RegisterHalfDay]:
    """The present morning of ``count`` sessions, forty people expected in each."""
    today, owner = clock.today(), Body.objects.get(kind=BodyKind.REGION, place__code="03")
    mornings = []
    for n, people in zip(range(count), offices.values(), strict=False):
        register = Register.objects.create(owner=owner, place=owner.place, title="حضور", reference=f"ROLL-{n}")
        for half in half_days(today, today):
            starts, ends = HOURS[half.part]
            row = RegisterHalfDay.objects.create(
                register=register, day=half.day, part=half.part, starts_at=starts, ends_at=ends
            )
            mornings += [row] if half.part == "1" else []
        Expected.objects.bulk_create(
            [Expected(register=register, person=o.person, body=o.body, capacity="عضو") for o in people[:A_SESSION]]
        )
    return mornings


def analyse() -> None:
    """Let the database look at what it now holds, and PostgreSQL tidy it, as it would have by itself in an hour."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)" if connection.vendor == "postgresql" else "ANALYZE")
