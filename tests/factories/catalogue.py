"""Topics and trainers for tests."""

from itertools import count
from typing import Any

from takwin.catalogue.models import Topic, Trainer, TrainerKind
from takwin.directory.enums import BodyKind
from takwin.directory.models import Body
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
