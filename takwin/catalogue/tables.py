"""The lists of topics and of trainers."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from takwin.catalogue.models import Topic, Trainer, TrainerKind
from takwin.ui.lists import Column, Empty, Listing
from takwin.ui.states import Look


def look_of_topic(topic: Any) -> Look:
    return Look(_("in use"), "go", "full") if topic.is_open else Look(_("withdrawn"), "", "no")


def look_of_trainer(trainer: Any) -> Look:
    return Look(_("available"), "go", "full") if trainer.is_open else Look(_("not available"), "", "no")


class TopicFilter(django_filters.FilterSet):  # type: ignore[misc]
    is_open = django_filters.BooleanFilter(label=_("In use"))

    class Meta:
        model = Topic
        fields: list[str] = []


class TrainerFilter(django_filters.FilterSet):  # type: ignore[misc]
    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=TrainerKind.choices)
    is_open = django_filters.BooleanFilter(label=_("Available"))

    class Meta:
        model = Trainer
        fields: list[str] = []


TOPICS = Listing(
    title=_("Topics"),
    columns=[
        Column("name", _("Topic"), sort="sort_{lang}", phone="top", note="audience"),
        Column("code", _("Code"), kind="reference", sort="code", phone="hide"),
        Column("owner", _("Catalogue of"), value="owner.name", phone="hide"),
        Column("trainers", _("Trainers"), value="trainers_count", kind="number", sort="trainers_count"),
        Column("state", _("State"), value=look_of_topic, kind="state", phone="end"),
    ],
    empty=Empty(_("The catalogue is empty"), _("Add the first topic: sessions are planned from the catalogue.")),
    default_sort="code",
    filterset=TopicFilter,
    search_hint=_("Title or code"),
    export_name="topics",
)

TRAINERS = Listing(
    title=_("Trainers"),
    columns=[
        Column("name", _("Trainer"), value="person.name", sort="person__sort_{lang}", phone="top"),
        Column("kind", _("Kind"), value="get_kind_display", sort="kind"),
        Column("body", _("Comes from"), value="body.name"),
        Column("topics", _("Topics"), value="topics_count", kind="number", sort="topics_count"),
        Column("state", _("State"), value=look_of_trainer, kind="state", phone="end"),
    ],
    empty=Empty(_("No trainer yet"), _("Bring into the pool a person who is already in the register.")),
    default_sort="name",
    filterset=TrainerFilter,
    search="person__search_text",
    search_hint=_("Name of a trainer"),
    export_name="trainers",
)
