"""What the catalogue brings to other pages: entries of the side, answers of the search, panels."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest

from takwin.accounts.models import User
from takwin.catalogue.models import Topic, Trainer
from takwin.catalogue.pool.queries import languages_of
from takwin.catalogue.queries import topics_for, trainers_for
from takwin.core.search import answering
from takwin.core.text import joined
from takwin.rights.enums import Permission
from takwin.rights.panels import Found
from takwin.rights.queries import holds
from takwin.ui.things import Fact

SHOWN = 5


def to_those_who_plan(request: HttpRequest) -> bool:
    return holds(request.user, Permission.PROGRAMME_VIEW)


def found_topics(terms: list[str], user: User) -> Iterator[Found]:
    for topic in answering(topics_for(user), terms).order_by("code")[:SHOWN]:
        yield Found(topic.name, topic.code, topic.get_absolute_url())


def found_trainers(terms: list[str], user: User) -> Iterator[Found]:
    named = answering(trainers_for(user), terms, "person__search_text")
    for trainer in named.order_by("person__sort_ar", "pk")[:SHOWN]:
        yield Found(trainer.person.name, trainer.body.name, trainer.get_absolute_url())


def trainers_of_topic(topic: Topic, user: User) -> dict[str, Any]:
    """Who teaches it."""
    return {"trainers": trainers_for(user).filter(topics=topic).order_by("person__sort_ar", "pk")}


def facts_of_trainer(trainer: Trainer) -> list[Fact]:
    """Under his name: what he is, where he comes from, in which languages he teaches."""
    facts = [Fact(trainer.get_kind_display(), "award"), Fact(trainer.body.name, "body")]
    if trainer.province:
        facts.append(Fact(trainer.province.name, "pin"))
    return [*facts, Fact(joined(languages_of(trainer)), "globe")]
