"""Keep the catalogue of topics and the pool of trainers."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from takwin.accounts.models import User
from takwin.catalogue.models import Topic, Trainer
from takwin.core.refused import checked, refused
from takwin.directory.models import Body
from takwin.journal.actions import record
from takwin.people.models import Person

TOPIC_FACTS = {"code", "name_ar", "name_fr", "audience", "is_open"}
TRAINER_FACTS = {"kind", "body", "is_open"}


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
def add_trainer(
    *, owner: Body, person: Person, kind: str, body: Body, topics: Iterable[Topic] = (), by: User | None
) -> Trainer:
    """Bring a person, already known, into an institution's pool of trainers."""
    with refused(Trainer):
        trainer = checked(Trainer(owner=owner, person=person, kind=kind, body=body))
    set_topics(trainer, topics)
    record("trainer.added", trainer, by=by, person=person.pk)
    return trainer


@transaction.atomic
def correct_trainer(
    trainer: Trainer, *, topics: Iterable[Topic] | None = None, by: User | None, **facts: Any
) -> Trainer:
    """Correct where a trainer comes from, the topics he holds, whether he is available."""
    _known(facts, TRAINER_FACTS)
    trainer = Trainer.objects.select_for_update(of=("self",)).get(pk=trainer.pk)
    for name, value in facts.items():
        setattr(trainer, name, value)
    checked(trainer)
    if topics is not None:
        set_topics(trainer, topics)
    record("trainer.corrected", trainer, by=by, fields=sorted(facts))
    return trainer


def set_topics(trainer: Trainer, topics: Iterable[Topic]) -> None:
    """Say what a trainer holds; a topic of another institution's catalogue is refused."""
    held = list(topics)
    if any(topic.owner_id != trainer.owner_id for topic in held):
        raise ValidationError(_("A trainer holds topics of the catalogue of his own pool."))
    trainer.topics.set(held)


def _known(facts: dict[str, Any], names: set[str]) -> None:
    if unknown := facts.keys() - names:
        raise TypeError(f"not a fact that is corrected here: {', '.join(sorted(unknown))}")
