"""The list of actions of improvement, by session, trainer and programme."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from takwin.catalogue.models import Trainer
from takwin.core import clock
from takwin.programmes.models import Programme
from takwin.training.models import Improvement, TrainingSession
from takwin.ui.lists import Column, Empty, Listing, Tab
from takwin.ui.states import Look


def _sessions() -> list[tuple[int, str]]:
    rows = TrainingSession.objects.filter(improvements__isnull=False).select_related("topic").distinct()
    return [(row.pk, f"{row.reference} · {row.topic.name}") for row in rows]


def _trainers() -> list[tuple[int, str]]:
    rows = Trainer.objects.filter(slots__session__improvements__isnull=False).select_related("person").distinct()
    return sorted(((row.pk, row.person.name) for row in rows), key=lambda row: row[1])


def _programmes() -> list[tuple[int, str]]:
    rows = Programme.objects.filter(actions__sessions__improvements__isnull=False).distinct()
    name = "name_ar" if get_language() == "ar" else "name_fr"
    return list(rows.order_by("pk").values_list("pk", name))


class ImprovementFilter(django_filters.FilterSet):  # type: ignore[misc]
    session = django_filters.MultipleChoiceFilter(label=_("Session"), choices=_sessions)
    trainer = django_filters.MultipleChoiceFilter(label=_("Trainer"), choices=_trainers, method="of_trainers")
    programme = django_filters.MultipleChoiceFilter(
        label=_("Programme"), choices=_programmes, field_name="session__action__programme"
    )

    class Meta:
        model = Improvement
        fields: list[str] = []

    def of_trainers(self, rows: QuerySet[Improvement], _name: str, trainers: list[str]) -> QuerySet[Improvement]:
        taught = TrainingSession.objects.filter(slots__trainer__in=[int(pk) for pk in trainers])
        return rows.filter(session__in=taught.values("pk")) if trainers else rows


def look_of(row: Improvement) -> Look:
    if row.done_at:
        return Look(pgettext_lazy("improvement", "done"), "go", "done")
    return (
        Look(pgettext_lazy("improvement", "late"), "bad", "wait")
        if row.is_late
        else Look(pgettext_lazy("improvement", "to do"), "", "open")
    )


def improvements_listing() -> Listing:
    left = Q(done_at=None)
    return Listing(
        title=_("Actions of improvement"),
        columns=[
            Column("what", _("What will be done"), phone="top", note="session.topic.name"),
            Column("session", _("Session"), value="session.reference", kind="reference", sort="session__starts_on"),
            Column("owner", _("Who does it"), value=lambda row: str(row.owner)),
            Column("due_on", _("Before the end of"), kind="day", sort="due_on"),
            Column("state", _("State"), kind="state", value=look_of, phone="end"),
        ],
        empty=Empty(
            _("No action of improvement yet"),
            _("From the opinions of a session, write what will be done better, by whom and by when."),
        ),
        default_sort="due_on",
        filterset=ImprovementFilter,
        search="",
        tabs=[
            Tab("left", pgettext_lazy("improvements", "To do"), left),
            Tab("late", pgettext_lazy("improvements", "Late"), left & Q(due_on__lt=clock.today())),
            Tab("done", pgettext_lazy("improvements", "Done"), ~left),
        ],
        export_name="improvements",
    )
