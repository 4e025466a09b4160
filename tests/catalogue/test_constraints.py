"""What the database itself refuses of topics and trainers."""

import datetime as dt

import pytest

from takwin.catalogue.models import Accreditation, Availability, Mastery, Topic, Trainer, TrainerPaper
from takwin.core import clock
from takwin.directory.enums import BodyKind
from tests.constraints import breaks
from tests.factories.catalogue import make_accreditation, make_paper, make_topic, make_trainer
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


def test_a_trainer_teaches_in_a_language() -> None:
    with breaks(Trainer, "trainer_teaches_in_a_language"):
        make_trainer(in_arabic=False)


def test_a_topic_is_held_once() -> None:
    trainer = make_trainer()
    topic = make_topic(trainer.owner)
    Mastery.objects.create(trainer=trainer, topic=topic)
    with breaks(Mastery, "mastery_once"):
        Mastery.objects.create(trainer=trainer, topic=topic)


def test_a_topic_is_held_since_a_year_of_four_figures() -> None:
    trainer = make_trainer()
    with breaks(Mastery, "mastery_since_a_year"):
        Mastery.objects.create(trainer=trainer, topic=make_topic(trainer.owner), since=14)


def test_an_act_accredits_once_in_a_topic_and_once_in_all() -> None:
    general = make_accreditation(state="renewed")
    trainer, act = general.trainer, general.act
    with breaks(Accreditation, "accreditation_in_all_once_by_act"):
        make_accreditation(trainer, act=act)
    topic = make_topic(trainer.owner)
    make_accreditation(trainer, act=act, topic=topic, state="renewed")
    with breaks(Accreditation, "accreditation_once_by_act"):
        make_accreditation(trainer, act=act, topic=topic)


def test_one_accreditation_is_in_force_in_a_topic_and_one_in_all() -> None:
    trainer = make_accreditation().trainer
    with breaks(Accreditation, "accreditation_in_all_one_in_force"):
        make_accreditation(trainer)
    topic = make_topic(trainer.owner)
    make_accreditation(trainer, topic=topic)
    with breaks(Accreditation, "accreditation_one_in_force"):
        make_accreditation(trainer, topic=topic)


@pytest.mark.parametrize("facts", [{"state": "withdrawn"}, {"state": "ended", "reason": "x"}, {"reason": "x"}])
def test_an_accreditation_is_taken_back_with_its_day_and_its_reason(facts: dict[str, str]) -> None:
    with breaks(Accreditation, "accreditation_ended_with_reason"):
        make_accreditation(**facts)


def test_an_accreditation_ends_after_it_starts() -> None:
    with breaks(Accreditation, "accreditation_ends_after_it_starts"):
        make_accreditation(ends_on=clock.today() - dt.timedelta(days=400))


def test_a_file_is_once_among_the_papers_of_a_trainer() -> None:
    paper = make_paper()
    with breaks(TrainerPaper, "trainer_paper_once"):
        TrainerPaper.objects.create(trainer=paper.trainer, file=paper.file, kind="other")


def test_days_said_are_in_order() -> None:
    today = clock.today()
    with breaks(Availability, "availability_days_in_order"):
        Availability.objects.create(trainer=make_trainer(), first_day=today, last_day=today - dt.timedelta(days=1))
