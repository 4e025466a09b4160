"""What the database itself refuses of topics and trainers."""

import pytest

from takwin.catalogue.models import Topic, Trainer
from takwin.directory.enums import BodyKind
from tests.constraints import breaks
from tests.factories.catalogue import make_topic, make_trainer
from tests.factories.directory import make_body

pytestmark = pytest.mark.django_db


def test_a_code_names_one_topic_of_a_catalogue() -> None:
    topic = make_topic(code="FIN-1")
    with breaks(Topic, "topic_code_once"):
        make_topic(topic.owner, code="FIN-1")


def test_two_catalogues_may_use_one_code() -> None:
    for _n in range(2):
        make_topic(code="FIN-1")
    assert Topic.objects.filter(code="FIN-1").count() == 2


def test_a_trainer_is_once_in_a_pool() -> None:
    trainer = make_trainer()
    with breaks(Trainer, "trainer_once_per_pool"):
        make_trainer(trainer.owner, trainer.person)


def test_a_trainer_may_be_in_two_pools() -> None:
    trainer = make_trainer()
    assert make_trainer(make_body(BodyKind.REGION), trainer.person).pk
