"""Universities, chambers and a foundation, the rooms they lend, letterheads, topics and those who will be trainers."""

from takwin.accounts.models import User
from takwin.catalogue.actions import add_topic
from takwin.catalogue.enums import TrainerKind
from takwin.directory.actions import add_body, add_room, correct_body
from takwin.directory.enums import BodyKind, Level
from takwin.directory.models import Body, Place
from takwin.people.enums import Sex, Title
from takwin.people.models import Office
from takwin.portal.demo.accounts import TRAINER
from takwin.portal.demo.catalogue import INSTITUTIONS, TOPICS, UNIVERSITY_OF
from takwin.portal.demo.people import Cast
from takwin.portal.demo.rooms import put_on_the_map
from takwin.portal.demo.world import BEGINS, Province, World

TREASURY = "310"  # bank code of the public treasury
PROFESSORS = {"usmba": 7, "umi": 5, "aui": 4}
EXPERTS = 5
PLENARY = ("قاعة الاجتماعات الكبرى", "Grande salle de réunion")
COUNCIL_ROOM = ("قاعة الجلسات", "Salle des séances")
CHAMBER_ROOM = ("قاعة الندوات بالملحقة", "Salle de conférences de l’annexe")


def made_up_rib(bank: str, account: int) -> str:
    """An account of nobody whose key is right: the whole is a multiple of 97."""
    whole = f"{bank}270{account:016}"
    return f"{whole}{97 - int(whole) * 100 % 97:02}"


def open_institutions(world: World) -> None:
    """Bodies that the map does not bring, the region's letterhead and account, rooms in each province, topics."""
    by = world.team.region
    seats = {place.code: place for place in Place.objects.filter(level=Level.PROVINCE, region=world.place)}
    with world.on(BEGINS, 9, 30):
        for facts in INSTITUTIONS:
            body = add_body(kind=facts.kind, place=seats[facts.province], name_ar=facts.ar, name_fr=facts.fr, by=by)
            world.universities[facts.key] = body
        _add_committees(world)
        world.council = correct_body(
            world.council,
            town_ar="فاس",
            town_fr="Fès",
            services_ar="المديرية العامة للمصالح\nقسم الموارد البشرية والتكوين",
            services_fr="Direction générale des services\nDivision des ressources humaines et de la formation",
            rib=made_up_rib(TREASURY, 1_002_003_004),
            call_number="+212535000012",
            ice="009000017000061",  # nobody's, as the number below
            tax_number="9000017",
            by=by,
        )
        for province in world.provinces:
            _furnish(world, province)
        put_on_the_map(world)
        world.topics = [add_topic(owner=world.council, code=t.code, name_ar=t.ar, name_fr=t.fr, by=by) for t in TOPICS]


def _add_committees(world: World) -> None:
    """The commission that the decree asks for, and the committee that follows the programme."""
    for ar, fr in (
        ("اللجنة الجهوية للتكوين المستمر", "Commission régionale de formation continue"),
        ("لجنة التتبع والتقييم", "Comité de suivi et d’évaluation"),
    ):
        add_body(
            kind=BodyKind.COMMITTEE, place=world.place, parent=world.council, name_ar=ar, name_fr=fr,
            by=world.team.region,
        )  # fmt: skip


def _furnish(world: World, province: Province) -> None:
    """The administration's letterhead, and the rooms lent in the province: two or three."""
    by = world.team.region
    province.state = correct_body(
        province.state,
        services_ar="الكتابة العامة\nقسم الجماعات الترابية",
        services_fr="Secrétariat général\nDivision des collectivités territoriales",
        by=by,
    )
    chamber = world.universities["agri" if province.place.code in UNIVERSITY_OF else "ccis"]
    lent = [(province.state, PLENARY, 60), (province.council, COUNCIL_ROOM, 45)]
    if len(province.communes) > 12:
        lent.append((chamber, (f"{CHAMBER_ROOM[0]} – {province.place.name_ar}", CHAMBER_ROOM[1]), 80))
    for lender, (ar, fr), seats in lent:
        room = add_room(
            lender=lender, place=province.place, name_ar=ar, name_fr=f"{fr} – {province.place.name_fr}", seats=seats,
            by=by,
        )  # fmt: skip
        province.rooms.append(room)


def university_of(world: World, province: Province) -> Body:
    return world.universities[UNIVERSITY_OF.get(province.place.code, "usmba")]


def cast_trainers(world: World, cast: Cast, trainer: User) -> list[tuple[Office, TrainerKind]]:
    """Presidents of universities and of the foundation, who sign; professors, heads of State services, experts."""
    pool: list[tuple[Office, TrainerKind]] = []
    for key, count in PROFESSORS.items():
        university = world.universities[key]
        cast.give(cast.invent(), university, Title.PRESIDENT)
        for n in range(count):
            shown = key == "aui" and n == 0
            person = cast.invent(trainer, name=TRAINER.name, sex=Sex.FEMALE) if shown else cast.invent()
            pool.append((cast.give(person, university, Title.PROFESSOR), TrainerKind.UNIVERSITY))
    cast.give(cast.invent(), world.universities["foundation"], Title.PRESIDENT)
    for province in world.provinces:
        head = cast.give(cast.invent(), province.state, Title.SERVICE_HEAD, detail="مصلحة المالية المحلية")
        pool.append((head, TrainerKind.STATE))
    experts = [cast.give(cast.invent(), world.universities["experts"], Title.EXPERT) for _ in range(EXPERTS)]
    pool += [(office, TrainerKind.EXPERT) for office in experts]
    return pool
