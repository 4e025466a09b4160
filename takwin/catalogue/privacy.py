"""What the pool of trainers keeps of persons."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from takwin.catalogue.models import Trainer
from takwin.core.personal import Keep
from takwin.people.privacy.rules import holds_persons
from takwin.people.privacy.sections import section


def trainers_open(cut: dt.date) -> QuerySet[Trainer, int]:
    """Those who may still be asked to teach."""
    return Trainer.objects.filter(is_open=True).values_list("person", flat=True)


def bring_privacy() -> None:
    holds_persons(trainers_open)
    section(
        Trainer,
        _("Pools of trainers"),
        purpose="choose who teaches",
        keep=Keep.MANDATE,
        facts=(
            (_("Pool of"), "owner.name"),
            (_("Kind"), "get_kind_display"),
            (_("Comes from"), "body.name"),
            (_("Available"), "is_open"),
        ),
        related=("owner", "body"),
        order=35,
    )
