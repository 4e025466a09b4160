"""What those who received a list as a form wrote beside one of its rows."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from takwin.core.personal import Keep, held
from takwin.directory.models import Body

LONGEST = 500  # characters of an observation


class Observation(models.Model):
    """The last thing a body was told of a row of a list, until it is settled or its ninety days have passed.

    ``kind`` is the form of the list, ``key`` the row's own key; ``named`` is how the list calls it, for the row may be
    seen where its page is not. ``owner`` is the body that received the form: of a row that several may correct, or of
    a register of the whole Kingdom, each keeps its own.
    """

    PERSONAL = {
        "text": held("correct a list with those who know", keep=Keep.SHORT, masked=True),
        "named": held("correct a list with those who know", keep=Keep.SHORT),
    }
    SCOPES = {"place": ["owner__place"], "body": ["owner"]}

    kind = models.CharField(max_length=40)
    key = models.PositiveBigIntegerField()
    named = models.CharField(_("row"), max_length=300)
    text = models.CharField(_("observation"), max_length=LONGEST)
    owner = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("received by"))
    said_at = models.DateTimeField(_("received"))
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-said_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="observation_once_per_row",
                fields=["kind", "key", "owner"],
                violation_error_message=_("Somebody has just said something else of this row: look at it again."),
            ),
            models.CheckConstraint(
                name="observation_says_something",
                condition=~Q(text=""),
                violation_error_message=_("An observation that says nothing is taken away."),
            ),
        ]

    def __str__(self) -> str:
        return self.named

    def get_absolute_url(self) -> str:
        return reverse("documents:observation", args=[self.pk])
