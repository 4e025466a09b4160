"""What a council was told of the absences of its people."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from takwin.directory.models import Body
from takwin.letters.models import Letter
from takwin.rights.enums import Permission


class AbsenceLetter(models.Model):
    """The letter that tells a council who of its people was absent from a session without excuse.

    ``told`` gives the half-days missed of each enrolment, by its key. When presence is corrected since, a later letter
    (``rank``) replaces it, whose ``told`` is empty when nobody is absent any more: it only takes the former one back.
    """

    PERSONAL: dict[str, Any] = {}
    SCOPES = {"place": ["session__owner__place", "body__place"], "body": ["session__owner", "body"]}
    ACTS = {Permission.SESSION_CONFIRM: {"place": ["session__owner__place"], "body": ["session__owner"]}}

    session = models.ForeignKey("training.TrainingSession", models.PROTECT, related_name="absence_letters")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("body"))
    letter = models.OneToOneField(Letter, models.PROTECT, related_name="absences")
    rank = models.PositiveSmallIntegerField(default=1)
    told = models.JSONField(default=dict)

    class Meta:
        ordering = ["session", "body", "rank"]
        constraints = [
            models.UniqueConstraint(
                name="absence_letter_rank_once",
                fields=["session", "body", "rank"],
                violation_error_message=_("This council has already been written to about its absent."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.letter)
