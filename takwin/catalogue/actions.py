"""Keep the catalogue of topics and the pool of trainers."""

from typing import Any

from django.db import transaction

from takwin.accounts.models import User
from takwin.catalogue.models import Topic, Trainer
from takwin.core.refused import checked, refused
from takwin.directory.models import Body
from takwin.journal.actions import record
from takwin.people.models import Person

TOPIC_FACTS = {"code", "name_ar", "name_fr", "audience", "is_open"}
TRAINER_FACTS = {"kind", "body", "province", "in_arabic", "in_french", "in_amazigh", "is_open"}


@transaction.atomic
def add_topic(
    *, owner: Body, code: str, name_ar: str, name_fr: str, audience: str = "", is_open: bool = True, by: User | None
) -> Topic:
    """Enter a topic in an institution's catalogue, under a code of its own."""
    with refused(Topic):
        topic = checked(
            Topic(owner=owner, code=code, name_ar=name_ar, name_fr=name_fr, audience=audience, is_open=is_open)
        )
    record("topic.added", topic, by=by, code=code)
    return topic


@transaction.atomic
def correct_topic(topic: Topic, *, by: User | None, **facts: Any) -> Topic:
    """Correct what a catalogue says of a topic. Sessions already planned keep the title they were planned under."""
    _known(facts, TOPIC_FACTS)
    topic = Topic.objects.select_for_update(of=("self",)).get(pk=topic.pk)
    for name, value in facts.items():
        setattr(topic, name, value)
    with refused(Topic):
        checked(topic)
    record("topic.corrected", topic, by=by, fields=sorted(facts))
    return topic


@transaction.atomic
def add_trainer(*, owner: Body, person: Person, kind: str, body: Body, by: User | None, **facts: Any) -> Trainer:
    """Bring a person, already known, into an institution's pool of trainers."""
    _known(facts, TRAINER_FACTS)
    with refused(Trainer):
        trainer = checked(Trainer(owner=owner, person=person, kind=kind, body=body, **facts))
    record("trainer.added", trainer, by=by, person=person.pk)
    return trainer


@transaction.atomic
def correct_trainer(trainer: Trainer, *, by: User | None, **facts: Any) -> Trainer:
    """Correct where a trainer comes from, the languages he teaches in, whether he is available."""
    _known(facts, TRAINER_FACTS)
    trainer = Trainer.objects.select_for_update(of=("self",)).get(pk=trainer.pk)
    for name, value in facts.items():
        setattr(trainer, name, value)
    with refused(Trainer):
        checked(trainer)
    record("trainer.corrected", trainer, by=by, fields=sorted(facts))
    return trainer


def _known(facts: dict[str, Any], names: set[str]) -> None:
    if unknown := facts.keys() - names:
        raise TypeError(f"not a fact that is corrected here: {', '.join(sorted(unknown))}")
