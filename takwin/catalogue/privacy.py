"""What the pool of trainers keeps of persons."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from takwin.catalogue.models import Availability, Trainer, TrainerPaper
from takwin.catalogue.pool.actions import remove_paper
from takwin.catalogue.pool.queries import languages_of
from takwin.core.personal import Keep
from takwin.core.text import joined
from takwin.people.privacy.figures import figure
from takwin.people.privacy.retention import retention_rule
from takwin.people.privacy.rules import holds_persons
from takwin.people.privacy.sections import section


def trainers_open(cut: dt.date) -> QuerySet[Trainer, int]:
    """Those who may still be asked to teach."""
    return Trainer.objects.filter(is_open=True).values_list("person", flat=True)


def languages_said(trainer: Trainer) -> str:
    return joined(languages_of(trainer))


def days_due(day: dt.date) -> QuerySet[Availability]:
    """What was said of days that are long past."""
    return Availability.objects.filter(last_day__lte=day - dt.timedelta(days=figure("retention_file_days", on=day)))


def let_days_go(keys: Sequence[int]) -> None:
    Availability.objects.filter(pk__in=keys).delete()


def papers_due(day: dt.date) -> QuerySet[TrainerPaper]:
    """The papers of those who are kept by name no more."""
    return TrainerPaper.objects.filter(trainer__person__anonymised_at__isnull=False)


def let_papers_go(keys: Sequence[int]) -> None:
    for paper in TrainerPaper.objects.filter(pk__in=keys).select_related("file", "trainer"):
        remove_paper(paper, by=None)


def bring_privacy() -> None:
    holds_persons(trainers_open)
    retention_rule(
        "trainers_days", _("Days said free or not"), _("ninety days"), due=days_due, let_go=let_days_go, order=46
    )
    retention_rule(
        "trainers_papers", _("Papers of the trainer"), _("the person is kept by name no more"),
        due=papers_due, let_go=let_papers_go, order=47,
    )  # fmt: skip
    section(
        Trainer,
        _("Pools of trainers"),
        purpose="choose who teaches",
        keep=Keep.MANDATE,
        facts=(
            (_("Pool of"), "owner.name"),
            (_("Kind"), "get_kind_display"),
            (_("Comes from"), "body.name"),
            (_("Teaches in"), languages_said),
            (_("Available"), "is_open"),
        ),
        related=("owner", "body"),
        order=35,
    )
    section(
        TrainerPaper,
        _("Papers of the trainer"),
        purpose="choose who teaches",
        keep=Keep.MANDATE,
        facts=((_("Kind"), "get_kind_display"), (_("File"), "file.name")),
        path="trainer__person",
        related=("file",),
        order=36,
    )
    section(
        Availability,
        _("Days said free or not"),
        purpose="know when a trainer may be asked",
        keep=Keep.SHORT,
        facts=(
            (_("On these days"), "get_says_display"),
            (_("First day"), "first_day"),
            (_("Last day"), "last_day"),
            (_("Reason"), "reason"),
        ),
        path="trainer__person",
        order=37,
    )
