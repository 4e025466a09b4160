"""The words an office puts in its letters, version by version."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from takwin.directory.models import Body


class Wording(models.Model):
    """What a body writes in one of its papers, in one language, from a day on: the latest version is in force.

    ``texts`` holds the words of each part of the paper, with fields in braces (``{amount_in_words}``); a part that is
    not there keeps the original words, so that an empty one restores them all. A paper issued keeps the words it was
    made with, among its frozen facts: a version is never changed.
    """

    PERSONAL: dict[str, object] = {}
    SCOPES = {"place": ["owner__place"], "body": ["owner"]}

    owner = models.ForeignKey(Body, models.PROTECT, related_name="wordings", verbose_name=_("papers of"))
    paper = models.CharField(_("paper"), max_length=30)
    language = models.CharField(_("language"), max_length=2, choices=[("ar", _("Arabic")), ("fr", _("French"))])
    number = models.PositiveSmallIntegerField(_("version"))
    texts = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                name="wording_version_once",
                fields=["owner", "paper", "language", "number"],
                violation_error_message=_("Someone has just changed this wording: look at it again, then save."),
            ),
            models.CheckConstraint(
                name="wording_version_from_one",
                condition=Q(number__gte=1),
                violation_error_message=_("Versions are numbered from one; before it stand the original words."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner} {self.paper} {self.language} v{self.number}"
