"""The region's pool of trainers: what each holds, in which languages, by which act, and when he is not free."""

import datetime as dt

from takwin.catalogue.actions import add_trainer
from takwin.catalogue.enums import Competence, Says, TrainerKind
from takwin.catalogue.models import Trainer
from takwin.catalogue.pool.actions import Held, accredit, say_availability, set_masteries
from takwin.documents.enums import ActKind
from takwin.people.models import Office
from takwin.portal.demo.world import BEGINS, World
from takwin.training.actions import set_slot
from takwin.training.models import TrainingSession
from takwin.training.trainers.actions import charge, invite
from takwin.training.trainers.queries import proposals, without_trainer
from takwin.training.trainers.telling import note_pasted_to_trainer

DECISION = "2022/17"
ALIKE = (Competence.ALONE, Competence.TRAINERS, Competence.ALONE, Competence.BESIDE)
REASONS = ("التزام بيداغوجي بالجامعة", "مهمة خارج الجهة", "رخصة سنوية")


def make_pool(world: World, pool: list[tuple[Office, TrainerKind]]) -> None:
    """Each with three topics; two in three are accredited by one decision of the region."""
    with world.on(BEGINS, 14):
        world.trainers = [_enter(world, n, office, kind) for n, (office, kind) in enumerate(pool)]


def _enter(world: World, n: int, office: Office, kind: TrainerKind) -> Trainer:
    by, home = world.team.region, office.body.place.province
    trainer = add_trainer(
        owner=world.council, person=office.person, kind=kind, body=office.body, province=home,
        in_french=n % 3 != 2, in_amazigh=n % 7 == 3, by=by,
    )  # fmt: skip
    held = {
        world.topics[(n + step) % len(world.topics)]: Held(ALIKE[(n + step // 4) % len(ALIKE)], 2008 + (n + step) % 13)
        for step in (0, 4, 8)
    }
    set_masteries(trainer, held, by=by)
    if n % 3:
        accredit(
            trainer, kind=ActKind.DECISION, number=DECISION, taken_on=BEGINS, starts_on=BEGINS,
            ends_on=dt.date(BEGINS.year + 5, 12, 31) if n % 2 else None, by=by,
        )  # fmt: skip
    return trainer


def say_days(world: World) -> None:
    """A few of them are not free in the coming weeks."""
    with world.on(world.as_of, 8):
        for n, trainer in enumerate(world.trainers[::6]):
            first = world.as_of + dt.timedelta(days=7 + 3 * n)
            last = first + dt.timedelta(days=n % 3)
            reason = REASONS[n % len(REASONS)]
            says = Says.CAN if n == 4 else Says.CANNOT
            say_availability(trainer, says=says, first_day=first, last_day=last, reason=reason, by=world.team.region)


def ask_for_the_next(world: World) -> None:
    """Of the next session of Ifrane the second day lacks a trainer: one is asked, who has not answered yet; that of the
    first day has his mission letter."""
    coming = TrainingSession.objects.filter(owner=world.council, place=world.home.place, starts_on__gt=world.as_of)
    session = coming.order_by("-starts_on").first()
    if session is None:
        return
    by = world.team.region
    with world.on(world.as_of - dt.timedelta(days=1), 10):
        for slot in session.slots.filter(half_day__day=session.ends_on).select_related("half_day", "room"):
            set_slot(session, slot.half_day, title=slot.title, room=slot.room, slot=slot, by=by)
        lacking = without_trainer(session)
        free = [one.trainer for one in proposals(session, lacking) if not one.against]
        if lacking and free:
            invite(session, free[0], lacking, answer_before=world.as_of + dt.timedelta(days=6), by=by)
        teaching = session.slots.filter(trainer__isnull=False).first()
        if teaching and teaching.trainer:
            mission = charge(session, teaching.trainer, by=by)
            note_pasted_to_trainer(session, mission.letter_id, by=by)
