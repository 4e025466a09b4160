"""Days that members received elsewhere, with their proof, and the days on which councils sit."""

import datetime as dt
from uuid import UUID

from takwin.core.halfdays import HalfDay, half_days
from takwin.directory.enums import BodyKind
from takwin.directory.models import Sitting
from takwin.documents.actions import store_file
from takwin.documents.models import StoredFile
from takwin.people.models import Office
from takwin.portal.demo.sessions import MOST
from takwin.portal.demo.world import BATCH, World
from takwin.programmes.enums import ClaimState
from takwin.programmes.models import ElsewhereDay

PROVIDERS = (
    ("المديرية العامة للجماعات الترابية", "البرنامج الوطني لتكوين المنتخبين"),
    ("الجمعية المغربية لرؤساء مجالس الجماعات", "الجبايات المحلية"),
    ("مؤسسة دار المنتخب بجهة أخرى", "التواصل المؤسساتي"),
)
ONE_IN = 5  # of the members, who was trained elsewhere
FIRST = dt.date(2022, 3, 1)
DECIDED_AFTER = dt.timedelta(days=21)
SITTING_MONTHS = {BodyKind.COMMUNE: (2, 5, 10), BodyKind.PROVINCE: (1, 6, 9), BodyKind.REGION: (3, 7, 10)}


def receive_elsewhere(world: World) -> None:
    """One or two stays of one or two days each, recorded by the province and accepted by the region; the last ones
    wait, a few were refused."""
    proof = _proof(world)
    rows: list[ElsewhereDay] = []
    seen: set[int] = set()
    for province in world.provinces:
        for body in province.payers:
            for office in world.offices[body.pk]:
                if office.person_id not in seen and world.rng.randrange(ONE_IN) == 0:
                    seen.add(office.person_id)
                    for _ in range(world.rng.randint(1, 2)):
                        rows += _stay(world, office, proof)
    ElsewhereDay.objects.bulk_create(rows, BATCH)
    _note(world, rows)


def _stay(world: World, office: Office, proof: StoredFile) -> list[ElsewhereDay]:
    rng, person = world.rng, office.person_id
    first = FIRST + dt.timedelta(days=rng.randrange(max(1, (world.as_of - FIRST).days - 10)))
    first -= dt.timedelta(days=max(0, first.weekday() - 3))
    halves = half_days(first, first + dt.timedelta(days=rng.randint(0, 1)))
    provider, topic = rng.choice(PROVIDERS)
    stay, drawn = UUID(int=rng.getrandbits(128), version=4), rng.random()
    days = {half.day for half in halves}
    if days & world.taken[person] or world.received[person] + len(halves) > MOST or max(days) > world.as_of:
        return []
    world.taken[person] |= days
    world.received[person] += len(halves)
    recorded_on = max(days) + dt.timedelta(days=12)
    state = ClaimState.ACCEPTED if world.has_come(recorded_on + DECIDED_AFTER) else ClaimState.PROPOSED
    if state == ClaimState.ACCEPTED and drawn < 0.03:
        state = ClaimState.REFUSED
    return [_row(world, office, half, state, recorded_on, stay, provider, topic, proof) for half in halves]


def _row(
    world: World,
    office: Office,
    half: HalfDay,
    state: ClaimState,
    recorded_on: dt.date,
    stay: UUID,
    provider: str,
    topic: str,
    proof: StoredFile,
) -> ElsewhereDay:
    decided = state != ClaimState.PROPOSED
    return ElsewhereDay(
        stay=stay,
        person=office.person,
        body=office.body,
        day=half.day,
        part=half.part,
        provider=provider,
        topic=topic,
        proof=proof,
        state=state,
        recorded_by=world.team.provinces[office.body.place.province_id or 0],
        recorded_at=world.instant(recorded_on, 11),
        decided_by=world.team.colleague if decided else None,
        decided_at=world.instant(recorded_on + DECIDED_AFTER, 11) if decided else None,
        motive="الوثيقة المدلى بها لا تثبت الحضور" if state == ClaimState.REFUSED else "",
    )


def _note(world: World, rows: list[ElsewhereDay]) -> None:
    stays: dict[UUID, list[ElsewhereDay]] = {}
    for row in rows:
        stays.setdefault(row.stay, []).append(row)
    for halves in stays.values():
        one, count = halves[0], len(halves)
        world.note(
            "elsewhere.recorded", one.person, by=one.recorded_by, at=one.recorded_at,
            half_days=count, body=one.body_id,
        )  # fmt: skip
        if one.decided_at:
            verb = "elsewhere.refused" if one.state == ClaimState.REFUSED else "elsewhere.accepted"
            world.note(verb, one.person, by=one.decided_by, at=one.decided_at, half_days=count, first_day=one.day)


def _proof(world: World) -> StoredFile:
    """The scan that stands for them all."""
    with world.on(FIRST):
        return store_file(
            scan("Attestation de formation - exemplaire de demonstration"),
            name="attestation.pdf",
            content_type="application/pdf",
            owner=world.council,
            by=world.team.colleague,
        )


def scan(line: str) -> bytes:
    """The smallest PDF of one page that says one line."""
    text = f"BT /F1 14 Tf 60 760 Td ({line}) Tj ET".encode("ascii")
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources <</Font <</F1 5 0 R>>>> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        font,
    ]
    out, starts = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    end = b"xref\n0 6\n0000000000 65535 f \n%strailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return out + end % (table, len(out))


def convene_councils(world: World) -> None:
    """The last ordinary session of every council, convened, and its next one."""
    councils = [world.council, *(body for province in world.provinces for body in province.payers)]
    sittings = []
    for body in councils:
        months = SITTING_MONTHS[BodyKind(body.kind)]
        days = sorted(_first_friday(year, m) for year in (world.as_of.year - 1, world.as_of.year, world.as_of.year + 1)
                      for m in months)  # fmt: skip
        past = [day for day in days if day <= world.as_of]
        coming = [day for day in days if day > world.as_of]
        sittings.append(Sitting(body=body, day=past[-1], convened_on=past[-1] - dt.timedelta(days=10)))
        called = coming[0] - dt.timedelta(days=10)
        sittings.append(Sitting(body=body, day=coming[0], convened_on=called if world.has_come(called) else None))
    Sitting.objects.bulk_create(sittings, BATCH)
    for sitting in sittings:
        day = sitting.convened_on or world.as_of
        world.note(
            "sitting.added", sitting, by=world.team.region, at=world.instant(day),
            body=sitting.body_id, day=sitting.day, convened_on=sitting.convened_on,
        )  # fmt: skip


def _first_friday(year: int, month: int) -> dt.date:
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=(4 - first.weekday()) % 7)
