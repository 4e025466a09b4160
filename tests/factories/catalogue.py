"""Topics and trainers for tests."""

import datetime as dt
from itertools import count
from typing import Any

from takwin.catalogue.enums import TrainerKind
from takwin.catalogue.models import Accreditation, Mastery, Topic, Trainer, TrainerPaper
from takwin.core import clock
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
from takwin.documents.actions import store_file
from takwin.documents.models import Act
from takwin.people.models import Person
from tests.factories.directory import make_body
from tests.factories.people import make_person

NAMES = [
    ("المنظومة المندمجة لمداخيل ونفقات الجماعات", "Gestion intégrée des recettes et des dépenses des communes"),
    ("آليات تجويد الحكامة بالجماعات الترابية", "Améliorer la gouvernance des collectivités territoriales"),
    ("التحول الرقمي ورقمنة المساطر", "Transformation numérique et dématérialisation des procédures"),
]
_numbers = count(1)


def make_topic(owner: Body | None = None, **facts: Any) -> Topic:
    n = next(_numbers)
    ar, fr = NAMES[n % len(NAMES)]
    facts = {"code": f"T{n}", "name_ar": ar, "name_fr": fr} | facts
    return Topic.objects.create(owner=owner or make_body(BodyKind.REGION), **facts)


def make_trainer(owner: Body | None = None, person: Person | None = None, **facts: Any) -> Trainer:
    owner = owner or make_body(BodyKind.REGION)
    facts = {"kind": TrainerKind.UNIVERSITY, "body": owner} | facts
    return Trainer.objects.create(owner=owner, person=person or make_person(), **facts)


def make_holder(topic: Topic, person: Person | None = None, **facts: Any) -> Trainer:
    """A trainer of the pool of a catalogue, who holds one of its topics."""
    trainer = make_trainer(topic.owner, person, **facts)
    Mastery.objects.create(trainer=trainer, topic=topic)
    return trainer


def make_accreditation(trainer: Trainer | None = None, **facts: Any) -> Accreditation:
    """Accredited since last year by a decision of the owner of the pool, with no end."""
    trainer = trainer or make_trainer()
    since = clock.today() - dt.timedelta(days=365)
    act = facts.pop("act", None) or Act.objects.create(
        body=trainer.owner, kind="decision", number=f"{next(_numbers)}/24", taken_on=since
    )
    return Accreditation.objects.create(trainer=trainer, act=act, **{"starts_on": since} | facts)


def make_paper(trainer: Trainer | None = None) -> TrainerPaper:
    trainer = trainer or make_trainer()
    data = f"%PDF-1.7 {next(_numbers)}".encode()
    file = store_file(data, name="cv.pdf", content_type="application/pdf", owner=trainer.owner, by=None)
    return TrainerPaper.objects.create(trainer=trainer, kind="cv", file=file)
