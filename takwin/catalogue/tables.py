"""The lists of topics and of trainers."""

import datetime as dt
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext_lazy as _

from takwin.catalogue.enums import TrainerKind
from takwin.catalogue.models import Topic, Trainer
from takwin.catalogue.pool.queries import free_on, languages_of
from takwin.core import formats
from takwin.directory.models import Place
from takwin.rights.enums import Permission
from takwin.rights.queries import allowed
from takwin.ui.forms import DayInput
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


def _topics(request: HttpRequest) -> QuerySet[Topic]:
    """Those somebody of the pools this reader sees holds."""
    mine = allowed(Topic.objects, request.user, Permission.SESSION_VIEW)
    return mine.filter(masteries__isnull=False).distinct().order_by("code", "pk")


def _provinces(request: HttpRequest) -> QuerySet[Place]:
    homes = allowed(Trainer.objects, request.user, Permission.SESSION_VIEW).values("province")
    return Place.objects.filter(pk__in=homes).order_by("sort_ar" if get_language() == "ar" else "sort_fr")


def _accredited(trainer: Any) -> str:
    return pgettext("trainer", "yes") if trainer.is_accredited else pgettext("trainer", "no")


LANGUAGES = [("in_arabic", _("Arabic")), ("in_french", _("French")), ("in_amazigh", _("Amazigh"))]


class TrainerFilter(django_filters.FilterSet):  # type: ignore[misc]
    topic = django_filters.ModelChoiceFilter(label=_("Topic"), queryset=_topics, field_name="masteries__topic")
    province = django_filters.ModelChoiceFilter(label=_("Lives in the province"), queryset=_provinces)
    language = django_filters.MultipleChoiceFilter(
        label=_("Teaches in"), choices=LANGUAGES, method="filter_language"
    )  # fmt: skip
    free_on = django_filters.DateFilter(label=_("Free on"), widget=DayInput, method="filter_free_on")
    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=TrainerKind.choices)
    is_open = django_filters.BooleanFilter(label=_("Available"))

    class Meta:
        model = Trainer
        fields: list[str] = []

    def filter_language(self, queryset: QuerySet[Trainer], name: str, chosen: list[str]) -> QuerySet[Trainer]:
        """Who teaches in each language ticked."""
        return queryset.filter(**dict.fromkeys(chosen, True))

    def filter_free_on(self, queryset: QuerySet[Trainer], name: str, day: dt.date) -> QuerySet[Trainer]:
        return free_on(queryset, day)


def _languages(trainer: Any) -> str:
    return formats.listed(languages_of(trainer))


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
        Column(
            "province",
            _("Province"),
            value=lambda trainer: trainer.province and trainer.province.name,
            sort="province__sort_{lang}",
        ),
        Column("languages", _("Teaches in"), value=_languages, phone="hide"),
        Column("accredited", _("Accredited"), value=_accredited, phone="hide"),
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
