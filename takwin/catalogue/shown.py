"""What the catalogue brings to other pages: entries of the side, answers of the search, panels."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from takwin.accounts.models import User
from takwin.catalogue.models import Topic, Trainer
from takwin.catalogue.queries import topics_for, trainers_for
from takwin.rights.enums import Permission
from takwin.rights.panels import Found
from takwin.rights.queries import holds

SHOWN = 5


def to_those_who_plan(request: HttpRequest) -> bool:
    return holds(request.user, Permission.PROGRAMME_VIEW)


def found_topics(terms: list[str], user: User) -> Iterator[Found]:
    for topic in topics_for(user).filter(*[Q(search_text__contains=t) for t in terms]).order_by("code")[:SHOWN]:
        yield Found(topic.name, topic.code, topic.get_absolute_url())


def found_trainers(terms: list[str], user: User) -> Iterator[Found]:
    named = trainers_for(user).filter(*[Q(person__search_text__contains=t) for t in terms])
    for trainer in named.order_by("person__sort_ar", "pk")[:SHOWN]:
        yield Found(trainer.person.name, trainer.body.name, trainer.get_absolute_url())


def trainers_of_topic(topic: Topic, user: User) -> dict[str, Any]:
    """Who teaches it."""
    return {"trainers": trainers_for(user).filter(topics=topic).order_by("person__sort_ar", "pk")}


def topics_of_trainer(trainer: Trainer, user: User) -> dict[str, Any]:
    """What he teaches."""
    return {"topics": trainer.topics.order_by("code")}
